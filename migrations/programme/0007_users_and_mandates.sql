CREATE TABLE "programme"."mandate" (
	"exporter_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"status" text NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mandate_exporter_id_provider_id_pk" PRIMARY KEY("exporter_id","provider_id")
);
--> statement-breakpoint
CREATE TABLE "programme"."organisation_user" (
	"user_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"version" integer NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"label" text NOT NULL,
	"scopes" text[] DEFAULT '{}'::text[] NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "programme"."api_key" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "organisation_user_by_organisation" ON "programme"."organisation_user" USING btree ("organisation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_user_active" ON "programme"."organisation_user" USING btree ("issuer","subject") WHERE status = 'active';