import { type FactorRow, GLEC_FACTOR_SET, type Source, type Trust } from './factors.ts';

/**
 * Default factors of the GLEC Framework v3.2 (October 2025), the published parameters of ISO 14083. Read through one
 * open-source library that cites the pages, hence trust C unless a second source agrees.
 */
const GLEC_TITLE = 'GLEC Framework v3.2, Smart Freight Centre, October 2025';

function glecRow(row: {
  readonly factorId: string;
  readonly unit: string;
  readonly split: readonly [wellToTank: string, tankToWake: string];
  readonly locator: string;
  readonly trust?: Trust;
  readonly proxyFor?: string;
}): FactorRow {
  const source: Source = { title: GLEC_TITLE, locator: row.locator };
  return {
    factorId: row.factorId,
    framework: 'ISO14083_GLEC',
    factorSetVersion: GLEC_FACTOR_SET,
    gwpSet: 'AR6',
    unit: row.unit,
    wellToTank: row.split[0],
    tankToWake: row.split[1],
    source,
    trust: row.trust ?? 'C',
    ...(row.proxyFor === undefined ? {} : { proxyFor: row.proxyFor }),
  };
}

export type TradeLaneId =
  | 'ASIA_NEUR'
  | 'ASIA_MED'
  | 'ASIA_NAWC'
  | 'ASIA_NAEC'
  | 'ASIA_SAM'
  | 'ASIA_MEI'
  | 'ASIA_AFR'
  | 'ASIA_OCE'
  | 'SEA_NEA'
  | 'INTRA_SEA'
  | 'INTRA_MEI'
  | 'EUR_MEI'
  | 'TRANS_SUEZ'
  | 'INDUSTRY_AVG';

export type TradeLane = {
  readonly id: TradeLaneId;
  readonly name: string;
  readonly dry: FactorRow;
  readonly refrigerated: FactorRow;
};

const LANE_LOCATOR = 'Module 2, Table 18, p. 111 (Clean Cargo trade lanes)';

function lane(
  id: TradeLaneId,
  name: string,
  dry: readonly [string, string],
  refrigerated: readonly [string, string],
  trust: Trust = 'C',
): readonly [TradeLaneId, TradeLane] {
  const unit = 'g CO2e/TEU-km';
  return [
    id,
    {
      id,
      name,
      dry: glecRow({ factorId: `GLEC-T18-${id}-DRY`, unit, split: dry, locator: LANE_LOCATOR, trust }),
      refrigerated: glecRow({
        factorId: `GLEC-T18-${id}-REEFER`,
        unit,
        split: refrigerated,
        locator: LANE_LOCATOR,
        trust,
      }),
    },
  ];
}

/**
 * Container trade lanes. The values already include 70 % utilisation and the 15 % distance adjustment: they are
 * multiplied by the shortest feasible distance and never by 1.15 again. Reefer values include the reefer's electricity.
 */
export const TRADE_LANES: ReadonlyMap<string, TradeLane> = new Map<string, TradeLane>([
  lane('ASIA_NEUR', 'Asia – North Europe', ['8.2', '38.7'], ['19.4', '91.2']),
  lane('ASIA_MED', 'Asia – Mediterranean and Black Sea', ['9.1', '43.1'], ['20.4', '96.0']),
  lane('ASIA_NAWC', 'Asia – North America West Coast', ['12.0', '55.0'], ['24.0', '110.4']),
  lane('ASIA_NAEC', 'Asia – North America East Coast and Gulf', ['10.5', '48.5'], ['21.9', '100.6']),
  lane('ASIA_SAM', 'Asia – South and Central America', ['11.8', '55.9'], ['23.9', '112.2']),
  lane('ASIA_MEI', 'Asia – Middle East and India', ['13.8', '64.5'], ['26.5', '124.1']),
  lane('ASIA_AFR', 'Asia – Africa', ['15.4', '72.8'], ['28.3', '133.0']),
  lane('ASIA_OCE', 'Asia – Oceania', ['16.9', '79.0'], ['30.2', '141.0']),
  lane('SEA_NEA', 'South-East Asia – North-East Asia', ['19.3', '89.2'], ['33.6', '155.2']),
  lane('INTRA_SEA', 'Intra South-East Asia', ['23.5', '112.1'], ['39.5', '188.0']),
  lane('INTRA_MEI', 'Intra Middle East and India', ['20.5', '94.0'], ['37.2', '170.6']),
  lane('EUR_MEI', 'Europe – Middle East and India', ['13.0', '60.4'], ['24.6', '114.6']),
  lane('TRANS_SUEZ', 'Trans-Suez aggregate', ['8.9', '41.7'], ['20.1', '94.4']),
  lane('INDUSTRY_AVG', 'Industry average', ['12.7', '59.0'], ['25.3', '117.0'], 'B'),
]);

