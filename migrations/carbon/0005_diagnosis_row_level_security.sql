-- What a company's own shipping list lacks is its own affair: not even the authority and verifiers read it.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['diagnosis', 'diagnosis_version', 'evidence_request'] LOOP
    EXECUTE format('ALTER TABLE carbon.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE carbon.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON carbon.%I TO greenlane_carbon_worker USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY parties ON carbon.%I TO greenlane_carbon USING (carbon.is_own(exporter_id, submitted_by)) WITH CHECK (carbon.is_own(exporter_id, submitted_by))', name);
    EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE ON carbon.%I FOR EACH ROW EXECUTE FUNCTION carbon.refuse_change()', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE TRIGGER never_edited BEFORE UPDATE ON carbon.diagnosis FOR EACH ROW EXECUTE FUNCTION carbon.refuse_change();
--> statement-breakpoint
CREATE TRIGGER never_edited BEFORE UPDATE ON carbon.diagnosis_version FOR EACH ROW EXECUTE FUNCTION carbon.refuse_change();
--> statement-breakpoint
-- A link is answered once or withdrawn once; what was asked, of whom and until when never changes.
CREATE TRIGGER never_edited BEFORE UPDATE ON carbon.evidence_request FOR EACH ROW
  WHEN (OLD.answered_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL
    OR to_jsonb(NEW) - 'answered_at' - 'answer' - 'withdrawn_at' IS DISTINCT FROM to_jsonb(OLD) - 'answered_at' - 'answer' - 'withdrawn_at')
  EXECUTE FUNCTION carbon.refuse_change();
