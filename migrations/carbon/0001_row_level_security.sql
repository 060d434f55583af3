-- Who may see and change which row. The HTTP role is bound by the settings that each transaction makes; without them it sees nothing.
CREATE FUNCTION carbon.is_overseer() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT current_setting('greenlane.role', true) IN ('authority', 'verifier') $$;
--> statement-breakpoint
CREATE FUNCTION carbon.is_own(VARIADIC ids text[]) RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT current_setting('greenlane.organisation', true) <> '' AND current_setting('greenlane.organisation', true) = ANY (ids) $$;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['allocation', 'footprint', 'signing_key', 'statement', 'policy', 'claim', 'claim_item', 'subsidy_budget'] LOOP
    EXECUTE format('ALTER TABLE carbon.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE carbon.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON carbon.%I TO greenlane_carbon_worker USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['allocation', 'footprint'] LOOP
    EXECUTE format('CREATE POLICY parties ON carbon.%I FOR SELECT TO greenlane_carbon USING (carbon.is_own(exporter_id, submitted_by, carrier_id) OR carbon.is_overseer())', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['statement', 'claim', 'claim_item'] LOOP
    EXECUTE format('CREATE POLICY parties ON carbon.%I TO greenlane_carbon USING (carbon.is_own(exporter_id, submitted_by) OR carbon.is_overseer()) WITH CHECK (carbon.is_own(exporter_id, submitted_by) OR carbon.is_overseer())', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- A rejection gives the budget back: only those who may reject touch it.
CREATE POLICY overseer ON carbon.subsidy_budget TO greenlane_carbon USING (carbon.is_overseer()) WITH CHECK (carbon.is_overseer());
--> statement-breakpoint
-- Footprints are never edited; a statement is immutable but for its one attestation.
CREATE FUNCTION carbon.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION '% is never edited: a correction supersedes', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
--> statement-breakpoint
CREATE TRIGGER never_edited BEFORE UPDATE OR DELETE ON carbon.footprint FOR EACH ROW EXECUTE FUNCTION carbon.refuse_change();
--> statement-breakpoint
CREATE TRIGGER never_deleted BEFORE DELETE ON carbon.statement FOR EACH ROW EXECUTE FUNCTION carbon.refuse_change();
--> statement-breakpoint
CREATE TRIGGER never_edited BEFORE UPDATE ON carbon.statement FOR EACH ROW
  WHEN (OLD.attestation IS NOT NULL OR to_jsonb(NEW) - 'attestation' IS DISTINCT FROM to_jsonb(OLD) - 'attestation') EXECUTE FUNCTION carbon.refuse_change();
