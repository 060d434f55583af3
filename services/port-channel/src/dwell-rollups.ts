import { sendWithCommit, type Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import { and, type SQL, sql } from 'drizzle-orm';
import {
  type Dimension,
  type DwellChange,
  type DwellSums,
  gatherOpen,
  noSums,
  type Rollup,
  rollUp,
  viewFor,
} from './domain/rollup.ts';
import { dwellChanges, dwellDays, openBoxes } from './tables.ts';

/** Changes taken in one roll-up. */
const BATCH = 25_000;

/** Appends changes for the next roll-up, in the transaction that caused them: with its commit, since nothing in it reads them. */
export function appendChanges(tx: Transaction, changes: readonly DwellChange[]): void {
  const gathered = gatherOpen(changes);
  if (gathered.length === 0) return;
  const rows = gathered.map((change) => ({
    sign: change.sign,
    state: change.state,
    lane: change.lane,
    un_location_code: change.group.UNLocationCode,
    facility_code: change.group.facilityCode,
    carrier_id: change.group.carrierId,
    cluster_code: change.group.clusterCode,
    dangerous_goods: change.group.dangerousGoods,
    gate_in_mode: change.group.gateInMode,
    ...(change.state === 'completed'
      ? {
          load_day: change.loadDay,
          dwell_minutes: change.dwellMinutes,
          is_within_target: change.isWithinTarget,
          gate_to_customs_minutes: change.stages.gateToCustomsMinutes,
          customs_minutes: change.stages.customsMinutes,
          yard_minutes: change.stages.yardMinutes,
        }
      : { is_within_target: false }),
  }));
  const columns = `sign, state, lane, load_day, un_location_code, facility_code, carrier_id, cluster_code, dangerous_goods,
    gate_in_mode, dwell_minutes, is_within_target, gate_to_customs_minutes, customs_minutes, yard_minutes`;
  const isSent = sendWithCommit(tx, () => ({
    name: 'append dwell changes',
    text: `insert into port_channel.dwell_change (${columns})
      select ${columns} from json_populate_recordset(null::port_channel.dwell_change, $1::json)`,
    values: [JSON.stringify(rows)],
  }));
  assert(isSent, 'clocks are folded in a transaction of the worker role');
}

function changeOf(row: typeof dwellChanges.$inferSelect): DwellChange {
  const common = {
    sign: row.sign,
    lane: row.lane,
    group: {
      UNLocationCode: row.UNLocationCode,
      facilityCode: row.facilityCode,
      carrierId: row.carrierId,
      clusterCode: row.clusterCode,
      dangerousGoods: row.dangerousGoods,
      gateInMode: row.gateInMode,
    },
  };
  if (row.state === 'open' || row.loadDay === null || row.dwellMinutes === null) return { ...common, state: 'open' };
  return {
    ...common,
    state: 'completed',
    loadDay: row.loadDay,
    dwellMinutes: row.dwellMinutes,
    isWithinTarget: row.isWithinTarget,
    stages: {
      ...(row.gateToCustomsMinutes === null ? {} : { gateToCustomsMinutes: row.gateToCustomsMinutes }),
      ...(row.customsMinutes === null ? {} : { customsMinutes: row.customsMinutes }),
      ...(row.yardMinutes === null ? {} : { yardMinutes: row.yardMinutes }),
    },
  };
}

const columnsOf = ({ key }: Rollup) => ({
  view: key.view,
  lane: key.lane,
  un_location_code: key.group.UNLocationCode,
  facility_code: key.group.facilityCode,
  carrier_id: key.group.carrierId,
  cluster_code: key.group.clusterCode,
  dangerous_goods: key.group.dangerousGoods,
  gate_in_mode: key.group.gateInMode,
});

/** Adds two histograms of whole hours inside the row's update, leaving out hours that nobody is in any more; both columns in one go. */
const MERGED_HISTOGRAM = sql`(hours, counts) = (
  select coalesce(array_agg(hour order by hour), '{}'), coalesce(array_agg(boxes order by hour), '{}') from (
    select hour, sum(boxes)::int as boxes from (
      select unnest(d.hours) as hour, unnest(d.counts) as boxes
      union all select unnest(excluded.hours), unnest(excluded.counts)
    ) both_sides group by hour having sum(boxes) <> 0
  ) merged)`;

/**
 * Takes what has been appended into the totals; one at a time over all processes, so that totals are locked for nobody else.
 * @returns whether there is more
 */
export async function rollUpChanges(tx: Transaction): Promise<boolean> {
  const locked = await tx.execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('port_channel.dwell_change', 7)) as locked`,
  );
  if (locked.rows[0]?.locked !== true) return false;
  const taken = await tx.select().from(dwellChanges).orderBy(dwellChanges.changeId).limit(BATCH);
  if (taken.length === 0) return false;
  const rollups = rollUp(taken.map(changeOf));
  const days = rollups
    .filter(({ key }) => key.loadDay !== '')
    .map((rollup) => {
      const { hours, ...sums } = rollup.sums;
      const filled = [...hours].filter(([, count]) => count !== 0).toSorted(([first], [second]) => first - second);
      return {
        ...columnsOf(rollup),
        load_day: rollup.key.loadDay,
        count: sums.count,
        sum_minutes: sums.sumMinutes,
        sum_squared_minutes: sums.sumSquaredMinutes,
        within_target: sums.withinTarget,
        gate_count: sums.gateCount,
        gate_minutes: sums.gateMinutes,
        customs_count: sums.customsCount,
        customs_minutes: sums.customsMinutes,
        yard_count: sums.yardCount,
        yard_minutes: sums.yardMinutes,
        hours: filled.map(([hour]) => hour),
        counts: filled.map(([, count]) => count),
      };
    });
  if (days.length > 0)
    await tx.execute(sql`
      insert into ${dwellDays} as d
      select * from json_populate_recordset(null::port_channel.dwell_day, ${JSON.stringify(days)}::json)
      on conflict (view, un_location_code, facility_code, carrier_id, cluster_code, dangerous_goods, gate_in_mode, lane, load_day)
      do update set count = d.count + excluded.count, sum_minutes = d.sum_minutes + excluded.sum_minutes,
        sum_squared_minutes = d.sum_squared_minutes + excluded.sum_squared_minutes,
        within_target = d.within_target + excluded.within_target, gate_count = d.gate_count + excluded.gate_count,
        gate_minutes = d.gate_minutes + excluded.gate_minutes, customs_count = d.customs_count + excluded.customs_count,
        customs_minutes = d.customs_minutes + excluded.customs_minutes, yard_count = d.yard_count + excluded.yard_count,
        yard_minutes = d.yard_minutes + excluded.yard_minutes, ${MERGED_HISTOGRAM}`);
  const open = rollups
    .filter(({ openBoxes: count }) => count !== 0)
    .map((rollup) => ({ ...columnsOf(rollup), count: rollup.openBoxes }));
  if (open.length > 0)
    await tx.execute(sql`
      insert into ${openBoxes} as o
      select * from json_populate_recordset(null::port_channel.open_box, ${JSON.stringify(open)}::json)
      on conflict (view, un_location_code, facility_code, carrier_id, cluster_code, dangerous_goods, gate_in_mode, lane)
      do update set count = o.count + excluded.count`);
  await tx.execute(
    sql`delete from ${dwellChanges} where change_id = any(${sql.param(taken.map((row) => row.changeId))}::bigint[])`,
  );
  return taken.length === BATCH;
}

/** What statistics are asked for: values by dimension, and the days of loading. */
export type DwellQuestion = {
  readonly values: Readonly<Partial<Record<Dimension, readonly string[]>>>;
  readonly from: string | undefined;
  readonly to: string | undefined;
};

const COLUMN: Readonly<Record<Dimension, SQL>> = {
  UNLocationCode: sql.raw('un_location_code'),
  facilityCode: sql.raw('facility_code'),
  carrierId: sql.raw('carrier_id'),
  clusterCode: sql.raw('cluster_code'),
  dangerousGoods: sql.raw('dangerous_goods'),
  gateInMode: sql.raw('gate_in_mode'),
};

export type LaneSums = { readonly completed: DwellSums; openBoxes: number };

type SumsRow = {
  lane: 'GREEN' | 'ORDINARY';
  count: number;
  sum_minutes: string;
  sum_squared_minutes: string;
  within_target: number;
  gate_count: number;
  gate_minutes: string;
  customs_count: number;
  customs_minutes: string;
  yard_count: number;
  yard_minutes: string;
  hours: number[];
  counts: number[];
  open_boxes: number;
};

function addRow(sums: DwellSums, row: SumsRow): void {
  sums.count += row.count;
  sums.sumMinutes += Number(row.sum_minutes);
  sums.sumSquaredMinutes += Number(row.sum_squared_minutes);
  sums.withinTarget += row.within_target;
  sums.gateCount += row.gate_count;
  sums.gateMinutes += Number(row.gate_minutes);
  sums.customsCount += row.customs_count;
  sums.customsMinutes += Number(row.customs_minutes);
  sums.yardCount += row.yard_count;
  sums.yardMinutes += Number(row.yard_minutes);
  row.hours.forEach((hour, index) => {
    sums.hours.set(hour, (sums.hours.get(hour) ?? 0) + (row.counts[index] ?? 0));
  });
}

/** Totals and pending changes in one statement: a roll-up between two would be counted twice or not at all. */
export async function readSums(
  tx: Transaction,
  question: DwellQuestion,
): Promise<Readonly<Record<'GREEN' | 'ORDINARY', LaneSums>>> {
  const dimensions = Object.entries(question.values) as [Dimension, readonly string[]][];
  const view = viewFor(dimensions.map(([dimension]) => dimension));
  const inGroup = and(
    ...dimensions.map(([dimension, values]) => sql`${COLUMN[dimension]} = any(${sql.param([...values])}::text[])`),
  );
  const inDays = and(
    question.from === undefined ? undefined : sql`load_day >= ${question.from}`,
    question.to === undefined ? undefined : sql`load_day <= ${question.to}`,
  );
  const rows = await tx.execute<SumsRow>(sql`
    select lane, count, sum_minutes, sum_squared_minutes, within_target, gate_count, gate_minutes, customs_count, customs_minutes,
      yard_count, yard_minutes, hours, counts, 0 as open_boxes
    from ${dwellDays} where ${and(sql`view = ${view}`, inGroup, inDays)}
    union all
    select lane, sign, sign::bigint * dwell_minutes, sign::bigint * dwell_minutes * dwell_minutes, case when is_within_target then sign else 0 end,
      case when gate_to_customs_minutes is null then 0 else sign end, sign::bigint * coalesce(gate_to_customs_minutes, 0),
      case when customs_minutes is null then 0 else sign end, sign::bigint * coalesce(customs_minutes, 0),
      case when yard_minutes is null then 0 else sign end, sign::bigint * coalesce(yard_minutes, 0),
      array[dwell_minutes / 60], array[sign], 0
    from ${dwellChanges} where ${and(sql`state = 'completed'`, inGroup, inDays)}
    union all
    select lane, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', '{}', count from ${openBoxes} where ${and(sql`view = ${view}`, inGroup)}
    union all
    select lane, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', '{}', sign from ${dwellChanges} where ${and(sql`state = 'open'`, inGroup)}`);
  const lanes = {
    GREEN: { completed: noSums(), openBoxes: 0 },
    ORDINARY: { completed: noSums(), openBoxes: 0 },
  };
  for (const row of rows.rows) {
    addRow(lanes[row.lane].completed, row);
    lanes[row.lane].openBoxes += row.open_boxes;
  }
  return lanes;
}
