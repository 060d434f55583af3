import { requestBody } from '@greenlane/testing/cargo';
import { checkWorld } from './check-world.ts';
import { type Fault, type Finding, findings, type Outcome } from './fault.ts';
import { recordHistory } from './history.ts';
import { type KafkaControl, SHORT_SESSIONS } from './kafka-control.ts';
import { checkHistory, countOk, startLoad } from './load.ts';
import { onBroker, onWorld } from './on-world.ts';
import { type ServiceProcess, wait, watchEnding } from './process.ts';
import type { Stage, World } from './stage.ts';

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
      // While the broker is away it is not ready in time: it lives, and its next end is waited for.
      await service.restart().catch(() => {});
    }
  })();
  return {
    restarts: () => restarts,
    stop: () => {
      isStopping = true;
    },
  };
}

type Broken = {
  /** Switches the guard off, before the first process. */
  readonly prepare: (world: World) => Promise<unknown>;
  /** Told when the broker goes and when it is back. */
  readonly brokerIs: (world: World, state: 'away' | 'back') => Promise<unknown>;
};

async function restartBroker(
  stage: Stage,
  kafka: KafkaControl,
  options: { readonly restarts: number; readonly broken?: Broken },
): Promise<Outcome> {
  const { restarts, broken } = options;
  const world = await stage.world();
  await broken?.prepare(world);
  const service = await world.start({ kafka, environment: SHORT_SESSIONS });
  const supervisor = supervise(service);
  const history = recordHistory();
  const { all, expect } = findings();
  const outages: number[] = [];
  try {
    const load = startLoad({ world, url: service.url, history, clients: 5, seed: stage.seed, pauseMilliseconds: 50 });
    await wait(2_000);
    for (let restart = 0; restart < restarts; restart += 1) {
      const began = performance.now();
      await broken?.brokerIs(world, 'away');
      await kafka.end(restart % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
      await wait(2_000);
      await kafka.start();
      await broken?.brokerIs(world, 'back');
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
    await world.drop();
  }
}

/**
 * A consumer that dies inside a process that lives would leave its events to nobody. So the process must say that it is not
 * ready, end with a failure for its supervisor to see, and go on where it was when it is started again.
 */
async function killConsumer(stage: Stage, kafka: KafkaControl): Promise<readonly Finding[]> {
  const environment = { ...SHORT_SESSIONS, FAULT_POINT: 'in-delivery#1', FAULT_ACTION: 'throw' };
  const history = recordHistory();
  const { all, expect } = findings();
  return onWorld(stage, { kafka, environment }, async (world, service) => {
    const ending = watchEnding(service);
    const body = requestBody({ reference: 'DEAD', units: 1 });
    const call = { client: 0, name: 'request', reference: 'DEAD', method: 'POST', key: world.keys.solar, body };
    await history.call({ ...call, url: `${service.url}/v1/cargo-requests` });
    const { sawNotReady, exit } = await ending;
    expect(sawNotReady, 'readiness', 'a process whose consumer had died went on being ready');
    expect(exit.code === 1, 'exit', `a process whose consumer had died ended with ${exit.code ?? exit.signal}`);
    await service.restart({ FAULT_POINT: '' });
    await world.settled(60_000);
    all.push(...(await checkHistory(world, history.operations)), ...(await checkWorld(world)));
    return all;
  });
}

/** What publishing straight to the broker after the commit would be: what is committed while it is away is lost. */
const withoutOutbox: Broken = {
  prepare: async (world) => {
    await world.query('create table public.broker_away (since timestamptz)');
    await world.query('grant select on public.broker_away to public');
    await world.query(`create function cargo_request.no_outbox() returns trigger language plpgsql as $$ begin
      if exists (select 1 from public.broker_away) then return null; end if; return new; end $$`);
    await world.query(
      'create trigger no_outbox before insert on cargo_request.outbox for each row execute function cargo_request.no_outbox()',
    );
  },
  brokerIs: (world, state) =>
    world.query(state === 'away' ? 'insert into public.broker_away values (now())' : 'delete from public.broker_away'),
};

export const kafkaGone: Fault = {
  name: 'F3',
  title: 'a real Kafka goes and comes back under load',
  invariants: ['I2', 'I3', 'I6'],
  run: (stage) =>
    onBroker(stage, async (kafka) => {
      const dead = await killConsumer(stage, kafka);
      const restarts = stage.sized(3, { short: 1, nightly: 20 });
      const { figure, findings: found } = await restartBroker(stage, kafka, { restarts });
      return { figure: `${figure}; a dead consumer ended its process and was taken up`, findings: [...dead, ...found] };
    }),
  twin: (stage) => onBroker(stage, (kafka) => restartBroker(stage, kafka, { restarts: 1, broken: withoutOutbox })),
};
