import type { Language } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import { gramsToKilogramText, quarterTeuToTeuText } from '@greenlane/kernel/quantities';
import { type SQL, sql } from 'drizzle-orm';

/** What a set of outcome figures is about; absent parts limit nothing. Days are days of UTC, both ends included. */
export type OutcomeScope = {
  readonly clusters?: readonly string[] | undefined;
  readonly port?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** How each figure is made, beside the figures, so that nobody has to guess. Served at {@link METHODS_PATH}. */
const METHODS_IN_ENGLISH = {
  units:
    'designated: units with a granted designation; active: units whose requests had priority when they were last decided',
  requests:
    'requests submitted in the period; with a port, those that name it among their load ports. Priority or standard as last decided',
  fillRatePercent: 'units of the requests that are placed now ÷ units requested',
  hoursToAllocation:
    'from the submission of a request to its first held or confirmed space: mean and median over requests that got any',
  teuOnLowEmissionSpace:
    'TEU of live, loaded and completed allocations whose sea leg is at least the share below the trade-lane default that the policy version of their decision names',
  co2e: 'well-to-wake kilograms of live, loaded and completed allocations, beside the same chains with the trade-lane default; a comparison, not a reduction',
  dwell:
    'hours from gate-in to load, less pauses that the policy names, of boxes loaded in the period; hours saved are the difference of the means, its interval is Welch’s, normal quantile, 95 %. No conclusion is drawn from fewer boxes than minimumSample on either lane. Boxes of the ordinary lane belong to no cluster: those of the same ports are the comparison',
  claims:
    'claims by their present state, last changed in the period; a claim is on a statement, which may be of several ports, so none are counted by port',
  indicative: 'true when any policy version that the figures rest on has the basis ASSUMED',
};
export const METHODS: Readonly<Record<Language, Readonly<Record<keyof typeof METHODS_IN_ENGLISH, string>>>> = {
  en: METHODS_IN_ENGLISH,
  zh: {
    units: '指定单位：优先资格有效的单位；活跃单位：其需求最近一次决定时享有优先的单位',
    requests: '期间内提交的需求；按港口查询时，为装货港中含该港的需求。优先或普通以最近一次决定为准',
    fillRatePercent: '需求中现已安排的箱数 ÷ 申请箱数',
    hoursToAllocation: '自需求提交至首次获得预留或确认舱位：以已获舱位的需求计算平均值和中位数',
    teuOnLowEmissionSpace:
      '有效、已装船和已完成的舱位分配中，海运段低于航线默认值的幅度达到其决定所依据政策版本之要求的 TEU',
    co2e: '有效、已装船和已完成的舱位分配的全生命周期（WTW）千克数，与同一运输链按航线默认值计算的结果并列；仅为对比，不是减排量',
    dwell:
      '期间内装船的箱，自进闸至装船的小时数，扣除政策列明的暂停；节省小时数为两者平均值之差，置信区间按 Welch 方法，正态分位数，95 %。任一通道箱数少于 minimumSample 时不下结论。普通通道的箱不属于任何产业集群：以相同港口的箱作对比',
    claims:
      '按当前状态统计的补贴申请，以期间内最近一次变更为准；申请针对碳声明，一份声明可涉及多个港口，故不按港口统计',
    indicative: '所依据的任一政策版本为 ASSUMED（假设）时为 true',
  },
};
export const METHODS_PATH = '/v1/programme/outcomes/methods';
const methodOf = (name: keyof typeof METHODS_IN_ENGLISH) => `${METHODS_PATH}#${name}`;

const LIVE = sql`status in ('held', 'confirmed', 'loaded', 'completed')`;

const inClusters = ({ clusters }: OutcomeScope): SQL =>
  clusters === undefined
    ? sql`true`
    : sql`cluster_code in (${sql.join(
        clusters.map((cluster) => sql`${cluster}`),
        sql`, `,
      )})`;
/** Said in UTC: a bare date would begin when it does in the time zone of the database. */
const inPeriod = ({ from, to }: OutcomeScope, column: SQL): SQL =>
  sql`(${from ?? null}::date is null or ${column} >= ${from ?? null}::date::timestamp at time zone 'UTC') and (${to ?? null}::date is null or ${column} < (${to ?? null}::date + 1)::timestamp at time zone 'UTC')`;
const atPort = ({ port }: OutcomeScope, condition: (port: string) => SQL): SQL =>
  port === undefined ? sql`true` : condition(port);

async function requestFigures(tx: Transaction, scope: OutcomeScope) {
  const { rows } = await tx.execute<{
    priority: boolean;
    requests: number;
    units: number;
    allocated: number;
    mean: string | null;
    median: string | null;
  }>(sql`
    select coalesce(is_priority, false) as priority, count(*)::int as requests, sum(units)::int as units,
      sum(least(units, coalesce(units_allocated, 0)))::int as allocated,
      round(avg(extract(epoch from first_allocated_at - submitted_at) / 3600)::numeric, 2)::text as mean,
      round((percentile_cont(0.5) within group (order by extract(epoch from first_allocated_at - submitted_at) / 3600))::numeric, 2)::text as median
    from programme.request_outcome left join programme.request_decision using (request_id)
    where ${inClusters(scope)} and ${inPeriod(scope, sql`submitted_at`)} and ${atPort(scope, (port) => sql`${port} = any(load_ports)`)}
    group by 1`);
  const view = (priority: boolean) => {
    const row = rows.find((found) => found.priority === priority);
    return {
      requests: row?.requests ?? 0,
      unitsRequested: row?.units ?? 0,
      unitsPlaced: row?.allocated ?? 0,
      fillRatePercent: row && row.units > 0 ? ((100 * row.allocated) / row.units).toFixed(1) : null,
      hoursToAllocation: row?.mean ?? null,
      medianHoursToAllocation: row?.median ?? null,
    };
  };
  return { priority: view(true), standard: view(false), method: methodOf('requests') };
}

async function carbonFigures(tx: Transaction, scope: OutcomeScope) {
  const { rows } = await tx.execute<{
    allocations: number;
    quarter_teu: number;
    low: number;
    grams: string;
    lane_default: string;
  }>(sql`
    select count(*)::int as allocations, coalesce(sum(quarter_teu), 0)::int as quarter_teu,
      coalesce(sum(quarter_teu) filter (where sea_grams::numeric * 100 <= lane_default_sea_grams::numeric * (100 - below.percent)), 0)::int as low,
      coalesce(sum(grams), 0)::text as grams, coalesce(sum(lane_default_grams), 0)::text as lane_default
    from programme.allocation_outcome
    left join lateral (
      select max((rules -> 'lowEmission' ->> 'belowLaneDefaultPercent')::int) as percent
      from programme.policy where version = policy_version and policy.status = 'in-force') below on true
    where ${LIVE} and ${inClusters(scope)} and ${inPeriod(scope, sql`decided_at`)} and ${atPort(scope, (port) => sql`load_port = ${port}`)}`);
  const row = rows[0];
  const grams = BigInt(row?.grams ?? '0');
  const laneDefault = BigInt(row?.lane_default ?? '0');
  return {
    allocations: row?.allocations ?? 0,
    teu: quarterTeuToTeuText(row?.quarter_teu ?? 0),
    teuOnLowEmissionSpace: quarterTeuToTeuText(row?.low ?? 0),
    co2eKg: gramsToKilogramText(Number(grams)),
    laneDefaultCo2eKg: gramsToKilogramText(Number(laneDefault)),
    belowLaneDefaultPercent:
      laneDefault > 0n ? (Number(((laneDefault - grams) * 1_000_000n) / laneDefault) / 10_000).toFixed(1) : null,
    label: 'comparison with the trade-lane default, not a reduction',
    method: methodOf('co2e'),
  };
}

const Z_95 = 1.959964;
const MINIMUM_SAMPLE = 30;

async function dwellFigures(tx: Transaction, scope: OutcomeScope) {
  const { rows } = await tx.execute<{
    lane: 'GREEN' | 'ORDINARY';
    boxes: number;
    mean: number;
    median: number;
    variance: number | null;
  }>(sql`
    with loaded as (
      select * from programme.dwell_outcome
      where ${inPeriod(scope, sql`loaded_at`)} and ${atPort(scope, (port) => sql`un_location_code = ${port}`)})
    select lane, count(*)::int as boxes, avg(dwell_minutes)::float8 / 60 as mean,
      (percentile_cont(0.5) within group (order by dwell_minutes))::float8 / 60 as median, var_samp(dwell_minutes)::float8 / 3600 as variance
    from loaded
    where ${scope.clusters === undefined} or (lane = 'GREEN' and ${inClusters(scope)})
      or (lane = 'ORDINARY' and un_location_code in (select un_location_code from loaded where lane = 'GREEN' and ${inClusters(scope)}))
    group by lane`);
  const rules = await tx.execute<{ minimum: number | null }>(sql`
    select (rules -> 'dwell' ->> 'minimumSample')::int as minimum from programme.policy
    where status = 'in-force' order by effective_from desc, version desc limit 1`);
  const minimumSample = rules.rows[0]?.minimum ?? MINIMUM_SAMPLE;
  const green = rows.find((row) => row.lane === 'GREEN');
  const ordinary = rows.find((row) => row.lane === 'ORDINARY');
  const isEnough = Math.min(green?.boxes ?? 0, ordinary?.boxes ?? 0) >= minimumSample;
  const saved = (ordinary?.mean ?? 0) - (green?.mean ?? 0);
  const margin =
    Z_95 * Math.sqrt((green?.variance ?? 0) / (green?.boxes ?? 1) + (ordinary?.variance ?? 0) / (ordinary?.boxes ?? 1));
  const laneView = (row: (typeof rows)[number] | undefined) => ({
    boxes: row?.boxes ?? 0,
    meanHours: row ? row.mean.toFixed(1) : null,
    medianHours: row ? row.median.toFixed(1) : null,
  });
  return {
    GREEN: laneView(green),
    ORDINARY: laneView(ordinary),
    hoursSavedPerBox: isEnough ? saved.toFixed(1) : null,
    confidenceInterval95Hours: isEnough ? [(saved - margin).toFixed(1), (saved + margin).toFixed(1)] : null,
    minimumSample,
    method: methodOf('dwell'),
  };
}

async function unitFigures(tx: Transaction, scope: OutcomeScope) {
  const designated = await tx.execute<{ units: number }>(
    sql`select count(distinct organisation_id)::int as units from programme.designation where status = 'granted' and ${inClusters(scope)}`,
  );
  const active = await tx.execute<{ units: number }>(sql`
    select count(distinct exporter_id)::int as units from programme.request_outcome join programme.request_decision using (request_id)
    where is_priority and ${inClusters(scope)} and ${inPeriod(scope, sql`submitted_at`)} and ${atPort(scope, (port) => sql`${port} = any(load_ports)`)}`);
  return {
    designated: designated.rows[0]?.units ?? 0,
    active: active.rows[0]?.units ?? 0,
    method: methodOf('units'),
  };
}

async function claimFigures(tx: Transaction, scope: OutcomeScope) {
  if (scope.port !== undefined) return null;
  const { rows } = await tx.execute<{ status: string; claims: number; amount: string; currency_code: string }>(sql`
    select status, currency_code, count(*)::int as claims, sum(amount::numeric)::text as amount from programme.claim_outcome
    where ${inClusters(scope)} and ${inPeriod(scope, sql`changed_at`)} group by 1, 2 order by 1, 2`);
  return rows.map((row) => ({
    status: row.status,
    claims: row.claims,
    amount: row.amount,
    currencyCode: row.currency_code,
  }));
}

/** True when any policy version that decisions of the scope rest on is ASSUMED; without decisions, when the one in force is. */
async function restsOnAssumptions(tx: Transaction, scope: OutcomeScope): Promise<boolean> {
  const { rows } = await tx.execute<{ assumed: boolean }>(sql`
    with used as (
      select distinct policy_version as version from programme.allocation_outcome
      where ${inClusters(scope)} and ${inPeriod(scope, sql`decided_at`)} and ${atPort(scope, (port) => sql`load_port = ${port}`)})
    select coalesce(bool_or(basis = 'ASSUMED'), true) as assumed from programme.policy
    where status = 'in-force' and (version in (select version from used) or not exists (select 1 from used))`);
  return rows[0]?.assumed ?? true;
}

export type OutcomeFigures = Awaited<ReturnType<typeof outcomeFigures>>;

/** What came of the programme within a scope. */
export async function outcomeFigures(tx: Transaction, scope: OutcomeScope) {
  return {
    units: await unitFigures(tx, scope),
    requests: await requestFigures(tx, scope),
    carbon: await carbonFigures(tx, scope),
    dwell: await dwellFigures(tx, scope),
    claims: await claimFigures(tx, scope),
    indicative: await restsOnAssumptions(tx, scope),
  };
}

/** Ports and months that have any request, allocation or box in the scope, in order. */
export async function outcomeKeys(
  tx: Transaction,
  by: 'port' | 'month',
  scope: OutcomeScope,
): Promise<readonly string[]> {
  const { rows } = await tx.execute<{ key: string }>(
    by === 'port'
      ? sql`select distinct load_port as key from programme.allocation_outcome where ${inClusters(scope)} and ${inPeriod(scope, sql`decided_at`)}
            union select distinct un_location_code from programme.dwell_outcome where ${inClusters(scope)} and ${inPeriod(scope, sql`loaded_at`)} order by 1`
      : sql`select distinct to_char(submitted_at at time zone 'UTC', 'YYYY-MM') as key from programme.request_outcome where ${inClusters(scope)} and ${inPeriod(scope, sql`submitted_at`)}
            union select distinct to_char(loaded_at at time zone 'UTC', 'YYYY-MM') from programme.dwell_outcome where ${inClusters(scope)} and ${inPeriod(scope, sql`loaded_at`)} order by 1`,
  );
  return rows.map(({ key }) => key);
}
