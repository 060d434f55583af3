import { readFileSync } from 'node:fs';
import { computeDoorToPort } from '@greenlane/emissions/door-to-port';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Diagnosis, diagnose } from '../src/diagnosis.ts';
import { diagnosisCsv } from '../src/diagnosis-csv.ts';
import { diagnosisHtml } from '../src/diagnosis-html.ts';
import type { ReadinessPolicy } from '../src/readiness.ts';
import { readShipmentCsv, type ShipmentTable, tableOfObjects } from '../src/shipment-table.ts';
import { answerSchemaOf, type SuppliedEvidence } from '../src/supplied-evidence.ts';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
function tableOf(bytes: Uint8Array): ShipmentTable {
  const table = readShipmentCsv(bytes);
  if (!table.ok) throw new Error(JSON.stringify(table.refusal));
  return table.value;
}
const of = (name: string, change: Partial<Parameters<typeof diagnose>[0]> = {}): Diagnosis =>
  diagnose({ table: tableOf(fixture(name)), asOf: '2026-11-26', ...change });
const codes = (diagnosis: Diagnosis) =>
  Object.fromEntries(
    diagnosis.rows.map((row) => [
      row.rowNumber,
      row.findings.filter(({ severity }) => severity !== 'ASSUMED').map(({ code }) => code),
    ]),
  );

const POLICY: ReadinessPolicy = {
  version: '7',
  basis: 'ASSUMED',
  effectiveFrom: '2025-04-01T00:00:00+08:00',
  eligibility: { hsPrefixes: ['854143'], markets: ['CHINA'] },
  subsidyBasis: 'TONNE',
};

