import type { Allocation } from '@greenlane/contracts/allocation';
import { EQUIPMENT } from '@greenlane/contracts/values';
import { minuteOf } from './request-terms.ts';
import type { MovedFacts } from './wording.ts';

/** Before and after, for cargo that was moved within one event; undefined when nothing of it left a sailing. */
export function movedFacts(rolled: readonly Allocation[], placed: readonly Allocation[]): MovedFacts | undefined {
  const [before] = rolled;
  if (before === undefined) return undefined;
  const units = rolled.reduce((sum, allocation) => sum + allocation.units, 0);
  const left = { units, ...sailingOf(before), cause: before.cause };
  const [after] = placed;
  if (after === undefined) return { left, now: null };
  const placedUnits = placed.reduce((sum, allocation) => sum + allocation.units, 0);
  return {
    left,
    now: {
      units: placedUnits,
      ...sailingOf(after),
      daysLater: Math.round((Date.parse(after.arrivalDateTime) - Date.parse(before.arrivalDateTime)) / 86_400_000),
      kgPerTeuMore: kilogramsMore(before, after),
      unitsWaiting: Math.max(0, units - placedUnits),
    },
  };
}

const sailingOf = ({ carrierOfferReference, departureDateTime }: Allocation) => ({
  reference: carrierOfferReference,
  departureMinute: minuteOf(departureDateTime),
});

function kilogramsMore(before: Allocation, after: Allocation): number {
  const teu = Number(EQUIPMENT[after.ISOEquipmentCode].emissionTeu);
  const grams = after.perContainer.wellToWakeGrams - before.perContainer.wellToWakeGrams;
  return Math.round(grams / teu / 1000);
}
