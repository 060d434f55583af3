import type { Allocation, AllocationStatus } from '@greenlane/contracts/allocation';
import type { Policy } from '@greenlane/contracts/policy';
import type { Topic } from '@greenlane/contracts/topics';
import { hasValidIso6346CheckDigit } from '@greenlane/contracts/values';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { sampleEnvelope } from '@greenlane/testing/envelopes';

/** Events of other services, as the port channel hears them. */
export const envelope = (topic: Topic, type: string, data: unknown) => ({
  topic,
  envelope: sampleEnvelope({ type, subject: 'sample', time: '2026-11-20T04:00:00.000Z', data }),
});

/** A container number that ends in its check digit. */
export function containerOf(serial: number): string {
  const body = `MSKU${String(serial).padStart(6, '0')}`;
  for (let digit = 0; digit < 10; digit += 1)
    if (hasValidIso6346CheckDigit(`${body}${digit}`)) return `${body}${digit}`;
  throw new Error('one of ten digits is the check digit');
}

const cutOffs = (fco: string) => [
  { cutOffDateTimeCode: 'EFC' as const, cutOffDateTime: '2026-11-16T08:00:00+08:00' },
  { cutOffDateTimeCode: 'FCO' as const, cutOffDateTime: fco },
];

export function offerEvent(version: number, fco: string) {
  const offer: VesselOffer = {
    offerId: 'offer-1',
    version,
    carrierId: 'line',
    carrierName: 'Line',
    market: 'CHINA',
    publishedAt: '2026-11-20T04:00:00.000Z',
    carrierOfferReference: 'O-1',
    vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
    carrierServiceCode: 'NE1',
    carrierExportVoyageNumber: '054W',
    portCalls: [
      { UNLocationCode: 'CNSGH', departureDateTime: '2026-11-24T14:00:00+08:00', cutOffs: cutOffs(fco) },
      { UNLocationCode: 'NLRTM', arrivalDateTime: '2026-12-30T04:00:00+01:00' },
    ],
    capacity: { teu: 100, weightTonnes: '1000', dangerousGoodsTeu: 20, reeferPlugs: 0 },
    acceptedEquipment: ['45G1'],
    acceptedUNNumbers: ['3480'],
    rates: [],
    emissionProfile: { dataQuality: 'DEFAULT' },
    confirmation: 'MANUAL',
    validUntil: '2026-11-24T14:00:00+08:00',
  };
  return envelope(
    'vessel-offers',
    version === 1 ? 'org.greenlane.vessel-offer.published.v1' : 'org.greenlane.vessel-offer.amended.v1',
    offer,
  );
}

export function allocationEvent(status: AllocationStatus, version: number) {
  const allocation: Allocation = {
    allocationId: 'alloc-1',
    version,
    status,
    cause: status === 'rolled' ? 'CAPACITY_CUT' : 'CARRIER_CONFIRMED',
    market: 'CHINA',
    requestId: 'request-1',
    requestReference: 'R-1',
    offerId: 'offer-1',
    carrierOfferReference: 'O-1',
    exporterId: 'solar',
    exporterName: 'Solar',
    submittedBy: 'solar',
    carrierId: 'line',
    carrierName: 'Line',
    clusterCode: 'YANCHENG',
    priority: true,
    indicative: true,
    policyVersion: 'v1',
    objective: 'LOWEST_EMISSIONS',
    units: 2,
    ISOEquipmentCode: '45G1',
    space: { quarterTeu: 16, weightKg: 50_000, dangerousGoodsQuarterTeu: 16, reeferPlugs: 0 },
    extendedHSCode: '850760',
    commodityType: 'Batteries',
    dangerousGoods: [{ UNNumber: '3480', imoClass: '9' }],
    vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
    carrierServiceCode: 'NE1',
    carrierExportVoyageNumber: '054W',
    loadPort: 'CNSGH',
    dischargePort: 'NLRTM',
    departureDateTime: '2026-11-24T14:00:00+08:00',
    arrivalDateTime: '2026-12-30T04:00:00+01:00',
    cutOffs: cutOffs('2026-11-20T18:00:00+08:00'),
    rate: null,
    chain: {
      factorSetVersion: 'f-1',
      ISOEquipmentCode: '45G1',
      cargoMassKg: '20000',
      preCarriage: [],
      sea: {
        loadPort: 'CNSGH',
        dischargePort: 'NLRTM',
        route: 'CAPE',
        distanceKm: '25778',
        distanceSource: 'marnet',
        tradeLane: 'ASIA_NEUR',
        profile: { dataQuality: 'DEFAULT' },
        profileJudgedOn: '2026-11-20',
      },
    },
    perContainer: { wellToWakeGrams: 4, wellToTankGrams: 1, tankToWakeGrams: 3, laneDefaultWellToWakeGrams: 5 },
    decidedAt: '2026-11-20T04:00:00.000Z',
    changedAt: '2026-11-20T04:00:00.000Z',
  };
  return envelope('allocations', `org.greenlane.allocation.${status}.v1`, allocation);
}

const POLICY: Policy = {
  policyId: 'national',
  version: 'v1',
  status: 'in-force',
  basis: 'ASSUMED',
  effectiveFrom: '2026-04-01T00:00:00+08:00',
  evidence: [],
  rules: {
    eligibility: { hsPrefixes: ['8541'], markets: ['CHINA'] },
    protection: { mode: 'FIXED_SHARE', sharePercent: 35, floorSharePercent: 10, releaseHoursBeforeCutOff: 72 },
    deadlines: { carrierConfirmHours: 24, standardMaximumWaitHours: 240, lateCancellationHoursBeforeCutOff: 48 },
    lowEmission: { belowLaneDefaultPercent: 15 },
    ranking: {
      balanced: {
        emissionsWeight: 60,
        arrivalWeight: 20,
        rateWeight: 20,
        emissionsKgPerTeu: 1_000,
        arrivalHours: 168,
        rateMinorUnitsPerTeu: 100_000,
      },
    },
    routes: { eastWestDefault: 'CAPE' },
    preCarriage: { kilometresPerDay: { ROAD: 500, RAIL: 400, INLAND_WATERWAY: 150, FEEDER: 400 } },
    dangerousGoods: [],
    dwell: { targetHours: { GREEN: 24, ORDINARY: 72 }, pauses: ['CUSTOMS_INSPECTION', 'WEATHER'], minimumSample: 30 },
    subsidy: {
      rate: { basis: 'CONTAINER', amount: '10', currencyCode: 'CNY' },
      capPerUnit: '1000',
      capTotal: '100000',
    },
  },
};
export const policyEvent = () => envelope('programme', 'org.greenlane.policy.published.v1', POLICY);
