import type { Allocation } from '@greenlane/contracts/allocation';
import type { EventData } from '@greenlane/contracts/registry';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import type { Transaction } from '@greenlane/database/database';
import {
  type ConsumerContext,
  defineConsumer,
  type ServiceConsumer,
  type ServiceContext,
} from '@greenlane/runtime/service';
import { eq, lt, sql } from 'drizzle-orm';
import { rejectClaimsOf } from './claim-ledger.ts';
import { reviseFootprint } from './footprint-revisions.ts';
import { giveBackEnergy } from './fuel-ledger.ts';
import { carriersThatGave, lockAllocations, lockFuelDocuments, lockOpenClaims, lockSailings } from './locks.ts';
import { allocationsOfOffer, recordSailingFact } from './sailing-facts.ts';
import { allocations, earlyContainers, policies } from './tables.ts';

type ContainerAssigned = EventData<'org.greenlane.container.assigned.v1'>;

const ENDED: ReadonlySet<string> = new Set(['released', 'expired', 'declined', 'cancelled', 'rolled']);

/**
 * In the order that they were assigned in, which is that of the positions of the allocation: a claim's lines name them.
 * @returns false when the allocation has not been heard of yet
 */
async function nameContainers(
  tx: Transaction,
  { allocationId, equipmentReferences }: Pick<ContainerAssigned, 'allocationId' | 'equipmentReferences'>,
): Promise<boolean> {
  const named = await tx
    .update(allocations)
    .set({
      equipmentReferences: sql`${allocations.equipmentReferences} || array(
        select reference from unnest(${sql.param([...equipmentReferences])}::text[]) with ordinality added(reference, n)
        where reference <> all(${allocations.equipmentReferences}) order by n)`,
    })
    .where(eq(allocations.allocationId, allocationId))
    .returning({ allocationId: allocations.allocationId });
  return named.length > 0;
}

/** Names the containers of an allocation, or keeps them until it is heard of. */
async function followContainers(
  { tx }: ConsumerContext,
  { data }: { readonly data: ContainerAssigned },
): Promise<void> {
  if (await nameContainers(tx, data)) return;
  await tx.insert(earlyContainers).values({
    allocationId: data.allocationId,
    assignedAt: new Date(data.assignedAt),
    equipmentReferences: [...data.equipmentReferences],
  });
}

type AllocationEvent = { readonly data: Allocation };

/** Whatever {@link followAllocation} locks: of a batch that is hundreds of sailings and allocations. */
async function lockFollowed(tx: Transaction, events: readonly AllocationEvent[]): Promise<void> {
  const ended = events.filter(({ data }) => ENDED.has(data.status)).map(({ data }) => data.allocationId);
  await Promise.all([
    lockSailings(
      tx,
      events.map(({ data }) => data.offerId),
    ),
    lockAllocations(
      tx,
      events.map(({ data }) => data.allocationId),
    ),
  ]);
  if (ended.length === 0) return;
  await lockFuelDocuments(tx, await carriersThatGave(tx, ended));
  await lockOpenClaims(tx, ended);
}

/**
 * Follows an allocation: its footprint is brought to the present facts. Cargo that does not sail gives back the fuel energy
 * that was allocated to it, and its open claims fall.
 */
function followAllocation({ newId }: Pick<ServiceContext, 'newId'>) {
  return async ({ tx, emit, now }: ConsumerContext, { data }: AllocationEvent): Promise<void> => {
    const row = {
      allocationId: data.allocationId,
      version: data.version,
      exporterId: data.exporterId,
      submittedBy: data.submittedBy,
      carrierId: data.carrierId,
      state: data,
    };
    const [saved, early] = await Promise.all([
      tx
        .insert(allocations)
        .values(row)
        .onConflictDoUpdate({
          target: allocations.allocationId,
          set: row,
          setWhere: lt(allocations.version, data.version),
        })
        .returning({ allocationId: allocations.allocationId }),
      tx.delete(earlyContainers).where(eq(earlyContainers.allocationId, data.allocationId)).returning(),
    ]);
    for (const each of early.toSorted((a, b) => a.assignedAt.getTime() - b.assignedAt.getTime()))
      await nameContainers(tx, each);
    if (saved.length === 0) return;
    await reviseFootprint({ tx, emit, now, newId }, data);
    if (!ENDED.has(data.status)) return;
    await giveBackEnergy({ tx, now, newId }, data, data.status.toUpperCase());
    await rejectClaimsOf(tx, emit, { allocationId: data.allocationId, status: data.status, now });
  };
}

/** Another ship or other fuel evidence: cargo that is still ashore gets a new version of its footprint. */
function followAmendedOffer({ newId }: Pick<ServiceContext, 'newId'>) {
  return async ({ tx, emit, now }: ConsumerContext, { data }: { readonly data: VesselOffer }): Promise<void> => {
    const isNews = await recordSailingFact(tx, {
      offerId: data.offerId,
      source: 'OFFER_AMENDED',
      version: data.version,
      carrierId: data.carrierId,
      vessel: data.vessel,
      profile: data.emissionProfile,
      profileJudgedOn: new Date(data.publishedAt).toISOString().slice(0, 10),
      receivedAt: now,
    });
    if (!isNews) return;
    for (const { state } of await allocationsOfOffer(tx, data.offerId, ['held', 'confirmed']))
      await reviseFootprint({ tx, emit, now, newId }, state);
  };
}

export function carbonConsumers(context: ServiceContext): readonly ServiceConsumer[] {
  const follow = followAllocation(context);
  return [
    defineConsumer({
      group: 'carbon.allocations',
      topics: ['allocations'],
      lock: lockFollowed,
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
      group: 'carbon.offers',
      topics: ['vessel-offers'],
      lock: (tx, events) =>
        lockSailings(
          tx,
          events.map(({ data }) => data.offerId),
        ),
      handlers: { 'org.greenlane.vessel-offer.amended.v1': followAmendedOffer(context) },
    }),
    {
      group: 'carbon.policies',
      topics: ['programme'],
      handlers: {
        'org.greenlane.policy.published.v1': async ({ tx }, { data }) => {
          const row = {
            version: data.version,
            status: data.status,
            basis: data.basis,
            effectiveFrom: new Date(data.effectiveFrom),
            subsidy: data.rules.subsidy,
            eligibility: data.rules.eligibility,
            provinceOverrides: data.rules.provinceOverrides ?? null,
            eastWestDefault: data.rules.routes.eastWestDefault,
          };
          await tx.insert(policies).values(row).onConflictDoUpdate({ target: policies.version, set: row });
        },
      },
    },
    defineConsumer({
      group: 'carbon.containers',
      topics: ['port-channel'],
      lock: (tx, events) =>
        lockAllocations(
          tx,
          events.map(({ data }) => data.allocationId),
        ),
      handlers: { 'org.greenlane.container.assigned.v1': followContainers },
    }),
  ];
}
