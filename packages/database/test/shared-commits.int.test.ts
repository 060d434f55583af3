import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../src/database.ts';
import { rolePassword, rolesOf } from '../src/migrate.ts';
import type { NewRows } from '../src/new-rows.ts';
import { readStatement } from '../src/read-statement.ts';
import { addNewRows } from '../src/shared-commits.ts';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await testDatabase(['vessel_offer']);
  const { tenant, worker } = rolesOf('vessel_offer');
  const login = (user: string) => ({ user, password: rolePassword(TEST_ROLE_SECRET, user) });
  const { host, port, database: name } = database.admin;
  db = openDatabase({
    host: host ?? '',
    port: port ?? 0,
    database: name ?? '',
    tenantRole: login(tenant),
    workerRole: login(worker),
    applicationName: 'test',
  });
});
afterAll(async () => {
  await db?.close();
  await database?.close();
});

const events = (lines: readonly string[]): NewRows => ({
  name: 'outbox',
  table: '"vessel_offer".outbox',
  columns: [
    { name: 'topic', type: 'text' },
    { name: 'envelopes', type: 'text' },
    { name: 'events', type: 'integer' },
  ],
  rows: lines.map((line) => ['vessel-offers', line, 1]),
  made: {
    columns: { sequence: `nextval('"vessel_offer".outbox_sequence_seq')`, created_at: 'now()' },
    told: 'sequence, extract(epoch from created_at)::text as written_at',
  },
});
const answer = (organisationId: string, key: string): NewRows => ({
  name: 'answers',
  table: '"vessel_offer".idempotency',
  columns: [
    { name: 'status', type: 'integer' },
    { name: 'headers', type: 'jsonb' },
    { name: 'body', type: 'text' },
    { name: 'organisation_id', type: 'text' },
    { name: 'key', type: 'text' },
    { name: 'fingerprint', type: 'text' },
  ],
  rows: [[201, '{"etag":"\\"1\\""}', null, organisationId, key, 'f']],
});

test('each of several writes hears what became of its own rows, which its tenant may not see', async () => {
  const write = (organisationId: string, number: number) =>
    db.asTenantTogether({ organisationId, role: 'carrier' }, async (tx) => {
      const told: unknown[] = [];
      const lines = [`${organisationId} ${number} first`, `${organisationId} ${number} second`];
      addNewRows(tx, () => answer(organisationId, `${number}`));
      addNewRows(
        tx,
        () => events(lines),
        (rows, of) => told.push(...rows.map((row, place) => ({ ...row, envelopes: lines[place], of }))),
      );
      return told;
    });
  const told = (
    await Promise.all(['line', 'rival'].flatMap((who) => [1, 2, 3].map((number) => write(who, number))))
  ).flat();
  const stored = await database.query(
    `select sequence, extract(epoch from created_at)::text as written_at, envelopes from vessel_offer.outbox order by sequence`,
  );
  const { host, port, database: name } = database.admin;
  expect(told).toHaveLength(12);
  expect(told).toEqual(expect.arrayContaining(stored.map((row) => ({ ...row, of: `${host}:${port}/${name}` }))));
  const seen = await db.asTenant({ organisationId: 'line', role: 'carrier' }, async (tx) => [
    ...(await readStatement(tx, { text: 'select * from vessel_offer.outbox' })),
    ...(await readStatement(tx, {
      text: 'select status, headers, body, key from vessel_offer.idempotency order by key',
    })),
  ]);
  expect(seen).toEqual(['1', '2', '3'].map((key) => ({ status: 201, headers: { etag: '"1"' }, body: null, key })));
});

test('rows of another tenant are refused, and nothing beside them is stored', async () => {
  const write = db.asTenantTogether({ organisationId: 'line', role: 'carrier' }, async (tx) => {
    addNewRows(tx, () => events(['never']));
    if (!addNewRows(tx, () => answer('rival', 'stolen'))) throw new Error('done again alone');
  });
  await expect(write).rejects.toThrow('done again alone');
  expect(
    await database.query(
      `select key from vessel_offer.idempotency where key = 'stolen' union select envelopes from vessel_offer.outbox where envelopes = 'never'`,
    ),
  ).toEqual([]);
});
