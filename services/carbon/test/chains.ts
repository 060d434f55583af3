import type { Allocation } from '@greenlane/contracts/allocation';
import { computeDoorToPort } from '@greenlane/emissions/door-to-port';
import { CURRENT_FACTOR_SET_VERSION } from '@greenlane/emissions/factors';
import { sampleEnvelope } from '@greenlane/testing/envelopes';

export type Chain = Allocation['chain'];

/** A 40-foot high cube with solar modules from Yancheng by Shanghai to Rotterdam on a real ship (EU-MRV 2023). */
export const CHAIN: Chain = {
  factorSetVersion: CURRENT_FACTOR_SET_VERSION,
  ISOEquipmentCode: '45G1',
  cargoMassKg: '24500',
  preCarriage: [{ mode: 'ROAD', distanceKm: '310' }],
  sea: {
    loadPort: 'CNSGH',
    dischargePort: 'NLRTM',
    route: 'SUEZ',
    distanceKm: '19668.24',
    distanceSource: 'marnet (Eurostat), SUEZ',
    tradeLane: 'ASIA_NEUR',
    profile: { dataQuality: 'MODELLED', gCO2PerTonneNauticalMile: '6.05', reportingYear: 2023, source: 'EU-MRV' },
    profileJudgedOn: '2026-11-24',
  },
};

/** Fuel of a past quarter with its bunker note. */
export const PRIMARY: Extract<Chain['sea']['profile'], { dataQuality: 'PRIMARY' }> = {
  dataQuality: 'PRIMARY',
  fuels: [{ fuel: 'LNG', tonnes: '2100' }],
  referencePeriod: { start: '2026-07-01', end: '2026-09-30' },
  transportWorkTeuKm: '331200000',
  evidence: [{ type: 'BUNKER_DELIVERY_NOTE', reference: 'BDN-1', sha256: 'a'.repeat(64) }],
};

/** The same with a certified biofuel beside it. */
export const PRIMARY_BIO: typeof PRIMARY = {
  ...PRIMARY,
  fuels: [
    { fuel: 'HFO', tonnes: '1500' },
    { fuel: 'FAME', tonnes: '600', certifiedGramsPerMJ: '14.9' },
  ],
  evidence: [{ type: 'PROOF_OF_SUSTAINABILITY', reference: 'ISCC-PoS-77', sha256: 'b'.repeat(64) }],
};

export function chainWith(profile: Chain['sea']['profile'], change: Partial<Chain> = {}): Chain {
  return { ...CHAIN, ...change, sea: { ...CHAIN.sea, profile } };
}

export function resultOf(chain: Chain) {
  const computed = computeDoorToPort(chain);
  if (!computed.ok) throw new Error(JSON.stringify(computed.refusal));
  return computed.value;
}

/** An allocation as matching publishes it, confirmed. */
export function allocation(allocationId: string, change: Partial<Allocation> = {}): Allocation {
  const chain = change.chain ?? CHAIN;
  const { wellToWakeGrams, wellToTankGrams, tankToWakeGrams, laneDefaultWellToWakeGrams } = resultOf(chain);
  return {
    allocationId,
    version: 1,
    status: 'confirmed',
    cause: 'CARRIER_CONFIRMED',
    market: 'CHINA',
    requestId: `request-${allocationId}`,
    requestReference: `R-${allocationId}`,
    offerId: 'offer-1',
    carrierOfferReference: 'O-1',
    exporterId: 'solar',
    exporterName: 'Yancheng Solar 盐城光伏',
    submittedBy: change.exporterId ?? 'solar',
    carrierId: 'line',
    carrierName: 'Ocean Bridge Line',
    clusterCode: 'YANCHENG',
    priority: true,
    indicative: true,
    policyVersion: '1',
    objective: 'LOWEST_EMISSIONS',
    units: 1,
    ISOEquipmentCode: chain.ISOEquipmentCode,
    space: { quarterTeu: 8, weightKg: 28_400, dangerousGoodsQuarterTeu: 0, reeferPlugs: 0 },
    extendedHSCode: '854143',
    commodityType: 'PV modules',
    dangerousGoods: [],
    incoterm: 'CIF',
    vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
    carrierServiceCode: 'NE1',
    carrierExportVoyageNumber: '054W',
    loadPort: 'CNSGH',
    dischargePort: 'NLRTM',
    departureDateTime: '2026-12-04T14:00:00+08:00',
    arrivalDateTime: '2027-01-05T04:00:00+01:00',
    cutOffs: [],
    rate: { amount: '2150.00', currencyCode: 'USD' },
    perContainer: { wellToWakeGrams, wellToTankGrams, tankToWakeGrams, laneDefaultWellToWakeGrams },
    decidedAt: '2026-11-24T08:00:00.000Z',
    changedAt: '2026-11-24T08:00:00.000Z',
    ...change,
    chain,
  };
}

/** How matching announces it. */
export const allocationEvent = (state: Allocation) => ({
  topic: 'allocations' as const,
  envelope: sampleEnvelope({
    type: `org.greenlane.allocation.${state.status}.v1`,
    subject: state.allocationId,
    partitionkey: state.requestId,
    data: state,
  }),
});
