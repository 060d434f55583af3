import { type Decimal, decimal } from '@greenlane/kernel/decimal';
import { type FactorIdentity, FUELEU_FACTOR_SET, type Source, type Trust } from './factors.ts';

/** Annex II groups its default values by class; a missing cell takes the highest value of its class in that column. */
export type FuelEuClass = 'FOSSIL' | 'BIOFUEL' | 'RFNBO';

/** `TBM`: to be measured, no default is given. */
type Coefficient = string | 'TBM';

export type FuelEuFuel = FactorIdentity & {
  readonly fuel: string;
  readonly fuelClass: FuelEuClass;
  /** Lower calorific value, MJ per g. */
  readonly lowerCalorificValue: string;
  /** Well-to-tank default in g CO2e/MJ, or `CERTIFIED`: E minus the carbon in the fuel, E from the proof of sustainability. */
  readonly wellToTank: string | 'CERTIFIED';
  /** Tank-to-wake emission factors, g per g of fuel burnt. */
  readonly co2: string;
  readonly ch4: Coefficient;
  readonly n2o: Coefficient;
  /** Fuel that leaves the engine unburnt, % of mass; it counts as methane. */
  readonly slipPercent: string;
};

const ANNEX_II: Source = {
  title: 'Regulation (EU) 2023/1805 (FuelEU Maritime)',
  locator: 'Annex II, table of default emission factors',
};

function fuel(row: {
  readonly fuel: string;
  readonly fuelClass: FuelEuClass;
  readonly lcv: string;
  readonly wellToTank: string;
  readonly cf: readonly [co2: string, ch4: string, n2o: string];
  readonly slipPercent?: string;
  readonly trust: Trust;
}): readonly [string, FuelEuFuel] {
  return [
    row.fuel,
    {
      fuel: row.fuel,
      fuelClass: row.fuelClass,
      factorId: `FUELEU-${row.fuel}`,
      framework: 'FUELEU',
      factorSetVersion: FUELEU_FACTOR_SET,
      gwpSet: 'AR4',
      unit: 'g CO2e/MJ',
      source: ANNEX_II,
      trust: row.trust,
      lowerCalorificValue: row.lcv,
      wellToTank: row.wellToTank,
      co2: row.cf[0],
      ch4: row.cf[1],
      n2o: row.cf[2],
      slipPercent: row.slipPercent ?? '0',
    },
  ];
}

const LIQUID = ['0.00005', '0.00018'] as const;
const LNG_ENGINES = [
  ['OTTO_MS', '3.1', 'B'],
  ['OTTO_SS', '1.7', 'B'],
  ['DIESEL_SS', '0.2', 'B'],
  ['LBSI', '2.6', 'B'],
  ['STEAM', '0', 'C'],
] as const;

/**
 * Default values of Annex II. VLSFO is no class of its own: it is entered by its ISO 8217 grade (RMG 380 is `HFO`).
 * Liquefied gas names the engine, because the slip belongs to the engine and not to the fuel.
 */
