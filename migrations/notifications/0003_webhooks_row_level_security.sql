-- An organisation sees and changes its own subscriptions, their queue and their log. Without a tenant nothing is seen.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['webhook_subscription', 'webhook_delivery', 'webhook_attempt'] LOOP
    EXECUTE format('ALTER TABLE notifications.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE notifications.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON notifications.%I TO greenlane_notifications_worker USING (true) WITH CHECK (true)', name);
    EXECUTE format($policy$CREATE POLICY own ON notifications.%I TO greenlane_notifications
      USING (current_setting('greenlane.organisation', true) <> '' AND organisation_id = current_setting('greenlane.organisation', true))
      WITH CHECK (current_setting('greenlane.organisation', true) <> '' AND organisation_id = current_setting('greenlane.organisation', true))$policy$, name);
  END LOOP;
END $$;
