import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@greenlane/kernel/clock';
import { bootstrapAuthority } from '@greenlane/programme/bootstrap';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DEVELOPMENT_ISSUER } from '../src/development-issuer.ts';
import { type Embedded, startEmbedded } from '../src/embedded.ts';
import { client } from './journey.ts';

/** Keys, users and mandates as an organisation lives with them, across every service of one platform. */
const WAIT = { timeout: 20_000, interval: 30 };
/** One route of each service that any exporter may read. */
const ON_EVERY_SERVICE = [
  '/v1/programme/me',
  '/v1/cargo-requests',
  '/v1/allocations',
  '/v1/port-channel/passes',
  '/v1/carbon/claims',
  '/v1/events',
];

let directory: string;
let embedded: Embedded;
let call: ReturnType<typeof client>;
let authority: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'greenlane-identity-'));
  await chmod(directory, 0o755);
  embedded = await startEmbedded({
    port: 0,
    dataDirectory: directory,
    clock: systemClock,
    log: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    bus: { kind: 'postgres' },
    developmentIssuer: true,
    credentialUsesEveryMilliseconds: 200,
    onDead: (error) => {
      throw error;
    },
  });
  call = client({ urlOf: (path) => `${embedded.baseUrl}${path}` });
  const context = embedded.platform.contextOf('programme');
  authority = (await bootstrapAuthority(context.db, { name: 'Authority', ...context }))?.apiKey ?? '';
  await vi.waitFor(
    async () => expect((await call('GET', '/v1/programme/me', { key: authority })).status).toBe(200),
    WAIT,
  );
}, 120_000);

