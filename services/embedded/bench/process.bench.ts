import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedServer } from '@greenlane/database/embedded-server';
import { assert } from '@greenlane/kernel/assert';
import type { Bench } from '@greenlane/testing/bench/bench';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

type Started = { readonly child: ChildProcess; readonly secondsToReady: number; readonly stop: () => Promise<void> };

/** `pnpm start` without the demo, as a process of its own, until `/readyz` says that it is ready. */
async function startProcess(data: string): Promise<Started> {
  const began = performance.now();
  const flags = ['--max-semi-space-size=2', '--optimize-for-size', `${ROOT}packages/cli/src/main.ts`];
  const child = spawn(process.execPath, [...flags, 'start', '--no-demo', '--data', data, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /open {5}(\S+?)\/\s/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`the process ended before it was ready: ${text}`)));
  });
  while ((await fetch(`${url}/readyz`).catch(() => undefined))?.status !== 200)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return {
    child,
    secondsToReady: (performance.now() - began) / 1_000,
    stop: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
}

async function inFolder<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'greenlane-bench-'));
  // PostgreSQL runs as a user of its own, which must be able to enter.
  await chmod(directory, 0o755);
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const TICKS_A_SECOND = 100;

/** The fields of /proc/PID/stat behind the name; undefined when the process has ended. Linux alone has it. */
function statOf(pid: number): readonly number[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return undefined;
  }
}

/** Seconds of CPU that each process has used; those that have ended are left out. */
function cpuSeconds(pids: readonly number[]): ReadonlyMap<number, number> {
  return new Map(
    pids.flatMap((pid) => {
      const stat = statOf(pid);
      return stat === undefined ? [] : [[pid, (stat[11]! + stat[12]!) / TICKS_A_SECOND] as const];
    }),
  );
}

/** The server and its sessions. */
function withChildren(postmaster: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return [postmaster, ...pids.filter((pid) => statOf(pid)?.[1] === postmaster)];
}

const SETTLE_SECONDS = 10;
const IDLE_SECONDS = 30;
const IDLE_LIMIT = 0.06;
const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1_000));

const idle: Bench = {
  name: 'idle.cpu',
  what: `CPU of the whole platform, all services in one process and its PostgreSQL, while nobody asks anything, over ${IDLE_SECONDS} s, as a share of one core`,
  rival: `${IDLE_LIMIT * 100} % of one core`,
  better: 'lower',
  floor: 1,
  judged: 'median',
  runs: 1,
  prepare: async () => ({
    measure: () =>
      inFolder(async (data) => {
        const started = await startProcess(data);
        try {
          await seconds(SETTLE_SECONDS);
          const node = started.child.pid ?? 0;
          const postmaster = Number(
            (await readFile(join(data, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')[0],
          );
          const before = cpuSeconds([node, ...withChildren(postmaster)]);
          await seconds(IDLE_SECONDS);
          // Whoever came meanwhile began at nothing.
          const used = [...cpuSeconds([node, ...withChildren(postmaster)])].map(
            ([pid, now]) => [pid, (now - (before.get(pid) ?? 0)) / IDLE_SECONDS] as const,
          );
          const share = (isCounted: (pid: number) => boolean) =>
            used.reduce((sum, [pid, each]) => sum + (isCounted(pid) ? each : 0), 0);
          return {
            ratio: share(() => true) / IDLE_LIMIT,
            figures: {
              'Node % of a core': share((pid) => pid === node) * 100,
              'PostgreSQL % of a core': share((pid) => pid !== node) * 100,
            },
          };
        } finally {
          await started.stop();
        }
      }),
  }),
};

const coldStart: Bench = {
  name: 'start.cold',
  what: 'from the command to /readyz on an empty folder, without the demo: PostgreSQL made and started, eight schemas migrated, all services joined',
  rival: 'making and starting the same PostgreSQL alone',
  better: 'lower',
  floor: 5,
  judged: 'median',
  runs: 3,
  prepare: async () => ({
    measure: async () => {
      const [first, again] = await inFolder(async (data) => {
        const fresh = await startProcess(data);
        await fresh.stop();
        const second = await startProcess(data);
        await second.stop();
        return [fresh.secondsToReady, second.secondsToReady] as const;
      });
      const alone = await inFolder(async (directory) => {
        const began = performance.now();
        const server = await startEmbeddedServer({ directory });
        const took = (performance.now() - began) / 1_000;
        await server.stop();
        return took;
      });
      assert(alone > 0, 'PostgreSQL was started');
      return {
        ratio: first / alone,
        figures: { 'cold start s': first, 'PostgreSQL alone s': alone, 'second start s': again },
      };
    },
  }),
};

export const benches: readonly Bench[] = [coldStart, idle];
