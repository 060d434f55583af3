-- What waits stays: the text of a jsonb value is one line.
ALTER TABLE "vessel_offer"."outbox" DROP COLUMN "partition_key";--> statement-breakpoint
ALTER TABLE "vessel_offer"."outbox" RENAME COLUMN "envelope" TO "envelopes";--> statement-breakpoint
ALTER TABLE "vessel_offer"."outbox" ALTER COLUMN "envelopes" TYPE text USING "envelopes"::text;--> statement-breakpoint
ALTER TABLE "vessel_offer"."outbox" ADD COLUMN "events" integer DEFAULT 1 NOT NULL;
