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
/** What happened, before it has a place in a chain. */
export type AuditFact = Omit<AuditEntry, 'sequence' | 'previousHash'>;

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

/**
 * Checks rows as they come, chain after chain, each from its first row: no gap, every link, every hash, and that each
 * chain passes its anchors. Holds only the ends of the chains, so a log of any length can be read through it.
 */
export function chainChecker(anchors: readonly Anchor[]) {
  const ends = new Map<string, { sequence: number; hash: string }>();
  const anchored = new Map(anchors.map((anchor) => [`${anchor.chainId}\n${anchor.sequence}`, anchor.hash]));
  return {
    /** The first thing that is wrong with the row, given those before it. */
    next: (row: AuditRow): ChainFault | undefined => {
      const end = ends.get(row.chainId) ?? { sequence: 0, hash: GENESIS_HASH };
      ends.set(row.chainId, { sequence: row.sequence, hash: row.hash });
      const fault = (kind: ChainFault['fault'], message: string): ChainFault => ({
        chainId: row.chainId,
        sequence: row.sequence,
        fault: kind,
        message,
      });
      if (row.sequence !== end.sequence + 1) {
        return fault('GAP', `row ${end.sequence + 1} is missing; row ${row.sequence} follows row ${end.sequence}`);
      }
      if (row.previousHash !== end.hash) {
        return fault('BROKEN_LINK', `row ${row.sequence} does not follow from row ${row.sequence - 1}`);
      }
      if (hashEntry(row) !== row.hash) return fault('CHANGED', `row ${row.sequence} was changed after it was written`);
      const expected = anchored.get(`${row.chainId}\n${row.sequence}`);
      if (expected !== undefined && expected !== row.hash) {
        return fault('CHANGED', `row ${row.sequence} is not the one that was anchored`);
      }
      return undefined;
    },
    /** After the last row: the first chain that ends before its anchor. */
    end: (): ChainFault | undefined => {
      for (const { chainId, sequence } of anchors) {
        const last = ends.get(chainId)?.sequence ?? 0;
        if (last >= sequence) continue;
        return {
          chainId,
          sequence: last,
          fault: 'CUT_TAIL',
          message: `the chain ends at row ${last}; row ${sequence} was anchored`,
        };
      }
      return undefined;
    },
    chains: () => ends.size,
  };
}

/** Checks one chain, given whole. */
export function verifyChain(rows: readonly AuditRow[], anchor?: Anchor): ChainFault | undefined {
  const checker = chainChecker(anchor === undefined ? [] : [anchor]);
  for (const row of rows) {
    const fault = checker.next(row);
    if (fault !== undefined) return fault;
  }
  return checker.end();
}

/** What a day's anchor says in public: enough to hold the log to it, nothing about who is in it. */
export type AnchorDocument = {
  readonly day: string;
  readonly issuedAt: string;
  readonly chains: number;
  readonly rows: number;
  /** SHA-256 over the canonical list of the chains' ends, by chain id. */
  readonly root: string;
  /** Of the anchor before it: SHA-256 over its canonical document. */
  readonly previousAnchor: string;
};

/** The ends of all chains in the order that the root is taken over. */
export function sortedEnds(ends: readonly Anchor[]): readonly Anchor[] {
  return ends
    .map(({ chainId, sequence, hash }) => ({ chainId, sequence, hash }))
    .toSorted((a, b) => (a.chainId < b.chainId ? -1 : a.chainId > b.chainId ? 1 : 0));
}

export function anchorDocument(
  ends: readonly Anchor[],
  at: { readonly day: string; readonly issuedAt: string; readonly previous: AnchorDocument | undefined },
): AnchorDocument {
  return {
    day: at.day,
    issuedAt: at.issuedAt,
    chains: ends.length,
    rows: ends.reduce((total, { sequence }) => total + sequence, 0),
    root: canonicalHash(sortedEnds(ends)),
    previousAnchor: at.previous === undefined ? GENESIS_HASH : canonicalHash(at.previous),
  };
}

/** Whether the ends are those of the document and the documents follow one another; names the first that is wrong. */
export function verifyAnchors(
  anchors: readonly { readonly document: AnchorDocument; readonly ends: readonly Anchor[] }[],
): string | undefined {
  let previous: AnchorDocument | undefined;
  for (const { document, ends } of anchors) {
    if (canonicalHash(sortedEnds(ends)) !== document.root)
      return `the chain ends given with the anchor of ${document.day} are not those that it signs`;
    if (previous !== undefined && document.previousAnchor !== canonicalHash(previous))
      return `the anchor of ${document.day} does not follow from that of ${previous.day}`;
    previous = document;
  }
  return undefined;
}
