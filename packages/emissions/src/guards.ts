import { type Decimal, decimal, isDecimalText, sum } from '@greenlane/kernel/decimal';
import type { Problem } from '@greenlane/kernel/decision';

/** Checks that calculators share. Each answers the problems it found, none when the input is sound. */

export function positiveProblems(property: string, text: string): readonly Problem[] {
  if (positiveDecimal(text) !== undefined) return [];
  return [{ code: 'NOT_A_POSITIVE_DECIMAL', property, message: `${property} must be a decimal above 0, in text.` }];
}

/** The decimal of a text when it is one above 0; undefined for zero, a sign or anything else. */
export function positiveDecimal(text: string): Decimal | undefined {
  if (!isDecimalText(text)) return undefined;
  const value = decimal(text);
  return value.greaterThan(0) ? value : undefined;
}

export function nonNegativeProblems(property: string, text: string): readonly Problem[] {
  if (isDecimalText(text) && !decimal(text).isNegative()) return [];
  return [{ code: 'NOT_A_DECIMAL', property, message: `${property} must be a decimal of 0 or more, in text.` }];
}

/** A share is a fraction above 0 and at most 1. */
export function shareProblems(property: string, text: string): readonly Problem[] {
  if (isDecimalText(text) && decimal(text).greaterThan(0) && decimal(text).lessThanOrEqualTo(1)) return [];
  return [{ code: 'SHARE_OUT_OF_RANGE', property, message: `${property} must be above 0 and at most 1.` }];
}

/** Shares of one whole add up to exactly 1: 0.333 three times is a mistake, not a rounding. */
export function sharesOfOneProblems(property: string, texts: readonly string[]): readonly Problem[] {
  const single = texts.flatMap((text, index) => shareProblems(`${property}.${index}`, text));
  if (single.length > 0) return single;
  const total: Decimal = sum(texts.map((text) => decimal(text)));
  if (total.equals(1)) return [];
  return [
    { code: 'SHARES_DO_NOT_SUM_TO_ONE', property, message: `The shares add up to ${total.toFixed()}, not to 1.` },
  ];
}

export function percentProblems(property: string, text: string): readonly Problem[] {
  if (isDecimalText(text) && !decimal(text).isNegative() && decimal(text).lessThanOrEqualTo(100)) return [];
  return [{ code: 'PERCENT_OUT_OF_RANGE', property, message: `${property} must lie between 0 and 100.` }];
}
