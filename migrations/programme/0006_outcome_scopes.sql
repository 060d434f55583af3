ALTER TABLE "programme"."allocation_outcome" ADD COLUMN "sea_grams" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "programme"."allocation_outcome" ADD COLUMN "lane_default_sea_grams" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "programme"."allocation_outcome" ADD COLUMN "policy_version" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "programme"."claim_outcome" ADD COLUMN "changed_at" timestamp with time zone DEFAULT now() NOT NULL;