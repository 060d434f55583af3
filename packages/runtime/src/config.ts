import { problemItems } from '@greenlane/contracts/problem-items';
import { z } from 'zod';
import { TOKEN_ALGORITHMS, type TokenIssuer } from './access-tokens.ts';

const Port = z.coerce.number().int().min(0).max(65_535);
const List = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

/** Whose access tokens are taken beside API keys. */
const TokenSettings = z.object({
  /** Issuers of OpenID Connect whose access tokens are taken, by comma; none by default. */
  OIDC_ISSUER: List.default([]),
  /** What the tokens' `aud` must hold. */
  OIDC_AUDIENCE: z.string().default(''),
  /** Where the issuers' keys are, in their order; an issuer without one is asked by OpenID discovery. */
  OIDC_JWKS_URI: List.default([]),
  OIDC_ALGORITHMS: List.pipe(z.array(z.enum(TOKEN_ALGORITHMS)).min(1)).default(['RS256', 'PS256', 'ES256', 'EdDSA']),
  OIDC_CLOCK_TOLERANCE_SECONDS: z.coerce.number().int().min(0).max(120).default(30),
  OIDC_JWKS_COOLDOWN_SECONDS: z.coerce.number().int().min(1).max(3_600).default(30),
});

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
  /** After so long without a sign of life the broker gives a process's partitions to others (default 30 s; a broker takes 6 s to 30 min). */
  KAFKA_SESSION_MILLISECONDS: z.coerce.number().int().min(6_000).max(1_800_000).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  CORS_ORIGINS: List.default([]),
  /** A handler that has not ended by then is stopped and its event parked. */
  HANDLER_MILLISECONDS: z.coerce.number().int().positive().default(30_000),
  /** Requests a minute of one key or user. */
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().positive().default(6_000),
  /** Of all keys and users of an organisation together. */
  RATE_LIMIT_PER_ORGANISATION: z.coerce.number().int().positive().default(12_000),
  /** Of one address, without a good credential. */
  RATE_LIMIT_PER_ADDRESS: z.coerce.number().int().positive().default(3_000),
  /** Addresses or ranges of gateways whose X-Forwarded-For is believed; without it everyone behind one shares a limit. */
  TRUSTED_PROXIES: List.default([]),
  ...TokenSettings.shape,
});
export type Config = z.infer<typeof Environment>;

/**
 * @throws Error naming each variable that is missing or wrong, and what is allowed
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const config = parseEnvironment(Environment, environment);
  if (config.BUS === 'kafka' && config.KAFKA_BROKERS.length === 0)
    throw new Error('BUS=kafka needs KAFKA_BROKERS, for example 127.0.0.1:9092');
  assertAudience(config);
  return config;
}

/**
 * The issuers alone, for a process that is configured otherwise.
 * @throws Error as readConfig
 */
export function readTokenIssuers(environment: Readonly<Record<string, string | undefined>>): readonly TokenIssuer[] {
  const settings = parseEnvironment(TokenSettings, environment);
  assertAudience(settings);
  return tokenIssuersOf(settings);
}

/**
 * Reads settings of a process's own, with the same words when they are wrong.
 * @throws Error naming each variable that is missing or wrong, and what is allowed
 */
export function parseEnvironment<Schema extends z.ZodType>(schema: Schema, environment: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const lines = problemItems(parsed.error, environment).map(({ property, message }) => `  ${property}: ${message}`);
  throw new Error(`the environment is not usable:\n${lines.join('\n')}`);
}

function assertAudience(settings: z.infer<typeof TokenSettings>): void {
  if (settings.OIDC_ISSUER.length > 0 && settings.OIDC_AUDIENCE === '')
    throw new Error('OIDC_ISSUER needs OIDC_AUDIENCE: without it a token made for any other API would be taken');
}

/** The issuers that the environment names. */
export function tokenIssuersOf(config: z.infer<typeof TokenSettings>): readonly TokenIssuer[] {
  return config.OIDC_ISSUER.map((issuer, index) => {
    const uri = config.OIDC_JWKS_URI[index];
    return {
      issuer,
      audience: config.OIDC_AUDIENCE,
      algorithms: config.OIDC_ALGORITHMS,
      clockToleranceSeconds: config.OIDC_CLOCK_TOLERANCE_SECONDS,
      cooldownSeconds: config.OIDC_JWKS_COOLDOWN_SECONDS,
      keys: uri === undefined ? 'discovery' : { uri },
    };
  });
}
