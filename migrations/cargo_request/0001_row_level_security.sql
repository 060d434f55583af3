-- Who may see and change which row. The HTTP role is bound by the settings that each transaction makes
-- (greenlane.organisation, greenlane.role); without them it sees nothing. Consumers and jobs use the worker role.

-- Requests: the exporter whose cargo it is and the provider that submitted it; authority and verifier read all.
ALTER TABLE "cargo_request"."request" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "cargo_request"."request" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "party" ON "cargo_request"."request" TO "greenlane_cargo_request"
  USING ("exporter_id" = current_setting('greenlane.organisation', true) OR "submitted_by" = current_setting('greenlane.organisation', true))
  WITH CHECK ("exporter_id" = current_setting('greenlane.organisation', true) OR "submitted_by" = current_setting('greenlane.organisation', true));
--> statement-breakpoint
CREATE POLICY "overseer" ON "cargo_request"."request" FOR SELECT TO "greenlane_cargo_request"
  USING (current_setting('greenlane.role', true) IN ('authority', 'verifier'));
--> statement-breakpoint
CREATE POLICY "worker" ON "cargo_request"."request" TO "greenlane_cargo_request_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint

-- Allocations: read by the same parties, written by the consumer alone.
ALTER TABLE "cargo_request"."allocation" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "cargo_request"."allocation" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "party" ON "cargo_request"."allocation" FOR SELECT TO "greenlane_cargo_request"
  USING ("exporter_id" = current_setting('greenlane.organisation', true) OR "submitted_by" = current_setting('greenlane.organisation', true));
--> statement-breakpoint
CREATE POLICY "overseer" ON "cargo_request"."allocation" FOR SELECT TO "greenlane_cargo_request"
  USING (current_setting('greenlane.role', true) IN ('authority', 'verifier'));
--> statement-breakpoint
CREATE POLICY "worker" ON "cargo_request"."allocation" TO "greenlane_cargo_request_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint

-- Policies are public; only the consumer writes them.
ALTER TABLE "cargo_request"."policy" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "cargo_request"."policy" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "everyone" ON "cargo_request"."policy" FOR SELECT TO "greenlane_cargo_request" USING (true);
--> statement-breakpoint
CREATE POLICY "worker" ON "cargo_request"."policy" TO "greenlane_cargo_request_worker" USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "provider" ON "cargo_request"."identity_organisation" FOR SELECT TO "greenlane_cargo_request"
  USING ("role" = 'exporter' AND current_setting('greenlane.role', true) = 'logistics-provider');

-- Idempotency, outbox, inbox, parked and identity tables are of every schema: the migrator guards them alike (packages/database/src/migrate.ts).
