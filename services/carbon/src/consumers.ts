import type { Allocation } from '@greenlane/contracts/allocation';
import { computeDoorToPort } from '@greenlane/emissions/door-to-port';
import { assert } from '@greenlane/kernel/assert';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
import type { ConsumerContext, ServiceConsumer, ServiceContext } from '@greenlane/runtime/service';
import { desc, eq, lt, sql } from 'drizzle-orm';
import { allocations, footprints, policies } from './tables.ts';

/**
 * Follows an allocation. PLANNED from the hold on, by the same code and inputs that ranked it; ACTUAL when it is loaded; a new
 * version that supersedes the last whenever inputs differ, and never an edit.
 */
function followAllocation({ newId }: Pick<ServiceContext, 'newId'>) {
  return async ({ tx, emit, now }: ConsumerContext, { data }: { readonly data: Allocation }): Promise<void> => {
    const row = {
      allocationId: data.allocationId,
      version: data.version,
      exporterId: data.exporterId,
      submittedBy: data.submittedBy,
      carrierId: data.carrierId,
      state: data,
    };
    const saved = await tx
      .insert(allocations)
      .values(row)
      .onConflictDoUpdate({
        target: allocations.allocationId,
        set: row,
        setWhere: lt(allocations.version, data.version),
      })
      .returning({ allocationId: allocations.allocationId });
    if (saved.length === 0) return;
    const kind = data.status === 'loaded' || data.status === 'completed' ? 'ACTUAL' : 'PLANNED';
    const earlier = await tx
      .select()
      .from(footprints)
      .where(eq(footprints.allocationId, data.allocationId))
      .orderBy(desc(footprints.version))
      .limit(1);
    const last = earlier[0];
    if (
      last &&
      last.units === data.units &&
      (last.kind === kind || last.kind === 'ACTUAL') &&
      canonicalJson(last.chain) === canonicalJson(data.chain)
    )
      return;
    const result = computeDoorToPort(data.chain);
    assert(result.ok, 'a chain that was ranked can be computed');
    const { value } = result;
    assert(
      value.wellToWakeGrams === data.perContainer.wellToWakeGrams &&
        value.tankToWakeGrams === data.perContainer.tankToWakeGrams,
      `the grams that ranked allocation ${data.allocationId} are the grams of its footprint`,
    );
    const footprintId = newId();
    const version = (last?.version ?? 0) + 1;
    await tx.insert(footprints).values({
      footprintId,
      allocationId: data.allocationId,
      version,
      kind,
      exporterId: data.exporterId,
      submittedBy: data.submittedBy,
      carrierId: data.carrierId,
      requestId: data.requestId,
      units: data.units,
      chain: data.chain,
      result: value,
      supersedes: last?.footprintId ?? null,
      policyVersion: data.policyVersion,
      indicative: data.indicative,
      calculatedAt: now,
    });
    await emit(tx, {
      type: 'org.greenlane.footprint.calculated.v1',
      subject: footprintId,
      key: data.allocationId,
      subjectVersion: version,
      audience: [data.exporterId, data.submittedBy, data.carrierId],
      data: {
        footprintId,
        version,
        kind,
        allocationId: data.allocationId,
        requestId: data.requestId,
        exporterId: data.exporterId,
        carrierId: data.carrierId,
        units: data.units,
        wellToWakeGramsPerContainer: value.wellToWakeGrams,
        tankToWakeGramsPerContainer: value.tankToWakeGrams,
        laneDefaultGramsPerContainer: value.laneDefaultWellToWakeGrams,
        dataQuality: value.dataQuality,
        primaryDataSharePercent: value.primaryDataSharePercent,
        factorSetVersion: value.factorSetVersion,
        ...(last ? { supersedes: last.footprintId } : {}),
        calculatedAt: now.toISOString(),
      },
    });
  };
}

export function carbonConsumers(context: ServiceContext): readonly ServiceConsumer[] {
  const follow = followAllocation(context);
  return [
    {
      group: 'carbon.allocations',
      topics: ['allocations'],
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
    },
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
          };
          await tx.insert(policies).values(row).onConflictDoUpdate({ target: policies.version, set: row });
        },
      },
    },
    {
      group: 'carbon.containers',
      topics: ['port-channel'],
      handlers: {
        'org.greenlane.container.assigned.v1': async ({ tx }, { data }) => {
          await tx
            .update(allocations)
            .set({
              equipmentReferences: sql`(select array_agg(distinct reference order by reference) from unnest(${allocations.equipmentReferences} || ${sql.param([...data.equipmentReferences])}::text[]) reference)`,
            })
            .where(eq(allocations.allocationId, data.allocationId));
        },
      },
    },
  ];
}
