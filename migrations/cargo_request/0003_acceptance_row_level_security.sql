-- Whether anyone takes a UN number is for everyone who may ask; only the consumer writes it.
ALTER TABLE "cargo_request"."accepted_un_number" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "cargo_request"."accepted_un_number" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "known" ON "cargo_request"."accepted_un_number" FOR SELECT TO "greenlane_cargo_request" USING (current_setting('greenlane.role', true) <> '');
--> statement-breakpoint
CREATE POLICY "worker" ON "cargo_request"."accepted_un_number" TO "greenlane_cargo_request_worker" USING (true) WITH CHECK (true);
