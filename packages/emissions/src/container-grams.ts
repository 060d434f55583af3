import { toText } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem } from '@greenlane/kernel/decision';
import { movedLeft, type Scaled, scaled, scaledToWholeHalfEven, times } from '@greenlane/kernel/scaled';
import {
  computeDoorToPort,
  type DoorToPortInput,
  type DoorToPortResult,
  type GramsSplit,
  type PreCarriageLeg,
  preCarriageAndTerminalGrams,
} from './door-to-port.ts';
import { emissionEquipmentOf } from './equipment.ts';
import { HUBS, PRE_CARRIAGE_FACTORS } from './glec-factors.ts';
import { type EmissionProfile, seaIntensityOf } from './sea-intensity.ts';

/**
 * The grams of the calculators of `door-to-port.ts` without their elements, for a decision's hot path: the same factors, the
 * same one rounding an element, computed in whole numbers. Input that is not sound is handed to those calculators.
 */

type ScaledSplit = { readonly wellToTank: Scaled; readonly tankToWake: Scaled };
type Grams = GramsSplit & { readonly wellToWakeGrams: number };
type LandInput = {
  readonly ISOEquipmentCode: string;
  readonly cargoMassKg: string;
  readonly preCarriage: readonly PreCarriageLeg[];
};

const KILOGRAM_PLACES = 3;
const ONE = scaled('1');
const EMISSION_TEU = new Map(['1', '2', '2.25'].map((text) => [text, scaled(text)]));

const scaledSplit = (row: { readonly wellToTank: string; readonly tankToWake: string }): ScaledSplit => ({
  wellToTank: scaled(row.wellToTank),
  tankToWake: scaled(row.tankToWake),
});

const LEGS = new Map(
  Object.entries(PRE_CARRIAGE_FACTORS).map(([mode, { dry, refrigerated }]) => [
    mode,
    { dry: scaledSplit(dry), refrigerated: scaledSplit(refrigerated) },
  ]),
);

const terminal = HUBS.get('MaritimeContainerTerminal')!;
const TERMINAL = {
  dry: gramsOf(scaledSplit(terminal.ambient), ONE),
  refrigerated: gramsOf(scaledSplit(terminal.temperatureControlled), ONE),
};

function gramsOf(intensity: ScaledSplit, activity: Scaled): GramsSplit {
  return {
    wellToTankGrams: scaledToWholeHalfEven(times(intensity.wellToTank, activity)),
    tankToWakeGrams: scaledToWholeHalfEven(times(intensity.tankToWake, activity)),
  };
}

const POSITIVE_TEXT = /^\d+(\.\d+)?$/;
const isPositive = (text: string): boolean => POSITIVE_TEXT.test(text) && /[1-9]/.test(text);

function landGrams(input: LandInput): Grams | undefined {
  const equipment = emissionEquipmentOf(input.ISOEquipmentCode);
  if (equipment === undefined || !isPositive(input.cargoMassKg)) return undefined;
  const temperature = equipment.refrigerated ? 'refrigerated' : 'dry';
  const massTonnes = movedLeft(scaled(input.cargoMassKg), KILOGRAM_PLACES);
  // A terminal at either end.
  let wellToTankGrams = TERMINAL[temperature].wellToTankGrams * 2;
  let tankToWakeGrams = TERMINAL[temperature].tankToWakeGrams * 2;
  for (const { mode, distanceKm } of input.preCarriage) {
    const factors = LEGS.get(mode);
    if (factors === undefined || !isPositive(distanceKm)) return undefined;
    const carried = mode === 'FEEDER' ? EMISSION_TEU.get(equipment.emissionTeu)! : massTonnes;
    const grams = gramsOf(factors[temperature], times(carried, scaled(distanceKm)));
    wellToTankGrams += grams.wellToTankGrams;
    tankToWakeGrams += grams.tankToWakeGrams;
  }
  return { wellToTankGrams, tankToWakeGrams, wellToWakeGrams: wellToTankGrams + tankToWakeGrams };
}

/** What {@link preCarriageAndTerminalGrams} says well-to-wake. */
export function landWellToWakeGrams(input: LandInput): Decision<number, readonly Problem[]> {
  const quick = landGrams(input);
  if (quick !== undefined) return accept(quick.wellToWakeGrams);
  const land = preCarriageAndTerminalGrams(input);
  return land.ok ? accept(land.value.wellToWakeGrams) : land;
}

/** Judgements of a profile, which stays with the document that states it. */
const judged = new WeakMap<EmissionProfile, Map<string, ScaledSplit>>();
const LANE_DEFAULT: EmissionProfile = { dataQuality: 'DEFAULT' };

function seaSplit(input: DoorToPortInput, refrigerated: boolean, profile: EmissionProfile): ScaledSplit | undefined {
  const { tradeLane, profileJudgedOn } = input.sea;
  const { factorSetVersion } = input;
  let known = judged.get(profile);
  if (known === undefined) {
    known = new Map();
    judged.set(profile, known);
  }
  // The default of a lane is judged on no day.
  const key = `${factorSetVersion} ${tradeLane} ${refrigerated} ${profile === LANE_DEFAULT ? '' : profileJudgedOn}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const intensity = seaIntensityOf({ factorSetVersion, profile, profileJudgedOn, tradeLane, refrigerated });
  if (!intensity.ok) return undefined;
  const { wellToTank, tankToWake } = intensity.value;
  const split = scaledSplit({ wellToTank: toText(wellToTank), tankToWake: toText(tankToWake) });
  known.set(key, split);
  return split;
}

export type DoorToPortGrams = Pick<
  DoorToPortResult,
  'wellToWakeGrams' | 'wellToTankGrams' | 'tankToWakeGrams' | 'laneDefaultWellToWakeGrams'
>;

function quickDoorToPortGrams(input: DoorToPortInput): DoorToPortGrams | undefined {
  const equipment = emissionEquipmentOf(input.ISOEquipmentCode);
  const land = landGrams(input);
  if (equipment === undefined || land === undefined || !isPositive(input.sea.distanceKm)) return undefined;
  const own = seaSplit(input, equipment.refrigerated, input.sea.profile);
  const laneDefault = seaSplit(input, equipment.refrigerated, LANE_DEFAULT);
  if (own === undefined || laneDefault === undefined) return undefined;
  const teuKm = times(EMISSION_TEU.get(equipment.emissionTeu)!, scaled(input.sea.distanceKm));
  const sea = gramsOf(own, teuKm);
  const atDefault = gramsOf(laneDefault, teuKm);
  return {
    wellToWakeGrams: land.wellToWakeGrams + sea.wellToTankGrams + sea.tankToWakeGrams,
    wellToTankGrams: land.wellToTankGrams + sea.wellToTankGrams,
    tankToWakeGrams: land.tankToWakeGrams + sea.tankToWakeGrams,
    laneDefaultWellToWakeGrams: land.wellToWakeGrams + atDefault.wellToTankGrams + atDefault.tankToWakeGrams,
  };
}

/** The totals of {@link computeDoorToPort}, to the gram; twenty times as fast when the profile has been judged before. */
export function doorToPortGrams(input: DoorToPortInput): Decision<DoorToPortGrams, readonly Problem[]> {
  const quick = quickDoorToPortGrams(input);
  return quick === undefined ? computeDoorToPort(input) : accept(quick);
}
