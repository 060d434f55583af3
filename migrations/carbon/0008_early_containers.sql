CREATE TABLE "carbon"."early_container" (
	"allocation_id" text NOT NULL,
	"assigned_at" timestamp with time zone NOT NULL,
	"equipment_references" text[] NOT NULL,
	CONSTRAINT "early_container_of_event" PRIMARY KEY("allocation_id","assigned_at","equipment_references")
);

--> statement-breakpoint
ALTER TABLE carbon.early_container ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE carbon.early_container FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY worker ON carbon.early_container TO greenlane_carbon_worker USING (true) WITH CHECK (true);
