import type { Transaction } from '@greenlane/database/database';
import { eq, sql } from 'drizzle-orm';
import { type AuditEntry, GENESIS_HASH, hashEntry } from './domain/audit-chain.ts';
import { auditHeads, auditLog } from './tables.ts';

/** Any fixed number: names the lock of the audit log's writers. */
const AUDIT_LOCK = 7_226_002;

export type AuditFact = Omit<AuditEntry, 'sequence' | 'previousHash'>;

/** Appends a row to an organisation's chain, in the transaction of what it records; the head's row lock keeps the order. */
export async function appendAudit(tx: Transaction, fact: AuditFact): Promise<void> {
  // One writer at a time: batches of two partitions append to several chains each, in orders of their own, and would deadlock.
  await tx.execute(sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`);
  await tx.insert(auditHeads).values({ chainId: fact.chainId, sequence: 0, hash: GENESIS_HASH }).onConflictDoNothing();
  const heads = await tx.select().from(auditHeads).where(eq(auditHeads.chainId, fact.chainId)).for('update');
  const head = heads[0];
  const entry: AuditEntry = { ...fact, sequence: (head?.sequence ?? 0) + 1, previousHash: head?.hash ?? GENESIS_HASH };
  const hash = hashEntry(entry);
  await tx.insert(auditLog).values({ ...entry, hash, detail: sql`${JSON.stringify(entry.detail)}::jsonb` });
  await tx.update(auditHeads).set({ sequence: entry.sequence, hash }).where(eq(auditHeads.chainId, fact.chainId));
}
