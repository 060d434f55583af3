import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';
import { makeFolder } from './make-folder.ts';
import { type AdminConnection, ensureDatabase, migrate, withMigrationsUpTo } from './migrate.ts';

const Manifest = z.strictObject({
  format: z.literal('greenlane-backup-1'),
  takenAt: z.iso.datetime(),
  /** By schema, the times that name its applied migrations, oldest first. */
  migrations: z.record(z.string(), z.array(z.number().int())),
  tables: z.array(
    z.strictObject({
      schema: z.string(),
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.number().int(),
      file: z.string().regex(/^[\w.]+$/),
      sha256: z.string(),
    }),
  ),
  sequences: z.array(z.strictObject({ schema: z.string(), name: z.string(), lastValue: z.string() })),
});
export type BackupManifest = z.infer<typeof Manifest>;

const MANIFEST = 'manifest.json';

export type BackupOptions = {
  readonly admin: AdminConnection;
  readonly schemas: readonly string[];
  readonly directory: string;
};

const quoted = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
const listed = (columns: readonly string[]): string => columns.map((column) => pg.escapeIdentifier(column)).join(', ');

/** A stream that passes on what it is given, and the SHA-256 of it. */
function hashing(): { readonly stream: PassThrough; readonly digest: () => string } {
  const hash = createHash('sha256');
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => hash.update(chunk));
  return { stream, digest: () => hash.digest('hex') };
}

async function appliedMigrations(client: pg.Client, schemas: readonly string[]): Promise<BackupManifest['migrations']> {
  const applied: Record<string, number[]> = {};
  for (const schema of schemas) {
    const { rows } = await client.query<{ created_at: string }>(
      `select created_at from ${quoted({ schema: 'greenlane_migrations', name: schema })} order by created_at`,
    );
    applied[schema] = rows.map((row) => Number(row.created_at));
  }
  return applied;
}

/**
 * Copies every row of the named schemas, as of one moment, into an empty or new folder: one repeatable-read transaction
 * beside a running platform, which it neither waits for nor holds up. The manifest is written last: without it the folder
 * is no backup. The folder holds the private signing keys.
 * @throws Error when a row could be hidden by row level security, rather than leaving it out
 */
export async function backUp(options: BackupOptions): Promise<BackupManifest> {
  const { admin, schemas, directory } = options;
  await makeFolder(directory, { mode: 0o700 });
  if ((await readdir(directory)).length > 0) throw new Error(`${directory} is not empty`);
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local row_security = off');
    // The first look fixes the snapshot: nothing accepted later is in it. now() is when the transaction began, so it is never
    // later than the snapshot: everything that was committed by then is in the backup, which a later clock could not say.
    const asOf = await client.query<{ now: Date }>('select now()');
    const found = await client.query<{ schema: string; name: string; columns: string[] }>(
      `select nspname as schema, relname as name, array_agg(attname::text order by attnum) as columns
       from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''
       where relkind in ('r', 'p') and not relispartition and nspname = any($1) group by 1, 2 order by 1, 2`,
      [schemas],
    );
    const tables: BackupManifest['tables'][number][] = [];
    for (const table of found.rows) {
      const file = `${table.schema}.${table.name}.copy.gz`;
      const copy = client.query(copyTo(`copy (select ${listed(table.columns)} from ${quoted(table)}) to stdout`));
      const { stream, digest } = hashing();
      await pipeline(
        copy,
        createGzip(),
        stream,
        createWriteStream(join(directory, file), { mode: 0o600, flush: true }),
      );
      tables.push({ ...table, rows: copy.rowCount ?? 0, file, sha256: digest() });
    }
    // Sequences stand outside of transactions: read after the rows, they are never behind them.
    const sequences = await client.query<{ schema: string; name: string; lastValue: string }>(
      `select schemaname as schema, sequencename as name, last_value::text as "lastValue" from pg_sequences
       where schemaname = any($1) and last_value is not null order by 1, 2`,
      [schemas],
    );
    const manifest: BackupManifest = {
      format: 'greenlane-backup-1',
      takenAt: (asOf.rows[0]?.now ?? new Date()).toISOString(),
      migrations: await appliedMigrations(client, schemas),
      tables,
      sequences: sequences.rows,
    };
    await client.query('commit');
    await writeFile(join(directory, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
    return manifest;
  } finally {
    await client.end();
  }
}

/** @throws Error when the folder holds no whole backup */
export async function readManifest(directory: string): Promise<BackupManifest> {
  const text = await readFile(join(directory, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`${directory} holds no whole backup: ${MANIFEST} is missing`);
  const parsed = Manifest.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${directory} holds no backup of this platform: its ${MANIFEST} is of another kind`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function checkFiles(directory: string, manifest: BackupManifest): Promise<void> {
  for (const { file, sha256 } of manifest.tables) {
    const hash = createHash('sha256');
    const path = join(directory, file);
    if (!(await stat(path).catch(() => undefined))) throw new Error(`${file} is missing in ${directory}`);
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    if (hash.digest('hex') !== sha256) throw new Error(`${file} is not what was backed up`);
  }
}

async function fill(client: pg.Client, table: BackupManifest['tables'][number], source: Readable): Promise<void> {
  const copy = client.query(copyFrom(`copy ${quoted(table)} (${listed(table.columns)}) from stdin`));
  await pipeline(source, createGunzip(), copy);
  if (copy.rowCount !== table.rows)
    throw new Error(`${table.schema}.${table.name} has ${copy.rowCount} rows; ${table.rows} were backed up`);
}

/**
 * Brings a backup back into a database that has none of its schemas: to the migrations it was taken at, then its rows in
 * one transaction, then to the newest migrations. Every file is checked against the manifest before anything is touched.
 * @throws Error when the database is not empty, a file was changed, or a newer version took the backup
 */
export async function restore(options: BackupOptions & { readonly roleSecret: string }): Promise<BackupManifest> {
  const { admin, schemas, directory, roleSecret } = options;
  const manifest = await readManifest(directory);
  await checkFiles(directory, manifest);
  await ensureDatabase(admin, admin.database);
  const client = new pg.Client(admin);
  await client.connect();
  try {
    const present = await client.query<{ nspname: string }>(
      'select nspname from pg_namespace where nspname = any($1) or nspname = $2',
      [schemas, 'greenlane_migrations'],
    );
    if (present.rows.length > 0)
      throw new Error(`the database ${admin.database} is not empty: it has the schema ${present.rows[0]?.nspname}`);
    await withMigrationsUpTo(manifest.migrations, (migrations) =>
      migrate({ admin, schemas: Object.keys(manifest.migrations), roleSecret, directory: migrations }),
    );
    await client.query('begin');
    for (const table of manifest.tables) {
      // A migration may have put rows of its own there. Nothing is truncated: the audit log refuses that.
      await client.query(`delete from ${quoted(table)}`);
      await fill(client, table, createReadStream(join(directory, table.file)));
    }
    for (const sequence of manifest.sequences)
      await client.query('select setval($1::regclass, $2::bigint)', [quoted(sequence), sequence.lastValue]);
    await client.query('commit');
    await client.query('analyze');
  } finally {
    await client.end();
  }
  await migrate({ admin, schemas, roleSecret });
  return manifest;
}