/** Lanes that the table does not hold, and the row that stands in for each. */
export const TRADE_LANE_STAND_INS: ReadonlyMap<string, TradeLaneId> = new Map([['INTRA_NEA', 'INDUSTRY_AVG']]);

/** What the values of a trade lane contain, and what the ones on actual distance still need. */
export const SEA_DISTANCE_ADJUSTMENT = {
  factor: '1.15',
  source: { title: GLEC_TITLE, locator: 'Module 1, about p. 51: actual sea distances are on average 15 % longer' },
} as const;

const RAIL_SPLIT =
  'Module 2, Table 4, p. 97 (EU average, total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1';
const TEMPERATURE_CONTROLLED = '; + 12 % for temperature-controlled units';

/** Land, barge and feeder defaults for pre-carriage, by mode and whether the container is refrigerated. */
export const PRE_CARRIAGE_FACTORS = {
  ROAD: {
    dry: glecRow({
      factorId: 'GLEC-ROAD-ARTICULATED-DIESEL',
      unit: 'g CO2e/t-km',
      split: ['27', '89'],
      locator: 'Module 2, Table 8, p. 101 (articulated truck, diesel), with the split of the iLEAP demonstration data',
      proxyFor:
        'road haulage in China, for which the GLEC default table was not available; the European figure is used',
    }),
    refrigerated: glecRow({
      factorId: 'GLEC-ROAD-ARTICULATED-DIESEL-REEFER',
      unit: 'g CO2e/t-km',
      split: ['30.24', '99.68'],
      locator: `Module 2, Table 8, p. 101 (articulated truck, diesel)${TEMPERATURE_CONTROLLED}`,
      proxyFor: 'refrigerated road haulage in China; the European figure is used',
    }),
  },
  RAIL: {
    dry: glecRow({
      factorId: 'GLEC-RAIL-EU-AVERAGE',
      unit: 'g CO2e/t-km',
      split: ['4.26', '14.14'],
      locator: RAIL_SPLIT,
      proxyFor: 'rail freight in China, for which no default was published; the European average is used',
    }),
    refrigerated: glecRow({
      factorId: 'GLEC-RAIL-EU-AVERAGE-REEFER',
      unit: 'g CO2e/t-km',
      split: ['4.7712', '15.8368'],
      locator: `${RAIL_SPLIT}${TEMPERATURE_CONTROLLED}`,
      proxyFor: 'refrigerated rail freight in China; the European average is used',
    }),
  },
  INLAND_WATERWAY: {
    dry: glecRow({
      factorId: 'GLEC-IWT-CONTAINER-110M',
      unit: 'g CO2e/t-km',
      split: ['6.8', '22.5'],
      locator: 'Module 2, Table 2 (container vessel, 110 m)',
      proxyFor: 'container barges on Chinese waterways; the European 110 m vessel is used',
    }),
    refrigerated: glecRow({
      factorId: 'GLEC-IWT-CONTAINER-110M-REEFER',
      unit: 'g CO2e/t-km',
      split: ['6.8', '22.5'],
      locator: 'Module 2, Table 2 (container vessel, 110 m); no uplift for refrigerated units is published',
      proxyFor: 'refrigerated containers on Chinese waterways; the European 110 m vessel is used, without an uplift',
    }),
  },
  FEEDER: {
    dry: glecRow({
      factorId: 'GLEC-T18-SEA_NEA-DRY-FEEDER',
      unit: 'g CO2e/TEU-km',
      split: ['19.3', '89.2'],
      locator: `${LANE_LOCATOR}, South-East Asia – North-East Asia`,
      proxyFor: 'coastal feeders in North-East Asia, for which no lane was published',
    }),
    refrigerated: glecRow({
      factorId: 'GLEC-T18-SEA_NEA-REEFER-FEEDER',
      unit: 'g CO2e/TEU-km',
      split: ['33.6', '155.2'],
      locator: `${LANE_LOCATOR}, South-East Asia – North-East Asia`,
      proxyFor: 'coastal feeders with refrigerated containers in North-East Asia, for which no lane was published',
    }),
  },
} as const satisfies Record<string, { readonly dry: FactorRow; readonly refrigerated: FactorRow }>;

