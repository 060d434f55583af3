CREATE TABLE "programme"."audit_anchor" (
	"day" date PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL,
	"jws" text NOT NULL,
	"kid" text NOT NULL,
	"ends" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programme"."signing_key" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_jwk" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone
);
