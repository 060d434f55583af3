-- Totals name no exporter. Operators read their ports, carriers their own boxes, exporters and overseers the whole: as the histogram was.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['dwell_change', 'dwell_day', 'open_box', 'sailing_call'] LOOP
    EXECUTE format('ALTER TABLE port_channel.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE port_channel.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON port_channel.%I TO greenlane_port_channel_worker USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['dwell_change', 'dwell_day', 'open_box'] LOOP
    EXECUTE format($policy$CREATE POLICY readers ON port_channel.%I FOR SELECT TO greenlane_port_channel
      USING (port_channel.is_own_port(un_location_code) OR port_channel.is_overseer() OR port_channel.is_own_organisation(carrier_id)
        OR current_setting('greenlane.role', true) IN ('exporter', 'logistics-provider'))$policy$, name);
  END LOOP;
END $$;
--> statement-breakpoint
-- Whoever recorded an event may read it back, whether or not its container belongs to anyone yet.
DROP POLICY parties ON port_channel.equipment_event;
--> statement-breakpoint
CREATE POLICY parties ON port_channel.equipment_event FOR SELECT TO greenlane_port_channel
  USING (port_channel.is_own_port(un_location_code) OR port_channel.is_own_organisation(exporter_id, submitted_by, carrier_id, recorded_by) OR port_channel.is_overseer());
--> statement-breakpoint
-- Every visit is a change that the next roll-up counts: the totals begin with what the histogram held.
INSERT INTO port_channel.dwell_change (sign, state, lane, load_day, un_location_code, facility_code, carrier_id, cluster_code,
  dangerous_goods, gate_in_mode, dwell_minutes, is_within_target)
SELECT 1, state, lane, load_day, un_location_code, coalesce(facility_code, ''), coalesce(carrier_id, ''), coalesce(cluster_code, ''),
  is_dangerous::text, coalesce(gate_in_mode, ''), dwell_minutes, is_within_target
FROM port_channel.visit WHERE state IN ('open', 'completed');
--> statement-breakpoint
UPDATE port_channel.visit SET details = details || '{"stages": {}, "notes": []}'::jsonb;
