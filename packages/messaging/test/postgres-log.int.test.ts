import { rolePassword, rolesOf } from '@greenlane/database/migrate';
import { TEST_ROLE_SECRET, testDatabase } from '@greenlane/testing/postgres';
import pg from 'pg';
import { pino } from 'pino';
import { createPostgresLog } from '../src/postgres-log.ts';
import { busContract } from './bus-contract.ts';

busContract('the Postgres log', async () => {
  const database = await testDatabase(['event_log']);
  const role = rolesOf('event_log').worker;
  const pools: pg.Pool[] = [];
  return {
    open: async () => {
      const pool = new pg.Pool({
        pipeline: true,
        host: database.admin.host,
        port: database.admin.port,
        database: database.admin.database,
        user: role,
        password: rolePassword(TEST_ROLE_SECRET, role),
        max: 8,
      });
      pools.push(pool);
      return createPostgresLog({ pool, log: pino({ level: 'silent' }) });
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await database.close();
    },
  };
});
