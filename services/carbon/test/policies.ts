import type { Policy } from '@greenlane/contracts/policy';

type Change = Partial<Pick<Policy, 'version' | 'status' | 'basis' | 'effectiveFrom'>> & {
  readonly subsidy?: Policy['rules']['subsidy'];
  readonly provinceOverrides?: Policy['rules']['provinceOverrides'];
};

/** A policy whose subsidy the test chooses; the other rules are those of the demo. */
export function policy(change: Change = {}): Policy {
  const { subsidy, provinceOverrides, ...head } = change;
  return {
    policyId: 'P',
    version: '1',
    status: 'in-force',
    basis: 'ASSUMED',
    effectiveFrom: '2026-01-01T00:00:00Z',
    evidence: [],
    ...head,
    rules: {
      eligibility: { hsPrefixes: ['854143'], markets: ['CHINA'] },
      protection: { mode: 'FIXED_SHARE', sharePercent: 30, floorSharePercent: 10, releaseHoursBeforeCutOff: 72 },
      deadlines: { carrierConfirmHours: 24, standardMaximumWaitHours: 336, lateCancellationHoursBeforeCutOff: 72 },
      lowEmission: { belowLaneDefaultPercent: 20 },
      ranking: {
        balanced: {
          emissionsWeight: 50,
          arrivalWeight: 30,
          rateWeight: 20,
          emissionsKgPerTeu: 100,
          arrivalHours: 72,
          rateMinorUnitsPerTeu: 10_000,
        },
      },
      routes: { eastWestDefault: 'CAPE' },
      preCarriage: { kilometresPerDay: { ROAD: 500, RAIL: 400, INLAND_WATERWAY: 150, FEEDER: 400 } },
      dangerousGoods: [],
      dwell: { targetHours: { GREEN: 48, ORDINARY: 120 }, pauses: [], minimumSample: 30 },
      subsidy: subsidy ?? {
        rate: { basis: 'CONTAINER', amount: '40.00', currencyCode: 'CNY' },
        capPerUnit: '100000.00',
        capTotal: '1000000.00',
      },
      ...(provinceOverrides === undefined ? {} : { provinceOverrides }),
    },
  };
}
