import { type Decimal, decimal, roundHalfEven, sum, toText, toWholeHalfEven } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { emissionEquipmentOf } from './equipment.ts';
import {
  type FactorIdentity,
  type Framework,
  type GwpSet,
  isWeak,
  type Source,
  type Split,
  splitOf,
  type Trust,
} from './factors.ts';
import { HUBS, PRE_CARRIAGE_FACTORS } from './glec-factors.ts';
import { positiveProblems } from './guards.ts';
import {
  type DataQuality,
  type EmissionProfile,
  type Note,
  type SeaIntensity,
  seaIntensityOf,
} from './sea-intensity.ts';

export type PreCarriageMode = keyof typeof PRE_CARRIAGE_FACTORS;
export type PreCarriageLeg = { readonly mode: PreCarriageMode; readonly distanceKm: string };

/** Everything that the figure of one container is computed from. Decimals are text. */
export type DoorToPortInput = {
  readonly factorSetVersion: string;
  /** ISO 6346 size-type code. */
  readonly ISOEquipmentCode: string;
  /** Goods and packaging of one container, without its tare (ISO 14083 transport activity). */
  readonly cargoMassKg: string;
  readonly preCarriage: readonly PreCarriageLeg[];
  readonly sea: {
    readonly loadPort: string;
    readonly dischargePort: string;
    readonly route: string;
    /** Shortest feasible distance of the route. */
    readonly distanceKm: string;
    readonly distanceSource: string;
    readonly tradeLane: string;
    readonly profile: EmissionProfile;
    /** Calendar date on which the profile is judged. */
    readonly profileJudgedOn: string;
  };
};

export type ElementKind = 'PRE_CARRIAGE' | 'LOAD_TERMINAL' | 'SEA' | 'DISCHARGE_TERMINAL';

/** One transport chain element (ISO 14083): a leg or a hub operation, for one container. */
export type ChainElement = {
  readonly kind: ElementKind;
  readonly mode: PreCarriageMode | 'SEA' | 'TERMINAL';
  /** What the intensity is multiplied by. */
  readonly activity: string;
  readonly activityUnit: 't-km' | 'TEU-km' | 'container';
  /** Mass × distance, which the primary-data share weighs; "0" for a hub. */
  readonly transportActivityTkm: string;
  readonly distanceKm: string;
  /** SFD: shortest feasible distance; PLANNED: the stated route of the leg; NONE: a hub. */
  readonly distanceBasis: 'SFD' | 'PLANNED' | 'NONE';
  readonly intensityWellToTank: string;
  readonly intensityTankToWake: string;
  readonly intensityUnit: string;
  readonly factorId: string;
  readonly factorSetVersion: string;
  readonly framework: Framework;
  readonly gwpSet: GwpSet;
  readonly source: Source;
  readonly trust: Trust;
  readonly dataQuality: DataQuality;
  /** Whole grams CO2e per container. */
  readonly wellToTankGrams: number;
  readonly tankToWakeGrams: number;
};

export type DoorToPortResult = {
  readonly factorSetVersion: string;
  readonly elements: readonly ChainElement[];
  /** Whole grams CO2e per container; each is the sum of its elements. */
  readonly wellToWakeGrams: number;
  readonly wellToTankGrams: number;
  readonly tankToWakeGrams: number;
  /** The same chain with the trade-lane default at sea: a comparison, not a reduction. */
  readonly laneDefaultWellToWakeGrams: number;
  /** The weakest grade of any element. */
  readonly dataQuality: DataQuality;
  /** The grade of the sea leg alone, after a downgrade. */
  readonly seaDataQuality: DataQuality;
  /** By {@link PRIMARY_SHARE_RULE}. */
  readonly primaryDataSharePercent: string;
  readonly notes: readonly Note[];
};

/**
 * The one rounding of a chain: well-to-tank and tank-to-wake of each element, half to even to whole grams per
 * container. Every other figure is a sum or an integer multiple of these, so totals agree with their parts exactly.
 */
export const ROUNDING_RULE = 'HALF_EVEN_WHOLE_GRAMS_PER_ELEMENT_AND_CONTAINER';

