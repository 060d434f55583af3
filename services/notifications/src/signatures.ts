import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** A secret of Standard Webhooks 1.0: `whsec_` and 32 random bytes in base64. */
export function newSecret(): string {
  return `${PREFIX}${randomBytes(32).toString('base64')}`;
}

/** `webhook-signature` of Standard Webhooks 1.0: v1 = HMAC-SHA256 over `id.timestamp.body`; with several secrets (a rotation) one signature each. */
export function standardSignature(
  secrets: readonly string[],
  message: { readonly id: string; readonly timestampSeconds: number; readonly body: string },
): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
      const signed = `${message.id}.${message.timestampSeconds}.${message.body}`;
      return `v1,${createHmac('sha256', key).update(signed, 'utf8').digest('base64')}`;
    })
    .join(' ');
}

/** `Notification-Signature` of DCSA T&T 2.2: HMAC-SHA256 of the body's bytes under the decoded secret, in hex. */
export function trackAndTraceSignature(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', Buffer.from(secret, 'base64')).update(body, 'utf8').digest('hex')}`;
}
