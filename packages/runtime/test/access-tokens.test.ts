import { createHmac } from 'node:crypto';
import {
  type IssuerServer,
  makeSigningKey,
  type SigningKey,
  signToken,
  startIssuerServer,
} from '@greenlane/testing/token-issuer';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeTokenVerifier, type TokenIssuer } from '../src/access-tokens.ts';
import { readConfig, tokenIssuersOf } from '../src/config.ts';

const now = new Date('2026-11-26T08:00:00.000Z');
const seconds = now.getTime() / 1_000;
const good = { aud: 'greenlane', sub: 'lin', iat: seconds - 5, exp: seconds + 600 };

let key: SigningKey;
let server: IssuerServer;

beforeEach(async () => {
  key = await makeSigningKey('RS256');
  server = await startIssuerServer([key]);
});
afterEach(async () => server.close());

const issuerOf = (change: Partial<TokenIssuer> = {}): TokenIssuer => ({
  issuer: server.issuer,
  audience: 'greenlane',
  algorithms: ['RS256', 'ES256'],
  clockToleranceSeconds: 10,
  cooldownSeconds: 30,
  keys: 'discovery',
  ...change,
});
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

describe('an access token', () => {
  test('of a listed issuer, for this API, in time, is its subject’s', async () => {
    const { verify } = makeTokenVerifier([issuerOf()]);
    expect(await verify(await signToken(key, { ...good, iss: server.issuer }), now)).toEqual({
      issuer: server.issuer,
      subject: 'lin',
      expiresAt: new Date((seconds + 610) * 1_000),
    });
  });

  test('is refused when it is unsigned, signed by the public key as a secret, or by a key that is not the issuer’s', async () => {
    const { verify } = makeTokenVerifier([issuerOf()]);
    const claims = { ...good, iss: server.issuer };
    const unsigned = `${base64({ alg: 'none', kid: key.publicJwk.kid })}.${base64(claims)}.`;
    // RS/HS swap: whoever has the public key signs with it as if it were a shared secret.
    const swapped = `${base64({ alg: 'HS256', kid: key.publicJwk.kid })}.${base64(claims)}`;
    const secrets = [JSON.stringify(key.publicJwk), key.publicJwk.n ?? ''];
    const foreign = await makeSigningKey('RS256');
    const tokens = [
      unsigned,
      `${base64({ alg: 'NONE' })}.${base64(claims)}.`,
      ...secrets.map((secret) => `${swapped}.${createHmac('sha256', secret).update(swapped).digest('base64url')}`),
      await signToken(foreign, claims),
      await signToken(foreign, claims, { kid: key.publicJwk.kid }),
      // An address of one's own keys in the header is not asked.
      await signToken(foreign, claims, { jku: 'http://127.0.0.1:1/keys', kid: key.publicJwk.kid }),
      `${(await signToken(key, claims)).split('.').slice(0, 2).join('.')}.${'A'.repeat(342)}`,
    ];
    for (const token of tokens) expect(await verify(token, now)).toBeUndefined();
  });

  test('is refused when a claim is missing or wrong: issuer, audience, subject, expiry, not-before', async () => {
    const { verify } = makeTokenVerifier([issuerOf()]);
    const wrong = {
      'no issuer': { iss: undefined },
      'another issuer': { iss: 'https://login.example.com' },
      'an issuer that begins alike': { iss: `${server.issuer}.example.com` },
      'another audience': { aud: 'another-api' },
      'no audience': { aud: undefined },
      'no subject': { sub: undefined },
      'an empty subject': { sub: '' },
      'no expiry': { exp: undefined },
      expired: { exp: seconds - 11 },
      'not yet good': { nbf: seconds + 11 },
    };
    for (const [name, change] of Object.entries(wrong)) {
      const token = await signToken(key, { ...good, iss: server.issuer, ...change });
      expect([name, await verify(token, now)]).toEqual([name, undefined]);
    }
    // Within the clock tolerance both ends give.
    for (const change of [{ exp: seconds - 9 }, { nbf: seconds + 9 }])
      expect(await verify(await signToken(key, { ...good, iss: server.issuer, ...change }), now)).toBeDefined();
  });

  test('is refused when its algorithm is not on the list, though the key is the issuer’s', async () => {
    const { verify } = makeTokenVerifier([issuerOf({ algorithms: ['ES256'] })]);
    expect(await verify(await signToken(key, { ...good, iss: server.issuer }), now)).toBeUndefined();
  });

  test('of one issuer does not pass for another, whose keys are others', async () => {
    const otherKey = await makeSigningKey('ES256');
    const other = await startIssuerServer([otherKey]);
    try {
      const { verify } = makeTokenVerifier([
        issuerOf(),
        issuerOf({ issuer: other.issuer, keys: { uri: other.jwksUri } }),
      ]);
      expect(await verify(await signToken(otherKey, { ...good, iss: other.issuer }), now)).toMatchObject({
        issuer: other.issuer,
      });
      expect(await verify(await signToken(otherKey, { ...good, iss: server.issuer }), now)).toBeUndefined();
    } finally {
      await other.close();
    }
  });
});

