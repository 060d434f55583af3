import type { Allocation, AllocationStatus } from '@greenlane/contracts/allocation';
import type { Transaction } from '@greenlane/database/database';
import { and, inArray, lt, sql } from 'drizzle-orm';
import { allocations, sailingFacts } from './tables.ts';

/** Keeps the newest fact of a sailing and source, whose lock the caller has; answers whether it was news. */
export async function recordSailingFact(tx: Transaction, fact: typeof sailingFacts.$inferInsert): Promise<boolean> {
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
