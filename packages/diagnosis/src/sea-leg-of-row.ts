import { greatCircleNauticalMiles } from '@greenlane/geography/great-circle';
import { defaultRoute, knownRoutes, type SeaRoute, seaDistance } from '@greenlane/geography/sea-distances';
import { type Decimal, decimal, toText } from '@greenlane/kernel/decimal';
import { nauticalMilesToKilometres } from '@greenlane/kernel/quantities';
import type { FindingCode } from './findings.ts';
import type { ShipmentFacts } from './shipment-facts.ts';

export type RowSeaLeg = {
  readonly loadPort: string;
  readonly dischargePort: string;
  readonly route: SeaRoute;
  /** Shortest feasible distance. */
  readonly distanceKm: string;
  readonly distanceSource: string;
  /** Stated in the file and plausible. */
  readonly statedKm?: Decimal;
};

export type RowSeaLegAnswer = {
  readonly leg: RowSeaLeg | undefined;
  readonly findings: readonly { readonly code: FindingCode; readonly detail?: string }[];
};

/** Ships sail up to 15 % more than the shortest feasible way on average (GLEC v3.2); single voyages up to a third. */
const STATED_SHARE = { minimum: decimal('0.95'), maximum: decimal('1.35') } as const;
const LONGEST_KM = decimal(45_000);

type Stated = { readonly km: Decimal; readonly isUnitAssumed: boolean };

/** The stated distance in each unit that it may be in. */
function readings(distance: ShipmentFacts['distance']): readonly Stated[] {
  if (distance === undefined) return [];
  if (distance.unit === 'km') return [{ km: distance.value, isUnitAssumed: false }];
  const fromMiles = nauticalMilesToKilometres(distance.value);
  if (distance.unit === 'nm') return [{ km: fromMiles, isUnitAssumed: false }];
  return [
    { km: distance.value, isUnitAssumed: true },
    { km: fromMiles, isUnitAssumed: true },
  ];
}

/**
 * The sea leg of a row: the sourced shortest feasible distance of its route where there is one. The route is the stated
 * one, else the one that the stated distance fits best, else the default; the stated distance only stands in where no
 * sourced one exists.
 */
export function seaLegOfRow(facts: ShipmentFacts, eastWestDefault: SeaRoute): RowSeaLegAnswer {
  const { loadPort, dischargePort } = facts;
  if (!loadPort || !dischargePort) return { leg: undefined, findings: [] };
  const ends = { from: loadPort.UNLocationCode, to: dischargePort.UNLocationCode };
  const ports = { loadPort: ends.from, dischargePort: ends.to };
  const routes = knownRoutes(ends.from, ends.to);
  if (routes.length === 0)
    return statedOnly(facts, ports, decimal(Math.floor(greatCircleNauticalMiles(loadPort, dischargePort))));
  const fits = routes
    .filter((route) => facts.route === undefined || !routes.includes(facts.route) || facts.route === route)
    .flatMap((route) => {
      const sourced = seaDistance({ ...ends, route });
      return sourced === undefined
        ? []
        : readings(facts.distance).map((stated) => ({
            route,
            sourced,
            stated,
            ratio: stated.km.div(sourced.distanceKm),
          }));
    })
    .filter(
      ({ ratio }) => ratio.greaterThanOrEqualTo(STATED_SHARE.minimum) && ratio.lessThanOrEqualTo(STATED_SHARE.maximum),
    )
    .sort((a, b) => a.ratio.minus(1).abs().comparedTo(b.ratio.minus(1).abs()));
  const [fit] = fits;
  const isRouteStated = facts.route !== undefined && routes.includes(facts.route);
  const fallback = routes.length === 1 ? routes[0] : defaultRoute({ ...ends, eastWestDefault });
  const route = (isRouteStated ? facts.route : fit?.route) ?? fallback ?? 'DIRECT';
  const sourced = seaDistance({ ...ends, route });
  if (sourced === undefined) return { leg: undefined, findings: [{ code: 'DISTANCE_MISSING' }] };
  return {
    leg: {
      ...ports,
      route,
      distanceKm: sourced.distanceKm,
      distanceSource: sourced.source,
      ...(fit === undefined ? {} : { statedKm: fit.stated.km }),
    },
    findings: [
      ...(facts.distance !== undefined && fit === undefined
        ? [{ code: 'DISTANCE_IMPLAUSIBLE' as const, detail: `(${sourced.distanceKm} km)` }]
        : []),
      ...(fit?.stated.isUnitAssumed ? [{ code: 'DISTANCE_UNIT_ASSUMED' as const }] : []),
      ...(!isRouteStated && fit === undefined && routes.length > 1
        ? [{ code: 'ROUTE_ASSUMED' as const, detail: `(${route})` }]
        : []),
    ],
  };
}

function statedOnly(
  facts: ShipmentFacts,
  ports: Pick<RowSeaLeg, 'loadPort' | 'dischargePort'>,
  greatCircleNm: Decimal,
): RowSeaLegAnswer {
  const atLeast = nauticalMilesToKilometres(greatCircleNm).times(STATED_SHARE.minimum);
  if (facts.distance === undefined) return { leg: undefined, findings: [{ code: 'DISTANCE_MISSING' }] };
  const [stated] = readings(facts.distance).filter(
    ({ km }) => km.greaterThanOrEqualTo(atLeast) && km.lessThanOrEqualTo(LONGEST_KM),
  );
  if (stated === undefined) return { leg: undefined, findings: [{ code: 'DISTANCE_IMPLAUSIBLE' }] };
  return {
    leg: {
      ...ports,
      route: facts.route ?? 'DIRECT',
      distanceKm: toText(stated.km),
      distanceSource: 'as stated in the shipping list',
      statedKm: stated.km,
    },
    findings: [
      { code: 'DISTANCE_AS_STATED' },
      ...(stated.isUnitAssumed ? [{ code: 'DISTANCE_UNIT_ASSUMED' as const }] : []),
    ],
  };
}