/** Transport activity (t-km) of elements with primary data ÷ transport activity of all, hubs having none; 2 decimals, half even. */
export const PRIMARY_SHARE_RULE = 'SHARE_OF_TRANSPORT_ACTIVITY_TKM';
const PRIMARY_SHARE_DECIMALS = 2;

/** Whole grams CO2e per container. */
export type GramsSplit = { readonly wellToTankGrams: number; readonly tankToWakeGrams: number };

function gramsOf(intensity: Split, activity: Decimal): GramsSplit {
  return {
    wellToTankGrams: toWholeHalfEven(intensity.wellToTank.times(activity)),
    tankToWakeGrams: toWholeHalfEven(intensity.tankToWake.times(activity)),
  };
}

export type SeaLegInput = {
  readonly factorSetVersion: string;
  readonly ISOEquipmentCode: string;
  readonly distanceKm: string;
  readonly tradeLane: string;
  readonly profile: EmissionProfile;
  readonly profileJudgedOn: string;
};

export type SeaLeg = GramsSplit & {
  readonly wellToWakeGrams: number;
  /** TEU × shortest feasible kilometres. */
  readonly teuKm: Decimal;
  readonly intensity: SeaIntensity;
};

/**
 * The sea leg of one container: TEU-km × intensity. It does not depend on the cargo's mass, so an index may hold it per
 * offer, port pair and equipment class.
 */
export function seaLegGrams(input: SeaLegInput): Decision<SeaLeg, readonly Problem[]> {
  const equipment = emissionEquipmentOf(input.ISOEquipmentCode);
  const problems = [
    ...(equipment === undefined ? [unknownEquipment(input.ISOEquipmentCode)] : []),
    ...positiveProblems('sea.distanceKm', input.distanceKm),
  ];
  if (equipment === undefined || problems.length > 0) return refuse(problems);
  const intensity = seaIntensityOf({ ...input, refrigerated: equipment.refrigerated });
  if (!intensity.ok) return intensity;
  return accept(seaLegOf(intensity.value, { emissionTeu: equipment.emissionTeu, distanceKm: input.distanceKm }));
}

/** The sea leg for an intensity that was judged before: one judgement serves all ports and sizes of an offer. */
export function seaLegOf(
  intensity: SeaIntensity,
  work: { readonly emissionTeu: string; readonly distanceKm: string },
): SeaLeg {
  const teuKm = decimal(work.emissionTeu).times(work.distanceKm);
  const grams = gramsOf(intensity, teuKm);
  return { ...grams, wellToWakeGrams: grams.wellToTankGrams + grams.tankToWakeGrams, teuKm, intensity };
}

export type PreCarriageAndTerminals = {
  readonly beforeSea: readonly ChainElement[];
  readonly afterSea: readonly ChainElement[];
  readonly wellToWakeGrams: number;
  readonly wellToTankGrams: number;
  readonly tankToWakeGrams: number;
  readonly notes: readonly Note[];
};

