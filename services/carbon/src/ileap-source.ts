import type { Transaction } from '@greenlane/database/database';
import { desc, eq, type SQL, sql } from 'drizzle-orm';
import type { PactSource } from './domain/pact.ts';
import { allocations, footprints } from './tables.ts';

/** Newest of its allocation, and the allocation still stands. */
export const IS_ACTIVE: SQL<boolean> = sql`(${allocations.state} ->> 'status' in ('held', 'confirmed', 'loaded', 'completed')
  and not exists (select 1 from ${footprints} newer where newer.allocation_id = ${footprints.allocationId}
    and newer.version > ${footprints.version}))`;

/** Footprints with their allocations, as far as the caller may see them. */
export function pactRows(tx: Transaction) {
  return tx
    .select({ footprint: footprints, allocation: allocations, isActive: IS_ACTIVE })
    .from(footprints)
    .innerJoin(allocations, eq(allocations.allocationId, footprints.allocationId));
}

type PactRow = {
  readonly footprint: typeof footprints.$inferSelect;
  readonly allocation: typeof allocations.$inferSelect;
  readonly isActive: boolean;
};

export function pactSourceOf({ footprint, allocation, isActive }: PactRow): PactSource {
  return {
    allocation: allocation.state,
    vessel: footprint.vessel ?? allocation.state.vessel,
    chain: footprint.chain,
    result: footprint.result,
    units: footprint.units,
    footprintId: footprint.footprintId,
    version: footprint.version,
    supersedes: footprint.supersedes,
    createdAt: footprint.calculatedAt.toISOString(),
    isActive,
  };
}

/** The newest footprint of an allocation that the caller may see. */
export async function ileapSourceOf(tx: Transaction, allocationId: string): Promise<PactSource | undefined> {
  const rows = await pactRows(tx)
    .where(eq(footprints.allocationId, allocationId))
    .orderBy(desc(footprints.version))
    .limit(1);
  return rows[0] && pactSourceOf(rows[0]);
}
