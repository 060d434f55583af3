import { type Decimal, decimal, sum, toText } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { positiveProblems, shareProblems } from './guards.ts';

/** Which part of a year's emissions must be surrendered (Directive 2003/87/EC, Art. 3gb, as amended by (EU) 2023/959). */
export const EU_ETS_SURRENDER: readonly { readonly fromYear: number; readonly share: string }[] = [
  { fromYear: 2024, share: '0.4' },
  { fromYear: 2025, share: '0.7' },
  { fromYear: 2026, share: '1' },
];

/** Ships from this gross tonnage on are covered. */
const SMALLEST_GROSS_TONNAGE = decimal(5_000);
/** CH4 and N2O count from the emissions of this year on. */
const ALL_GASES_FROM_YEAR = 2026;

/** AR5, by Delegated Regulation (EU) 2020/1044. */
const GWP_CH4 = decimal(28);
const GWP_N2O = decimal(265);

export const EU_ETS_FACTOR_IDENTITY = {
  framework: 'EU_ETS',
  factorSetVersion: 'EU-MRV-2015/757-ANNEX-I',
  gwpSet: 'AR5',
  unit: 't/t fuel',
  source: { title: 'Regulation (EU) 2015/757 as amended by Delegated Regulation (EU) 2023/2776', locator: 'Annex I' },
  trust: 'B',
} as const;

type EuEtsFuel = { readonly co2: string; readonly ch4: string; readonly n2o: string; readonly slipPercent: string };

function liquid(co2: string): EuEtsFuel {
  return { co2, ch4: '0.00005', n2o: '0.00018', slipPercent: '0' };
}
function gas(slipPercent: string): EuEtsFuel {
  return { co2: '2.750', ch4: '0', n2o: '0.00011', slipPercent };
}

/** Tank-to-wake factors, t per t of fuel burnt; biofuels carry theirs too, of which CO2 is zero-rated when certified. */
export const EU_ETS_FUELS: ReadonlyMap<string, EuEtsFuel> = new Map([
  ['HFO', liquid('3.114')],
  ['LFO', liquid('3.151')],
  ['MDO_MGO', liquid('3.206')],
  ['LNG_OTTO_MS', gas('3.1')],
  ['LNG_OTTO_SS', gas('1.7')],
  ['LNG_DIESEL_SS', gas('0.2')],
  ['LNG_LBSI', gas('2.6')],
  ['LPG_PROPANE', liquid('3.000')],
  ['LPG_BUTANE', liquid('3.030')],
  ['METHANOL', liquid('1.375')],
  ['ETHANOL', liquid('1.913')],
  ['FAME', liquid('2.834')],
  ['HVO', liquid('3.115')],
]);

/**
 * Ports that do not end a container ship's voyage: neighbouring transhipment ports (Implementing Regulation (EU)
 * 2023/2297). A leg that only touched them is scoped as if it had not stopped.
 */
export const EU_ETS_NEIGHBOURING_TRANSHIPMENT_PORTS = ['EGPSE', 'MAPTM'] as const;

export type EuEtsFuelUse = {
  readonly fuel: string;
  readonly tonnes: string;
  /** 1 within the EU/EEA and at berth, 0.5 to or from a third country. */
  readonly coverage: string;
  /** Certified sustainable biofuel or RFNBO: its CO2 counts zero, its CH4 and N2O do not. */
  readonly zeroRated?: boolean | undefined;
};

export type EuEtsInput = {
  readonly year: number;
  readonly fuels: readonly EuEtsFuelUse[];
  readonly grossTonnage?: string | undefined;
  /** Default by the year: CO2 only for 2024 and 2025, all three gases from 2026. */
  readonly gases?: 'CO2' | 'CO2_CH4_N2O' | undefined;
};

export type EuEtsResult = {
  readonly framework: 'EU_ETS';
  readonly factorSetVersion: string;
  readonly gwpSet: 'AR5' | 'CO2_ONLY';
  readonly gases: 'CO2' | 'CO2_CH4_N2O';
  /** Tonnes CO2e within the scope; exact. */
  readonly coveredTonnes: string;
  readonly surrenderShare: string;
  readonly surrenderedTonnes: string;
};

/**
 * Allowances to surrender for fuel burnt. With slip: (M − Mslip)·EFco2 + 28·[(M − Mslip)·EFch4 + Mslip] + 265·(M −
 * Mslip)·EFn2o (Delegated Regulation (EU) 2023/2776).
 */
