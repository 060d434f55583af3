import { Decimal as DecimalJs } from 'decimal.js';
import { assert } from './assert.ts';

/**
 * Exact decimals for money, mass, distance and emissions. Sums and products are exact up to 80 significant digits, far
 * beyond any figure here; a division is the only place where digits can be cut, so round its result by a named rule.
 */
const Exact = DecimalJs.clone({ precision: 80, rounding: DecimalJs.ROUND_HALF_EVEN, toExpNeg: -200, toExpPos: 200 });
export type Decimal = DecimalJs;

const DECIMAL_TEXT = /^-?\d+(\.\d+)?$/;

/**
 * Reads a decimal from its text form or from a whole number. A fractional binary float is refused: its digits are not
 * the ones that somebody wrote.
 * @throws InvariantError when the text is not a plain decimal or the number is not a safe integer
 */
export function decimal(value: string | number | bigint | Decimal): Decimal {
  if (typeof value === 'string') {
    assert(DECIMAL_TEXT.test(value), `"${value}" is a plain decimal such as 12.5`);
    return new Exact(value);
  }
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), `${value} is a whole number; fractions are given as text`);
    return new Exact(value);
  }
  if (typeof value === 'bigint') return new Exact(value.toString());
  return value;
}

/** True for the text form that the API and the events use: `^-?\d+(\.\d+)?$`. */
export function isDecimalText(text: string): boolean {
  return DECIMAL_TEXT.test(text);
}

/** Rounds half to even at `places` decimals: the one rounding mode of this project. */
export function roundHalfEven(value: Decimal, places: number): Decimal {
  return value.toDecimalPlaces(places, DecimalJs.ROUND_HALF_EVEN);
}

/** Whole number after rounding half to even, for example grams CO2e of a container. */
export function toWholeHalfEven(value: Decimal): number {
  const whole = roundHalfEven(value, 0).toNumber();
  assert(Number.isSafeInteger(whole), 'a rounded quantity fits a safe integer');
  return whole;
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total: Decimal = new Exact(0);
  for (const value of values) total = total.plus(value);
  return total;
}

/** The plain text of a decimal: no exponent, no trailing zeros added or kept beyond what the value needs. */
export function toText(value: Decimal): string {
  return value.toFixed();
}

/** An amount of money as an invoice has it: two decimals, and more only where it has more. */
export function moneyText(amount: string | Decimal): string {
  const value = decimal(amount);
  return value.toFixed(Math.max(2, value.decimalPlaces()));
}
