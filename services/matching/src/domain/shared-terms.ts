import type { OfferTerms, Rate } from './terms.ts';

/**
 * What the terms of many offers have alike, held once: a market has hundreds of thousands of rates and a few thousand different
 * ones. Beside the memory it is work for the collector: of the 37 objects of an offer whose nine size-types have a rate, nine are these.
 */
const rates = new Map<string, Map<number, Rate>>();
const lists = new Map<string, readonly number[]>();
const carrierIds = new Map<string, string>();

const NONE_UNMEASURED: OfferTerms['unmeasuredLanes'] = [];

/** What comes after so many is held by each offer for itself: a process may meet other markets, and later years. */
const MOST_SHARED = 65_536;

function sharedRate(rate: Rate | null): Rate | null {
  if (rate === null) return null;
  let ofCurrency = rates.get(rate.currencyCode);
  if (ofCurrency === undefined) {
    if (rates.size === MOST_SHARED) return rate;
    ofCurrency = new Map();
    rates.set(rate.currencyCode, ofCurrency);
  }
  return shared(ofCurrency, rate.amountMinor, rate);
}

function shared<Key, Value>(known: Map<Key, Value>, key: Key, value: Value): Value {
  const first = known.get(key);
  if (first !== undefined) return first;
  if (known.size < MOST_SHARED) known.set(key, value);
  return value;
}

/** The same terms. Field by field: an object that is spread into another keeps part of its fields in a second one. */
export function withSharedParts(terms: OfferTerms): OfferTerms {
  return {
    offerId: terms.offerId,
    version: terms.version,
    carrierId: shared(carrierIds, terms.carrierId, terms.carrierId),
    validUntilMinute: terms.validUntilMinute,
    confirmation: terms.confirmation,
    equipmentBits: terms.equipmentBits,
    unNumbers: shared(lists, terms.unNumbers.join(' '), terms.unNumbers),
    rates: terms.rates.map(sharedRate),
    legs: terms.legs,
    lanes: terms.lanes,
    // Absent in snapshots written before sailings said which of their lanes lack a distance.
    unmeasuredLanes: terms.unmeasuredLanes?.length > 0 ? terms.unmeasuredLanes : NONE_UNMEASURED,
    earliestCutOffMinute: terms.earliestCutOffMinute,
    referenceSeaGrams: terms.referenceSeaGrams,
    referenceDefaultGrams: terms.referenceDefaultGrams,
    endsMinute: terms.endsMinute,
  };
}
