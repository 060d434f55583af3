import type { PolicyRules } from '@greenlane/contracts/policy';
import { diagnose } from '@greenlane/diagnosis/diagnosis';
import { readShipmentCsv } from '@greenlane/diagnosis/shipment-table';
import { POLICY_RULES } from '@greenlane/testing/cargo';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { carbon } from '../src/service.ts';

const LIST = [
  '提单号,船名,起运港,目的港,开船日期,箱型箱量,总毛重(吨),前程运输方式,前程距离(公里),贸易术语,HS编码',
  'YC-1,MANILA MAERSK,上海,鹿特丹,2025年3月14日,2*40HQ,43.0,公路,310,CIF,8541.43',
  'YC-2,MANILA MAERSK,上海,汉堡,2025/4/2,1*40HQ,"21,500",,,FOB,8541.43',
  'YC-3,,宁波港,汉堡,2025/4/2,1*40HQ,21.5,公路,200,FOB,8541.43',
].join('\r\n');

const RULES: PolicyRules = {
  ...POLICY_RULES,
  eligibility: { hsPrefixes: ['854143'], markets: ['CHINA'] },
  routes: { eastWestDefault: 'SUEZ' },
  subsidy: {
    rate: { basis: 'TONNE', amount: '40.00', currencyCode: 'CNY' },
    capPerUnit: '2000.00',
    capTotal: '3200.00',
  },
};

let services: RunningServices;
let now = new Date('2026-11-26T08:00:00Z');

beforeAll(async () => {
  services = await startServices({
    services: [carbon],
    clock: { now: () => now },
    organisations: [
      { organisationId: 'solar', role: 'exporter', name: 'Yancheng Solar 盐城光伏', clusterCode: 'YANCHENG' },
      { organisationId: 'rival', role: 'exporter' },
      { organisationId: 'forwarder', role: 'logistics-provider', actsFor: ['solar'] },
      { organisationId: 'authority', role: 'authority' },
    ],
  });
  await services.bus.publish([
    {
      topic: 'programme',
      envelope: sampleEnvelope({
        type: 'org.greenlane.policy.published.v1',
        subject: 'P',
        data: {
          policyId: 'P',
          version: '7',
          status: 'in-force',
          basis: 'ASSUMED',
          effectiveFrom: '2025-04-01T00:00:00Z',
          evidence: [],
          rules: RULES,
        },
      }),
    },
  ]);
  await vi.waitFor(
    async () => expect(await services.database.query('select version from carbon.policy')).toEqual([{ version: '7' }]),
    { timeout: 30_000, interval: 50 },
  );
}, 60_000);
afterAll(async () => services?.stop());

const get = (path: string, as?: string, headers?: Record<string, string>) =>
  services.call({ method: 'GET', path, ...(as === undefined ? {} : { as }), ...(headers ? { headers } : {}) });
const post = (path: string, body: unknown, as?: string) =>
  services.call({ method: 'POST', path, body, ...(as === undefined ? {} : { as }) });

