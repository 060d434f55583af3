import { assert } from './assert.ts';
import { type Decimal, decimal, toText } from './decimal.ts';

/** Exactly 1,852 m, by international agreement. */
export const KILOMETRES_PER_NAUTICAL_MILE = decimal('1.852');

export function nauticalMilesToKilometres(nauticalMiles: Decimal): Decimal {
  return nauticalMiles.times(KILOMETRES_PER_NAUTICAL_MILE);
}

/** Grams (a whole number) as the text of kilograms: 1_234_567 → "1234.567". */
export function gramsToKilogramText(grams: number): string {
  assert(Number.isSafeInteger(grams), 'grams are whole');
  return toText(decimal(grams).div(1000));
}

/** Capacity is counted in quarter-TEU, so that a 45-foot box (2.25 TEU for emissions) stays a whole number. */
export function quarterTeuToTeuText(quarterTeu: number): string {
  assert(Number.isSafeInteger(quarterTeu), 'quarter-TEU are whole');
  return toText(decimal(quarterTeu).div(4));
}
