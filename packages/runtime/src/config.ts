import { z } from 'zod';

const Port = z.coerce.number().int().min(0).max(65_535);
const List = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

/** Every setting a process reads from its environment. Unknown variables are left alone; wrong ones stop the start. */
const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: Port.default(8080),
  DATABASE_HOST: z.string().default('127.0.0.1'),
  DATABASE_PORT: Port.default(5432),
  DATABASE_NAME: z.string().default('greenlane'),
  /** The roles' passwords follow from this one secret (see packages/database/src/migrate.ts). */
  DATABASE_ROLE_SECRET: z.string().min(16),
  BUS: z.enum(['postgres', 'kafka']).default('postgres'),
  KAFKA_BROKERS: List.default([]),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  CORS_ORIGINS: List.default([]),
  /** A handler that has not ended by then is stopped and its event parked. */
  HANDLER_MILLISECONDS: z.coerce.number().int().positive().default(30_000),
  /** Requests a minute per credential (or per address without one). */
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().positive().default(6_000),
});
export type Config = z.infer<typeof Environment>;

/**
 * @throws Error naming each variable that is missing or wrong, and what is allowed
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`the environment is not usable:\n${lines.join('\n')}`);
  }
  if (parsed.data.BUS === 'kafka' && parsed.data.KAFKA_BROKERS.length === 0)
    throw new Error('BUS=kafka needs KAFKA_BROKERS, for example 127.0.0.1:9092');
  return parsed.data;
}
