CREATE TABLE "matching"."plan" (
	"plan_id" text PRIMARY KEY NOT NULL,
	"market" text NOT NULL,
	"organisation_id" text NOT NULL,
	"status" text NOT NULL,
	"failure" text,
	"parameters" jsonb NOT NULL,
	"sequence" bigint,
	"document" jsonb,
	"requests" jsonb,
	"report" jsonb,
	"created_at" timestamp with time zone NOT NULL
);
