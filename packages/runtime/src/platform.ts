import type { AddressInfo } from 'node:net';
import type { Envelope } from '@greenlane/contracts/envelope';
import { assertRolesAreBound, type Database, openDatabase } from '@greenlane/database/database';
import { rolePassword, rolesOf } from '@greenlane/database/migrate';
import type { Clock } from '@greenlane/kernel/clock';
import {
  type ConsumerLimits,
  parkDelivery,
  pruneInbox,
  type RunningConsumer,
  runConsumer,
  unfitness,
} from '@greenlane/messaging/consumer';
import type { EventBus, Subscription } from '@greenlane/messaging/event-bus';
import { type OutboxRelay, startOutboxRelay } from '@greenlane/messaging/outbox';
import { messagingTables } from '@greenlane/messaging/tables';
import scalar from '@scalar/fastify-api-reference';
import { pgSchema } from 'drizzle-orm/pg-core';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Gauge, Histogram, Registry } from 'prom-client';
import { makeTokenVerifier, type TokenIssuer, type TokenVerifier } from './access-tokens.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { type EmitFor, makeEmit } from './emit.ts';
import { makeHttpServer, type ServedService } from './http.ts';
import { pruneReplies } from './idempotency.ts';
import { type Identity, makeIdentity } from './identity.ts';
import { newUuid } from './ids.ts';
import { type RunningJob, startJob } from './jobs.ts';
import { openApiDocument } from './openapi.ts';
import { PROBLEM_CONTENT_TYPE, problemBytes, problemDocument } from './problem.ts';
import {
  type Handlers,
  type Service,
  type ServiceConsumer,
  type ServiceContext,
  type ServiceParts,
  scopeOf,
} from './service.ts';
import { runtimeTables } from './tables.ts';

export const VERSION = '0.1.0';

export type PlatformOptions = {
  readonly services: readonly Service[];
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly roleSecret: string;
  };
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly host: string;
  /** 0: a free port. */
  readonly port: number;
  readonly config: Readonly<Record<string, string | undefined>>;
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

type Composed = {
  readonly service: Service;
  readonly context: ServiceContext;
  readonly parts: ServiceParts;
  readonly db: Database;
  readonly identity: Identity;
  readonly tables: ReturnType<typeof runtimeTables> & ReturnType<typeof messagingTables>;
  readonly emitFor: EmitFor;
  readonly log: Logger;
};

function compose(service: Service, tokens: TokenVerifier, options: PlatformOptions): Composed {
  const roles = rolesOf(service.schema);
  const log = options.log.child({ service: service.name });
  const login = (role: string) => ({ user: role, password: rolePassword(options.database.roleSecret, role) });
  const db = openDatabase({
    host: options.database.host,
    port: options.database.port,
    database: options.database.database,
    tenantRole: login(roles.tenant),
    workerRole: login(roles.worker),
    applicationName: `greenlane ${service.name}`,
    onIdleError: (error) => log.warn({ err: error }, 'an idle database connection was lost'),
  });
  const schema = pgSchema(service.schema);
  const tables = { ...runtimeTables(schema), ...messagingTables(schema) };
  const newId = () => newUuid(options.clock);
  const emitFor = makeEmit({ serviceName: service.name, outbox: tables.outbox, clock: options.clock, newId });
  const context: ServiceContext = { db, emit: emitFor({}), clock: options.clock, newId, log, config: options.config };
  const parts = service.compose(context);
  for (const route of parts.routes) {
    scopeOf(route);
    if (!service.prefixes.some((prefix) => route.path === prefix || route.path.startsWith(`${prefix}/`))) {
      throw new Error(`${service.name} may not serve ${route.path}: its prefixes are ${service.prefixes.join(', ')}`);
    }
  }
  return { service, context, parts, db, identity: makeIdentity({ db, tokens }, tables), tables, emitFor, log };
}

