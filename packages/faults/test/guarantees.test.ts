import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { mostHeldAtOnce } from '../src/f01-contention.ts';
import { judgeBump, type Placed } from '../src/f12-cuts.ts';
import { growthOf } from '../src/f14-slow.ts';
import { FAULTS } from '../src/faults.ts';
import { guaranteesPage, readResults } from '../src/guarantees.ts';
import { GUARDS, sourceOf, withoutGuard } from '../src/without-guard.ts';

const page = fileURLToPath(new URL('../../../docs/guarantees.md', import.meta.url));

describe('the page of guarantees', () => {
  test('is what the committed results say', async () => {
    expect(readFileSync(page, 'utf8')).toBe(guaranteesPage(await readResults()));
  });

  test('shows nothing that does not hold, or whose broken twin did not fail', async () => {
    const results = await readResults();
    expect(results.filter(({ ok, twinFailed }) => !ok || !twinFailed)).toEqual([]);
    const known = FAULTS.map(({ name }) => name);
    expect(results.map(({ fault }) => fault).filter((fault) => !known.includes(fault))).toEqual([]);
  });
});

describe('a guard that a broken twin takes out', () => {
  test.each(Object.values(GUARDS))('is in $file once', (guard) => {
    const source = sourceOf(guard);
    expect(withoutGuard(source, guard).length).toBe(source.length - guard.line.length + guard.without.length);
  });
});

describe('a checker', () => {
  const operation = (name: string, reference: string, from: number, to: number) => ({
    name,
    reference,
    outcome: 'ok' as const,
    status: 201,
    invokedAt: from,
    endedAt: to,
  });

  test('adds up what was held at one moment, counting a cancelled hold only until its cancellation was asked for', () => {
    const teu = new Map([
      ['a', 6],
      ['b', 5],
    ]);
    const hold = operation('hold', 'a', 0, 1);
    expect(mostHeldAtOnce([hold, operation('cancel', 'a', 2, 5), operation('hold', 'b', 3, 4)], teu)).toBe(6);
    expect(mostHeldAtOnce([hold, operation('cancel', 'a', 4, 5), operation('hold', 'b', 2, 3)], teu)).toBe(11);
  });

  test('finds priority cargo that was bumped though standard cargo stayed in its place', () => {
    const placed = (id: string, priority: boolean): Placed => ({
      id,
      number: 1,
      priority,
      status: 'held',
      quarterTeu: 40,
    });
    const before = [placed('p', true), placed('s', false)];
    expect(judgeBump(before, new Set(['p']), 40)).toHaveLength(1);
    expect(judgeBump(before, new Set(['s']), 40)).toEqual([]);
    expect(judgeBump(before, new Set(['p', 's']), 20)).toEqual([]);
  });

  test('sees memory that grows while a backlog drains', () => {
    expect([growthOf([100, 120, 118, 119]), growthOf([100, 150, 200, 260])]).toEqual([-1, 110]);
  });
});
