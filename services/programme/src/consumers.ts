import type { Allocation } from '@greenlane/contracts/allocation';
import type { Database } from '@greenlane/database/database';
import { seaLegGrams } from '@greenlane/emissions/door-to-port';
import { assert } from '@greenlane/kernel/assert';
import type { BatchConsumer, ConsumerContext, ServiceConsumer } from '@greenlane/runtime/service';
import { eq, lt, sql } from 'drizzle-orm';
import { appendAudit } from './audit.ts';
import { noteUses } from './credentials.ts';
import { AUDITED_TOPICS, auditFactOf } from './domain/audited-events.ts';
import {
  allocationOutcomes,
  claimOutcomes,
  dwellOutcomes,
  inbox,
  policyPreviews,
  requestDecisions,
  requestOutcomes,
} from './tables.ts';

async function countAllocation({ tx }: ConsumerContext, { data }: { readonly data: Allocation }): Promise<void> {
  const { factorSetVersion, ISOEquipmentCode, sea } = data.chain;
  const leg = seaLegGrams({ factorSetVersion, ISOEquipmentCode, ...sea });
  assert(leg.ok, 'an allocation carries a chain that was computed once');
  const seaGrams = leg.value.wellToWakeGrams;
  // Both totals hold the same legs on land.
  const onLand = data.perContainer.wellToWakeGrams - seaGrams;
  const row = {
    allocationId: data.allocationId,
    version: data.version,
    exporterId: data.exporterId,
    clusterCode: data.clusterCode ?? null,
    isPriority: data.priority,
    status: data.status,
    loadPort: data.loadPort,
    units: data.units,
    quarterTeu: data.space.quarterTeu,
    grams: data.perContainer.wellToWakeGrams * data.units,
    laneDefaultGrams: data.perContainer.laneDefaultWellToWakeGrams * data.units,
    seaGrams: seaGrams * data.units,
    laneDefaultSeaGrams: (data.perContainer.laneDefaultWellToWakeGrams - onLand) * data.units,
    policyVersion: data.policyVersion,
    decidedAt: new Date(data.decidedAt),
  };
  await tx
    .insert(allocationOutcomes)
    .values(row)
    .onConflictDoUpdate({
      target: allocationOutcomes.allocationId,
      set: row,
      setWhere: lt(allocationOutcomes.version, data.version),
    });
}

/**
 * Every decision and change of the other services into the chain of the organisation that it is about: a batch of events
 * in one transaction with its inbox rows, so that the log keeps up with the platform.
 */
export function auditConsumer(db: Database): BatchConsumer {
  const group = 'programme.audit';
  return {
    group,
    topics: AUDITED_TOPICS,
    handleBatch: async ({ envelopes }) => {
      const facts = envelopes.flatMap((envelope) => {
        const fact = auditFactOf(envelope);
        return fact === undefined ? [] : [{ eventId: envelope.id, fact }];
      });
      if (facts.length === 0) return;
      await db.asWorker(async (tx) => {
        const taken = await tx
          .insert(inbox)
          .values(facts.map(({ eventId }) => ({ consumerGroup: group, eventId })))
          .onConflictDoNothing()
          .returning({ eventId: inbox.eventId });
        const fresh = new Set(taken.map(({ eventId }) => eventId));
        await appendAudit(tx, ...facts.flatMap(({ eventId, fact }) => (fresh.delete(eventId) ? [fact] : [])));
      });
    },
  };
}

