import { CURRENT_FACTOR_SET_VERSION } from '@greenlane/emissions/factors';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeDocument, completeShipment } from '../src/recompute.ts';
import { reconcileScope3Report } from '../src/scope3-reconciliation.ts';
import { makeScope3Report, type Scope3Sources } from '../src/scope3-report.ts';
import type { Shipment, SignedStatement } from '../src/statement.ts';

type Change = Partial<Pick<Shipment, 'incoterm' | 'carrier' | 'units' | 'departureDateTime' | 'footprintKind'>> & {
  readonly railKm?: string;
  readonly isDefault?: boolean;
};

function shipment(allocationId: string, change: Change = {}): Shipment {
  const chain: Shipment['chain'] = {
    factorSetVersion: CURRENT_FACTOR_SET_VERSION,
    ISOEquipmentCode: '45G1',
    cargoMassKg: '21500',
    preCarriage: [
      { mode: 'ROAD', distanceKm: '310' },
      ...(change.railKm === undefined ? [] : [{ mode: 'RAIL' as const, distanceKm: change.railKm }]),
    ],
    sea: {
      loadPort: 'CNSGH',
      dischargePort: 'NLRTM',
      route: 'CAPE',
      distanceKm: '25777.988',
      distanceSource: 'marnet (Eurostat), CAPE',
      tradeLane: 'ASIA_NEUR',
      profile: change.isDefault
        ? { dataQuality: 'DEFAULT' }
        : { dataQuality: 'MODELLED', gCO2PerTonneNauticalMile: '6.05', reportingYear: 2023, source: 'EU-MRV' },
      profileJudgedOn: '2026-03-01',
    },
  };
  const complete = completeShipment({
    allocationId,
    footprintId: `footprint-${allocationId}`,
    footprintKind: change.footprintKind ?? 'ACTUAL',
    requestReference: `R-${allocationId}`,
    carrier: change.carrier ?? 'Ocean Bridge Line',
    vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
    carrierServiceCode: 'NE1',
    carrierExportVoyageNumber: '054W',
    loadPort: 'CNSGH',
    dischargePort: 'NLRTM',
    departureDateTime: change.departureDateTime ?? '2026-04-02T10:00:00+08:00',
    arrivalDateTime: '2026-05-20T10:00:00+02:00',
    extendedHSCode: '854143',
    commodityType: 'PV modules',
    ...(change.incoterm === undefined ? {} : { incoterm: change.incoterm }),
    ISOEquipmentCode: '45G1',
    units: change.units ?? 2,
    equipmentReferences: [],
    chain,
  });
  if (!complete.ok) throw new Error(JSON.stringify(complete.refusal));
  return complete.value;
}

function statement(
  statementId: string,
  shipments: readonly Shipment[],
  supersedes: string | null = null,
): SignedStatement {
  const document = completeDocument(
    {
      statementId,
      issuedAt: `2026-06-01T00:00:00.${statementId.replaceAll(/\D/g, '').padStart(3, '0')}Z`,
      reporter: { organisationId: 'solar', name: 'Yancheng Solar' },
      indicative: false,
      supersedes,
      previousSha256: null,
      engine: 'greenlane test',
    },
    shipments,
  );
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'x', kid: 'k', alg: 'EdDSA', use: 'sig' } as const;
  return { statement: document, sha256: canonicalHash(document), jws: 'unsigned', jwk };
}

const sourcesOf = (statements: readonly SignedStatement[], change: Partial<Scope3Sources> = {}): Scope3Sources => ({
  exporter: { organisationId: 'solar', name: 'Yancheng Solar' },
  year: 2026,
  statements,
  notShipped: [],
  ...change,
});

const BOOK = [
  statement('S1', [shipment('a', { incoterm: 'CIF' }), shipment('b', { incoterm: 'FOB', railKm: '900' })]),
  statement('S2', [shipment('c', { carrier: 'Green Sea Line', units: 5, isDefault: true, footprintKind: 'PLANNED' })]),
  statement('S3', [shipment('d', { incoterm: 'DAP', departureDateTime: '2025-11-02T10:00:00+08:00' })]),
];

const keysOf = (groups: readonly { readonly key: string }[]) => groups.map(({ key }) => key);

