import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkWorld } from './check-world.ts';
import { checkProbes, startProbes } from './f07-postgres.ts';
import { type Fault, type Finding, findings, type Outcome } from './fault.ts';
import { type History, recordHistory } from './history.ts';
import { countOk } from './load.ts';
import { startPostgres } from './postgres-control.ts';
import { until, wait } from './process.ts';
import { freshWorld, type Stage } from './stage.ts';
import { environmentWithout } from './without-guard.ts';

const run = promisify(execFile);
const DISK_MEGABYTES = 420;

/** A small filesystem of its own; undefined where the system does not let us mount one. */
async function mountDisk(directory: string): Promise<(() => Promise<void>) | undefined> {
  await mkdir(directory, { recursive: true });
  const mounted = await run('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${DISK_MEGABYTES}m,mode=755`,
    'tmpfs',
    directory,
  ]).then(
    () => true,
    () => false,
  );
  return mounted ? async () => void (await run('umount', ['-l', directory])) : undefined;
}

/** Writes until nothing more fits. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  const chunk = Buffer.alloc(256 * 1024, 'x');
  try {
    for (;;) await file.write(chunk);
  } catch {
    // ENOSPC: what was wanted.
  } finally {
    await file.close();
  }
}

/** What could not be stored is refused for now, and says when to come again. */
function judgeAnswers({ operations }: History): readonly Finding[] {
  const { all, expect } = findings();
  const without = operations.filter(({ status, hasRetryAfter }) => status === 503 && !hasRetryAfter);
  const others = operations.filter(({ status }) => status >= 500 && status !== 503);
  expect(without.length === 0, 'I2', `${without.length} refusals came without Retry-After`);
  expect(others.length === 0, 'I2', `${others.length} answers were ${others[0]?.status}`);
  return all;
}

async function fillAgain(stage: Stage, times: number): Promise<Outcome> {
  const directory = join(stage.directory, 'disk');
  const unmount = await mountDisk(directory);
  if (!unmount)
    return { figure: 'not run: a filesystem of its own cannot be mounted here (needs root on Linux)', findings: [] };
  const ballast = join(directory, 'ballast');
  const postgres = await startPostgres(join(directory, 'postgres'));
  const all: Finding[] = [];
  let refused = 0;
  let panics = 0;
  try {
    const world = await freshWorld(postgres, 'full');
    const service = await world.start();
    const history = recordHistory();
    const stop = startProbes({ world, url: service.url, history, clients: 6 });
    try {
      for (let time = 0; time < times; time += 1) {
        const before = countOk(history.operations);
        await until('writes succeed', 60_000, async () => countOk(history.operations) > before + 10);
        await fill(ballast);
        const seen = history.operations.length;
        await until('a write is refused for want of space', 60_000, async () => {
          const after = history.operations.slice(seen);
          return after.some(({ status }) => status >= 500);
        }).catch((error: Error) => {
          const after = history.operations.slice(seen).map(({ status, code }) => `${status} ${code}`);
          throw new Error(`${error.message}; answers since: ${[...new Set(after)].join(', ')} (${after.length})`);
        });
        await wait(1_500);
        refused += history.operations.slice(seen).filter(({ status }) => status === 503).length;
        await rm(ballast, { force: true });
        if (!(await postgres.isRunning())) {
          panics += 1;
          await postgres.start();
        }
      }
      const before = countOk(history.operations);
      await until('writes succeed again', 60_000, async () => countOk(history.operations) > before + 10);
    } finally {
      await rm(ballast, { force: true });
      await stop();
    }
    await world.settled(120_000);
    all.push(...judgeAnswers(history));
    const probes = await checkProbes(world, history);
    all.push(...probes.findings, ...(await checkWorld(world)));
    await service.end('SIGTERM');
    return {
      figure: `disk full ${times} times: ${refused} × 503 with Retry-After, 0 partial rows, resumed each time${panics > 0 ? ` (PostgreSQL stopped itself ${panics} times)` : ''}`,
      findings: all,
    };
  } finally {
    await postgres.stop();
    await unmount();
  }
}

/**
 * A platform that does not know a full disk when it meets one. The error is that of PostgreSQL, raised where an event would
 * be stored, so that the twin runs where no filesystem can be mounted as well.
 */
async function meetUnknowing(stage: Stage): Promise<Outcome> {
  const world = await stage.world();
  const service = await world.start({ environment: environmentWithout('disk-full-is-an-outage') });
  const history = recordHistory();
  const stop = startProbes({ world, url: service.url, history, clients: 6 });
  try {
    await until('writes succeed', 60_000, async () => countOk(history.operations) > 10);
    await world.query(
      `create function no_space() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`,
    );
    await world.query(
      'create trigger full_disk before insert on cargo_request.outbox for each row execute function no_space()',
    );
    const seen = history.operations.length;
    await until('writes are refused', 60_000, async () => history.operations.length > seen + 20);
    await world.query('drop trigger full_disk on cargo_request.outbox');
    await stop();
    const answers = judgeAnswers(history);
    const failed = history.operations.filter(({ status }) => status >= 500).length;
    return { figure: `a full disk was answered ${failed} times as a fault of ours`, findings: answers };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${service.output()}`, { cause: error });
  } finally {
    await stop();
    await service.end('SIGKILL');
    await world.drop();
  }
}

export const diskFull: Fault = {
  name: 'F8',
  title: 'the disk of PostgreSQL is full',
  invariants: ['I2', 'I3'],
  run: (stage) => fillAgain(stage, stage.sized(3, { short: 1, nightly: 5 })),
  twin: meetUnknowing,
};
