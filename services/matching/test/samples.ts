import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import type { Designation, Policy } from '@greenlane/contracts/policy';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import type { JournalEntry, MarketInput } from '../src/domain/inputs.ts';
import { applyInput, emptyMarket, type Market, type MarketOutcome } from '../src/domain/market.ts';
import { naiveRanking } from '../src/domain/naive-ranking.ts';
import type { MakeEngine } from '../src/domain/ranking.ts';

type Changes<Document> = { readonly [Key in keyof Document]?: Document[Key] };

/** A sailing Shanghai – Ningbo – Rotterdam – Hamburg; its EU-MRV figure makes it low-emission unless changed. */
export function sampleOffer(changes: Changes<VesselOffer> = {}): VesselOffer {
  return {
    offerId: 'offer-1',
    version: 1,
    carrierId: 'carrier-a',
    carrierName: 'Carrier A',
    market: 'CHINA',
    publishedAt: '2026-11-01T00:00:00Z',
    carrierOfferReference: 'AEU3-054W',
    vessel: { vesselIMONumber: '9795610', name: 'COSCO SHIPPING UNIVERSE' },
    carrierServiceCode: 'AEU3',
    carrierExportVoyageNumber: '054W',
    route: 'SUEZ',
    portCalls: [
      {
        UNLocationCode: 'CNSGH',
        arrivalDateTime: '2026-12-03T06:00:00+08:00',
        departureDateTime: '2026-12-04T14:00:00+08:00',
        cutOffs: [{ cutOffDateTimeCode: 'FCO', cutOffDateTime: '2026-12-02T18:00:00+08:00' }],
      },
      {
        UNLocationCode: 'CNNBO',
        arrivalDateTime: '2026-12-05T06:00:00+08:00',
        departureDateTime: '2026-12-06T02:00:00+08:00',
        cutOffs: [{ cutOffDateTimeCode: 'FCO', cutOffDateTime: '2026-12-04T18:00:00+08:00' }],
      },
      {
        UNLocationCode: 'NLRTM',
        arrivalDateTime: '2027-01-05T04:00:00+01:00',
        departureDateTime: '2027-01-07T04:00:00+01:00',
      },
      { UNLocationCode: 'DEHAM', arrivalDateTime: '2027-01-09T04:00:00+01:00' },
    ],
    capacity: { teu: 100, weightTonnes: '1200', dangerousGoodsTeu: 20, reeferPlugs: 10 },
    acceptedEquipment: ['22G1', '42G1', '45G1', '45R1'],
    acceptedUNNumbers: ['3480'],
    rates: [{ ISOEquipmentCode: '45G1', amount: '2150.00', currencyCode: 'USD' }],
    emissionProfile: {
      dataQuality: 'MODELLED',
      gCO2PerTonneNauticalMile: '5.0',
      reportingYear: 2023,
      source: 'EU-MRV',
    },
    confirmation: 'MANUAL',
    validUntil: '2026-12-04T18:00:00+08:00',
    ...changes,
  };
}

/** The same ship without a figure of its own: the lane default, so not low-emission. */
export const DEFAULT_PROFILE: VesselOffer['emissionProfile'] = { dataQuality: 'DEFAULT' };

export function sampleRequest(changes: Changes<CargoRequest> = {}): CargoRequest {
  return {
    requestId: 'request-1',
    version: 1,
    exporterId: 'exporter-a',
    exporterName: 'Exporter A',
    submittedBy: 'exporter-a',
    market: 'CHINA',
    submittedAt: '2026-11-20T00:00:00Z',
    requestReference: 'YC-PV-2026-118',
    cargo: { extendedHSCode: '854143', commodityType: 'PV modules', dangerousGoods: [] },
    equipment: { ISOEquipmentCode: '45G1', units: 10, cargoGrossWeightKg: '18000' },
    origin: {
      clusterCode: 'YANCHENG',
      loadPorts: ['CNSGH'],
      preCarriage: [{ loadPort: 'CNSGH', mode: 'ROAD', distanceKm: '310' }],
    },
    destination: { dischargePorts: ['NLRTM'] },
    cargoReadyDateTime: '2026-11-28T08:00:00+08:00',
    latestArrivalDateTime: '2027-01-20T00:00:00+01:00',
    constraints: {},
    objective: 'LOWEST_EMISSIONS',
    splitAllowed: false,
    allocationMode: 'AUTO',
    rollable: false,
    ...changes,
  };
}

export function samplePolicy(changes: Changes<Policy> = {}, rules: Changes<Policy['rules']> = {}): Policy {
  return {
    policyId: 'national',
    version: '2026-1',
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
      ...rules,
    },
    ...changes,
  };
}

export function sampleDesignation(
  changes: Changes<Designation & { status: 'granted' | 'suspended' | 'revoked' }> = {},
): Designation & { readonly status: 'granted' | 'suspended' | 'revoked' } {
  return {
    designationId: 'designation-1',
    organisationId: 'exporter-p',
    clusterCode: 'YANCHENG',
    province: 'Jiangsu',
    hsPrefixes: ['8541'],
    markets: ['CHINA'],
    validFrom: '2026-04-01',
    evidence: { reference: 'notice 1' },
    status: 'granted',
    ...changes,
  };
}

/** Feeds a market one input after another, keeping the journal that its owner would keep. */
export function testMarket(makeEngine: MakeEngine = naiveRanking) {
  const market: Market = emptyMarket('CHINA', 'book-1', makeEngine);
  const journal: JournalEntry[] = [];
  let at = '2026-11-20T00:00:00.000Z';
  return {
    market,
    journal,
    at: (time: string) => {
      at = new Date(time).toISOString();
    },
    feed: (input: MarketInput): MarketOutcome => {
      const entry = { sequence: market.sequence + 1, at, input };
      const outcome = applyInput(market, entry);
      if (outcome.changed) journal.push(JSON.parse(JSON.stringify(entry)));
      return outcome;
    },
    policy: (policy = samplePolicy()) => ({ kind: 'policy-published', policy }) as const,
    offer: (changes: Changes<VesselOffer> = {}) => ({ kind: 'offer-published', offer: sampleOffer(changes) }) as const,
    request: (changes: Changes<CargoRequest> = {}) =>
      ({ kind: 'request-submitted', request: sampleRequest(changes) }) as const,
  };
}

/** The gist of an outcome: what a sentence about it would name. */
export function gist(outcome: MarketOutcome) {
  return {
    allocations: outcome.allocations.map(
      ({ payload }) =>
        `${payload.requestId} ${payload.status} ${payload.units} on ${payload.offerId}: ${payload.cause}`,
    ),
    decided: outcome.decided.map((decision) => `${decision.requestId} ${decision.status} ${decision.unitsAllocated}`),
  };
}
