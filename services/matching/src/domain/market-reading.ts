import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import type { Policy } from '@greenlane/contracts/policy';
import { assert } from '@greenlane/kernel/assert';
import { policyAt } from './book.ts';
import type { CoreEvent, Refusal } from './core-events.ts';
import type { MarketInput } from './inputs.ts';
import type { Market, Translation } from './market.ts';
import { offerTerms } from './offer-rows.ts';
import { designationTerms, policyTerms, requestTerms } from './request-terms.ts';

export function keepDocument(market: Market, input: MarketInput): void {
  if (input.kind === 'offer-published' || input.kind === 'offer-amended') {
    market.offers.set(input.offer.offerId, input.offer);
  }
  if (input.kind === 'request-submitted' || input.kind === 'request-amended') {
    market.requests.set(input.request.requestId, input.request);
  }
}

/** The document of a request, which nobody may change. */
export function requestDocument(market: Market, requestId: string): CargoRequest {
  return market.requests.get<CargoRequest>(requestId);
}

/** The policy document in force: the one behind the integer terms. */
export function policyDocumentAt(market: Market, minute: number): Policy | undefined {
  const terms = policyAt(market.book, minute);
  return terms === undefined ? undefined : market.policies.get(terms.version);
}

export function translationPolicy(market: Market, minute: number): Policy {
  const policy = policyDocumentAt(market, minute);
  assert(policy, 'documents are translated only under a policy');
  return policy;
}

export function translationOf(policy: Policy): Translation {
  return {
    policyVersion: policy.version,
    fingerprint: JSON.stringify([policy.rules.routes.eastWestDefault, policy.rules.preCarriage.kilometresPerDay]),
  };
}

export function coreEventsOf(
  market: Market,
  input: MarketInput,
  minute: number,
): { readonly events: readonly CoreEvent[] } | { readonly refusal: Refusal } {
  switch (input.kind) {
    case 'offer-published':
    case 'offer-amended': {
      const policy = translationPolicy(market, minute);
      const known = market.book.offers.get(input.offer.offerId);
      if (known === undefined || known.terms.version < input.offer.version) keepDocument(market, input);
      return {
        events: [{ kind: input.kind, minute, terms: offerTerms(input.offer, policy.rules.routes.eastWestDefault) }],
      };
    }
    case 'offer-withdrawn':
      return { events: [{ kind: 'offer-withdrawn', minute, offerId: input.offerId }] };
    case 'request-submitted':
    case 'request-amended': {
      const known = market.book.requests.get(input.request.requestId);
      if (known === undefined || known.terms.version < input.request.version) keepDocument(market, input);
      return {
        events: [{ kind: input.kind, minute, terms: requestTerms(input.request, translationPolicy(market, minute)) }],
      };
    }
    case 'request-cancelled':
      return { events: [{ kind: 'request-cancelled', minute, requestId: input.requestId }] };
    case 'policy-published':
      return { events: [{ kind: 'policy-published', minute, policy: policyTerms(input.policy) }] };
    case 'designation-changed':
      return { events: [{ kind: 'designation-changed', minute, designation: designationTerms(input.designation) }] };
    case 'units-chosen':
    case 'plan-committed':
      return { events: [{ ...input, minute }] };
    case 'bid-prices-solved':
      return { events: [{ kind: 'bid-prices-set', minute, basis: input.basis, gates: input.gates }] };
    case 'tick':
      return { events: [{ kind: 'tick', minute }] };
    default: {
      const number = market.numbers.get(input.allocationId);
      if (number === undefined) {
        return { refusal: { code: 'ALLOCATION_ENDED', message: 'the allocation has ended' } };
      }
      const { allocationId: _named, ...rest } = input;
      return { events: [{ ...rest, allocation: number, minute } as CoreEvent] };
    }
  }
}
