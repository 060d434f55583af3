CREATE TABLE "programme"."policy_preview" (
	"preview_id" text PRIMARY KEY NOT NULL,
	"policy_id" text NOT NULL,
	"version" text NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"markets" jsonb
);
