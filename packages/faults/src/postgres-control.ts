import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type EmbeddedServer, startEmbeddedServer } from '@greenlane/database/embedded-server';
import pg from 'pg';
import { freePort, until } from './process.ts';

/** A durable PostgreSQL of our own that can be crashed and started again on the same port. */
export type PostgresControl = {
  readonly address: { readonly host: string; readonly port: number; readonly user: string; readonly password: string };
  /** Every backend is thrown out at once and nothing is flushed: the next start recovers from the log. */
  crash(): Promise<void>;
  start(): Promise<void>;
  isRunning(): Promise<boolean>;
  /** Runs SQL as the superuser on one database. */
  query<Row extends pg.QueryResultRow>(database: string, text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** A connection of its own as the superuser, for what must hold something while others go on. */
  session(database: string): Promise<pg.Client>;
  /** Stops the process that writes committed transactions to disk on its own; a crash ends it. */
  stopWalWriter(): Promise<void>;
  /** Closes our own connections to a database. */
  forget(database: string): Promise<void>;
  /** Drops a database once nobody is connected to it any more. */
  drop(database: string): Promise<void>;
  stop(): Promise<void>;
};

/** Copies the cluster of a server that was stopped, with its owners and its superuser's password. */
async function copyCluster(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', join(from, 'data'), join(to, 'data')]);
  await copyFile(join(from, 'superuser-password'), join(to, 'superuser-password'));
}

/** @param from - directory of a server that was stopped, whose cluster this one begins as a copy of; a new cluster without it */
export async function startPostgres(directory: string, from?: string): Promise<PostgresControl> {
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o755);
  if (from !== undefined) await copyCluster(from, directory);
  const port = await freePort();
  let server: EmbeddedServer = await startEmbeddedServer({ directory, port, durable: true, maxConnections: 300 });
  const address = { host: server.host, port, ...server.superuser };
  const pools = new Map<string, pg.Pool>();
  const postmaster = async (): Promise<number> => {
    const moved = await readFile(join(directory, 'moved-to'), 'utf8').catch(() => `${directory}\n`);
    const lines = await readFile(join(moved.trim(), 'data', 'postmaster.pid'), 'utf8').catch(() => '');
    return Number(lines.split('\n')[0] ?? 0);
  };
  const isAlive = (pid: number): boolean => {
    try {
      return pid > 0 && process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  const query: PostgresControl['query'] = async <Row extends pg.QueryResultRow>(
    database: string,
    text: string,
    values: readonly unknown[] = [],
  ) => {
    const pool = pools.get(database) ?? new pg.Pool({ ...address, database, max: 4 });
    if (!pools.has(database)) {
      pool.on('error', () => {});
      pools.set(database, pool);
    }
    return (await pool.query<Row>(text, [...values])).rows;
  };
  const forget = async (database: string): Promise<void> => {
    await pools.get(database)?.end();
    pools.delete(database);
  };
  return {
    address,
    crash: async () => {
      const pid = await postmaster();
      if (!isAlive(pid)) return;
      process.kill(pid, 'SIGQUIT');
      await until('PostgreSQL has gone', 20_000, async () => !isAlive(pid));
    },
    start: async () => {
      server = await startEmbeddedServer({ directory, port, durable: true, maxConnections: 300 });
    },
    isRunning: async () => isAlive(await postmaster()),
    query,
    session: async (database) => {
      const client = new pg.Client({ ...address, database });
      client.on('error', () => {});
      await client.connect();
      return client;
    },
    stopWalWriter: async () => {
      const [writer] = await query<{ pid: number }>(
        'postgres',
        `select pid from pg_stat_activity where backend_type = 'walwriter'`,
      );
      if (writer) process.kill(writer.pid, 'SIGSTOP');
    },
    forget,
    drop: async (database) => {
      await forget(database);
      await until(`${database} is left by everyone`, 15_000, async () => {
        const pool = pools.get('postgres');
        await pool?.query(`drop database if exists ${database}`);
        return true;
      });
    },
    stop: async () => {
      for (const pool of pools.values()) await pool.end();
      if (isAlive(await postmaster())) await server.stop();
    },
  };
}
