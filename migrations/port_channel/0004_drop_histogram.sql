DROP TABLE "port_channel"."dwell_histogram" CASCADE;--> statement-breakpoint
ALTER TABLE "port_channel"."equipment_event" DROP COLUMN "event";