import type { Transaction } from '@greenlane/database/database';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
import { ensureSigningKey, publishedKeys, signCanonical } from '@greenlane/runtime/signing-keys';
import { asc, desc } from 'drizzle-orm';
import { lockAuditLog } from './audit.ts';
import { anchorDocument, sortedEnds } from './domain/audit-chain.ts';
import { auditAnchors, auditHeads, signingKeys } from './tables.ts';

/**
 * Signs where every chain ends, once a day. Whoever kept an anchor can show later that rows it covers were cut or
 * rewritten, even by someone who holds the database. @returns whether a new one was made
 */
export async function anchorOfDay(tx: Transaction, now: Date): Promise<boolean> {
  await lockAuditLog(tx);
  const day = now.toISOString().slice(0, 10);
  const [last] = await tx.select().from(auditAnchors).orderBy(desc(auditAnchors.day)).limit(1);
  if (last !== undefined && last.day >= day) return false;
  const ends = sortedEnds(await tx.select().from(auditHeads));
  if (ends.length === 0) return false;
  await ensureSigningKey(tx, signingKeys, now);
  const document = anchorDocument(ends, { day, issuedAt: now.toISOString(), previous: last?.document });
  const { jws, kid } = await signCanonical(tx, signingKeys, canonicalJson(document));
  await tx.insert(auditAnchors).values({ day, document, jws, kid, ends: [...ends] });
  return true;
}

/** Every anchor with the keys that signed them, oldest first; the chain ends only for those who may see who is in them. */
export async function readAnchors(tx: Transaction, options: { readonly withEnds: boolean }) {
  const rows = await tx.select().from(auditAnchors).orderBy(asc(auditAnchors.day));
  return {
    keys: await publishedKeys(tx, signingKeys),
    anchors: rows.map(({ document, jws, ends }) => ({ document, jws, ...(options.withEnds ? { ends } : {}) })),
  };
}