describe('a Chinese ledger with titles, units in headers, full-width digits and a total line', () => {
  const diagnosis = of('exporter-zh.csv');

  test('is read by its own headers', () => {
    expect(diagnosis.source).toEqual({
      encoding: 'utf-8',
      delimiter: ',',
      preamble: ['盐城某光伏公司 2025 年出口物流台账', '制表：物流部'],
      blankRows: 1,
    });
    expect(diagnosis.columns).toEqual({
      understood: [
        { header: '提单号', field: 'shipmentReference' },
        { header: '船名航次', field: 'vesselName' },
        { header: '起运港', field: 'loadPort' },
        { header: '目的港', field: 'dischargePort' },
        { header: '开船日期', field: 'departureDate' },
        { header: '箱型箱量', field: 'ISOEquipmentCode' },
        { header: '总毛重(吨)', field: 'cargoWeightTotal', unit: 't' },
        { header: '前程运输方式', field: 'preCarriageMode' },
        { header: '前程距离(公里)', field: 'preCarriageDistance', unit: 'km' },
        { header: '贸易术语', field: 'incoterm' },
        { header: 'HS编码', field: 'extendedHSCode' },
      ],
      ignored: ['备注'],
    });
  });

  test('names what is missing or implausible in each row, by the file’s own column', () => {
    expect(codes(diagnosis)).toEqual({
      4: ['FUEL_MISSING'],
      5: ['WEIGHT_IMPLAUSIBLE', 'VESSEL_MISSING', 'FUEL_MISSING'],
      6: ['DISCHARGE_PORT_AMBIGUOUS', 'HS_CODE_MISSING'],
      7: ['VESSEL_NOT_IN_EU_MRV', 'FUEL_MISSING'],
      8: ['DUPLICATE_ROW', 'FUEL_MISSING'],
      9: ['DUPLICATE_ROW', 'FUEL_MISSING'],
      10: [
        'EQUIPMENT_MISSING',
        'UNITS_MISSING',
        'DEPARTURE_MISSING',
        'WEIGHT_MISSING',
        'PRE_CARRIAGE_MISSING',
        'VESSEL_MISSING',
        'INCOTERM_MISSING',
        'HS_CODE_MISSING',
        'FUEL_MISSING',
      ],
      12: ['TOTAL_LINE'],
    });
    expect(diagnosis.rows[1]?.findings[0]).toEqual({
      code: 'WEIGHT_IMPLAUSIBLE',
      severity: 'IMPLAUSIBLE',
      column: '总毛重(吨)',
      field: 'cargoWeightTotal',
      value: '21,500',
      message: 'The cargo weight of one container cannot be right; 10 t per TEU is assumed. (21500000 kg)',
      messageZh: '每箱货重不合理；按每标箱 10 吨计算。 (21500000 kg)',
      allowed: '500 to 33,000 kg of cargo in one container, tare excluded',
      allowedZh: '每箱货重 500 至 33,000 千克，不含箱体自重',
    });
  });

  test('grades each row and computes it by the code of ranking and statement', () => {
    expect(
      diagnosis.rows.map(({ rowNumber, grade, units, loadPort, dischargePort, scope3Category }) => [
        rowNumber,
        grade,
        units,
        loadPort,
        dischargePort,
        scope3Category,
      ]),
    ).toEqual([
      [4, 'MODELLED', 2, 'CNSGH', 'NLRTM', 4],
      [5, 'DEFAULT', 1, 'CNNBO', 'DEHAM', 9],
      [6, null, 3, 'CNYSA', undefined, 4],
      [7, 'DEFAULT', 2, 'CNSGH', 'DEHAM', 4],
      [8, 'MODELLED', 4, 'CNDFG', 'BEANR', 4],
      [9, 'MODELLED', 4, 'CNDFG', 'BEANR', 4],
      [10, 'DEFAULT', 1, 'CNSGH', 'NLRTM', null],
      [12, null, 0, undefined, undefined, null],
    ]);
    for (const row of diagnosis.rows) {
      if (row.chain === null) continue;
      const again = computeDoorToPort(row.chain);
      expect(again.ok && again.value.wellToWakeGrams * row.units).toBe(row.now?.wellToWakeGrams);
      expect(again.ok && again.value.seaDataQuality).toBe(row.grade);
    }
    expect(diagnosis.rows[3]?.chain).toMatchObject({
      cargoMassKg: '21500',
      preCarriage: [{ mode: 'INLAND_WATERWAY', distanceKm: '320' }],
    });
    expect(diagnosis.totals).toMatchObject({
      rows: 8,
      computedRows: 6,
      containers: 14,
      grades: { PRIMARY: 0, MODELLED: 3, DEFAULT: 3, NONE: 2 },
      primaryDataSharePercent: '0',
    });
  });

  test('in GBK says the same', () => {
    const gbk = of('exporter-zh-gbk.csv');
    expect(gbk.source.encoding).toBe('gb18030');
    expect({ ...gbk, source: null }).toEqual({ ...diagnosis, source: null });
  });

  test('is judged for the policy in force, indicatively, row by row', () => {
    const { readiness } = of('exporter-zh.csv', { policy: POLICY, isPriorityUnit: true });
    expect(readiness).toMatchObject({
      outcome: 'PARTLY_READY',
      policyVersion: '7',
      indicative: true,
      isPriorityUnit: true,
      readyRows: 2,
      rowsBeforePolicy: 1,
      notice: expect.stringContaining('nothing here promises'),
    });
    expect(readiness.blockers.map(({ code, rowNumbers }) => [code, rowNumbers])).toEqual([
      ['NOT_COMPUTED', [6]],
      ['CHAIN_INCOMPLETE', [10]],
      ['GOODS_UNKNOWN', [10]],
      ['GOODS_NOT_COVERED', [8, 9]],
      ['MASS_NOT_EVIDENCED', [5, 10]],
      ['DUPLICATE', [8, 9]],
    ]);
    expect(diagnosis.readiness.outcome).toBe('NO_POLICY');
  });

  test('asks what an auditor would ask, once each, with the rows', () => {
    expect(diagnosis.questions.find(({ codes: [code] }) => code === 'DUPLICATE_ROW')).toEqual({
      question: 'Are the repeated rows separate shipments, or the same one twice?',
      questionZh: '重复的行是不同的货物，还是同一批被记了两次？',
      codes: ['DUPLICATE_ROW'],
      rowNumbers: [8, 9],
    });
  });
});

