import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackupManifest, backUp, restore } from '../src/backup.ts';

const schemas = ['event_log'];
let database: TestDatabase;
let folder: string;
let made = 0;

beforeAll(async () => {
  database = await testDatabase(schemas);
  folder = await mkdtemp(join(tmpdir(), 'backup-test-'));
});
afterAll(async () => {
  await database.query(`drop database if exists ${emptyName()} with (force)`);
  await rm(folder, { recursive: true, force: true });
  await database.close();
});

const emptyName = () => `${database.admin.database}_restored`;
const options = (directory: string) => ({ admin: database.admin, schemas, directory: join(folder, directory) });
const intoEmpty = (directory: string) =>
  restore({ ...options(directory), admin: { ...database.admin, database: emptyName() }, roleSecret: TEST_ROLE_SECRET });
const record = async (bytes: Buffer): Promise<void> => {
  made += 1;
  await database.query(
    `insert into event_log.log (topic, partition, position, headers, bytes) values ('t', 0, $1, $2, $3)`,
    [made, { odd: 'a\tb\nc\\d', empty: '' }, bytes],
  );
};
const rows = async (admin: TestDatabase['admin']) => {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    return (
      await client.query('select topic, partition, position, headers, bytes from event_log.log order by position')
    ).rows;
  } finally {
    await client.end();
  }
};

test('what was there comes back byte for byte, and nothing of later', async () => {
  await record(Buffer.from([0, 1, 2, 255]));
  await record(Buffer.from('上海港 \\N \t \n'));
  const before = await rows(database.admin);
  const manifest = await backUp(options('whole'));
  await record(Buffer.from('later'));
  expect(manifest.tables.find(({ name }) => name === 'log')?.rows).toBe(2);
  await intoEmpty('whole');
  expect(await rows({ ...database.admin, database: emptyName() })).toEqual(before);
});

test('a database that has rows of its own is left alone', async () => {
  await expect(intoEmpty('whole')).rejects.toThrow('is not empty');
});

test('a folder that holds something is not written to', async () => {
  await expect(backUp(options('whole'))).rejects.toThrow('is not empty');
});

test('a changed file, a missing manifest and a newer version are refused before anything is touched', async () => {
  await database.query(`drop database ${emptyName()} with (force)`);
  await backUp(options('changed'));
  await appendFile(join(folder, 'changed', 'event_log.log.copy.gz'), 'x');
  await expect(intoEmpty('changed')).rejects.toThrow('event_log.log.copy.gz is not what was backed up');
  await backUp(options('newer'));
  const path = join(folder, 'newer', 'manifest.json');
  const manifest: BackupManifest = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...manifest, migrations: { event_log: [1] } }));
  await expect(intoEmpty('newer')).rejects.toThrow('a migration that this version does not know');
  await backUp(options('cut'));
  await rm(join(folder, 'cut', 'manifest.json'));
  await expect(intoEmpty('cut')).rejects.toThrow('holds no whole backup');
});