export const FUELEU_FUELS: ReadonlyMap<string, FuelEuFuel> = new Map([
  fuel({ fuel: 'HFO', fuelClass: 'FOSSIL', lcv: '0.0405', wellToTank: '13.5', cf: ['3.114', ...LIQUID], trust: 'A' }),
  fuel({ fuel: 'LFO', fuelClass: 'FOSSIL', lcv: '0.0410', wellToTank: '13.2', cf: ['3.151', ...LIQUID], trust: 'A' }),
  fuel({
    fuel: 'MDO_MGO',
    fuelClass: 'FOSSIL',
    lcv: '0.0427',
    wellToTank: '14.4',
    cf: ['3.206', ...LIQUID],
    trust: 'A',
  }),
  ...LNG_ENGINES.map(([engine, slipPercent, trust]) =>
    fuel({
      fuel: `LNG_${engine}`,
      fuelClass: 'FOSSIL',
      lcv: '0.0491',
      wellToTank: '18.5',
      cf: ['2.750', '0', '0.00011'],
      slipPercent,
      trust,
    }),
  ),
  fuel({
    fuel: 'LPG_PROPANE',
    fuelClass: 'FOSSIL',
    lcv: '0.0460',
    wellToTank: '7.8',
    cf: ['3.000', 'TBM', 'TBM'],
    trust: 'B',
  }),
  fuel({
    fuel: 'LPG_BUTANE',
    fuelClass: 'FOSSIL',
    lcv: '0.0460',
    wellToTank: '7.8',
    cf: ['3.030', 'TBM', 'TBM'],
    trust: 'B',
  }),
  fuel({
    fuel: 'METHANOL',
    fuelClass: 'FOSSIL',
    lcv: '0.0199',
    wellToTank: '31.3',
    cf: ['1.375', 'TBM', 'TBM'],
    trust: 'C',
  }),
  fuel({ fuel: 'AMMONIA', fuelClass: 'FOSSIL', lcv: '0.0186', wellToTank: '121', cf: ['0', 'TBM', 'TBM'], trust: 'C' }),
  fuel({ fuel: 'HYDROGEN', fuelClass: 'FOSSIL', lcv: '0.1200', wellToTank: '132', cf: ['0', '0', 'TBM'], trust: 'C' }),
  fuel({
    fuel: 'FAME',
    fuelClass: 'BIOFUEL',
    lcv: '0.037',
    wellToTank: 'CERTIFIED',
    cf: ['2.834', ...LIQUID],
    trust: 'B',
  }),
  fuel({
    fuel: 'HVO',
    fuelClass: 'BIOFUEL',
    lcv: '0.044',
    wellToTank: 'CERTIFIED',
    cf: ['3.115', ...LIQUID],
    trust: 'B',
  }),
  ...LNG_ENGINES.map(([engine, slipPercent]) =>
    fuel({
      fuel: `BIO_LNG_${engine}`,
      fuelClass: 'BIOFUEL',
      lcv: '0.050',
      wellToTank: 'CERTIFIED',
      cf: ['2.750', '0', '0.00011'],
      slipPercent,
      trust: 'C',
    }),
  ),
  fuel({
    fuel: 'BIO_METHANOL',
    fuelClass: 'BIOFUEL',
    lcv: '0.020',
    wellToTank: 'CERTIFIED',
    cf: ['1.375', 'TBM', 'TBM'],
    trust: 'C',
  }),
  fuel({
    fuel: 'ETHANOL',
    fuelClass: 'BIOFUEL',
    lcv: '0.027',
    wellToTank: 'CERTIFIED',
    cf: ['1.913', 'TBM', 'TBM'],
    trust: 'C',
  }),
  fuel({
    fuel: 'E_METHANOL',
    fuelClass: 'RFNBO',
    lcv: '0.0199',
    wellToTank: 'CERTIFIED',
    cf: ['1.375', 'TBM', 'TBM'],
    trust: 'C',
  }),
  fuel({
    fuel: 'E_AMMONIA',
    fuelClass: 'RFNBO',
    lcv: '0.0186',
    wellToTank: 'CERTIFIED',
    cf: ['0', 'TBM', 'TBM'],
    trust: 'C',
  }),
  fuel({
    fuel: 'E_HYDROGEN',
    fuelClass: 'RFNBO',
    lcv: '0.1200',
    wellToTank: 'CERTIFIED',
    cf: ['0', '0', 'TBM'],
    trust: 'C',
  }),
]);

/** Highest default of every class in the CH4 and N2O columns: 0.00005 and 0.00018 g/g, the liquid rows. */
const HIGHEST_CH4 = decimal('0.00005');
const HIGHEST_N2O = decimal('0.00018');

/** Warming potentials for FuelEU; AR4 reproduces the worked example of the ESSF, AR5 is the contrary reading. */
export const FUELEU_GWP = {
  AR4: { ch4: decimal(25), n2o: decimal(298) },
  AR5: { ch4: decimal(28), n2o: decimal(265) },
} as const;
export type FuelEuGwpSet = keyof typeof FUELEU_GWP;

/**
 * Tank-to-wake emissions of one gram of fuel in g CO2e (Annex I): the burnt share with the three gases, and the slipped
 * share as methane.
 */
export function fuelEuTankToWakePerGram(fuel: FuelEuFuel, gwpSet: FuelEuGwpSet): Decimal {
  const gwp = FUELEU_GWP[gwpSet];
  const slip = decimal(fuel.slipPercent).div(100);
  const ch4 = fuel.ch4 === 'TBM' ? HIGHEST_CH4 : decimal(fuel.ch4);
  const n2o = fuel.n2o === 'TBM' ? HIGHEST_N2O : decimal(fuel.n2o);
  const burnt = decimal(fuel.co2).plus(ch4.times(gwp.ch4)).plus(n2o.times(gwp.n2o));
  return burnt.times(decimal(1).minus(slip)).plus(slip.times(gwp.ch4));
}

/** Tank-to-wake emissions of one gram of fuel without the CO2 of burning it (biogenic carbon is counted in the fuel's E). */
export function fuelEuNonCo2PerGram(fuel: FuelEuFuel, gwpSet: FuelEuGwpSet): Decimal {
  const slip = decimal(fuel.slipPercent).div(100);
  return fuelEuTankToWakePerGram(fuel, gwpSet).minus(decimal(fuel.co2).times(decimal(1).minus(slip)));
}