describe('a forwarder’s list with semicolons and decimal commas', () => {
  const diagnosis = of('forwarder-semicolon.csv');

  test('reads 43.000,0 as forty-three tonnes, and the route from the stated distance', () => {
    expect(diagnosis.source.delimiter).toBe(';');
    expect(diagnosis.rows.map(({ chain }) => chain && [chain.cargoMassKg, chain.sea.route])).toEqual([
      ['21500', 'CAPE'],
      ['21500.5', 'SUEZ'],
      ['25000', 'CAPE'],
      ['20000', 'DIRECT'],
      ['1200', 'CAPE'],
    ]);
  });

  test('finds a wrong check digit, an impossible distance, a blend in one cell, a load factor of 1.2 %', () => {
    const found = codes(diagnosis);
    expect(found[3]).toContain('IMO_NUMBER_INVALID');
    expect(found[4]).toContain('DISTANCE_IMPLAUSIBLE');
    expect(found[5]).toEqual(
      expect.arrayContaining([
        'FUEL_UNREADABLE',
        'LOAD_FACTOR_IMPLAUSIBLE',
        'HS_CODE_UNREADABLE',
        'VESSEL_NOT_IN_EU_MRV',
      ]),
    );
  });

  test('says what a documented fuel estimate would change', () => {
    expect(diagnosis.rows[0]).toMatchObject({ grade: 'MODELLED', better: { grade: 'PRIMARY', basis: 'ROW_ESTIMATE' } });
    expect(diagnosis.rows[2]).toMatchObject({ grade: 'DEFAULT', better: { grade: 'MODELLED', basis: 'FLEET_BAND' } });
  });
});

describe('evidence', () => {
  const diagnosis = of('carrier-fuel.csv');

  test('makes a row PRIMARY with a document; without it the same figure is what confirmation would give', () => {
    const [first, second, third] = diagnosis.rows;
    expect([first?.grade, first?.better, first?.primaryActivityTkm]).toEqual(['PRIMARY', null, '1108453.484']);
    expect([second?.grade, second?.better?.basis]).toEqual(['MODELLED', 'ROW_ESTIMATE']);
    expect(second?.better?.lowGrams).toBe((first?.now?.wellToWakeGrams ?? 0) * 2);
    expect([third?.grade, third?.findings.map(({ code }) => code)]).toEqual(['MODELLED', ['PRIMARY_REFUSED']]);
  });

  const supplied = (answer: unknown, rowNumbers: readonly number[] = [3]): SuppliedEvidence => ({
    evidenceRequestId: 'request-1',
    suppliedAt: '2026-11-26T08:00:00.000Z',
    rowNumbers,
    answer: answer as SuppliedEvidence['answer'],
  });
  const FUEL = {
    suppliedBy: 'Ocean Bridge, bunker desk',
    VOYAGE_FUEL: {
      fuels: [{ fuel: 'VLSFO', tonnes: '3900' }],
      transportWorkTeuKm: '391140000',
      referencePeriod: { start: '2025-04-14', end: '2025-05-21' },
      evidence: [{ type: 'BUNKER_DELIVERY_NOTE', reference: 'BDN 7', sha256: 'a'.repeat(64) }],
    },
  } as const;

  test('that a carrier supplied raises its rows alone, and what it asked for is settled', () => {
    const after = of('carrier-fuel.csv', { evidence: [supplied(FUEL)] });
    expect(after.rows.map(({ grade }) => grade)).toEqual(['PRIMARY', 'PRIMARY', 'MODELLED']);
    expect(after.rows[1]?.findings).toEqual([]);
    expect(after.rows[1]?.evidence).toEqual([
      {
        evidenceRequestId: 'request-1',
        suppliedBy: 'Ocean Bridge, bunker desk',
        suppliedAt: '2026-11-26T08:00:00.000Z',
      },
    ]);
    expect([after.rows[0], after.rows[2]]).toEqual([diagnosis.rows[0], diagnosis.rows[2]]);
  });

  test('that does not exist is recorded and changes no figure', () => {
    const after = of('carrier-fuel.csv', {
      evidence: [supplied({ suppliedBy: 'Ocean Bridge', VOYAGE_FUEL: { notAvailable: 'voyage sub-chartered' } })],
    });
    expect(after.rows[1]?.now).toEqual(diagnosis.rows[1]?.now);
    expect(after.rows[1]?.findings.map(({ code }) => code)).toEqual(['NOT_AVAILABLE', 'EVIDENCE_MISSING']);
  });

  test('is accepted only as asked: nothing missing, nothing more, no other row', () => {
    const schema = answerSchemaOf({ asks: ['VOYAGE_FUEL'], rowNumbers: [3] });
    expect(schema.safeParse(FUEL).success).toBe(true);
    const weights = answerSchemaOf({ asks: ['CARGO_WEIGHT'], rowNumbers: [3, 4] });
    const weight = (rowNumbers: readonly number[]) => ({
      suppliedBy: 'Packing',
      CARGO_WEIGHT: {
        rows: rowNumbers.map((rowNumber) => ({ rowNumber, cargoGrossWeightKgPerContainer: '21000' })),
        document: { reference: 'PL-1' },
      },
    });
    expect(weights.safeParse(weight([4, 3])).success).toBe(true);
    const refused: readonly (readonly [{ safeParse(value: unknown): { success: boolean } }, unknown])[] = [
      [schema, { suppliedBy: 'Ocean Bridge' }],
      [schema, { ...FUEL, VESSEL: { vesselIMONumber: '9780469' } }],
      [schema, { ...FUEL, VOYAGE_FUEL: { ...FUEL.VOYAGE_FUEL, evidence: [{ type: 'OTHER', reference: 'no hash' }] } }],
      [weights, weight([3])],
      [weights, weight([3, 4, 5])],
      [weights, weight([3, 3])],
      [weights, { ...weight([3, 4]), VOYAGE_FUEL: FUEL.VOYAGE_FUEL }],
    ];
    expect(refused.map(([asked, value]) => asked.safeParse(value).success)).toEqual(refused.map(() => false));
  });
});

