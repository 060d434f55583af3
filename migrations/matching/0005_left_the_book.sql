ALTER TABLE "matching"."offer" ADD COLUMN "left_sequence" bigint;--> statement-breakpoint
ALTER TABLE "matching"."request" ADD COLUMN "left_sequence" bigint;