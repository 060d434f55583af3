import { collectByGrowth } from '@greenlane/runtime/collector';
import { apply } from '../src/domain/apply.ts';
import { emptyBook } from '../src/domain/book.ts';
import type { RankingEngine } from '../src/domain/ranking.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import { benchOffer, benchRequest, needle, network, POLICY, START, seeded } from './bench-books.ts';

/**
 * A book that takes so many offers and then as many requests, one in four of which finds nothing and waits; then offers that
 * come while they wait, and what of these goes to keeping the lanes in rank order. Says what each took: in a process of its own, so that memory is that of this book alone, and with the
 * collector set as a service sets it. The ports stay the same, so lanes grow with the book: 800 rows each at 100,000 offers, 8,000
 * at a million, where a real market of that size would have more lanes and shorter ones. The harder case is measured.
 */
collectByGrowth();
const count = Number(process.argv[2]);
const EVENTS = 1_000;
const shape = network(count);
const random = seeded(11);
const book = emptyBook('CHINA');
book.policies.push(POLICY);
const engine = indexedRanking(book);
const minute = START;
/** Of this process's CPU: what others do on the machine meanwhile counts for nothing. */
const milliseconds = (work: () => void): number => {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000;
};
const publish = (number: number, into = engine) =>
  apply(book, into, { kind: 'offer-published', minute, terms: benchOffer(random, shape, number) });

globalThis.gc?.();
const before = process.memoryUsage();
const offers = milliseconds(() => {
  for (let number = 1; number <= count; number += 1) publish(number);
});
globalThis.gc?.();
const after = process.memoryUsage();
const requests = milliseconds(() => {
  for (let number = 1; number <= count; number += 1) {
    const terms =
      number % 4 > 0 ? benchRequest(random, shape, `request-${number}`) : needle(random, shape, number).request;
    apply(book, engine, { kind: 'request-submitted', minute, terms });
  }
});
let ordering = 0;
const watched: RankingEngine = {
  ...engine,
  offerChanged: (offerId) => {
    ordering += milliseconds(() => engine.offerChanged(offerId));
  },
};
const late = milliseconds(() => {
  for (let number = 1; number <= EVENTS; number += 1) publish(count + number, watched);
});
process.stdout.write(
  JSON.stringify({
    openOffers: book.offers.size,
    waitingRequests: book.waiting.size,
    placed: book.allocations.size,
    seconds: (offers + requests) / 1_000,
    offerMicroseconds: (offers * 1_000) / count,
    requestMicroseconds: (requests * 1_000) / count,
    lateOfferMicroseconds: (late * 1_000) / EVENTS,
    orderingMicroseconds: (ordering * 1_000) / EVENTS,
    bytesAnOffer: (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / count,
  }),
);
