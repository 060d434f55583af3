import type { Refusal } from './core-events.ts';
import type { MarketInput } from './inputs.ts';
import type { Market } from './market.ts';

/** Offers and requests by id. */
export type Names<Ids> = { readonly offers: Ids; readonly requests: Ids };

/** What inputs are about and the market does not hold: new to it, or gone from it. Whoever knows which of them it had before tells {@link lateRefusal}. */
export function namesOutside(market: Market, inputs: readonly MarketInput[]): Names<readonly string[]> {
  const offers = new Set<string>();
  const requests = new Set<string>();
  for (const input of inputs) {
    const { offerId, requestId } = namesIn(input);
    if (offerId !== undefined && !market.offers.has(offerId)) offers.add(offerId);
    if (requestId !== undefined && !market.requests.has(requestId)) requests.add(requestId);
  }
  return { offers: [...offers], requests: [...requests] };
}

function namesIn(input: MarketInput): { readonly offerId?: string; readonly requestId?: string } {
  if (input.kind === 'offer-published' || input.kind === 'offer-amended') return { offerId: input.offer.offerId };
  if (input.kind === 'request-submitted' || input.kind === 'request-amended') {
    return { requestId: input.request.requestId };
  }
  return input.kind === 'units-chosen' ? input : {};
}

/**
 * The answer to an input about something that has left the market: what it would have been told there. Without it, a late
 * version of a withdrawn offer would be taken for a new offer. It is asked outside the fold, so that nothing of what has left
 * must be remembered in it: an input that is refused never enters the journal.
 * @param known offers and requests that the market had at some time
 */
export function lateRefusal(
  market: Market,
  input: MarketInput,
  known: Names<ReadonlySet<string>>,
): Refusal | undefined {
  const { offerId, requestId } = namesIn(input);
  const isChoice = input.kind === 'units-chosen';
  if (requestId !== undefined && known.requests.has(requestId) && !market.requests.has(requestId)) {
    return isChoice
      ? { code: 'TOO_MANY_UNITS', message: '0 units of the request still need space' }
      : { code: 'REQUEST_ENDED', message: `request ${requestId} has ended` };
  }
  if (offerId !== undefined && known.offers.has(offerId) && !market.offers.has(offerId)) {
    return isChoice
      ? { code: 'NOT_FEASIBLE', message: 'the offer cannot take these units', reasons: ['OFFER_CLOSED'] }
      : { code: 'OFFER_ENDED', message: `offer ${offerId} has ended` };
  }
  return undefined;
}
