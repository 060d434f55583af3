import { type Book, type OfferState, remainingUnits, requestOf } from './book.ts';
import {
  bookingCutOff,
  doorToPortGrams,
  gateCutOff,
  isPriority,
  isProtected,
  judge,
  questionOf,
  SPACE_REASONS,
} from './feasibility.ts';
import type { DemandProfile } from './forecast.ts';
import { matchingLanes } from './naive-ranking.ts';
import { type DemandClass, type PriceInstance, type PriceOffer, STEP_DAYS } from './solve-bid-prices.ts';
import { DIMENSION_COUNT, type Lane, laneKey, type PolicyTerms, type Space } from './terms.ts';

const MINUTES_PER_DAY = 1_440;
const LONGEST_HORIZON_DAYS = 120;

/**
 * Whether prices must be solved anew: the policy's time is over, much has changed since, or a low-emission sailing is open
 * that has no price yet and would sell by the fixed share until it has one.
 */
export function areBidPricesDue(
  book: Book,
  policy: PolicyTerms,
  now: { readonly minute: number; readonly changes: number },
): boolean {
  if (policy.protectionMode !== 'BID_PRICE') return false;
  const { solvedMinute, kind } = book.protectionBasis;
  if (solvedMinute === null || now.minute - solvedMinute >= policy.bidPrice.resolveMinutes) return true;
  if (now.changes >= policy.bidPrice.resolveAfterChanges) return true;
  if (kind === 'FIXED_SHARE') return false;
  for (const offer of book.offers.values()) {
    if (offer.open && offer.gate === null && isProtected(offer, policy) && offer.terms.validUntilMinute > now.minute) {
      return true;
    }
  }
  return false;
}

/** The demand still expected on each sailing, and the cargo that waits. */
export function priceInstance(
  book: Book,
  profiles: readonly DemandProfile[],
  at: { readonly minute: number; readonly policy: PolicyTerms; readonly seed: number },
): PriceInstance {
  const { minute, policy, seed } = at;
  const offers: PriceOffer[] = [];
  const byLane = new Map<string, { offer: number; state: OfferState; lane: Lane }[]>();
  let horizon = 0;
  for (const offerId of [...book.offers.keys()].sort()) {
    const state = book.offers.get(offerId)!;
    const { terms } = state;
    if (!state.open || terms.validUntilMinute <= minute) continue;
    const lanes = terms.lanes.filter(({ gateCutOffMinute }) => gateCutOffMinute > minute);
    if (lanes.length === 0) continue;
    for (const lane of lanes) {
      const key = laneKey(lane.loadPort, lane.dischargePort);
      const entry = { offer: offers.length, state, lane };
      const known = byLane.get(key);
      if (known === undefined) byLane.set(key, [entry]);
      else known.push(entry);
      horizon = Math.max(horizon, lane.gateCutOffMinute - minute);
    }
    offers.push({
      offerId,
      gated: isProtected(state, policy),
      free: overLegs(state, (leg) => state.capacity[leg]! - state.used[leg]!, Math.min),
      capacity: overLegs(state, (leg) => state.capacity[leg]!, Math.max),
      prices: state.gate?.terms.prices ?? [0, 0, 0, 0],
    });
  }
  const days = Math.min(LONGEST_HORIZON_DAYS, Math.ceil(horizon / MINUTES_PER_DAY));
  const classes = profiles.flatMap((profile) => futureClasses(profile, { minute, policy, days, byLane, offers }));
  const positions = new Map(offers.map(({ offerId }, position) => [offerId, position]));
  classes.push(...waitingClasses(book, { minute, policy, positions, offers }));
  return { minute, seed, quantilePercent: policy.bidPrice.protectionQuantilePercent, offers, classes };
}

function overLegs(state: OfferState, of: (at: number) => number, pick: (...values: number[]) => number): Space {
  const dimension = (at: number) =>
    pick(...state.terms.legs.map((_leg, leg) => Math.max(0, of(leg * DIMENSION_COUNT + at))));
  return [dimension(0), dimension(1), dimension(2), dimension(3)];
}

/** Thousandths of a point that one container is worth on a sailing. */
function placedWorth(priority: boolean, emissionQuarterTeu: number, grams: number, policy: PolicyTerms): number {
  const { bidPrice } = policy;
  const served = priority ? bidPrice.priorityServedPoints : bidPrice.standardServedPoints;
  const perKilogram = priority ? bidPrice.priorityPointsPerKilogram : bidPrice.standardPointsPerKilogram;
  return served * 250 * emissionQuarterTeu - perKilogram * grams;
}

