import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fault } from './fault.ts';
import { type Result, readResults } from './guarantees.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
/** What a fault is taken to last when nobody has measured it yet. */
const UNKNOWN_SECONDS = 300;

/** Of a fault whose process died in its middle: it does not hold, and the others go on. */
const NO_RESULT = {
  figure: 'ended without a result',
  ok: false,
  twinFailed: false,
  twinBreaks: [],
  twin: '',
  seconds: 0,
};

type Told = {
  readonly directory: string;
  readonly scale: string;
  readonly seed: number;
  /** What `prepareTemplate` made for every stage. */
  readonly template: string | undefined;
  /** Told of every result as it comes: a run that is stopped in its middle keeps what it has. */
  readonly keep: (results: readonly Result[]) => Promise<void>;
};

/** Runs one fault in a process of its own, with servers of its own, and prints what it says once it has ended. */
async function runAlone(fault: Fault, told: Told, children: Set<ReturnType<typeof spawn>>): Promise<Result> {
  const file = join(told.directory, `${fault.name}.json`);
  const args = [fault.name, '--scale', told.scale, '--seed', String(told.seed), '--json', file, '--lane'];
  if (told.template !== undefined) args.push('--template', told.template);
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await new Promise((resolve) => child.once('close', resolve));
  children.delete(child);
  process.stdout.write(output);
  const [result]: readonly Result[] = JSON.parse(await readFile(file, 'utf8').catch(() => '[]'));
  return (
    result ?? {
      ...NO_RESULT,
      fault: fault.name,
      title: fault.title,
      invariants: fault.invariants,
      scale: told.scale,
      seed: told.seed,
      measuredOn: new Date().toISOString().slice(0, 10),
    }
  );
}

/**
 * Runs faults side by side, so that one that waits for a restart leaves the machine to another. Those that took longest
 * the last time begin first.
 */
export async function runInLanes(faults: readonly Fault[], lanes: number, told: Told): Promise<readonly Result[]> {
  const before = new Map((await readResults()).map(({ fault, seconds }) => [fault, seconds]));
  const secondsOf = ({ name }: Fault) => before.get(name) ?? UNKNOWN_SECONDS;
  const queue = faults.toSorted((a, b) => secondsOf(b) - secondsOf(a));
  const results: Result[] = [];
  const children = new Set<ReturnType<typeof spawn>>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      queue.length = 0;
      for (const child of children) child.kill(signal);
    });
  const lane = async (): Promise<void> => {
    for (let fault = queue.shift(); fault; fault = queue.shift()) {
      results.push(await runAlone(fault, told, children));
      await told.keep(results);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results.toSorted((a, b) => Number(a.fault.slice(1)) - Number(b.fault.slice(1)));
}
