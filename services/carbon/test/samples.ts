import { randomUUID } from 'node:crypto';
import type { Allocation } from '@greenlane/contracts/allocation';
import { computeDoorToPort } from '@greenlane/emissions/door-to-port';
import { CURRENT_FACTOR_SET_VERSION } from '@greenlane/emissions/factors';

/** An event as its owner would publish it, open to everyone. */
export function sampleEnvelope(event: {
  readonly type: string;
  readonly subject: string;
  readonly key: string;
  readonly data: unknown;
}) {
  return {
    specversion: '1.0' as const,
    id: randomUUID(),
    source: '/greenlane/test',
    type: event.type,
    time: '2026-11-24T08:00:00.000Z',
    subject: event.subject,
    datacontenttype: 'application/json' as const,
    partitionkey: event.key,
    audience: '*',
    data: event.data,
  };
}

/** Two containers of PV modules from Shanghai to Rotterdam round the Cape, confirmed. */
export function sampleAllocation(allocationId: string, change: Partial<Allocation> = {}): Allocation {
  const chain: Allocation['chain'] = {
    factorSetVersion: CURRENT_FACTOR_SET_VERSION,
    ISOEquipmentCode: '45G1',
    cargoMassKg: '21500',
    preCarriage: [{ mode: 'ROAD', distanceKm: '310' }],
    sea: {
      loadPort: 'CNSGH',
      dischargePort: 'NLRTM',
      route: 'CAPE',
      distanceKm: '25777.988',
      distanceSource: 'marnet (Eurostat), CAPE',
      tradeLane: 'ASIA_NEUR',
      profile: { dataQuality: 'MODELLED', gCO2PerTonneNauticalMile: '6.05', reportingYear: 2023, source: 'EU-MRV' },
      profileJudgedOn: '2026-03-01',
    },
  };
  const computed = computeDoorToPort(chain);
  if (!computed.ok) throw new Error(JSON.stringify(computed.refusal));
  const { wellToWakeGrams, wellToTankGrams, tankToWakeGrams, laneDefaultWellToWakeGrams } = computed.value;
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
    units: 2,
    ISOEquipmentCode: '45G1',
    space: { quarterTeu: 16, weightKg: 50_800, dangerousGoodsQuarterTeu: 0, reeferPlugs: 0 },
    extendedHSCode: '854143',
    commodityType: 'PV modules',
    dangerousGoods: [],
    incoterm: 'CIF',
    vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
    carrierServiceCode: 'NE1',
    carrierExportVoyageNumber: '054W',
    loadPort: 'CNSGH',
    dischargePort: 'NLRTM',
    departureDateTime: '2026-04-02T14:00:00+08:00',
    arrivalDateTime: '2026-05-20T04:00:00+02:00',
    cutOffs: [],
    rate: { amount: '2150.00', currencyCode: 'USD' },
    chain,
    perContainer: { wellToWakeGrams, wellToTankGrams, tankToWakeGrams, laneDefaultWellToWakeGrams },
    decidedAt: '2026-03-01T08:00:00.000Z',
    changedAt: '2026-03-01T08:00:00.000Z',
    ...change,
  };
}