/** Projections for outcome reports. */
export function programmeConsumers(): readonly ServiceConsumer[] {
  return [
    {
      group: 'programme.credentials',
      topics: ['programme'],
      handlers: { 'org.greenlane.credentials.used.v1': ({ tx }, { data }) => noteUses(tx, data) },
    },
    {
      group: 'programme.outcomes.requests',
      topics: ['cargo-requests'],
      handlers: {
        'org.greenlane.cargo-request.submitted.v1': async ({ tx }, { data }) => {
          await tx
            .insert(requestOutcomes)
            .values({
              requestId: data.requestId,
              exporterId: data.exporterId,
              clusterCode: data.origin.clusterCode ?? null,
              loadPorts: data.origin.loadPorts,
              units: data.equipment.units,
              submittedAt: new Date(data.submittedAt),
            })
            .onConflictDoNothing();
        },
      },
    },
    {
      group: 'programme.outcomes.allocations',
      topics: ['allocations'],
      handlers: {
        'org.greenlane.allocation.held.v1': countAllocation,
        'org.greenlane.allocation.confirmed.v1': countAllocation,
        'org.greenlane.allocation.declined.v1': countAllocation,
        'org.greenlane.allocation.expired.v1': countAllocation,
        'org.greenlane.allocation.released.v1': countAllocation,
        'org.greenlane.allocation.cancelled.v1': countAllocation,
        'org.greenlane.allocation.rolled.v1': countAllocation,
        'org.greenlane.allocation.loaded.v1': countAllocation,
        'org.greenlane.allocation.completed.v1': countAllocation,
        'org.greenlane.policy.previewed.v1': async ({ tx, now }, { data }) => {
          await tx
            .update(policyPreviews)
            .set({ markets: data.markets, answeredAt: now })
            .where(eq(policyPreviews.previewId, data.previewId));
        },
        'org.greenlane.cargo-request.decided.v1': async ({ tx }, { data }) => {
          const firstAllocatedAt = data.unitsAllocated > 0 ? new Date(data.decidedAt) : null;
          const row = {
            requestId: data.requestId,
            isPriority: data.isPriorityUnit,
            decisionNumber: data.decisionNumber,
            status: data.status,
            unitsAllocated: data.unitsAllocated,
          };
          await tx
            .insert(requestDecisions)
            .values({ ...row, firstAllocatedAt })
            .onConflictDoUpdate({
              target: requestDecisions.requestId,
              set: {
                ...row,
                firstAllocatedAt: sql`coalesce(${requestDecisions.firstAllocatedAt}, excluded.first_allocated_at)`,
              },
              setWhere: lt(requestDecisions.decisionNumber, data.decisionNumber),
            });
        },
      },
    },
    {
      group: 'programme.outcomes.ports',
      topics: ['port-channel'],
      handlers: {
        'org.greenlane.dwell.changed.v1': async ({ tx }, { data }) => {
          if (data.state !== 'completed' || data.dwellMinutes === undefined || data.loadDateTime === undefined) {
            await tx.delete(dwellOutcomes).where(eq(dwellOutcomes.visitId, data.visitId));
            return;
          }
          const row = {
            visitId: data.visitId,
            version: data.version,
            lane: data.lane,
            UNLocationCode: data.UNLocationCode,
            clusterCode: data.clusterCode ?? null,
            dwellMinutes: data.dwellMinutes,
            loadedAt: new Date(data.loadDateTime),
          };
          await tx
            .insert(dwellOutcomes)
            .values(row)
            .onConflictDoUpdate({
              target: dwellOutcomes.visitId,
              set: row,
              setWhere: lt(dwellOutcomes.version, data.version),
            });
        },
      },
    },
    {
      group: 'programme.outcomes.carbon',
      topics: ['carbon'],
      handlers: {
        'org.greenlane.claim.changed.v1': async ({ tx }, { data }) => {
          const row = {
            claimId: data.claimId,
            version: data.version,
            status: data.status,
            exporterId: data.exporterId,
            clusterCode: data.clusterCode ?? null,
            amount: data.amount.amount,
            currencyCode: data.amount.currencyCode,
            changedAt: new Date(data.changedAt),
          };
          await tx
            .insert(claimOutcomes)
            .values(row)
            .onConflictDoUpdate({
              target: claimOutcomes.claimId,
              set: row,
              setWhere: lt(claimOutcomes.version, data.version),
            });
        },
      },
    },
  ];
}