afterAll(async () => {
  await embedded?.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

async function register(organisationId: string, role: string, more: Record<string, unknown> = {}): Promise<void> {
  const made = await call('POST', '/v1/programme/organisations', {
    key: authority,
    body: { organisationId, name: organisationId, role, ...more },
  });
  expect(made.status).toBe(201);
}

async function issue(organisationId: string, body: Record<string, unknown> = {}, key = authority) {
  return call('POST', `/v1/programme/organisations/${organisationId}/api-keys`, { key, body });
}

/** What every service answers to the credential, one after another. */
const everywhere = async (key: string): Promise<readonly number[]> =>
  Promise.all(ON_EVERY_SERVICE.map(async (path) => (await call('GET', path, { key })).status));
const all = (status: number) => ON_EVERY_SERVICE.map(() => status);

async function developmentToken(subject: string): Promise<string> {
  const { status, body } = await call('POST', '/development-issuer/token', { body: { subject } });
  expect(status).toBe(200);
  return body.access_token;
}

/** An open event stream: resolves when the platform ends it. */
async function listen(key: string): Promise<{ readonly ended: Promise<'ended'> }> {
  const response = await fetch(`${embedded.baseUrl}/v1/events/stream?after=now`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(response.status).toBe(200);
  const ended = () => 'ended' as const;
  return { ended: response.text().then(ended, ended) };
}

describe('an API key', () => {
  test('is one of two that are good; a revoked or expired one makes room', async () => {
    await register('rotating', 'exporter');
    const first = (await issue('rotating')).body;
    const second = (await issue('rotating', { label: 'short', expiresAt: new Date(Date.now() + 5_000).toISOString() }))
      .body;
    expect((await issue('rotating')).body.errors[0].code).toBe('TWO_KEYS_ACTIVE');
    await vi.waitFor(async () => expect(await everywhere(second.apiKey)).toEqual(all(401)), WAIT);
    await vi.waitFor(async () => expect((await issue('rotating')).status).toBe(201), WAIT);
    await vi.waitFor(async () => expect(await everywhere(first.apiKey)).toEqual(all(200)), WAIT);
    const stream = await listen(first.apiKey);
    const path = `/v1/programme/organisations/rotating/api-keys/${first.keyId}`;
    expect((await call('DELETE', path, { key: authority })).status).toBe(204);
    expect(await stream.ended).toBe('ended');
    await vi.waitFor(async () => expect(await everywhere(first.apiKey)).toEqual(all(401)), WAIT);
  });

  test('is narrowed by scopes on every service, and cannot hand on more than it has', async () => {
    await register('narrow', 'exporter');
    const { apiKey: maker } = (await issue('narrow', { scopes: ['keys:write', 'read'] })).body;
    await vi.waitFor(async () => expect(await everywhere(maker)).toEqual(all(200)), WAIT);
    expect((await call('POST', '/v1/cargo-requests', { key: maker, body: {} })).body.errors).toEqual([
      {
        code: 'INSUFFICIENT_SCOPE',
        message: 'submitCargoRequest needs the scope requests:write; this credential has keys:write, read',
      },
    ]);
    for (const body of [{}, { scopes: ['read', 'requests:write'] }])
      expect((await issue('narrow', body, maker)).body.errors[0].code).toBe('SCOPE_EXCEEDED');
    expect((await issue('narrow', { scopes: ['read'] }, maker)).status).toBe(201);
    expect((await issue('narrow', { scopes: ['fly'] })).body.errors[0]).toMatchObject({ property: 'scopes[0]' });
    expect((await issue('narrow', { scopes: [] })).body.errors[0]).toMatchObject({ property: 'scopes' });
  });

  test('shows when it was last used, and never itself', async () => {
    await register('seen', 'exporter');
    const began = Date.now();
    const { apiKey, keyId } = (await issue('seen', { label: 'seen' })).body;
    await vi.waitFor(async () => expect(await everywhere(apiKey)).toEqual(all(200)), WAIT);
    const [listed] = await vi.waitFor(async () => {
      const { body } = await call('GET', '/v1/programme/organisations/seen/api-keys', { key: authority });
      expect(body[0].lastUsedAt).toBeDefined();
      return body;
    }, WAIT);
    expect(listed).toEqual({
      keyId,
      label: 'seen',
      status: 'active',
      createdAt: expect.any(String),
      lastUsedAt: expect.any(String),
    });
    expect(Date.parse(listed.lastUsedAt)).toBeGreaterThanOrEqual(began);
  });
});

describe('a user', () => {
  test('acts for the organisation by an access token, on every service, until removed; streams end with it', async () => {
    await register('with-users', 'exporter');
    const path = '/v1/programme/organisations/with-users/users';
    const token = await developmentToken('lin');
    expect(await everywhere(token)).toEqual(all(401));
    const body = { issuer: DEVELOPMENT_ISSUER, subject: 'lin', label: 'Lin', scopes: ['read'] };
    const added = await call('POST', path, { key: authority, body });
    expect(added.body).toMatchObject({ organisationId: 'with-users', subject: 'lin', status: 'active' });
    await vi.waitFor(async () => expect(await everywhere(token)).toEqual(all(200)), WAIT);
    expect((await call('GET', '/v1/programme/me', { key: token })).body.organisationId).toBe('with-users');
    expect((await call('POST', '/v1/cargo-requests', { key: token, body: {} })).status).toBe(403);
    // Another organisation cannot take the person over.
    await register('taking', 'exporter');
    const taken = await call('POST', '/v1/programme/organisations/taking/users', { key: authority, body });
    expect([taken.status, taken.body.errors[0].code]).toEqual([409, 'ALREADY_A_USER']);
    const stream = await listen(token);
    expect((await call('DELETE', `${path}/${added.body.userId}`, { key: authority })).status).toBe(204);
    expect(await stream.ended).toBe('ended');
    await vi.waitFor(async () => expect(await everywhere(token)).toEqual(all(401)), WAIT);
    // Removed there, the person may be a user here.
    const moved = await call('POST', '/v1/programme/organisations/taking/users', { key: authority, body });
    expect(moved.status).toBe(201);
    await vi.waitFor(
      async () => expect((await call('GET', '/v1/programme/me', { key: token })).body.organisationId).toBe('taking'),
      WAIT,
    );
  });

  test('of the development issuer is given a token from this machine under its own name alone', async () => {
    const elsewhere = await fetch(`${embedded.baseUrl}/development-issuer/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
      body: JSON.stringify({ subject: 'lin' }),
    });
    // Nobody's word for where a request comes from is taken.
    expect(elsewhere.status).toBe(200);
    const { request } = await import('node:http');
    const rebound = await new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(embedded.baseUrl);
      const post = request(
        {
          hostname,
          port,
          path: '/development-issuer/token',
          method: 'POST',
          headers: { host: 'evil.example', 'content-type': 'application/json' },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      post.on('error', reject);
      post.end(JSON.stringify({ subject: 'lin' }));
    });
    expect(rebound).toBe(404);
  });
});

describe('a suspended organisation', () => {
  test('is out on every service at once, its users and streams with it, and back when it is reinstated', async () => {
    await register('suspect', 'exporter');
    const { apiKey } = (await issue('suspect')).body;
    const token = await developmentToken('suspect-person');
    await call('POST', '/v1/programme/organisations/suspect/users', {
      key: authority,
      body: { issuer: DEVELOPMENT_ISSUER, subject: 'suspect-person' },
    });
    await vi.waitFor(async () => {
      expect(await everywhere(apiKey)).toEqual(all(200));
      expect(await everywhere(token)).toEqual(all(200));
    }, WAIT);
    const streams = await Promise.all([apiKey, token].map(listen));
    const began = performance.now();
    const path = '/v1/programme/organisations/suspect';
    expect((await call('POST', `${path}/suspension`, { key: authority })).status).toBe(200);
    await vi.waitFor(async () => {
      expect(await everywhere(apiKey)).toEqual(all(401));
      expect(await everywhere(token)).toEqual(all(401));
    }, WAIT);
    const took = performance.now() - began;
    expect(await Promise.all(streams.map(({ ended }) => ended))).toEqual(['ended', 'ended']);
    console.log(`suspension was in force on every service after ${Math.round(took)} ms`);
    await call('POST', `${path}/reinstatement`, { key: authority });
    await vi.waitFor(async () => expect(await everywhere(apiKey)).toEqual(all(200)), WAIT);
  });
});

describe('a mandate', () => {
  test('lets a provider act for the exporter that gave it, and for no other, until it is revoked', async () => {
    await register('giver', 'exporter');
    await register('stranger', 'exporter');
    await register('forwarder', 'logistics-provider');
    const giver = (await issue('giver')).body.apiKey;
    const stranger = (await issue('stranger')).body.apiKey;
    const forwarder = (await issue('forwarder')).body.apiKey;
    for (const key of [giver, stranger, forwarder])
      await vi.waitFor(async () => expect(await everywhere(key)).toEqual(all(200)), WAIT);
    let number = 0;
    const may = async (exporterId: string): Promise<boolean> => {
      number += 1;
      const { status, body } = await call('POST', '/v1/cargo-requests', {
        key: forwarder,
        body: { ...requestFor(exporterId), requestReference: `MANDATE-${number}` },
      });
      if (status !== 202) expect(body.errors[0].code).toBe('MAY_NOT_ACT_FOR');
      return status === 202;
    };
    expect([await may('giver'), await may('stranger')]).toEqual([false, false]);
    const path = '/v1/programme/organisations/giver/mandates';
    const body = { providerId: 'forwarder' };
    // Only the exporter and the authority give it: not the provider itself, nor another exporter.
    expect((await call('POST', path, { key: forwarder, body })).status).toBe(403);
    expect((await call('POST', path, { key: stranger, body })).status).toBe(404);
    expect((await call('POST', path, { key: giver, body: { providerId: 'stranger' } })).body.errors[0].code).toBe(
      'NOT_A_PROVIDER',
    );
    expect((await call('POST', path, { key: giver, body })).body).toMatchObject({
      exporterId: 'giver',
      providerId: 'forwarder',
      status: 'granted',
    });
    await vi.waitFor(async () => expect([await may('giver'), await may('stranger')]).toEqual([true, false]), WAIT);
    const own = await call('GET', '/v1/programme/organisations/forwarder/mandates', { key: forwarder });
    expect(own.body).toMatchObject([{ exporterId: 'giver', status: 'granted' }]);
    expect((await call('DELETE', `${path}/forwarder`, { key: giver })).status).toBe(204);
    await vi.waitFor(async () => expect(await may('giver')).toBe(false), WAIT);
    expect((await call('GET', path, { key: giver })).body).toMatchObject([{ status: 'revoked' }]);
    const audit = await call('GET', '/v1/programme/audit?chainId=giver', { key: authority });
    const actions = String(audit.body)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).action);
    expect(actions).toEqual(expect.arrayContaining(['MANDATE_GRANTED', 'MANDATE_REVOKED']));
  });
});

function requestFor(onBehalfOf: string) {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  return {
    onBehalfOf,
    cargo: { extendedHSCode: '854143', commodityType: 'PV modules', dangerousGoods: [] },
    equipment: { ISOEquipmentCode: '45G1', units: 1, cargoGrossWeightKg: '21500' },
    origin: { loadPorts: ['CNSGH'], preCarriage: [{ loadPort: 'CNSGH', mode: 'ROAD', distanceKm: '310' }] },
    destination: { dischargePorts: ['NLRTM'] },
    cargoReadyDateTime: inDays(2),
    latestArrivalDateTime: inDays(60),
    incoterm: 'CIF',
  };
}
