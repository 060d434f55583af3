import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AuditRow, GENESIS_HASH, hashEntry, verifyChain } from '../src/domain/audit-chain.ts';
import { DESIGNATED_CLUSTERS, findDesignatedCluster } from '../src/domain/clusters.ts';
import { policyDiff } from '../src/domain/policy-diff.ts';

function chainOf(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const entry = {
      chainId: 'yancheng-solar',
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
