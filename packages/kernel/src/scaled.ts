import { assert } from './assert.ts';
import { isDecimalText } from './decimal.ts';

/**
 * A decimal as a whole number over a power of ten: 12.5 is 125 with one place. Products of a few factors that are rounded
 * once are as exact as with `Decimal` and take a tenth of the time: no digits are gathered in groups, no object is made a step.
 */
export type Scaled = { readonly digits: bigint; readonly places: number };

/** @throws InvariantError when the text is not a plain decimal */
export function scaled(text: string): Scaled {
  assert(isDecimalText(text), `"${text}" is a plain decimal such as 12.5`);
  const point = text.indexOf('.');
  return point === -1
    ? { digits: BigInt(text), places: 0 }
    : { digits: BigInt(text.slice(0, point) + text.slice(point + 1)), places: text.length - point - 1 };
}

const POWERS: bigint[] = [1n];
function powerOfTen(places: number): bigint {
  for (let known = POWERS.length; known <= places; known += 1) POWERS.push(POWERS[known - 1]! * 10n);
  return POWERS[places]!;
}

export function times(a: Scaled, b: Scaled): Scaled {
  return { digits: a.digits * b.digits, places: a.places + b.places };
}

/** The same divided by a power of ten: kilograms in tonnes are three places to the left. */
export function movedLeft(value: Scaled, places: number): Scaled {
  return { digits: value.digits, places: value.places + places };
}

function wholeOf(value: bigint): number {
  const whole = Number(value);
  assert(Number.isSafeInteger(whole), 'a rounded quantity fits a safe integer');
  return whole;
}

/** Rounds half to even to a whole number: as `toWholeHalfEven` of the same decimal. */
export function scaledToWholeHalfEven({ digits, places }: Scaled): number {
  const power = powerOfTen(places);
  const whole = digits / power;
  const twice = (digits - whole * power) * 2n;
  const size = twice < 0n ? -twice : twice;
  const isUp = size > power || (size === power && whole % 2n !== 0n);
  return wholeOf(isUp ? whole + (digits < 0n ? -1n : 1n) : whole);
}

/** The quotient by a whole number above 0, rounded up. */
export function scaledQuotientUp({ digits, places }: Scaled, divisor: number): number {
  const by = powerOfTen(places) * BigInt(divisor);
  const whole = digits / by;
  return wholeOf(digits > whole * by ? whole + 1n : whole);
}
