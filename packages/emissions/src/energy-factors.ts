import { type FactorIdentity, type FactorRow, GLEC_FACTOR_SET, type Source, type Trust } from './factors.ts';
import { GLEC_FUELS } from './glec-factors.ts';
import type { Unit } from './units.ts';

/** An energy carrier as operators report it: which units measure it, and what a kilogram or kilowatt-hour emits. */
export type EnergyCarrier = {
  readonly carrier: string;
  /** Units in which the carrier is metered; anything else is refused (gas is not sold by the litre). */
  readonly units: readonly Unit[];
  /** Kilograms per litre, where litres are allowed. */
  readonly kilogramsPerLitre?: string;
  /** g CO2e per g, or per Wh (kg per kWh) for electricity; absent when no factor was found. */
  readonly factor?: FactorRow;
};

const GRID_SOURCE: Source = {
  title:
    'Electricity carbon dioxide emission factors 2023, Ministry of Ecology and Environment and National Bureau of Statistics of China',
  locator: 'national and regional grid factors',
};

/** Regional grids of China in kg CO2/kWh: generation only, CO2 only; the operation of an electric vehicle emits nothing. */
export const CHINA_GRID_KG_PER_KWH = {
  NATIONAL: '0.5306',
  EAST: '0.5500',
  SOUTH: '0.4042',
  NORTH: '0.6361',
  NORTHEAST: '0.5122',
  CENTRAL: '0.5271',
  NORTHWEST: '0.5543',
  SOUTHWEST: '0.2472',
} as const;

function fuel(factorId: string, split: readonly [string, string], locator: string, trust: Trust = 'C'): FactorRow {
  const identity: FactorIdentity = {
    factorId,
    framework: 'ISO14083_GLEC',
    factorSetVersion: GLEC_FACTOR_SET,
    gwpSet: 'AR6',
    unit: 'g CO2e/g fuel',
    source: { title: 'GLEC Framework v3.2, Smart Freight Centre, October 2025', locator },
    trust,
  };
  return { ...identity, wellToTank: split[0], tankToWake: split[1] };
}

const MASS_UNITS = ['g', 'kg', 't'] as const;

export const ENERGY_CARRIERS: ReadonlyMap<string, EnergyCarrier> = new Map(
  (
    [
      {
        carrier: 'DIESEL',
        units: ['l', ...MASS_UNITS],
        kilogramsPerLitre: '0.83',
        factor: fuel('GLEC-FUEL-EU-DIESEL', ['0.97', '3.22'], 'Module 1, fuel factors (EU diesel, 4.19 well-to-wake)'),
      },
      {
        carrier: 'DIESEL_B5',
        units: ['l', ...MASS_UNITS],
        kilogramsPerLitre: '0.83',
        factor: fuel('GLEC-FUEL-EU-DIESEL-B5', ['0.96', '3.19'], 'Module 1, fuel factors (EU diesel B5, 4.15)'),
      },
      { carrier: 'HFO', units: MASS_UNITS, factor: GLEC_FUELS.HFO },
      { carrier: 'VLSFO', units: MASS_UNITS, factor: GLEC_FUELS.HFO },
      { carrier: 'MDO_MGO', units: MASS_UNITS, factor: GLEC_FUELS.MDO_MGO },
      { carrier: 'LNG', units: MASS_UNITS, factor: GLEC_FUELS.LNG },
      {
        carrier: 'JET_KEROSENE',
        units: MASS_UNITS,
        factor: fuel('GLEC-FUEL-JET', ['0.66', '3.18'], 'Module 1, fuel factors (jet kerosene, 3.84)'),
      },
      { carrier: 'CNG', units: MASS_UNITS },
      ...Object.entries(CHINA_GRID_KG_PER_KWH).map(([region, kilogramsPerKwh]) => ({
        carrier: `ELECTRICITY_CN_${region}`,
        units: ['kWh', 'MJ'] as const,
        factor: {
          factorId: `CN-GRID-2023-${region}`,
          framework: 'ISO14083_GLEC' as const,
          factorSetVersion: 'CN-MEE-NBS-2023',
          gwpSet: 'CO2_ONLY' as const,
          unit: 'kg CO2/kWh',
          source: GRID_SOURCE,
          trust: 'C' as const,
          wellToTank: kilogramsPerKwh,
          tankToWake: '0',
        },
      })),
    ] satisfies readonly EnergyCarrier[]
  ).map((carrier) => [carrier.carrier, carrier]),
);
