-- Who may see and change which row. The HTTP role is bound by the settings that each transaction makes
-- (greenlane.organisation, greenlane.role); without them it sees nothing. Consumers and jobs use the worker role.

-- Offers: their carrier; authority and verifier read all.
ALTER TABLE "vessel_offer"."offer" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "vessel_offer"."offer" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "carrier" ON "vessel_offer"."offer" TO "greenlane_vessel_offer"
  USING ("carrier_id" = current_setting('greenlane.organisation', true))
  WITH CHECK ("carrier_id" = current_setting('greenlane.organisation', true));
--> statement-breakpoint
CREATE POLICY "overseer" ON "vessel_offer"."offer" FOR SELECT TO "greenlane_vessel_offer"
  USING (current_setting('greenlane.role', true) IN ('authority', 'verifier'));
--> statement-breakpoint
CREATE POLICY "worker" ON "vessel_offer"."offer" TO "greenlane_vessel_offer_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint

-- Allocated space: read by the carrier whose ship it is on, written by the consumer alone.
ALTER TABLE "vessel_offer"."allocated_space" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "vessel_offer"."allocated_space" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "carrier" ON "vessel_offer"."allocated_space" FOR SELECT TO "greenlane_vessel_offer"
  USING ("carrier_id" = current_setting('greenlane.organisation', true));
--> statement-breakpoint
CREATE POLICY "overseer" ON "vessel_offer"."allocated_space" FOR SELECT TO "greenlane_vessel_offer"
  USING (current_setting('greenlane.role', true) IN ('authority', 'verifier'));
--> statement-breakpoint
CREATE POLICY "worker" ON "vessel_offer"."allocated_space" TO "greenlane_vessel_offer_worker" USING (true) WITH CHECK (true);

-- Idempotency, outbox, inbox, parked and identity tables are of every schema: the migrator guards them alike (packages/database/src/migrate.ts).
