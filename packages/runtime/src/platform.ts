import type { AddressInfo } from 'node:net';
import { assertRolesAreBound } from '@greenlane/database/database';
import type { ConsumerLimits, RunningConsumer } from '@greenlane/messaging/consumer';
import type { EventBus } from '@greenlane/messaging/event-bus';
import { type OutboxRelay, startOutboxRelay } from '@greenlane/messaging/outbox';
import type { FastifyInstance } from 'fastify';
import { makeTokenVerifier, type TokenIssuer } from './access-tokens.ts';
import { type Composed, type ComposeOptions, compose } from './composed.ts';
import { startJobs } from './housekeeping.ts';
import { makeHttpServer, type ObservedAnswer } from './http.ts';
import type { RunningJob } from './jobs.ts';
import { addOperations } from './operations.ts';
import type { ServedService } from './route-run.ts';
import type { Service, ServiceContext } from './service.ts';
import { joinConsumers } from './service-consumers.ts';

export type PlatformOptions = ComposeOptions & {
  readonly services: readonly Service[];
  readonly bus: EventBus;
  readonly host: string;
  /** 0: a free port. */
  readonly port: number;
  readonly corsOrigins?: readonly string[];
  /** Of one key or user; of an organisation twice as many, of an address without a credential as many, unless said otherwise. */
  readonly rateLimitPerMinute?: number;
  readonly rateLimitPerOrganisation?: number;
  readonly rateLimitPerAddress?: number;
  readonly trustedProxies?: readonly string[];
  readonly consumerLimits?: Partial<ConsumerLimits>;
  /** OpenID Connect issuers whose access tokens are taken beside API keys; none by default. */
  readonly tokenIssuers?: readonly TokenIssuer[];
  /** How often each service tells which credentials it let in. */
  readonly credentialUsesEveryMilliseconds?: number;
  /** Pages beside the API, for the process that runs everything. */
  readonly site?: (app: FastifyInstance) => Promise<void>;
};

export type Platform = {
  readonly baseUrl: string;
  /** Readiness off, consumers and jobs drained, HTTP answered to its end, connections closed, in this order. */
  stop(): Promise<void>;
  isReady(): Promise<boolean>;
  /** Messages that consumers of this process have not handled yet. */
  lag(): Promise<number>;
  /** Resolves when every committed event has been published and handled by this process's consumers. */
  settled(): Promise<void>;
  /** What a service was composed with: for bootstrap and operations inside this process. */
  contextOf(serviceName: string): ServiceContext;
};

const SETTLE_POLL_MILLISECONDS = 15;

async function outboxLength({ db, service }: Composed): Promise<number> {
  const found = await db.workerPool.query<{ length: number }>(
    `select count(*)::int as length from "${service.schema}".outbox`,
  );
  return found.rows[0]?.length ?? 0;
}

/** Starts the services of one process: databases, outbox relays, consumers, jobs, and one HTTP server for all their routes. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const tokens = makeTokenVerifier(options.tokenIssuers ?? []);
  const composed = options.services.map((service) => compose(service, tokens, options));
  const relays: OutboxRelay[] = [];
  const consumers: RunningConsumer[] = [];
  const jobs: RunningJob[] = [];
  let app: FastifyInstance | undefined;
  let phase: 'starting' | 'ready' | 'stopping' = 'starting';
  const stop = async (): Promise<void> => {
    if (phase === 'stopping') return;
    phase = 'stopping';
    await Promise.all(jobs.map((job) => job.stop()));
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await app?.close();
    for (const { parts } of composed) await parts.stop?.();
    await Promise.all(relays.map((relay) => relay.stop()));
    await Promise.all(composed.map(({ db }) => db.close()));
  };
  try {
    const served: ServedService[] = [];
    const started: { readonly part: Composed; readonly wake: () => void }[] = [];
    for (const part of composed) {
      await assertRolesAreBound(part.db);
      const relay = startOutboxRelay({
        pool: part.db.workerPool,
        schema: part.service.schema,
        bus: options.bus,
        log: part.log,
      });
      relays.push(relay);
      const wake = () => relay.wake();
      started.push({ part, wake });
      served.push({
        name: part.service.name,
        routes: part.parts.routes,
        inChinese: part.service.inChinese,
        db: part.db,
        identity: part.identity,
        idempotency: part.tables.idempotency,
        emitFor: part.emitFor,
        wakeOutbox: wake,
      });
    }
    let observe: ((answer: ObservedAnswer) => void) | undefined;
    const perCredential = options.rateLimitPerMinute ?? 6_000;
    app = await makeHttpServer(served, {
      clock: options.clock,
      log: options.log,
      corsOrigins: options.corsOrigins ?? [],
      onAnswer: (answer) => observe?.(answer),
      rateLimits: {
        perCredential,
        perOrganisation: options.rateLimitPerOrganisation ?? perCredential * 2,
        perAddress: options.rateLimitPerAddress ?? perCredential,
      },
      ...(options.trustedProxies ? { trustedProxies: options.trustedProxies } : {}),
    });
    const notReady = async (): Promise<string[]> => {
      if (phase !== 'ready') return [`the process is ${phase}`];
      const reasons = consumers
        .filter((consumer) => !consumer.healthy())
        .map((consumer) => `consumer ${consumer.group} is not running`);
      for (const { db, service } of composed) {
        await db.ping().catch(() => reasons.push(`the database of ${service.name} does not answer`));
      }
      return reasons;
    };
    observe = await addOperations(app, composed, notReady);
    await options.site?.(app);
    for (const { parts } of composed) await parts.start?.();
    // All groups join at once: one after another, 27 of them waited 27 times for the broker's rebalance delay (3 s by default).
    const joining = started.flatMap(({ part, wake }) => joinConsumers(part, wake, options));
    const joined = await Promise.allSettled(joining);
    for (const one of joined) if (one.status === 'fulfilled') consumers.push(one.value);
    for (const one of joined) if (one.status === 'rejected') throw one.reason;
    const credentialUsesEveryMilliseconds = options.credentialUsesEveryMilliseconds;
    for (const { part, wake } of started) jobs.push(...startJobs(part, wake, { credentialUsesEveryMilliseconds }));
    const lag = async (): Promise<number> =>
      (await Promise.all(consumers.map((consumer) => consumer.lag()))).reduce((total, each) => total + each, 0);
    await app.listen({ host: options.host, port: options.port });
    phase = 'ready';
    const { port } = app.server.address() as AddressInfo;
    return {
      baseUrl: `http://${options.host === '0.0.0.0' ? '127.0.0.1' : options.host}:${port}`,
      stop,
      isReady: async () => (await notReady()).length === 0,
      lag,
      settled: async () => {
        // Twice in a row: handling the last event may have put another into an outbox.
        for (let quiet = 0; quiet < 2; ) {
          for (const relay of relays) relay.wake();
          const waiting =
            (await Promise.all(composed.map(outboxLength))).reduce((total, length) => total + length, 0) +
            (await lag());
          quiet = waiting === 0 ? quiet + 1 : 0;
          if (quiet < 2) await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MILLISECONDS));
        }
      },
      contextOf: (serviceName) => {
        const found = composed.find(({ service }) => service.name === serviceName);
        if (!found) throw new Error(`${serviceName} does not run in this process`);
        return found.context;
      },
    };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}
