import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import type { Policy } from '@greenlane/contracts/policy';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { defaultWeights } from '@greenlane/planning/instance';
import { apply } from './apply.ts';
import { emptyBook } from './book.ts';
import { type BookPlan, planOfBook } from './book-plan.ts';
import { naiveRanking } from './naive-ranking.ts';
import { offerTerms } from './offer-rows.ts';
import { policyTerms, requestTerms } from './request-terms.ts';

/** Offers and requests from files, with who counts as a priority unit said beside each request. */
export type OfflineBook = {
  readonly offers: readonly VesselOffer[];
  readonly requests: readonly { readonly request: CargoRequest; readonly priority: boolean }[];
  readonly policy: Policy;
};

/**
 * An instance from documents alone, by the code that fills a market's book: one book a market, nothing allocated, judged
 * at its earliest moment, so that no cut-off has passed. What the policy keeps for priority units stays open to all: the
 * priority cargo of the plan is known.
 */
export function offlinePlan({ offers, requests, policy }: OfflineBook): Pick<BookPlan, 'instance' | 'options'> {
  const terms = { ...policyTerms(policy), effectiveFromMinute: 0, sharePercent: 0, floorSharePercent: 0 };
  const markets = [...new Set(requests.map(({ request }) => request.market))].sort();
  const book = emptyBook('offline');
  const engine = naiveRanking(book);
  apply(book, engine, { kind: 'policy-published', minute: 0, policy: terms });
  for (const offer of offers) {
    if (!markets.includes(offer.market)) continue;
    apply(book, engine, {
      kind: 'offer-published',
      minute: 0,
      terms: offerTerms(offer, policy.rules.routes.eastWestDefault),
    });
  }
  const isPriority = new Map(requests.map(({ request, priority }) => [request.requestId, priority]));
  // Manual, so that the book hands nothing out before the plan has looked at everything.
  for (const { request } of requests) {
    apply(book, engine, {
      kind: 'request-submitted',
      minute: 0,
      terms: { ...requestTerms(request, policy), manual: true },
    });
  }
  for (const request of book.requests.values()) request.terms = { ...request.terms, manual: false };
  const { instance, options } = planOfBook(book, { minute: 0, policy: terms });
  const named = instance.requests.map((request) => ({
    ...request,
    priority: isPriority.get(request.requestId) ?? false,
  }));
  const weights = named.length === 0 ? instance.weights : defaultWeights(named);
  return { instance: { ...instance, requests: named, weights }, options };
}
