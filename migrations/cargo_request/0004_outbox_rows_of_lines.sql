-- What waits stays: the text of a jsonb value is one line.
ALTER TABLE "cargo_request"."outbox" DROP COLUMN "partition_key";--> statement-breakpoint
ALTER TABLE "cargo_request"."outbox" RENAME COLUMN "envelope" TO "envelopes";--> statement-breakpoint
ALTER TABLE "cargo_request"."outbox" ALTER COLUMN "envelopes" TYPE text USING "envelopes"::text;--> statement-breakpoint
ALTER TABLE "cargo_request"."outbox" ADD COLUMN "events" integer DEFAULT 1 NOT NULL;
