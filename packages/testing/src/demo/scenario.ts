import { createHash } from 'node:crypto';
import type { CargoRequestBody } from '@greenlane/contracts/cargo-request';
import { DEFAULT_BID_PRICE_RULES, type PolicyRules } from '@greenlane/contracts/policy';
import type { Role } from '@greenlane/contracts/roles';
import type { VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import { findPort } from '@greenlane/geography/ports';
import type { z } from 'zod';
import { type Random, seededRandom } from '../random.ts';
import { LINER_SERVICES, type LinerService } from './services.ts';
import type { Ship } from './ships.ts';

/** The demo is a replay: it begins this many days before the present and runs up to it. */
export const REPLAY_DAYS = 21;
const WEEKS = 12;
const DAY_MILLISECONDS = 86_400_000;
const HOUR_MILLISECONDS = 3_600_000;
const REQUESTS = 420;

export type DemoOrganisation = {
  readonly organisationId: string;
  readonly name: string;
  readonly role: Role;
  readonly clusterCode?: string;
  readonly province?: string;
  readonly ports?: readonly string[];
  readonly actsFor?: readonly string[];
};

export type DemoRequest = {
  readonly submittedAt: Date;
  readonly exporterId: string;
  readonly body: z.input<typeof CargoRequestBody>;
};
export type DemoOffer = { readonly carrierId: string; readonly body: z.input<typeof VesselOfferBody> };

/** A proof of sustainability as its carrier registers it. */
export type DemoProof = {
  readonly carrierId: string;
  readonly body: {
    readonly type: 'PROOF_OF_SUSTAINABILITY';
    readonly reference: string;
    readonly sha256: string;
    readonly fuel: string;
    readonly energyMJ: string;
    readonly certifiedGramsPerMJ: string;
  };
};

export type Scenario = {
  readonly start: Date;
  readonly end: Date;
  readonly organisations: readonly DemoOrganisation[];
  readonly designations: readonly {
    readonly organisationId: string;
    readonly clusterCode: string;
    readonly hsPrefixes: readonly string[];
    readonly reference: string;
  }[];
  readonly policy: {
    readonly policyId: string;
    readonly version: string;
    readonly basis: 'ASSUMED';
    readonly effectiveFrom: string;
    readonly evidence: readonly never[];
    readonly rules: PolicyRules;
  };
  readonly offers: readonly DemoOffer[];
  readonly proofs: readonly DemoProof[];
  readonly requests: readonly DemoRequest[];
};

const CHINESE_PORTS = ['CNSGH', 'CNNBO', 'CNYTN', 'CNSHK', 'CNNSA', 'CNQIN'];

const ORGANISATIONS: readonly DemoOrganisation[] = [
  { organisationId: 'authority', name: 'Programme Authority', role: 'authority' },
  { organisationId: 'verifier', name: 'Independent Carbon Verifier', role: 'verifier' },
  { organisationId: 'oceanbridge', name: 'Ocean Bridge Line', role: 'carrier' },
  { organisationId: 'silkway', name: 'Silkway Container Line', role: 'carrier' },
  { organisationId: 'pacificarrow', name: 'Pacific Arrow', role: 'carrier' },
  { organisationId: 'harbourlink', name: 'Harbour Link', role: 'carrier' },
  {
    organisationId: 'yancheng-solar',
    name: 'Yancheng Solar Modules',
    role: 'exporter',
    clusterCode: 'YANCHENG',
    province: 'Jiangsu',
  },
  {
    organisationId: 'jiaxing-storage',
    name: 'Jiaxing Energy Storage',
    role: 'exporter',
    clusterCode: 'JIAXING',
    province: 'Zhejiang',
  },
  {
    organisationId: 'huizhou-battery',
    name: 'Huizhou Battery Systems',
    role: 'exporter',
    clusterCode: 'HUIZHOU',
    province: 'Guangdong',
  },
  { organisationId: 'suzhou-inverter', name: 'Suzhou Inverters', role: 'exporter', province: 'Jiangsu' },
  { organisationId: 'shenzhen-trading', name: 'Shenzhen General Trading', role: 'exporter', province: 'Guangdong' },
  { organisationId: 'qingdao-machinery', name: 'Qingdao Machinery', role: 'exporter', province: 'Shandong' },
  {
    organisationId: 'delta-logistics',
    name: 'Delta Multimodal',
    role: 'logistics-provider',
    actsFor: ['yancheng-solar', 'jiaxing-storage'],
  },
  { organisationId: 'yangtze-ports', name: 'Yangtze Delta Ports', role: 'port-operator', ports: ['CNSGH', 'CNNBO'] },
  {
    organisationId: 'pearl-ports',
    name: 'Pearl River Ports',
    role: 'port-operator',
    ports: ['CNYTN', 'CNSHK', 'CNNSA'],
  },
  { organisationId: 'bohai-ports', name: 'Yellow Sea Ports', role: 'port-operator', ports: ['CNQIN'] },
];

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

/** A time in the port's own zone, with its offset. */
export function localDateTime(time: Date, UNLocationCode: string): string {
  const timeZone = findPort(UNLocationCode)?.timeZone ?? 'UTC';
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    })
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const offset = (parts['timeZoneName'] ?? 'GMT').replace('GMT', '') || '+00:00';
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}${offset}`;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Fuel of a quarter that gives some 20 to 35 % less than the lane default. Where part of it is biofuel, that part counts by its
 * proof of sustainability.
 */
const QUARTER_FUELS = {
  LNG: [{ fuel: 'LNG', tonnes: '1750' }],
  METHANOL: [
    { fuel: 'METHANOL', tonnes: '3700' },
    { fuel: 'BIO_METHANOL', tonnes: '1200', certifiedGramsPerMJ: '12.5' },
  ],
  HVO: [
    { fuel: 'HFO', tonnes: '1900' },
    { fuel: 'HVO', tonnes: '1300', certifiedGramsPerMJ: '16' },
  ],
} as const;

/** MJ of the biofuels above, by their lower calorific values (FuelEU Annex II): 1,200 t × 20,000 and 1,300 t × 44,000 MJ/t. */
const PROVEN_MJ = { METHANOL: '24000000', HVO: '57200000' } as const;

/** The proofs behind sailings that burnt certified fuel, as their carriers register them; each third one is left out of the ledger. */
function proofsOf(offers: readonly DemoOffer[]): readonly DemoProof[] {
  const proofs = offers.flatMap(({ carrierId, body: { emissionProfile: profile } }) => {
    if (profile?.dataQuality !== 'PRIMARY') return [];
    const certified = profile.fuels.find((use) => use.certifiedGramsPerMJ !== undefined);
    const proof = profile.evidence?.find((item) => item.type === 'PROOF_OF_SUSTAINABILITY');
    if (certified?.certifiedGramsPerMJ === undefined || proof?.sha256 === undefined) return [];
    const { fuel, certifiedGramsPerMJ } = certified;
    const energyMJ = fuel === 'HVO' ? PROVEN_MJ.HVO : PROVEN_MJ.METHANOL;
    const { reference, sha256: fingerprint } = proof;
    const type = 'PROOF_OF_SUSTAINABILITY' as const;
    return [{ carrierId, body: { type, reference, sha256: fingerprint, fuel, energyMJ, certifiedGramsPerMJ } }];
  });
  return proofs.filter((_unused, index) => index % 3 !== 2);
}

function profileOf(
  service: LinerService,
  ship: Ship,
  sailing: { readonly week: number; readonly departure: Date },
): z.input<typeof VesselOfferBody>['emissionProfile'] {
  const { primaryFuel } = service;
  if (primaryFuel !== undefined && sailing.week % 2 === 0) {
    // A quarter that ended well before the demo begins.
    const start = new Date(sailing.departure.getTime() - 200 * DAY_MILLISECONDS);
    const end = new Date(sailing.departure.getTime() - 110 * DAY_MILLISECONDS);
    const teuKm = 310_000_000;
    const quarter = `${service.carrierServiceCode}-${ship.vesselIMONumber}-${start.toISOString().slice(0, 10)}`;
    const document = (type: 'BUNKER_DELIVERY_NOTE' | 'PROOF_OF_SUSTAINABILITY', reference: string) => ({
      type,
      reference,
      sha256: sha256(reference),
    });
    return {
      dataQuality: 'PRIMARY',
      fuels: QUARTER_FUELS[primaryFuel].map((use) => ({ ...use })),
      referencePeriod: { start: start.toISOString().slice(0, 10), end: end.toISOString().slice(0, 10) },
      transportWorkTeuKm: String(teuKm),
      evidence: [
        document('BUNKER_DELIVERY_NOTE', `BDN-${quarter}`),
        ...(primaryFuel === 'LNG' ? [] : [document('PROOF_OF_SUSTAINABILITY', `ISCC-PoS-${quarter}`)]),
      ],
    };
  }
  if (sailing.week % 5 === 3) return { dataQuality: 'DEFAULT' };
  return {
    dataQuality: 'MODELLED',
    gCO2PerTonneNauticalMile: ship.gCO2PerTonneNauticalMile,
    reportingYear: 2023,
    source: 'EU-MRV',
  };
}

function sailing(service: LinerService, week: number, firstMonday: Date): DemoOffer {
  const ship = service.ships[((week % service.ships.length) + service.ships.length) % service.ships.length] as Ship;
  const begin = new Date(
    firstMonday.getTime() + (week * 7 + service.weekday) * DAY_MILLISECONDS + 4 * HOUR_MILLISECONDS,
  );
  const voyage = `${String(((week % 52) + 60) % 52).padStart(3, '0')}${service.calls.at(-1)?.UNLocationCode.startsWith('US') ? 'E' : 'W'}`;
  const portCalls = service.calls.map(({ UNLocationCode, day }, index) => {
    const arrival = new Date(begin.getTime() + day * DAY_MILLISECONDS);
    const departure = new Date(arrival.getTime() + 18 * HOUR_MILLISECONDS);
    const isLoading = CHINESE_PORTS.includes(UNLocationCode);
    const before = (hours: number) =>
      localDateTime(new Date(departure.getTime() - hours * HOUR_MILLISECONDS), UNLocationCode);
    return {
      UNLocationCode,
      arrivalDateTime: localDateTime(arrival, UNLocationCode),
      ...(index < service.calls.length - 1 ? { departureDateTime: localDateTime(departure, UNLocationCode) } : {}),
      ...(isLoading
        ? {
            cutOffs: [
              { cutOffDateTimeCode: 'EFC' as const, cutOffDateTime: before(9 * 24) },
              { cutOffDateTimeCode: 'DGC' as const, cutOffDateTime: before(40) },
              { cutOffDateTimeCode: 'FCO' as const, cutOffDateTime: before(28) },
            ],
          }
        : {}),
    };
  });
  const first = portCalls[0];
  const lastLoading = portCalls.findLast((call) => call.cutOffs !== undefined);
  return {
    carrierId: service.carrierId,
    body: {
      carrierOfferReference: `${service.carrierServiceCode}-${voyage}-${first?.arrivalDateTime.slice(0, 10)}`,
      vessel: { vesselIMONumber: ship.vesselIMONumber, name: ship.name },
      carrierServiceCode: service.carrierServiceCode,
      carrierExportVoyageNumber: voyage,
      ...(service.route === undefined ? {} : { route: service.route }),
      portCalls,
      capacity: {
        teu: service.teu,
        weightTonnes: String(service.teu * 14),
        dangerousGoodsTeu: Math.floor(service.teu / 4),
        reeferPlugs: 0,
      },
      acceptedEquipment: ['22G1', '42G1', '45G1'],
      acceptedUNNumbers: week % 4 === 1 ? [] : ['3480', '3481', '3536'],
      rates: [
        { ISOEquipmentCode: '22G1', amount: `${Math.round(service.ratePerFeu * 0.6)}.00`, currencyCode: 'USD' },
        { ISOEquipmentCode: '42G1', amount: `${service.ratePerFeu}.00`, currencyCode: 'USD' },
        { ISOEquipmentCode: '45G1', amount: `${service.ratePerFeu + 40}.00`, currencyCode: 'USD' },
      ],
      emissionProfile: profileOf(service, ship, { week: week + 52, departure: begin }),
      confirmation: week % 3 === 0 ? 'AUTO' : 'MANUAL',
      validUntil: lastLoading?.cutOffs?.[2]?.cutOffDateTime ?? first?.arrivalDateTime ?? '',
    },
  };
}

type Shipper = {
  readonly exporterId: string;
  readonly clusterCode?: string;
  readonly origin: readonly { readonly loadPort: string; readonly km: number }[];
  readonly goods: readonly Goods[];
  /** Days from the request to the ready cargo: priority units book late. */
  readonly leadDays: readonly [number, number];
  readonly weight: number;
};
type Goods = {
  readonly hs: string;
  readonly name: string;
  readonly equipment: '22G1' | '42G1' | '45G1';
  readonly kg: readonly [number, number];
  readonly UNNumber?: string;
};

const MODULES: Goods = { hs: '854143', name: 'PV modules', equipment: '45G1', kg: [19_000, 24_500] };
const INVERTERS: Goods = { hs: '850440', name: 'Solar inverters', equipment: '42G1', kg: [14_000, 20_000] };
const BATTERIES: Goods = {
  hs: '850760',
  name: 'Lithium-ion battery packs',
  equipment: '22G1',
  kg: [15_000, 19_500],
  UNNumber: '3480',
};
const STORAGE: Goods = {
  hs: '850760',
  name: 'Containerised battery storage',
  equipment: '42G1',
  kg: [21_000, 25_500],
  UNNumber: '3536',
};
const MACHINERY: Goods = { hs: '847989', name: 'Machinery parts', equipment: '22G1', kg: [9_000, 20_000] };
const FURNITURE: Goods = { hs: '940360', name: 'Furniture', equipment: '45G1', kg: [8_000, 14_000] };

/** Road distances from the clusters to the gates, rounded to ten kilometres. */
const SHIPPERS: readonly Shipper[] = [
  {
    exporterId: 'yancheng-solar',
    clusterCode: 'YANCHENG',
    origin: [
      { loadPort: 'CNSGH', km: 310 },
      { loadPort: 'CNNBO', km: 460 },
    ],
    goods: [MODULES, MODULES, INVERTERS],
    leadDays: [1, 5],
    weight: 4,
  },
  {
    exporterId: 'jiaxing-storage',
    clusterCode: 'JIAXING',
    origin: [
      { loadPort: 'CNSGH', km: 110 },
      { loadPort: 'CNNBO', km: 150 },
    ],
    goods: [STORAGE, INVERTERS, MODULES],
    leadDays: [1, 6],
    weight: 4,
  },
  {
    exporterId: 'huizhou-battery',
    clusterCode: 'HUIZHOU',
    origin: [
      { loadPort: 'CNYTN', km: 70 },
      { loadPort: 'CNNSA', km: 150 },
      { loadPort: 'CNSHK', km: 110 },
    ],
    goods: [BATTERIES, STORAGE],
    leadDays: [1, 5],
    weight: 4,
  },
  {
    exporterId: 'suzhou-inverter',
    origin: [
      { loadPort: 'CNSGH', km: 100 },
      { loadPort: 'CNNBO', km: 230 },
    ],
    goods: [INVERTERS, MACHINERY],
    leadDays: [4, 16],
    weight: 4,
  },
  {
    exporterId: 'shenzhen-trading',
    origin: [
      { loadPort: 'CNYTN', km: 40 },
      { loadPort: 'CNSHK', km: 20 },
    ],
    goods: [FURNITURE, MACHINERY],
    leadDays: [3, 16],
    weight: 4,
  },
  {
    exporterId: 'qingdao-machinery',
    origin: [
      { loadPort: 'CNQIN', km: 50 },
      { loadPort: 'CNSGH', km: 720 },
    ],
    goods: [MACHINERY, FURNITURE],
    leadDays: [4, 18],
    weight: 2,
  },
];

const DESTINATIONS: readonly {
  readonly ports: readonly string[];
  readonly days: number;
  readonly importMarket: string;
  readonly weight: number;
}[] = [
  { ports: ['NLRTM', 'DEHAM', 'BEANR', 'DEBRV'], days: 66, importMarket: 'NL', weight: 6 },
  { ports: ['GRPIR', 'ITGOA', 'ESVLC'], days: 56, importMarket: 'IT', weight: 3 },
  { ports: ['USLAX', 'USLGB', 'USOAK'], days: 40, importMarket: 'US', weight: 3 },
  { ports: ['USNYC', 'USSAV'], days: 56, importMarket: 'US', weight: 2 },
  { ports: ['SGSIN', 'VNSGN', 'MYPKG', 'THLCH'], days: 28, importMarket: 'SG', weight: 3 },
  { ports: ['AEJEA', 'SADMM'], days: 45, importMarket: 'AE', weight: 2 },
  { ports: ['BRSSZ', 'ARBUE'], days: 58, importMarket: 'BR', weight: 2 },
];

function weighted<Item extends { readonly weight: number }>(random: Random, items: readonly Item[]): Item {
  let left = random.next() * items.reduce((total, item) => total + item.weight, 0);
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return items[0] as Item;
}

/** FOB names where the risk passes, the others where the seller's freight ends. */
function saleTerms(incoterm: 'CIF' | 'FOB' | 'DAP', ports: { readonly from: string; readonly to: string }) {
  const port = incoterm === 'FOB' ? ports.from : ports.to;
  return { incoterm, incotermNamedPlace: findPort(port)?.name ?? port };
}

function requestAt(random: Random, index: number, submittedAt: Date): DemoRequest {
  const shipper = weighted(random, SHIPPERS);
  const destination = weighted(random, DESTINATIONS);
  const goods = random.pick(shipper.goods);
  const isLate = shipper.clusterCode !== undefined;
  const ready = new Date(submittedAt.getTime() + random.whole(...shipper.leadDays) * DAY_MILLISECONDS);
  const first = shipper.origin[0]?.loadPort ?? 'CNSGH';
  const arrival = new Date(ready.getTime() + (destination.days + random.whole(0, 10)) * DAY_MILLISECONDS);
  const objective = random.pick(['LOWEST_EMISSIONS', 'LOWEST_EMISSIONS', 'BALANCED', 'EARLIEST_ARRIVAL'] as const);
  return {
    submittedAt,
    exporterId: shipper.exporterId,
    body: {
      requestReference: `${shipper.exporterId.slice(0, 3).toUpperCase()}-2026-${String(index).padStart(4, '0')}`,
      cargo: {
        extendedHSCode: goods.hs,
        commodityType: goods.name,
        dangerousGoods:
          goods.UNNumber === undefined
            ? []
            : [{ UNNumber: goods.UNNumber, imoClass: '9', certificateReference: `DGC-${index}` }],
      },
      equipment: {
        ISOEquipmentCode: goods.equipment,
        units: random.whole(1, isLate ? 8 : 6),
        cargoGrossWeightKg: String(random.whole(...goods.kg)),
      },
      origin: {
        ...(shipper.clusterCode === undefined ? {} : { clusterCode: shipper.clusterCode }),
        loadPorts: shipper.origin.map(({ loadPort }) => loadPort),
        preCarriage: shipper.origin.map(({ loadPort, km }) => ({
          loadPort,
          mode: 'ROAD' as const,
          distanceKm: String(km),
        })),
      },
      destination: { dischargePorts: [...destination.ports] },
      cargoReadyDateTime: localDateTime(ready, first),
      latestArrivalDateTime: localDateTime(arrival, destination.ports[0] ?? 'NLRTM'),
      objective,
      splitAllowed: random.next() < 0.4,
      importMarket: destination.importMarket,
      ...saleTerms(random.pick(['CIF', 'FOB', 'DAP'] as const), { from: first, to: destination.ports[0] ?? 'NLRTM' }),
    },
  };
}

/**
 * The whole demo as a function of seed and present: organisations, an ASSUMED policy, weekly sailings of real ships on seven trades, and
 * requests spread over the replayed days.
 */
export function demoScenario(options: { readonly seed: number; readonly now: Date }): Scenario {
  const random = seededRandom(options.seed);
  const end = new Date(Math.floor(options.now.getTime() / HOUR_MILLISECONDS) * HOUR_MILLISECONDS);
  const start = new Date(end.getTime() - REPLAY_DAYS * DAY_MILLISECONDS);
  // The first sailings begin a few days into the replay, so that cargo can still reach their gates.
  const firstMonday = new Date(Math.floor(start.getTime() / DAY_MILLISECONDS) * DAY_MILLISECONDS);
  firstMonday.setUTCDate(firstMonday.getUTCDate() + ((8 - firstMonday.getUTCDay()) % 7));
  const offers = Array.from({ length: WEEKS }, (_unused, week) =>
    LINER_SERVICES.map((service) => sailing(service, week, firstMonday)),
  ).flat();
  const requests = Array.from({ length: REQUESTS }, (_unused, index) => {
    const submittedAt = new Date(
      start.getTime() + ((index + random.next()) / REQUESTS) * (end.getTime() - start.getTime() - HOUR_MILLISECONDS),
    );
    return requestAt(random, index + 1, submittedAt);
  });
  return {
    start,
    end,
    organisations: ORGANISATIONS,
    designations: [
      {
        organisationId: 'yancheng-solar',
        clusterCode: 'YANCHENG',
        hsPrefixes: ['8541', '8504'],
        reference: 'demo designation, Yancheng',
      },
      {
        organisationId: 'jiaxing-storage',
        clusterCode: 'JIAXING',
        hsPrefixes: ['8541', '8504', '8507'],
        reference: 'demo designation, Jiaxing',
      },
      {
        organisationId: 'huizhou-battery',
        clusterCode: 'HUIZHOU',
        hsPrefixes: ['8507', '8504'],
        reference: 'demo designation, Huizhou',
      },
    ],
    policy: {
      policyId: 'CN-PRIORITY-GUARANTEE',
      version: '2026-demo-1',
      basis: 'ASSUMED',
      effectiveFrom: new Date(start.getTime() - DAY_MILLISECONDS).toISOString(),
      evidence: [],
      rules: RULES,
    },
    offers,
    proofs: proofsOf(offers),
    requests,
  };
}
