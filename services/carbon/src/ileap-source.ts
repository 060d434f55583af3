import type { Transaction } from '@greenlane/database/database';
import { desc, eq } from 'drizzle-orm';
import type { PactSource } from './domain/pact.ts';
import { allocations, footprints } from './tables.ts';

/** The newest footprint of an allocation that the caller may see. */
export async function ileapSourceOf(tx: Transaction, allocationId: string): Promise<PactSource | undefined> {
  const rows = await tx
    .select({ footprint: footprints, allocation: allocations })
    .from(footprints)
    .innerJoin(allocations, eq(allocations.allocationId, footprints.allocationId))
    .where(eq(footprints.allocationId, allocationId))
    .orderBy(desc(footprints.version))
    .limit(1);
  const newest = rows[0];
  if (!newest) return undefined;
  const { footprint, allocation } = newest;
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
  };
}
