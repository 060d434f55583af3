import type { Allocation } from '@greenlane/contracts/allocation';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import type { AllocationChange } from '@greenlane/matching/domain/market';
import type { Finding } from '../fault.ts';
import { isGreen, publishedLegs, RELEASE_HOURS, SHARE_PERCENT } from './documents.ts';

const TAKING = new Set(['held', 'confirmed', 'loaded', 'completed']);
const ON_BOARD = new Set(['loaded', 'completed']);
/** What may follow what; anything else is no state of an allocation. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  '': ['held', 'confirmed'],
  held: ['held', 'confirmed', 'expired', 'declined', 'cancelled', 'rolled', 'released', 'loaded'],
  confirmed: ['confirmed', 'loaded', 'declined', 'cancelled', 'rolled', 'released'],
  loaded: ['loaded', 'completed', 'confirmed', 'held'],
  completed: ['completed', 'loaded', 'confirmed'],
};

type Known = { readonly payload: Allocation; readonly loadCall: number; readonly dischargeCall: number };

/**
 * A second set of books, kept from nothing but the events that the market emits and the documents that went in. It shares
 * no code with the engine: sums are taken anew after every step.
 */
export type Ledger = {
  offer(document: VesselOffer): void;
  /** One committed input's changes; `minute` is when it was decided. */
  changes(changes: readonly AllocationChange[], minute: number): void;
  readonly findings: Finding[];
};

export function openLedger(): Ledger {
  const offers = new Map<string, VesselOffer>();
  const allocations = new Map<string, Known>();
  const released = new Set<string>();
  const findings: Finding[] = [];
  const wrong = (invariant: string, says: string) => findings.push({ invariant, says });

  const sum = (offerId: string, leg: number, which: (payload: Allocation) => boolean) => {
    const total = { quarterTeu: 0, weightKg: 0, dangerousGoodsQuarterTeu: 0 };
    for (const { payload, loadCall, dischargeCall } of allocations.values()) {
      if (payload.offerId !== offerId || !TAKING.has(payload.status) || leg < loadCall || leg >= dischargeCall)
        continue;
      if (!which(payload)) continue;
      total.quarterTeu += payload.space.quarterTeu;
      total.weightKg += payload.space.weightKg;
      total.dangerousGoodsQuarterTeu += payload.space.dangerousGoodsQuarterTeu;
    }
    return total;
  };

  const checkOffer = (offer: VesselOffer, born: readonly Known[], minute: number): void => {
    const { offerId } = offer;
    const firstCutOff = offer.portCalls
      .flatMap(({ cutOffs }) => (cutOffs ?? []).map(({ cutOffDateTime }) => Date.parse(cutOffDateTime)))
      .reduce((earliest, each) => Math.min(earliest, each), Number.MAX_SAFE_INTEGER);
    if (minute * 60_000 >= firstCutOff - RELEASE_HOURS * 3_600_000) released.add(offerId);
    publishedLegs(offer).forEach((published, leg) => {
      const taken = sum(offerId, leg, () => true);
      const onBoard = sum(offerId, leg, ({ status }) => ON_BOARD.has(status));
      const limits = {
        quarterTeu: published.teu * 4,
        weightKg: published.weightTonnes * 1_000,
        dangerousGoodsQuarterTeu: published.dangerousGoodsTeu * 4,
      };
      for (const dimension of ['quarterTeu', 'weightKg', 'dangerousGoodsQuarterTeu'] as const) {
        // What is on board keeps its space even when less is published afterwards.
        const limit = Math.max(limits[dimension], onBoard[dimension]);
        if (taken[dimension] > limit)
          wrong('I1', `${offerId} leg ${leg}: ${taken[dimension]} ${dimension} taken of ${limit}`);
        const entered = born.some(
          ({ payload, loadCall, dischargeCall }) =>
            payload.offerId === offerId && leg >= loadCall && leg < dischargeCall && payload.space[dimension] > 0,
        );
        if (!entered || !isGreen(offerId) || released.has(offerId)) continue;
        const priority = sum(offerId, leg, (payload) => payload.priority)[dimension];
        const kept = Math.max(0, Math.floor((limits[dimension] * SHARE_PERCENT) / 100) - priority);
        if (limit - taken[dimension] < kept)
          wrong(
            'I7',
            `${offerId} leg ${leg}: non-priority cargo was let into protected ${dimension} before its release: ${taken[dimension]} of ${limit} taken, ${kept} must stay free`,
          );
      }
    });
  };

  return {
    findings,
    offer: (document) => {
      const known = offers.get(document.offerId);
      if (known === undefined || known.version < document.version) offers.set(document.offerId, document);
    },
    changes: (changes, minute) => {
      const born: Known[] = [];
      for (const { payload, loadCall, dischargeCall } of changes) {
        const before = allocations.get(payload.allocationId);
        const version = before?.payload.version ?? 0;
        if (payload.version !== version + 1)
          wrong('I6', `${payload.allocationId} went from version ${version} to ${payload.version}`);
        if (!(NEXT[before?.payload.status ?? ''] ?? []).includes(payload.status))
          wrong('I2', `${payload.allocationId} went from ${before?.payload.status ?? 'nothing'} to ${payload.status}`);
        if (before === undefined && !payload.priority) born.push({ payload, loadCall, dischargeCall });
        allocations.set(payload.allocationId, { payload, loadCall, dischargeCall });
      }
      for (const offer of offers.values()) checkOffer(offer, born, minute);
    },
  };
}
