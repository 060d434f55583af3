CREATE SCHEMA "programme";
--> statement-breakpoint
CREATE TABLE "programme"."allocation_outcome" (
	"allocation_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"exporter_id" text NOT NULL,
	"cluster_code" text,
	"is_priority" boolean NOT NULL,
	"status" text NOT NULL,
	"load_port" text NOT NULL,
	"units" integer NOT NULL,
	"quarter_teu" integer NOT NULL,
	"grams" bigint NOT NULL,
	"lane_default_grams" bigint NOT NULL,
	"decided_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programme"."api_key" (
	"key_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"version" integer NOT NULL,
	"key_hash" text NOT NULL,
	"label" text NOT NULL,
	"scopes" text[] DEFAULT '{}'::text[] NOT NULL,
	"status" text NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "api_key_key_hash_unique" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "programme"."audit_head" (
	"chain_id" text PRIMARY KEY NOT NULL,
	"sequence" integer NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programme"."audit_log" (
	"chain_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	"occurred_at" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"actor" text NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "audit_log_chain_id_sequence_pk" PRIMARY KEY("chain_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "programme"."claim_outcome" (
	"claim_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"exporter_id" text NOT NULL,
	"cluster_code" text,
	"amount" text NOT NULL,
	"currency_code" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programme"."designation" (
	"designation_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"organisation_id" text NOT NULL,
	"cluster_code" text NOT NULL,
	"province" text NOT NULL,
	"status" text NOT NULL,
	"hs_prefixes" text[] NOT NULL,
	"markets" text[] NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"evidence" jsonb NOT NULL,
	"reason" text,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programme"."dwell_outcome" (
	"visit_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"lane" text NOT NULL,
	"un_location_code" text NOT NULL,
	"cluster_code" text,
	"dwell_minutes" integer NOT NULL,
	"loaded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programme"."idempotency" (
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
CREATE TABLE "programme"."identity_key" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"version" integer NOT NULL,
	"scopes" text[] DEFAULT '{}'::text[] NOT NULL,
	"status" text NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "programme"."identity_organisation" (
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
CREATE TABLE "programme"."inbox" (
	"consumer_group" text NOT NULL,
	"event_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_consumer_group_event_id_pk" PRIMARY KEY("consumer_group","event_id")
);
--> statement-breakpoint
CREATE TABLE "programme"."organisation" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"cluster_code" text,
	"province" text,
	"ports" text[] DEFAULT '{}'::text[] NOT NULL,
	"acts_for" text[] DEFAULT '{}'::text[] NOT NULL,
	"registered_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programme"."outbox" (
	"sequence" bigserial PRIMARY KEY NOT NULL,
	"topic" text NOT NULL,
	"partition_key" text NOT NULL,
	"envelope" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programme"."parked" (
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
CREATE TABLE "programme"."policy" (
	"policy_id" text NOT NULL,
	"version" text NOT NULL,
	"status" text NOT NULL,
	"basis" text NOT NULL,
	"effective_from" timestamp with time zone NOT NULL,
	"evidence" jsonb NOT NULL,
	"rules" jsonb NOT NULL,
	"author" text NOT NULL,
	"approved_by" text,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "policy_policy_id_version_pk" PRIMARY KEY("policy_id","version")
);
--> statement-breakpoint
CREATE TABLE "programme"."request_decision" (
	"request_id" text PRIMARY KEY NOT NULL,
	"is_priority" boolean NOT NULL,
	"decision_number" integer NOT NULL,
	"status" text NOT NULL,
	"units_allocated" integer NOT NULL,
	"first_allocated_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "programme"."request_outcome" (
	"request_id" text PRIMARY KEY NOT NULL,
	"exporter_id" text NOT NULL,
	"cluster_code" text,
	"load_ports" text[] NOT NULL,
	"units" integer NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "api_key_by_organisation" ON "programme"."api_key" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "designation_by_organisation" ON "programme"."designation" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "inbox_received_at" ON "programme"."inbox" USING btree ("received_at");