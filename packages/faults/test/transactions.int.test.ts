import { type Database, inTransaction, OutcomeUnknown, openDatabase } from '@greenlane/database/database';
import { rolePassword, rolesOf } from '@greenlane/database/migrate';
import type { NewRows } from '@greenlane/database/new-rows';
import { openPool } from '@greenlane/database/pool';
import { addNewRows } from '@greenlane/database/shared-commits';
import { isOutage } from '@greenlane/messaging/consumer';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type NetworkProxy, startProxy } from '../src/proxy.ts';

let database: TestDatabase;
let proxy: NetworkProxy;
let db: Database;

beforeAll(async () => {
  database = await testDatabase(['event_log']);
  proxy = await startProxy({ host: database.admin.host, port: database.admin.port });
  const { worker } = rolesOf('event_log');
  const login = { user: worker, password: rolePassword(TEST_ROLE_SECRET, worker) };
  db = openDatabase({
    host: '127.0.0.1',
    port: proxy.port,
    database: database.admin.database,
    tenantRole: login,
    workerRole: login,
    applicationName: 'test',
    maxConnections: { tenant: 1, worker: 1 },
    limits: {
      query_timeout: 1_500,
      statement_timeout: 500,
      lock_timeout: 200,
      idle_in_transaction_session_timeout: 5_000,
    },
  });
});
afterAll(async () => {
  await db?.close();
  await proxy?.close();
  await database?.close();
});

const heads = (row: readonly [topic: string, partition: number, position: number]): NewRows => ({
  name: 'heads',
  table: 'event_log.head',
  columns: [
    { name: 'topic', type: 'text' },
    { name: 'partition', type: 'integer' },
    { name: 'position', type: 'integer' },
  ],
  rows: [row],
});
const numberOf = async (text: string) => Number((await db.asWorker((tx) => tx.execute(sql.raw(text)))).rows[0]?.['n']);

describe('a transaction', () => {
  test('whose connection goes silent leaves no dead connection in the pool', async () => {
    await numberOf('select 1 as n');
    proxy.freezeOpenConnections();
    await expect(numberOf('select 2 as n')).rejects.toThrow('Query read timeout');
    expect(await numberOf('select 3 as n')).toBe(3);
  });

  test('whose connection goes silent spares others those that lay idle beside it', async () => {
    const network = await startProxy({ host: database.admin.host, port: database.admin.port });
    const pool = openPool(
      { ...database.admin, port: network.port, max: 3 },
      { query_timeout: 1_500, statement_timeout: 500 },
    );
    const beside = openPool({ ...database.admin, port: network.port, max: 1 }, { query_timeout: 1_500 });
    const several = () => Promise.all(Array.from({ length: 3 }, () => pool.query('select pg_sleep(0.05)')));
    await several();
    await beside.query('select 1');
    expect(network.freezeOpenConnections()).toBe(4);
    const silent = inTransaction(pool, (client) => client.query('select 1'));
    await expect(silent).rejects.toThrow('Query read timeout');
    expect(pool.totalCount).toBe(2);
    await several();
    await pool.query('select 1');
    await beside.query('select 1');
    await pool.end();
    await beside.end();
    await network.close();
  });

  test('whose begin fails gives its place in the pool back', async () => {
    await numberOf('select 1 as n');
    proxy.freezeOpenConnections();
    for (let turn = 0; turn < 3; turn += 1) await numberOf('select 1 as n').catch(() => {});
    expect(await numberOf('select 4 as n')).toBe(4);
  });

  test('that loses its connection between two statements fails alone, and the process lives', async () => {
    const lost = db.asWorker(async (tx) => {
      await tx.execute(sql`select 1`);
      proxy.cut();
      await new Promise((resolve) => setImmediate(resolve));
      await tx.execute(sql`select 1`);
    });
    await expect(lost).rejects.toThrow();
    expect(await numberOf('select 5 as n')).toBe(5);
  });

  test('whose commit is not answered says that its outcome is unknown', async () => {
    const lost = db.asWorker(async (tx) => {
      await tx.execute(sql`select 1`);
      proxy.freezeOpenConnections();
    });
    await expect(lost).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  test('that shares its commit says so too, and is not sent again', async () => {
    const write = () =>
      db.asTenantTogether({ organisationId: '', role: '' }, async (tx) => {
        addNewRows(tx, () => heads(['unknown', 1, 1]));
        proxy.freezeOpenConnections();
      });
    await db.asTenant({ organisationId: '', role: '' }, (tx) => tx.execute(sql`select 1`));
    await expect(write()).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  test('that shares its commit and fails there is done again alone', async () => {
    const stored = async () =>
      (
        await db.asWorker((tx) =>
          tx.execute(sql`select partition from event_log.head where topic = 'twice' order by 1`),
        )
      ).rows;
    const write = (partition: number) =>
      db.asTenantTogether({ organisationId: '', role: '' }, async (tx) => {
        if (addNewRows(tx, () => heads(['twice', partition, 1]))) return 'together';
        await tx.execute(
          sql`insert into event_log.head (topic, partition, position) values ('twice', ${partition}, 1) on conflict do nothing`,
        );
        return 'alone';
      });
    expect(await Promise.all([write(1), write(2)])).toEqual(['together', 'together']);
    expect(await Promise.all([write(1), write(3)])).toEqual(['alone', 'alone']);
    expect(await stored()).toEqual([{ partition: 1 }, { partition: 2 }, { partition: 3 }]);
  });

  test('that swallowed a failed statement is not answered as committed', async () => {
    const swallowed = db.asWorker(async (tx) => {
      await tx.execute(sql`select 1 / 0`).catch(() => {});
    });
    await expect(swallowed).rejects.toThrow('was rolled back');
  });

  test('that has ended takes no more statements from whoever still holds it', async () => {
    let late: (() => Promise<unknown>) | undefined;
    await db.asWorker(async (tx) => {
      late = () => tx.execute(sql`select 1`);
    });
    await expect(late?.()).rejects.toMatchObject({ cause: { message: 'the transaction has ended' } });
  });

  test('that went silent with its locks keeps others waiting, which is an outage, until the server ends it', async () => {
    const lock = sql`select from event_log.head where topic = 'locked' for update`;
    await db.asWorker((tx) =>
      tx.execute(sql`insert into event_log.head (topic, partition, position) values ('locked', 0, 1)`),
    );
    const silent = db.asWorker(async (tx) => {
      await tx.execute(lock);
      proxy.freezeOpenConnections();
      await tx.execute(sql`select 1`);
    });
    await expect(silent).rejects.toThrow();
    const waiting = await db.asWorker((tx) => tx.execute(lock)).catch((error: unknown) => error);
    expect(waiting).toMatchObject({ cause: { code: '55P03' } });
    expect(isOutage(waiting)).toBe(true);
    const { rowCount } = await vi.waitFor(() => db.asWorker((tx) => tx.execute(lock)), 10_000);
    expect(rowCount).toBe(1);
  });

  test('with a slow statement is told so by the server, which is no outage', async () => {
    await expect(db.asWorker((tx) => tx.execute(sql`select pg_sleep(5)`))).rejects.toMatchObject({
      cause: { code: '57014' },
    });
  });
});
