CREATE TABLE "carbon"."claim_invoice" (
	"claim_id" text NOT NULL,
	"reference" text NOT NULL,
	"sha256" text NOT NULL,
	"amount" numeric NOT NULL,
	"currency_code" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "claim_invoice_claim_id_sha256_pk" PRIMARY KEY("claim_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "carbon"."fuel_entry" (
	"entry_id" text PRIMARY KEY NOT NULL,
	"evidence_id" text NOT NULL,
	"allocation_id" text NOT NULL,
	"energy_mj" numeric NOT NULL,
	"carrier_id" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"cause" text NOT NULL,
	"entered_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "carbon"."fuel_evidence" (
	"evidence_id" text PRIMARY KEY NOT NULL,
	"carrier_id" text NOT NULL,
	"type" text NOT NULL,
	"reference" text NOT NULL,
	"sha256" text NOT NULL,
	"fuel" text NOT NULL,
	"certified_grams_per_mj" numeric,
	"inventory" text NOT NULL,
	"published_mj" numeric NOT NULL,
	"allocated_mj" numeric NOT NULL,
	"free_mj" numeric NOT NULL,
	"registered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "published_is_allocated_and_free" CHECK (published_mj = allocated_mj + free_mj and allocated_mj >= 0 and free_mj >= 0)
);
--> statement-breakpoint
CREATE TABLE "carbon"."sailing_fact" (
	"offer_id" text NOT NULL,
	"source" text NOT NULL,
	"version" integer NOT NULL,
	"carrier_id" text NOT NULL,
	"vessel" jsonb,
	"profile" jsonb NOT NULL,
	"profile_judged_on" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sailing_fact_offer_id_source_pk" PRIMARY KEY("offer_id","source")
);
--> statement-breakpoint
ALTER TABLE "carbon"."footprint" ADD COLUMN "reason" text DEFAULT 'HELD' NOT NULL;--> statement-breakpoint
ALTER TABLE "carbon"."footprint" ADD COLUMN "vessel" jsonb;--> statement-breakpoint
ALTER TABLE "carbon"."policy" ADD COLUMN "eligibility" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "one_active_invoice" ON "carbon"."claim_invoice" USING btree ("sha256") WHERE is_active;--> statement-breakpoint
CREATE UNIQUE INDEX "one_active_invoice_number" ON "carbon"."claim_invoice" USING btree ("exporter_id","reference") WHERE is_active;--> statement-breakpoint
CREATE INDEX "fuel_entry_by_allocation" ON "carbon"."fuel_entry" USING btree ("allocation_id","evidence_id");--> statement-breakpoint
CREATE INDEX "fuel_entry_by_evidence" ON "carbon"."fuel_entry" USING btree ("evidence_id");--> statement-breakpoint
CREATE UNIQUE INDEX "fuel_evidence_document" ON "carbon"."fuel_evidence" USING btree ("type","reference");--> statement-breakpoint
CREATE INDEX "fuel_evidence_by_carrier" ON "carbon"."fuel_evidence" USING btree ("carrier_id","evidence_id");--> statement-breakpoint
CREATE INDEX "allocation_by_offer" ON "carbon"."allocation" USING btree (("state" ->> 'offerId'));