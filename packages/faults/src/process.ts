import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}

export const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** Looks again and again until `look` answers something other than undefined or false; throws past the limit. */
export async function until<Result>(
  what: string,
  limitMilliseconds: number,
  look: () => Promise<Result | undefined | false>,
): Promise<Result> {
  const limit = performance.now() + limitMilliseconds;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found !== undefined && found !== false) return found;
    if (performance.now() > limit) throw new Error(`${what}: not within ${limitMilliseconds / 1_000} s`);
    await wait(50);
  }
}

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly at: number };

/** A service process of our own, at one URL for all its lives. */
export type ServiceProcess = {
  readonly url: string;
  /** Ready and answering. */
  isReady(): Promise<boolean>;
  /** Sends a signal and resolves when the process has gone. */
  end(signal: NodeJS.Signals): Promise<Exit>;
  /** Resolves at the end of this life. */
  exited(): Promise<Exit>;
  /** Starts it again, with other settings where given; resolves with how long it took to be ready, in milliseconds. */
  restart(environment?: Readonly<Record<string, string>>): Promise<number>;
  isRunning(): boolean;
  pid(): number;
  /** Last lines of output, for a failure's report. */
  output(): string;
};

const READY_MILLISECONDS = 60_000;
const ENDING_MILLISECONDS = 60_000;

const children = new Set<ChildProcess>();

/** Ends every child at once: for a run that is told to stop in its middle. */
export function endEveryProcess(): void {
  for (const child of children) child.kill('SIGKILL');
}

/** Runs a main.ts as a child until it is ready. */
export async function startProcess(options: {
  /** From the root of the project, or absolute. */
  readonly main: string;
  readonly environment: Readonly<Record<string, string>>;
}): Promise<ServiceProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let exit: Promise<Exit> = Promise.resolve({ code: null, signal: null, at: 0 });
  let isRunning = false;
  const lines: string[] = [];

  const isReady = async (): Promise<boolean> =>
    (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined))?.status === 200;

  const begin = async (environment: Readonly<Record<string, string>>): Promise<number> => {
    const began = performance.now();
    const started = spawn(process.execPath, [resolve(root, options.main)], {
      env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), ...options.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    children.add(started);
    isRunning = true;
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        lines.push(chunk.toString());
        if (lines.length > 400) lines.splice(0, 200);
      });
    }
    exit = new Promise((resolve) => {
      started.once('exit', (code, signal) => {
        isRunning = false;
        children.delete(started);
        resolve({ code, signal, at: performance.now() });
      });
    });
    await until(`${options.main} is ready`, READY_MILLISECONDS, async () => {
      if (!isRunning) return true;
      return isReady();
    });
    return performance.now() - began;
  };
  const process_: ServiceProcess = {
    url,
    isReady,
    end: async (signal) => {
      if (isRunning) child?.kill(signal);
      return exit;
    },
    exited: () => exit,
    restart: (environment = {}) => begin(environment),
    isRunning: () => isRunning,
    pid: () => child?.pid ?? 0,
    output: () => lines.join('').slice(-4_000),
  };
  await begin({});
  if (!isRunning) throw new Error(`${options.main} ended at its start:\n${process_.output()}`);
  return process_;
}

/** Watches a process's readiness as a load balancer would, until the process has gone; throws past a minute. */
export async function watchEnding(
  service: ServiceProcess,
): Promise<{ readonly sawNotReady: boolean; readonly exit: Exit }> {
  let sawNotReady = false;
  const limit = performance.now() + ENDING_MILLISECONDS;
  while (service.isRunning()) {
    if (performance.now() > limit) throw new Error(`the process did not end in ${ENDING_MILLISECONDS / 1_000} s`);
    const answer = await fetch(`${service.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (answer?.status === 503) sawNotReady = true;
    await answer?.arrayBuffer().catch(() => {});
    await wait(10);
  }
  return { sawNotReady, exit: await service.exited() };
}
