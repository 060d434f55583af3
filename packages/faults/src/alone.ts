import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Finding, Outcome } from './fault.ts';
import type { Stage } from './stage.ts';
import { environmentWithout, type GuardName } from './without-guard.ts';

const run = promisify(execFile);
const main = fileURLToPath(new URL('./alone/main.ts', import.meta.url));

/**
 * Runs the part of a fault that needs no server once for each guard, in a process that loads the product without it. A guard
 * that nobody misses leaves the twin without any finding: it has not failed.
 */
export async function judgeWithout(stage: Stage, fault: string, guards: readonly GuardName[]): Promise<Outcome> {
  const all: Finding[] = [];
  for (const guard of guards) {
    const env = { ...process.env, ...environmentWithout(guard) };
    const { stdout } = await run(process.execPath, [main, fault, 'short', String(stage.seed)], { env });
    const { found, first }: { readonly found: number; readonly first?: Finding } = JSON.parse(stdout);
    const out = `“${guard.replaceAll('-', ' ')}” taken out`;
    if (first === undefined) return { figure: `${out}: nobody misses it`, findings: [] };
    all.push({ invariant: first.invariant, says: `${out}, ${found} times: ${first.says}` });
  }
  return { figure: all.map(({ says }) => says).join('; '), findings: all };
}
