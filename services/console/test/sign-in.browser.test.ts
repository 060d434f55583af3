import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@greenlane/kernel/clock';
import { bootstrapAuthority } from '@greenlane/programme/bootstrap';
import { readTokenIssuers } from '@greenlane/runtime/config';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { pino } from 'pino';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Embedded, startEmbedded } from '../../embedded/src/embedded.ts';
import { client } from '../../embedded/test/journey.ts';
import { readSignIn } from '../src/sign-in.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
if (!hasBrowser && process.env['REQUIRE_BROWSER'] === '1')
  throw new Error(`REQUIRE_BROWSER=1, but there is no ${executablePath}; install Chromium or set CHROMIUM`);

const AUDIENCE = 'urn:greenlane';
const TOKEN_SECONDS = 600;
const WAIT = { timeout: 20_000, interval: 50 };

/** A certified OpenID Connect provider on this machine, with pages of its own where any login is taken. */
async function startProvider(server: Server, pageUrl: string): Promise<Provider> {
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'test' }] },
    clients: [
      {
        client_id: 'greenlane-console',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [`${pageUrl}/`],
        post_logout_redirect_uris: [`${pageUrl}/`],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    clientBasedCORS: (_context, origin) => origin === pageUrl,
    pkce: { required: () => true },
    ttl: {
      AccessToken: TOKEN_SECONDS,
      IdToken: 3_600,
      RefreshToken: 86_400,
      Session: 86_400,
      Grant: 86_400,
      Interaction: 600,
    },
    features: {
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: TOKEN_SECONDS,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  });
  server.on('request', provider.callback());
  return provider;
}

