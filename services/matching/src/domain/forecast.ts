import type { Book, RequestState } from './book.ts';
import { isPriority } from './feasibility.ts';
import type { PolicyTerms, Space } from './terms.ts';

const MINUTES_PER_DAY = 1_440;
/** Bookings further ahead than this count as this far ahead. */
const LONGEST_LEAD_DAYS = 90;

/** Shippers who compete for the same sailings, and how they book: learned from the market's own requests. */
export type DemandProfile = {
  readonly priority: boolean;
  readonly loadPorts: readonly { readonly port: string; readonly addedGrams: number }[];
  readonly dischargePorts: readonly string[];
  readonly emissionClass: number;
  readonly emissionQuarterTeu: number;
  /** Space of one container. */
  readonly space: Space;
  readonly unitsPerDay: number;
  readonly unitsPerRequest: number;
  /** The booking curve: share of units booked so many days before the cargo is at the gate, day 0 first; adds up to 1. */
  readonly bookedDaysAhead: readonly number[];
  /** From the gate to the latest arrival, at evenly spaced quantiles: tight dates leave fewer sailings than the mean does. */
  readonly windowMinutes: readonly number[];
};

/** A booking curve, or why the fixed share has to do. */
export type Forecast =
  | {
      readonly kind: 'BOOKING_CURVE';
      readonly profiles: readonly DemandProfile[];
      readonly historyDays: number;
      readonly priorityRequests: number;
    }
  | { readonly kind: 'FIXED_SHARE'; readonly historyDays: number; readonly priorityRequests: number };

/**
 * The booking curve of a market, from the requests that its journal brought. Requests of one set of ports and container
 * class are one profile; cancelled ones do not count. Too little history is an answer too.
 */
export function learnForecast(book: Book, minute: number, policy: PolicyTerms): Forecast {
  const { historyMinutes, minimumHistoryMinutes, minimumPriorityRequests } = policy.bidPrice;
  const groups = new Map<string, { priority: boolean; requests: RequestState[] }>();
  let since = minute;
  let priorityRequests = 0;
  for (const request of book.requests.values()) {
    const { submittedMinute, ended, terms } = request;
    if (submittedMinute < minute - historyMinutes || ended === 'CANCELLED') continue;
    since = Math.min(since, submittedMinute);
    const priority = isPriority(book, terms, submittedMinute, policy);
    if (priority) priorityRequests += 1;
    const ports = terms.loadPorts.map(({ port }) => port).join(' ');
    const key = `${priority} ${ports}>${terms.dischargePorts.join(' ')} ${terms.emissionClass}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { priority, requests: [request] });
    else group.requests.push(request);
  }
  const historyDays = Math.floor((minute - since) / MINUTES_PER_DAY);
  if (minute - since < minimumHistoryMinutes || priorityRequests < minimumPriorityRequests) {
    return { kind: 'FIXED_SHARE', historyDays, priorityRequests };
  }
  const profiles = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { priority, requests }]) => profileOf(requests, priority, Math.max(1, historyDays)));
  return { kind: 'BOOKING_CURVE', profiles, historyDays, priorityRequests };
}

function profileOf(requests: readonly RequestState[], priority: boolean, historyDays: number): DemandProfile {
  const { terms } = requests[0]!;
  const units = requests.reduce((total, request) => total + request.terms.units, 0);
  const mean = (of: (request: RequestState) => number) =>
    Math.round(requests.reduce((total, request) => total + of(request) * request.terms.units, 0) / units);
  const bookedDaysAhead: number[] = Array(LONGEST_LEAD_DAYS + 1).fill(0);
  for (const request of requests) {
    const lead = Math.floor((gateMinute(request) - request.submittedMinute) / MINUTES_PER_DAY);
    bookedDaysAhead[Math.min(Math.max(lead, 0), LONGEST_LEAD_DAYS)]! += request.terms.units / units;
  }
  const dimension = (at: 0 | 1 | 2 | 3) => mean((request) => request.terms.space[at]);
  return {
    priority,
    loadPorts: terms.loadPorts.map(({ port }, at) => ({
      port,
      addedGrams: mean((request) => request.terms.loadPorts[at]!.addedGrams),
    })),
    dischargePorts: terms.dischargePorts,
    emissionClass: terms.emissionClass,
    emissionQuarterTeu: terms.emissionQuarterTeu,
    space: [dimension(0), dimension(1), dimension(2), dimension(3)],
    unitsPerDay: units / historyDays,
    unitsPerRequest: units / requests.length,
    bookedDaysAhead: bookedDaysAhead.slice(0, bookedDaysAhead.findLastIndex((share) => share > 0) + 1),
    windowMinutes: windowsOf(requests),
  };
}

const WINDOW_QUANTILES = 5;

function windowsOf(requests: readonly RequestState[]): number[] {
  const windows = requests
    .map((request) => request.terms.latestArrivalMinute - gateMinute(request))
    .sort((a, b) => a - b);
  return Array.from(
    { length: WINDOW_QUANTILES },
    (_none, at) => windows[Math.floor(((at + 0.5) / WINDOW_QUANTILES) * windows.length)]!,
  );
}

function gateMinute({ terms }: RequestState): number {
  return Math.min(...terms.loadPorts.map(({ atGateMinute }) => atGateMinute));
}
