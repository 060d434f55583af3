CREATE SCHEMA "cargo_request";
--> statement-breakpoint
CREATE TABLE "cargo_request"."allocation" (
	"allocation_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"request_id" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cargo_request"."idempotency" (
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
CREATE TABLE "cargo_request"."identity_key" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"version" integer NOT NULL,
	"scopes" text[] DEFAULT '{}'::text[] NOT NULL,
	"status" text NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "cargo_request"."identity_organisation" (
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
CREATE TABLE "cargo_request"."inbox" (
	"consumer_group" text NOT NULL,
	"event_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_consumer_group_event_id_pk" PRIMARY KEY("consumer_group","event_id")
);
--> statement-breakpoint
CREATE TABLE "cargo_request"."outbox" (
	"sequence" bigserial PRIMARY KEY NOT NULL,
	"topic" text NOT NULL,
	"partition_key" text NOT NULL,
	"envelope" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cargo_request"."parked" (
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
CREATE TABLE "cargo_request"."policy" (
	"policy_id" text NOT NULL,
	"version" text NOT NULL,
	"status" text NOT NULL,
	"effective_from" timestamp with time zone NOT NULL,
	"dangerous_goods" jsonb NOT NULL,
	CONSTRAINT "policy_policy_id_version_pk" PRIMARY KEY("policy_id","version")
);
--> statement-breakpoint
CREATE TABLE "cargo_request"."request" (
	"request_id" text PRIMARY KEY NOT NULL,
	"exporter_id" text NOT NULL,
	"exporter_name" text NOT NULL,
	"submitted_by" text NOT NULL,
	"request_reference" text NOT NULL,
	"version" integer NOT NULL,
	"market" text NOT NULL,
	"status" text NOT NULL,
	"body" jsonb NOT NULL,
	"submitted_hash" text NOT NULL,
	"body_hash" text NOT NULL,
	"feedbacks" jsonb NOT NULL,
	"decision_number" integer NOT NULL,
	"decision" jsonb,
	"submitted_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"cancellation_reason" text
);
--> statement-breakpoint
CREATE INDEX "allocation_by_request" ON "cargo_request"."allocation" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "inbox_received_at" ON "cargo_request"."inbox" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "request_reference" ON "cargo_request"."request" USING btree ("exporter_id","request_reference");--> statement-breakpoint
CREATE INDEX "request_by_exporter" ON "cargo_request"."request" USING btree ("exporter_id","request_id");--> statement-breakpoint
CREATE INDEX "request_by_submitter" ON "cargo_request"."request" USING btree ("submitted_by","request_id");