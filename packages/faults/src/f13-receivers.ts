import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runTests } from './by-tests.ts';
import { type Fault, findings, type Outcome } from './fault.ts';
import { environmentWithout } from './without-guard.ts';

const run = promisify(execFile);

const rebinding = fileURLToPath(new URL('./rebinding/main.ts', import.meta.url));

/** A sender that judges an address and then connects to the name, as most do: the second answer of the DNS leads it astray. */
async function connectByName(): Promise<Outcome> {
  const env = { ...process.env, ...environmentWithout('what-was-checked-is-connected-to') };
  const { stdout } = await run(process.execPath, [rebinding], { env });
  const reached = Number(stdout.trim());
  const { all, expect } = findings();
  expect(reached === 0, 'I11', `${reached} connection reached an address that was never checked`);
  return { figure: `${reached} connections to a refused address`, findings: all };
}

export const receivers: Fault = {
  name: 'F13',
  title: 'webhook receivers: slow, failing, resetting, redirecting, rebinding',
  invariants: ['I11', 'I2'],
  run: async (stage) => {
    const guard = await runTests(stage, {
      name: 'F13-guard',
      project: 'pure',
      files: ['services/notifications/test/guarded-post.test.ts', 'services/notifications/test/addresses.test.ts'],
      invariant: 'I11',
    });
    const delivered = await runTests(stage, {
      name: 'F13',
      project: 'int',
      files: [
        'services/notifications/test/webhooks.int.test.ts',
        'services/notifications/test/survives-kill.int.test.ts',
      ],
      invariant: 'I2',
    });
    return {
      figure: `1,000 events: each delivered under one id, 0 connections to refused addresses (${guard.passed + delivered.passed} tests)`,
      findings: [...guard.findings, ...delivered.findings],
    };
  },
  twin: connectByName,
};
