import type { Allocation } from '@greenlane/contracts/allocation';
import type { Topic } from '@greenlane/contracts/topics';
import { transactionsWait, whileOpen } from '@greenlane/testing/contention';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { carbon } from '../src/service.ts';
import { allocation } from './chains.ts';
import { amendedOffer } from './offers.ts';

let services: RunningServices;

beforeAll(async () => {
  services = await startServices({
    services: [carbon],
    organisations: [{ organisationId: 'solar', role: 'exporter' }],
  });
}, 60_000);
afterAll(async () => services?.stop());

/** Events of one key, published at once: a batch. */
const publish = (topic: Topic, events: readonly { readonly type: string; readonly data: unknown }[]) =>
  services.bus.publish(events.map((event) => ({ topic, envelope: sampleEnvelope({ ...event, subject: 'batch' }) })));
const publishAllocations = (states: readonly Allocation[]) =>
  publish(
    'allocations',
    states.map((data) => ({ type: `org.greenlane.allocation.${data.status}.v1`, data })),
  );
const publishAmended = (offerIds: readonly string[]) =>
  publish(
    'vessel-offers',
    offerIds.map((offerId) => ({
      type: 'org.greenlane.vessel-offer.amended.v1',
      data: amendedOffer(offerId, 2, { vessel: { vesselIMONumber: '9795610', name: 'COSCO SHIPPING UNIVERSE' } }),
    })),
  );
const publishAssigned = (allocationIds: readonly string[]) =>
  publish(
    'port-channel',
    allocationIds.map((allocationId) => ({
      type: 'org.greenlane.container.assigned.v1',
      data: {
        allocationId,
        requestId: 'request-1',
        exporterId: 'solar',
        carrierId: 'line',
        equipmentReferences: ['MSKU0000011'],
        assignedAt: '2026-11-25T08:00:00.000Z',
      },
    })),
  );

/** Keeps the row of an allocation, as a statement or claim that is being made does, while `work` is done. */
const whileHeld = (allocationId: string, work: () => Promise<void>) =>
  whileOpen(
    services.database,
    { text: 'select 1 from carbon.allocation where allocation_id = $1 for share', values: [allocationId] },
    work,
  );
const waiting = (count: number) => transactionsWait(services.database, count);

const settled = async () => {
  await services.platform.settled();
  expect(services.warnings).toEqual([]);
};

async function held(name: string): Promise<readonly [Allocation, Allocation]> {
  const states = [1, 2].map((number) =>
    allocation(`${name}-${number}`, { offerId: `offer-${name}-${number}`, offerVersion: 1, status: 'held' }),
  ) as [Allocation, Allocation];
  await publishAllocations(states);
  await settled();
  return states;
}
const confirmed = (state: Allocation): Allocation => ({ ...state, version: 2, status: 'confirmed' });

const footprints = (name: string) =>
  services.database.query(
    `select allocation_id as id, max(version) as version, (array_agg(reason order by version desc))[1] as reason
     from carbon.footprint where allocation_id like $1 group by 1 order by 1`,
    [`${name}-%`],
  );

test('allocations and changes of their sailings that come in crossed orders wait for each other, and none is thrown back', async () => {
  const [first, second] = await held('sailing');
  await whileHeld(first.allocationId, async () => {
    await publishAllocations([confirmed(first), confirmed(second)]);
    await waiting(1);
    await publishAmended([second.offerId, first.offerId]);
    await waiting(2);
  });
  await settled();
  expect(await footprints('sailing')).toEqual([
    { id: 'sailing-1', version: 2, reason: 'VESSEL_CHANGED' },
    { id: 'sailing-2', version: 2, reason: 'VESSEL_CHANGED' },
  ]);
});

test('so do allocations and their containers', async () => {
  const [first, second] = await held('boxes');
  await whileHeld(first.allocationId, async () => {
    await publishAllocations([confirmed(first), confirmed(second)]);
    await waiting(1);
    await publishAssigned([second.allocationId, first.allocationId]);
    await waiting(2);
  });
  await settled();
  expect(
    await services.database.query(
      `select equipment_references as named from carbon.allocation where allocation_id like 'boxes-%'`,
    ),
  ).toEqual([{ named: ['MSKU0000011'] }, { named: ['MSKU0000011'] }]);
});