describe.skipIf(!hasBrowser)(
  `signing in through an issuer${hasBrowser ? '' : ` (skipped: no ${executablePath})`}`,
  () => {
    let directory: string;
    let server: Server;
    let issuer: string;
    let provider: Provider;
    let embedded: Embedded;
    let call: ReturnType<typeof client>;
    let authority: string;
    let browser: Browser;
    let context: BrowserContext;
    /** How often tokens were given, by grant. */
    const granted = { authorization_code: 0, refresh_token: 0 };

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'greenlane-sign-in-'));
      await chmod(directory, 0o755);
      server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const environment = {
        OIDC_ISSUER: issuer,
        OIDC_AUDIENCE: AUDIENCE,
        CONSOLE_OIDC_CLIENT_ID: 'greenlane-console',
        CONSOLE_OIDC_SCOPE: 'openid offline_access',
        CONSOLE_OIDC_RESOURCE: AUDIENCE,
      };
      embedded = await startEmbedded({
        port: 0,
        dataDirectory: directory,
        clock: systemClock,
        log: pino({ level: 'silent' }),
        bus: { kind: 'postgres' },
        tokenIssuers: readTokenIssuers(environment),
        signIn: readSignIn(environment),
        onDead: () => {},
      });
      provider = await startProvider(server, embedded.baseUrl);
      provider.on('grant.success', ({ oidc }) => {
        granted[String(oidc.params?.['grant_type']) as keyof typeof granted] += 1;
      });
      call = client({ urlOf: (path) => `${embedded.baseUrl}${path}` });
      const programme = embedded.platform.contextOf('programme');
      authority = (await bootstrapAuthority(programme.db, { name: 'Authority', ...programme }))?.apiKey ?? '';
      await vi.waitFor(
        async () => expect((await call('GET', '/v1/programme/me', { key: authority })).status).toBe(200),
        WAIT,
      );
      const organisation = { organisationId: 'lin-solar', name: 'Lin Solar', role: 'exporter' };
      const made = await call('POST', '/v1/programme/organisations', { key: authority, body: organisation });
      expect(made.status).toBe(201);
      browser = await chromium.launch({
        executablePath,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--no-first-run',
          // The provider's own pages ask for a font of the internet.
          '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
        ],
      });
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await embedded?.stop();
      server?.closeAllConnections();
      await new Promise((resolve) => server?.close(resolve));
      await rm(directory, { recursive: true, force: true });
    }, 60_000);

    let page: Page;
    let errors: string[];
    beforeEach(async () => {
      context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
      page = await context.newPage();
      errors = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (/Content Security Policy/.test(message.text())) errors.push(message.text());
      });
    });
    afterEach(() => context.close());

    const users = '/v1/programme/organisations/lin-solar/users';
    const addUser = async (subject: string): Promise<string> => {
      const { status, body } = await call('POST', users, { key: authority, body: { issuer, subject, label: subject } });
      expect(status).toBe(201);
      return body.userId;
    };

    /** The person is signed out at the issuer, from another place. */
    async function revokeElsewhere(): Promise<void> {
      const session = await page.evaluate(() => JSON.parse(sessionStorage.getItem('session') ?? '{}'));
      const { status } = await fetch(`${issuer}/token/revocation`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: 'greenlane-console', token: session.refreshToken }),
      });
      expect(status).toBe(200);
    }

    const views = () => page.getByRole('navigation', { name: 'views' });
    /** From the page's button through the provider's own pages back to ours. */
    async function signIn(subject: string): Promise<void> {
      await page.getByRole('button', { name: `Sign in through ${new URL(issuer).host}` }).click();
      await page.waitForURL(`${issuer}/**`);
      await page.getByPlaceholder('Enter any login').fill(subject);
      await page.getByPlaceholder('and password').fill('any');
      await page.getByRole('button', { name: 'Sign-in' }).click();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.waitForURL(`${embedded.baseUrl}/**`);
    }

    test('a person comes back to the place asked for, without a code in the address, and stays signed in over a reload', async () => {
      await addUser('lin');
      await page.goto(`${embedded.baseUrl}/#/work`);
      const asked = page.waitForRequest((request) => request.url().startsWith(`${issuer}/auth?`));
      await signIn('lin');
      await views().waitFor();
      const { code_challenge_method, response_type, state, nonce, code_challenge } = Object.fromEntries(
        new URL((await asked).url()).searchParams,
      );
      expect([response_type, code_challenge_method]).toEqual(['code', 'S256']);
      expect([state, nonce, code_challenge].map((text) => text?.length)).toEqual([43, 43, 43]);
      expect(page.url()).toBe(`${embedded.baseUrl}/#/work`);
      await page.getByText('Lin Solar · exporter').waitFor();
      await page.getByRole('heading', { name: 'Work list' }).waitFor();
      await page.reload();
      await page.getByText('Lin Solar · exporter').waitFor();
      // In this tab alone.
      expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name !== 'language'))).toEqual([]);
      const other = await context.newPage();
      await other.goto(`${embedded.baseUrl}/`);
      await other.getByRole('button', { name: /Sign in through/ }).waitFor();
      expect(errors).toEqual([]);
    });

    test('the token is renewed before its end, once for all who need it, and the page never notices', async () => {
      await addUser('renewed');
      await page.clock.install();
      await page.goto(`${embedded.baseUrl}/`);
      await signIn('renewed');
      await views().waitFor();
      const before = { ...granted };
      await page.clock.fastForward((TOKEN_SECONDS - 20) * 1_000);
      await page.getByRole('button', { name: 'Work list' }).click();
      await page.getByRole('heading', { name: 'Work list' }).waitFor();
      await vi.waitFor(() => expect(granted.refresh_token).toBe(before.refresh_token + 1), WAIT);
      await page.getByRole('button', { name: 'Outlook' }).click();
      await page.getByRole('heading', { name: 'Green capacity by lane and week' }).waitFor();
      expect(granted).toEqual({ ...before, refresh_token: before.refresh_token + 1 });
      expect(errors).toEqual([]);
    });

    test('when the issuer renews no more, the page says so, and the next sign-in goes on at the same place', async () => {
      await addUser('ended');
      await page.clock.install();
      await page.goto(`${embedded.baseUrl}/#/statements`);
      await signIn('ended');
      await views().waitFor();
      await revokeElsewhere();
      await page.clock.fastForward((TOKEN_SECONDS - 20) * 1_000);
      await page.getByRole('button', { name: 'Work list' }).click();
      await page.getByRole('alert').getByText('Your sign-in has ended').waitFor();
      expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
      await page.getByRole('button', { name: /Sign in through/ }).click();
      // The issuer knows the person still, and asks for consent alone.
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'Work list' }).waitFor();
      // It says the same when it finds out as it is opened again.
      await revokeElsewhere();
      await page.clock.fastForward((TOKEN_SECONDS - 20) * 1_000);
      await page.reload();
      await page.getByRole('alert').getByText('Your sign-in has ended').waitFor();
    });

    test('who is no user here is told the subject to be added by, and a user who is removed is out', async () => {
      await page.goto(`${embedded.baseUrl}/`);
      await signIn('stranger');
      await page.getByRole('alert').getByText(`signed in at ${issuer}, but no organisation here has you`).waitFor();
      await page.getByRole('alert').getByText('“stranger”').waitFor();
      const userId = await addUser('stranger');
      await page.getByRole('button', { name: /Sign in through/ }).click();
      await page.getByRole('button', { name: 'Continue' }).click();
      await views().waitFor();
      expect((await call('DELETE', `${users}/${userId}`, { key: authority })).status).toBe(204);
      await page.getByRole('alert').getByText('Your sign-in has ended').waitFor();
    });

    test('signing out ends the sign-in at the issuer too, and comes back to the door', async () => {
      await addUser('leaving');
      await page.goto(`${embedded.baseUrl}/`);
      await signIn('leaving');
      await views().waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(`${issuer}/session/end**`);
      await page.getByRole('button', { name: 'Yes, sign me out' }).click();
      await page.waitForURL(`${embedded.baseUrl}/**`);
      expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
      await page.getByRole('button', { name: /Sign in through/ }).click();
      // A stranger again.
      await page.getByPlaceholder('Enter any login').waitFor();
    });

    test('an answer that this tab did not ask for is refused, and so is one with another state', async () => {
      await page.goto(`${embedded.baseUrl}/?code=stolen&state=other`);
      await page.getByRole('alert').getByText('The sign-in did not come about').waitFor();
      expect(page.url()).toBe(`${embedded.baseUrl}/`);
      await page.getByRole('button', { name: /Sign in through/ }).click();
      await page.waitForURL(`${issuer}/**`);
      const before = { ...granted };
      await page.goto(`${embedded.baseUrl}/?code=stolen&state=other&iss=${encodeURIComponent(issuer)}`);
      await page.getByRole('alert').getByText('The sign-in did not come about').waitFor();
      expect(granted).toEqual(before);
    });

    test('the page may ask the issuer, and the browser lets it ask nobody else', async () => {
      const policy = (await fetch(`${embedded.baseUrl}/`)).headers.get('content-security-policy') ?? '';
      expect(policy.split('; ').find((part) => part.startsWith('connect-src'))).toBe(`connect-src 'self' ${issuer}`);
      await page.goto(`${embedded.baseUrl}/`);
      const outcome = await page.evaluate(() =>
        fetch('http://127.0.0.1:9/').then(
          () => 'asked',
          (error: Error) => error.name,
        ),
      );
      expect([outcome, errors.length > 0]).toEqual(['TypeError', true]);
    });
  },
);
