import { type Decimal, decimal, roundHalfEven, sum, toText } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { KILOMETRES_PER_NAUTICAL_MILE } from '@greenlane/kernel/quantities';
import {
  FACTOR_SET_VERSIONS,
  FACTOR_SET_WITHOUT_MIXED_GWP,
  type FactorIdentity,
  FUELEU_FACTOR_SET,
  GLEC_FACTOR_SET,
  type GwpSet,
  gwpSetOf,
  isWeak,
  type Source,
  type Split,
  splitOf,
  type Trust,
} from './factors.ts';
import {
  GLEC_FUELS,
  SEA_DISTANCE_ADJUSTMENT,
  TRADE_LANE_STAND_INS,
  TRADE_LANES,
  type TradeLane,
} from './glec-factors.ts';
import { positiveDecimal } from './guards.ts';
import { type PrimaryFuelFactor, primaryFuelFactor } from './primary-fuels.ts';

export type DataQuality = 'PRIMARY' | 'MODELLED' | 'DEFAULT';

export type FuelName =
  | 'HFO'
  | 'VLSFO'
  | 'MDO_MGO'
  | 'LNG'
  | 'METHANOL'
  | 'BIO_METHANOL'
  | 'FAME'
  | 'HVO'
  | 'BIO_LNG'
  | 'AMMONIA';

export type FuelUse = {
  readonly fuel: FuelName;
  /** Tonnes burnt in the reference period. */
  readonly tonnes: string;
  /** Certified well-to-wake value E of a biofuel's proof of sustainability, g CO2e/MJ (RED II Annex V part C). */
  readonly certifiedGramsPerMJ?: string | undefined;
};

export type EvidenceReference = {
  readonly type: string;
  readonly reference: string;
  readonly sha256?: string | undefined;
};

/** How a carrier substantiates the sea leg; the same shape as the emission profile of an offer. */
export type EmissionProfile =
  | {
      readonly dataQuality: 'PRIMARY';
      readonly fuels: readonly FuelUse[];
      /** Calendar dates, both inclusive. */
      readonly referencePeriod: { readonly start: string; readonly end: string };
      /** TEU carried times actual distance, over the period. */
      readonly transportWorkTeuKm: string;
      readonly evidence: readonly EvidenceReference[];
    }
  | {
      readonly dataQuality: 'MODELLED';
      /** EU-MRV annual figure: CO2 only, tank-to-wake, per tonne of cargo and nautical mile sailed. */
      readonly gCO2PerTonneNauticalMile: string;
      readonly reportingYear: number;
      readonly source: 'EU-MRV';
    }
  | { readonly dataQuality: 'DEFAULT' };

/** Something a reader must know beside the figure. */
export type Note = { readonly code: string; readonly message: string };

/** Grams CO2e per TEU and kilometre of shortest feasible distance, ready to be multiplied by TEU-km. */
export type SeaIntensity = Split & {
  readonly identity: FactorIdentity;
  /** The grade that the figure deserves, after a downgrade. */
  readonly dataQuality: DataQuality;
  readonly notes: readonly Note[];
};

/**
 * Derived intensities are rounded once, half to even, to this many decimals of g CO2e/TEU-km, so that the printed
 * intensity times the printed activity is the printed result. Over 25,000 km and 2.25 TEU it is worth under 0.03 g.
 */
export const DERIVED_INTENSITY_DECIMALS = 6;

/**
 * Tonnes of cargo per TEU that turn a figure per tonne into one per TEU: the average of the iLEAP Technical
 * Specifications v1.0.0 (10 t/TEU; light 6, heavy 14.5).
 */
export const AVERAGE_TONNES_PER_TEU = decimal(10);

/** CO2 of burning heavy fuel oil, g/g (MEPC.364(79)): what an EU-MRV figure per tonne-mile counts. */
const HFO_CO2_PER_GRAM = decimal('3.114');

/**
 * EU-MRV figures outside this band are refused, in g CO2/(t·nm). Of 9,089 ship-years of container ships 2018–2021 and
 * 2023 (EMSA THETIS-MRV) 0.5 % lie below 4.9 and 1 % above 119; the extremes, 0.07 and 57 million, are reporting errors.
 */
export const EU_MRV_PLAUSIBLE = { minimum: decimal('4.5'), maximum: decimal('120') } as const;

/**
 * Fuel energy per TEU-km of actual distance that a PRIMARY profile may state, in MJ. The EU-MRV band is 0.32 to 8.4
 * (× 10 t/TEU ÷ 1.852 km/nm ÷ 3.114 × 0.0405 MJ/g); single voyages scatter more than years, so half and double it.
 */
export const PRIMARY_PLAUSIBLE_MJ_PER_TEU_KM = { minimum: decimal('0.15'), maximum: decimal('17') } as const;

