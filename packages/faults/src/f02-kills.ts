import type { FaultPoint } from '@greenlane/kernel/fault-point';
import { seededRandom } from '@greenlane/testing/random';
import { checkWorld } from './check-world.ts';
import { crashBehindClaim, crashBetweenPublishAndRemove } from './exact-crashes.ts';
import { type Fault, type Finding, findings, type Outcome } from './fault.ts';
import { recordHistory, serverErrors } from './history.ts';
import { SHORT_SESSIONS } from './kafka-control.ts';
import { checkHistory, countOk, startLoad } from './load.ts';
import { onBroker, onWorld } from './on-world.ts';
import { until, wait } from './process.ts';
import type { Stage, World, WorldOptions } from './stage.ts';

const POINTS: readonly FaultPoint[] = [
  'during-claim',
  'before-commit',
  'after-commit-before-reply',
  'after-produce-before-mark',
  'mid-batch',
  'after-effect-before-acknowledgement',
  'during-release',
];
const STRIKE_SECONDS = 25;
const RECOVERY_SECONDS = 10;

type Killing = {
  readonly kills: number;
  readonly points: readonly FaultPoint[];
  readonly options?: WorldOptions;
};

/** One process after another is killed at a named point under load; the next must go on where it was. */
async function killAgain(stage: Stage, killing: Killing): Promise<Outcome> {
  const random = seededRandom(stage.seed + killing.kills);
  const history = recordHistory();
  const { all, expect } = findings();
  const recoveries: number[] = [];
  const struck = new Map<string, number>();
  return onWorld(stage, killing.options ?? {}, async (world, service) => {
    await service.end('SIGTERM');
    // What a start without a crash takes here and now: a slow machine must not look like a slow recovery.
    const coldStart = await service.restart();
    const load = startLoad({ world, url: service.url, history, clients: 6, seed: stage.seed, claims: true });
    await wait(1_000);
    await service.end('SIGKILL');
    for (let kill = 0; kill < killing.kills; kill += 1) {
      const point = killing.points[kill % killing.points.length] ?? 'before-commit';
      const diedAt = (await service.exited()).at;
      const passing = point === 'during-claim' || point === 'during-release' ? 1 : random.whole(1, 6);
      await service.restart({ FAULT_POINT: `${point}#${passing}` });
      if (service.isRunning()) recoveries.push(performance.now() - diedAt);
      const limit = wait(STRIKE_SECONDS * 1_000).then(() => undefined);
      const exit = await Promise.race([service.exited(), limit]);
      if (exit === undefined) await service.end('SIGKILL');
      const name = exit === undefined ? 'an arbitrary moment' : point;
      struck.set(name, (struck.get(name) ?? 0) + 1);
    }
    const diedAt = (await service.exited()).at;
    await service.restart();
    recoveries.push(performance.now() - diedAt);
    const before = countOk(history.operations);
    await until('clients are served again', 20_000, async () => countOk(history.operations) > before + 5);
    await load.stop();
    await world.settled(120_000);
    const worst = Math.max(...recoveries) / 1_000;
    const allowed = Math.max(RECOVERY_SECONDS, (2.5 * coldStart) / 1_000);
    expect(
      worst < allowed,
      'recovery',
      `the slowest recovery took ${worst.toFixed(1)} s (a start takes ${(coldStart / 1_000).toFixed(1)} s)`,
    );
    const errors = serverErrors(history.operations).filter(({ status }) => status !== 503);
    expect(errors.length === 0, 'I2', `${errors.length} answers were ${errors[0]?.status}`);
    all.push(...(await checkHistory(world, history.operations)), ...(await checkWorld(world)));
    const accepted = countOk(history.operations);
    const where = [...struck].map(([name, count]) => `${count} ${name}`).join(', ');
    stage.note(`struck: ${where}`);
    return {
      figure: `${killing.kills} kills, ${accepted.toLocaleString('en')} writes accepted, slowest recovery ${worst.toFixed(1)} s where a start takes ${(coldStart / 1_000).toFixed(1)} s`,
      findings: all,
    };
  });
}

/** Without the primary key of the inboxes, a redelivery finds nothing that stops it. */
export async function dropInboxKeys(world: World): Promise<void> {
  const tables = await world.query<{ name: string; key: string }>(
    `select conrelid::regclass::text as name, conname as key from pg_constraint join pg_class on pg_class.oid = conrelid where contype = 'p' and relname = 'inbox'`,
  );
  for (const { name, key } of tables) await world.query(`alter table ${name} drop constraint "${key}"`);
}

/** Runs a crash that is placed exactly, on a world of its own. */
async function exactly(
  stage: Stage,
  crash: (world: World) => Promise<readonly Finding[]>,
  sabotage?: (world: World) => Promise<void>,
): Promise<readonly Finding[]> {
  const world = await stage.world();
  try {
    await sabotage?.(world);
    return await crash(world);
  } finally {
    await world.drop();
  }
}

const killOnKafka = (stage: Stage): Promise<Outcome> =>
  onBroker(stage, (kafka) =>
    killAgain(stage, {
      kills: stage.sized(5, { nightly: 20 }),
      points: [
        'after-produce-before-mark',
        'mid-batch',
        'after-effect-before-acknowledgement',
        'before-commit',
        'during-release',
      ],
      options: { kafka, environment: SHORT_SESSIONS },
    }),
  );

export const kills: Fault = {
  name: 'F2',
  title: 'kill -9 at named points',
  invariants: ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I9'],
  run: async (stage) => {
    const exact = [
      ...(await exactly(stage, crashBetweenPublishAndRemove)),
      ...(await exactly(stage, crashBehindClaim)),
    ];
    const own = await killAgain(stage, { kills: stage.sized(35, { short: 3, nightly: 180 }), points: POINTS });
    const figure = `2 crashes placed exactly, ${own.figure}`;
    if (stage.scale === 'short') return { figure, findings: [...exact, ...own.findings] };
    const onKafka = await killOnKafka(stage);
    return {
      figure: `${figure}; on Kafka ${onKafka.figure}`,
      findings: [...exact, ...own.findings, ...onKafka.findings],
    };
  },
  twin: async (stage) => {
    const found = await exactly(stage, crashBetweenPublishAndRemove, dropInboxKeys);
    return { figure: `without the inboxes’ keys ${found.length} invariants break`, findings: found };
  },
};
