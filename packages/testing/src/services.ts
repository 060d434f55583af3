import type { Role } from '@greenlane/contracts/roles';
import type { Clock } from '@greenlane/kernel/clock';
import { systemClock } from '@greenlane/kernel/clock';
import type { EventBus } from '@greenlane/messaging/event-bus';
import { hashKey } from '@greenlane/runtime/identity';
import { type Platform, type PlatformOptions, startPlatform } from '@greenlane/runtime/platform';
import { openBus } from '@greenlane/runtime/run';
import type { Service } from '@greenlane/runtime/service';
import { pino } from 'pino';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from './postgres.ts';

export type TestOrganisation = {
  readonly organisationId: string;
  readonly role: Role;
  readonly name?: string;
  readonly clusterCode?: string;
  readonly province?: string;
  readonly ports?: readonly string[];
  readonly actsFor?: readonly string[];
};

export type RunningServices = {
  readonly baseUrl: string;
  readonly platform: Platform;
  readonly database: TestDatabase;
  readonly bus: EventBus;
  /** What was logged as a warning or worse, as whoever runs the services would read it. */
  readonly warnings: readonly { readonly msg: string; readonly group?: string }[];
  /** A key of a test organisation, as `fetch` headers want it. */
  authorization(organisationId: string): { readonly authorization: string };
  /** Calls the API; a body that is an object is sent as JSON, a string as NDJSON. */
  call(request: {
    readonly method: string;
    readonly path: string;
    readonly as?: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  }): Promise<{
    readonly status: number;
    readonly headers: Headers; // biome-ignore lint/suspicious/noExplicitAny: answers are asserted on, whole, by the tests
    readonly body: any;
  }>;
  stop(): Promise<void>;
};

/**
 * Runs services over HTTP on a database of their own and the Postgres log. Organisations and their keys are written into
 * the identity projection of each service, as programme events would: the key of organisation X is `gl_test_X`.
 */
export async function startServices(options: {
  readonly services: readonly Service[];
  readonly organisations: readonly TestOrganisation[];
  readonly clock?: Clock;
  /** Limits and origins of the HTTP server; without them a test is never held back. */
  readonly http?: Partial<
    Pick<PlatformOptions, 'rateLimitPerMinute' | 'rateLimitPerOrganisation' | 'rateLimitPerAddress' | 'corsOrigins'>
  >;
  readonly config?: Readonly<Record<string, string | undefined>>;
}): Promise<RunningServices> {
  const schemas = [
    ...options.services.map((service) => service.schema).filter((schema) => schema !== 'none'),
    'event_log',
  ];
  const database = await testDatabase(schemas);
  const warnings: { readonly msg: string }[] = [];
  const shown = process.env['TEST_LOG_LEVEL'];
  const log = pino(
    { level: shown ?? 'warn' },
    pino.multistream([
      { level: 'warn', stream: { write: (line) => warnings.push(JSON.parse(line)) } },
      ...(shown === undefined ? [] : [{ level: shown as pino.Level, stream: process.stdout }]),
    ]),
  );
  for (const schema of schemas.filter((name) => name !== 'event_log')) {
    for (const organisation of options.organisations) {
      await database.query(
        `insert into ${schema}.identity_organisation (organisation_id, version, name, role, status, cluster_code, province, ports, acts_for)
         values ($1, 1, $2, $3, 'active', $4, $5, $6, $7)`,
        [
          organisation.organisationId,
          organisation.name ?? organisation.organisationId,
          organisation.role,
          organisation.clusterCode ?? null,
          organisation.province ?? null,
          [...(organisation.ports ?? [])],
          [...(organisation.actsFor ?? [])],
        ],
      );
      await database.query(
        `insert into ${schema}.identity_key (key_hash, key_id, organisation_id, version, status) values ($1, $2, $3, 1, 'active')`,
        [
          hashKey(`gl_test_${organisation.organisationId}`),
          `key-${organisation.organisationId}`,
          organisation.organisationId,
        ],
      );
    }
  }
  const { bus, close } = await openBus(
    {
      BUS: 'postgres',
      KAFKA_BROKERS: [],
      DATABASE_HOST: database.admin.host,
      DATABASE_PORT: database.admin.port,
      DATABASE_NAME: database.admin.database,
      DATABASE_ROLE_SECRET: TEST_ROLE_SECRET,
    },
    log,
    () => {},
  );
  const platform = await startPlatform({
    services: options.services,
    database: {
      host: database.admin.host,
      port: database.admin.port,
      database: database.admin.database,
      roleSecret: TEST_ROLE_SECRET,
    },
    bus,
    clock: options.clock ?? systemClock,
    log,
    host: '127.0.0.1',
    port: 0,
    config: options.config ?? {},
    rateLimitPerMinute: 1_000_000,
    ...options.http,
  });
  const authorization = (organisationId: string) => ({ authorization: `Bearer gl_test_${organisationId}` });
  return {
    baseUrl: platform.baseUrl,
    platform,
    database,
    bus,
    warnings,
    authorization,
    call: async ({ method, path, as, body, headers }) => {
      const response = await fetch(`${platform.baseUrl}${path}`, {
        method,
        headers: {
          ...(as === undefined ? {} : authorization(as)),
          ...(body === undefined
            ? {}
            : { 'content-type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson =
        (response.headers.get('content-type') ?? '').includes('json') &&
        !(response.headers.get('content-type') ?? '').includes('ndjson');
      return {
        status: response.status,
        headers: response.headers,
        body: isJson && text !== '' ? JSON.parse(text) : text,
      };
    },
    stop: async () => {
      await platform.stop();
      await close();
      await database.close();
    },
  };
}
