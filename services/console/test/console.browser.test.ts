import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { systemClock } from '@greenlane/kernel/clock';
import { bootstrapAuthority } from '@greenlane/programme/bootstrap';
import { atGate, containerReference, inHours } from '@greenlane/testing/cargo';
import { pino } from 'pino';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Embedded, startEmbedded } from '../../embedded/src/embedded.ts';
import { client, journey, offerBody, RULES, requestBody } from '../../embedded/test/journey.ts';
import { WEB_FILES } from '../src/site.ts';

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

  const submit = async (reference: string): Promise<{ readonly requestId: string }> => {
    const response = await fetch(`${embedded.baseUrl}/v1/cargo-requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys['yancheng-solar']}`, 'content-type': 'application/json' },
      body: JSON.stringify(requestBody(reference, 1)),
    });
    expect(response.status).toBe(202);
    return (await response.json()) as { requestId: string };
  };

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
  /** Days of a year that follow one another, also over its end. */
  const isNext = (before: number, after: number) => after >= before || before - after > 180 * 86_400_000;
  const views = (page: Page) => page.getByRole('navigation', { name: 'views' }).getByRole('button').allTextContents();

  test('each role signs in and sees its own views, without an error', async () => {
    const expected = {
      oceanbridge: ['Market', 'Port board'],
      'yancheng-solar': [
        'Requests',
        'Outlook',
        'Work list',
        'Market',
        'Port board',
        'Statements',
        'Scope 3',
        'Data check',
      ],
      'yangtze-ports': ['Port board'],
      authority: ['Programme', 'Market', 'Outlook', 'Port board', 'Statements', 'Scope 3'],
      verifier: ['Statements', 'Scope 3', 'Programme', 'Market', 'Port board'],
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

  test('a request is followed live, from its submission to the statement, without a reload', async () => {
    const { page, errors } = await signIn('yancheng-solar');
    await page.getByRole('button', { name: 'Requests' }).click();
    const { requestId } = await submit('YC-LIVE');
    // It appears, and is placed, by the event stream alone.
    await page.getByRole('row', { name: /YC-LIVE/ }).click({ timeout: 45_000 });
    expect(page.url()).toContain(`#/requests/${requestId}`);
    await page.getByRole('heading', { name: 'YC-LIVE: progress' }).waitFor();
    await page.getByRole('heading', { name: /Why other sailings were refused/ }).waitFor();
    await page.getByRole('row', { name: /YC-1\b/ }).press('Enter');
    await page.getByText('MANILA MAERSK').first().waitFor();
    await page.getByText('Why this sailing').first().click();
    await page.getByText(/^When the (request came in|exporter chose), \d+ containers? .* placed on /).waitFor();
    await page.getByRole('button', { name: 'Statements' }).click();
    // As it prints, in a frame that may run nothing.
    await page.frameLocator('iframe.paper').locator('body').getByText('ISO 14083').first().waitFor();
    expect(errors).toEqual([]);
    await page.close();
  }, 120_000);

  test('an exporter has past shipments checked, asks a carrier by a link, and sees the year summed', async () => {
    const { page, errors } = await signIn('yancheng-solar');
    await page.getByRole('button', { name: 'Data check' }).click();
    const lines = [
      '提单号,船名,起运港,目的港,开船日期,箱型箱量,总毛重(吨),贸易术语',
      'YC-1,MANILA MAERSK,上海,鹿特丹,2025年3月14日,2*40HQ,43.0,CIF',
      'YC-2,,宁波港,汉堡,2025/4/2,1*40HQ,"21,500",FOB',
    ];
    const file = { name: 'past.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n'), 'utf8') };
    await page.getByLabel(/^Any CSV/).setInputFiles(file);
    await page.getByRole('heading', { name: /^past\.csv: / }).waitFor();
    await page.getByRole('region', { name: 'Row by row' }).getByText('MANILA MAERSK').waitFor();
    // One row is no “rows 3”.
    await page
      .getByText(/^row \d+$/)
      .first()
      .waitFor();
    expect(await page.getByText(/^rows \d+$/).count()).toBe(0);
    await page.getByLabel('Who is asked').fill('Ocean Bridge Line');
    await page.getByRole('textbox', { name: 'rows' }).fill('2');
    await page.getByLabel('Fuel and transport work of the voyage').check();
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = await page.getByLabel(/^Link for Ocean Bridge Line/).inputValue();
    // As its addressee opens it: all that it asks for is there.
    const supplier = await browser.newPage();
    const missing: string[] = [];
    supplier.on('response', (response) => void (response.ok() || missing.push(response.url())));
    await supplier.goto(link, { waitUntil: 'networkidle' });
    await supplier.getByText('MANILA MAERSK').first().waitFor();
    expect(missing).toEqual([]);
    await supplier.close();
    await page.getByRole('button', { name: 'Withdraw Ocean Bridge Line' }).click();
    await page.getByRole('region', { name: 'Ask for evidence' }).getByText('withdrawn').waitFor();
    expect((await fetch(link)).status).toBe(410);
    await page.getByRole('button', { name: 'Scope 3' }).click();
    // A shipment is of the year in which its ship departs, in the time of its port.
    const call = client({ urlOf: (path) => `${embedded.baseUrl}${path}` });
    const exporter = { key: keys['yancheng-solar'] ?? '' };
    const { body: statements } = await call('GET', '/v1/carbon/statements', exporter);
    const signed = (await call('GET', `/v1/carbon/statements/${statements[0].statementId}`, exporter)).body;
    const [{ departureDateTime }] = signed.statement.shipments;
    expect(Math.abs(Date.parse(departureDateTime) - Date.parse(inHours(420)))).toBeLessThan(600_000);
    await page.getByLabel('Year').selectOption(departureDateTime.slice(0, 4));
    await page.getByText('reconciled to the statements').waitFor();
    await page.getByRole('region', { name: 'Shipments, each from its statement' }).getByText('YC-1').waitFor();
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  test('a port operator sees the dwell of both lanes and acknowledges a pass on the board', async () => {
    const { page } = await signIn('yangtze-ports');
    await page.getByText('Green lane, mean (4)').waitFor();
    const acknowledge = page.getByRole('button', { name: /^Acknowledge / });
    // Passes come by an answer of their own, after the dwell.
    await acknowledge.first().waitFor();
    const before = await acknowledge.count();
    await acknowledge.first().click();
    await vi.waitFor(async () => expect(await acknowledge.count()).toBe(before - 1), { timeout: 15_000 });
    await page.close();
  }, 60_000);

  test('the clock of a box in the port stands still while a pause does, as its alerts count it', async () => {
    const call = client({ urlOf: (path) => `${embedded.baseUrl}${path}` });
    const allocations = await call('GET', '/v1/allocations?status=confirmed', { key: keys['yancheng-solar'] ?? '' });
    const { allocationId, units } = allocations.body.find(
      ({ requestReference }: { requestReference: string }) => requestReference === 'YC-2',
    );
    const equipmentReferences = Array.from({ length: units }, (_, at) => containerReference('GRNU', 2_000 + at));
    const [equipmentReference] = equipmentReferences;
    const assigned = { allocationId, equipmentReferences };
    await call('POST', '/v1/port-channel/containers', { key: keys['yancheng-solar'] ?? '', body: assigned });
    const event = (equipmentEventTypeCode: string, hours: number) => ({
      eventID: `${equipmentReference}-${equipmentEventTypeCode}`,
      eventType: 'EQUIPMENT',
      eventCreatedDateTime: inHours(hours),
      eventClassifierCode: 'ACT',
      eventDateTime: atGate(hours),
      equipmentEventTypeCode,
      equipmentReference,
      emptyIndicatorCode: 'LADEN',
      eventLocation: { UNLocationCode: 'CNSGH' },
    });
    // Inspected by customs and released: nine hours that are no dwell.
    const body = [event('GTIN', -30), event('CUSS', -20), event('CUSI', -19), event('CUSR', -10)];
    const { results } = (
      await call('POST', '/v1/port-channel/equipment-events', { key: keys['yangtze-ports'] ?? '', body })
    ).body;
    expect(results.map(({ result }: { result: string }) => result)).toEqual(body.map(() => 'accepted'));
    const { page } = await signIn('yangtze-ports');
    const clock = page.getByRole('listitem').filter({ hasText: `${equipmentReference} · CNSGH` });
    await clock.getByText(/paused 9 h 00 min/).waitFor();
    // In the first half of a minute the gate's stamp is less than thirty hours old.
    await clock.getByText(/^(20 h 59|21 h 0\d) min$/).waitFor();
    await page.close();
  }, 60_000);

  test('a carrier of many sailings sees the next ones first, how many there are, and each name of a port apart', async () => {
    const bodies = Array.from({ length: 12 }, (_, at) => {
      const body = offerBody(`FLEET-${at}`);
      const later = (time: unknown) => new Date(Date.parse(String(time)) + (20 - at) * 86_400_000).toISOString();
      const portCalls = (body['portCalls'] as Record<string, unknown>[]).map(
        ({ cutOffs: _none, arrivalDateTime, departureDateTime, ...call }) => ({
          ...call,
          ...(arrivalDateTime === undefined ? {} : { arrivalDateTime: later(arrivalDateTime) }),
          ...(departureDateTime === undefined ? {} : { departureDateTime: later(departureDateTime) }),
        }),
      );
      return { ...body, portCalls };
    });
    const published = await fetch(`${embedded.baseUrl}/v1/vessel-offers/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys['oceanbridge']}`, 'content-type': 'application/x-ndjson' },
      body: bodies.map((body) => JSON.stringify(body)).join('\n'),
    });
    expect(await published.text()).not.toContain('"errors"');
    const { page, errors } = await signIn('oceanbridge');
    const sailings = page.locator('section', { has: page.getByRole('heading', { name: /^Sailings/ }) });
    await sailings.getByText(/^10 \/ 1\d$/).waitFor();
    const departures = await sailings.locator('tbody td:nth-child(2)').allTextContents();
    expect(departures).toHaveLength(10);
    expect(
      departures
        .map((day) => Date.parse(`${day} 2000`))
        .every((at, row, all) => row === 0 || isNext(all[row - 1]!, at)),
    ).toBe(true);
    const overlapping = await page.locator('svg.map text').evaluateAll((labels) => {
      const boxes = labels.map((label) => label.getBoundingClientRect());
      return boxes.flatMap((a, at) =>
        boxes.slice(at + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
      ).length;
    });
    expect([overlapping, errors]).toEqual([0, []]);
    await page.close();
  }, 60_000);

  test('back, and a link that was sent, lead to what was looked at', async () => {
    const { page } = await signIn('authority');
    await page.getByRole('button', { name: 'Market' }).click();
    await page.getByRole('heading', { name: 'Lanes in use' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'How each figure is made' }).waitFor();
    await page.goto(`${embedded.baseUrl}/#/ports`);
    await page.getByRole('heading', { name: 'Alerts' }).waitFor();
    await page.close();
  }, 60_000);

  test('the authority has the whole market planned, and reads it in both languages', async () => {
    const { page, errors } = await signIn('authority');
    await page.getByRole('button', { name: 'Outlook' }).click();
    await page.getByRole('button', { name: 'Plan, as a dry run' }).click();
    await page.getByText(/^The plan places \d+ TEU, \d+ of them for priority units/).waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText(/^本方案安排 \d+ TEU，其中优先保障单位 \d+ TEU/).waitFor();
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  test('of policies that were put in force the page marks the one that holds, and those to come', async () => {
    const call = client({ urlOf: (path) => `${embedded.baseUrl}${path}` });
    const draft = { policyId: 'journey', basis: 'ASSUMED', evidence: [], rules: RULES };
    const { keyId } = (
      await call('GET', '/v1/programme/organisations/authority/api-keys', { key: keys['authority'] ?? '' })
    ).body.find(({ label }: { label: string }) => label === 'second person');
    await call('DELETE', `/v1/programme/organisations/authority/api-keys/${keyId}`, { key: keys['authority'] ?? '' });
    const issued = await call('POST', '/v1/programme/organisations/authority/api-keys', {
      key: keys['authority'] ?? '',
      body: { label: 'another person' },
    });
    for (const [version, hours] of [
      ['now-holds', -0.5],
      ['to-come', 48],
    ] as const) {
      const body = { ...draft, version, effectiveFrom: inHours(hours) };
      expect((await call('POST', '/v1/programme/policies', { key: keys['authority'] ?? '', body })).status).toBe(201);
      const path = `/v1/programme/policies/journey/versions/${version}/approval`;
      // Every service learns of a new key by an event.
      await vi.waitFor(
        async () => expect((await call('POST', path, { key: issued.body.apiKey })).status).toBe(200),
        20_000,
      );
    }
    const { page, errors } = await signIn('authority');
    const states = page.getByRole('region', { name: 'Policies' }).locator('tbody td:first-child');
    await vi.waitFor(
      async () =>
        expect(await states.allTextContents()).toEqual(['to-come to come', 'now-holds in force', '1 replaced']),
      15_000,
    );
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  test('corrected evidence shows: in the progress of its request, and in the statement that takes the place of another', async () => {
    const call = client({ urlOf: (path) => `${embedded.baseUrl}${path}` });
    const exporter = { key: keys['yancheng-solar'] ?? '' };
    const { body: statements } = await call('GET', '/v1/carbon/statements', exporter);
    const [{ statementId, allocationIds }] = statements;
    const { offerId, units, perContainer } = (await call('GET', `/v1/allocations/${allocationIds[0]}`, exporter)).body;
    const emissionProfile = {
      dataQuality: 'PRIMARY',
      fuels: [{ fuel: 'VLSFO', tonnes: '2100' }],
      referencePeriod: { start: inHours(-2_400).slice(0, 10), end: inHours(-240).slice(0, 10) },
      transportWorkTeuKm: '331200000',
      evidence: [{ type: 'VOYAGE_REPORT', reference: 'VR-1', sha256: 'c'.repeat(64) }],
    };
    const sent = await call('POST', '/v1/carbon/voyage-data', {
      key: keys['oceanbridge'] ?? '',
      body: { offerId, emissionProfile },
    });
    expect([sent.status, sent.body.errors]).toEqual([202, undefined]);
    const actual = await vi.waitFor(async () => {
      const { body } = await call('GET', `/v1/carbon/footprints/${allocationIds[0]}`, exporter);
      expect(body.perContainer.wellToWakeGrams).not.toBe(perContainer.wellToWakeGrams);
      return body.perContainer.wellToWakeGrams;
    }, 15_000);
    const body = { allocationIds, supersedes: statementId };
    expect((await call('POST', '/v1/carbon/statements', { ...exporter, body })).status).toBe(201);
    const { page, errors } = await signIn('yancheng-solar');
    await page.getByRole('row', { name: /YC-1\b/ }).click();
    const kilograms = new Intl.NumberFormat('en', { maximumFractionDigits: 0 }).format((units * actual) / 1_000);
    await page.getByText(`${kilograms} kg CO2e, footprint: actual`).waitFor();
    await page.getByRole('button', { name: 'Statements' }).click();
    const rows = page.getByRole('region', { name: 'Statements' }).locator('tbody tr');
    await vi.waitFor(
      async () =>
        expect((await rows.allTextContents()).map((text) => text.includes('superseded'))).toEqual([false, true]),
      15_000,
    );
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  test('a wrong key is told so, and 中文 switches every word', async () => {
    const page = await browser.newPage();
    await page.goto(`${embedded.baseUrl}/`);
    await page.getByLabel('Sign in with an API key').fill('gl_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('This key or token is not known').waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByLabel('使用 API 密钥登录').fill('gl_wrong');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('alert').getByText('密钥或令牌无效，或已失效。').waitFor();
    await page.close();
    const { page: chinese } = await signIn('authority');
    await chinese.getByRole('button', { name: '中文' }).click();
    expect(await views(chinese)).toEqual(['项目成效', '运力市场', '运力展望', '港口看板', '碳声明', '范围三']);
    await chinese.close();
    // Explanations too, and what is on the page already is worded anew.
    const { page: exporter } = await signIn('yancheng-solar');
    await exporter.getByRole('row', { name: /YC-1\b/ }).click();
    await exporter.getByText(/^\d+ % of each low-emission sailing is kept/).waitFor();
    await exporter.getByRole('button', { name: '中文' }).click();
    await exporter.getByText(/^按现行政策，每个低排放航次/).waitFor();
    // A refusal as well: a list with nothing in it.
    await exporter.getByRole('button', { name: '数据诊断' }).click();
    const empty = {
      name: 'empty.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('提单号,船名,起运港,目的港\n', 'utf8'),
    };
    await exporter.getByLabel(/^任意 CSV/).setInputFiles(empty);
    await exporter.getByText('只有表头，没有出运记录').waitFor();
    await exporter.close();
  }, 60_000);

  test('the outcomes fit a desktop: no figure of a cluster or port has to be scrolled to', async () => {
    const { page } = await signIn('authority');
    await page.getByRole('heading', { name: 'Ports', exact: true }).waitFor();
    const hidden = await page
      .locator('.scroll')
      .evaluateAll((tables) => tables.filter((table) => table.scrollWidth > table.clientWidth).length);
    expect(hidden).toBe(0);
    await page.close();
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

  test('the reference of the API shows each operation and asks nobody else', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const asked: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(`${embedded.baseUrl}/docs#tag/matching/GET/v1/rankings/{requestId}`);
    await page
      .getByRole('heading', { name: /The book as it is now for a request/ })
      .first()
      .waitFor();
    await page.getByText('Accept-Language').first().waitFor();
    expect(errors).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(embedded.baseUrl) && !/^(data|blob):/.test(url))).toEqual([]);
    await page.close();
  }, 60_000);

  test('its scripts are under 200 KB compressed', async () => {
    let bytes = 0;
    const libraries = ['lib/preact.js', 'lib/hooks.js', 'lib/htm.js', 'lib/uplot.js', 'lib/oauth4webapi.js'];
    for (const path of [...WEB_FILES.filter((name) => name.endsWith('.js')), ...libraries]) {
      const response = await fetch(`${embedded.baseUrl}/console/${path}`);
      expect([path, response.status]).toEqual([path, 200]);
      bytes += gzipSync(Buffer.from(await response.arrayBuffer())).length;
    }
    expect(bytes).toBeLessThan(200 * 1_024);
  });
});
