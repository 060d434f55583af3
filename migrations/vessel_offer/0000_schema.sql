CREATE SCHEMA "vessel_offer";
--> statement-breakpoint
CREATE TABLE "vessel_offer"."allocated_space" (
	"allocation_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"offer_id" text NOT NULL,
	"carrier_id" text NOT NULL,
	"status" text NOT NULL,
	"load_port" text NOT NULL,
	"discharge_port" text NOT NULL,
	"departure_date_time" text NOT NULL,
	"quarter_teu" integer NOT NULL,
	"weight_kg" integer NOT NULL,
	"dangerous_goods_quarter_teu" integer NOT NULL,
	"reefer_plugs" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vessel_offer"."idempotency" (
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
CREATE TABLE "vessel_offer"."identity_key" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"version" integer NOT NULL,
	"scopes" text[] DEFAULT '{}'::text[] NOT NULL,
	"status" text NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "vessel_offer"."identity_organisation" (
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
CREATE TABLE "vessel_offer"."inbox" (
	"consumer_group" text NOT NULL,
	"event_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_consumer_group_event_id_pk" PRIMARY KEY("consumer_group","event_id")
);
--> statement-breakpoint
CREATE TABLE "vessel_offer"."offer" (
	"offer_id" text PRIMARY KEY NOT NULL,
	"carrier_id" text NOT NULL,
	"carrier_name" text NOT NULL,
	"carrier_offer_reference" text NOT NULL,
	"version" integer NOT NULL,
	"market" text NOT NULL,
	"body" jsonb NOT NULL,
	"published_hash" text NOT NULL,
	"body_hash" text NOT NULL,
	"feedbacks" jsonb NOT NULL,
	"valid_until" timestamp with time zone NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawal_reason" text
);
--> statement-breakpoint
CREATE TABLE "vessel_offer"."outbox" (
	"sequence" bigserial PRIMARY KEY NOT NULL,
	"topic" text NOT NULL,
	"partition_key" text NOT NULL,
	"envelope" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vessel_offer"."parked" (
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
CREATE INDEX "allocated_space_by_offer" ON "vessel_offer"."allocated_space" USING btree ("offer_id");--> statement-breakpoint
CREATE INDEX "inbox_received_at" ON "vessel_offer"."inbox" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "offer_reference" ON "vessel_offer"."offer" USING btree ("carrier_id","carrier_offer_reference");--> statement-breakpoint
CREATE INDEX "offer_by_carrier" ON "vessel_offer"."offer" USING btree ("carrier_id","offer_id");