import { describe, expect, test } from 'vitest';
import { isSealedByFirst, openSecret, SecretKeys, sealSecret } from '../src/secret-keys.ts';

const key = (id: string, filler: string) => `${id}:${Buffer.alloc(32, filler).toString('base64')}`;
const old = SecretKeys.parse(key('2026', 'a'));
const rotated = SecretKeys.parse(`${key('2027', 'b')}, ${key('2026', 'a')}`);
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('a secret at rest', () => {
  test('is readable to nobody but the key that sealed it, and never sealed alike twice', () => {
    const sealed = sealSecret(SECRET, 'subscription-1', old);
    expect(sealed).toMatch(/^sealed:2026:/);
    expect(sealed).not.toContain(SECRET);
    expect(openSecret(sealed, 'subscription-1', old)).toBe(SECRET);
    expect(sealSecret(SECRET, 'subscription-1', old)).not.toBe(sealed);
  });

  test('opens after a rotation, and says that it is to be sealed anew', () => {
    const sealed = sealSecret(SECRET, 'subscription-1', old);
    expect([isSealedByFirst(sealed, old), isSealedByFirst(sealed, rotated)]).toEqual([true, false]);
    expect(openSecret(sealed, 'subscription-1', rotated)).toBe(SECRET);
    expect(sealSecret(SECRET, 'subscription-1', rotated)).toMatch(/^sealed:2027:/);
  });

  test('does not open in another row, changed, or without its key', () => {
    const sealed = sealSecret(SECRET, 'subscription-1', old);
    expect(() => openSecret(sealed, 'subscription-2', old)).toThrow();
    const bytes = Buffer.from(sealed.split(':')[2] ?? '', 'base64');
    bytes[15] = (bytes[15] ?? 0) ^ 1;
    expect(() => openSecret(`sealed:2026:${bytes.toString('base64')}`, 'subscription-1', old)).toThrow();
    expect(() => openSecret(sealed, 'subscription-1', SecretKeys.parse(key('2027', 'b')))).toThrow(
      'the secret of subscription-1 is sealed by key 2026, which WEBHOOK_SECRET_KEYS lacks',
    );
  });

  test('stays readable where no key is configured, and is then read as it is', () => {
    expect(sealSecret(SECRET, 'subscription-1', [])).toBe(SECRET);
    expect([openSecret(SECRET, 'subscription-1', rotated), isSealedByFirst(SECRET, rotated)]).toEqual([SECRET, false]);
    expect(isSealedByFirst(SECRET, [])).toBe(true);
  });

  test.each([
    ['too short', 'k1:c2hvcnQ='],
    ['without an id', Buffer.alloc(32).toString('base64')],
    ['twice under one id', `${key('k', 'a')},${key('k', 'b')}`],
  ])('a key %s stops the start', (_what, text) => {
    expect(SecretKeys.safeParse(text).success).toBe(false);
  });
});
