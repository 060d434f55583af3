import { access, chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AdminConnection } from '@greenlane/database/migrate';
import type pg from 'pg';
import type { EarlierVersion } from './earlier-version.ts';
import { type KafkaControl, startKafka } from './kafka-control.ts';
import { type PostgresControl, startPostgres } from './postgres-control.ts';
import { endEveryProcess, type ServiceProcess, startProcess, until } from './process.ts';
import { type Keys, makeEmptyWorld, populate, ROLE_SECRET } from './world.ts';

/** A database of its own with everyone registered, and how to run the platform on it. */
export type World = {
  readonly database: string;
  readonly keys: Keys;
  readonly admin: AdminConnection;
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** A connection of its own as the superuser; whoever asked for it ends it. */
  session(): Promise<pg.Client>;
  /** The same world as it stands in another database of the server. */
  as(database: string): World;
  /** Settings of a process on this world: its database, its roles, its bus. */
  environment(options?: WorldOptions): Readonly<Record<string, string>>;
  /** Every service in one process, unless another main is named. */
  start(options?: WorldOptions & { readonly main?: string }): Promise<ServiceProcess>;
  /** Resolves when every outbox is empty and every consumer has taken what its topics hold. */
  settled(limitMilliseconds: number): Promise<number>;
  drop(): Promise<void>;
};

export type WorldOptions = {
  readonly kafka?: KafkaControl;
  /** Another way to PostgreSQL, for example through a proxy. */
  readonly databasePort?: number;
  readonly environment?: Readonly<Record<string, string>>;
};

export type Stage = {
  readonly scale: 'short' | 'ci' | 'nightly';
  readonly seed: number;
  /** One seed was asked for by name: a simulation runs it alone and tells its steps. */
  readonly isReplay: boolean;
  /** What a figure of `ci` is at this scale; `short` is what the pipeline of every change has time for. */
  sized(ci: number, options?: { readonly short?: number; readonly nightly?: number }): number;
  readonly directory: string;
  /** The one server that every world is on. */
  postgres(): Promise<PostgresControl>;
  /** A broker of its own, with empty topics; whoever asked for it stops it. */
  kafka(): Promise<KafkaControl>;
  world(): Promise<World>;
  note(text: string): void;
};

/** What a figure of `ci` is at a scale. */
export const sizedFor =
  (scale: Stage['scale']): Stage['sized'] =>
  (ci, other = {}) =>
    scale === 'ci' ? ci : scale === 'short' ? (other.short ?? ci) : (other.nightly ?? 10 * ci);

const EMBEDDED = 'services/embedded/src/main.ts';
const TEMPLATE = 'faults_template';

export function environmentOf(
  admin: Pick<AdminConnection, 'host' | 'port' | 'database'>,
  options: WorldOptions = {},
): Readonly<Record<string, string>> {
  return {
    DATABASE_HOST: admin.host,
    DATABASE_PORT: String(options.databasePort ?? admin.port),
    DATABASE_NAME: admin.database,
    DATABASE_ROLE_SECRET: ROLE_SECRET,
    RATE_LIMIT_PER_MINUTE: '100000000',
    RATE_LIMIT_PER_ORGANISATION: '100000000',
    RATE_LIMIT_PER_ADDRESS: '100000000',
    LOG_LEVEL: 'warn',
    WEBHOOK_ALLOW_LOOPBACK: '1',
    ...(options.kafka ? { BUS: 'kafka', KAFKA_BROKERS: options.kafka.broker } : { BUS: 'postgres' }),
    ...options.environment,
  };
}

/** What waits anywhere: rows of every outbox, and per group and topic the distance from its cursor to the head. */
const WAITING = `
  select (select coalesce(sum(head.position - coalesce(cursor.position, 0)), 0)
          from (select distinct consumer_group, topic from event_log.cursor) pair
          join event_log.head head on head.topic = pair.topic
          left join event_log.cursor cursor on cursor.consumer_group = pair.consumer_group and cursor.topic = head.topic and cursor.partition = head.partition
          where pair.consumer_group <> 'faults')::int as lag,
         (select count(*) from programme.outbox)::int + (select count(*) from vessel_offer.outbox)::int
         + (select count(*) from cargo_request.outbox)::int + (select count(*) from matching.outbox)::int
         + (select count(*) from port_channel.outbox)::int + (select count(*) from carbon.outbox)::int
         + (select count(*) from notifications.outbox)::int + (select count(*) from matching.command where outcome is null)::int as outbox`;