/** Expected bookings of a profile, by the day on which the cargo will be at the gate. */
function futureClasses(
  profile: DemandProfile,
  within: {
    readonly minute: number;
    readonly policy: PolicyTerms;
    readonly days: number;
    readonly byLane: ReadonlyMap<string, readonly { offer: number; state: OfferState; lane: Lane }[]>;
    readonly offers: readonly PriceOffer[];
  },
): DemandClass[] {
  const { minute, policy, days, byLane, offers } = within;
  // Share of a gate day's units that are booked less than so many days ahead: what is still to come with that many left.
  const stillToCome: number[] = [0];
  for (const share of profile.bookedDaysAhead) stillToCome.push(stillToCome.at(-1)! + share);
  const comingWith = (left: number) => stillToCome[Math.min(Math.max(left, 0), stillToCome.length - 1)]!;
  const lanes = profile.loadPorts.flatMap(({ port, addedGrams }) =>
    profile.dischargePorts.flatMap((discharge) =>
      (byLane.get(laneKey(port, discharge)) ?? []).map((entry) => ({ ...entry, addedGrams })),
    ),
  );
  const unitsPerDay = profile.unitsPerDay / profile.windowMinutes.length;
  const classOf = (day: number, windowMinutes: number): DemandClass => {
    const atGate = minute + (day + 0.5) * MINUTES_PER_DAY;
    const best = new Map<number, number>();
    for (const { offer, lane, addedGrams } of lanes) {
      if (!profile.priority && offers[offer]!.gated) continue;
      if (lane.gateCutOffMinute < atGate || lane.arrivalMinute > atGate + windowMinutes) continue;
      const grams = lane.seaGrams[profile.emissionClass]! + addedGrams;
      const value = placedWorth(profile.priority, profile.emissionQuarterTeu, grams, policy);
      if (value > (best.get(offer) ?? 0)) best.set(offer, value);
    }
    return {
      priority: profile.priority,
      space: profile.space,
      unitsPerRequest: profile.unitsPerRequest,
      remaining: Array.from(
        { length: STEP_DAYS },
        (_step, later) => (unitsPerDay * (comingWith(day - later) + comingWith(day - later + 1))) / 2,
      ),
      certain: false,
      options: [...best].map(([offer, value]) => ({ offer, value })),
    };
  };
  return Array.from({ length: days }, (_none, day) => day)
    .flatMap((day) => profile.windowMinutes.map((windowMinutes) => classOf(day, windowMinutes)))
    .filter(({ options, remaining }) => options.length > 0 && remaining[0]! > 0);
}

/** Cargo that is here and has no space yet. */
function waitingClasses(
  book: Book,
  within: {
    readonly minute: number;
    readonly policy: PolicyTerms;
    readonly positions: ReadonlyMap<string, number>;
    readonly offers: readonly PriceOffer[];
  },
): DemandClass[] {
  const { minute, policy, positions, offers } = within;
  return [...book.waiting].sort().flatMap((requestId) => {
    const request = requestOf(book, requestId);
    const { terms } = request;
    const units = remainingUnits(book, request);
    const priority = isPriority(book, terms, minute, policy);
    const question = questionOf(book, request, { units, minute, policy });
    const options: DemandClass['options'][number][] = [];
    for (const [offerId, offer] of positions) {
      if (!priority && offers[offer]!.gated) continue;
      const state = book.offers.get(offerId)!;
      let value = 0;
      for (const { lane, loadPort } of matchingLanes(state, question)) {
        if ((judge(state, lane, loadPort, question) & ~SPACE_REASONS) !== 0) continue;
        if (bookingCutOff(lane, terms) <= minute || gateCutOff(lane, terms) < loadPort.atGateMinute) continue;
        const grams = doorToPortGrams(lane, loadPort, terms);
        value = Math.max(value, placedWorth(priority, terms.emissionQuarterTeu, grams, policy));
      }
      if (value > 0) options.push({ offer, value });
    }
    if (options.length === 0) return [];
    return [{ priority, space: terms.space, unitsPerRequest: units, remaining: [units], certain: true, options }];
  });
}
