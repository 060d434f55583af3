import type { Transaction } from '@greenlane/database/database';
import { eq, sql } from 'drizzle-orm';
import { type AuditEntry, GENESIS_HASH, hashEntry } from './domain/audit-chain.ts';
import { auditHeads, auditLog } from './tables.ts';

export type AuditFact = Omit<AuditEntry, 'sequence' | 'previousHash'>;

/** Appends a row to an organisation's chain, in the transaction of what it records; the head's row lock keeps the order. */
export async function appendAudit(tx: Transaction, fact: AuditFact): Promise<void> {
  await tx.insert(auditHeads).values({ chainId: fact.chainId, sequence: 0, hash: GENESIS_HASH }).onConflictDoNothing();
  const heads = await tx.select().from(auditHeads).where(eq(auditHeads.chainId, fact.chainId)).for('update');
  const head = heads[0];
  const entry: AuditEntry = { ...fact, sequence: (head?.sequence ?? 0) + 1, previousHash: head?.hash ?? GENESIS_HASH };
  const hash = hashEntry(entry);
  await tx.insert(auditLog).values({ ...entry, hash, detail: sql`${JSON.stringify(entry.detail)}::jsonb` });
  await tx.update(auditHeads).set({ sequence: entry.sequence, hash }).where(eq(auditHeads.chainId, fact.chainId));
}