/** What every offer of a load port adds alike: pre-carriage and the two terminals of one container. */
export function preCarriageAndTerminalGrams(input: {
  readonly ISOEquipmentCode: string;
  readonly cargoMassKg: string;
  readonly preCarriage: readonly PreCarriageLeg[];
}): Decision<PreCarriageAndTerminals, readonly Problem[]> {
  const equipment = emissionEquipmentOf(input.ISOEquipmentCode);
  const problems = [
    ...(equipment === undefined ? [unknownEquipment(input.ISOEquipmentCode)] : []),
    ...positiveProblems('cargoMassKg', input.cargoMassKg),
    ...input.preCarriage.flatMap((leg, index) => [
      ...positiveProblems(`preCarriage.${index}.distanceKm`, leg.distanceKm),
      ...(Object.hasOwn(PRE_CARRIAGE_FACTORS, leg.mode) ? [] : [unknownMode(`preCarriage.${index}.mode`, leg.mode)]),
    ]),
  ];
  if (equipment === undefined || problems.length > 0) return refuse(problems);
  const massTonnes = decimal(input.cargoMassKg).div(1000);
  const legs = input.preCarriage.map((leg): { element: ChainElement; notes: readonly Note[] } => {
    const row = PRE_CARRIAGE_FACTORS[leg.mode][equipment.refrigerated ? 'refrigerated' : 'dry'];
    const tonneKm = massTonnes.times(leg.distanceKm);
    const isPerTeu = leg.mode === 'FEEDER';
    const element = elementOf({
      kind: 'PRE_CARRIAGE',
      mode: leg.mode,
      activity: isPerTeu ? decimal(equipment.emissionTeu).times(leg.distanceKm) : tonneKm,
      activityUnit: isPerTeu ? 'TEU-km' : 't-km',
      tonneKm,
      distanceKm: leg.distanceKm,
      distanceBasis: isPerTeu ? 'SFD' : 'PLANNED',
      intensity: splitOf(row),
      identity: row,
      dataQuality: 'DEFAULT',
    });
    return {
      element,
      notes: [{ code: 'PROXY_FACTOR', message: `${row.factorId} stands in for ${row.proxyFor}.` }],
    };
  });
  const loadTerminal = terminalElement('LOAD_TERMINAL', equipment.refrigerated);
  const dischargeTerminal = terminalElement('DISCHARGE_TERMINAL', equipment.refrigerated);
  const elements = [...legs.map((leg) => leg.element), loadTerminal, dischargeTerminal];
  return accept({
    beforeSea: [...legs.map((leg) => leg.element), loadTerminal],
    afterSea: [dischargeTerminal],
    ...totalsOf(elements),
    notes: legs.flatMap((leg) => leg.notes),
  });
}

/**
 * The emissions of one container from the exporter's door to the discharge terminal, well-to-wake (ISO 14083, GLEC v3.2):
 * pre-carriage legs, load terminal, sea leg, discharge terminal. Ranking, footprint, statement and the offline verifier
 * all call this with the same input, so they can only give the same grams.
 */
export function computeDoorToPort(input: DoorToPortInput): Decision<DoorToPortResult, readonly Problem[]> {
  const land = preCarriageAndTerminalGrams(input);
  const seaInput = {
    factorSetVersion: input.factorSetVersion,
    ISOEquipmentCode: input.ISOEquipmentCode,
    distanceKm: input.sea.distanceKm,
    tradeLane: input.sea.tradeLane,
    profile: input.sea.profile,
    profileJudgedOn: input.sea.profileJudgedOn,
  };
  const sea = seaLegGrams(seaInput);
  const laneSea = seaLegGrams({ ...seaInput, profile: { dataQuality: 'DEFAULT' } });
  if (!land.ok || !sea.ok || !laneSea.ok) return refuse(distinctProblems(land, sea));
  const { intensity, teuKm } = sea.value;
  const seaElement = elementOf({
    kind: 'SEA',
    mode: 'SEA',
    activity: teuKm,
    activityUnit: 'TEU-km',
    tonneKm: decimal(input.cargoMassKg).div(1000).times(input.sea.distanceKm),
    distanceKm: input.sea.distanceKm,
    distanceBasis: 'SFD',
    intensity,
    identity: intensity.identity,
    dataQuality: intensity.dataQuality,
  });
  const elements = [...land.value.beforeSea, seaElement, ...land.value.afterSea];
  const weakFactors = elements.filter((element) => isWeak(element.trust));
  return accept({
    factorSetVersion: input.factorSetVersion,
    elements,
    ...totalsOf(elements),
    laneDefaultWellToWakeGrams: land.value.wellToWakeGrams + laneSea.value.wellToWakeGrams,
    dataQuality: weakest(elements.map((element) => element.dataQuality)),
    seaDataQuality: intensity.dataQuality,
    primaryDataSharePercent: primaryShareOf(elements),
    notes: distinctNotes([
      ...intensity.notes,
      ...land.value.notes,
      ...weakFactors.map((element) => ({
        code: 'WEAK_FACTOR',
        message: `${element.factorId} has trust ${element.trust} (${element.trust === 'C' ? 'one secondary source' : 'derived'}).`,
      })),
    ]),
  });
}