/** How the platform is run on a database that has everyone in it. */
function worldOn(postgres: PostgresControl, name: string, keys: Keys): World {
  const admin: AdminConnection = { ...postgres.address, database: name };
  let kafka: KafkaControl | undefined;
  const query: World['query'] = (text, values) => postgres.query(name, text, values);
  return {
    database: name,
    keys,
    admin,
    query,
    session: () => postgres.session(name),
    as: (database) => worldOn(postgres, database, keys),
    environment: (options) => environmentOf(admin, options),
    start: async (options = {}) => {
      kafka = options.kafka;
      return startProcess({ main: options.main ?? EMBEDDED, environment: environmentOf(admin, options) });
    },
    settled: async (limitMilliseconds) => {
      const began = performance.now();
      let quiet = 0;
      await until('everything is published and consumed', limitMilliseconds, async () => {
        const [waiting] = await query<{ lag: number; outbox: number }>(WAITING);
        const lag = kafka ? await kafka.lag() : waiting?.lag;
        quiet = lag === 0 && waiting?.outbox === 0 ? quiet + 1 : 0;
        return quiet === 3;
      });
      return performance.now() - began;
    },
    drop: async () => {
      await postgres.drop(name);
    },
  };
}

/** The version that makes a world: this one, unless an earlier one is given. */
type Maker = Pick<EarlierVersion, 'main' | 'makeEmptyWorld'>;
const THIS_VERSION: Maker = { main: EMBEDDED, makeEmptyWorld };

/** A world made from nothing on any server: migrated, populated over HTTP, at rest. */
export async function freshWorld(postgres: PostgresControl, name: string, maker = THIS_VERSION): Promise<World> {
  const admin: AdminConnection = { ...postgres.address, database: name };
  const authorityKey = await maker.makeEmptyWorld(admin);
  const process = await startProcess({ main: maker.main, environment: environmentOf(admin) });
  try {
    const world = worldOn(postgres, name, await populate(process.url, authorityKey));
    await world.settled(30_000);
    return world;
  } finally {
    await process.end('SIGTERM');
  }
}

/** The template of every world, in a server that has nothing else; resolves with who takes part. */
async function makeTemplate(postgres: PostgresControl): Promise<Keys> {
  const { keys } = await freshWorld(postgres, TEMPLATE);
  await postgres.forget(TEMPLATE);
  return keys;
}

const keysIn = (directory: string): string => join(directory, 'keys.json');

/**
 * Makes the template once for stages that come, in a server below `directory` that is stopped again.
 * @throws Error when the run is told to stop meanwhile: nothing of it goes on
 * @returns the `template` of those stages; undefined where PostgreSQL could not keep its cluster there, so that each makes its own
 */
export async function prepareTemplate(directory: string): Promise<string | undefined> {
  const server = join(directory, 'template');
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => {});
  const stop = () => {
    endEveryProcess();
    stopped.reject(new Error('stopped while the world of every fault was made'));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const postgres = await startPostgres(server);
  try {
    const keys = await Promise.race([makeTemplate(postgres), stopped.promise]);
    await writeFile(keysIn(server), JSON.stringify(keys));
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    await postgres.stop();
  }
  const isHere = await access(join(server, 'data')).then(
    () => true,
    () => false,
  );
  return isHere ? server : undefined;
}

export async function openStage(options: {
  readonly scale: Stage['scale'];
  readonly seed: number;
  readonly isReplay: boolean;
  /** What `prepareTemplate` made. */
  readonly template?: string | undefined;
}): Promise<Stage & { close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'greenlane-faults-'));
  // Under root the server runs as another user, who must be able to reach its data here.
  await chmod(directory, 0o755);
  const closing: (() => Promise<void>)[] = [];
  let postgres: Promise<PostgresControl> | undefined;
  let brokers = 0;
  let template: Promise<Keys> | undefined;
  let worlds = 0;
  const openPostgres = () => {
    postgres ??= startPostgres(join(directory, 'postgres'), options.template).then((control) => {
      closing.push(control.stop);
      return control;
    });
    return postgres;
  };
  const keysOfTemplate = async (): Promise<Keys> =>
    options.template === undefined
      ? makeTemplate(await openPostgres())
      : JSON.parse(await readFile(keysIn(options.template), 'utf8'));
  return {
    scale: options.scale,
    seed: options.seed,
    isReplay: options.isReplay,
    sized: sizedFor(options.scale),
    directory,
    postgres: openPostgres,
    kafka: async () => {
      brokers += 1;
      const control = await startKafka(join(directory, `kafka-${brokers}`));
      closing.push(control.stop);
      return control;
    },
    world: async () => {
      template ??= keysOfTemplate();
      const keys = await template;
      worlds += 1;
      const control = await openPostgres();
      const name = `faults_${worlds}`;
      await control.query('postgres', `create database ${name} template ${TEMPLATE}`);
      return worldOn(control, name, keys);
    },
    note: (text) => console.log(`         ${text}`),
    close: async () => {
      for (const close of closing.toReversed()) await close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
