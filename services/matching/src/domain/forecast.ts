import type { Book } from './book.ts';
import { type Booking, bookingsOf } from './bookings.ts';
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
 * The booking curve of a market, from all requests that its journal brought, also those that have left the book. Requests of one set of ports and container
 * class are one profile; cancelled ones do not count. Too little history is an answer too.
 */
export function learnForecast(book: Book, minute: number, policy: PolicyTerms): Forecast {
  const { historyMinutes, minimumHistoryMinutes, minimumPriorityRequests } = policy.bidPrice;
  const groups = new Map<string, { priority: boolean; bookings: Booking[] }>();
  let since = minute;
  let priorityRequests = 0;
  for (const booking of bookingsOf(book)) {
    const { submittedMinute, terms } = booking;
    if (submittedMinute < minute - historyMinutes) continue;
    since = Math.min(since, submittedMinute);
    const priority = isPriority(book, terms, submittedMinute, policy);
    if (priority) priorityRequests += 1;
    const ports = terms.loadPorts.map(({ port }) => port).join(' ');
    const key = `${priority} ${ports}>${terms.dischargePorts.join(' ')} ${terms.emissionClass}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { priority, bookings: [booking] });
    else group.bookings.push(booking);
  }
  const historyDays = Math.floor((minute - since) / MINUTES_PER_DAY);
  if (minute - since < minimumHistoryMinutes || priorityRequests < minimumPriorityRequests) {
    return { kind: 'FIXED_SHARE', historyDays, priorityRequests };
  }
  const profiles = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { priority, bookings }]) => profileOf(bookings, priority, Math.max(1, historyDays)));
  return { kind: 'BOOKING_CURVE', profiles, historyDays, priorityRequests };
}

function profileOf(bookings: readonly Booking[], priority: boolean, historyDays: number): DemandProfile {
  const { terms } = bookings[0]!;
  const units = bookings.reduce((total, booking) => total + booking.terms.units, 0);
  const mean = (of: (booking: Booking) => number) =>
    Math.round(bookings.reduce((total, booking) => total + of(booking) * booking.terms.units, 0) / units);
  const bookedDaysAhead: number[] = Array(LONGEST_LEAD_DAYS + 1).fill(0);
  for (const booking of bookings) {
    const lead = Math.floor((gateMinute(booking) - booking.submittedMinute) / MINUTES_PER_DAY);
    bookedDaysAhead[Math.min(Math.max(lead, 0), LONGEST_LEAD_DAYS)]! += booking.terms.units / units;
  }
  const dimension = (at: 0 | 1 | 2 | 3) => mean((booking) => booking.terms.space[at]);
  return {
    priority,
    loadPorts: terms.loadPorts.map(({ port }, at) => ({
      port,
      addedGrams: mean((booking) => booking.terms.loadPorts[at]!.addedGrams),
    })),
    dischargePorts: terms.dischargePorts,
    emissionClass: terms.emissionClass,
    emissionQuarterTeu: terms.emissionQuarterTeu,
    space: [dimension(0), dimension(1), dimension(2), dimension(3)],
    unitsPerDay: units / historyDays,
    unitsPerRequest: units / bookings.length,
    bookedDaysAhead: bookedDaysAhead.slice(0, bookedDaysAhead.findLastIndex((share) => share > 0) + 1),
    windowMinutes: windowsOf(bookings),
  };
}

const WINDOW_QUANTILES = 5;

function windowsOf(bookings: readonly Booking[]): number[] {
  const windows = bookings
    .map((booking) => booking.terms.latestArrivalMinute - gateMinute(booking))
    .sort((a, b) => a - b);
  return Array.from(
    { length: WINDOW_QUANTILES },
    (_none, at) => windows[Math.floor(((at + 0.5) / WINDOW_QUANTILES) * windows.length)]!,
  );
}

function gateMinute({ terms }: Booking): number {
  return Math.min(...terms.loadPorts.map(({ atGateMinute }) => atGateMinute));
}
