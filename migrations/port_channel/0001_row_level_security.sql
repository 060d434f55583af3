-- Who may see and change which row. The HTTP role is bound by the settings that each transaction makes
-- (greenlane.organisation, greenlane.role, greenlane.ports); without them it sees nothing. Consumers, jobs and the folding of
-- clocks (which needs a container's events of every port) use the worker role.
CREATE FUNCTION port_channel.is_own_port(code text) RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT current_setting('greenlane.role', true) = 'port-operator' AND code = ANY (string_to_array(current_setting('greenlane.ports', true), ' ')) $$;
--> statement-breakpoint
CREATE FUNCTION port_channel.is_own_organisation(VARIADIC ids text[]) RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT current_setting('greenlane.organisation', true) <> '' AND current_setting('greenlane.organisation', true) = ANY (ids) $$;
--> statement-breakpoint
CREATE FUNCTION port_channel.is_overseer() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT current_setting('greenlane.role', true) IN ('authority', 'verifier') $$;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['allocation', 'container_assignment', 'pass', 'equipment_event', 'declared_pause', 'visit', 'dwell_histogram', 'quarantine', 'alert', 'policy'] LOOP
    EXECUTE format('ALTER TABLE port_channel.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE port_channel.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON port_channel.%I TO greenlane_port_channel_worker USING (true) WITH CHECK (true)', name);
  END LOOP;
  -- Parties of an allocation and the operator of its port; overseers read all.
  FOREACH name IN ARRAY ARRAY['pass', 'equipment_event', 'visit', 'alert'] LOOP
    EXECUTE format('CREATE POLICY parties ON port_channel.%I FOR SELECT TO greenlane_port_channel USING (port_channel.is_own_port(un_location_code) OR port_channel.is_own_organisation(exporter_id, submitted_by, carrier_id) OR port_channel.is_overseer())', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['allocation', 'container_assignment'] LOOP
    EXECUTE format('CREATE POLICY parties ON port_channel.%I FOR SELECT TO greenlane_port_channel USING (port_channel.is_own_port(load_port) OR port_channel.is_own_organisation(exporter_id, submitted_by, carrier_id) OR port_channel.is_overseer())', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY acknowledge ON port_channel.pass FOR UPDATE TO greenlane_port_channel USING (port_channel.is_own_port(un_location_code)) WITH CHECK (port_channel.is_own_port(un_location_code));
--> statement-breakpoint
-- Statistics name no exporter. Operators read their ports, carriers their own boxes, exporters and overseers the whole.
CREATE POLICY readers ON port_channel.dwell_histogram FOR SELECT TO greenlane_port_channel
  USING (port_channel.is_own_port(un_location_code) OR port_channel.is_overseer() OR port_channel.is_own_organisation(carrier_id)
    OR current_setting('greenlane.role', true) IN ('exporter', 'logistics-provider'));
--> statement-breakpoint
CREATE POLICY operators ON port_channel.quarantine TO greenlane_port_channel
  USING (port_channel.is_own_port(un_location_code) OR port_channel.is_overseer()) WITH CHECK (port_channel.is_own_port(un_location_code));
--> statement-breakpoint
CREATE POLICY everyone ON port_channel.policy FOR SELECT TO greenlane_port_channel USING (current_setting('greenlane.role', true) <> '');
