import type { Allocation, AllocationStatus } from '@greenlane/contracts/allocation';
import type { Transaction } from '@greenlane/database/database';
import { and, inArray, lt, sql } from 'drizzle-orm';
import { allocations, sailingFacts } from './tables.ts';

/**
 * A sailing's facts and its allocations are heard of by different consumers. Without turns, a footprint could be made of the
 * facts as they were while a new fact finds no allocation to revise: both commit, and the fact is never applied.
 */
export async function lockSailing(tx: Transaction, offerId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${offerId}, 13))`);
}

/** Keeps the newest fact of a sailing and source, in its turn; answers whether it was news. */
export async function recordSailingFact(tx: Transaction, fact: typeof sailingFacts.$inferInsert): Promise<boolean> {
  await lockSailing(tx, fact.offerId);
  const saved = await tx
    .insert(sailingFacts)
    .values(fact)
    .onConflictDoUpdate({
      target: [sailingFacts.offerId, sailingFacts.source],
      set: fact,
      setWhere: lt(sailingFacts.version, fact.version),
    })
    .returning({ offerId: sailingFacts.offerId });
  return saved.length > 0;
}

export async function allocationsOfOffer(
  tx: Transaction,
  offerId: string,
  statuses: readonly AllocationStatus[],
): Promise<readonly { readonly state: Allocation }[]> {
  return tx
    .select({ state: allocations.state })
    .from(allocations)
    .where(
      and(
        sql`(${allocations.state} ->> 'offerId') = ${offerId}`,
        inArray(sql`(${allocations.state} ->> 'status')`, [...statuses]),
      ),
    )
    .orderBy(allocations.allocationId);
}
