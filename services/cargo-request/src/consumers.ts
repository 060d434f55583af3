import type { EventData } from '@greenlane/contracts/registry';
import type { ConsumerContext, ServiceConsumer } from '@greenlane/runtime/service';
import { statusAfterDecision } from './domain/progress.ts';
import { forgetAcceptance, lockRequest, saveAcceptance, saveAllocation, saveDecision, savePolicy } from './store.ts';

type AllocationEvent = { readonly data: EventData<'org.greenlane.allocation.held.v1'> };

async function project({ tx }: ConsumerContext, { data }: AllocationEvent): Promise<void> {
  await saveAllocation(tx, data);
}

/** What matching decides and what the programme rules, kept beside the requests. */
export const decisionConsumer: ServiceConsumer = {
  group: 'cargo-request',
  topics: ['allocations', 'programme'],
  handlers: {
    'org.greenlane.cargo-request.decided.v1': async ({ tx, now, log }, { data }) => {
      const row = await lockRequest(tx, data.requestId);
      if (!row) {
        log.warn({ requestId: data.requestId }, 'a decision names a request that is not stored here');
        return;
      }
      if (data.decisionNumber <= row.decisionNumber) return;
      await saveDecision(tx, row, { status: statusAfterDecision(row.status, data.status), decision: data, now });
    },
    // Each allocation event carries the full state, so all of them are taken alike and in any order.
    'org.greenlane.allocation.held.v1': project,
    'org.greenlane.allocation.confirmed.v1': project,
    'org.greenlane.allocation.declined.v1': project,
    'org.greenlane.allocation.expired.v1': project,
    'org.greenlane.allocation.released.v1': project,
    'org.greenlane.allocation.cancelled.v1': project,
    'org.greenlane.allocation.rolled.v1': project,
    'org.greenlane.allocation.loaded.v1': project,
    'org.greenlane.allocation.completed.v1': project,
    'org.greenlane.policy.published.v1': async ({ tx }, { data }) => savePolicy(tx, data),
  },
};

/** Which dangerous goods carriers take today, for the pre-screen. */
export const acceptanceConsumer: ServiceConsumer = {
  group: 'cargo-request.offers',
  topics: ['vessel-offers'],
  handlers: {
    'org.greenlane.vessel-offer.published.v1': async ({ tx }, { data }) => saveAcceptance(tx, data),
    'org.greenlane.vessel-offer.amended.v1': async ({ tx }, { data }) => {
      await forgetAcceptance(tx, data.offerId);
      await saveAcceptance(tx, data);
    },
    'org.greenlane.vessel-offer.withdrawn.v1': async ({ tx }, { data }) => forgetAcceptance(tx, data.offerId),
  },
};
