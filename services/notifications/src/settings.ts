import { z } from 'zod';
import { type SecretKey, SecretKeys } from './secret-keys.ts';

/** What the environment says of webhooks; wrong values stop the start. */
const Settings = z.object({
  /** 1: callbacks to 127.0.0.1 and ::1 are allowed, for tests and a machine of one's own. */
  WEBHOOK_ALLOW_LOOPBACK: z.enum(['0', '1']).default('0'),
  /** Standard Webhooks advises 15 to 30 seconds. */
  WEBHOOK_TIMEOUT_MILLISECONDS: z.coerce.number().int().min(50).max(30_000).default(15_000),
  /** The first pause; each further one is three times as long, up to six hours. */
  WEBHOOK_FIRST_RETRY_MILLISECONDS: z.coerce.number().int().min(1).max(60_000).default(5_000),
  /** Seal the secrets of subscriptions in the database; see docs/operations.md. */
  WEBHOOK_SECRET_KEYS: SecretKeys,
});

export type WebhookSettings = {
  readonly allowLoopback: boolean;
  readonly timeoutMilliseconds: number;
  readonly firstRetryMilliseconds: number;
  readonly secretKeys: readonly SecretKey[];
};

export function readWebhookSettings(config: Readonly<Record<string, string | undefined>>): WebhookSettings {
  const settings = Settings.parse(config);
  return {
    allowLoopback: settings.WEBHOOK_ALLOW_LOOPBACK === '1',
    timeoutMilliseconds: settings.WEBHOOK_TIMEOUT_MILLISECONDS,
    firstRetryMilliseconds: settings.WEBHOOK_FIRST_RETRY_MILLISECONDS,
    secretKeys: settings.WEBHOOK_SECRET_KEYS,
  };
}
