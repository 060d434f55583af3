CREATE TABLE "port_channel"."dwell_change" (
	"change_id" bigserial PRIMARY KEY NOT NULL,
	"sign" integer NOT NULL,
	"state" text NOT NULL,
	"lane" text NOT NULL,
	"load_day" date,
	"un_location_code" text NOT NULL,
	"facility_code" text NOT NULL,
	"carrier_id" text NOT NULL,
	"cluster_code" text NOT NULL,
	"dangerous_goods" text NOT NULL,
	"gate_in_mode" text NOT NULL,
	"dwell_minutes" integer,
	"is_within_target" boolean NOT NULL,
	"gate_to_customs_minutes" integer,
	"customs_minutes" integer,
	"yard_minutes" integer
);
--> statement-breakpoint
CREATE TABLE "port_channel"."dwell_day" (
	"view" text NOT NULL,
	"load_day" date NOT NULL,
	"lane" text NOT NULL,
	"un_location_code" text NOT NULL,
	"facility_code" text NOT NULL,
	"carrier_id" text NOT NULL,
	"cluster_code" text NOT NULL,
	"dangerous_goods" text NOT NULL,
	"gate_in_mode" text NOT NULL,
	"count" integer NOT NULL,
	"sum_minutes" bigint NOT NULL,
	"sum_squared_minutes" bigint NOT NULL,
	"within_target" integer NOT NULL,
	"gate_count" integer NOT NULL,
	"gate_minutes" bigint NOT NULL,
	"customs_count" integer NOT NULL,
	"customs_minutes" bigint NOT NULL,
	"yard_count" integer NOT NULL,
	"yard_minutes" bigint NOT NULL,
	"hours" integer[] NOT NULL,
	"counts" integer[] NOT NULL,
	CONSTRAINT "dwell_day_pk" PRIMARY KEY("view","un_location_code","facility_code","carrier_id","cluster_code","dangerous_goods","gate_in_mode","lane","load_day")
);
--> statement-breakpoint
CREATE TABLE "port_channel"."open_box" (
	"view" text NOT NULL,
	"lane" text NOT NULL,
	"un_location_code" text NOT NULL,
	"facility_code" text NOT NULL,
	"carrier_id" text NOT NULL,
	"cluster_code" text NOT NULL,
	"dangerous_goods" text NOT NULL,
	"gate_in_mode" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "open_box_pk" PRIMARY KEY("view","un_location_code","facility_code","carrier_id","cluster_code","dangerous_goods","gate_in_mode","lane")
);
--> statement-breakpoint
CREATE TABLE "port_channel"."sailing_call" (
	"offer_id" text NOT NULL,
	"un_location_code" text NOT NULL,
	"version" integer NOT NULL,
	"departure_date_time" text,
	"cut_offs" jsonb NOT NULL,
	CONSTRAINT "sailing_call_offer_id_un_location_code_pk" PRIMARY KEY("offer_id","un_location_code")
);
--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ALTER COLUMN "original" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "port_channel"."allocation" ADD COLUMN "offer_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ADD COLUMN "event_date_time" text;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ADD COLUMN "updated_date_time" text;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ADD COLUMN "is_retracted" boolean;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ADD COLUMN "is_empty" boolean;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ADD COLUMN "is_confirmed" boolean;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ADD COLUMN "sent_location_code" text;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ADD COLUMN "facility_code" text;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ADD COLUMN "mode_of_transport" text;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ADD COLUMN "is_current" boolean;--> statement-breakpoint
ALTER TABLE "port_channel"."quarantine" ADD COLUMN "outcome" text;--> statement-breakpoint
CREATE INDEX "allocation_by_offer" ON "port_channel"."allocation" USING btree ("offer_id","load_port");--> statement-breakpoint
-- What was a document becomes columns; of several versions the one that was updated last is in force.
UPDATE "port_channel"."equipment_event" SET
  event_date_time = event ->> 'eventDateTime', updated_date_time = event ->> 'updatedDateTime',
  is_retracted = (event ->> 'isRetracted')::boolean, is_empty = (event ->> 'isEmpty')::boolean, is_confirmed = false,
  sent_location_code = event ->> 'sentLocationCode', facility_code = event ->> 'facilityCode', mode_of_transport = event ->> 'modeOfTransport',
  is_current = false;--> statement-breakpoint
UPDATE "port_channel"."equipment_event" e SET is_current = true FROM (
  SELECT DISTINCT ON (event_id) event_id, version_hash FROM "port_channel"."equipment_event"
  ORDER BY event_id, updated_date_time::timestamptz DESC, version_hash DESC
) newest WHERE e.event_id = newest.event_id AND e.version_hash = newest.version_hash;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ALTER COLUMN "event_date_time" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ALTER COLUMN "updated_date_time" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ALTER COLUMN "is_retracted" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ALTER COLUMN "is_empty" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ALTER COLUMN "is_confirmed" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" ALTER COLUMN "is_current" SET NOT NULL;
