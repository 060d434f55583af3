import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SignIn } from '@greenlane/console/sign-in';
import { registerConsole } from '@greenlane/console/site';
import { type EmbeddedServer, startEmbeddedServer } from '@greenlane/database/embedded-server';
import { makeFolder } from '@greenlane/database/make-folder';
import { type AdminConnection, ensureDatabase, migrate } from '@greenlane/database/migrate';
import type { Clock } from '@greenlane/kernel/clock';
import type { TokenIssuer } from '@greenlane/runtime/access-tokens';
import { type Platform, startPlatform } from '@greenlane/runtime/platform';
import { openBus } from '@greenlane/runtime/run';
import type { Logger } from 'pino';
import { makeDevelopmentIssuer } from './development-issuer.ts';
import { SCHEMAS, SERVICES } from './services.ts';

export type EmbeddedOptions = {
  readonly port: number;
  /** Keeps the cluster and its secrets, between runs (`.greenlane/`). */
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly bus: { readonly kind: 'postgres' } | { readonly kind: 'kafka'; readonly brokers: readonly string[] };
  readonly onDead: (error: Error) => void;
  /** Settings handed to the services, for example WEBHOOK_ALLOW_LOOPBACK. */
  readonly config?: Readonly<Record<string, string | undefined>>;
  /** Gives access tokens to whoever asks from this machine; never on by itself. */
  readonly developmentIssuer?: boolean;
  /** OpenID Connect issuers beside it. */
  readonly tokenIssuers?: readonly TokenIssuer[];
  /** Where the page signs persons in; without it, by key or pasted token alone. */
  readonly signIn?: SignIn | undefined;
  readonly credentialUsesEveryMilliseconds?: number;
};

export type Embedded = {
  readonly baseUrl: string;
  readonly platform: Platform;
  readonly admin: AdminConnection;
  readonly server: EmbeddedServer;
  /** Services first, then the bus, then the database. */
  stop(): Promise<void>;
};

const DATABASE = 'greenlane';

/** Bursts of the demo's own loader come from few keys; a public deployment sets its own limit. */
const EMBEDDED_RATE_LIMIT_PER_MINUTE = 600_000;

/** The secret that the database roles' passwords follow from, kept beside the data; made when there is none. */
export async function readOrMakeSecret(path: string): Promise<string> {
  const found = await readFile(path, 'utf8').catch(() => undefined);
  if (found) return found.trim();
  const secret = randomBytes(32).toString('base64url');
  await writeFile(path, secret, { mode: 0o600 });
  return secret;
}

/** Everything in one process beside a PostgreSQL of its own: the first command of a newcomer. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  await makeFolder(options.dataDirectory);
  const roleSecret = await readOrMakeSecret(join(options.dataDirectory, 'role-secret'));
  const server = await startEmbeddedServer({ directory: join(options.dataDirectory, 'postgres') });
  const admin: AdminConnection = { host: server.host, port: server.port, database: DATABASE, ...server.superuser };
  try {
    await ensureDatabase(admin, DATABASE);
    await migrate({ admin, schemas: SCHEMAS, roleSecret });
    const { bus, close } = await openBus(
      {
        BUS: options.bus.kind,
        KAFKA_BROKERS: options.bus.kind === 'kafka' ? [...options.bus.brokers] : [],
        DATABASE_HOST: server.host,
        DATABASE_PORT: server.port,
        DATABASE_NAME: DATABASE,
        DATABASE_ROLE_SECRET: roleSecret,
      },
      options.log,
      options.onDead,
    );
    const development = options.developmentIssuer === true ? await makeDevelopmentIssuer(options.clock) : undefined;
    const platform = await startPlatform({
      services: SERVICES,
      database: { host: server.host, port: server.port, database: DATABASE, roleSecret },
      bus,
      clock: options.clock,
      log: options.log,
      host: '127.0.0.1',
      port: options.port,
      config: options.config ?? {},
      rateLimitPerMinute: EMBEDDED_RATE_LIMIT_PER_MINUTE,
      tokenIssuers: [...(options.tokenIssuers ?? []), ...(development ? [development.issuer] : [])],
      ...(options.credentialUsesEveryMilliseconds === undefined
        ? {}
        : { credentialUsesEveryMilliseconds: options.credentialUsesEveryMilliseconds }),
      site: async (app) => {
        await registerConsole(app, { signIn: options.signIn });
        development?.register(app);
      },
    });
    return {
      baseUrl: platform.baseUrl,
      platform,
      admin,
      server,
      stop: async () => {
        await platform.stop();
        await close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
