import { decimal, toText } from '@greenlane/kernel/decimal';
import { nauticalMilesToKilometres } from '@greenlane/kernel/quantities';
import { greatCircleNauticalMiles } from './great-circle.ts';
import { MARNET_DISTANCES_NM } from './marnet-distances.ts';
import { canonicalLocationCode, findPort } from './ports.ts';

export type SeaRoute = 'SUEZ' | 'CAPE' | 'PANAMA' | 'DIRECT';

export type SeaDistance = {
  /** Nautical miles, as decimal text. */
  readonly distanceNm: string;
  /** Kilometres, exactly 1.852 times the nautical miles. */
  readonly distanceKm: string;
  readonly source: string;
};

/**
 * Ports without a row of their own that lie in or beside a port that has one: their distances are its distances, and the
 * source says so (Newark Bay is the container port of New York; the others are 10 to 40 nm apart).
 */
const SAME_APPROACH: Readonly<Record<string, string>> = {
  CNDAY: 'CNHUI',
  CNJAX: 'CNZPU',
  CNSEY: 'CNDFG',
  USNYC: 'USEWR',
};

/** Below this the network is poor (ports snap 20–90 nm), and a great circle with a margin is nearer the truth. */
const SHORT_NM = 150;
const SHORT_MARGIN = 1.2;

type Ways = { readonly canal?: 'SUEZ' | 'PANAMA'; readonly shortest: string; readonly withoutCanals?: string };

const TABLE: ReadonlyMap<string, Ways> = new Map(
  Object.entries(MARNET_DISTANCES_NM).flatMap(([from, row]) =>
    row
      .trim()
      .split(' ')
      .map((cell): [string, Ways] => {
        const [to = '', value = ''] = cell.split(':');
        const key = `${from} ${to}`;
        if (!/^[SP]/.test(value)) return [key, { shortest: value }];
        const [shortest = '', withoutCanals = ''] = value.slice(1).split('/');
        return [key, { canal: value.startsWith('S') ? 'SUEZ' : 'PANAMA', shortest, withoutCanals }];
      }),
  ),
);

function waysBetween(from: string, to: string): { readonly ways: Ways; readonly note: string } | undefined {
  for (const [start, end] of [
    [from, to],
    [SAME_APPROACH[from] ?? from, SAME_APPROACH[to] ?? to],
  ] as const) {
    const ways = TABLE.get(`${start} ${end}`) ?? TABLE.get(`${end} ${start}`);
    if (ways) return { ways, note: start === from && end === to ? '' : `, as ${start}–${end}` };
  }
  return undefined;
}

function answer(nauticalMiles: string, source: string): SeaDistance {
  return { distanceNm: nauticalMiles, distanceKm: toText(nauticalMilesToKilometres(decimal(nauticalMiles))), source };
}

/**
 * Shortest feasible sea distance of a route, from sourced figures; symmetric. SUEZ and PANAMA exist only where the shortest
 * way passes that canal, CAPE is the way without canals there, DIRECT only where no canal is passed.
 * @returns `undefined` when a port is unknown, is the same as the other, or no sourced figure exists for the pair and route
 */
export function seaDistance(leg: {
  readonly from: string;
  readonly to: string;
  readonly route: SeaRoute;
}): SeaDistance | undefined {
  const from = findPort(leg.from);
  const to = findPort(leg.to);
  if (!from || !to || from === to) return undefined;
  const greatCircle = greatCircleNauticalMiles(from, to);
  if (greatCircle < SHORT_NM) {
    return leg.route === 'DIRECT'
      ? answer(String(Math.ceil(greatCircle * SHORT_MARGIN)), 'great circle × 1.2 (under 150 nm)')
      : undefined;
  }
  const found = waysBetween(from.UNLocationCode, to.UNLocationCode);
  if (!found) return undefined;
  const { canal, shortest, withoutCanals } = found.ways;
  const source = `marnet (Eurostat), ${leg.route}${found.note}`;
  if (canal === undefined) return leg.route === 'DIRECT' ? answer(shortest, source) : undefined;
  if (leg.route === canal) return answer(shortest, source);
  if (leg.route === 'CAPE' && withoutCanals !== undefined) return answer(withoutCanals, source);
  return undefined;
}

/**
 * The route when an offer declares none: DIRECT where no canal is passed, PANAMA where it is the shortest, and between Asia
 * and Europe what the policy in force says (Suez or the Cape).
 */
export function defaultRoute(leg: {
  readonly from: string;
  readonly to: string;
  readonly eastWestDefault: SeaRoute;
}): SeaRoute {
  const canal = waysBetween(canonicalLocationCode(leg.from), canonicalLocationCode(leg.to))?.ways.canal;
  if (canal === undefined) return 'DIRECT';
  if (canal === 'PANAMA') return 'PANAMA';
  return leg.eastWestDefault === 'CAPE' ? 'CAPE' : 'SUEZ';
}

/** Every route that has a sourced distance between two ports. */
export function knownRoutes(from: string, to: string): readonly SeaRoute[] {
  return (['SUEZ', 'CAPE', 'PANAMA', 'DIRECT'] as const).filter(
    (route) => seaDistance({ from, to, route }) !== undefined,
  );
}

/** Whether any route has a sourced distance between two ports, without looking at which. */
export function hasSeaDistance(from: string, to: string): boolean {
  const [start, end] = [canonicalLocationCode(from), canonicalLocationCode(to)];
  return waysBetween(start, end) !== undefined || knownRoutes(start, end).length > 0;
}
