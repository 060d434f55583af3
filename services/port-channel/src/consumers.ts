import type { Allocation } from '@greenlane/contracts/allocation';
import { type ConsumerContext, defineConsumer, type Received, type ServiceConsumer } from '@greenlane/runtime/service';
import { followAllocation, lockFollowedAllocations } from './passes.ts';
import { followSailing, lockFollowedSailings } from './sailings.ts';
import { policies } from './tables.ts';

const follow = ({ tx, emit, now }: ConsumerContext, { data }: { readonly data: Allocation }) =>
  followAllocation(tx, emit, data, now);

const sail = (
  { tx, emit, now }: ConsumerContext,
  { data }: Received<'org.greenlane.vessel-offer.published.v1' | 'org.greenlane.vessel-offer.amended.v1'>,
) => followSailing(tx, emit, data, now);

async function savePolicy(
  { tx }: ConsumerContext,
  { data }: Received<'org.greenlane.policy.published.v1'>,
): Promise<void> {
  const row = {
    version: data.version,
    status: data.status,
    basis: data.basis,
    effectiveFrom: new Date(data.effectiveFrom),
    dwell: data.rules.dwell,
  };
  await tx.insert(policies).values(row).onConflictDoUpdate({ target: policies.version, set: row });
}

export function portChannelConsumers(): readonly ServiceConsumer[] {
  return [
    defineConsumer({
      group: 'port-channel.allocations',
      topics: ['allocations'],
      lock: (tx, events) =>
        lockFollowedAllocations(
          tx,
          events.map(({ data }) => data),
        ),
      handlers: {
        'org.greenlane.allocation.held.v1': follow,
        'org.greenlane.allocation.confirmed.v1': follow,
        'org.greenlane.allocation.declined.v1': follow,
        'org.greenlane.allocation.expired.v1': follow,
        'org.greenlane.allocation.released.v1': follow,
        'org.greenlane.allocation.cancelled.v1': follow,
        'org.greenlane.allocation.rolled.v1': follow,
        'org.greenlane.allocation.loaded.v1': follow,
        'org.greenlane.allocation.completed.v1': follow,
      },
    }),
    defineConsumer({
      group: 'port-channel.sailings',
      topics: ['vessel-offers'],
      lock: (tx, events) =>
        lockFollowedSailings(
          tx,
          events.map(({ data }) => data.offerId),
        ),
      handlers: {
        'org.greenlane.vessel-offer.published.v1': sail,
        'org.greenlane.vessel-offer.amended.v1': sail,
      },
    }),
    {
      group: 'port-channel.policies',
      topics: ['programme'],
      handlers: { 'org.greenlane.policy.published.v1': savePolicy },
    },
  ];
}
