import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carbon } from '../src/service.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
if (!hasBrowser && process.env['REQUIRE_BROWSER'] === '1')
  throw new Error(`REQUIRE_BROWSER=1, but there is no ${executablePath}; install Chromium or set CHROMIUM`);

describe.skipIf(!hasBrowser)(
  `the evidence form in Chromium${hasBrowser ? '' : ` (skipped: no ${executablePath})`}`,
  () => {
    let services: RunningServices;
    let browser: Browser;

    beforeAll(async () => {
      services = await startServices({
        services: [carbon],
        organisations: [{ organisationId: 'solar', role: 'exporter', name: 'Yancheng Solar 盐城光伏' }],
      });
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await services?.stop();
    });

    test('a carrier answers it; the document stays in the browser, its fingerprint raises the row to PRIMARY', async () => {
      const post = (path: string, body: unknown) => services.call({ method: 'POST', path, as: 'solar', body });
      const made = await post('/v1/carbon/diagnoses', {
        shipments: [
          {
            提单号: 'YC-1',
            船名: 'MANILA MAERSK',
            起运港: '上海',
            目的港: '鹿特丹',
            开船日期: '2025-03-14',
            箱型箱量: '2*40HQ',
            '总毛重(吨)': '43.0',
          },
        ],
      });
      const path = `/v1/carbon/diagnoses/${made.body.diagnosisId}`;
      const request = await post(`${path}/evidence-requests`, {
        addressee: 'Ocean Bridge Line',
        asks: ['VOYAGE_FUEL', 'PRE_CARRIAGE'],
        rowNumbers: [1],
      });
      const page = await browser.newPage();
      await page.goto(request.body.url);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('suppliedBy').first().waitFor();

      await page.locator('[name="suppliedBy"]').fill('Li Wei, Ocean Bridge');
      const fuel = page.locator('[data-ask="VOYAGE_FUEL"]');
      await fuel.locator('[name="fuel"]').first().selectOption('VLSFO');
      await fuel.locator('[name="tonnes"]').first().fill('3900');
      await fuel.locator('[name="transportWorkTeuKm"]').fill('391140000');
      await fuel.locator('[name="start"]').fill('2025-03-14');
      await fuel.locator('[name="end"]').fill('2025-04-20');
      await fuel.locator('[name="reference"]').fill('BDN 7');
      await fuel.locator('input[type="file"]').setInputFiles({
        name: 'bdn.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('a bunker delivery note'),
      });
      const sha256 = createHash('sha256').update('a bunker delivery note').digest('hex');
      await expect.poll(() => fuel.locator('[name="sha256"]').inputValue(), { timeout: 15_000 }).toBe(sha256);
      const inland = page.locator('[data-ask="PRE_CARRIAGE"]');
      await inland.getByText('We cannot give this').click();
      await inland.locator('[name="notAvailable"]').fill('the exporter’s own trucks');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('您的答复').waitFor();

      const { body } = await services.call({ method: 'GET', path, as: 'solar' });
      expect([body.version, body.rows[0].grade, body.rows[0].chain.sea.profile.evidence]).toEqual([
        2,
        'PRIMARY',
        [{ type: 'BUNKER_DELIVERY_NOTE', reference: 'BDN 7', sha256 }],
      ]);
      await page.reload();
      await page.getByText('This request has been answered.').waitFor();
    });
  },
);
