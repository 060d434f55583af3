import { collectByGrowth } from '@greenlane/runtime/collector';
import { applyInput, emptyMarket } from '../src/domain/market.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import { samplePolicy } from '../test/samples.ts';
import { seeded } from './bench-books.ts';
import { publishedOffer, submittedRequest } from './bench-documents.ts';

/** A process that owns one market: so many open offers from their documents, then mixed requests. Says what it takes. */
collectByGrowth();
const [offers, requests] = process.argv.slice(2).map(Number) as [number, number];
const market = emptyMarket('CHINA', 'bench', indexedRanking);
const random = seeded(5);
const at = '2026-11-20T00:00:00.000Z';
const from = performance.now();
applyInput(market, { sequence: 1, at, input: { kind: 'policy-published', policy: samplePolicy() } });
for (let number = 1; number <= offers; number += 1) {
  const offer = publishedOffer(random, number);
  applyInput(market, { sequence: market.sequence + 1, at, input: { kind: 'offer-published', offer } });
}
const published = performance.now();
for (let number = 1; number <= requests; number += 1) {
  const request = submittedRequest(random, number);
  applyInput(market, { sequence: market.sequence + 1, at, input: { kind: 'request-submitted', request } });
}
const requested = performance.now();
globalThis.gc?.();
const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
process.stdout.write(
  JSON.stringify({
    openOffers: market.book.offers.size,
    lanes: [...market.book.offers.values()].reduce((sum, { terms }) => sum + terms.lanes.length, 0),
    placed: market.book.allocations.size,
    rssMb: rss / 1e6,
    heapMb: heapUsed / 1e6,
    buffersMb: arrayBuffers / 1e6,
    publishMicroseconds: ((published - from) * 1000) / offers,
    requestMicroseconds: ((requested - published) * 1000) / requests,
  }),
);