export function computeEuEts(input: EuEtsInput): Decision<EuEtsResult, readonly Problem[]> {
  const surrenderShare = EU_ETS_SURRENDER.findLast((step) => input.year >= step.fromYear)?.share;
  const problems: Problem[] = [
    ...(surrenderShare === undefined
      ? [{ code: 'YEAR_NOT_COVERED', property: 'year', message: 'The EU ETS covers shipping from 2024 on.' }]
      : []),
    ...(input.fuels.length === 0
      ? [{ code: 'FUELS_MISSING', property: 'fuels', message: 'At least one fuel is needed.' }]
      : []),
    ...grossTonnageProblems(input.grossTonnage),
    ...input.fuels.flatMap((use, index) => [
      ...(EU_ETS_FUELS.has(use.fuel)
        ? []
        : [
            {
              code: 'FUEL_UNKNOWN',
              property: `fuels.${index}.fuel`,
              message: `${use.fuel} is none of ${[...EU_ETS_FUELS.keys()].join(', ')}.`,
            },
          ]),
      ...positiveProblems(`fuels.${index}.tonnes`, use.tonnes),
      ...shareProblems(`fuels.${index}.coverage`, use.coverage),
    ]),
  ];
  if (problems.length > 0 || surrenderShare === undefined) return refuse(problems);
  const gases = input.gases ?? (input.year >= ALL_GASES_FROM_YEAR ? 'CO2_CH4_N2O' : 'CO2');
  const covered = sum(input.fuels.map((use) => emissionsOf(use, gases === 'CO2_CH4_N2O').times(use.coverage)));
  return accept({
    framework: 'EU_ETS',
    factorSetVersion: EU_ETS_FACTOR_IDENTITY.factorSetVersion,
    gwpSet: gases === 'CO2' ? 'CO2_ONLY' : 'AR5',
    gases,
    coveredTonnes: toText(covered),
    surrenderShare,
    surrenderedTonnes: toText(covered.times(surrenderShare)),
  });
}

function emissionsOf(use: EuEtsFuelUse, withAllGases: boolean): Decimal {
  const factor = EU_ETS_FUELS.get(use.fuel);
  if (factor === undefined) throw new RangeError(`fuel ${use.fuel} was checked before`);
  const mass = decimal(use.tonnes);
  const slipped = mass.times(factor.slipPercent).div(100);
  const burnt = mass.minus(slipped);
  const co2 = use.zeroRated === true ? decimal(0) : burnt.times(factor.co2);
  if (!withAllGases) return co2;
  const ch4 = burnt.times(factor.ch4).plus(slipped).times(GWP_CH4);
  return co2.plus(ch4).plus(burnt.times(factor.n2o).times(GWP_N2O));
}

function grossTonnageProblems(grossTonnage: string | undefined): readonly Problem[] {
  if (grossTonnage === undefined) return [];
  const notPositive = positiveProblems('grossTonnage', grossTonnage);
  if (notPositive.length > 0 || !decimal(grossTonnage).lessThan(SMALLEST_GROSS_TONNAGE)) return notPositive;
  return [
    { code: 'SHIP_NOT_COVERED', property: 'grossTonnage', message: 'Ships below 5,000 GT are outside the EU ETS.' },
  ];
}

/**
 * The allowances that one container’s sea leg stands for, in grams CO2e (exact): its tank-to-wake grams × coverage ×
 * surrender share. The allocation rule, named beside every such estimate: the ship's obligation follows
 * tank-to-wake emissions, so a container bears the share that its own sea leg has of them.
 */
export const EU_ETS_PASS_THROUGH_RULE = 'CONTAINER_BEARS_ITS_OWN_SEA_LEG_TANK_TO_WAKE';
export function euEtsShareOfSeaLeg(input: {
  readonly tankToWakeGrams: number;
  readonly coverage: string;
  readonly year: number;
}): Decimal {
  const share = EU_ETS_SURRENDER.findLast((step) => input.year >= step.fromYear)?.share ?? '0';
  return decimal(input.tankToWakeGrams).times(input.coverage).times(share);
}

/** Countries whose ports are ports of call under the EU ETS and FuelEU: the Union, Iceland and Norway. */
const EEA_COUNTRIES: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);

/** Which part of a voyage between two ports counts: all within the EEA, half to or from it, else nothing. */
export function euVoyageCoverage(loadPort: string, dischargePort: string): '0' | '0.5' | '1' {
  const inside = [loadPort, dischargePort].filter((port) => EEA_COUNTRIES.has(port.slice(0, 2))).length;
  return inside === 2 ? '1' : inside === 1 ? '0.5' : '0';
}
