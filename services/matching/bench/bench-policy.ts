import type { Policy } from '@greenlane/contracts/policy';

/** The policy that all benches decide under: a fixed share, released three days before the cut-off. */
export function publishedPolicy(): Policy {
  return {
    policyId: 'national',
    version: 'bench-1',
    status: 'in-force',
    basis: 'ASSUMED',
    effectiveFrom: '2026-04-01T00:00:00+08:00',
    evidence: [],
    rules: {
      eligibility: { hsPrefixes: ['8541', '8504', '8507'], markets: ['CHINA'] },
      protection: { mode: 'FIXED_SHARE', sharePercent: 35, floorSharePercent: 10, releaseHoursBeforeCutOff: 72 },
      deadlines: { carrierConfirmHours: 24, standardMaximumWaitHours: 240, lateCancellationHoursBeforeCutOff: 48 },
      lowEmission: { belowLaneDefaultPercent: 15 },
      ranking: {
        balanced: {
          emissionsWeight: 60,
          arrivalWeight: 20,
          rateWeight: 20,
          emissionsKgPerTeu: 1000,
          arrivalHours: 168,
          rateMinorUnitsPerTeu: 100_000,
        },
      },
      routes: { eastWestDefault: 'CAPE' },
      preCarriage: { kilometresPerDay: { ROAD: 500, RAIL: 400, INLAND_WATERWAY: 150, FEEDER: 400 } },
      dangerousGoods: [
        { UNNumber: '3480', imoClass: '9', properShippingName: 'Lithium ion batteries', certificateRequired: true },
      ],
      dwell: { targetHours: { GREEN: 24, ORDINARY: 72 }, pauses: ['CUSTOMS_INSPECTION'], minimumSample: 30 },
      subsidy: {
        rate: { basis: 'CONTAINER', amount: '10', currencyCode: 'CNY' },
        capPerUnit: '1000',
        capTotal: '100000',
      },
    },
  };
}
