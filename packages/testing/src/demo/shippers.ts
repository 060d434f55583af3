import type { CargoRequestBody } from '@greenlane/contracts/cargo-request';
import { findPort } from '@greenlane/geography/ports';
import type { z } from 'zod';
import type { Random } from '../random.ts';
import { DAY_MILLISECONDS, localDateTime } from './local-time.ts';

export type DemoRequest = {
  readonly submittedAt: Date;
  readonly exporterId: string;
  readonly body: z.input<typeof CargoRequestBody>;
};

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

/** What some shipper asks for at this time; the same random numbers give the same request. */
export function requestAt(random: Random, index: number, submittedAt: Date): DemoRequest {
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