/** The weakest of several grades: DEFAULT before MODELLED before PRIMARY. */
export function weakest(grades: readonly DataQuality[]): DataQuality {
  if (grades.includes('DEFAULT')) return 'DEFAULT';
  return grades.includes('MODELLED') ? 'MODELLED' : 'PRIMARY';
}

function terminalElement(kind: 'LOAD_TERMINAL' | 'DISCHARGE_TERMINAL', refrigerated: boolean): ChainElement {
  const row = refrigerated ? TERMINAL.temperatureControlled : TERMINAL.ambient;
  return elementOf({
    kind,
    mode: 'TERMINAL',
    activity: decimal(1),
    activityUnit: 'container',
    tonneKm: decimal(0),
    distanceKm: '0',
    distanceBasis: 'NONE',
    intensity: splitOf(row),
    identity: row,
    dataQuality: 'DEFAULT',
  });
}

const TERMINAL = (() => {
  const rows = HUBS.get('MaritimeContainerTerminal');
  if (rows === undefined) throw new RangeError('the hub table holds container terminals');
  return rows;
})();

function elementOf(part: {
  readonly kind: ElementKind;
  readonly mode: ChainElement['mode'];
  readonly activity: Decimal;
  readonly activityUnit: ChainElement['activityUnit'];
  readonly tonneKm: Decimal;
  readonly distanceKm: string;
  readonly distanceBasis: ChainElement['distanceBasis'];
  readonly intensity: Split;
  readonly identity: FactorIdentity;
  readonly dataQuality: DataQuality;
}): ChainElement {
  const { identity } = part;
  return {
    kind: part.kind,
    mode: part.mode,
    activity: toText(part.activity),
    activityUnit: part.activityUnit,
    transportActivityTkm: toText(part.tonneKm),
    distanceKm: part.distanceKm,
    distanceBasis: part.distanceBasis,
    intensityWellToTank: toText(part.intensity.wellToTank),
    intensityTankToWake: toText(part.intensity.tankToWake),
    intensityUnit: identity.unit,
    factorId: identity.factorId,
    factorSetVersion: identity.factorSetVersion,
    framework: identity.framework,
    gwpSet: identity.gwpSet,
    source: identity.source,
    trust: identity.trust,
    dataQuality: part.dataQuality,
    ...gramsOf(part.intensity, part.activity),
  };
}

function totalsOf(elements: readonly GramsSplit[]) {
  const wellToTankGrams = elements.reduce((total, element) => total + element.wellToTankGrams, 0);
  const tankToWakeGrams = elements.reduce((total, element) => total + element.tankToWakeGrams, 0);
  return { wellToWakeGrams: wellToTankGrams + tankToWakeGrams, wellToTankGrams, tankToWakeGrams };
}

function primaryShareOf(elements: readonly ChainElement[]): string {
  const activityOf = (some: readonly ChainElement[]) =>
    sum(some.map((element) => decimal(element.transportActivityTkm)));
  const share = activityOf(elements.filter((element) => element.dataQuality === 'PRIMARY')).div(activityOf(elements));
  return toText(roundHalfEven(share.times(100), PRIMARY_SHARE_DECIMALS));
}

function distinctNotes(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [`${note.code} ${note.message}`, note])).values()];
}

function distinctProblems(...decisions: readonly Decision<unknown, readonly Problem[]>[]): readonly Problem[] {
  const problems = decisions.flatMap((decision) => (decision.ok ? [] : decision.refusal));
  return [...new Map(problems.map((problem) => [`${problem.code} ${problem.property}`, problem])).values()];
}

function unknownEquipment(code: string): Problem {
  return {
    code: 'EQUIPMENT_UNKNOWN',
    property: 'ISOEquipmentCode',
    message: `${code} is no ISO 6346 size-type of 20, 40 or 45 feet.`,
  };
}

function unknownMode(property: string, mode: string): Problem {
  return {
    code: 'MODE_UNKNOWN',
    property,
    message: `${mode} is none of ${Object.keys(PRE_CARRIAGE_FACTORS).join(', ')}.`,
  };
}