const LONGEST_REFERENCE_PERIOD_DAYS = 366;
const MILLISECONDS_PER_DAY = 86_400_000;
const GRAMS_PER_TONNE = decimal(1_000_000);
const PER_TEU_KM = 'g CO2e/TEU-km';

/** The trade lane by its id, or the one that stands in for a lane that the table does not hold. */
export function tradeLaneOf(id: string): { readonly lane: TradeLane; readonly note?: Note } | undefined {
  const own = TRADE_LANES.get(id);
  if (own !== undefined) return { lane: own };
  const standIn = TRADE_LANES.get(TRADE_LANE_STAND_INS.get(id) ?? '');
  if (standIn === undefined) return undefined;
  const note = {
    code: 'TRADE_LANE_STAND_IN',
    message: `The factor table holds no lane ${id}; the row "${standIn.name}" stands in for it.`,
  };
  return { lane: standIn, note };
}

type Request = {
  readonly factorSetVersion: string;
  readonly profile: EmissionProfile;
  /** Calendar date on which the profile is judged. */
  readonly profileJudgedOn: string;
  readonly tradeLane: string;
  readonly refrigerated: boolean;
};

/**
 * The sea intensity by the best evidence that stands up: PRIMARY (fuel burnt over transport work), MODELLED (EU-MRV
 * annual figure), DEFAULT (trade-lane factor). Evidence that does not stand up is downgraded to DEFAULT, with the reason
 * in the notes; only an unknown lane or factor set is refused.
 */
export function seaIntensityOf(request: Request): Decision<SeaIntensity, readonly Problem[]> {
  if (!FACTOR_SET_VERSIONS.includes(request.factorSetVersion)) {
    return refuse([
      {
        code: 'FACTOR_SET_UNKNOWN',
        property: 'factorSetVersion',
        message: `This build knows the factor sets ${FACTOR_SET_VERSIONS.join(', ')}, not ${request.factorSetVersion}.`,
      },
    ]);
  }
  const found = tradeLaneOf(request.tradeLane);
  if (found === undefined) {
    return refuse([
      {
        code: 'TRADE_LANE_UNKNOWN',
        property: 'sea.tradeLane',
        message: `${request.tradeLane} is none of ${[...TRADE_LANES.keys(), ...TRADE_LANE_STAND_INS.keys()].join(', ')}.`,
      },
    ]);
  }
  const fallback = laneDefault(found.lane, request.refrigerated, found.note === undefined ? [] : [found.note]);
  const { profile } = request;
  if (profile.dataQuality === 'DEFAULT') return accept(fallback);
  const judged =
    profile.dataQuality === 'PRIMARY'
      ? primaryIntensity(profile, request.profileJudgedOn)
      : modelledIntensity(profile, request.profileJudgedOn);
  if (!judged.ok) return accept({ ...fallback, notes: [...fallback.notes, ...judged.refusal] });
  const intensity = request.refrigerated ? withReeferIncrement(judged.value, found.lane, found.note) : judged.value;
  return accept(request.factorSetVersion === FACTOR_SET_WITHOUT_MIXED_GWP ? calledAr6(intensity) : intensity);
}

function calledAr6(intensity: SeaIntensity): SeaIntensity {
  return { ...intensity, identity: { ...intensity.identity, gwpSet: 'AR6' } };
}

/**
 * The grade that a profile deserves on the day, and why it is not the one it claims. Judged without the figure where that is not
 * part of the judgement: this is asked of every offer that is published, and the divisions were a tenth of its time.
 */
export function dataQualityOf(
  profile: EmissionProfile,
  profileJudgedOn: string,
): { readonly dataQuality: DataQuality; readonly downgrade: readonly Note[] } {
  if (profile.dataQuality === 'DEFAULT') return { dataQuality: 'DEFAULT', downgrade: [] };
  const judged =
    profile.dataQuality === 'PRIMARY'
      ? primaryIntensity(profile, profileJudgedOn)
      : modelledFigure(profile, profileJudgedOn);
  return judged.ok
    ? { dataQuality: profile.dataQuality, downgrade: [] }
    : { dataQuality: 'DEFAULT', downgrade: judged.refusal };
}

function laneDefault(lane: TradeLane, refrigerated: boolean, notes: readonly Note[]): SeaIntensity {
  const row = refrigerated ? lane.refrigerated : lane.dry;
  return { ...splitOf(row), identity: row, dataQuality: 'DEFAULT', notes };
}

/**
 * Neither voyage fuel nor EU-MRV tells a reefer's share from a dry box's, so what the lane table adds for a refrigerated
 * container is added to the ship's own figure.
 */
