import { expect, test } from 'vitest';
import { planOfBook } from '../src/domain/book-plan.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import { minuteOf, policyTerms } from '../src/domain/request-terms.ts';
import { DEFAULT_PROFILE, sampleOffer, samplePolicy, sampleRequest, testMarket } from './samples.ts';

test('a plan says for how many requests it looked at the 200 cleanest options alone', () => {
  const book = testMarket(indexedRanking);
  book.feed(book.policy());
  const calls = sampleOffer().portCalls;
  // 201 ways to Rotterdam, of which the last is the dirtiest, and one to Hamburg.
  for (let number = 1; number <= 201; number += 1)
    book.feed(
      book.offer({
        offerId: `offer-${String(number).padStart(3, '0')}`,
        portCalls: [calls[0]!, number === 1 ? calls[3]! : calls[1]!, calls[2]!],
        ...(number === 201 ? { emissionProfile: DEFAULT_PROFILE } : {}),
      }),
    );
  const ask = (requestId: string, port: string) =>
    book.feed({
      kind: 'request-submitted',
      request: sampleRequest({ requestId, destination: { dischargePorts: [port] } }),
    });
  ask('rotterdam', 'NLRTM');
  ask('hamburg', 'DEHAM');
  const at = { minute: minuteOf('2026-11-20T00:00:00Z'), policy: policyTerms(samplePolicy()) };
  const { instance, requests, options } = planOfBook(book.market.book, at);
  expect(options).toEqual({ mostPerRequest: 200, requestsWithMore: 1 });
  expect(instance.requests.map(({ requestId, options: looked }) => [requestId, looked.length])).toEqual([
    ['rotterdam', 200],
    ['hamburg', 1],
  ]);
  expect(requests[0]!.places.map(({ offerId }) => offerId)).not.toContain('offer-201');
});
