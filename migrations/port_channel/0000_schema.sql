CREATE SCHEMA "port_channel";
--> statement-breakpoint
CREATE TABLE "port_channel"."alert" (
	"alert_id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"un_location_code" text NOT NULL,
	"equipment_reference" text,
	"pass_id" text,
	"allocation_id" text,
	"exporter_id" text,
	"submitted_by" text,
	"carrier_id" text,
	"message" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "port_channel"."allocation" (
	"allocation_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"request_id" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"carrier_id" text NOT NULL,
	"cluster_code" text,
	"priority" boolean NOT NULL,
	"indicative" boolean NOT NULL,
	"policy_version" text NOT NULL,
	"units" integer NOT NULL,
	"iso_equipment_code" text NOT NULL,
	"dangerous_goods" jsonb NOT NULL,
	"vessel_imo_number" text NOT NULL,
	"vessel_name" text NOT NULL,
	"carrier_export_voyage_number" text NOT NULL,
	"load_port" text NOT NULL,
	"facility_smdg_code" text,
	"departure_date_time" text NOT NULL,
	"cut_offs" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "port_channel"."container_assignment" (
	"allocation_id" text NOT NULL,
	"unit_number" integer NOT NULL,
	"equipment_reference" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"carrier_id" text NOT NULL,
	"load_port" text NOT NULL,
	"is_live" boolean NOT NULL,
	"assigned_at" timestamp with time zone NOT NULL,
	CONSTRAINT "container_assignment_allocation_id_unit_number_pk" PRIMARY KEY("allocation_id","unit_number")
);
--> statement-breakpoint
CREATE TABLE "port_channel"."declared_pause" (
	"pause_id" text PRIMARY KEY NOT NULL,
	"equipment_reference" text NOT NULL,
	"reason" text NOT NULL,
	"from_date_time" text NOT NULL,
	"to_date_time" text NOT NULL,
	"declared_by" text NOT NULL,
	"declared_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "port_channel"."dwell_histogram" (
	"load_day" date NOT NULL,
	"un_location_code" text NOT NULL,
	"lane" text NOT NULL,
	"facility_code" text NOT NULL,
	"carrier_id" text NOT NULL,
	"cluster_code" text NOT NULL,
	"is_dangerous" boolean NOT NULL,
	"gate_in_mode" text NOT NULL,
	"hour" integer NOT NULL,
	"count" integer NOT NULL,
	"sum_minutes" bigint NOT NULL,
	"sum_squared_minutes" bigint NOT NULL,
	"within_target" integer NOT NULL,
	CONSTRAINT "dwell_histogram_load_day_un_location_code_lane_facility_code_carrier_id_cluster_code_is_dangerous_gate_in_mode_hour_pk" PRIMARY KEY("load_day","un_location_code","lane","facility_code","carrier_id","cluster_code","is_dangerous","gate_in_mode","hour")
);
--> statement-breakpoint
CREATE TABLE "port_channel"."equipment_event" (
	"event_id" text NOT NULL,
	"version_hash" text NOT NULL,
	"equipment_reference" text NOT NULL,
	"un_location_code" text NOT NULL,
	"equipment_event_type_code" text NOT NULL,
	"event_classifier_code" text NOT NULL,
	"event_at" timestamp with time zone NOT NULL,
	"event" jsonb NOT NULL,
	"original" jsonb NOT NULL,
	"exporter_id" text,
	"submitted_by" text,
	"carrier_id" text,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "equipment_event_event_id_version_hash_pk" PRIMARY KEY("event_id","version_hash")
);
--> statement-breakpoint
CREATE TABLE "port_channel"."idempotency" (
	"organisation_id" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer NOT NULL,
	"headers" jsonb NOT NULL,
	"body" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_organisation_id_key_pk" PRIMARY KEY("organisation_id","key")
);
--> statement-breakpoint
CREATE TABLE "port_channel"."identity_key" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"version" integer NOT NULL,
	"scopes" text[] DEFAULT '{}'::text[] NOT NULL,
	"status" text NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "port_channel"."identity_organisation" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"cluster_code" text,
	"province" text,
	"ports" text[] DEFAULT '{}'::text[] NOT NULL,
	"acts_for" text[] DEFAULT '{}'::text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "port_channel"."inbox" (
	"consumer_group" text NOT NULL,
	"event_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_consumer_group_event_id_pk" PRIMARY KEY("consumer_group","event_id")
);
--> statement-breakpoint
CREATE TABLE "port_channel"."outbox" (
	"sequence" bigserial PRIMARY KEY NOT NULL,
	"topic" text NOT NULL,
	"partition_key" text NOT NULL,
	"envelope" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "port_channel"."parked" (
	"parked_id" text PRIMARY KEY NOT NULL,
	"consumer_group" text NOT NULL,
	"topic" text NOT NULL,
	"partition" integer NOT NULL,
	"event_id" text,
	"event_type" text,
	"reason" text NOT NULL,
	"error" text NOT NULL,
	"traceparent" text,
	"headers" jsonb NOT NULL,
	"original_bytes" "bytea" NOT NULL,
	"attempts" integer NOT NULL,
	"parked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"replayed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "port_channel"."pass" (
	"pass_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"cause" text NOT NULL,
	"allocation_id" text NOT NULL,
	"request_id" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"carrier_id" text NOT NULL,
	"unit_number" integer NOT NULL,
	"equipment_reference" text,
	"iso_equipment_code" text NOT NULL,
	"un_location_code" text NOT NULL,
	"facility_smdg_code" text,
	"vessel_imo_number" text NOT NULL,
	"vessel_name" text NOT NULL,
	"carrier_export_voyage_number" text NOT NULL,
	"opens" text,
	"closes" text NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"dangerous_goods" jsonb NOT NULL,
	"indicative" boolean NOT NULL,
	"policy_version" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"is_warned" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "port_channel"."policy" (
	"version" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"basis" text NOT NULL,
	"effective_from" timestamp with time zone NOT NULL,
	"dwell" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "port_channel"."quarantine" (
	"event_id" text PRIMARY KEY NOT NULL,
	"equipment_reference" text NOT NULL,
	"un_location_code" text NOT NULL,
	"code" text NOT NULL,
	"quarantined_at" timestamp with time zone NOT NULL,
	"resolution" text,
	"resolved_by" text,
	"resolved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "port_channel"."visit" (
	"visit_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"equipment_reference" text NOT NULL,
	"un_location_code" text NOT NULL,
	"lane" text NOT NULL,
	"state" text NOT NULL,
	"gate_in_date_time" text NOT NULL,
	"gate_in_at" timestamp with time zone NOT NULL,
	"load_date_time" text,
	"load_day" date,
	"paused_minutes" integer NOT NULL,
	"dwell_minutes" integer,
	"is_within_target" boolean NOT NULL,
	"details" jsonb NOT NULL,
	"allocation_id" text,
	"exporter_id" text,
	"submitted_by" text,
	"carrier_id" text,
	"cluster_code" text,
	"facility_code" text,
	"is_dangerous" boolean NOT NULL,
	"gate_in_mode" text,
	"policy_version" text NOT NULL,
	"is_risk_alerted" boolean DEFAULT false NOT NULL,
	"is_breach_alerted" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX "alert_by_port" ON "port_channel"."alert" USING btree ("un_location_code","raised_at");--> statement-breakpoint
CREATE INDEX "allocation_by_load_port" ON "port_channel"."allocation" USING btree ("load_port");--> statement-breakpoint
CREATE UNIQUE INDEX "container_in_one_live_allocation" ON "port_channel"."container_assignment" USING btree ("equipment_reference") WHERE is_live;--> statement-breakpoint
CREATE INDEX "assignment_by_container" ON "port_channel"."container_assignment" USING btree ("equipment_reference");--> statement-breakpoint
CREATE INDEX "declared_pause_by_container" ON "port_channel"."declared_pause" USING btree ("equipment_reference");--> statement-breakpoint
CREATE INDEX "equipment_event_by_container" ON "port_channel"."equipment_event" USING btree ("equipment_reference");--> statement-breakpoint
CREATE INDEX "equipment_event_by_recorded" ON "port_channel"."equipment_event" USING btree ("recorded_at","event_id");--> statement-breakpoint
CREATE INDEX "inbox_received_at" ON "port_channel"."inbox" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "pass_of_unit" ON "port_channel"."pass" USING btree ("allocation_id","unit_number");--> statement-breakpoint
CREATE INDEX "pass_by_port" ON "port_channel"."pass" USING btree ("un_location_code","pass_id");--> statement-breakpoint
CREATE INDEX "pass_by_container" ON "port_channel"."pass" USING btree ("equipment_reference");--> statement-breakpoint
CREATE INDEX "pass_open" ON "port_channel"."pass" USING btree ("closes_at") WHERE status in ('issued', 'acknowledged');--> statement-breakpoint
CREATE INDEX "quarantine_by_container" ON "port_channel"."quarantine" USING btree ("equipment_reference");--> statement-breakpoint
CREATE INDEX "visit_by_container" ON "port_channel"."visit" USING btree ("equipment_reference");--> statement-breakpoint
CREATE INDEX "visit_open" ON "port_channel"."visit" USING btree ("gate_in_at") WHERE state = 'open';