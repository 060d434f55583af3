import { DEFAULT_BID_PRICE_RULES, type PolicyRules } from '@greenlane/contracts/policy';

/** Every value is an assumption of this project: nothing of it is published, so all that rests on it is indicative. */
export const RULES: PolicyRules = {
  eligibility: { hsPrefixes: ['854142', '854143', '850440', '850760', '850172', '850180'], markets: ['CHINA'] },
  protection: {
    mode: 'BID_PRICE',
    sharePercent: 35,
    floorSharePercent: 10,
    releaseHoursBeforeCutOff: 72,
    // The share holds for the whole replay, which so costs and gives the same whenever prices would have been solved; its
    // twenty days are the history from which the running platform then learns.
    bidPrice: { ...DEFAULT_BID_PRICE_RULES, learning: { ...DEFAULT_BID_PRICE_RULES.learning, minimumDays: 20 } },
  },
  deadlines: { carrierConfirmHours: 48, standardMaximumWaitHours: 336, lateCancellationHoursBeforeCutOff: 72 },
  lowEmission: { belowLaneDefaultPercent: 20 },
  // Assumed, as all of this policy: a round figure, so that the demo shows an amount beside the quantity.
  costEstimates: { euAllowanceEurPerTonne: '75' },
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
  dangerousGoods: [
    { UNNumber: '3480', imoClass: '9', properShippingName: 'LITHIUM ION BATTERIES', certificateRequired: true },
    {
      UNNumber: '3481',
      imoClass: '9',
      properShippingName: 'LITHIUM ION BATTERIES CONTAINED IN EQUIPMENT',
      certificateRequired: true,
    },
    {
      UNNumber: '3536',
      imoClass: '9',
      properShippingName: 'LITHIUM BATTERIES INSTALLED IN CARGO TRANSPORT UNIT',
      certificateRequired: true,
    },
    { UNNumber: '3551', imoClass: '9', properShippingName: 'SODIUM ION BATTERIES', certificateRequired: true },
    {
      UNNumber: '3552',
      imoClass: '9',
      properShippingName: 'SODIUM ION BATTERIES CONTAINED IN EQUIPMENT',
      certificateRequired: true,
    },
  ],
  dwell: {
    targetHours: { GREEN: 48, ORDINARY: 120 },
    pauses: ['CUSTOMS_INSPECTION', 'EXPORTER_HOLD', 'WEATHER'],
    minimumSample: 30,
  },
  subsidy: {
    rate: { basis: 'CONTAINER', amount: '40.00', currencyCode: 'CNY' },
    capPerUnit: '50000.00',
    capTotal: '500000.00',
  },
};
