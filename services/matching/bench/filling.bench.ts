import { assert } from '@greenlane/kernel/assert';
import type { Bench } from '@greenlane/testing/bench/bench';
import { apply } from '../src/domain/apply.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import { benchBook, benchRequest, hotLanes, START, seeded } from './bench-books.ts';

const REQUESTS = 400_000;
const CHUNK = 10_000;
/** So many that 400,000 requests fill nine tenths of their space. */
const OFFERS = 22_000;

/** Requests a second, chunk by chunk, while a book fills from empty. */
function fill(): { readonly seconds: number[]; readonly filled: number; readonly placed: number } {
  const shape = hotLanes(OFFERS);
  const book = benchBook(shape, 5, 'nothing');
  const engine = indexedRanking(book);
  const random = seeded(6);
  const seconds: number[] = [];
  for (let from = 0; from < REQUESTS; from += CHUNK) {
    const requests = Array.from({ length: CHUNK }, (_none, at) => benchRequest(random, shape, `request-${from + at}`));
    const started = performance.now();
    for (const terms of requests) apply(book, engine, { kind: 'request-submitted', minute: START, terms });
    seconds.push((performance.now() - started) / 1000);
  }
  let capacity = 0;
  let used = 0;
  for (const offer of book.offers.values()) {
    capacity += offer.capacity[0]!;
    used += offer.used[0]!;
    assert(
      offer.used.every((amount, at) => amount <= offer.capacity[at]!),
      'nothing was oversold',
    );
  }
  return { seconds, filled: used / capacity, placed: book.allocations.size };
}

export const benches: Bench[] = [
  {
    name: 'matching.filling-book',
    what: `the last quarter of ${REQUESTS.toLocaleString('en')} requests into a book of ${OFFERS.toLocaleString('en')} offers on 20 lanes that they fill, greenest first, by the first quarter`,
    rival: 'the same engine while the book is empty',
    better: 'higher',
    floor: 0.4,
    judged: 'best',
    prepare: async () => ({
      measure: async () => {
        const { seconds, filled, placed } = fill();
        const quarter = seconds.length / 4;
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        const first = sum(seconds.slice(0, quarter));
        const last = sum(seconds.slice(-quarter));
        return {
          ratio: first / last,
          figures: {
            'first quarter a second': REQUESTS / 4 / first,
            'last quarter a second': REQUESTS / 4 / last,
            'filled %': filled * 100,
            placed,
          },
        };
      },
    }),
  },
];
