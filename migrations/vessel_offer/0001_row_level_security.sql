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
--> statement-breakpoint

-- Answers by Idempotency-Key: the caller's own.
ALTER TABLE "vessel_offer"."idempotency" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "vessel_offer"."idempotency" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "caller" ON "vessel_offer"."idempotency" TO "greenlane_vessel_offer"
  USING ("organisation_id" = current_setting('greenlane.organisation', true))
  WITH CHECK ("organisation_id" = current_setting('greenlane.organisation', true));
--> statement-breakpoint
CREATE POLICY "worker" ON "vessel_offer"."idempotency" TO "greenlane_vessel_offer_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint

-- The outbox takes events of every tenant and shows them to the relay alone.
ALTER TABLE "vessel_offer"."outbox" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "vessel_offer"."outbox" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "append" ON "vessel_offer"."outbox" FOR INSERT TO "greenlane_vessel_offer" WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "worker" ON "vessel_offer"."outbox" TO "greenlane_vessel_offer_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint

-- Identities, received and parked events: the worker's alone.
ALTER TABLE "vessel_offer"."identity_organisation" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "vessel_offer"."identity_organisation" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "worker" ON "vessel_offer"."identity_organisation" TO "greenlane_vessel_offer_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE "vessel_offer"."identity_key" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "vessel_offer"."identity_key" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "worker" ON "vessel_offer"."identity_key" TO "greenlane_vessel_offer_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE "vessel_offer"."inbox" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "vessel_offer"."inbox" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "worker" ON "vessel_offer"."inbox" TO "greenlane_vessel_offer_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE "vessel_offer"."parked" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "vessel_offer"."parked" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "worker" ON "vessel_offer"."parked" TO "greenlane_vessel_offer_worker" USING (true) WITH CHECK (true);
