-- Keys and anchors are the platform's own: routes read them through the worker role, after their own check of who asks.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['audit_anchor', 'signing_key'] LOOP
    EXECUTE format('ALTER TABLE programme.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE programme.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON programme.%I TO greenlane_programme_worker USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- What was anchored stays: whoever asks.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON programme.audit_anchor FOR EACH ROW EXECUTE FUNCTION programme.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON programme.audit_anchor FOR EACH STATEMENT EXECUTE FUNCTION programme.refuse_change();
