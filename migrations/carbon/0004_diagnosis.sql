CREATE TABLE "carbon"."diagnosis" (
	"diagnosis_id" text PRIMARY KEY NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"file_name" text NOT NULL,
	"shipments" jsonb NOT NULL,
	"named" jsonb NOT NULL,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "carbon"."diagnosis_version" (
	"diagnosis_id" text NOT NULL,
	"version" integer NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"cause" text NOT NULL,
	"evidence_request_id" text,
	"policy" jsonb,
	"result" jsonb NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "diagnosis_version_diagnosis_id_version_pk" PRIMARY KEY("diagnosis_id","version")
);
--> statement-breakpoint
CREATE TABLE "carbon"."evidence_request" (
	"evidence_request_id" text PRIMARY KEY NOT NULL,
	"diagnosis_id" text NOT NULL,
	"exporter_id" text NOT NULL,
	"submitted_by" text NOT NULL,
	"token_sha256" text NOT NULL,
	"addressee" text NOT NULL,
	"exporter_name" text NOT NULL,
	"asks" text[] NOT NULL,
	"rows" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	"answer" jsonb,
	CONSTRAINT "evidence_request_token" UNIQUE("token_sha256")
);
--> statement-breakpoint
ALTER TABLE "carbon"."policy" ADD COLUMN "east_west_default" text;--> statement-breakpoint
CREATE INDEX "diagnosis_by_exporter" ON "carbon"."diagnosis" USING btree ("exporter_id","diagnosis_id");--> statement-breakpoint
CREATE INDEX "evidence_request_by_diagnosis" ON "carbon"."evidence_request" USING btree ("diagnosis_id");