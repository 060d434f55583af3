import type { Allocation } from '@greenlane/contracts/allocation';
import { EQUIPMENT } from '@greenlane/contracts/values';

/** Why cargo left a sailing, in the words of a clerk. */
const CAUSES: Readonly<Record<string, string>> = {
  CAPACITY_CUT: 'the carrier cut its space',
  OFFER_WITHDRAWN: 'the carrier withdrew the sailing',
  CALL_REMOVED: 'the ship no longer makes that call',
  CUT_OFF_MOVED: 'its gate now closes before the cargo is there',
  ARRIVAL_MOVED: 'it would now arrive too late',
  EQUIPMENT_NO_LONGER_ACCEPTED: 'the container size-type is no longer accepted',
  DANGEROUS_GOODS_NO_LONGER_ACCEPTED: 'the dangerous goods are no longer accepted',
  ROLLED_FOR_PRIORITY: 'sold as rollable, it made way for a priority unit',
};

const containers = (units: number) => (units === 1 ? '1 container' : `${units} containers`);
const day = (dateTime: string) => new Date(dateTime).toISOString().slice(0, 10);

/** Before and after, for cargo that was moved within one event. */
export function movedSentence(rolled: readonly Allocation[], placed: readonly Allocation[]): string {
  const [before] = rolled;
  if (before === undefined) return 'Cargo was moved off its sailing.';
  const units = rolled.reduce((sum, allocation) => sum + allocation.units, 0);
  const left = `${containers(units)} left ${before.carrierOfferReference} (departure ${day(before.departureDateTime)}): ${CAUSES[before.cause] ?? before.cause}.`;
  const [after] = placed;
  if (after === undefined)
    return `${left} No other sailing fits yet; the cargo keeps its place and is matched as soon as space appears.`;
  const placedUnits = placed.reduce((sum, allocation) => sum + allocation.units, 0);
  const rest = placedUnits < units ? ` ${containers(units - placedUnits)} still wait.` : '';
  return `${left} ${containers(placedUnits)} are now on ${after.carrierOfferReference} (departure ${day(after.departureDateTime)}), ${arrivalChange(before, after)}, ${carbonChange(before, after)}.${rest}`;
}

function arrivalChange(before: Allocation, after: Allocation): string {
  const days = Math.round((Date.parse(after.arrivalDateTime) - Date.parse(before.arrivalDateTime)) / 86_400_000);
  if (days === 0) return 'arriving the same day';
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return `arriving ${count} ${days > 0 ? 'later' : 'earlier'}`;
}

function carbonChange(before: Allocation, after: Allocation): string {
  const teu = Number(EQUIPMENT[after.ISOEquipmentCode].emissionTeu);
  const grams = after.perContainer.wellToWakeGrams - before.perContainer.wellToWakeGrams;
  const kilograms = Math.round(Math.abs(grams) / teu / 1000);
  if (kilograms === 0) return 'with the same CO2e';
  return `with ${kilograms} kg CO2e per TEU ${grams > 0 ? 'more' : 'less'}`;
}
