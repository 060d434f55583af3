CREATE TABLE "notifications"."webhook_attempt" (
	"attempt_id" bigserial PRIMARY KEY NOT NULL,
	"subscription_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"event_id" text NOT NULL,
	"attempt_number" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"milliseconds" integer NOT NULL,
	"http_status" integer,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "notifications"."webhook_delivery" (
	"subscription_id" text NOT NULL,
	"position" bigint NOT NULL,
	"organisation_id" text NOT NULL,
	"event_id" text NOT NULL,
	"event_type" text NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"first_attempt_at" timestamp with time zone,
	"last_http_status" integer,
	"last_error" text,
	"delivered_at" timestamp with time zone,
	"queued_at" timestamp with time zone NOT NULL,
	CONSTRAINT "webhook_delivery_subscription_id_position_pk" PRIMARY KEY("subscription_id","position")
);
--> statement-breakpoint
CREATE TABLE "notifications"."webhook_subscription" (
	"subscription_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"kind" text NOT NULL,
	"callback_url" text NOT NULL,
	"event_types" text[] DEFAULT '{}'::text[] NOT NULL,
	"filter" jsonb,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_secret_until" timestamp with time zone,
	"status" text NOT NULL,
	"status_cause" text NOT NULL,
	"challenge" text NOT NULL,
	"challenge_attempts" integer DEFAULT 0 NOT NULL,
	"challenge_at" timestamp with time zone NOT NULL,
	"challenged_from" timestamp with time zone NOT NULL,
	"position" bigint NOT NULL,
	"consecutive_failures" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "webhook_attempt_by_event" ON "notifications"."webhook_attempt" USING btree ("subscription_id","event_id");--> statement-breakpoint
CREATE INDEX "webhook_attempt_by_time" ON "notifications"."webhook_attempt" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "webhook_delivery_due" ON "notifications"."webhook_delivery" USING btree ("subscription_id","due_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_delivery_by_event" ON "notifications"."webhook_delivery" USING btree ("subscription_id","event_id");--> statement-breakpoint
CREATE INDEX "webhook_delivery_delivered" ON "notifications"."webhook_delivery" USING btree ("delivered_at") WHERE status = 'delivered';--> statement-breakpoint
CREATE INDEX "webhook_subscription_by_organisation" ON "notifications"."webhook_subscription" USING btree ("organisation_id","subscription_id");--> statement-breakpoint
CREATE INDEX "webhook_subscription_pending" ON "notifications"."webhook_subscription" USING btree ("challenge_at") WHERE status = 'pending';