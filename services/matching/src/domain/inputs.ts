import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import type { Designation, Policy } from '@greenlane/contracts/policy';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import type { ProtectionBasis } from './book.ts';
import type { PlannedRequest } from './plan-commit.ts';
import type { OfferGate } from './terms.ts';

/**
 * Everything that can reach a market: facts of other services, commands of organisations, and time. Inputs are kept as
 * they came; what the engine makes of them follows from the code and the factor set.
 */
export type MarketInput =
  | { readonly kind: 'offer-published' | 'offer-amended'; readonly offer: VesselOffer }
  | { readonly kind: 'offer-withdrawn'; readonly offerId: string; readonly version: number; readonly reason: string }
  | { readonly kind: 'request-submitted' | 'request-amended'; readonly request: CargoRequest }
  | {
      readonly kind: 'request-cancelled';
      readonly requestId: string;
      readonly version: number;
      readonly reason: string;
    }
  | { readonly kind: 'policy-published'; readonly policy: Policy }
  | {
      readonly kind: 'designation-changed';
      readonly designation: Designation & { readonly status: 'granted' | 'suspended' | 'revoked' };
    }
  | CommandInput
  | {
      readonly kind: 'container-moved';
      readonly allocationId: string;
      readonly move: 'LOAD' | 'DISC';
      readonly port: string;
      readonly equipmentReference: string;
      readonly retracted: boolean;
    }
  | BidPricesInput
  | { readonly kind: 'tick' };

/** What the solver found beside the writer: the market's protection from here on. */
export type BidPricesInput = {
  readonly kind: 'bid-prices-solved';
  readonly basis: ProtectionBasis;
  readonly gates: readonly OfferGate[];
};

/** What an organisation asks of an allocation or a request; who may ask is decided before it becomes an input. */
export type CommandInput =
  | { readonly kind: 'units-chosen'; readonly requestId: string; readonly offerId: string; readonly units: number }
  | {
      readonly kind: 'allocation-confirmed' | 'allocation-declined' | 'allocation-cancelled';
      readonly allocationId: string;
    }
  | { readonly kind: 'plan-committed'; readonly planId: string; readonly requests: readonly PlannedRequest[] };

/** An input at its place in the market's journal. */
export type JournalEntry = {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** When the owner took it: the only time that a decision knows. RFC 3339. */
  readonly at: string;
  readonly input: MarketInput;
};
