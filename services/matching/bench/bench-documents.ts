import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { between, type Random } from './bench-books.ts';

/** Offers and requests as events carry them, for the benches that measure whole processes. */
const FIRST_DAY = Date.parse('2026-11-20T00:00:00Z');
const DAY = 86_400_000;
const CHINESE_PORTS = ['CNLYG', 'CNTAC', 'CNSGH', 'CNNBO', 'CNDFG', 'CNYTN', 'CNNSA'] as const;
/** Cargo of a market is loaded inside its region; sea distances are known between China and the others. */
const PORTS = {
  CHINA: {
    load: ['CNDLC', 'CNTAO', 'CNSGH', 'CNNBO', 'CNXMN', 'CNYTN', 'CNNSA'],
    discharge: ['GRPIR', 'ESVLC', 'GBFXT', 'NLRTM', 'BEANR', 'DEHAM', 'PLGDN'],
  },
  NORTH_EUROPE: { load: ['NLRTM', 'DEHAM', 'DEBRV', 'BEANR', 'FRLEH', 'GBFXT', 'GBSOU'], discharge: CHINESE_PORTS },
  MEDITERRANEAN: { load: ['GRPIR', 'ITGOA', 'ITGIT', 'ESVLC', 'ESBCN', 'FRFOS', 'MTMAR'], discharge: CHINESE_PORTS },
  NORTH_AMERICA_EAST: {
    load: ['USNYC', 'USBAL', 'USORF', 'USCHS', 'USSAV', 'USMIA', 'USHOU'],
    discharge: CHINESE_PORTS,
  },
} as const;
export type BenchMarket = keyof typeof PORTS;
const VESSELS = ['9795610', '9811000', '9839430', '9893890'] as const;

const at = (day: number, hour = 0) => new Date(FIRST_DAY + day * DAY + hour * 3_600_000).toISOString();
const some = <Value>(random: Random, values: readonly Value[], most: number): Value[] => {
  const first = Math.floor(random() * values.length);
  return values.slice(first, first + between(random, 1, most));
};

export function publishedOffer(random: Random, number: number, market: BenchMarket = 'CHINA'): VesselOffer {
  const cutOff = between(random, 5, 80);
  const loads = some<string>(random, PORTS[market].load, 3);
  const discharges = some<string>(random, PORTS[market].discharge, 3);
  const transit = between(random, 25, 45);
  const rate = between(random, 900, 4_000);
  return {
    offerId: `offer-${(number * 2_654_435_761) % 4_294_967_296}`,
    version: 1,
    carrierId: `carrier-${between(random, 1, 20)}`,
    carrierName: 'Carrier',
    market,
    publishedAt: at(0),
    carrierOfferReference: `REF-${number}`,
    vessel: { vesselIMONumber: VESSELS[number % VESSELS.length]!, name: 'BENCH TRADER' },
    carrierServiceCode: `AE${between(random, 1, 60)}`,
    carrierExportVoyageNumber: `${number}W`,
    route: random() < 0.5 ? 'SUEZ' : 'CAPE',
    portCalls: [
      ...loads.map((port, call) => ({
        UNLocationCode: port,
        arrivalDateTime: at(cutOff + 1 + 2 * call),
        departureDateTime: at(cutOff + 2 + 2 * call),
        cutOffs: [{ cutOffDateTimeCode: 'FCO' as const, cutOffDateTime: at(cutOff + 2 * call, 12) }],
      })),
      ...discharges.map((port, call) => ({
        UNLocationCode: port,
        arrivalDateTime: at(cutOff + transit + 2 * call),
        departureDateTime: at(cutOff + transit + 1 + 2 * call),
      })),
    ],
    capacity: {
      teu: between(random, 20, 400),
      weightTonnes: String(between(random, 300, 4_500)),
      dangerousGoodsTeu: between(random, 0, 40),
      reeferPlugs: between(random, 0, 60),
    },
    acceptedEquipment: ['22G1', '42G1', '45G1', '45R1', 'L5G1'],
    acceptedUNNumbers: random() < 0.3 ? ['3480', '3481'] : [],
    rates: (['22G1', '42G1', '45G1', '45R1'] as const).map((code, place) => ({
      ISOEquipmentCode: code,
      amount: `${rate * (place + 1)}.00`,
      currencyCode: 'USD',
    })),
    emissionProfile:
      random() < 0.4
        ? { dataQuality: 'DEFAULT' }
        : {
            dataQuality: 'MODELLED',
            gCO2PerTonneNauticalMile: (4 + random() * 6).toFixed(2),
            reportingYear: 2023,
            source: 'EU-MRV',
          },
    confirmation: random() < 0.5 ? 'AUTO' : 'MANUAL',
    validUntil: at(cutOff),
  };
}

export function submittedRequest(random: Random, number: number, market: BenchMarket = 'CHINA'): CargoRequest {
  const ready = between(random, 2, 40);
  const loads = some<string>(random, PORTS[market].load, 3);
  return {
    requestId: `request-${number}`,
    version: 1,
    exporterId: `exporter-${between(random, 1, 50)}`,
    exporterName: 'Exporter',
    submittedBy: 'exporter',
    market,
    submittedAt: at(0),
    requestReference: `ORDER-${number}`,
    cargo: { extendedHSCode: random() < 0.2 ? '854143' : '940360', commodityType: 'goods', dangerousGoods: [] },
    equipment: {
      ISOEquipmentCode: (['45G1', '45G1', '45G1', '22G1', '42G1', '45R1'] as const)[between(random, 0, 5)]!,
      units: between(random, 1, 8),
      cargoGrossWeightKg: String(between(random, 4_000, 20_000)),
    },
    origin: {
      clusterCode: 'YANCHENG',
      loadPorts: loads,
      preCarriage: loads.map((loadPort) => ({
        loadPort,
        mode: 'ROAD' as const,
        distanceKm: String(between(random, 50, 900)),
      })),
    },
    destination: { dischargePorts: some<string>(random, PORTS[market].discharge, 2) },
    cargoReadyDateTime: at(ready),
    latestArrivalDateTime: at(ready + between(random, 40, 90)),
    constraints: {},
    objective: (['LOWEST_EMISSIONS', 'LOWEST_EMISSIONS', 'LOWEST_EMISSIONS', 'BALANCED', 'EARLIEST_ARRIVAL'] as const)[
      between(random, 0, 4)
    ]!,
    splitAllowed: random() < 0.5,
    allocationMode: 'AUTO',
    rollable: false,
  };
}