async function postCsv(bytes: Uint8Array<ArrayBuffer>, as: string, path = '/v1/carbon/diagnoses?fileName=2025.csv') {
  const answer = await fetch(`${services.baseUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', ...services.authorization(as) },
    body: bytes,
  });
  return { status: answer.status, location: answer.headers.get('location'), body: JSON.parse(await answer.text()) };
}

async function diagnosed(as = 'solar'): Promise<string> {
  const { body } = await postCsv(Buffer.from(LIST), as);
  return body.diagnosisId;
}

describe('POST /v1/carbon/diagnoses', () => {
  test('says of a CSV what the same code says offline, with the policy in force', async () => {
    const { status, location, body } = await postCsv(Buffer.from(LIST), 'solar');
    expect([status, location]).toEqual([201, `/v1/carbon/diagnoses/${body.diagnosisId}`]);
    const table = readShipmentCsv(Buffer.from(LIST));
    if (!table.ok) throw new Error('a table');
    const { readiness, ...offline } = diagnose({ table: table.value, asOf: '2026-11-26', eastWestDefault: 'SUEZ' });
    expect(body).toMatchObject(JSON.parse(JSON.stringify(offline)));
    expect(readiness.outcome).toBe('NO_POLICY');
    expect(body).toMatchObject({
      version: 1,
      cause: 'SUBMITTED',
      exporterId: 'solar',
      fileName: '2025.csv',
      readiness: { outcome: 'PARTLY_READY', policyVersion: '7', indicative: true, readyRows: 2, rowsBeforePolicy: 1 },
    });
  });

  test('takes JSON with one’s own column names, and says what it cannot read', async () => {
    const made = await post(
      '/v1/carbon/diagnoses',
      { shipments: [{ 起运港: '上海', Ziel: 'Rotterdam', Boxes: 2 }], columns: { Ziel: 'dischargePort' } },
      'solar',
    );
    expect(made.body.rows[0]).toMatchObject({ loadPort: 'CNSGH', dischargePort: 'NLRTM', units: 2, grade: 'DEFAULT' });
    const refused = await postCsv(Buffer.from('hello'), 'solar');
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'NO_HEADER_RECOGNISED']);
    const wrong = await post('/v1/carbon/diagnoses', { shipments: [], more: 1 }, 'solar');
    expect(wrong.status).toBe(400);
    const elsewhere = await postCsv(Buffer.from(LIST), 'solar', '/v1/carbon/statements');
    expect(elsewhere.status).toBe(415);
  });

  test('under an Idempotency-Key is made once, and another list under the same key is refused', async () => {
    const send = (text: string) =>
      fetch(`${services.baseUrl}/v1/carbon/diagnoses`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv', 'idempotency-key': 'once', ...services.authorization('solar') },
        body: text,
      });
    const first = await send(LIST);
    const again = await send(LIST);
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 201, 'true']);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect((await send(`${LIST} `)).status).toBe(422);
  });

  test('reads back as JSON, CSV and page; for its own organisation alone', async () => {
    const path = `/v1/carbon/diagnoses/${await diagnosed()}`;
    const json = await get(path, 'solar');
    const csv = await get(path, 'solar', { accept: 'text/csv' });
    const lines = parse(String(csv.body), { columns: true, bom: true }) as Record<string, string>[];
    expect(lines.map(({ reference, ready }) => [reference, ready])).toEqual([
      ['YC-1', 'yes'],
      ['YC-2', 'no'],
      ['YC-3', 'yes'],
    ]);
    expect(Number(lines[0]?.['nowWellToWakeKg']) * 1_000).toBe(json.body.rows[0].now.wellToWakeGrams);
    const page = await get(`${path}?format=html`, 'solar');
    expect([page.headers.get('content-type'), String(page.body).includes('物流数据诊断')]).toEqual([
      'text/html; charset=utf-8',
      true,
    ]);
    expect((await get(path, 'rival')).status).toBe(404);
    expect((await get(path, 'forwarder')).status).toBe(404);
    expect((await get(path, 'authority')).status).toBe(403);
    expect((await get('/v1/carbon/diagnoses', 'rival')).body).toEqual([]);
  });

  test('a provider diagnoses for an exporter that it acts for, and for no other', async () => {
    const path = '/v1/carbon/diagnoses?onBehalfOf=';
    const made = await postCsv(Buffer.from(LIST), 'forwarder', `${path}solar`);
    expect(made.body.exporterId).toBe('solar');
    expect((await get(made.location ?? '', 'solar')).status).toBe(200);
    expect((await postCsv(Buffer.from(LIST), 'forwarder', `${path}rival`)).status).toBe(422);
  });
});

describe('a link for evidence', () => {
  const FUEL = {
    suppliedBy: 'Li Wei, Ocean Bridge bunker desk',
    VOYAGE_FUEL: {
      fuels: [{ fuel: 'VLSFO', tonnes: '3900' }],
      transportWorkTeuKm: '391140000',
      referencePeriod: { start: '2025-03-14', end: '2025-04-20' },
      evidence: [{ type: 'BUNKER_DELIVERY_NOTE', reference: 'BDN 7', sha256: 'a'.repeat(64) }],
    },
  };
  const ask = async (diagnosisId: string, change: object = {}) =>
    post(
      `/v1/carbon/diagnoses/${diagnosisId}/evidence-requests`,
      { addressee: 'Ocean Bridge Line', asks: ['VOYAGE_FUEL'], rowNumbers: [2], ...change },
      'solar',
    );
  const pathOf = (url: string) => new URL(url).pathname;

  test('shows the addressee the asked shipments and nothing else, as JSON and as a form', async () => {
    const made = await ask(await diagnosed());
    expect(made.status).toBe(201);
    const shown = await get(pathOf(made.body.url));
    expect(shown.body).toEqual({
      exporter: 'Yancheng Solar 盐城光伏',
      addressee: 'Ocean Bridge Line',
      asks: ['VOYAGE_FUEL'],
      rows: [
        {
          rowNumber: 2,
          reference: 'YC-1',
          vesselName: 'MANILA MAERSK',
          vesselIMONumber: '9780469',
          loadPort: 'CNSGH',
          dischargePort: 'NLRTM',
          departureDate: '2025-03-14',
          units: 2,
          ISOEquipmentCode: '45G1',
        },
      ],
      expiresAt: '2026-12-26T08:00:00.000Z',
      answerSchema: expect.objectContaining({ type: 'object', required: ['suppliedBy', 'VOYAGE_FUEL'] }),
    });
    const page = await get(pathOf(made.body.url), undefined, { accept: 'text/html' });
    expect([page.status, page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual([
      200,
      'no-store',
      'no-referrer',
    ]);
    expect(page.body).toContain('data-ask="VOYAGE_FUEL"');
    expect(page.body).not.toContain('data-ask="CARGO_WEIGHT"');
    const stored = await services.database.query('select * from carbon.evidence_request');
    expect(JSON.stringify(stored)).not.toContain(made.body.url.split('/').at(-1));
  });

  test('takes exactly what is asked, once; the answer makes a new version and leaves the old as it was', async () => {
    const diagnosisId = await diagnosed();
    const path = `/v1/carbon/diagnoses/${diagnosisId}`;
    const before = (await get(path, 'solar')).body;
    const { body: request } = await ask(diagnosisId);
    const link = pathOf(request.url);
    const refused = [
      { ...FUEL, CARGO_WEIGHT: { rows: [], document: { reference: 'x' } } },
      { suppliedBy: 'Li Wei' },
      { ...FUEL, VOYAGE_FUEL: { ...FUEL.VOYAGE_FUEL, evidence: [] } },
      { ...FUEL, diagnosisId },
    ];
    for (const body of refused) expect((await post(link, body)).status).toBe(422);
    expect((await get(path, 'solar')).body).toEqual(before);

    expect((await post(link, FUEL)).status).toBe(201);
    const after = (await get(path, 'solar')).body;
    expect(after).toMatchObject({ version: 2, supersedesVersion: 1, cause: 'EVIDENCE_SUPPLIED' });
    expect(after.rows.map(({ grade }: { grade: string }) => grade)).toEqual(['PRIMARY', 'MODELLED', 'DEFAULT']);
    expect(after.rows[0].evidence).toEqual([
      {
        evidenceRequestId: request.evidenceRequestId,
        suppliedBy: 'Li Wei, Ocean Bridge bunker desk',
        suppliedAt: '2026-11-26T08:00:00.000Z',
      },
    ]);
    expect(after.rows.slice(1)).toEqual(before.rows.slice(1));
    expect((await get(`${path}?version=1`, 'solar')).body).toEqual(before);

    const again = await post(link, FUEL);
    expect([again.status, again.body.errors[0].code]).toEqual([410, 'ANSWERED']);
    expect((await get(`${path}/evidence-requests`, 'solar')).body).toMatchObject([
      { status: 'ANSWERED', answer: FUEL },
    ]);
    await expect(services.database.query('update carbon.diagnosis_version set version = 9')).rejects.toThrow(
      'never edited',
    );
    await expect(services.database.query(`update carbon.evidence_request set answer = '{}'`)).rejects.toThrow(
      'never edited',
    );
    await vi.waitFor(
      async () =>
        expect(
          await services.database.query(
            `select envelope ->> 'type' as type, envelope -> 'data' ->> 'cause' as cause
             from (select position, convert_from(bytes, 'utf8')::jsonb as envelope from event_log.log where topic = 'carbon') log
             where envelope ->> 'subject' = $1 order by position`,
            [diagnosisId],
          ),
        ).toEqual([
          { type: 'org.greenlane.diagnosis.changed.v1', cause: 'SUBMITTED' },
          { type: 'org.greenlane.diagnosis.changed.v1', cause: 'EVIDENCE_SUPPLIED' },
        ]),
      { timeout: 20_000, interval: 100 },
    );
  });

  test('that is answered by several at once makes one version each, the last with all answers', async () => {
    const diagnosisId = await diagnosed();
    const weight = (rowNumber: number) => ({
      suppliedBy: 'Packing',
      CARGO_WEIGHT: { rows: [{ rowNumber, cargoGrossWeightKgPerContainer: '20000' }], document: { reference: 'PL' } },
    });
    const links = await Promise.all(
      [2, 3, 4].map(async (row) => ({
        row,
        path: pathOf((await ask(diagnosisId, { asks: ['CARGO_WEIGHT'], rowNumbers: [row] })).body.url),
      })),
    );
    // Each link twice: only the first answer of each counts.
    const answers = await Promise.all([...links, ...links].map(({ row, path }) => post(path, weight(row))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 410, 410, 410]);
    const newest = (await get(`/v1/carbon/diagnoses/${diagnosisId}`, 'solar')).body;
    expect(newest.version).toBe(4);
    expect(newest.rows.map(({ chain }: { chain: { cargoMassKg: string } }) => chain.cargoMassKg)).toEqual([
      '20000',
      '20000',
      '20000',
    ]);
  });

  test('closes by withdrawal and by time, and opens to nobody else', async () => {
    const diagnosisId = await diagnosed();
    const withdrawn = (await ask(diagnosisId)).body;
    const close = `/v1/carbon/evidence-requests/${withdrawn.evidenceRequestId}/withdrawal`;
    expect((await post(close, undefined, 'rival')).status).toBe(404);
    expect((await post(close, undefined, 'solar')).body.status).toBe('WITHDRAWN');
    expect((await post(pathOf(withdrawn.url), FUEL)).body.errors[0].code).toBe('WITHDRAWN');
    const short = (await ask(diagnosisId, { expiresInDays: 1 })).body;
    now = new Date('2026-11-27T08:00:01Z');
    expect((await post(pathOf(short.url), FUEL)).body.errors[0].code).toBe('EXPIRED');
    const page = await get(pathOf(short.url), undefined, { accept: 'text/html' });
    expect([page.status, String(page.body).includes('该链接已过期')]).toEqual([410, true]);
    expect((await get(`/v1/carbon/evidence/${'x'.repeat(43)}`)).status).toBe(404);
    expect((await ask(diagnosisId, { rowNumbers: [2, 4] })).body.errors[0].code).toBe('SEVERAL_SHIPS');
    expect((await ask(diagnosisId, { rowNumbers: [99] })).body.errors[0].code).toBe('UNKNOWN_ROW');
  });
});
