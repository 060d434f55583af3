import type { EventData } from '@greenlane/contracts/registry';
import type { ConsumerContext, ServiceConsumer } from '@greenlane/runtime/service';
import { saveAllocatedSpace } from './store.ts';

type AllocationEvent = { readonly data: EventData<'org.greenlane.allocation.held.v1'> };

async function project({ tx }: ConsumerContext, { data }: AllocationEvent): Promise<void> {
  await saveAllocatedSpace(tx, data);
}

/** Each allocation event carries the full state, so all of them are taken alike and in any order. */
export const allocationConsumer: ServiceConsumer = {
  group: 'vessel-offer',
  topics: ['allocations'],
  handlers: {
    'org.greenlane.allocation.held.v1': project,
    'org.greenlane.allocation.confirmed.v1': project,
    'org.greenlane.allocation.declined.v1': project,
    'org.greenlane.allocation.expired.v1': project,
    'org.greenlane.allocation.released.v1': project,
    'org.greenlane.allocation.cancelled.v1': project,
    'org.greenlane.allocation.rolled.v1': project,
    'org.greenlane.allocation.loaded.v1': project,
    'org.greenlane.allocation.completed.v1': project,
  },
};
