import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { systemClock } from '@greenlane/kernel/clock';
import { bootstrapAuthority } from '@greenlane/programme/bootstrap';
import { pino } from 'pino';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../../embedded/src/embedded.ts';
import { journey } from '../../embedded/test/journey.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
if (!hasBrowser && process.env['REQUIRE_BROWSER'] === '1')
  throw new Error(`REQUIRE_BROWSER=1, but there is no ${executablePath}; install Chromium or set CHROMIUM`);

describe.skipIf(!hasBrowser)(`the page in Chromium${hasBrowser ? '' : ` (skipped: no ${executablePath})`}`, () => {
  let directory: string;
  let embedded: Embedded;
  let browser: Browser;
  let keys: Readonly<Record<string, string>>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'greenlane-console-'));
    await chmod(directory, 0o755);
    embedded = await startEmbedded({
      port: 0,
      dataDirectory: directory,
      clock: systemClock,
      log: pino({ level: 'silent' }),
      bus: { kind: 'postgres' },
      onDead: () => {},
    });
    const context = embedded.platform.contextOf('programme');
    const first = await bootstrapAuthority(context.db, { name: 'Authority', ...context });
    ({ keys } = await journey({ urlOf: (path) => `${embedded.baseUrl}${path}`, authorityKey: first?.apiKey ?? '' }));
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await embedded?.stop();
    await rm(directory, { recursive: true, force: true });
  }, 60_000);

  async function signIn(
    organisation: string,
    width = 1280,
  ): Promise<{ readonly page: Page; readonly errors: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(`${embedded.baseUrl}/`);
    await page.getByLabel('Sign in with an API key').fill(keys[organisation] ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'views' }).waitFor();
    return { page, errors };
  }
  const views = (page: Page) => page.getByRole('navigation', { name: 'views' }).getByRole('button').allTextContents();

  test('each role signs in and sees its own views, without an error', async () => {
    const expected = {
      oceanbridge: ['Market', 'Port board'],
      'yancheng-solar': ['Market', 'Requests', 'Port board', 'Statements'],
      'yangtze-ports': ['Port board'],
      authority: ['Programme', 'Market', 'Port board', 'Statements'],
      verifier: ['Statements', 'Programme', 'Market', 'Port board'],
    };
    for (const [organisation, names] of Object.entries(expected)) {
      const { page, errors } = await signIn(organisation);
      expect([organisation, await views(page)]).toEqual([organisation, names]);
      for (const name of names) {
        await page.getByRole('button', { name, exact: true }).click();
        await page.locator('main section').first().waitFor();
      }
      expect([organisation, errors]).toEqual([organisation, []]);
      await page.close();
    }
  }, 120_000);

  test('a request can be followed: ranked offers, its sailing, the dwell, the statement', async () => {
    const { page } = await signIn('yancheng-solar');
    await page.getByRole('button', { name: 'Requests' }).click();
    await page.getByText('YC-1', { exact: true }).click();
    await page.getByText('MANILA MAERSK').first().waitFor();
    await page.getByRole('button', { name: 'Statements' }).click();
    await page
      .getByRole('button', { name: /^html / })
      .first()
      .waitFor();
    await page.close();
    const port = await signIn('yangtze-ports');
    await port.page.getByText('Green lane, mean (4)').waitFor();
    await port.page.close();
  }, 60_000);

  test('a wrong key is told so, and 中文 switches every word', async () => {
    const page = await browser.newPage();
    await page.goto(`${embedded.baseUrl}/`);
    await page.getByLabel('Sign in with an API key').fill('gl_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.close();
    const { page: chinese } = await signIn('authority');
    await chinese.getByRole('button', { name: '中文' }).click();
    expect(await views(chinese)).toEqual(['项目成效', '运力市场', '港口看板', '碳声明']);
    await chinese.close();
  }, 60_000);

  test('axe finds no serious violation, at desktop and phone width, and nothing runs off the phone', async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    for (const [organisation, width] of [
      ['authority', 1280],
      ['yancheng-solar', 390],
      ['yangtze-ports', 390],
    ] as const) {
      const { page } = await signIn(organisation, width);
      await page.locator('main section').first().waitFor();
      await page.evaluate(axe);
      const found = (await page.evaluate('axe.run()')) as { violations: { id: string; impact: string }[] };
      expect(
        found.violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id }) => `${organisation} ${id}`),
      ).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      await page.close();
    }
  }, 120_000);

  test('its scripts are under 200 KB compressed', async () => {
    let bytes = 0;
    for (const path of [
      'app.js',
      'views.js',
      'words.js',
      'lib/preact.js',
      'lib/hooks.js',
      'lib/htm.js',
      'lib/uplot.js',
    ]) {
      const response = await fetch(`${embedded.baseUrl}/console/${path}`);
      expect([path, response.status]).toEqual([path, 200]);
      bytes += gzipSync(Buffer.from(await response.arrayBuffer())).length;
    }
    expect(bytes).toBeLessThan(200 * 1_024);
  });
});