/** Joins a consumer's handlers to the inbox-keeping consumer of the messaging package. */
function startServiceConsumer(
  composed: Composed,
  consumer: ServiceConsumer,
  wake: () => void,
  options: PlatformOptions,
): Promise<RunningConsumer> {
  const { db, tables, emitFor, log } = composed;
  type AnyHandler = NonNullable<Handlers[keyof Handlers]>;
  const handlers = new Map(Object.entries(consumer.handlers) as [string, AnyHandler][]);
  return runConsumer({
    bus: options.bus,
    db,
    tables,
    group: consumer.group,
    topics: consumer.topics,
    log,
    handlers: new Map(
      [...handlers].map(([type, handle]) => [
        type,
        async (tx, received) => {
          const { envelope } = received;
          const emit = emitFor({
            traceparent: envelope.traceparent,
            correlationId: envelope.correlationid,
            causationId: envelope.id,
          });
          // The registry has parsed the data by the type it was filed under.
          await handle({ tx, emit, now: options.clock.now(), log }, received as never);
        },
      ]),
    ),
    onCommitted: wake,
    ...(options.consumerLimits ? { limits: options.consumerLimits } : {}),
  });
}

async function addOperations(
  app: FastifyInstance,
  composed: readonly Composed[],
  state: { ready: () => Promise<string[]> },
) {
  const registry = new Registry();
  const seconds = new Histogram({
    name: 'greenlane_http_request_seconds',
    help: 'Time to answer, by operation and status.',
    labelNames: ['service', 'operation', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  for (const each of composed) {
    const { service, parts } = each;
    const parkedEvents = { help: 'Events put aside that nobody has replayed yet.', read: () => parkedLength(each) };
    for (const [name, gauge] of Object.entries({ ...parts.gauges, parked_events: parkedEvents })) {
      const made: Gauge = new Gauge({
        name: `greenlane_${service.schema}_${name}`,
        help: gauge.help,
        registers: [registry],
        collect: async () => made.set(await gauge.read()),
      });
    }
  }
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory.',
    registers: [registry],
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  app.get('/livez', async (_request, reply) => reply.type('text/plain').send('ok\n'));
  app.get('/readyz', async (request, reply) => {
    const reasons = await state.ready();
    if (reasons.length === 0) return reply.type('text/plain').send('ok\n');
    return reply
      .code(503)
      .header('retry-after', '1')
      .header('content-type', PROBLEM_CONTENT_TYPE)
      .send(
        problemBytes(
          problemDocument({
            status: 503,
            title: 'Not ready',
            errors: reasons.map((message) => ({ code: 'NOT_READY', message })),
            instance: request.url,
            correlationId: request.id,
          }),
        ),
      );
  });
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  const openapi = openApiDocument(
    composed.map(({ service, parts }) => ({ service, routes: parts.routes })),
    VERSION,
  );
  const asyncapi = asyncApiDocument(VERSION);
  app.get('/openapi.json', async () => openapi);
  app.get('/asyncapi.json', async () => asyncapi);
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url?.startsWith('/docs')) reply.header('content-security-policy', DOCS_CONTENT);
  });
  await app.register(scalar, {
    routePrefix: '/docs',
    // Nothing of it asks another server: no fonts, measurements, proxy or assistants of its maker.
    configuration: {
      content: () => openapi,
      pageTitle: 'greenlane API',
      favicon: 'data:,',
      withDefaultFonts: false,
      telemetry: false,
      proxyUrl: '',
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
      hideClientButton: true,
      authentication: { preferredSecurityScheme: 'bearer' },
    },
  });
  return (answer: { service: string; operationId: string; status: number; seconds: number }) =>
    seconds.observe(
      { service: answer.service, operation: answer.operationId, status: String(answer.status) },
      answer.seconds,
    );
}

/** The reference of the API is a script of its own with inline parts; it may reach this server alone. */
const DOCS_CONTENT =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

const PRUNE_EVERY_MILLISECONDS = 3_600_000;
const SETTLE_POLL_MILLISECONDS = 15;

const CREDENTIAL_USES_MILLISECONDS = 60_000;

/** One event for many uses: a request writes nothing to say that its key was used. */
async function tellCredentialUses({ service, identity, db, emitFor }: Composed): Promise<void> {
  const uses = identity.takeUses();
  if (uses.length === 0) return;
  await db.asWorker((tx) =>
    emitFor({})(tx, {
      type: 'org.greenlane.credentials.used.v1',
      subject: service.name,
      key: service.name,
      audience: [],
      data: { service: service.name, uses: [...uses] },
    }),
  );
}

async function outboxLength({ db, service }: Composed): Promise<number> {
  const found = await db.workerPool.query<{ length: number }>(
    `select count(*)::int as length from "${service.schema}".outbox`,
  );
  return found.rows[0]?.length ?? 0;
}

