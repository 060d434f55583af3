import { Identifier } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import { gramsToKilogramText, quarterTeuToTeuText } from '@greenlane/kernel/quantities';
import { defineRoute, type Route } from '@greenlane/runtime/service';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { DESIGNATED_CLUSTERS } from './domain/clusters.ts';

/** How each figure is made, beside the figures, so that nobody has to guess. */
const METHODS = {
  fillRatePercent: 'units of the requests that are placed now ÷ units requested',
  hoursToAllocation:
    'from the submission of a request to its first held or confirmed space, mean over requests that got any',
  co2e: 'well-to-wake kilograms of live, loaded and completed allocations, beside the same chains with the trade-lane default; a comparison, not a reduction',
  dwell:
    'mean hours from gate-in to load, less pauses that the policy names, of boxes loaded; the interval is Welch’s, normal quantile, 95 %',
};

const LIVE = sql`status in ('held', 'confirmed', 'loaded', 'completed')`;

type Filter = {
  readonly clusters: readonly string[] | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
};

const inClusters = ({ clusters }: Filter): SQL =>
  clusters === undefined
    ? sql`true`
    : sql`cluster_code in (${sql.join(
        clusters.map((cluster) => sql`${cluster}`),
        sql`, `,
      )})`;
const inPeriod = ({ from, to }: Filter, column: SQL): SQL =>
  sql`(${from ?? null}::date is null or ${column} >= ${from ?? null}::date) and (${to ?? null}::date is null or ${column} < ${to ?? null}::date + 1)`;

async function requestFigures(tx: Transaction, filter: Filter) {
  const { rows } = await tx.execute<{
    priority: boolean;
    requests: number;
    units: number;
    allocated: number;
    hours: string | null;
  }>(sql`
    select coalesce(is_priority, false) as priority, count(*)::int as requests, sum(units)::int as units, sum(least(units, coalesce(units_allocated, 0)))::int as allocated,
      round(avg(extract(epoch from first_allocated_at - submitted_at) / 3600)::numeric, 2)::text as hours
    from programme.request_outcome left join programme.request_decision using (request_id) where ${inClusters(filter)} and ${inPeriod(filter, sql`submitted_at`)} group by 1`);
  const view = (priority: boolean) => {
    const row = rows.find((found) => found.priority === priority);
    return {
      requests: row?.requests ?? 0,
      unitsRequested: row?.units ?? 0,
      unitsPlaced: row?.allocated ?? 0,
      fillRatePercent: row && row.units > 0 ? ((100 * row.allocated) / row.units).toFixed(1) : null,
      hoursToAllocation: row?.hours ?? null,
    };
  };
  return { priority: view(true), standard: view(false) };
}

async function carbonFigures(tx: Transaction, filter: Filter) {
  const { rows } = await tx.execute<{
    allocations: number;
    quarter_teu: number;
    low: number;
    grams: string;
    lane_default: string;
  }>(sql`
    select count(*)::int as allocations, coalesce(sum(quarter_teu), 0)::int as quarter_teu,
      coalesce(sum(quarter_teu) filter (where grams * 100 <= lane_default_grams * 80), 0)::int as low,
      coalesce(sum(grams), 0)::text as grams, coalesce(sum(lane_default_grams), 0)::text as lane_default
    from programme.allocation_outcome where ${LIVE} and ${inClusters(filter)} and ${inPeriod(filter, sql`decided_at`)}`);
  const row = rows[0];
  const grams = Number(row?.grams ?? 0);
  const laneDefault = Number(row?.lane_default ?? 0);
  return {
    allocations: row?.allocations ?? 0,
    teu: quarterTeuToTeuText(row?.quarter_teu ?? 0),
    teuOnLowEmissionSpace: quarterTeuToTeuText(row?.low ?? 0),
    co2eKg: gramsToKilogramText(grams),
    laneDefaultCo2eKg: gramsToKilogramText(laneDefault),
    belowLaneDefaultPercent: laneDefault > 0 ? ((100 * (laneDefault - grams)) / laneDefault).toFixed(1) : null,
    label: 'comparison with the trade-lane default, not a reduction',
  };
}

const Z_95 = 1.959964;
const MINIMUM_SAMPLE = 30;

async function dwellFigures(tx: Transaction, filter: Filter) {
  const { rows } = await tx.execute<{
    lane: 'GREEN' | 'ORDINARY';
    boxes: number;
    mean: number;
    variance: number | null;
  }>(sql`
    select lane, count(*)::int as boxes, avg(dwell_minutes)::float8 / 60 as mean, var_samp(dwell_minutes)::float8 / 3600 as variance
    from programme.dwell_outcome where ${inPeriod(filter, sql`loaded_at`)}
      and (${filter.clusters === undefined} or lane = 'ORDINARY' or ${inClusters(filter)}) group by lane`);
  const green = rows.find((row) => row.lane === 'GREEN');
  const ordinary = rows.find((row) => row.lane === 'ORDINARY');
  const isEnough = Math.min(green?.boxes ?? 0, ordinary?.boxes ?? 0) >= MINIMUM_SAMPLE;
  const saved = (ordinary?.mean ?? 0) - (green?.mean ?? 0);
  const margin =
    Z_95 * Math.sqrt((green?.variance ?? 0) / (green?.boxes ?? 1) + (ordinary?.variance ?? 0) / (ordinary?.boxes ?? 1));
  return {
    GREEN: { boxes: green?.boxes ?? 0, meanHours: green ? green.mean.toFixed(1) : null },
    ORDINARY: { boxes: ordinary?.boxes ?? 0, meanHours: ordinary ? ordinary.mean.toFixed(1) : null },
    hoursSavedPerBox: isEnough ? saved.toFixed(1) : null,
    confidenceInterval95Hours: isEnough ? [(saved - margin).toFixed(1), (saved + margin).toFixed(1)] : null,
    minimumSample: MINIMUM_SAMPLE,
  };
}