describe('a Scope 3 report', () => {
  test('sums the statements of its year by category, mode, lane, carrier, grade and factor', () => {
    const report = makeScope3Report(sourcesOf(BOOK));
    const grams = (id: string) =>
      BOOK.flatMap((signed) => signed.statement.shipments).find(({ allocationId }) => allocationId === id)?.totals
        .wellToWakeGrams ?? Number.NaN;
    expect(report.totals).toMatchObject({
      shipments: 3,
      containers: 9,
      wellToWakeGrams: grams('a') + grams('b') + grams('c'),
      // 21.5 t × (2 + 2 + 5 containers) × (310 + 25,777.988 km) + 21.5 t × 2 × 900 km of rail.
      transportActivityTkm: '5086725.678',
    });
    expect(report.byCategory.map(({ key, wellToWakeGrams }) => [key, wellToWakeGrams])).toEqual([
      ['4', grams('a')],
      ['9', grams('b')],
      ['NOT_STATED', grams('c')],
    ]);
    expect([
      keysOf(report.byMode),
      keysOf(report.byLane),
      keysOf(report.byCarrier),
      keysOf(report.byDataGrade),
      keysOf(report.byFootprintKind),
    ]).toEqual([
      ['RAIL', 'ROAD', 'SEA', 'TERMINAL'],
      ['CNSGH-NLRTM'],
      ['Green Sea Line', 'Ocean Bridge Line'],
      ['DEFAULT', 'MODELLED'],
      ['ACTUAL', 'PLANNED'],
    ]);
    expect(report.byCategory[0]?.parts).toEqual([
      expect.objectContaining({ statementId: 'S1', allocationId: 'a', wellToWakeGrams: grams('a') }),
    ]);
    expect(report.factors.map(({ key, factorSetVersion }) => `${key} of ${factorSetVersion}`)).toEqual([
      'EU-MRV-2023 of GLEC-3.2',
      'GLEC-RAIL-EU-AVERAGE of GLEC-3.2',
      'GLEC-ROAD-ARTICULATED-DIESEL of GLEC-3.2',
      'GLEC-T18-ASIA_NEUR-DRY of GLEC-3.2',
      'GLEC-T3-MaritimeContainerTerminal-AMBIENT of GLEC-3.2',
    ]);
  });

  test('compares with last year by the same rules, and calls it a comparison', () => {
    const report = makeScope3Report(sourcesOf(BOOK));
    const before = makeScope3Report(sourcesOf(BOOK, { year: 2025 }));
    expect(report.lastYear).toMatchObject({
      year: 2025,
      shipments: 1,
      wellToWakeGrams: before.totals.wellToWakeGrams,
      differenceWellToWakeGrams: report.totals.wellToWakeGrams - before.totals.wellToWakeGrams,
      label: expect.stringContaining('not a reduction'),
    });
    expect(before.lastYear).toBeNull();
  });

  test('counts an allocation once: superseded, stated again and no longer shipped are listed with the reason', () => {
    const again = statement('S4', [shipment('a', { incoterm: 'CIF', units: 3 })]);
    const correction = statement('S5', [shipment('c', { units: 4 })], 'S2');
    const sources = sourcesOf([...BOOK, again, correction], { notShipped: ['b'] });
    const report = makeScope3Report(sources);
    expect(report.shipments.map(({ allocationId, statementId, units }) => [allocationId, statementId, units])).toEqual([
      ['a', 'S4', 3],
      ['c', 'S5', 4],
    ]);
    expect(report.notCounted).toEqual([
      { statementId: 'S1', allocationId: 'a', reason: 'STATED_AGAIN_LATER' },
      { statementId: 'S1', allocationId: 'b', reason: 'NOT_SHIPPED' },
      { statementId: 'S2', allocationId: 'c', reason: 'STATEMENT_SUPERSEDED' },
    ]);
    expect(reconcileScope3Report(report, sources)).toBeUndefined();
  });

  test('does not depend on the order of the statements', () => {
    const whole = [...BOOK, statement('S4', [shipment('a', { units: 3 })])];
    const expected = makeScope3Report(sourcesOf(whole));
    fc.assert(
      fc.property(fc.shuffledSubarray(whole, { minLength: whole.length, maxLength: whole.length }), (shuffled) => {
        expect(makeScope3Report(sourcesOf(shuffled))).toEqual(expected);
      }),
    );
  });
});

/** Every number of a value, by its path. */
function numbersOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => numbersOf(member, [...path, key]));
}

function changed<Value>(value: Value, path: readonly string[]): Value {
  const copy = structuredClone(value) as Record<string, never>;
  const last = path.at(-1) ?? '';
  const holder = path.slice(0, -1).reduce((object, key) => object[key] as never, copy) as Record<string, number>;
  holder[last] = (holder[last] ?? 0) + 1;
  return copy as Value;
}

describe('the reconciliation', () => {
  const sources = sourcesOf(BOOK);
  const report = makeScope3Report(sources);

  test('holds for what was made, and fails when any one figure of the report is one gram off', () => {
    expect(reconcileScope3Report(report, sources)).toBeUndefined();
    const paths = numbersOf(report);
    expect(paths.length).toBeGreaterThan(100);
    expect(
      paths.filter((path) => reconcileScope3Report(changed(report, path), sources) === undefined).map(String),
    ).toEqual([]);
  });

  test('fails when a statement behind it is changed, even with a new hash', () => {
    const [first, ...rest] = BOOK;
    if (!first) throw new Error('the book has statements');
    const tampered = changed(first, ['statement', 'shipments', '0', 'totals', 'wellToWakeGrams']);
    expect(reconcileScope3Report(report, sourcesOf([tampered, ...rest]))?.path).toBe('statements[S1].sha256');
    const rehashed = { ...tampered, sha256: canonicalHash(tampered.statement) };
    expect(reconcileScope3Report(report, sourcesOf([rehashed, ...rest]))).toEqual({
      path: 'statements[S1].shipments[0].totals.wellToWakeGrams',
      stated: (first.statement.shipments[0]?.totals.wellToWakeGrams ?? 0) + 1,
      recomputed: first.statement.shipments[0]?.totals.wellToWakeGrams,
    });
  });
});
