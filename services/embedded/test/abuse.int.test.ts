import { registerConsole } from '@greenlane/console/site';
import { hashKey } from '@greenlane/runtime/identity';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { vesselOffer } from '@greenlane/vessel-offer/service';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const PER_KEY = 6;
const PER_ORGANISATION = 9;
const PER_ADDRESS = 12;
const CONSOLE = 'https://console.example.com';

let services: RunningServices;
let limited: RunningServices;
const PATH = '/v1/vessel-offers';

beforeAll(async () => {
  const organisations = ['ocean', 'rival', 'quiet'].map((organisationId) => ({
    organisationId,
    role: 'carrier' as const,
  }));
  services = await startServices({ services: [vesselOffer], organisations, http: { corsOrigins: [CONSOLE] } });
  limited = await startServices({
    services: [vesselOffer],
    organisations,
    http: {
      rateLimitPerMinute: PER_KEY,
      rateLimitPerOrganisation: PER_ORGANISATION,
      rateLimitPerAddress: PER_ADDRESS,
    },
  });
});
afterAll(async () => {
  await services?.stop();
  await limited?.stop();
});

type Answer = { readonly status: number; readonly headers: Headers; readonly body: { errors: { code: string }[] } };
async function get(key: string, path = PATH): Promise<Answer> {
  const response = await fetch(`${limited.baseUrl}${path}`, { headers: { authorization: `Bearer ${key}` } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}
const statuses = async (count: number, key: string): Promise<readonly number[]> => {
  const found: number[] = [];
  for (let time = 0; time < count; time += 1) found.push((await get(key)).status);
  return found;
};
const times = (count: number, status: number): readonly number[] => Array.from({ length: count }, () => status);

describe('rate limits', () => {
  test('hold a key back with 429 and Retry-After, and nobody else', async () => {
    expect(await statuses(PER_KEY, 'gl_test_ocean')).toEqual(times(PER_KEY, 200));
    const refused = await get('gl_test_ocean');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(refused.body.errors[0]?.code).toBe('RATE_LIMITED');
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await get('gl_test_quiet')).status).toBe(200);
  });

  test('hold an organisation back over all of its keys together', async () => {
    await limited.database.query(
      `insert into vessel_offer.identity_key (key_hash, key_id, organisation_id, version, status) values ($1, 'second', 'rival', 1, 'active')`,
      [hashKey('gl_test_rival_second')],
    );
    expect(await statuses(PER_KEY - 1, 'gl_test_rival')).toEqual(times(PER_KEY - 1, 200));
    const left = PER_ORGANISATION - (PER_KEY - 1);
    expect(await statuses(left + 1, 'gl_test_rival_second')).toEqual([...times(left, 200), 429]);
    // The first key is within its own limit and refused all the same.
    expect((await get('gl_test_rival')).status).toBe(429);
  });

  test('hold back an address that guesses keys, tokens and paths, but not the good key beside it', async () => {
    const tried: number[] = [];
    for (let time = 0; time < PER_ADDRESS + 3; time += 1)
      tried.push(
        (time % 3 === 2 ? await get('gl_guess', '/no/such/path') : await get(time % 3 === 1 ? 'a.b.c' : `gl_${time}`))
          .status,
      );
    expect(tried.slice(PER_ADDRESS)).toEqual([429, 429, 429]);
    expect(new Set(tried.slice(0, PER_ADDRESS))).toEqual(new Set([401, 404]));
    expect((await get('gl_test_quiet')).status).toBe(200);
    // Supervisors are never held back.
    for (const path of ['/livez', '/readyz', '/metrics'])
      expect((await fetch(`${limited.baseUrl}${path}`)).status).toBe(200);
  });
});

describe('sizes', () => {
  const post = async (path: string, type: string, body: string, key?: string) => {
    const response = await fetch(`${services.baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': type, ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body,
    });
    const answer: { readonly errors: readonly { readonly code: string }[] } = JSON.parse(await response.text());
    return { status: response.status, type: response.headers.get('content-type'), body: answer };
  };

  test('a body over 1 MiB is 413; who may not call is told so before it is read', async () => {
    const body = JSON.stringify({ carrierOfferReference: 'x'.repeat(1_048_576) });
    const refused = await post(PATH, 'application/json', body, 'gl_test_ocean');
    expect([refused.status, refused.type]).toEqual([413, 'application/problem+json']);
    expect((await post(PATH, 'application/json', body)).status).toBe(401);
  });

  test('a batch of more than 25,000 lines is 413, and stores nothing', async () => {
    const refused = await post(`${PATH}/batch`, 'application/x-ndjson', '{}\n'.repeat(25_001), 'gl_test_ocean');
    expect([refused.status, refused.body.errors[0]?.code]).toEqual([413, 'TOO_MANY_LINES']);
  });

  test('a page is at most 100 long', async () => {
    for (const [limit, status] of [
      [100, 200],
      [101, 400],
      [0, 400],
    ] as const)
      expect([
        limit,
        (await services.call({ method: 'GET', path: `${PATH}?limit=${limit}`, as: 'ocean' })).status,
      ]).toEqual([limit, status]);
  });
});

describe('headers', () => {
  test('keep answers from being framed, sniffed, scripted or taken for another’s', async () => {
    const { headers } = await services.call({ method: 'GET', path: PATH, as: 'ocean' });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('script-src');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('strict-transport-security')).toContain('max-age=');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('let the console run its own scripts and no others', async () => {
    const app = Fastify();
    await registerConsole(app);
    const { headers } = await app.inject({ method: 'GET', url: '/' });
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/=]+';/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    await app.close();
  });

  test('let the listed origins read answers, and no other', async () => {
    const asked = async (origin: string, method = 'GET') => {
      const { headers } = await fetch(`${services.baseUrl}${PATH}`, {
        method,
        headers: {
          origin,
          ...(method === 'OPTIONS'
            ? { 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' }
            : services.authorization('ocean')),
        },
      });
      return headers.get('access-control-allow-origin');
    };
    expect(await asked(CONSOLE)).toBe(CONSOLE);
    expect(await asked(CONSOLE, 'OPTIONS')).toBe(CONSOLE);
    for (const origin of ['https://evil.example', 'null', `${CONSOLE}.evil.example`, 'http://console.example.com'])
      expect([origin, await asked(origin), await asked(origin, 'OPTIONS')]).toEqual([origin, null, null]);
    // Without a list there is no cross-origin answer at all.
    const none = await fetch(`${limited.baseUrl}/livez`, { headers: { origin: CONSOLE } });
    expect(none.headers.get('access-control-allow-origin')).toBeNull();
  });
});
