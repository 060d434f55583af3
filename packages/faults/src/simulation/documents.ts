import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import type { Designation, Policy } from '@greenlane/contracts/policy';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { POLICY_RULES } from '@greenlane/testing/cargo';
import type { Random } from '@greenlane/testing/random';

/** When every simulated world begins. */
export const START = Date.parse('2026-11-20T00:00:00Z');
const HOUR = 3_600_000;

const after = (hours: number): string => new Date(START + hours * HOUR).toISOString().replace('.000Z', 'Z');

/** The pools of one leg, as the documents state them. */
export type Published = { readonly teu: number; readonly weightTonnes: number; readonly dangerousGoodsTeu: number };

/** A sailing of three calls with room for a few dozen containers, so that it fills within a run. */
export function offerDocument(
  random: Random,
  change: Pick<VesselOffer, 'offerId' | 'version'> & { readonly teu: number },
): VesselOffer {
  const { offerId, version, teu } = change;
  const number = Number(offerId.slice(1));
  const isGreen = number % 2 === 0;
  const departs = 110 + number * 30;
  const legTeu = random.next() < 0.3 ? random.whole(1, teu) : undefined;
  const pools = (of: number) => ({
    teu: of,
    weightTonnes: String(of * 16),
    dangerousGoodsTeu: Math.floor(of / 3),
    reeferPlugs: 0,
  });
  return {
    offerId,
    version,
    carrierId: `carrier-${number % 3}`,
    carrierName: `Carrier ${number % 3}`,
    market: 'CHINA',
    publishedAt: after(0),
    carrierOfferReference: offerId,
    vessel: { vesselIMONumber: '9795610', name: 'COSCO SHIPPING UNIVERSE' },
    carrierServiceCode: 'AEU3',
    carrierExportVoyageNumber: '054W',
    route: 'SUEZ',
    portCalls: [
      {
        UNLocationCode: 'CNSGH',
        arrivalDateTime: after(departs - 30),
        departureDateTime: after(departs),
        cutOffs: [{ cutOffDateTimeCode: 'FCO', cutOffDateTime: after(departs - 40) }],
      },
      {
        UNLocationCode: 'CNNBO',
        arrivalDateTime: after(departs + 20),
        departureDateTime: after(departs + 40),
        cutOffs: [{ cutOffDateTimeCode: 'FCO', cutOffDateTime: after(departs + 10) }],
      },
      { UNLocationCode: 'NLRTM', arrivalDateTime: after(departs + 800) },
    ],
    capacity: pools(teu),
    ...(legTeu === undefined
      ? {}
      : { legCapacities: [{ fromUNLocationCode: 'CNNBO', toUNLocationCode: 'NLRTM', ...pools(legTeu) }] }),
    acceptedEquipment: ['22G1', '45G1'],
    acceptedUNNumbers: ['3480'],
    rates: [{ ISOEquipmentCode: '45G1', amount: '2150.00', currencyCode: 'USD' }],
    emissionProfile: isGreen
      ? { dataQuality: 'MODELLED', gCO2PerTonneNauticalMile: '5.0', reportingYear: 2023, source: 'EU-MRV' }
      : { dataQuality: 'DEFAULT' },
    confirmation: number % 3 === 0 ? 'AUTO' : 'MANUAL',
    validUntil: after(departs + 10),
  };
}

export const isGreen = (offerId: string): boolean => Number(offerId.slice(1)) % 2 === 0;

export function publishedLegs(offer: VesselOffer): readonly Published[] {
  return offer.portCalls.slice(1).map((call, index) => {
    const from = offer.portCalls[index]?.UNLocationCode;
    const own = offer.legCapacities?.find(
      (leg) => leg.fromUNLocationCode === from && leg.toUNLocationCode === call.UNLocationCode,
    );
    const { teu, weightTonnes, dangerousGoodsTeu } = own ?? offer.capacity;
    return { teu, weightTonnes: Number(weightTonnes), dangerousGoodsTeu };
  });
}

export function requestDocument(random: Random, change: Pick<CargoRequest, 'requestId' | 'version'>): CargoRequest {
  const isPriority = random.next() < 0.3;
  const isDangerous = random.next() < 0.15;
  const exporterId = isPriority ? 'exporter-p' : `exporter-${random.whole(1, 4)}`;
  return {
    ...change,
    exporterId,
    exporterName: exporterId,
    submittedBy: exporterId,
    market: 'CHINA',
    submittedAt: after(0),
    requestReference: change.requestId,
    cargo: {
      extendedHSCode: isDangerous ? '850760' : '854143',
      commodityType: 'goods',
      dangerousGoods: isDangerous ? [{ UNNumber: '3480', imoClass: '9', certificateReference: 'C-1' }] : [],
    },
    equipment: {
      ISOEquipmentCode: random.pick(['22G1', '45G1'] as const),
      units: random.whole(1, 9),
      cargoGrossWeightKg: String(random.whole(4, 24) * 1_000),
    },
    origin: {
      loadPorts: random.pick([['CNSGH'], ['CNNBO'], ['CNSGH', 'CNNBO']]),
      preCarriage: [],
    },
    destination: { dischargePorts: ['NLRTM'] },
    cargoReadyDateTime: after(1),
    latestArrivalDateTime: after(random.whole(900, 1_500)),
    constraints: {},
    objective: random.pick(['LOWEST_EMISSIONS', 'BALANCED', 'EARLIEST_ARRIVAL'] as const),
    splitAllowed: random.next() < 0.5,
    allocationMode: random.next() < 0.2 ? 'MANUAL' : 'AUTO',
    rollable: random.next() < 0.3,
  };
}

export const SHARE_PERCENT = POLICY_RULES.protection.sharePercent;
export const RELEASE_HOURS = POLICY_RULES.protection.releaseHoursBeforeCutOff;

export function policyDocument(): Policy {
  return {
    policyId: 'simulated',
    version: '1',
    status: 'in-force',
    basis: 'ASSUMED',
    effectiveFrom: after(-24),
    evidence: [],
    // A MODELLED figure of 5.0 g lies 18 % below the lane default; lower ones count as implausible.
    rules: { ...JSON.parse(JSON.stringify(POLICY_RULES)), lowEmission: { belowLaneDefaultPercent: 15 } },
  };
}

export function designationDocument(): Designation & { readonly status: 'granted' } {
  return {
    designationId: 'designation-1',
    organisationId: 'exporter-p',
    clusterCode: 'YANCHENG',
    province: 'Jiangsu',
    hsPrefixes: ['8541', '8507'],
    markets: ['CHINA'],
    validFrom: '2026-04-01',
    evidence: { reference: 'notice 1' },
    status: 'granted',
  };
}
