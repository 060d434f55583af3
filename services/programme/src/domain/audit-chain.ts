import { canonicalHash } from '@greenlane/kernel/canonical-json';

/** What is hashed of an audit row: everything but the hash itself. */
export type AuditEntry = {
  readonly chainId: string;
  readonly sequence: number;
  readonly previousHash: string;
  readonly occurredAt: string;
  readonly action: string;
  readonly subject: string;
  readonly actor: string;
  readonly detail: unknown;
};
export type AuditRow = AuditEntry & { readonly hash: string };

/** Before the first row of a chain. */
export const GENESIS_HASH = '0'.repeat(64);

export function hashEntry(entry: AuditEntry): string {
  return canonicalHash({
    chainId: entry.chainId,
    sequence: entry.sequence,
    previousHash: entry.previousHash,
    occurredAt: entry.occurredAt,
    action: entry.action,
    subject: entry.subject,
    actor: entry.actor,
    detail: entry.detail,
  });
}

export type ChainFault = {
  readonly chainId: string;
  readonly sequence: number;
  readonly fault: 'GAP' | 'BROKEN_LINK' | 'CHANGED' | 'CUT_TAIL';
  readonly message: string;
};
/** The last hash of a chain at a moment, signed and published elsewhere: what shows that a tail was cut. */
export type Anchor = { readonly chainId: string; readonly sequence: number; readonly hash: string };

/** Checks one chain from its first row: no gap, every link, every hash, and that it reaches its anchor. Names the first fault. */
export function verifyChain(rows: readonly AuditRow[], anchor?: Anchor): ChainFault | undefined {
  let previous = GENESIS_HASH;
  let expected = 1;
  for (const row of rows) {
    const fault = (kind: ChainFault['fault'], message: string): ChainFault => ({
      chainId: row.chainId,
      sequence: row.sequence,
      fault: kind,
      message,
    });
    if (row.sequence !== expected)
      return fault('GAP', `row ${expected} is missing; row ${row.sequence} follows row ${expected - 1}`);
    if (row.previousHash !== previous)
      return fault('BROKEN_LINK', `row ${row.sequence} does not follow from row ${row.sequence - 1}`);
    if (hashEntry(row) !== row.hash) return fault('CHANGED', `row ${row.sequence} was changed after it was written`);
    if (anchor && row.sequence === anchor.sequence && row.hash !== anchor.hash)
      return fault('CHANGED', `row ${row.sequence} is not the one that was anchored`);
    previous = row.hash;
    expected += 1;
  }
  if (anchor && expected - 1 < anchor.sequence) {
    return {
      chainId: anchor.chainId,
      sequence: expected - 1,
      fault: 'CUT_TAIL',
      message: `the chain ends at row ${expected - 1}; row ${anchor.sequence} was anchored`,
    };
  }
  return undefined;
}