function withReeferIncrement(intensity: SeaIntensity, lane: TradeLane, laneNote: Note | undefined): SeaIntensity {
  const dry = splitOf(lane.dry);
  const refrigerated = splitOf(lane.refrigerated);
  return {
    ...intensity,
    identity: {
      ...intensity.identity,
      gwpSet: gwpSetOf([intensity.identity.gwpSet, lane.refrigerated.gwpSet]),
    },
    wellToTank: intensity.wellToTank.plus(refrigerated.wellToTank).minus(dry.wellToTank),
    tankToWake: intensity.tankToWake.plus(refrigerated.tankToWake).minus(dry.tankToWake),
    notes: [
      ...intensity.notes,
      ...(laneNote === undefined ? [] : [laneNote]),
      {
        code: 'REEFER_INCREMENT_FROM_LANE',
        message: `The ship's figure does not tell reefers apart: the difference between refrigerated and dry of ${lane.name} is added.`,
      },
    ],
  };
}

function derived(splits: Split): Split {
  return {
    wellToTank: roundHalfEven(splits.wellToTank, DERIVED_INTENSITY_DECIMALS),
    tankToWake: roundHalfEven(splits.tankToWake, DERIVED_INTENSITY_DECIMALS),
  };
}

function downgrade(code: string, message: string): { readonly ok: false; readonly refusal: readonly Note[] } {
  return refuse([{ code, message: `${message} The trade-lane default is used instead.` }]);
}

type ModelledProfile = Extract<EmissionProfile, { dataQuality: 'MODELLED' }>;

/** The EU-MRV figure of a ship, in g CO2/(t·nm), when it can stand. */
function modelledFigure(profile: ModelledProfile, judgedOn: string): Decision<Decimal, readonly Note[]> {
  const figure = positiveDecimal(profile.gCO2PerTonneNauticalMile);
  if (figure === undefined) {
    return downgrade('MRV_FIGURE_MISSING', 'The EU-MRV figure is zero or missing; a zero there means "not reported".');
  }
  if (figure.lessThan(EU_MRV_PLAUSIBLE.minimum) || figure.greaterThan(EU_MRV_PLAUSIBLE.maximum)) {
    return downgrade(
      'MRV_FIGURE_IMPLAUSIBLE',
      `${toText(figure)} g CO2/(t·nm) lies outside ${toText(EU_MRV_PLAUSIBLE.minimum)} to ${toText(EU_MRV_PLAUSIBLE.maximum)}, the range of real container ships.`,
    );
  }
  if (profile.reportingYear >= Number(judgedOn.slice(0, 4))) {
    return downgrade('MRV_YEAR_NOT_PAST', `The reporting year ${profile.reportingYear} had not ended on ${judgedOn}.`);
  }
  return accept(figure);
}

/**
 * EU-MRV: g CO2/(t·nm) × 10 t/TEU ÷ 1.852 km/nm is g CO2 per TEU-km sailed; × 1.15 puts it on the shortest feasible
 * distance; × 3.16/3.114 adds CH4 and N2O at the ratio of GLEC's tank-to-wake CO2e to MEPC's CO2 of heavy fuel oil;
 * well-to-tank is 0.68/3.16 of the result, the GLEC ratio of the same fuel.
 */
function modelledIntensity(profile: ModelledProfile, judgedOn: string): Decision<SeaIntensity, readonly Note[]> {
  const stands = modelledFigure(profile, judgedOn);
  if (!stands.ok) return stands;
  const figure = stands.value;
  const perTeuKmSailed = figure.times(AVERAGE_TONNES_PER_TEU).div(KILOMETRES_PER_NAUTICAL_MILE);
  const hfo = splitOf(GLEC_FUELS.HFO);
  const tankToWake = perTeuKmSailed.times(SEA_DISTANCE_ADJUSTMENT.factor).times(hfo.tankToWake).div(HFO_CO2_PER_GRAM);
  const intensity = derived({ wellToTank: tankToWake.times(hfo.wellToTank).div(hfo.tankToWake), tankToWake });
  return accept({
    ...intensity,
    identity: derivedIdentity({
      factorId: `EU-MRV-${profile.reportingYear}`,
      source: {
        title: `EU-MRV annual emissions ${profile.reportingYear} (EMSA THETIS-MRV), converted`,
        locator: `${toText(figure)} g CO2/(t·nm) × 10 t/TEU ÷ 1.852 × 1.15 × 3.16/3.114; well-to-tank × 0.68/3.16 (GLEC v3.2, VLSFO/HFO)`,
      },
      trust: 'D',
    }),
    dataQuality: 'MODELLED',
    notes: [
      {
        code: 'MRV_CONVERSION',
        message:
          'Converted from EU-MRV: CO2 per tonne-mile at 10 t/TEU, distance adjustment 1.15, other gases and well-to-tank at the GLEC ratios of heavy fuel oil.',
      },
    ],
  });
}

