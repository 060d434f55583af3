import { checkWorld } from './check-world.ts';
import { type Fault, findings, type Outcome } from './fault.ts';
import { recordHistory } from './history.ts';
import { checkHistory, countOk, startLoad } from './load.ts';
import { type ServiceProcess, until, wait, watchEnding } from './process.ts';
import type { Stage } from './stage.ts';

const EXIT_SECONDS = 25;

type Ending = { readonly sawNotReady: boolean; readonly code: number | null; readonly seconds: number };

async function endOrderly(service: ServiceProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<Ending> {
  const watching = watchEnding(service);
  await wait(50);
  const began = performance.now();
  await service.end(signal);
  const seconds = (performance.now() - began) / 1_000;
  const { sawNotReady, exit } = await watching;
  return { sawNotReady, code: exit.code, seconds };
}

async function endAgain(stage: Stage, times: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<Outcome> {
  const world = await stage.world();
  const service = await world.start();
  const history = recordHistory();
  const { all, expect } = findings();
  const endings: Ending[] = [];
  try {
    const load = startLoad({ world, url: service.url, history, clients: 6, seed: stage.seed, claims: true });
    for (let time = 0; time < times; time += 1) {
      const before = countOk(history.operations);
      await until('clients are served', 30_000, async () => countOk(history.operations) > before + 3);
      endings.push(await endOrderly(service, signal));
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
      figure: `${times} × ${signal} under load: ${unready} announced by readiness, ${clean} exit 0, slowest ${slowest.toFixed(1)} s, ${countOk(history.operations).toLocaleString('en')} writes accepted`,
      findings: all,
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${service.output()}`, { cause: error });
  } finally {
    await service.end('SIGKILL');
    await world.drop();
  }
}

export const shutdown: Fault = {
  name: 'F19',
  title: 'SIGTERM under load',
  invariants: ['I2', 'I3'],
  run: (stage) => endAgain(stage, stage.sized(20, { short: 3, nightly: 40 }), 'SIGTERM'),
  // The orderly end switched off: a process that is killed announces nothing and does not exit with 0.
  twin: (stage) => endAgain(stage, 1, 'SIGKILL'),
};
