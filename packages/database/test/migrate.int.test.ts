import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { migrate } from '../src/migrate.ts';

/** A schema of this test's own, whose tables nobody else names. */
const SCHEMA = 'shelf';
const MIGRATIONS = [
  ['0000_begin', `create schema "${SCHEMA}"; create table "${SCHEMA}".near (); create table "${SCHEMA}".far ()`],
  ['0001_near', `alter table "${SCHEMA}".near add column width integer`],
  ['0002_far', `alter table "${SCHEMA}".far add column width integer`],
] as const;

let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  database = await testDatabase(['event_log']);
  directory = await mkdtemp(join(tmpdir(), 'migrate-test-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await database.close();
});

async function migrateTo(count: number): Promise<void> {
  const folder = join(directory, `${count}`, SCHEMA);
  await mkdir(join(folder, 'meta'), { recursive: true });
  const some = MIGRATIONS.slice(0, count);
  for (const [tag, statements] of some) await writeFile(join(folder, `${tag}.sql`), statements);
  const entries = some.map(([tag], idx) => ({ idx, version: '7', when: 1_000 + idx, tag, breakpoints: true }));
  await writeFile(
    join(folder, 'meta', '_journal.json'),
    JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  );
  const { admin } = database;
  await migrate({ admin, schemas: [SCHEMA], roleSecret: TEST_ROLE_SECRET, directory: join(directory, `${count}`) });
}
const columns = async (): Promise<readonly string[]> => {
  const found = await database.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns where table_schema = '${SCHEMA}' order by 1`,
  );
  return found.map(({ name }) => name);
};

test('migrations that wait for one table let those before them stand, block nobody meanwhile, and come again', async () => {
  await migrateTo(1);
  expect(await columns()).toEqual([]);
  const reader = new pg.Client(database.admin);
  await reader.connect();
  try {
    await reader.query('begin');
    await reader.query(`select from "${SCHEMA}".far`);
    const migrated = migrateTo(3);
    // Seen by others, so committed, while the next one waits for the reader.
    await vi.waitFor(async () => expect(await columns()).toEqual(['near.width']), { timeout: 10_000, interval: 20 });
    // Whoever comes behind the waiting migration is served as soon as it gives way.
    await database.query(`select from "${SCHEMA}".far`);
    expect(await columns()).toEqual(['near.width']);
    await reader.query('commit');
    await migrated;
    expect(await columns()).toEqual(['far.width', 'near.width']);
    await migrateTo(3);
  } finally {
    await reader.end();
  }
}, 30_000);
