-- Who may see and change which row. The HTTP role is bound by the settings that each transaction makes; without them it sees nothing.
CREATE FUNCTION programme.is_overseer() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT current_setting('greenlane.role', true) IN ('authority', 'verifier') $$;
--> statement-breakpoint
CREATE FUNCTION programme.is_authority() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT current_setting('greenlane.role', true) = 'authority' $$;
--> statement-breakpoint
CREATE FUNCTION programme.is_own(id text) RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT current_setting('greenlane.organisation', true) <> '' AND current_setting('greenlane.organisation', true) = id $$;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['organisation', 'api_key', 'designation', 'policy', 'request_outcome', 'request_decision', 'allocation_outcome', 'dwell_outcome', 'claim_outcome', 'audit_log', 'audit_head'] LOOP
    EXECUTE format('ALTER TABLE programme.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE programme.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON programme.%I TO greenlane_programme_worker USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['organisation', 'designation', 'policy'] LOOP
    EXECUTE format('CREATE POLICY authority ON programme.%I TO greenlane_programme USING (programme.is_authority()) WITH CHECK (programme.is_authority())', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['request_outcome', 'request_decision', 'allocation_outcome', 'dwell_outcome', 'claim_outcome', 'audit_log'] LOOP
    EXECUTE format('CREATE POLICY overseer ON programme.%I FOR SELECT TO greenlane_programme USING (programme.is_overseer())', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY own ON programme.organisation FOR SELECT TO greenlane_programme USING (programme.is_own(organisation_id) OR programme.is_overseer());
--> statement-breakpoint
CREATE POLICY own ON programme.designation FOR SELECT TO greenlane_programme USING (programme.is_own(organisation_id) OR programme.is_overseer());
--> statement-breakpoint
CREATE POLICY everyone ON programme.policy FOR SELECT TO greenlane_programme USING (current_setting('greenlane.role', true) <> '');
--> statement-breakpoint
CREATE POLICY own ON programme.api_key TO greenlane_programme USING (programme.is_own(organisation_id) OR programme.is_authority()) WITH CHECK (programme.is_own(organisation_id) OR programme.is_authority());
--> statement-breakpoint
-- An organisation that makes or revokes its own key locks its own row and writes to its own chain.
CREATE POLICY own_lock ON programme.organisation FOR UPDATE TO greenlane_programme USING (programme.is_own(organisation_id)) WITH CHECK (false);
--> statement-breakpoint
CREATE POLICY append ON programme.audit_log FOR INSERT TO greenlane_programme WITH CHECK (programme.is_own(chain_id) OR programme.is_authority());
--> statement-breakpoint
CREATE POLICY head ON programme.audit_head TO greenlane_programme USING (programme.is_own(chain_id) OR programme.is_authority()) WITH CHECK (programme.is_own(chain_id) OR programme.is_authority());
--> statement-breakpoint
-- The audit log only grows: whoever asks.
CREATE FUNCTION programme.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege'; END $$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON programme.audit_log FOR EACH ROW EXECUTE FUNCTION programme.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON programme.audit_log FOR EACH STATEMENT EXECUTE FUNCTION programme.refuse_change();
