import { checkWorld } from './check-world.ts';
import { type Fault, findings, type Outcome } from './fault.ts';
import { recordHistory } from './history.ts';
import { checkHistory, countOk, startLoad } from './load.ts';
import { onWorld } from './on-world.ts';
import { type ServiceProcess, until, wait, watchEnding } from './process.ts';
import type { Stage } from './stage.ts';
import { environmentWithout } from './without-guard.ts';

const EXIT_SECONDS = 25;

type Ending = { readonly sawNotReady: boolean; readonly code: number | null; readonly seconds: number };

async function endOrderly(service: ServiceProcess): Promise<Ending> {
  const watching = watchEnding(service);
  await wait(50);
  const began = performance.now();
  await service.end('SIGTERM');
  const seconds = (performance.now() - began) / 1_000;
  const { sawNotReady, exit } = await watching;
  return { sawNotReady, code: exit.code, seconds };
}

async function endAgain(
  stage: Stage,
  times: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const history = recordHistory();
  const { all, expect } = findings();
  const endings: Ending[] = [];
  return onWorld(stage, { environment }, async (world, service) => {
    const load = startLoad({ world, url: service.url, history, clients: 6, seed: stage.seed, claims: true });
    for (let time = 0; time < times; time += 1) {
      const before = countOk(history.operations);
      await until('clients are served', 30_000, async () => countOk(history.operations) > before + 3);
      endings.push(await endOrderly(service));
      await service.restart();
    }
    await load.stop();
    await world.settled(120_000);
    const unready = endings.filter(({ sawNotReady }) => sawNotReady).length;
    const clean = endings.filter(({ code }) => code === 0).length;
    const slowest = Math.max(...endings.map(({ seconds }) => seconds));
    expect(
      unready === times,
      'readiness',
      `only ${unready} of ${times} ends were announced by /readyz before the door closed`,
    );
    expect(clean === times, 'exit', `only ${clean} of ${times} processes ended with exit code 0`);
    expect(slowest < EXIT_SECONDS, 'exit', `the slowest end took ${slowest.toFixed(1)} s`);
    // An orderly end answers what it has begun: nobody is cut off with a reset in the middle of a request.
    all.push(...(await checkHistory(world, history.operations)), ...(await checkWorld(world)));
    return {
      figure: `${times} × SIGTERM under load: ${unready} announced by readiness, ${clean} exit 0, slowest ${slowest.toFixed(1)} s, ${countOk(history.operations).toLocaleString('en')} writes accepted`,
      findings: all,
    };
  });
}

export const shutdown: Fault = {
  name: 'F19',
  title: 'SIGTERM under load',
  invariants: ['readiness', 'exit', 'I2', 'I3'],
  run: (stage) => endAgain(stage, stage.sized(20, { short: 3, nightly: 40 })),
  // A process that nobody taught to stop: it announces nothing, and the signal is its end.
  twin: (stage) => endAgain(stage, 1, environmentWithout('an-end-is-orderly')),
};