async function unitFigures(tx: Transaction, filter: Filter) {
  const designated = await tx.execute<{ units: number }>(
    sql`select count(distinct organisation_id)::int as units from programme.designation where status = 'granted' and ${inClusters(filter)}`,
  );
  const active = await tx.execute<{ units: number }>(
    sql`select count(distinct exporter_id)::int as units from programme.request_outcome join programme.request_decision using (request_id) where is_priority and ${inClusters(filter)} and ${inPeriod(filter, sql`submitted_at`)}`,
  );
  return { designated: designated.rows[0]?.units ?? 0, active: active.rows[0]?.units ?? 0 };
}

async function claimFigures(tx: Transaction, filter: Filter) {
  const { rows } = await tx.execute<{ status: string; claims: number; amount: string; currency_code: string }>(sql`
    select status, currency_code, count(*)::int as claims, sum(amount::numeric)::text as amount from programme.claim_outcome where ${inClusters(filter)} group by 1, 2 order by 1, 2`);
  return rows.map((row) => ({
    status: row.status,
    claims: row.claims,
    amount: row.amount,
    currencyCode: row.currency_code,
  }));
}

async function outcome(tx: Transaction, filter: Filter) {
  return {
    units: await unitFigures(tx, filter),
    requests: await requestFigures(tx, filter),
    carbon: await carbonFigures(tx, filter),
    dwell: await dwellFigures(tx, filter),
    claims: await claimFigures(tx, filter),
  };
}

function csvOf(
  rows: readonly {
    readonly clusterCode: string;
    readonly province: string;
    readonly figures: Awaited<ReturnType<typeof outcome>>;
  }[],
): string {
  const header =
    'clusterCode,province,designatedUnits,activeUnits,priorityRequests,priorityFillRatePercent,priorityHoursToAllocation,teu,teuOnLowEmissionSpace,co2eKg,laneDefaultCo2eKg,greenBoxes,greenMeanHours,ordinaryBoxes,ordinaryMeanHours';
  const lines = rows.map(({ clusterCode, province, figures: { units, requests, carbon, dwell } }) =>
    [
      clusterCode,
      province,
      units.designated,
      units.active,
      requests.priority.requests,
      requests.priority.fillRatePercent ?? '',
      requests.priority.hoursToAllocation ?? '',
      carbon.teu,
      carbon.teuOnLowEmissionSpace,
      carbon.co2eKg,
      carbon.laneDefaultCo2eKg,
      dwell.GREEN.boxes,
      dwell.GREEN.meanHours ?? '',
      dwell.ORDINARY.boxes,
      dwell.ORDINARY.meanHours ?? '',
    ].join(','),
  );
  return `${[header, ...lines].join('\n')}\n`;
}

/** What came of the programme, for the authority; a provincial bureau sees its province. */
export function outcomeRoutes(): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/programme/outcomes',
      operationId: 'readOutcomes',
      summary:
        'Uptake, time to allocation, fill rate, CO2e beside the lane default, dwell saved, claims: in all and by cluster.',
      allow: ['authority', 'verifier'],
      query: z.strictObject({
        cluster: Identifier.optional(),
        province: z.string().max(50).optional(),
        from: z.iso.date().optional(),
        to: z.iso.date().optional(),
        format: z.enum(['json', 'csv']).default('json'),
      }),
      responses: { 200: { description: 'Figures with the method of each.' } },
      handle: async ({ tx, query, principal }) => {
        const province = principal.province ?? query.province;
        const chosen = DESIGNATED_CLUSTERS.filter(
          (cluster) =>
            (province === undefined || cluster.province === province) &&
            (query.cluster === undefined || cluster.clusterCode === query.cluster),
        );
        const period = { from: query.from, to: query.to };
        const byCluster = [];
        for (const { clusterCode, province: ofCluster } of chosen)
          byCluster.push({
            clusterCode,
            province: ofCluster,
            figures: await outcome(tx, { ...period, clusters: [clusterCode] }),
          });
        if (query.format === 'csv')
          return { status: 200, body: csvOf(byCluster), contentType: 'text/csv; charset=utf-8' };
        const isAll = province === undefined && query.cluster === undefined;
        const inAll =
          chosen.length === 0
            ? undefined
            : await outcome(tx, {
                ...period,
                clusters: isAll ? undefined : chosen.map(({ clusterCode }) => clusterCode),
              });
        return {
          status: 200,
          body: {
            ...(province === undefined ? {} : { province }),
            ...(inAll ? { total: inAll } : {}),
            clusters: byCluster.map(({ clusterCode, province: ofCluster, figures }) => ({
              clusterCode,
              province: ofCluster,
              ...figures,
            })),
            methods: METHODS,
            indicative: true,
          },
        };
      },
    }),
  ];
}
