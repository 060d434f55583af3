import { BALANCED_CURRENCY } from './ranking.ts';
import { EQUIPMENT_COUNT, OTHERS_UNRATED, otherRateBit, packRate, UNKNOWN_RATE } from './ranking-rows.ts';
import type { OfferTerms } from './terms.ts';

/** The rates of each offer by size-type, and the currency that they share, in one cache line. */
export const RATE_INTS = 16;
/** Number of the currency of all rates of the offer; {@link MIXED} where they differ. */
export const RATE_CURRENCY = EQUIPMENT_COUNT;
export const MIXED = 0;
/** A bit for each size-type whose rate only the terms tell: in one of several currencies, or more than the line holds. */
const RATE_ELSEWHERE = RATE_CURRENCY + 1;
/** The currency that BALANCED counts is always the first. */
const BALANCED_NUMBER = 1;

export type Rates = {
  ints: Int32Array;
  /** From 1 on. */
  readonly currencies: Map<string, number>;
};

export function noRates(): Rates {
  return { ints: new Int32Array(64 * RATE_INTS), currencies: new Map([[BALANCED_CURRENCY, BALANCED_NUMBER]]) };
}

function currencyNumber({ currencies }: Rates, code: string): number {
  const known = currencies.get(code);
  if (known !== undefined) return known;
  currencies.set(code, currencies.size + 1);
  return currencies.size;
}

export function noteRates(rates: Rates, slot: number, terms: OfferTerms): void {
  if ((slot + 1) * RATE_INTS > rates.ints.length) {
    const wider = new Int32Array(rates.ints.length * 2);
    wider.set(rates.ints);
    rates.ints = wider;
  }
  const at = slot * RATE_INTS;
  let known = 0;
  let beyond = 0;
  let shared: number | undefined;
  for (let equipment = 0; equipment < EQUIPMENT_COUNT; equipment += 1) {
    const rate = terms.rates[equipment] ?? null;
    rates.ints[at + equipment] = Math.min(rate?.amountMinor ?? UNKNOWN_RATE, UNKNOWN_RATE);
    if (rate === null) continue;
    known |= 1 << equipment;
    if (rate.amountMinor >= UNKNOWN_RATE) beyond |= 1 << equipment;
    const currency = currencyNumber(rates, rate.currencyCode);
    shared = shared === undefined || shared === currency ? currency : MIXED;
  }
  rates.ints[at + RATE_CURRENCY] = shared ?? MIXED;
  rates.ints[at + RATE_ELSEWHERE] = shared === MIXED ? known : beyond;
}

/**
 * The rate of an offer as BALANCED counts it, null where it counts as unknown; undefined where its line does not say: in one of several
 * currencies, or more than it holds.
 */
export function minorAt({ ints }: Rates, slot: number, equipment: number): number | null | undefined {
  const at = slot * RATE_INTS;
  if ((ints[at + RATE_ELSEWHERE]! & (1 << equipment)) !== 0) return undefined;
  const amountMinor = ints[at + equipment]!;
  const counts = amountMinor !== UNKNOWN_RATE && ints[at + RATE_CURRENCY] === BALANCED_NUMBER;
  return counts ? amountMinor : null;
}

/** The rate that an offer has for the first of these size-types, as a row knows it, and for which of them it does not hold; 0 where all are unknown. */
export function packedRate({ ints }: Rates, slot: number, equipmentBits: number): number {
  const at = slot * RATE_INTS;
  const currency = ints[at + RATE_CURRENCY]!;
  if (currency === MIXED) return 0;
  let first = UNKNOWN_RATE;
  let others = 0;
  let unrated = OTHERS_UNRATED;
  for (let bits = equipmentBits; bits !== 0; bits &= bits - 1) {
    const equipment = 31 - Math.clz32(bits & -bits);
    const rate = ints[at + equipment]!;
    if (first === UNKNOWN_RATE) first = rate;
    if (rate !== UNKNOWN_RATE && rate !== first) unrated = 0;
    if (rate === UNKNOWN_RATE || rate !== first) others |= otherRateBit(equipment);
  }
  return first === UNKNOWN_RATE ? 0 : others | unrated | packRate(first, currency);
}
