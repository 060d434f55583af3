CREATE TABLE "cargo_request"."accepted_un_number" (
	"un_number" text NOT NULL,
	"market" text NOT NULL,
	"offer_id" text NOT NULL,
	"valid_until" timestamp with time zone NOT NULL,
	CONSTRAINT "accepted_un_number_un_number_market_offer_id_pk" PRIMARY KEY("un_number","market","offer_id")
);
--> statement-breakpoint
ALTER TABLE "cargo_request"."policy" ADD COLUMN "port_restrictions" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "accepted_un_number_by_offer" ON "cargo_request"."accepted_un_number" USING btree ("offer_id");