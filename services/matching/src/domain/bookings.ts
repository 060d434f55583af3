import type { Book, RequestState } from './book.ts';
import type { RequestTerms } from './terms.ts';

/** What the booking curve learns from a request: all that is kept of one that has left the book. */
export type Booking = { readonly submittedMinute: number } & {
  readonly terms: Pick<
    RequestTerms,
    | 'exporterId'
    | 'hsCode'
    | 'units'
    | 'emissionClass'
    | 'emissionQuarterTeu'
    | 'space'
    | 'loadPorts'
    | 'dischargePorts'
    | 'latestArrivalMinute'
  >;
};

/**
 * Bookings of requests that have left the book, as numbers in rows: a tenth of what the requests took. Those that agree in
 * exporter, goods, size and ports share a text that says so and stand in one list.
 */
export type PastBookings = Map<string, number[]>;

type Shared = readonly [
  exporterId: string,
  hsCode: string,
  emissionClass: number,
  emissionQuarterTeu: number,
  loadPorts: readonly string[],
  dischargePorts: readonly string[],
];

/** Minute of submission, units, latest arrival and space of one container; then of each load port the gate minute and grams added. */
const FIXED_NUMBERS = 7;
const rowLength = ([, , , , loadPorts]: Shared) => FIXED_NUMBERS + 2 * loadPorts.length;

export function rememberBooking(bookings: PastBookings, { submittedMinute, terms }: RequestState): void {
  const shared: Shared = [
    terms.exporterId,
    terms.hsCode,
    terms.emissionClass,
    terms.emissionQuarterTeu,
    terms.loadPorts.map(({ port }) => port),
    terms.dischargePorts,
  ];
  const key = JSON.stringify(shared);
  const rows = bookings.get(key) ?? [];
  bookings.set(key, rows);
  rows.push(submittedMinute, terms.units, terms.latestArrivalMinute, ...terms.space);
  for (const { atGateMinute, addedGrams } of terms.loadPorts) rows.push(atGateMinute, addedGrams);
}

/** Drops the bookings that were submitted before a minute. */
export function forgetBookings(bookings: PastBookings, before: number): void {
  for (const [key, rows] of bookings) {
    const length = rowLength(JSON.parse(key) as Shared);
    let kept = 0;
    for (let at = 0; at < rows.length; at += length) {
      if (rows[at]! < before) continue;
      rows.copyWithin(kept, at, at + length);
      kept += length;
    }
    if (kept === 0) bookings.delete(key);
    else rows.length = kept;
  }
}

/** Every booking that the market remembers: of those that left, and of the requests in the book; cancelled ones do not count. */
export function* bookingsOf(book: Book): Generator<Booking> {
  for (const [key, rows] of book.bookings) {
    const shared = JSON.parse(key) as Shared;
    const [exporterId, hsCode, emissionClass, emissionQuarterTeu, loadPorts, dischargePorts] = shared;
    const length = rowLength(shared);
    for (let at = 0; at < rows.length; at += length) {
      yield {
        submittedMinute: rows[at]!,
        terms: {
          exporterId,
          hsCode,
          units: rows[at + 1]!,
          emissionClass,
          emissionQuarterTeu,
          space: [rows[at + 3]!, rows[at + 4]!, rows[at + 5]!, rows[at + 6]!],
          loadPorts: loadPorts.map((port, place) => ({
            port,
            atGateMinute: rows[at + FIXED_NUMBERS + 2 * place]!,
            addedGrams: rows[at + FIXED_NUMBERS + 2 * place + 1]!,
          })),
          dischargePorts,
          latestArrivalMinute: rows[at + 2]!,
        },
      };
    }
  }
  for (const request of book.requests.values()) if (request.ended !== 'CANCELLED') yield request;
}
