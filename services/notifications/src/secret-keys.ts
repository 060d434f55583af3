import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A key that seals secrets at rest; its id stands beside what it sealed. */
export type SecretKey = { readonly id: string; readonly key: Buffer };

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX = 'sealed';

/** `id:base64` of 32 bytes, several by commas: the first seals, each opens what it sealed. */
export const SecretKeys = z
  .string()
  .default('')
  .transform((text, context): readonly SecretKey[] => {
    const keys = text
      .split(',')
      .filter((each) => each.trim() !== '')
      .map((each) => {
        const [id = '', base64 = ''] = each.trim().split(':');
        return { id, key: Buffer.from(base64, 'base64') };
      });
    const isGood = keys.every(({ id, key }) => /^[A-Za-z0-9_-]{1,40}$/.test(id) && key.length === KEY_BYTES);
    if (!isGood || new Set(keys.map(({ id }) => id)).size < keys.length) {
      context.addIssue('each key as id:base64 of 32 bytes, such as 2026-12:…, separated by commas, each id once');
      return z.NEVER;
    }
    return keys;
  });

const mark = (id: string): string => `${PREFIX}:${id}:`;

/** Whether a stored secret is as it should be: sealed by the first key, or readable where there is none. */
export const isSealedByFirst = (stored: string, [first]: readonly SecretKey[]): boolean =>
  first === undefined || stored.startsWith(mark(first.id));

/** The form in which a secret is stored: bound to its subscription, so that it opens in no other row. Without a key it stays readable. */
export function sealSecret(secret: string, subscriptionId: string, [first]: readonly SecretKey[]): string {
  if (first === undefined) return secret;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, first.key, iv).setAAD(Buffer.from(subscriptionId));
  const sealed = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${mark(first.id)}${sealed.toString('base64')}`;
}

/** @throws Error when its key is not configured, or it was changed or moved to another subscription */
export function openSecret(stored: string, subscriptionId: string, keys: readonly SecretKey[]): string {
  if (!stored.startsWith(`${PREFIX}:`)) return stored;
  const [, id, base64 = ''] = stored.split(':');
  const found = keys.find((key) => key.id === id);
  if (!found)
    throw new Error(`the secret of ${subscriptionId} is sealed by key ${id}, which WEBHOOK_SECRET_KEYS lacks`);
  const sealed = Buffer.from(base64, 'base64');
  const decipher = createDecipheriv(CIPHER, found.key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(subscriptionId))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  return `${decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8')}${decipher.final('utf8')}`;
}
