import type { Policy } from '@greenlane/contracts/policy';

/** A way to decide who may take what: the policy that the engine is given, and where its prices come from. */
export type Contender = {
  readonly name: string;
  readonly title: string;
  readonly protection: Policy['rules']['protection'];
  /** SCENARIO: a forecaster who knows the curves, but for the error; HISTORY: the market's own bookings; NONE: no prices. */
  readonly forecast: 'NONE' | 'SCENARIO' | 'HISTORY';
  /** Protection alone, without prices: what EMSR does. */
  readonly withoutPrices?: true;
};

const release = { releaseHoursBeforeCutOff: 72, floorSharePercent: 10 } as const;

export const CONTENDERS: readonly Contender[] = [
  {
    name: 'FIRST_COME',
    title: 'first come, first served by CO2e',
    protection: { mode: 'FIXED_SHARE', sharePercent: 0, floorSharePercent: 0, releaseHoursBeforeCutOff: 72 },
    forecast: 'NONE',
  },
  {
    name: 'FIXED_SHARE',
    title: 'fixed 35 % held, released 7 days before',
    protection: { mode: 'FIXED_SHARE', sharePercent: 35, floorSharePercent: 10, releaseHoursBeforeCutOff: 168 },
    forecast: 'NONE',
  },
  {
    name: 'EMSR',
    title: 'decaying protection alone (EMSR)',
    protection: { mode: 'BID_PRICE', sharePercent: 35, ...release },
    forecast: 'SCENARIO',
    withoutPrices: true,
  },
  {
    name: 'BID_PRICE',
    title: 'bid prices, solved daily',
    protection: { mode: 'BID_PRICE', sharePercent: 35, ...release },
    forecast: 'SCENARIO',
  },
  {
    name: 'BID_PRICE_LEARNED',
    title: 'bid prices, curve learned from its own bookings',
    protection: { mode: 'BID_PRICE', sharePercent: 35, ...release },
    forecast: 'HISTORY',
  },
];
