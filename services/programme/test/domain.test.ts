import { DESIGNATED_CLUSTERS, findDesignatedCluster } from '@greenlane/contracts/clusters';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AuditRow, GENESIS_HASH, hashEntry, verifyChain } from '../src/domain/audit-chain.ts';
import { policyDiff } from '../src/domain/policy-diff.ts';
import { parseAuditRow, verifyAuditLog } from '../src/verify-audit.ts';

function chainOf(length: number, chainId = 'yancheng-solar'): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const entry = {
      chainId,
      sequence,
      previousHash: rows.at(-1)?.hash ?? GENESIS_HASH,
      occurredAt: '2026-11-24T08:00:00.000Z',
      action: 'ALLOCATION_HELD',
      subject: `allocation-${sequence}`,
      actor: 'matching',
      detail: { units: sequence, policyVersion: '2026-1' },
    };
    rows.push({ ...entry, hash: hashEntry(entry) });
  }
  return rows;
}

describe('the audit chain', () => {
  const rows = chainOf(200);
  const last = rows.at(-1) as AuditRow;
  const anchor = { chainId: last.chainId, sequence: last.sequence, hash: last.hash };

  test('holds when nothing was touched', () => {
    expect(verifyChain(rows, anchor)).toBeUndefined();
  });

  test('any one changed value is found at its row', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 199 }),
        fc.constantFrom('subject', 'actor', 'action', 'occurredAt'),
        (index, field) => {
          const changed = rows.map((row, position) =>
            position === index ? { ...row, [field]: `${row[field as 'subject']}x` } : row,
          );
          expect(verifyChain(changed, anchor)).toMatchObject({ sequence: index + 1, fault: 'CHANGED' });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a changed row whose hash was recomputed breaks the link of the next', () => {
    const forged = { ...(rows[9] as AuditRow), actor: 'someone else' };
    const changed = rows.map((row, index) => (index === 9 ? { ...forged, hash: hashEntry(forged) } : row));
    expect(verifyChain(changed, anchor)).toMatchObject({ sequence: 11, fault: 'BROKEN_LINK' });
  });

  test('a deleted row is a gap, a swapped one too, and a cut tail shows against the anchor', () => {
    expect(verifyChain(rows.toSpliced(4, 1), anchor)).toMatchObject({ sequence: 6, fault: 'GAP' });
    expect(verifyChain([rows[1] as AuditRow, rows[0] as AuditRow, ...rows.slice(2)], anchor)).toMatchObject({
      sequence: 2,
      fault: 'GAP',
    });
    expect(verifyChain(rows.slice(0, 150), anchor)).toMatchObject({ sequence: 150, fault: 'CUT_TAIL' });
    expect(verifyChain(rows.slice(0, 150))).toBeUndefined();
  });
});

describe('10,000 rows in 100 chains', () => {
  const chains = Array.from({ length: 100 }, (_none, index) => chainOf(100, `unit-${index}`));
  const lines = chains.map((chain) => chain.map((row) => JSON.stringify(row)));
  async function* parsed(texts: Iterable<string>) {
    for (const text of texts) yield parseAuditRow(text);
  }

  test('hold, at a speed that is printed', async () => {
    const started = performance.now();
    const report = await verifyAuditLog(parsed(lines.flat()));
    console.log(`audit verify: ${Math.round(10_000 / ((performance.now() - started) / 1_000))} rows a second`);
    expect(report).toEqual({ rows: 10_000, chains: 100, anchors: 0, fault: undefined, signer: 'no anchors' });
  });

  test('any one changed byte is found, whichever row and place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 99 }),
        fc.nat({ max: 99 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (chain, row, place, difference) => {
          const text = Buffer.from(lines[chain]![row]!, 'utf8');
          const at = place % text.length;
          text[at] = text[at]! ^ difference;
          const changed = text.toString('latin1');
          const rows = lines[chain]!.with(row, changed);
          const { fault } = await verifyAuditLog(parsed(rows));
          expect([fault !== undefined, changed]).toEqual([true, changed]);
        },
      ),
      { numRuns: 1_500 },
    );
  });
});

test('only the three named clusters are designated', () => {
  expect(DESIGNATED_CLUSTERS.map(({ clusterCode, province }) => [clusterCode, province])).toEqual([
    ['YANCHENG', 'Jiangsu'],
    ['JIAXING', 'Zhejiang'],
    ['HUIZHOU', 'Guangdong'],
  ]);
  expect(findDesignatedCluster('CHANGZHOU')).toBeUndefined();
});

test('a policy diff names every rule that differs, by path', () => {
  expect(
    policyDiff(
      { protection: { sharePercent: 35, mode: 'FIXED_SHARE' }, markets: ['CHINA'] },
      { protection: { sharePercent: 30, mode: 'FIXED_SHARE' }, markets: ['CHINA', 'X'] },
    ),
  ).toEqual([
    { path: 'markets', before: ['CHINA'], after: ['CHINA', 'X'] },
    { path: 'protection.sharePercent', before: 35, after: 30 },
  ]);
});
