import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assert } from '@greenlane/kernel/assert';
import type { Bench } from '@greenlane/testing/bench/bench';

const run = promisify(execFile);

type Book = {
  readonly openOffers: number;
  readonly waitingRequests: number;
  readonly placed: number;
  readonly seconds: number;
  readonly offerMicroseconds: number;
  readonly requestMicroseconds: number;
  readonly lateOfferMicroseconds: number;
  readonly orderingMicroseconds: number;
  readonly bytesAnOffer: number;
};

async function bookOf(count: number): Promise<Book> {
  const { stdout } = await run(process.execPath, [
    '--expose-gc',
    '--max-old-space-size=14000',
    fileURLToPath(new URL('./scaling-book.ts', import.meta.url)),
    String(count),
  ]);
  const book = JSON.parse(stdout) as Book;
  assert(book.openOffers >= count, 'every offer is open');
  assert(book.placed + book.waitingRequests >= count / 2, 'requests were placed or wait');
  return book;
}

/**
 * A book of 10,000 takes less than a second, in which a neighbour on the machine or one more pass of the compiler is a tenth. So
 * it is measured in so many processes, half of them before the large book and half after it, and their median counts: one of
 * a kind, as the large one is, neither the luckiest nor the slowest.
 */
const SMALL_BOOKS = 10;
const SMALL = 10_000;

async function booksOf(count: number, howMany: number): Promise<Book[]> {
  const books: Book[] = [];
  while (books.length < howMany) books.push(await bookOf(count));
  return books;
}

/** cost ∝ count ^ exponent */
const exponent = (small: number, large: number, times: number) => Math.log(large / small) / Math.log(times);

const scaling = (to: 100_000 | 1_000_000): Bench => ({
  name: `scaling.book-${to === 100_000 ? '100k' : '1M'}`,
  what: `exponent of the CPU time in which one market's book (the engine's own, without HTTP and database) takes N open offers and N requests, a quarter of which find nothing and wait, from N = 10,000 to ${to.toLocaleString('en')}`,
  rival: 'cost in proportion to N: exponent 1',
  better: 'lower',
  floor: 1.1,
  judged: 'best',
  runs: 1,
  ...(to === 1_000_000 ? { onlyWhenNamed: true } : {}),
  prepare: async () => ({
    measure: async () => {
      const before = await booksOf(SMALL, SMALL_BOOKS / 2);
      const large = await bookOf(to);
      const bySeconds = [...before, ...(await booksOf(SMALL, SMALL_BOOKS / 2))].sort((a, b) => a.seconds - b.seconds);
      // The lower of the two in the middle: of an even number there is no other that was measured.
      const small = bySeconds[SMALL_BOOKS / 2 - 1]!;
      return {
        ratio: exponent(small.seconds, large.seconds, to / SMALL),
        figures: {
          'seconds at 10,000': bySeconds.map(({ seconds }) => seconds.toFixed(2)).join(' '),
          seconds: large.seconds,
          'µs an offer at 10,000': small.offerMicroseconds,
          'µs an offer': large.offerMicroseconds,
          'µs a request at 10,000': small.requestMicroseconds,
          'µs a request': large.requestMicroseconds,
          'µs an offer among waiting requests at 10,000': small.lateOfferMicroseconds,
          'µs an offer among waiting requests': large.lateOfferMicroseconds,
          'of these to keep lanes in rank order': large.orderingMicroseconds,
          'waiting requests': large.waitingRequests,
          'bytes an open offer': large.bytesAnOffer,
        },
      };
    },
  }),
});

export const benches: Bench[] = [scaling(100_000), scaling(1_000_000)];
