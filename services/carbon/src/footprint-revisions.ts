import type { Allocation } from '@greenlane/contracts/allocation';
import type { Transaction } from '@greenlane/database/database';
import { computeDoorToPort } from '@greenlane/emissions/door-to-port';
import { assert } from '@greenlane/kernel/assert';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
import type { Emit } from '@greenlane/runtime/service';
import { desc, eq } from 'drizzle-orm';
import { type FootprintFacts, presentFacts, reasonOf } from './domain/footprint-facts.ts';
import { footprints, sailingFacts } from './tables.ts';

export type Revising = {
  readonly tx: Transaction;
  readonly emit: Emit;
  readonly now: Date;
  readonly newId: () => string;
};

type Row = typeof footprints.$inferSelect;

async function newestOf(tx: Transaction, allocationId: string): Promise<Row | undefined> {
  const rows = await tx
    .select()
    .from(footprints)
    .where(eq(footprints.allocationId, allocationId))
    .orderBy(desc(footprints.version))
    .limit(1);
  return rows[0];
}

/**
 * Brings the footprint of an allocation to the present facts: a new version that supersedes the last when they differ,
 * never an edit. PLANNED from the hold on by the same code and inputs that ranked it; ACTUAL when it is loaded. Answers
 * whether there is a new version.
 */
export async function reviseFootprint({ tx, emit, now, newId }: Revising, allocation: Allocation): Promise<boolean> {
  const { allocationId } = allocation;
  const last = await newestOf(tx, allocationId);
  const lastFacts: FootprintFacts | undefined = last && {
    kind: last.kind,
    units: last.units,
    vessel: last.vessel ?? allocation.vessel,
    chain: last.chain,
  };
  const sailing = await tx.select().from(sailingFacts).where(eq(sailingFacts.offerId, allocation.offerId));
  const present = presentFacts(allocation, sailing, lastFacts);
  const replaced =
    last === undefined && allocation.replaces !== undefined ? await newestOf(tx, allocation.replaces) : undefined;
  const reason = reasonOf(present, lastFacts, {
    replacesRolled: allocation.replaces !== undefined,
    isVoyageKnown: sailing.some((fact) => fact.source === 'VOYAGE'),
  });
  if (reason === undefined) return false;
  const computed = computeDoorToPort(present.chain);
  assert(computed.ok, 'a chain that was ranked can be computed');
  const { value } = computed;
  assert(
    canonicalJson(present.chain) !== canonicalJson(allocation.chain) ||
      (value.wellToWakeGrams === allocation.perContainer.wellToWakeGrams &&
        value.tankToWakeGrams === allocation.perContainer.tankToWakeGrams),
    `the grams that ranked allocation ${allocationId} are the grams of its footprint`,
  );
  const footprintId = newId();
  const version = (last?.version ?? 0) + 1;
  const supersedes = last?.footprintId ?? replaced?.footprintId ?? null;
  const { exporterId, submittedBy, carrierId, requestId } = allocation;
  const parties = { exporterId, carrierId, requestId };
  await tx.insert(footprints).values({
    ...parties,
    ...present,
    footprintId,
    allocationId,
    version,
    reason,
    submittedBy,
    result: value,
    supersedes,
    policyVersion: allocation.policyVersion,
    indicative: allocation.indicative,
    calculatedAt: now,
  });
  await emit(tx, {
    type: 'org.greenlane.footprint.calculated.v1',
    subject: footprintId,
    key: allocationId,
    subjectVersion: version,
    audience: [exporterId, submittedBy, carrierId],
    data: {
      ...parties,
      footprintId,
      version,
      kind: present.kind,
      reason,
      allocationId,
      units: present.units,
      wellToWakeGramsPerContainer: value.wellToWakeGrams,
      tankToWakeGramsPerContainer: value.tankToWakeGrams,
      laneDefaultGramsPerContainer: value.laneDefaultWellToWakeGrams,
      dataQuality: value.dataQuality,
      primaryDataSharePercent: value.primaryDataSharePercent,
      factorSetVersion: value.factorSetVersion,
      ...(supersedes === null ? {} : { supersedes }),
      calculatedAt: now.toISOString(),
    },
  });
  return true;
}
