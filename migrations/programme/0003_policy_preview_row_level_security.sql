-- What a draft would change is between the authority and the platform.
ALTER TABLE programme.policy_preview ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE programme.policy_preview FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY worker ON programme.policy_preview TO greenlane_programme_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY authority ON programme.policy_preview TO greenlane_programme USING (programme.is_authority()) WITH CHECK (programme.is_authority());
