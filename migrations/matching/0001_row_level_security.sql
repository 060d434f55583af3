-- Who may see and change which row. The HTTP role is bound by the settings that each transaction makes
-- (greenlane.organisation, greenlane.role, greenlane.ports; greenlane.acts_for where a provider acts for exporters);
-- without them it sees nothing. Consumers, jobs and the market owner use the worker role.

-- Allocations have parties, not one owner: exporter, whoever submitted, carrier, the port that loads; authority and
-- verifier read all. Only the market's owner writes.
ALTER TABLE "matching"."allocation" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "matching"."allocation" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "party" ON "matching"."allocation" FOR SELECT TO "greenlane_matching"
  USING (current_setting('greenlane.organisation', true) IN ("exporter_id", "submitted_by", "carrier_id"));
--> statement-breakpoint
CREATE POLICY "provider" ON "matching"."allocation" FOR SELECT TO "greenlane_matching"
  USING (current_setting('greenlane.role', true) = 'logistics-provider'
    AND "exporter_id" = ANY (string_to_array(current_setting('greenlane.acts_for', true), ' ')));
--> statement-breakpoint
CREATE POLICY "port" ON "matching"."allocation" FOR SELECT TO "greenlane_matching"
  USING (current_setting('greenlane.role', true) = 'port-operator'
    AND "load_port" = ANY (string_to_array(current_setting('greenlane.ports', true), ' ')));
--> statement-breakpoint
CREATE POLICY "overseer" ON "matching"."allocation" FOR SELECT TO "greenlane_matching"
  USING (current_setting('greenlane.role', true) IN ('authority', 'verifier'));
--> statement-breakpoint
CREATE POLICY "worker" ON "matching"."allocation" TO "greenlane_matching_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint

-- Requests: the exporter and whoever submitted or acts for it.
ALTER TABLE "matching"."request" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "matching"."request" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "party" ON "matching"."request" FOR SELECT TO "greenlane_matching"
  USING (current_setting('greenlane.organisation', true) IN ("exporter_id", "submitted_by"));
--> statement-breakpoint
CREATE POLICY "provider" ON "matching"."request" FOR SELECT TO "greenlane_matching"
  USING (current_setting('greenlane.role', true) = 'logistics-provider'
    AND "exporter_id" = ANY (string_to_array(current_setting('greenlane.acts_for', true), ' ')));
--> statement-breakpoint
CREATE POLICY "overseer" ON "matching"."request" FOR SELECT TO "greenlane_matching"
  USING (current_setting('greenlane.role', true) IN ('authority', 'verifier'));
--> statement-breakpoint
CREATE POLICY "worker" ON "matching"."request" TO "greenlane_matching_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint

-- Offers: their carrier.
ALTER TABLE "matching"."offer" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "matching"."offer" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "carrier" ON "matching"."offer" FOR SELECT TO "greenlane_matching"
  USING ("carrier_id" = current_setting('greenlane.organisation', true));
--> statement-breakpoint
CREATE POLICY "overseer" ON "matching"."offer" FOR SELECT TO "greenlane_matching"
  USING (current_setting('greenlane.role', true) IN ('authority', 'verifier'));
--> statement-breakpoint
CREATE POLICY "worker" ON "matching"."offer" TO "greenlane_matching_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint

-- Commands: whoever asked puts them in and reads what became of them.
ALTER TABLE "matching"."command" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "matching"."command" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "asker_reads" ON "matching"."command" FOR SELECT TO "greenlane_matching"
  USING ("organisation_id" = current_setting('greenlane.organisation', true));
--> statement-breakpoint
CREATE POLICY "asker_writes" ON "matching"."command" FOR INSERT TO "greenlane_matching"
  WITH CHECK ("organisation_id" = current_setting('greenlane.organisation', true) AND "outcome" IS NULL);
--> statement-breakpoint
CREATE POLICY "worker" ON "matching"."command" TO "greenlane_matching_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint

-- The book and its journal hold everyone's data: the owner's alone.
ALTER TABLE "matching"."market" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "matching"."market" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "worker" ON "matching"."market" TO "greenlane_matching_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE "matching"."journal" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "matching"."journal" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "worker" ON "matching"."journal" TO "greenlane_matching_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE "matching"."snapshot" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "matching"."snapshot" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "worker" ON "matching"."snapshot" TO "greenlane_matching_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE "matching"."programme_fact" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "matching"."programme_fact" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "worker" ON "matching"."programme_fact" TO "greenlane_matching_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE "matching"."ledger" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "matching"."ledger" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "worker" ON "matching"."ledger" TO "greenlane_matching_worker" USING (true) WITH CHECK (true);
