import type { Allocation } from '@greenlane/contracts/allocation';
import { EQUIPMENT } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import type { Emit } from '@greenlane/runtime/service';
import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import { refoldContainers } from './clocks.ts';
import { lockContainers } from './container-context.ts';
import { passWindow } from './domain/pass-window.ts';
import { emitPass } from './port-events.ts';
import { callOf, lockSailings } from './sailings.ts';
import { allocations, assignments, passes } from './tables.ts';

const LIVE = ['held', 'confirmed', 'loaded'];
const OVER = ['released', 'expired', 'declined', 'cancelled', 'rolled'];

async function saveAllocation(tx: Transaction, allocation: Allocation): Promise<boolean> {
  const row = {
    allocationId: allocation.allocationId,
    version: allocation.version,
    status: allocation.status,
    requestId: allocation.requestId,
    offerId: allocation.offerId,
    exporterId: allocation.exporterId,
    submittedBy: allocation.submittedBy,
    carrierId: allocation.carrierId,
    clusterCode: allocation.clusterCode ?? null,
    priority: allocation.priority,
    indicative: allocation.indicative,
    policyVersion: allocation.policyVersion,
    units: allocation.units,
    isoEquipmentCode: allocation.ISOEquipmentCode,
    dangerousGoods: allocation.dangerousGoods,
    vesselIMONumber: allocation.vessel.vesselIMONumber,
    vesselName: allocation.vessel.name,
    carrierExportVoyageNumber: allocation.carrierExportVoyageNumber,
    loadPort: allocation.loadPort,
    facilitySMDGCode: allocation.facilitySMDGCode ?? null,
    departureDateTime: allocation.departureDateTime,
    cutOffs: allocation.cutOffs,
  };
  const saved = await tx
    .insert(allocations)
    .values(row)
    .onConflictDoUpdate({
      target: allocations.allocationId,
      set: row,
      setWhere: lt(allocations.version, allocation.version),
    })
    .returning({ id: allocations.allocationId });
  return saved.length > 0;
}

async function issuePasses(tx: Transaction, emit: Emit, allocation: Allocation, now: Date): Promise<void> {
  // The sailing may have changed since the allocation was made; what its carrier published last is what the gate goes by.
  const call = (await callOf(tx, allocation.offerId, allocation.loadPort)) ?? allocation;
  const window = passWindow({
    cutOffs: call.cutOffs,
    departureDateTime: call.departureDateTime ?? allocation.departureDateTime,
    isDangerous: allocation.dangerousGoods.length > 0,
    isRefrigerated: EQUIPMENT[allocation.ISOEquipmentCode].refrigerated,
  });
  const assigned = await tx.select().from(assignments).where(eq(assignments.allocationId, allocation.allocationId));
  const referenceOf = new Map(assigned.map((row) => [row.unitNumber, row.equipmentReference]));
  const rows = Array.from({ length: allocation.units }, (_unused, index) => ({
    passId: `pass-${allocation.allocationId}-${index + 1}`,
    version: 1,
    status: 'issued' as const,
    cause: allocation.replaces === undefined ? 'ALLOCATION_CONFIRMED' : 'ALLOCATION_ROLLED',
    allocationId: allocation.allocationId,
    requestId: allocation.requestId,
    exporterId: allocation.exporterId,
    submittedBy: allocation.submittedBy,
    carrierId: allocation.carrierId,
    unitNumber: index + 1,
    equipmentReference: referenceOf.get(index + 1) ?? null,
    isoEquipmentCode: allocation.ISOEquipmentCode,
    UNLocationCode: allocation.loadPort,
    facilitySMDGCode: allocation.facilitySMDGCode ?? null,
    vesselIMONumber: allocation.vessel.vesselIMONumber,
    vesselName: allocation.vessel.name,
    carrierExportVoyageNumber: allocation.carrierExportVoyageNumber,
    opens: window.opens ?? null,
    closes: window.closes,
    closesAt: new Date(window.closes),
    dangerousGoods: allocation.dangerousGoods,
    indicative: allocation.indicative,
    policyVersion: allocation.policyVersion,
    issuedAt: now,
    changedAt: now,
  }));
  for (const pass of await tx.insert(passes).values(rows).onConflictDoNothing().returning())
    await emitPass(tx, emit, pass);
}

async function endPasses(tx: Transaction, emit: Emit, allocation: Allocation, now: Date): Promise<void> {
  const ended = await tx
    .update(passes)
    .set({
      status: allocation.status === 'rolled' ? 'replaced' : 'revoked',
      cause: allocation.cause,
      version: sql`${passes.version} + 1`,
      changedAt: now,
    })
    .where(and(eq(passes.allocationId, allocation.allocationId), inArray(passes.status, ['issued', 'acknowledged'])))
    .returning();
  for (const pass of ended) await emitPass(tx, emit, pass);
  await tx.update(assignments).set({ isLive: false }).where(eq(assignments.allocationId, allocation.allocationId));
}

const hasPasses = ({ priority, status }: Allocation): boolean => priority && status === 'confirmed';
const freesContainers = ({ status }: Allocation): boolean => status === 'completed' || OVER.includes(status);

/**
 * Whatever {@link followAllocation} locks: the sailings, then, as whoever records events, the containers that are freed. Nothing
 * is assigned meanwhile: {@link lockForAssignment} waits for the sailing.
 */
