import { type Decimal, decimal, roundHalfEven, sum } from '@greenlane/kernel/decimal';
import { type FactorIdentity, type Framework, type GwpSet, type Split, splitOf, type Trust } from './factors.ts';
import { FUELEU_FUELS, fuelEuNonCo2PerGram, fuelEuTankToWakePerGram } from './fueleu-factors.ts';
import { GLEC_FUELS } from './glec-factors.ts';
import { positiveDecimal } from './guards.ts';
import type { EmissionProfile, FuelName, FuelUse, Note } from './sea-intensity.ts';

export type PrimaryProfile = Extract<EmissionProfile, { dataQuality: 'PRIMARY' }>;

export type PrimaryFuelFactor = Split & {
  readonly factorId: string;
  readonly framework: Framework;
  readonly gwpSet: GwpSet;
  readonly trust: Trust;
  /** MJ per g. */
  readonly lowerCalorificValue: Decimal;
  readonly notes: readonly Note[];
  /** True for a biofuel that counts with its certified value. */
  readonly isCertified: boolean;
  /** CO2 of burning certified biofuel, g per g: outside the total (it is in the fuel's E), reported beside it. */
  readonly biogenicCo2: Decimal;
};

/** GLEC gives no calorific values in g/MJ for marine fuels, so the energy check takes those of FuelEU Annex II. */
const GLEC_FUEL_BY_NAME = {
  HFO: { row: GLEC_FUELS.HFO, lowerCalorificValue: decimal('0.0405') },
  VLSFO: { row: GLEC_FUELS.HFO, lowerCalorificValue: decimal('0.0405') },
  MDO_MGO: { row: GLEC_FUELS.MDO_MGO, lowerCalorificValue: decimal('0.0427') },
  LNG: { row: GLEC_FUELS.LNG, lowerCalorificValue: decimal('0.0491') },
} as const;

/** Fuels that the GLEC table lacks, the FuelEU row of each, and the fossil pathway when no certificate shows better. */
const FUELEU_ROW_BY_NAME = {
  METHANOL: { row: 'METHANOL', fossil: 'METHANOL' },
  BIO_METHANOL: { row: 'BIO_METHANOL', fossil: 'METHANOL' },
  AMMONIA: { row: 'AMMONIA', fossil: 'AMMONIA' },
  FAME: { row: 'FAME', fossil: 'HFO' },
  HVO: { row: 'HVO', fossil: 'HFO' },
  // The engine is not stated, so the slip of the worst one counts.
  BIO_LNG: { row: 'BIO_LNG_OTTO_MS', fossil: 'LNG_OTTO_MS' },
} as const;

/**
 * Factor of one fuel in g CO2e per g. A biofuel counts as one only with its certified E and a proof of sustainability
 * among the evidence; otherwise it has the least favourable fossil pathway per MJ of its class (FuelEU Art. 10).
 * Biogenic CO2 is left out of tank-to-wake and out of E alike, so both parts stay positive and the sum is E plus the other gases.
 */
export function primaryFuelFactor(use: FuelUse, profile: PrimaryProfile): PrimaryFuelFactor {
  if (use.fuel === 'HFO' || use.fuel === 'VLSFO' || use.fuel === 'MDO_MGO' || use.fuel === 'LNG') {
    const { row, lowerCalorificValue } = GLEC_FUEL_BY_NAME[use.fuel];
    return {
      ...splitOf(row),
      ...identityPart(row),
      lowerCalorificValue,
      notes: [],
      isCertified: false,
      biogenicCo2: decimal(0),
    };
  }
  const names = FUELEU_ROW_BY_NAME[use.fuel];
  const own = fuelEuRow(names.row);
  const lowerCalorificValue = decimal(own.lowerCalorificValue);
  const frameNote: Note = {
    code: 'FUELEU_FACTOR_USED',
    message: `The GLEC table has no factor for ${use.fuel}; the FuelEU Annex II row ${own.factorId} (GWP ${own.gwpSet}) is used.`,
  };
  const certified = use.certifiedGramsPerMJ === undefined ? undefined : positiveDecimal(use.certifiedGramsPerMJ);
  const isProven = profile.evidence.some(
    (item) => item.type === 'PROOF_OF_SUSTAINABILITY' && item.sha256 !== undefined,
  );
  if (own.wellToTank === 'CERTIFIED' && certified !== undefined && isProven) {
    return {
      ...identityPart(own),
      wellToTank: certified.times(lowerCalorificValue),
      tankToWake: fuelEuNonCo2PerGram(own, 'AR4'),
      lowerCalorificValue,
      notes: [frameNote],
      isCertified: true,
      biogenicCo2: fuelEuTankToWakePerGram(own, 'AR4').minus(fuelEuNonCo2PerGram(own, 'AR4')),
    };
  }
  const fossil = fuelEuRow(names.fossil);
  const perMJ = lowerCalorificValue.div(fossil.lowerCalorificValue);
  const notes: Note[] = [frameNote];
  if (own.wellToTank === 'CERTIFIED') {
    notes.push({
      code: 'BIOFUEL_NOT_PROVEN',
      message: `${use.fuel} counts with the fossil pathway ${fossil.factorId}: no certified value with a proof of sustainability was given.`,
    });
  }
  return {
    ...identityPart(fossil),
    wellToTank: decimal(fossil.wellToTank).times(lowerCalorificValue),
    tankToWake: fuelEuTankToWakePerGram(fossil, 'AR4').times(perMJ),
    lowerCalorificValue,
    notes,
    isCertified: false,
    biogenicCo2: decimal(0),
  };
}

function fuelEuRow(name: string) {
  const row = FUELEU_FUELS.get(name);
  if (row === undefined) throw new RangeError(`FuelEU Annex II has no row ${name}`);
  return row;
}

function identityPart(row: FactorIdentity) {
  return { factorId: row.factorId, framework: row.framework, gwpSet: row.gwpSet, trust: row.trust };
}

/** One fuel of a PRIMARY profile: its energy, its share of all energy, and the factors that it counts with. */
export type BurntFuel = {
  readonly fuel: FuelName;
  /** MJ burnt in the reference period. */
  readonly energyMJ: Decimal;
  /** 6 decimals, half even, the last fuel taking the remainder, so that the shares add up to exactly 1. */
  readonly energyShare: Decimal;
  /** g CO2e per g of fuel. */
  readonly factor: PrimaryFuelFactor;
};

const ENERGY_SHARE_DECIMALS = 6;
const GRAMS_PER_TONNE = decimal(1_000_000);

/** The fuels of a profile that stood up as PRIMARY. */
export function burntFuels(profile: PrimaryProfile): readonly BurntFuel[] {
  const parts = profile.fuels.map((use) => {
    const factor = primaryFuelFactor(use, profile);
    return {
      fuel: use.fuel,
      factor,
      energyMJ: decimal(use.tonnes).times(GRAMS_PER_TONNE).times(factor.lowerCalorificValue),
    };
  });
  const energy = sum(parts.map((part) => part.energyMJ));
  const shares = parts.map((part) => roundHalfEven(part.energyMJ.div(energy), ENERGY_SHARE_DECIMALS));
  return parts.map((part, index) => ({
    ...part,
    energyShare: index < parts.length - 1 ? (shares[index] as Decimal) : decimal(1).minus(sum(shares.slice(0, -1))),
  }));
}
