import { EQUIPMENT_COUNT, otherRateBit, packRate, UNKNOWN_RATE } from './ranking-rows.ts';
import type { OfferTerms, Rate } from './terms.ts';

/** The rates of each offer by size-type, and the currency that they share, in one cache line. */
export const RATE_INTS = 16;
/** Number of the currency of all rates of the offer; {@link MIXED} where they differ. */
export const RATE_CURRENCY = EQUIPMENT_COUNT;
export const MIXED = 0;

export type Rates = {
  ints: Int32Array;
  /** From 1 on. */
  readonly currencies: Map<string, number>;
  /** Their codes by number. */
  readonly codes: string[];
};

export function noRates(): Rates {
  return { ints: new Int32Array(64 * RATE_INTS), currencies: new Map(), codes: [''] };
}

function currencyNumber({ currencies, codes }: Rates, code: string): number {
  const known = currencies.get(code);
  if (known !== undefined) return known;
  currencies.set(code, currencies.size + 1);
  codes.push(code);
  return currencies.size;
}

export function noteRates(rates: Rates, slot: number, terms: OfferTerms): void {
  if ((slot + 1) * RATE_INTS > rates.ints.length) {
    const wider = new Int32Array(rates.ints.length * 2);
    wider.set(rates.ints);
    rates.ints = wider;
  }
  const at = slot * RATE_INTS;
  let shared: number | undefined;
  for (let equipment = 0; equipment < EQUIPMENT_COUNT; equipment += 1) {
    const rate = terms.rates[equipment] ?? null;
    rates.ints[at + equipment] = Math.min(rate?.amountMinor ?? UNKNOWN_RATE, UNKNOWN_RATE);
    if (rate === null) continue;
    const currency = currencyNumber(rates, rate.currencyCode);
    shared = shared === undefined || shared === currency ? currency : MIXED;
  }
  rates.ints[at + RATE_CURRENCY] = shared ?? MIXED;
}

/** A rate of an offer; undefined where its line does not say: none, more than it holds, or in one of several currencies. */
export function rateAt({ ints, codes }: Rates, slot: number, equipment: number): Rate | undefined {
  const at = slot * RATE_INTS;
  const currency = ints[at + RATE_CURRENCY]!;
  const amountMinor = ints[at + equipment]!;
  if (currency === MIXED || amountMinor === UNKNOWN_RATE) return undefined;
  return { amountMinor, currencyCode: codes[currency]! };
}

/** The rate that an offer has for the first of these size-types, as a row knows it, and for which of them it does not hold; 0 where all are unknown. */
export function packedRate({ ints }: Rates, slot: number, equipmentBits: number): number {
  const at = slot * RATE_INTS;
  const currency = ints[at + RATE_CURRENCY]!;
  if (currency === MIXED) return 0;
  let first = UNKNOWN_RATE;
  let others = 0;
  for (let equipment = 0; equipment < EQUIPMENT_COUNT; equipment += 1) {
    if ((equipmentBits & (1 << equipment)) === 0) continue;
    const rate = ints[at + equipment]!;
    if (first === UNKNOWN_RATE) first = rate;
    if (rate === UNKNOWN_RATE || rate !== first) others |= otherRateBit(equipment);
  }
  return first === UNKNOWN_RATE ? 0 : others | packRate(first, currency);
}
