CREATE SCHEMA "matching";
--> statement-breakpoint
CREATE TABLE "matching"."allocation" (
	"allocation_id" text PRIMARY KEY NOT NULL,
	"market" text NOT NULL,
	"number" bigint NOT NULL,
	"decision_sequence" bigint NOT NULL,
	"request_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"carrier_id" text NOT NULL,
	"load_port" text NOT NULL,
	"load_call" integer NOT NULL,
	"discharge_call" integer NOT NULL,
	"status" text NOT NULL,
	"priority" boolean NOT NULL,
	"version" integer NOT NULL,
	"quarter_teu" integer NOT NULL,
	"weight_kg" integer NOT NULL,
	"dangerous_goods_quarter_teu" integer NOT NULL,
	"reefer_plugs" integer NOT NULL,
	"payload" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "matching"."command" (
	"command_id" text PRIMARY KEY NOT NULL,
	"position" bigserial NOT NULL,
	"market" text NOT NULL,
	"organisation_id" text NOT NULL,
	"input" jsonb NOT NULL,
	"outcome" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"taken_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "matching"."idempotency" (
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
CREATE TABLE "matching"."identity_key" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"version" integer NOT NULL,
	"scopes" text[] DEFAULT '{}'::text[] NOT NULL,
	"status" text NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "matching"."identity_organisation" (
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
CREATE TABLE "matching"."inbox" (
	"consumer_group" text NOT NULL,
	"event_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_consumer_group_event_id_pk" PRIMARY KEY("consumer_group","event_id")
);
--> statement-breakpoint
CREATE TABLE "matching"."journal" (
	"market" text NOT NULL,
	"sequence" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"policy_version" text,
	"kind" text NOT NULL,
	"input" jsonb NOT NULL,
	"cause_id" text,
	CONSTRAINT "journal_market_sequence_pk" PRIMARY KEY("market","sequence")
);
--> statement-breakpoint
CREATE TABLE "matching"."ledger" (
	"offer_id" text NOT NULL,
	"leg" integer NOT NULL,
	"market" text NOT NULL,
	"quarter_teu" integer NOT NULL,
	"held_quarter_teu" integer NOT NULL,
	"confirmed_quarter_teu" integer NOT NULL,
	"loaded_quarter_teu" integer NOT NULL,
	"weight_kg" integer NOT NULL,
	"held_weight_kg" integer NOT NULL,
	"confirmed_weight_kg" integer NOT NULL,
	"loaded_weight_kg" integer NOT NULL,
	"dangerous_goods_quarter_teu" integer NOT NULL,
	"held_dangerous_goods_quarter_teu" integer NOT NULL,
	"confirmed_dangerous_goods_quarter_teu" integer NOT NULL,
	"loaded_dangerous_goods_quarter_teu" integer NOT NULL,
	"reefer_plugs" integer NOT NULL,
	"held_reefer_plugs" integer NOT NULL,
	"confirmed_reefer_plugs" integer NOT NULL,
	"loaded_reefer_plugs" integer NOT NULL,
	CONSTRAINT "ledger_offer_id_leg_pk" PRIMARY KEY("offer_id","leg"),
	CONSTRAINT "teu_not_oversold" CHECK (held_quarter_teu + confirmed_quarter_teu + loaded_quarter_teu <= quarter_teu),
	CONSTRAINT "weight_not_oversold" CHECK (held_weight_kg::bigint + confirmed_weight_kg + loaded_weight_kg <= weight_kg),
	CONSTRAINT "dangerous_goods_not_oversold" CHECK (held_dangerous_goods_quarter_teu + confirmed_dangerous_goods_quarter_teu + loaded_dangerous_goods_quarter_teu <= dangerous_goods_quarter_teu),
	CONSTRAINT "reefer_plugs_not_oversold" CHECK (held_reefer_plugs + confirmed_reefer_plugs + loaded_reefer_plugs <= reefer_plugs),
	CONSTRAINT "nothing_negative" CHECK (least(held_quarter_teu, confirmed_quarter_teu, loaded_quarter_teu, held_weight_kg, confirmed_weight_kg, loaded_weight_kg, held_dangerous_goods_quarter_teu, confirmed_dangerous_goods_quarter_teu, loaded_dangerous_goods_quarter_teu, held_reefer_plugs, confirmed_reefer_plugs, loaded_reefer_plugs) >= 0)
);
--> statement-breakpoint
CREATE TABLE "matching"."market" (
	"name" text PRIMARY KEY NOT NULL,
	"book_id" text NOT NULL,
	"epoch" bigint NOT NULL,
	"sequence" bigint NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"programme_position" bigint NOT NULL,
	"policy_version" text
);
--> statement-breakpoint
CREATE TABLE "matching"."offer" (
	"offer_id" text PRIMARY KEY NOT NULL,
	"market" text NOT NULL,
	"carrier_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "matching"."outbox" (
	"sequence" bigserial PRIMARY KEY NOT NULL,
	"topic" text NOT NULL,
	"partition_key" text NOT NULL,
	"envelope" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "matching"."parked" (
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
CREATE TABLE "matching"."programme_fact" (
	"position" bigint PRIMARY KEY NOT NULL,
	"fact" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "matching"."request" (
	"request_id" text PRIMARY KEY NOT NULL,
	"market" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"status" text NOT NULL,
	"decision" jsonb
);
--> statement-breakpoint
CREATE TABLE "matching"."snapshot" (
	"market" text NOT NULL,
	"sequence" bigint NOT NULL,
	"part" integer NOT NULL,
	"parts" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "snapshot_market_sequence_part_pk" PRIMARY KEY("market","sequence","part")
);
--> statement-breakpoint
CREATE INDEX "allocation_by_request" ON "matching"."allocation" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "allocation_by_offer" ON "matching"."allocation" USING btree ("offer_id");--> statement-breakpoint
CREATE INDEX "allocation_by_exporter" ON "matching"."allocation" USING btree ("exporter_id","allocation_id");--> statement-breakpoint
CREATE INDEX "allocation_by_carrier" ON "matching"."allocation" USING btree ("carrier_id","allocation_id");--> statement-breakpoint
CREATE INDEX "allocation_by_load_port" ON "matching"."allocation" USING btree ("load_port","allocation_id");--> statement-breakpoint
CREATE INDEX "command_pending" ON "matching"."command" USING btree ("market","position") WHERE outcome is null;--> statement-breakpoint
CREATE INDEX "inbox_received_at" ON "matching"."inbox" USING btree ("received_at");