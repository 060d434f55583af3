import { existsSync } from 'node:fs';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import { completeDocument, completeShipment } from '@greenlane/statement/recompute';
import type { Shipment, SignedStatement } from '@greenlane/statement/statement';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statementHtml } from '../src/statement-html.ts';
import { statementPdf } from '../src/statement-pdf.ts';
import { CHAIN, type Chain, chainWith, PRIMARY_BIO } from './chains.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
if (!hasBrowser && process.env['REQUIRE_BROWSER'] === '1')
  throw new Error(`REQUIRE_BROWSER=1, but there is no ${executablePath}; install Chromium or set CHROMIUM`);

function shipment(chain: Chain, units: number): Shipment {
  const complete = completeShipment({
    allocationId: 'a',
    footprintId: 'f',
    footprintKind: 'ACTUAL',
    requestReference: 'YC-PV-2026-118',
    carrier: 'Ocean Bridge Line',
    vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
    carrierServiceCode: 'NE1',
    carrierExportVoyageNumber: '054W',
    origin: 'YANCHENG',
    loadPort: 'CNSGH',
    dischargePort: 'NLRTM',
    departureDateTime: '2026-12-04T14:00:00+08:00',
    arrivalDateTime: '2027-01-05T04:00:00+01:00',
    extendedHSCode: '854143',
    commodityType: 'PV modules 光伏组件',
    consignee: 'Rotterdam Solar Import B.V.',
    incoterm: 'CIF',
    // As long as a named place may be.
    incotermNamedPlace:
      'APM Terminals Maasvlakte II, Europaweg 910, 3199 LC Maasvlakte, Rotterdam, The Netherlands 荷兰鹿特丹马斯夫',
    ISOEquipmentCode: chain.ISOEquipmentCode,
    units,
    equipmentReferences: Array.from({ length: units }, (_unused, index) => `MSKU${1_000_000 + index}`),
    policyVersion: '1',
    chain,
  });
  if (!complete.ok) throw new Error(JSON.stringify(complete.refusal));
  return complete.value;
}

const LEGS = [
  { mode: 'ROAD', distanceKm: '42' },
  { mode: 'INLAND_WATERWAY', distanceKm: '287' },
  { mode: 'RAIL', distanceKm: '812.5' },
  { mode: 'FEEDER', distanceKm: '640' },
] as const;

/** From a short one to more legs and containers than any page likes, with and without every kind of fuel text. */
const SHIPMENTS = [
  shipment({ ...CHAIN, preCarriage: [] }, 1),
  ...[1, 2, 3, 4].flatMap((legs) =>
    [CHAIN.sea.profile, PRIMARY_BIO].map((profile) =>
      shipment(chainWith(profile, { preCarriage: LEGS.slice(0, legs) }), 12 * legs),
    ),
  ),
  shipment({ ...CHAIN, preCarriage: [...LEGS] }, 180),
];
const statement = completeDocument(
  {
    statementId: '019a7b1e-4c1d-7a10-9f00-5b2d3c4e5f60',
    issuedAt: '2027-01-06T08:30:00.000Z',
    reporter: { organisationId: 'solar', name: 'Yancheng Solar Technology Co., Ltd. 盐城光伏科技有限公司' },
    indicative: true,
    supersedes: '019a7b1e-4c1d-7a10-9f00-000000000000',
    previousSha256: 'd'.repeat(64),
    engine: 'greenlane test',
  },
  SHIPMENTS,
);
const jwk = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'x',
  kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  alg: 'EdDSA',
  use: 'sig',
} as const;
const signed: SignedStatement = { statement, sha256: canonicalHash(statement), jws: 'unsigned', jwk };
const URL_OF_IT = 'https://greenlane.example/v1/carbon/statements/x/verification';

const pagesOf = (pdf: Uint8Array) =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length;

describe.skipIf(!hasBrowser)(`a printed statement${hasBrowser ? '' : ` (skipped: no ${executablePath})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
  }, 60_000);
  afterAll(async () => browser?.close());

  test('has one A4 page a shipment, nothing cut off, in its own Chinese font', async () => {
    const page = await browser.newPage();
    await page.setContent(await statementHtml(signed, URL_OF_IT));
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('document.fonts.ready');
    const sheets = await page.evaluate(
      `[...document.querySelectorAll('.sheet')].map((sheet) => sheet.scrollHeight <= sheet.clientHeight + 1 && [...sheet.querySelectorAll('td, dd, li')].every((cell) => cell.scrollWidth <= cell.clientWidth + 1 || getComputedStyle(cell).display === 'inline'))`,
    );
    expect(sheets).toEqual(SHIPMENTS.map(() => true));
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true }))).toBe(SHIPMENTS.length);
    expect(await page.evaluate(`document.fonts.check('12px "Statement Chinese"', '运输碳排放声明')`)).toBe(true);
    await page.close();
  }, 60_000);

  test('is the same number of pages as its PDF', async () => {
    expect(pagesOf(await statementPdf(signed, URL_OF_IT))).toBe(SHIPMENTS.length);
  }, 60_000);
});
