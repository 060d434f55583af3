import type { AllocationStatus } from '@greenlane/contracts/allocation';
import { EQUIPMENT, type ISOEquipmentCode } from '@greenlane/contracts/values';
import type { CutOff, VesselOffer } from '@greenlane/contracts/vessel-offer';
import type { Transaction } from '@greenlane/database/database';
import { lockInOrder } from '@greenlane/database/lock-in-order';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
import type { Emit } from '@greenlane/runtime/service';
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { raise } from './alerts.ts';
import { refoldContainers } from './clocks.ts';
import { lockContainers } from './container-context.ts';
import { movedCutOff } from './domain/alert-words.ts';
import { passWindow } from './domain/pass-window.ts';
import { emitPass } from './port-events.ts';
import { allocations, assignments, passes, sailingCalls } from './tables.ts';

type Call = { readonly cutOffs: readonly CutOff[]; readonly departureDateTime: string | null };

/** States of an allocation whose passes follow the sailing. */
const SAILING: AllocationStatus[] = ['held', 'confirmed', 'loaded'];

/**
 * The sailing and its allocations are heard of by two consumers. Without turns, passes could be issued by the calls as they
 * were while a change of them finds no passes to move: both commit, and the gate goes by the old window for good.
 */
export const lockSailings = (tx: Transaction, offerIds: readonly string[]): Promise<void> =>
  lockInOrder(tx, 8, offerIds);

/**
 * Whatever {@link followSailing} locks: the sailings, then, as whoever records events, the containers that may have passes for
 * them. More are assigned only in the turn of the sailing.
 */
export async function lockFollowedSailings(tx: Transaction, offerIds: readonly string[]): Promise<void> {
  await lockSailings(tx, offerIds);
  const assigned = await tx
    .select({ reference: assignments.equipmentReference })
    .from(assignments)
    .innerJoin(allocations, eq(allocations.allocationId, assignments.allocationId))
    .where(and(inArray(allocations.offerId, [...offerIds]), inArray(allocations.status, SAILING)));
  if (assigned.length > 0)
    await lockContainers(
      tx,
      assigned.map(({ reference }) => reference),
    );
}

/** A call as its carrier published it last; undefined before the offer was heard of. */
export async function callOf(tx: Transaction, offerId: string, UNLocationCode: string): Promise<Call | undefined> {
  const rows = await tx
    .select()
    .from(sailingCalls)
    .where(and(eq(sailingCalls.offerId, offerId), eq(sailingCalls.UNLocationCode, UNLocationCode)));
  return rows[0];
}

/** Moves the windows of an allocation's unused passes to the sailing's new cut-offs, and says so. */
async function moveWindows(
  tx: Transaction,
  emit: Emit,
  allocation: typeof allocations.$inferSelect,
  change: { readonly call: Call; readonly offerVersion: number; readonly now: Date },
): Promise<void> {
  const { call, now } = change;
  const window = passWindow({
    cutOffs: call.cutOffs,
    departureDateTime: call.departureDateTime ?? allocation.departureDateTime,
    isDangerous: allocation.dangerousGoods.length > 0,
    // The projection holds what the allocation event carried, which the registry has parsed.
    isRefrigerated: EQUIPMENT[allocation.isoEquipmentCode as ISOEquipmentCode].refrigerated,
  });
  const closesAt = new Date(window.closes);
  const ofAllocation = eq(passes.allocationId, allocation.allocationId);
  const named = await tx.select({ reference: passes.equipmentReference }).from(passes).where(ofAllocation);
  const references = named.flatMap(({ reference }) => reference ?? []);
  const own = await tx
    .select()
    .from(passes)
    .where(and(ofAllocation, inArray(passes.status, ['issued', 'acknowledged', 'expired'])))
    .for('update');
  // A pass that had expired lives again when its new window is still to close.
  const moved = own.filter(
    (pass) =>
      (pass.closes !== window.closes || pass.opens !== (window.opens ?? null)) &&
      (pass.status !== 'expired' || closesAt > now),
  );
  const [before] = moved;
  if (!before) return;
  const changed = await tx
    .update(passes)
    .set({
      status: sql`case when ${passes.status} = 'expired' then 'issued' else ${passes.status} end`,
      cause: 'CUT_OFF_CHANGED',
      opens: window.opens ?? null,
      closes: window.closes,
      closesAt,
      isWarned: false,
      version: sql`${passes.version} + 1`,
      changedAt: now,
    })
    .where(
      inArray(
        passes.passId,
        moved.map((pass) => pass.passId),
      ),
    )
    .returning();
  for (const pass of changed) await emitPass(tx, emit, pass);
  // A box that came too late for the old window may lie in the new one.
  await refoldContainers(tx, emit, references, now);
  // The words are of the cut-off: an earlier or later opening alone closes nothing.
  if (Date.parse(before.closes) === closesAt.getTime()) return;
  await raise(
    tx,
    emit,
    {
      alertId: `CUT_OFF_CHANGED/${allocation.allocationId}/${change.offerVersion}`,
      kind: 'CUT_OFF_CHANGED',
      UNLocationCode: allocation.loadPort,
      equipmentReference: null,
      passId: null,
      allocationId: allocation.allocationId,
      exporterId: allocation.exporterId,
      submittedBy: allocation.submittedBy,
      carrierId: allocation.carrierId,
      ...movedCutOff({
        containers: moved.length,
        vesselName: allocation.vesselName,
        carrierExportVoyageNumber: allocation.carrierExportVoyageNumber,
        closes: window.closes,
        closedBefore: before.closes,
      }),
    },
    now,
  );
}

/** Follows a sailing, in its turn: remembers its calls, and moves the windows of passes when a cut-off or a departure changed. */
export async function followSailing(tx: Transaction, emit: Emit, offer: VesselOffer, now: Date): Promise<void> {
  for (const portCall of offer.portCalls) {
    const call = { cutOffs: portCall.cutOffs ?? [], departureDateTime: portCall.departureDateTime ?? null };
    const row = { offerId: offer.offerId, UNLocationCode: portCall.UNLocationCode, version: offer.version, ...call };
    const before = await callOf(tx, offer.offerId, portCall.UNLocationCode);
    const saved = await tx
      .insert(sailingCalls)
      .values(row)
      .onConflictDoUpdate({
        target: [sailingCalls.offerId, sailingCalls.UNLocationCode],
        set: row,
        setWhere: lt(sailingCalls.version, offer.version),
      })
      .returning({ offerId: sailingCalls.offerId });
    const isSame =
      before !== undefined &&
      canonicalJson([before.cutOffs, before.departureDateTime]) ===
        canonicalJson([call.cutOffs, call.departureDateTime]);
    if (saved.length === 0 || isSame) continue;
    const affected = await tx
      .select()
      .from(allocations)
      .where(
        and(
          eq(allocations.offerId, offer.offerId),
          eq(allocations.loadPort, portCall.UNLocationCode),
          inArray(allocations.status, SAILING),
        ),
      );
    for (const allocation of affected)
      await moveWindows(tx, emit, allocation, { call, offerVersion: offer.version, now });
  }
}
