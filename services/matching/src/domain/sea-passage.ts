import type { Route } from '@greenlane/contracts/vessel-offer';
import { defaultRoute, seaDistance } from '@greenlane/geography/sea-distances';
import { tradeLaneOf } from '@greenlane/geography/trade-lanes';

/** The way between Asia and Europe when a carrier declares none: dated policy. */
export type EastWestDefault = Route;

/** How a ship goes from one port to another, with the sourced figures that emissions are computed from. */
export type SeaPassage = {
  readonly route: Route;
  readonly distanceKm: string;
  readonly distanceSource: string;
  readonly tradeLane: string;
};

/**
 * The passage between two ports: by the declared route where it leads there, else by the default of the pair. A sailing
 * declared by Suez also carries cargo to Singapore, which no canal lies before.
 * @returns undefined when no sourced distance exists
 */
export function seaPassage(leg: {
  readonly from: string;
  readonly to: string;
  readonly route: Route | undefined;
  readonly eastWestDefault: EastWestDefault;
}): SeaPassage | undefined {
  const { from, to } = leg;
  const declaredEastWest = leg.route === 'SUEZ' || leg.route === 'CAPE' ? leg.route : leg.eastWestDefault;
  const byDefault = defaultRoute({ from, to, eastWestDefault: declaredEastWest });
  for (const route of leg.route === undefined ? [byDefault] : [leg.route, byDefault]) {
    const distance = seaDistance({ from, to, route });
    if (distance === undefined) continue;
    return {
      route,
      distanceKm: distance.distanceKm,
      distanceSource: distance.source,
      tradeLane: tradeLaneOf({ loadPort: from, dischargePort: to }),
    };
  }
  return undefined;
}
