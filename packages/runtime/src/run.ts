import { rolePassword, rolesOf } from '@greenlane/database/migrate';
import { openPool } from '@greenlane/database/pool';
import { systemClock } from '@greenlane/kernel/clock';
import type { EventBus } from '@greenlane/messaging/event-bus';
import { createPostgresLog } from '@greenlane/messaging/postgres-log';
import type { Logger } from 'pino';
import { collectByGrowth } from './collector.ts';
import { type Config, readConfig, tokenIssuersOf } from './config.ts';
import { makeLogger } from './log.ts';
import { startPlatform } from './platform.ts';
import type { Service } from './service.ts';

/** Longest orderly shutdown: then the process goes anyway, and what it had not acknowledged is delivered again elsewhere. */
const SHUTDOWN_MILLISECONDS = 20_000;

export type OpenBus = { readonly bus: EventBus; close(): Promise<void> };

/** The bus that the configuration asks for: the Postgres log by default, Kafka beyond one machine. */
export async function openBus(
  config: Pick<
    Config,
    'BUS' | 'KAFKA_BROKERS' | 'DATABASE_HOST' | 'DATABASE_PORT' | 'DATABASE_NAME' | 'DATABASE_ROLE_SECRET'
  > &
    Partial<Pick<Config, 'KAFKA_SESSION_MILLISECONDS'>>,
  log: Logger,
  onDead: (error: Error) => void,
): Promise<OpenBus> {
  if (config.BUS === 'kafka') {
    // Loaded only when asked for: the embedded default spends no memory on a Kafka client.
    const { createKafkaBus } = await import('@greenlane/messaging/kafka');
    const bus = await createKafkaBus({
      brokers: config.KAFKA_BROKERS,
      clientId: 'greenlane',
      log,
      sessionMilliseconds: config.KAFKA_SESSION_MILLISECONDS,
      onDead,
    });
    return { bus, close: () => bus.close() };
  }
  const role = rolesOf('event_log').worker;
  const pool = openPool({
    host: config.DATABASE_HOST,
    port: config.DATABASE_PORT,
    database: config.DATABASE_NAME,
    user: role,
    password: rolePassword(config.DATABASE_ROLE_SECRET, role),
    application_name: 'greenlane event log',
    max: 8,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle connection of the event log was lost'));
  const bus = await createPostgresLog({ pool, log });
  return {
    bus,
    close: async () => {
      await bus.close();
      await pool.end();
    },
  };
}

/** Runs a list of services as this process until it is told to stop: alone, or together at the same URLs. */
export async function runServices(services: readonly Service[]): Promise<void> {
  collectByGrowth();
  const config = readConfig(process.env);
  const log = makeLogger({ level: config.LOG_LEVEL, name: services.map((service) => service.name).join('+') });
  let stopping = false;
  let shutDown: (code: number) => Promise<void> = async (code) => {
    process.exit(code);
  };
  const onDead = (error: Error): void => {
    log.fatal(
      { err: error },
      'a consumer died and cannot be restarted in place; the process ends so that its supervisor starts it anew',
    );
    void shutDown(1);
  };
  process.on('SIGTERM', () => void shutDown(0));
  process.on('SIGINT', () => void shutDown(0));
  const { bus, close } = await openBus(config, log, onDead);
  const platform = await startPlatform({
    services,
    database: {
      host: config.DATABASE_HOST,
      port: config.DATABASE_PORT,
      database: config.DATABASE_NAME,
      roleSecret: config.DATABASE_ROLE_SECRET,
    },
    bus,
    clock: systemClock,
    log,
    host: config.HOST,
    port: config.PORT,
    config: process.env,
    corsOrigins: config.CORS_ORIGINS,
    rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE,
    rateLimitPerOrganisation: config.RATE_LIMIT_PER_ORGANISATION,
    rateLimitPerAddress: config.RATE_LIMIT_PER_ADDRESS,
    trustedProxies: config.TRUSTED_PROXIES,
    consumerLimits: { handlerMilliseconds: config.HANDLER_MILLISECONDS },
    tokenIssuers: tokenIssuersOf(config),
  });
  shutDown = async (code) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      log.error('the orderly shutdown took too long');
      process.exit(1);
    }, SHUTDOWN_MILLISECONDS).unref();
    await platform.stop();
    await close();
    log.info('stopped');
    process.exit(code);
  };
  log.info({ url: platform.baseUrl }, 'ready');
}
