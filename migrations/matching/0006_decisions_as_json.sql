ALTER TABLE "matching"."allocation" ALTER COLUMN "payload" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "matching"."request" ALTER COLUMN "decision" SET DATA TYPE json;