import type { Transaction } from '@greenlane/database/database';
import { inArray, sql } from 'drizzle-orm';
import { type AuditEntry, type AuditFact, GENESIS_HASH, hashEntry } from './domain/audit-chain.ts';
import { auditHeads, auditLog } from './tables.ts';

/** Any fixed number: names the lock of the audit log's writers, and of whoever anchors its ends. */
const AUDIT_LOCK = 7_226_002;

/** One writer at a time: batches append to several chains each, in orders of their own, and would deadlock on the heads. */
export async function lockAuditLog(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`);
}

/**
 * Appends rows to the chains that they name, in order, in the transaction of what they record. Four statements however
 * many rows: the programme service audits every decision of the platform.
 */
export async function appendAudit(tx: Transaction, ...facts: readonly AuditFact[]): Promise<void> {
  if (facts.length === 0) return;
  await lockAuditLog(tx);
  const chains = [...new Set(facts.map(({ chainId }) => chainId))];
  const found = await tx.select().from(auditHeads).where(inArray(auditHeads.chainId, chains));
  const heads = new Map(found.map(({ chainId, sequence, hash }) => [chainId, { sequence, hash }]));
  const rows = facts.map((fact) => {
    const head = heads.get(fact.chainId);
    const entry: AuditEntry = {
      ...fact,
      sequence: (head?.sequence ?? 0) + 1,
      previousHash: head?.hash ?? GENESIS_HASH,
    };
    const hash = hashEntry(entry);
    heads.set(fact.chainId, { sequence: entry.sequence, hash });
    return { ...entry, hash };
  });
  await tx.insert(auditLog).values(rows.map((row) => ({ ...row, detail: sql`${JSON.stringify(row.detail)}::jsonb` })));
  await tx
    .insert(auditHeads)
    .values(chains.map((chainId) => ({ chainId, ...heads.get(chainId)! })))
    .onConflictDoUpdate({
      target: auditHeads.chainId,
      set: { sequence: sql`excluded.sequence`, hash: sql`excluded.hash` },
    });
}