describe('the keys of an issuer', () => {
  test('are asked for once, however many tokens with an unknown kid come within the cool-down', async () => {
    const { verify } = makeTokenVerifier([issuerOf()]);
    const foreign = await makeSigningKey();
    for (let round = 0; round < 5; round += 1) {
      const flood = await Promise.all(
        Array.from({ length: 40 }, (_unused, number) =>
          signToken(foreign, { ...good, iss: server.issuer }, { kid: `unknown-${round}-${number}` }),
        ),
      );
      expect(await Promise.all(flood.map((token) => verify(token, now)))).toEqual(flood.map(() => undefined));
    }
    expect([server.asked.get('/.well-known/openid-configuration'), server.asked.get('/keys')]).toEqual([1, 1]);
  });

  test('are fetched again when a kid is new and the cool-down is over: a rotation', async () => {
    const { verify } = makeTokenVerifier([issuerOf({ cooldownSeconds: 3 })]);
    expect(await verify(await signToken(key, { ...good, iss: server.issuer }), now)).toBeDefined();
    const next = await makeSigningKey('ES256');
    server.publish([key, next]);
    const token = await signToken(next, { ...good, iss: server.issuer });
    expect(await verify(token, now)).toBeUndefined();
    await vi.waitFor(async () => expect(await verify(token, now)).toMatchObject({ subject: 'lin' }), {
      timeout: 15_000,
      interval: 100,
    });
    // The old key is taken for as long as it is published, and no longer.
    server.publish([next]);
    expect(server.asked.get('/keys')).toBe(2);
  });

  test('that cannot be had make the answer 503, not 401, and are not asked for again within the cool-down', async () => {
    server.publish('failure');
    const { verify } = makeTokenVerifier([issuerOf()]);
    const token = await signToken(key, { ...good, iss: server.issuer });
    for (let time = 0; time < 20; time += 1)
      await expect(verify(token, now)).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '30' } });
    expect(server.asked.get('/.well-known/openid-configuration')).toBe(1);
  });

  test('that were had before go on being used while the issuer’s server is broken', async () => {
    const { verify } = makeTokenVerifier([issuerOf({ cooldownSeconds: 3, keys: { uri: server.jwksUri } })]);
    const token = await signToken(key, { ...good, iss: server.issuer });
    expect(await verify(token, now)).toBeDefined();
    server.publish('failure');
    const foreign = await makeSigningKey();
    const unknown = await signToken(foreign, { ...good, iss: server.issuer });
    // Once the cool-down is over the unknown kid makes it ask, and it fails: that must not lock out those who are known.
    await vi.waitFor(async () => await expect(verify(unknown, now)).rejects.toMatchObject({ status: 503 }), 15_000);
    expect(await verify(token, now)).toBeDefined();
    expect(await verify(unknown, now)).toBeUndefined();
  });
});

describe('the configuration', () => {
  const environment = { DATABASE_ROLE_SECRET: 'a secret of a deployment' };

  test('names issuers, audience, algorithms and tolerances', () => {
    expect(
      tokenIssuersOf(
        readConfig({
          ...environment,
          OIDC_ISSUER: 'https://login.example.com, https://id.example.org',
          OIDC_AUDIENCE: 'greenlane',
          OIDC_JWKS_URI: 'https://login.example.com/keys',
          OIDC_ALGORITHMS: 'ES256',
        }),
      ),
    ).toEqual([
      {
        issuer: 'https://login.example.com',
        audience: 'greenlane',
        algorithms: ['ES256'],
        clockToleranceSeconds: 30,
        cooldownSeconds: 30,
        keys: { uri: 'https://login.example.com/keys' },
      },
      {
        issuer: 'https://id.example.org',
        audience: 'greenlane',
        algorithms: ['ES256'],
        clockToleranceSeconds: 30,
        cooldownSeconds: 30,
        keys: 'discovery',
      },
    ]);
    expect(tokenIssuersOf(readConfig(environment))).toEqual([]);
  });

  test('without an audience, or with an algorithm of shared secrets, stops the start', () => {
    expect(() => readConfig({ ...environment, OIDC_ISSUER: 'https://login.example.com' })).toThrow('OIDC_AUDIENCE');
    for (const algorithm of ['HS256', 'none'])
      expect(() =>
        readConfig({
          ...environment,
          OIDC_ISSUER: 'https://login.example.com',
          OIDC_AUDIENCE: 'greenlane',
          OIDC_ALGORITHMS: algorithm,
        }),
      ).toThrow('OIDC_ALGORITHMS');
  });

  test('an issuer by plain HTTP that is not this machine is refused before a key is asked for', async () => {
    const issuer = 'http://login.example.com';
    const { verify } = makeTokenVerifier([issuerOf({ issuer })]);
    await expect(verify(await signToken(key, { ...good, iss: issuer }), now)).rejects.toMatchObject({ status: 503 });
  });
});
