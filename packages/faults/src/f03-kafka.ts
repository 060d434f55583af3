import { checkWorld } from './check-world.ts';
import { type Fault, findings, type Outcome } from './fault.ts';
import { recordHistory } from './history.ts';
import { checkHistory, countOk, startLoad } from './load.ts';
import { type ServiceProcess, wait } from './process.ts';
import type { Stage } from './stage.ts';

const WRITES_SUCCEED = 0.999;

/** Starts a process again whenever it ends, as a supervisor does; counts how often. */
function supervise(service: ServiceProcess): { readonly restarts: () => number; stop(): void } {
  let restarts = 0;
  let isStopping = false;
  void (async () => {
    while (!isStopping) {
      await service.exited();
      if (isStopping) return;
      restarts += 1;
      await service.restart();
    }
  })();
  return {
    restarts: () => restarts,
    stop: () => {
      isStopping = true;
    },
  };
}

async function restartBroker(
  stage: Stage,
  restarts: number,
  sabotage?: (world: Awaited<ReturnType<Stage['world']>>) => Promise<unknown>,
): Promise<Outcome> {
  const kafka = await stage.kafka();
  const world = await stage.world();
  await sabotage?.(world);
  const service = await world.start({ kafka });
  const supervisor = supervise(service);
  const history = recordHistory();
  const { all, expect } = findings();
  const outages: number[] = [];
  try {
    const load = startLoad({ world, url: service.url, history, clients: 5, seed: stage.seed, pauseMilliseconds: 50 });
    await wait(2_000);
    for (let restart = 0; restart < restarts; restart += 1) {
      const began = performance.now();
      await kafka.end(restart % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
      await wait(2_000);
      await kafka.start();
      outages.push(performance.now() - began);
      await wait(4_000);
    }
    await load.stop();
    const drained = await world.settled(180_000);
    supervisor.stop();
    const writes = history.operations.length;
    const succeeded = history.operations.filter(
      ({ outcome, status }) => outcome === 'ok' || (outcome === 'fail' && status < 500),
    ).length;
    const share = succeeded / writes;
    expect(share >= WRITES_SUCCEED, 'I2', `only ${(100 * share).toFixed(2)} % of ${writes} writes were answered`);
    all.push(...(await checkHistory(world, history.operations)), ...(await checkWorld(world)));
    return {
      figure: `${restarts} broker restarts (${outages.map((outage) => (outage / 1_000).toFixed(0)).join(', ')} s away): ${(100 * share).toFixed(2)} % of ${writes.toLocaleString('en')} writes answered, ${countOk(history.operations).toLocaleString('en')} accepted, lag back to 0 after ${(drained / 1_000).toFixed(1)} s, ${supervisor.restarts()} process restarts`,
      findings: all,
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${service.output()}`, { cause: error });
  } finally {
    supervisor.stop();
    await service.end('SIGKILL');
    await kafka.stop();
    await world.drop();
  }
}

export const kafkaGone: Fault = {
  name: 'F3',
  title: 'a real Kafka goes and comes back under load',
  invariants: ['I2', 'I3', 'I6'],
  run: (stage) => restartBroker(stage, stage.sized(3, { short: 1, nightly: 20 })),
  // What publishing straight to the broker after the commit would be: no outbox row, so what is committed meanwhile is lost.
  twin: (stage) =>
    restartBroker(stage, 1, async (world) => {
      await world.query(`create function cargo_request.no_outbox() returns trigger language plpgsql as $$ begin
        if random() < 0.05 then return null; end if; return new; end $$`);
      await world.query(
        'create trigger no_outbox before insert on cargo_request.outbox for each row execute function cargo_request.no_outbox()',
      );
    }),
};
