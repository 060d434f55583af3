-- A feed is its organisation's; rows for everyone are everyone's who is known. Without a tenant nothing is seen.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['feed', 'feed_head', 'operator_port'] LOOP
    EXECUTE format('ALTER TABLE notifications.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE notifications.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON notifications.%I TO greenlane_notifications_worker USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY own ON notifications.feed FOR SELECT TO greenlane_notifications
  USING (current_setting('greenlane.organisation', true) <> '' AND organisation_id IN ('*', current_setting('greenlane.organisation', true)));
