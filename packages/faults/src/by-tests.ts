import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from './fault.ts';
import type { Stage } from './stage.ts';
import { environmentWithout, type GuardName } from './without-guard.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

type Report = {
  readonly numTotalTests: number;
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
};

/** Runs test files of the repository and tells how many tests passed; each that did not is a finding. */
export async function runTests(
  stage: Stage,
  options: {
    readonly name: string;
    readonly project: 'pure' | 'int';
    readonly files: readonly string[];
    readonly invariant: string;
    /** The product is loaded without it, by the tests and by every process that they start. */
    readonly without?: GuardName;
  },
): Promise<{ readonly passed: number; readonly findings: readonly Finding[] }> {
  const report = join(stage.directory, `${options.name}.json`);
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const args = [
    vitest,
    'run',
    ...(options.without === undefined ? [] : ['--config', 'vitest.without-guard.config.ts']),
    '--project',
    options.project,
    '--reporter=json',
    `--outputFile=${report}`,
    ...options.files,
  ];
  const env = { ...process.env, ...(options.without === undefined ? {} : environmentWithout(options.without)) };
  await new Promise<void>((resolve) => {
    execFile(process.execPath, args, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 }, () => resolve());
  });
  const read: Report = JSON.parse(await readFile(report, 'utf8'));
  const findings = read.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => ({
      invariant: options.invariant,
      // Without its stack, which names places of this machine.
      says: `${fullName}: ${failureMessages[0]?.split(/\n\s+at /)[0]?.slice(0, 400)}`,
    }));
  if (read.numPassedTests === 0) findings.push({ invariant: options.invariant, says: 'no test ran' });
  return { passed: read.numPassedTests, findings };
}
