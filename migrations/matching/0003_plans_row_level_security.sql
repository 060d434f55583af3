-- Plans hold everyone's cargo: only authorities ask for them and read them; the worker keeps what became of them.
ALTER TABLE "matching"."plan" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "matching"."plan" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "authority_reads" ON "matching"."plan" FOR SELECT TO "greenlane_matching"
  USING (current_setting('greenlane.role', true) = 'authority');
--> statement-breakpoint
CREATE POLICY "authority_asks" ON "matching"."plan" FOR INSERT TO "greenlane_matching"
  WITH CHECK (current_setting('greenlane.role', true) = 'authority'
    AND "organisation_id" = current_setting('greenlane.organisation', true) AND "status" = 'RUNNING');
--> statement-breakpoint
CREATE POLICY "worker" ON "matching"."plan" TO "greenlane_matching_worker" USING (true) WITH CHECK (true);
