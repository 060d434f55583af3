import type { Transaction } from '@greenlane/database/database';
import { lockInOrder } from '@greenlane/database/lock-in-order';
import { and, asc, inArray } from 'drizzle-orm';
import { allocations, claimItems, claims, fuelEntries } from './tables.ts';

/*
 * Everyone who takes several of these takes them in the order of this file, and several of one kind in one order: an exporter's
 * chain, sailings, allocations, the fuel documents of carriers, claims, and at last budgets.
 */

/** Statements of one exporter take turns: each names the one before. */
export const lockStatements = (tx: Transaction, exporterId: string): Promise<void> => lockInOrder(tx, 11, [exporterId]);

/**
 * A sailing's facts and its allocations are heard of by different consumers. Without turns, a footprint could be made of the
 * facts as they were while a new fact finds no allocation to revise: both commit, and the fact is never applied.
 */
export const lockSailings = (tx: Transaction, offerIds: readonly string[]): Promise<void> =>
  lockInOrder(tx, 13, offerIds);

/**
 * An allocation and its containers come on two topics, in either order: whoever comes second must see the first. Their rows,
 * where there are any yet, are kept from statements and claims that {@link holdAllocations}.
 */
export async function lockAllocations(tx: Transaction, allocationIds: readonly string[]): Promise<void> {
  await Promise.all([
    lockInOrder(tx, 14, allocationIds),
    tx
      .select({ allocationId: allocations.allocationId })
      .from(allocations)
      .where(inArray(allocations.allocationId, [...allocationIds]))
      .orderBy(asc(allocations.allocationId))
      .for('update'),
  ]);
}

/** Keeps allocations as they are until the transaction ends: what is cancelled meanwhile waits. */
export function holdAllocations(
  tx: Transaction,
  allocationIds: readonly string[],
): Promise<readonly (typeof allocations.$inferSelect)[]> {
  return tx
    .select()
    .from(allocations)
    .where(inArray(allocations.allocationId, [...allocationIds]))
    .orderBy(asc(allocations.allocationId))
    .for('share');
}

/** Whoever moves energy of several of a carrier's documents takes turns with whoever else does. */
export const lockFuelDocuments = (tx: Transaction, carrierIds: readonly string[]): Promise<void> =>
  lockInOrder(tx, 12, carrierIds);

/** The carriers whose documents have given energy to some allocations. */
export async function carriersThatGave(tx: Transaction, allocationIds: readonly string[]): Promise<readonly string[]> {
  const rows = await tx
    .selectDistinct({ carrierId: fuelEntries.carrierId })
    .from(fuelEntries)
    .where(inArray(fuelEntries.allocationId, [...allocationIds]));
  return rows.map(({ carrierId }) => carrierId);
}

/** The claims on containers of some allocations that are neither granted nor over. */
export function lockOpenClaims(
  tx: Transaction,
  allocationIds: readonly string[],
): Promise<readonly (typeof claims.$inferSelect)[]> {
  const lines = tx
    .select({ claimId: claimItems.claimId })
    .from(claimItems)
    .where(and(inArray(claimItems.allocationId, [...allocationIds]), claimItems.isActive));
  return tx
    .select()
    .from(claims)
    .where(and(inArray(claims.status, ['draft', 'submitted', 'verified']), inArray(claims.claimId, lines)))
    .orderBy(asc(claims.claimId))
    .for('update');
}