export async function lockFollowedAllocations(tx: Transaction, followed: readonly Allocation[]): Promise<void> {
  const freeing = followed.filter(freesContainers);
  await lockSailings(
    tx,
    [...followed.filter(hasPasses), ...freeing].map(({ offerId }) => offerId),
  );
  if (freeing.length === 0) return;
  const freed = await tx
    .select({ reference: assignments.equipmentReference })
    .from(assignments)
    .where(
      inArray(
        assignments.allocationId,
        freeing.map(({ allocationId }) => allocationId),
      ),
    );
  if (freed.length > 0)
    await lockContainers(
      tx,
      freed.map(({ reference }) => reference),
    );
}

/** Follows an allocation, in its turn: passes for confirmed priority containers, taken back when it ends without sailing, freed containers when it is done. */
export async function followAllocation(tx: Transaction, emit: Emit, allocation: Allocation, now: Date): Promise<void> {
  if (!(await saveAllocation(tx, allocation))) return;
  if (hasPasses(allocation)) await issuePasses(tx, emit, allocation, now);
  if (OVER.includes(allocation.status)) {
    const freed = await tx.select().from(assignments).where(eq(assignments.allocationId, allocation.allocationId));
    await endPasses(tx, emit, allocation, now);
    await refoldContainers(
      tx,
      emit,
      freed.map((row) => row.equipmentReference),
      now,
    );
  }
  if (allocation.status === 'completed')
    await tx.update(assignments).set({ isLive: false }).where(eq(assignments.allocationId, allocation.allocationId));
}

export type AssignmentRefusal = {
  readonly code: 'NOT_LIVE' | 'TOO_MANY' | 'ALREADY_ASSIGNED' | 'REPEATED';
  readonly message: string;
};

/** Whatever {@link assignContainers} locks, in the order of whoever follows the sailing and its allocations; taken before it. */
export async function lockForAssignment(
  tx: Transaction,
  { offerId, equipmentReferences }: { readonly offerId: string; readonly equipmentReferences: readonly string[] },
): Promise<void> {
  await lockSailings(tx, [offerId]);
  await lockContainers(tx, equipmentReferences);
}

/** Gives the next free positions of an allocation to containers; runs in the worker role, after the caller's right was checked. */
export async function assignContainers(
  tx: Transaction,
  emit: Emit,
  request: { readonly allocationId: string; readonly equipmentReferences: readonly string[]; readonly now: Date },
): Promise<AssignmentRefusal | readonly { readonly unitNumber: number; readonly equipmentReference: string }[]> {
  const found = await tx
    .select()
    .from(allocations)
    .where(eq(allocations.allocationId, request.allocationId))
    .for('update');
  const allocation = found[0];
  if (!allocation || !LIVE.includes(allocation.status))
    return {
      code: 'NOT_LIVE',
      message: `the allocation is ${allocation?.status ?? 'unknown'}; containers are assigned while it is held, confirmed or loaded`,
    };
  const mine = await tx
    .select()
    .from(assignments)
    .where(eq(assignments.allocationId, request.allocationId))
    .orderBy(asc(assignments.unitNumber));
  const known = new Map(mine.map((row) => [row.equipmentReference, row]));
  const wanted = [...new Set(request.equipmentReferences)];
  if (wanted.length !== request.equipmentReferences.length)
    return { code: 'REPEATED', message: 'a container number occurs twice' };
  const added = wanted.filter((reference) => !known.has(reference));
  const taken = new Set(mine.map((row) => row.unitNumber));
  const free = Array.from({ length: allocation.units }, (_unused, index) => index + 1).filter(
    (unit) => !taken.has(unit),
  );
  if (added.length > free.length)
    return {
      code: 'TOO_MANY',
      message: `${free.length} of ${allocation.units} containers are still open, ${added.length} were sent`,
    };
  const rows = added.map((equipmentReference, index) => ({
    allocationId: allocation.allocationId,
    unitNumber: free[index] ?? 0,
    equipmentReference,
    exporterId: allocation.exporterId,
    submittedBy: allocation.submittedBy,
    carrierId: allocation.carrierId,
    loadPort: allocation.loadPort,
    isLive: true,
    assignedAt: request.now,
  }));
  if (rows.length > 0) {
    const inserted = await tx
      .insert(assignments)
      .values(rows)
      .onConflictDoNothing()
      .returning({ equipmentReference: assignments.equipmentReference });
    const placed = new Set(inserted.map((row) => row.equipmentReference));
    const clash = added.find((reference) => !placed.has(reference));
    if (clash !== undefined)
      return { code: 'ALREADY_ASSIGNED', message: `${clash} belongs to another live allocation` };
    for (const row of rows) {
      const changed = await tx
        .update(passes)
        .set({
          equipmentReference: row.equipmentReference,
          cause: 'CONTAINER_ASSIGNED',
          version: sql`${passes.version} + 1`,
          changedAt: request.now,
        })
        .where(and(eq(passes.allocationId, row.allocationId), eq(passes.unitNumber, row.unitNumber)))
        .returning();
      for (const pass of changed) await emitPass(tx, emit, pass);
    }
    await emit(tx, {
      type: 'org.greenlane.container.assigned.v1',
      subject: allocation.allocationId,
      key: allocation.allocationId,
      audience: [allocation.exporterId, allocation.submittedBy, allocation.carrierId],
      data: {
        allocationId: allocation.allocationId,
        requestId: allocation.requestId,
        exporterId: allocation.exporterId,
        carrierId: allocation.carrierId,
        equipmentReferences: added,
        assignedAt: request.now.toISOString(),
      },
    });
  }
  return [...mine, ...rows]
    .map(({ unitNumber, equipmentReference }) => ({ unitNumber, equipmentReference }))
    .toSorted((first, second) => first.unitNumber - second.unitNumber);
}