/**
 * Not a number while the database does not answer: a failure here would take every other metric along, just when they are
 * looked at.
 */
async function parkedLength({ db, service, log }: Composed): Promise<number> {
  try {
    const found = await db.workerPool.query<{ length: number }>(
      `select count(*)::int as length from "${service.schema}".parked where replayed_at is null`,
    );
    return found.rows[0]?.length ?? 0;
  } catch (error) {
    log.warn({ err: error }, 'the parked events could not be counted');
    return Number.NaN;
  }
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
    const wakeOf = new Map<Composed, () => void>();
    for (const part of composed) {
      await assertRolesAreBound(part.db);
      const relay = startOutboxRelay({
        pool: part.db.workerPool,
        schema: part.service.schema,
        bus: options.bus,
        log: part.log,
      });
      relays.push(relay);
      wakeOf.set(part, () => relay.wake());
      served.push({
        name: part.service.name,
        routes: part.parts.routes,
        db: part.db,
        identity: part.identity,
        idempotency: part.tables.idempotency,
        emitFor: part.emitFor,
        wakeOutbox: () => relay.wake(),
      });
    }
    let observe:
      | ((answer: { service: string; operationId: string; status: number; seconds: number }) => void)
      | undefined;
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
    observe = await addOperations(app, composed, { ready: notReady });
    await options.site?.(app);
    for (const { parts } of composed) await parts.start?.();
    // All groups join at once: one after another, 27 of them waited 27 times for the broker's rebalance delay (3 s by default).
    const joining: Promise<RunningConsumer>[] = [];
    for (const part of composed) {
      const wake = wakeOf.get(part) ?? (() => {});
      const identityConsumer: ServiceConsumer = {
        group: `${part.service.name}.identity`,
        topics: ['programme'],
        handlers: part.identity.handlers,
      };
      const wakeAndForget = () => {
        part.identity.forget();
        wake();
      };
      joining.push(startServiceConsumer(part, identityConsumer, wakeAndForget, options));
      for (const consumer of part.parts.consumers ?? [])
        joining.push(startServiceConsumer(part, consumer, wake, options));
      for (const batch of part.parts.batchConsumers ?? []) {
        const subscription: Subscription = {
          group: batch.group,
          topics: batch.topics,
          handleBatch: async ({ partition, deliveries }) => {
            const fit: Envelope[] = [];
            for (const delivery of deliveries) {
              const unfit = unfitness(delivery);
              if (unfit)
                await parkDelivery(
                  { db: part.db, tables: part.tables, group: batch.group, log: part.log, bus: options.bus },
                  { delivery, reason: unfit.reason, error: unfit.why, attempts: 1 },
                );
              else if (delivery.envelope) fit.push(delivery.envelope);
            }
            await batch.handleBatch({ partition, envelopes: fit });
            wake();
          },
          ...(batch.maximumBatch === undefined ? {} : { maximumBatch: batch.maximumBatch }),
          ...(batch.onPartitionsChanged ? { onPartitionsChanged: batch.onPartitionsChanged } : {}),
        };
        joining.push(options.bus.subscribe(subscription).then((running) => ({ group: batch.group, ...running })));
      }
    }
    const joined = await Promise.allSettled(joining);
    for (const one of joined) if (one.status === 'fulfilled') consumers.push(one.value);
    for (const one of joined) if (one.status === 'rejected') throw one.reason;
    for (const part of composed) {
      const wake = wakeOf.get(part) ?? (() => {});
      const pruning = {
        name: `${part.service.name}.prune`,
        everyMilliseconds: PRUNE_EVERY_MILLISECONDS,
        run: async () => {
          await part.db.asWorker(async (tx) => {
            await pruneReplies(tx, part.tables.idempotency, options.clock.now());
            await pruneInbox(tx, part.tables);
          });
          return undefined;
        },
      };
      const telling = {
        name: `${part.service.name}.credential-uses`,
        everyMilliseconds: options.credentialUsesEveryMilliseconds ?? CREDENTIAL_USES_MILLISECONDS,
        run: async () => {
          await tellCredentialUses(part);
          return undefined;
        },
      };
      for (const job of [pruning, telling, ...(part.parts.jobs ?? [])]) {
        jobs.push(
          startJob(
            {
              ...job,
              run: async (signal) => {
                const more = await job.run(signal);
                wake();
                return more;
              },
            },
            part.log,
          ),
        );
      }
    }
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
