import { type Book, type OfferState, policyAt } from './book.ts';
import { isLowEmission, protectedAmount } from './feasibility.ts';
import { dateTimeOf } from './request-terms.ts';
import { DIMENSION_COUNT, type Lane, laneKey, type PolicyTerms } from './terms.ts';
import type { Wording } from './wording.ts';

/** What a lane offers in one week: for an exporter who plans production before there is a booking to make. */
export type OutlookRow = {
  readonly loadPort: string;
  readonly dischargePort: string;
  /** ISO week of the departure, and its Monday. */
  readonly week: string;
  readonly weekStart: string;
  readonly sailings: number;
  readonly lowEmissionSailings: number;
  readonly publishedTeu: number;
  readonly freeTeu: number;
  readonly lowEmissionFreeTeu: number;
  /** Of the low-emission space that is free, what priority units alone may take now. */
  readonly keptForPriorityTeu: number;
  /** Sea leg, well to wake, of a dry 40-foot box, by TEU: the cleanest sailing of the week. */
  readonly lowestKgCo2ePerTeu: string;
  readonly firstGateCutOff: string;
  readonly message: string;
};

const QUARTERS_PER_TEU = 4;
const MINUTES_PER_DAY = 1_440;
const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;
/** 1970-01-05, the first Monday of the count of minutes. */
const FIRST_MONDAY = 4 * MINUTES_PER_DAY;
/** Class of a dry 40-foot box. */
const DRY_40_FOOT = 2;

export function outlook(
  book: Book,
  asked: {
    readonly minute: number;
    readonly weeks: number;
    readonly loadPort?: string;
    readonly dischargePort?: string;
    readonly wording: Wording;
  },
): OutlookRow[] {
  const { minute, weeks } = asked;
  const policy = policyAt(book, minute);
  if (policy === undefined) return [];
  const groups = new Map<string, { monday: number; sailings: { offer: OfferState; lane: Lane }[] }>();
  for (const offer of book.offers.values()) {
    if (!offer.open || offer.terms.validUntilMinute <= minute) continue;
    for (const lane of offer.terms.lanes) {
      if (asked.loadPort !== undefined && lane.loadPort !== asked.loadPort) continue;
      if (asked.dischargePort !== undefined && lane.dischargePort !== asked.dischargePort) continue;
      if (lane.gateCutOffMinute <= minute || lane.departureMinute >= mondayOf(minute) + weeks * MINUTES_PER_WEEK)
        continue;
      const monday = mondayOf(lane.departureMinute);
      const key = `${laneKey(lane.loadPort, lane.dischargePort)} ${monday}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { monday, sailings: [{ offer, lane }] });
      else group.sailings.push({ offer, lane });
    }
  }
  return [...groups.values()]
    .map(({ monday, sailings }) => rowOf(sailings, monday, { policy, wording: asked.wording }))
    .sort((a, b) => compare(keyOf(a), keyOf(b)));
}

const keyOf = ({ loadPort, dischargePort, weekStart }: OutlookRow) => `${loadPort} ${dischargePort} ${weekStart}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function rowOf(
  sailings: readonly { readonly offer: OfferState; readonly lane: Lane }[],
  monday: number,
  { policy, wording }: { readonly policy: PolicyTerms; readonly wording: Wording },
): OutlookRow {
  const { loadPort, dischargePort } = sailings[0]!.lane;
  const inTeu = (quarters: number) => Math.floor(quarters / QUARTERS_PER_TEU);
  const least = (of: (offer: OfferState, at: number) => number, from: typeof sailings) =>
    from.reduce((sum, { offer, lane }) => {
      let tightest = Number.MAX_SAFE_INTEGER;
      for (let leg = lane.loadCall; leg < lane.dischargeCall; leg += 1) {
        tightest = Math.min(tightest, Math.max(0, of(offer, leg * DIMENSION_COUNT)));
      }
      return sum + inTeu(tightest);
    }, 0);
  const free = (offer: OfferState, at: number) => offer.capacity[at]! - offer.used[at]!;
  const green = sailings.filter(({ offer }) => isLowEmission(offer, policy));
  const lowEmissionFreeTeu = least(free, green);
  const openTeu = least(
    (offer, at) => free(offer, at) - (offer.released ? 0 : protectedAmount(offer, policy, at)),
    green,
  );
  const lowest = Math.min(...sailings.map(({ lane }) => lane.seaGrams[DRY_40_FOOT]!));
  const lowestKgCo2ePerTeu = (lowest / 2000).toFixed(0);
  const week = isoWeek(monday);
  const keptForPriorityTeu = lowEmissionFreeTeu - openTeu;
  const freeTeu = least(free, sailings);
  const cutOff = Math.min(...sailings.map(({ lane }) => lane.gateCutOffMinute));
  return {
    loadPort,
    dischargePort,
    week,
    weekStart: dateTimeOf(monday).slice(0, 10),
    sailings: sailings.length,
    lowEmissionSailings: green.length,
    publishedTeu: least((offer, at) => offer.capacity[at]!, sailings),
    freeTeu,
    lowEmissionFreeTeu,
    keptForPriorityTeu,
    lowestKgCo2ePerTeu,
    firstGateCutOff: dateTimeOf(cutOff),
    message: wording.outlook({
      week: week.slice(6),
      sailings: sailings.length,
      lowEmission: green.length,
      freeTeu,
      lowEmissionFreeTeu,
      keptTeu: keptForPriorityTeu,
      lowestKgPerTeu: lowestKgCo2ePerTeu,
    }),
  };
}

function mondayOf(minute: number): number {
  return FIRST_MONDAY + Math.floor((minute - FIRST_MONDAY) / MINUTES_PER_WEEK) * MINUTES_PER_WEEK;
}

/** ISO 8601 week of a Monday: the week that has its Thursday in the year. */
function isoWeek(monday: number): string {
  const thursday = new Date((monday + 3 * MINUTES_PER_DAY) * 60_000);
  const year = thursday.getUTCFullYear();
  const dayOfYear = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000);
  return `${year}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, '0')}`;
}
