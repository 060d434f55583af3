import { decimal } from '@greenlane/kernel/decimal';

/**
 * Bounds that no real sailing or cargo reaches. A slip of the keyboard beyond them (a year 9999, a weight of thirty digits) is
 * refused at the edge, where its sender can mend it: the engine's figures are 32-bit minutes, kilograms and grams.
 */

/** Carriers publish schedules months ahead; two years either way holds every sailing that anyone still asks about. */
export const HORIZON_DAYS = 730;
const MILLISECONDS_PER_DAY = 86_400_000;

export function isWithinHorizon(dateTime: string, now: Date): boolean {
  return Math.abs(Date.parse(dateTime) - now.getTime()) <= HORIZON_DAYS * MILLISECONDS_PER_DAY;
}

/** What one leg may carry, in tonnes: about eight times the largest container ship, and within 32 bits of kilograms. */
export const LARGEST_WEIGHT_TONNES = '2000000';
/** The rate of one container in any currency: a dong or a rupiah is some 1/25,000 of a dollar. */
export const LARGEST_AMOUNT = '1000000000';
/** The way from the door to a load port, in kilometres: half around the Earth. */
export const LONGEST_PRE_CARRIAGE_KM = '20000';
/** A cap above it refuses nothing: the dirtiest ships on the longest lanes stay below a hundredth of it. */
export const LARGEST_CO2E_KG_PER_TEU = '1000000';

/** @param limit a whole number, in a string without leading zeros */
export function isAbove(value: string, limit: string): boolean {
  // A shorter text has fewer digits before its point: most values, which then cost nothing.
  return value.length >= limit.length && decimal(value).greaterThan(limit);
}
