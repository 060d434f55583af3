import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { readSignIn } from '../src/sign-in.ts';
import { registerConsole } from '../src/site.ts';

const ISSUER = 'https://login.example.com/realms/greenlane';
const environment = { OIDC_ISSUER: `${ISSUER}, https://id.example.org`, CONSOLE_OIDC_CLIENT_ID: 'greenlane-console' };

async function served(settings: Readonly<Record<string, string>>) {
  const app = Fastify();
  await registerConsole(app, { signIn: readSignIn(settings) });
  const page = await app.inject('/');
  const told = await app.inject('/console/sign-in.json');
  await app.close();
  const policy = String(page.headers['content-security-policy']);
  return { connect: policy.split('; ').find((part) => part.startsWith('connect-src')), told: told.json() };
}

describe('how the page signs in', () => {
  test('is by key alone without a client id, and then it may ask nobody but the platform', async () => {
    expect(await served({ OIDC_ISSUER: ISSUER })).toEqual({ connect: "connect-src 'self'", told: { oidc: null } });
  });

  test('is at the first issuer, and the page may ask that and the origins named beside it', async () => {
    expect(await served(environment)).toEqual({
      connect: "connect-src 'self' https://login.example.com",
      told: { oidc: { issuer: ISSUER, clientId: 'greenlane-console', scope: 'openid', resource: null } },
    });
    const more = {
      ...environment,
      CONSOLE_OIDC_SCOPE: 'openid offline_access',
      CONSOLE_OIDC_RESOURCE: 'urn:greenlane',
      CONSOLE_OIDC_ORIGINS: 'https://token.example.com/oauth2',
    };
    expect(await served(more)).toEqual({
      connect: "connect-src 'self' https://login.example.com https://token.example.com",
      told: {
        oidc: {
          issuer: ISSUER,
          clientId: 'greenlane-console',
          scope: 'openid offline_access',
          resource: 'urn:greenlane',
        },
      },
    });
  });

  test.each([
    [{ CONSOLE_OIDC_CLIENT_ID: 'c' }, 'CONSOLE_OIDC_CLIENT_ID needs OIDC_ISSUER'],
    [{ ...environment, OIDC_ISSUER: 'http://login.example.com' }, 'OIDC_ISSUER[0]: must be an https URL'],
    [{ ...environment, CONSOLE_OIDC_SCOPE: 'profile' }, 'CONSOLE_OIDC_SCOPE: must hold openid'],
    [{ ...environment, CONSOLE_OIDC_ORIGINS: "https://a.example 'unsafe-inline'" }, 'CONSOLE_OIDC_ORIGINS[0]'],
  ])('wrong settings %j stop the start', (settings, message) => {
    expect(() => readSignIn(settings)).toThrow(message);
  });
});
