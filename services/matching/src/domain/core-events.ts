import type { RequestStatus } from '@greenlane/contracts/cargo-request';
import type { AllocationState, ProtectionBasis } from './book.ts';
import type { Question, ReasonCode } from './feasibility.ts';
import type { Left } from './leaving.ts';
import type { PlannedRequest, PlanRefusal } from './plan-commit.ts';
import type { DesignationTerms, OfferGate, OfferTerms, PolicyTerms, RequestTerms } from './terms.ts';

/** What can happen to a book. The time is a field: the core reads no clock. */
export type CoreEvent = { readonly minute: number } & (
  | { readonly kind: 'offer-published' | 'offer-amended'; readonly terms: OfferTerms }
  | { readonly kind: 'offer-withdrawn'; readonly offerId: string }
  | { readonly kind: 'request-submitted' | 'request-amended'; readonly terms: RequestTerms }
  | { readonly kind: 'request-cancelled'; readonly requestId: string }
  | { readonly kind: 'policy-published'; readonly policy: PolicyTerms }
  | { readonly kind: 'designation-changed'; readonly designation: DesignationTerms }
  | { readonly kind: 'units-chosen'; readonly requestId: string; readonly offerId: string; readonly units: number }
  | {
      readonly kind: 'allocation-confirmed' | 'allocation-declined' | 'allocation-cancelled';
      readonly allocation: number;
    }
  | {
      readonly kind: 'container-moved';
      readonly allocation: number;
      readonly move: 'LOAD' | 'DISC';
      readonly port: string;
      readonly equipmentReference: string;
      readonly retracted: boolean;
    }
  | {
      readonly kind: 'bid-prices-set';
      readonly basis: ProtectionBasis;
      /** Offers not named keep what they have; under the fixed share none has any. */
      readonly gates: readonly OfferGate[];
    }
  | { readonly kind: 'plan-committed'; readonly planId: string; readonly requests: readonly PlannedRequest[] }
  | { readonly kind: 'tick' }
);

/** An allocation as it was right after a change. */
export type AllocationSnapshot = Readonly<AllocationState>;

export type Effect =
  | { readonly kind: 'allocation-changed'; readonly allocation: AllocationSnapshot }
  | {
      readonly kind: 'request-decided';
      readonly requestId: string;
      readonly decisionNumber: number;
      readonly summary: RequestSummary;
    }
  | ({ readonly kind: 'plan-carried-out' } & PlanReport)
  /** A cut went below what is on board: the pool keeps that much. */
  | {
      readonly kind: 'capacity-kept';
      readonly offerId: string;
      readonly leg: number;
      readonly dimension: number;
      readonly published: number;
      readonly kept: number;
    };

export type RequestSummary = {
  readonly status: RequestStatus;
  readonly unitsAllocated: number;
  readonly unitsConfirmed: number;
  readonly unitsShipped: number;
  readonly isPriorityUnit: boolean;
  readonly policyVersion: string;
  readonly reasons: readonly (
    | ReasonCode
    | 'WAITING_FOR_SPACE'
    | 'LATEST_ARRIVAL_UNREACHABLE'
    | 'ALLOCATION_ROLLED'
    | 'PRIORITY_ENDED'
    | 'HOLD_LIMIT_REACHED'
  )[];
};

/** What became of a plan: units newly placed, holds given up for it, and the requests that it no longer fits. */
export type PlanReport = {
  readonly planId: string;
  readonly unitsPlaced: number;
  readonly allocationsMoved: number;
  readonly refused: readonly PlanRefusal[];
};

/** An expected refusal of a command: nothing changed. */
export type Refusal = { readonly code: string; readonly message: string; readonly reasons?: readonly ReasonCode[] };

export type Outcome = {
  readonly effects: readonly Effect[];
  /** False: the book is as it was, so the input needs no place in the journal. */
  readonly changed: boolean;
  readonly refusal?: Refusal;
  /** Offers whose pools or terms changed. */
  readonly offers: ReadonlySet<string>;
  readonly left: Left;
};

/** Told right before space is taken, while the book is still as it was when the offer was chosen. */
export type Observe = (moment: {
  readonly number: number;
  readonly requestId: string;
  readonly offerId: string;
  readonly units: number;
  readonly cause: string;
  readonly question: Question;
}) => void;