/**
 * Fuel burnt × fuel factor ÷ transport work, on actual distance, × 1.15 to the shortest feasible distance. The evidence
 * must lie in the past, cover at most a year (ISO 14083) and name at least one document by its hash.
 */
function primaryIntensity(
  profile: Extract<EmissionProfile, { dataQuality: 'PRIMARY' }>,
  judgedOn: string,
): Decision<SeaIntensity, readonly Note[]> {
  const { start, end } = profile.referencePeriod;
  const days = (Date.parse(end) - Date.parse(start)) / MILLISECONDS_PER_DAY + 1;
  if (!(days >= 1)) return downgrade('PRIMARY_PERIOD_INVALID', `The reference period ends (${end}) before it begins.`);
  if (days > LONGEST_REFERENCE_PERIOD_DAYS) {
    return downgrade('PRIMARY_PERIOD_TOO_LONG', `The reference period of ${days} days is longer than a year.`);
  }
  if (end >= judgedOn) {
    return downgrade('PRIMARY_PERIOD_NOT_PAST', `The reference period ends on ${end}, not before ${judgedOn}.`);
  }
  if (!profile.evidence.some((item) => item.sha256 !== undefined)) {
    return downgrade('PRIMARY_EVIDENCE_MISSING', 'No evidence document with a SHA-256 was given.');
  }
  const work = positiveDecimal(profile.transportWorkTeuKm);
  if (work === undefined || profile.fuels.length === 0) {
    return downgrade('PRIMARY_FIGURES_MISSING', 'Fuel or transport work is zero or missing.');
  }
  const burnt = profile.fuels.map((use) => ({
    tonnes: positiveDecimal(use.tonnes),
    factor: primaryFuelFactor(use, profile),
  }));
  if (burnt.some((use) => use.tonnes === undefined)) {
    return downgrade('PRIMARY_FIGURES_MISSING', 'Fuel or transport work is zero or missing.');
  }
  const perTeuKm = (read: (factor: PrimaryFuelFactor) => Decimal): Decimal =>
    sum(burnt.map(({ tonnes, factor }) => (tonnes as Decimal).times(GRAMS_PER_TONNE).times(read(factor)))).div(work);
  const energy = perTeuKm((factor) => factor.lowerCalorificValue);
  const band = PRIMARY_PLAUSIBLE_MJ_PER_TEU_KM;
  if (energy.lessThan(band.minimum) || energy.greaterThan(band.maximum)) {
    return downgrade(
      'PRIMARY_INTENSITY_IMPLAUSIBLE',
      `${toText(roundHalfEven(energy, 3))} MJ of fuel per TEU-km lies outside ${toText(band.minimum)} to ${toText(band.maximum)}, the range of real container ships.`,
    );
  }
  const adjustment = decimal(SEA_DISTANCE_ADJUSTMENT.factor);
  const intensity = derived({
    wellToTank: perTeuKm((factor) => factor.wellToTank).times(adjustment),
    tankToWake: perTeuKm((factor) => factor.tankToWake).times(adjustment),
  });
  const fuelEu = burnt.filter(({ factor }) => factor.framework === 'FUELEU');
  return accept({
    ...intensity,
    identity: derivedIdentity({
      factorId: `PRIMARY-${start}-${end}`,
      factorSetVersion: fuelEu.length > 0 ? `${GLEC_FACTOR_SET} + ${FUELEU_FACTOR_SET}` : GLEC_FACTOR_SET,
      source: {
        title: `Fuel burnt over transport work, ${start} to ${end}`,
        locator: `${profile.fuels.map((use, index) => `${use.tonnes} t ${use.fuel} (${burnt[index]?.factor.factorId})`).join(' + ')} ÷ ${profile.transportWorkTeuKm} TEU-km × 1.15`,
      },
      trust: burnt.some(({ factor }) => isWeak(factor.trust)) ? 'D' : 'B',
      gwpSet: gwpSetOf(burnt.map(({ factor }) => factor.gwpSet)),
    }),
    dataQuality: 'PRIMARY',
    notes: burnt.flatMap(({ factor }) => factor.notes),
  });
}

function derivedIdentity(part: {
  readonly factorId: string;
  readonly source: Source;
  readonly trust: Trust;
  readonly factorSetVersion?: string;
  readonly gwpSet?: GwpSet;
}): FactorIdentity {
  return {
    factorId: part.factorId,
    framework: 'ISO14083_GLEC',
    factorSetVersion: part.factorSetVersion ?? GLEC_FACTOR_SET,
    gwpSet: part.gwpSet ?? 'AR6',
    unit: PER_TEU_KM,
    source: part.source,
    trust: part.trust,
  };
}