export type HubType =
  | 'Transshipment'
  | 'StorageAndTransshipment'
  | 'Warehouse'
  | 'LiquidBulkTerminal'
  | 'MaritimeContainerTerminal';
export type HubTemperature = 'ambient' | 'refrigerated' | 'mixed';

/**
 * The source gives hubs as one well-to-wake figure. ISO 14083 wants both parts, so it is split by the well-to-wake ratio
 * of EU diesel (3.22 / 4.19, rounded half to even to whole grams): terminals run mostly on diesel, and the total is untouched.
 */
const HUB_SPLIT = 'Module 2, Table 3 (total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1';

function hub(
  hubType: HubType,
  unit: string,
  ambient: readonly [string, string],
  controlled: readonly [string, string],
): readonly [HubType, { readonly ambient: FactorRow; readonly temperatureControlled: FactorRow }] {
  return [
    hubType,
    {
      ambient: glecRow({ factorId: `GLEC-T3-${hubType}-AMBIENT`, unit, split: ambient, locator: HUB_SPLIT }),
      temperatureControlled: glecRow({
        factorId: `GLEC-T3-${hubType}-TEMPERATURE-CONTROLLED`,
        unit,
        split: controlled,
        locator: HUB_SPLIT,
      }),
    },
  ];
}

/** Hub operations. Terminals count containers, the others tonnes of throughput. */
export const HUBS: ReadonlyMap<HubType, { readonly ambient: FactorRow; readonly temperatureControlled: FactorRow }> =
  new Map([
    hub('Transshipment', 'g CO2e/t', ['278', '922'], ['602', '1998']),
    hub('StorageAndTransshipment', 'g CO2e/t', ['625', '2075'], ['671', '2229']),
    hub('Warehouse', 'g CO2e/t', ['9283', '30817'], ['11575', '38425']),
    hub('LiquidBulkTerminal', 'g CO2e/t', ['787', '2613'], ['2361', '7839']),
    hub('MaritimeContainerTerminal', 'g CO2e/container', ['2639', '8761'], ['3102', '10298']),
  ]);

/** Fuel burnt, g CO2e per g of fuel. */
export const GLEC_FUELS = {
  HFO: glecRow({
    factorId: 'GLEC-FUEL-VLSFO-HFO',
    unit: 'g CO2e/g fuel',
    split: ['0.68', '3.16'],
    locator: 'Module 1, fuel factors (marine VLSFO / HFO, 3.84 well-to-wake)',
  }),
  MDO_MGO: glecRow({
    factorId: 'GLEC-FUEL-MDO-MGO',
    unit: 'g CO2e/g fuel',
    split: ['0.75', '3.26'],
    locator: 'Module 1, fuel factors (marine MDO / MGO, 4.01 well-to-wake)',
  }),
  LNG: glecRow({
    factorId: 'GLEC-FUEL-LNG',
    unit: 'g CO2e/g fuel',
    split: ['0.88', '3.73'],
    locator: 'Module 1, fuel factors (marine LNG, default engine, 4.61 well-to-wake)',
  }),
} as const;
