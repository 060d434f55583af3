DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['organisation_user', 'mandate'] LOOP
    EXECUTE format('ALTER TABLE programme.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE programme.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON programme.%I TO greenlane_programme_worker USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY authority ON programme.%I TO greenlane_programme USING (programme.is_authority()) WITH CHECK (programme.is_authority())', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- An organisation reads and removes its users; adding one is the worker's, which sees whether the person is a user elsewhere.
CREATE POLICY own ON programme.organisation_user TO greenlane_programme USING (programme.is_own(organisation_id)) WITH CHECK (programme.is_own(organisation_id));
--> statement-breakpoint
CREATE POLICY party ON programme.mandate FOR SELECT TO greenlane_programme USING (programme.is_own(exporter_id) OR programme.is_own(provider_id));
--> statement-breakpoint
-- Providers that were registered before mandates had rows of their own.
INSERT INTO programme.mandate (exporter_id, provider_id, status, changed_by, changed_at)
SELECT exporter_id, organisation_id, 'granted', 'registration', registered_at
FROM programme.organisation, unnest(acts_for) AS exporter_id
ON CONFLICT DO NOTHING;