describe('every row', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      '上海',
      'Rotterdam',
      'CNSHA',
      'DEHAM',
      '40HQ',
      '2*20GP',
      '24,500',
      '1.234,5',
      '12.5 t',
      '2025-03-14',
      '03/04/2025',
      'MANILA MAERSK',
      '9780469',
      'CIF',
      '854143',
      '合计',
      'n/a',
      '=1+1',
      '0.7',
      '-5',
      '1e9',
    ),
    fc.string({ maxLength: 12 }),
  );
  const HEADERS = [
    'Ref',
    '船名',
    'POL',
    'POD',
    'ETD',
    'Container type',
    'Qty',
    'TEU',
    'Gross weight',
    'Distance',
    'Inland mode',
    'Inland distance',
    'Fuel',
    'Fuel consumed (t)',
    'Capacity TEU',
    'Load factor',
    'Incoterm',
    'HS code',
  ];
  const objects = fc.array(fc.tuple(...HEADERS.map(() => cell)), { minLength: 1, maxLength: 12 });
  const table = (rows: readonly (readonly string[])[]): ShipmentTable => {
    const made = tableOfObjects(
      rows.map((cells) => Object.fromEntries(HEADERS.map((header, index) => [header, cells[index] ?? '']))),
    );
    if (!made.ok) throw new Error(JSON.stringify(made.refusal));
    return made.value;
  };

  test('is in the answer whatever it holds, computed or with the reason why not', () => {
    fc.assert(
      fc.property(objects, (rows) => {
        const diagnosis = diagnose({ table: table(rows), asOf: '2026-11-26', policy: POLICY });
        expect(diagnosis.rows.map(({ rowNumber }) => rowNumber)).toEqual(rows.map((_row, index) => index + 1));
        for (const row of diagnosis.rows) if (row.now === null) expect(row.findings).not.toEqual([]);
        const { grades, now } = diagnosis.totals;
        expect(grades.PRIMARY + grades.MODELLED + grades.DEFAULT + grades.NONE).toBe(rows.length);
        expect(now.wellToWakeGrams).toBe(now.wellToTankGrams + now.tankToWakeGrams);
        expect(diagnosisHtml(diagnosis, 'x.csv')).not.toContain('undefined');
      }),
      { numRuns: 300 },
    );
  });

  test('counts alike in whichever order the rows stand', () => {
    fc.assert(
      fc.property(
        objects.chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
        ),
        ([rows, shuffled]) => {
          const of = (list: readonly (readonly string[])[]) => {
            const { totals, findings, questions, readiness } = diagnose({
              table: table(list),
              asOf: '2026-11-26',
              policy: POLICY,
            });
            const counted = (parts: readonly { readonly rowNumbers: readonly number[] }[]) =>
              parts.map(({ rowNumbers, ...rest }) => ({ ...rest, rows: rowNumbers.length }));
            return {
              totals,
              findings: counted(findings),
              questions: counted(questions),
              readiness: { ...readiness, blockers: counted(readiness.blockers) },
            };
          };
          expect(of(shuffled)).toEqual(of(rows));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('survives any CSV text: as many rows as the file has, or a refusal that says why', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(
            cell.filter((text) => !/["\r\n,]/.test(text)),
            { minLength: 3, maxLength: 6 },
          ),
          { maxLength: 8 },
        ),
        (rows) => {
          const bytes = Buffer.from(['POL,POD,Qty', ...rows.map((cells) => cells.join(','))].join('\r\n'));
          const read = readShipmentCsv(bytes);
          const filled = rows.filter((cells) => cells.some((text) => text.trim() !== '')).length;
          expect(read.ok ? read.value.rows.length : read.refusal[0]?.code).toBe(filled === 0 ? 'NO_ROWS' : filled);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the answer', () => {
  const diagnosis = of('exporter-zh.csv', { policy: POLICY });

  test('as CSV has one line a row with the same figures, and no cell that runs as a formula', () => {
    const lines = parse(diagnosisCsv(diagnosis, POLICY), { columns: true, bom: true }) as Record<string, string>[];
    expect(
      lines.map(({ rowNumber, grade, nowWellToWakeKg, ready }) => [rowNumber, grade, nowWellToWakeKg, ready]),
    ).toEqual(
      diagnosis.rows.map((row) => [
        String(row.rowNumber),
        row.grade ?? 'NONE',
        row.now === null ? '' : String(row.now.wellToWakeGrams / 1_000),
        row.rowNumber === 4 || row.rowNumber === 7 ? 'yes' : 'no',
      ]),
    );
    const hostile = tableOfObjects([{ Shipment: '=HYPERLINK("http://x")', POL: 'CNSGH', POD: 'NLRTM' }]);
    if (!hostile.ok) throw new Error('a table');
    const csv = diagnosisCsv(diagnose({ table: hostile.value, asOf: '2026-11-26' }), undefined);
    expect(csv).toContain('"\'=HYPERLINK');
  });

  test('as a page holds both languages and escapes what the file says', () => {
    const page = diagnosisHtml(diagnosis, '台账<script>.csv');
    for (const words of [
      'Logistics data diagnosis',
      '物流数据诊断',
      '总毛重(吨)',
      'Partly ready',
      '部分就绪',
      'YC25004',
    ])
      expect(page).toContain(words);
    expect(page).not.toContain('<script');
  });

  test('refuses what is no list, and says what one looks like', () => {
    const refusals = ['hello', 'a,b,c\n1,2,3', 'POL,POD\n', `POL,POD\n${'CNSGH,NLRTM\n'.repeat(2_001)}`].map((text) => {
      const read = readShipmentCsv(Buffer.from(text));
      return read.ok ? 'read' : read.refusal[0]?.code;
    });
    expect(refusals).toEqual(['NO_HEADER_RECOGNISED', 'NO_HEADER_RECOGNISED', 'NO_ROWS', 'TOO_MANY_ROWS']);
  });

  test('is given in time to whatever is sent: huge cells, thousands of columns, members named like those of every object', () => {
    // A quadratic pattern would run into the test's own time limit here.
    for (const text of ['a '.repeat(90_000), '('.repeat(190_000)])
      expect(readShipmentCsv(Buffer.from(`POL,POD,${text}\nCNSGH,NLRTM,${text}`)).ok).toBe(true);
    const wide = tableOfObjects([
      Object.fromEntries(Array.from({ length: 5_000 }, (_none, index) => [`c${index}`, '1'])),
    ]);
    expect(wide.ok ? 'read' : wide.refusal[0]?.code).toBe('TOO_MANY_COLUMNS');
    const hostile = tableOfObjects([
      { constructor: 'x', toString: 'y', POL: 'CNSGH', POD: 'NLRTM', vessel: '-'.repeat(2_000) },
      { POL: 'CNSGH', POD: 'DEHAM' },
    ]);
    if (!hostile.ok) throw new Error('a table');
    const diagnosis = diagnose({ table: hostile.value, asOf: '2026-11-26' });
    expect(diagnosis.columns.ignored).toEqual(['constructor', 'toString']);
    expect(hostile.value.rows[1]?.cells).toEqual(['', '', 'CNSGH', 'DEHAM', '']);
  });

  test('takes names that the sender gives his columns', () => {
    const table = tableOfObjects([{ A: 'CNSGH', B: 'NLRTM', C: '3' }]);
    if (!table.ok) throw new Error('a table');
    const named = { A: 'loadPort', B: 'dischargePort', C: 'units' } as const;
    expect(diagnose({ table: table.value, named, asOf: '2026-11-26' }).rows[0]).toMatchObject({
      loadPort: 'CNSGH',
      dischargePort: 'NLRTM',
      units: 3,
    });
  });
});
