import type { Transaction } from '@greenlane/database/database';
import { and, desc, eq, lte } from 'drizzle-orm';
import type { PauseReason } from './domain/dwell.ts';
import { policies } from './tables.ts';

export type DwellPolicy = {
  readonly version: string;
  readonly targetHours: { readonly GREEN: number; readonly ORDINARY: number };
  readonly pauses: readonly PauseReason[];
  readonly minimumSample: number;
  readonly indicative: boolean;
};

/** Before any policy is in force no pause stops the clock and no conclusion is drawn from fewer than 30 boxes a lane. */
const NO_POLICY: DwellPolicy = {
  version: 'none',
  targetHours: { GREEN: 24, ORDINARY: 120 },
  pauses: [],
  minimumSample: 30,
  indicative: true,
};

export async function policyInForce(tx: Transaction, now: Date): Promise<DwellPolicy> {
  const rows = await tx
    .select()
    .from(policies)
    .where(and(eq(policies.status, 'in-force'), lte(policies.effectiveFrom, now)))
    .orderBy(desc(policies.effectiveFrom), desc(policies.version))
    .limit(1);
  const row = rows[0];
  return row ? { version: row.version, ...row.dwell, indicative: row.basis === 'ASSUMED' } : NO_POLICY;
}
