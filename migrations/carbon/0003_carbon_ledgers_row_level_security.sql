DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['sailing_fact', 'fuel_evidence', 'fuel_entry', 'claim_invoice'] LOOP
    EXECUTE format('ALTER TABLE carbon.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE carbon.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON carbon.%I TO greenlane_carbon_worker USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['sailing_fact', 'fuel_evidence'] LOOP
    EXECUTE format('CREATE POLICY parties ON carbon.%I FOR SELECT TO greenlane_carbon USING (carbon.is_own(carrier_id) OR carbon.is_overseer())', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY parties ON carbon.fuel_entry FOR SELECT TO greenlane_carbon USING (carbon.is_own(carrier_id, exporter_id, submitted_by) OR carbon.is_overseer());
--> statement-breakpoint
CREATE POLICY parties ON carbon.claim_invoice TO greenlane_carbon USING (carbon.is_own(exporter_id, submitted_by) OR carbon.is_overseer()) WITH CHECK (carbon.is_own(exporter_id, submitted_by) OR carbon.is_overseer());
--> statement-breakpoint
CREATE TRIGGER never_edited BEFORE UPDATE OR DELETE ON carbon.fuel_entry FOR EACH ROW EXECUTE FUNCTION carbon.refuse_change();
--> statement-breakpoint
-- What a document covers is stated once; only the balance moves.
CREATE TRIGGER never_edited BEFORE UPDATE ON carbon.fuel_evidence FOR EACH ROW
  WHEN (to_jsonb(NEW) - 'allocated_mj' - 'free_mj' IS DISTINCT FROM to_jsonb(OLD) - 'allocated_mj' - 'free_mj') EXECUTE FUNCTION carbon.refuse_change();
--> statement-breakpoint
CREATE TRIGGER never_deleted BEFORE DELETE ON carbon.fuel_evidence FOR EACH ROW EXECUTE FUNCTION carbon.refuse_change();
