import type pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NewRows } from '../src/new-rows.ts';
import { addNewRows, makeSharedCommits } from '../src/shared-commits.ts';

// A machine that is busy elsewhere must not make the moment pass in which a write waits.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const row = (id: string): NewRows => ({
  name: 'table',
  table: 'public.table',
  columns: [{ name: 'id', type: 'text' }],
  rows: [[id]],
});

/** A database whose commits are answered when the test says so, and how many rows each of them brought. */
function commitsOfATest() {
  const sent: { readonly rows: number; readonly answer: () => void }[] = [];
  const shared = makeSharedCommits((statements) => {
    const { promise, resolve } = Promise.withResolvers<readonly pg.QueryResult[]>();
    const column = statements[1]?.values?.[0] as Buffer;
    sent.push({
      // The length of the array is the fourth number of its binary form.
      rows: column.readInt32BE(12),
      answer: () => resolve(statements.map(() => ({ rows: [] }) as unknown as pg.QueryResult)),
    });
    return promise;
  }, 'database');
  const write = (id: string) =>
    shared.run({ organisationId: 'line', role: 'carrier' }, async (tx) => {
      addNewRows(tx, () => row(id));
      return id;
    });
  const turn = async () => {
    for (let each = 0; each < 3; each += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return { sent, write, turn };
}

test('writes of one turn are one commit, and those that come meanwhile the next when they are as many', async () => {
  const { sent, write, turn } = commitsOfATest();
  const first = ['a', 'b', 'c'].map(write);
  await turn();
  const second = ['d', 'e'].map(write);
  await turn();
  expect(sent.map(({ rows }) => rows)).toEqual([3]);
  second.push(write('f'));
  await turn();
  expect(sent.map(({ rows }) => rows)).toEqual([3, 3]);
  const third = [write('g')];
  await turn();
  expect(sent.map(({ rows }) => rows)).toEqual([3, 3]);
  sent[0]?.answer();
  expect(await Promise.all(first)).toEqual(['a', 'b', 'c']);
  await turn();
  expect(sent.map(({ rows }) => rows)).toEqual([3, 3, 1]);
  for (const { answer } of sent) answer();
  expect(await Promise.all([...second, ...third])).toEqual(['d', 'e', 'f', 'g']);
});

test('a write waits only a moment for a commit that is not answered', async () => {
  const { sent, write, turn } = commitsOfATest();
  for (const id of ['a', 'b', 'c']) void write(id);
  await turn();
  const alone = write('d');
  await turn();
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(5);
  expect(sent).toHaveLength(2);
  sent[1]?.answer();
  expect(await alone).toBe('d');
});
