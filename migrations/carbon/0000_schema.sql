CREATE SCHEMA "carbon";
--> statement-breakpoint
CREATE TABLE "carbon"."allocation" (
	"allocation_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"carrier_id" text NOT NULL,
	"state" jsonb NOT NULL,
	"equipment_references" text[] DEFAULT '{}'::text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "carbon"."claim_item" (
	"claim_id" text NOT NULL,
	"allocation_id" text NOT NULL,
	"unit_number" integer NOT NULL,
	"leg" text NOT NULL,
	"programme" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"amount" numeric NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "claim_item_claim_id_allocation_id_unit_number_leg_pk" PRIMARY KEY("claim_id","allocation_id","unit_number","leg")
);
--> statement-breakpoint
CREATE TABLE "carbon"."claim" (
	"claim_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"statement_id" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"cluster_code" text,
	"amount" numeric NOT NULL,
	"currency_code" text NOT NULL,
	"basis" text NOT NULL,
	"policy_version" text NOT NULL,
	"indicative" boolean NOT NULL,
	"reason" text,
	"corrects" text,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "carbon"."footprint" (
	"footprint_id" text PRIMARY KEY NOT NULL,
	"allocation_id" text NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"carrier_id" text NOT NULL,
	"request_id" text NOT NULL,
	"units" integer NOT NULL,
	"chain" jsonb NOT NULL,
	"result" jsonb NOT NULL,
	"supersedes" text,
	"policy_version" text NOT NULL,
	"indicative" boolean NOT NULL,
	"calculated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "carbon"."idempotency" (
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
CREATE TABLE "carbon"."identity_key" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"version" integer NOT NULL,
	"scopes" text[] DEFAULT '{}'::text[] NOT NULL,
	"status" text NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "carbon"."identity_organisation" (
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
CREATE TABLE "carbon"."inbox" (
	"consumer_group" text NOT NULL,
	"event_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_consumer_group_event_id_pk" PRIMARY KEY("consumer_group","event_id")
);
--> statement-breakpoint
CREATE TABLE "carbon"."outbox" (
	"sequence" bigserial PRIMARY KEY NOT NULL,
	"topic" text NOT NULL,
	"partition_key" text NOT NULL,
	"envelope" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "carbon"."parked" (
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
CREATE TABLE "carbon"."policy" (
	"version" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"basis" text NOT NULL,
	"effective_from" timestamp with time zone NOT NULL,
	"subsidy" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "carbon"."signing_key" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_jwk" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "carbon"."statement" (
	"statement_id" text PRIMARY KEY NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"allocation_ids" text[] NOT NULL,
	"signed" jsonb NOT NULL,
	"sha256" text NOT NULL,
	"chain_number" integer NOT NULL,
	"supersedes" text,
	"issued_at" timestamp with time zone NOT NULL,
	"attestation" jsonb
);
--> statement-breakpoint
CREATE TABLE "carbon"."subsidy_budget" (
	"policy_version" text NOT NULL,
	"holder" text NOT NULL,
	"cap" numeric NOT NULL,
	"claimed" numeric NOT NULL,
	CONSTRAINT "subsidy_budget_policy_version_holder_pk" PRIMARY KEY("policy_version","holder"),
	CONSTRAINT "within_cap" CHECK (claimed <= cap and claimed >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX "one_active_claim" ON "carbon"."claim_item" USING btree ("allocation_id","unit_number","leg","programme") WHERE is_active;--> statement-breakpoint
CREATE INDEX "claim_by_exporter" ON "carbon"."claim" USING btree ("exporter_id","claim_id");--> statement-breakpoint
CREATE UNIQUE INDEX "footprint_version" ON "carbon"."footprint" USING btree ("allocation_id","version");--> statement-breakpoint
CREATE INDEX "inbox_received_at" ON "carbon"."inbox" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "statement_chain" ON "carbon"."statement" USING btree ("exporter_id","chain_number");--> statement-breakpoint
CREATE INDEX "statement_by_exporter" ON "carbon"."statement" USING btree ("exporter_id","statement_id");