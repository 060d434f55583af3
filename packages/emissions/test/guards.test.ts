import { decimal, toText } from '@greenlane/kernel/decimal';
import { describe, expect, test } from 'vitest';
import { emissionEquipmentOf } from '../src/equipment.ts';
import {
  nonNegativeProblems,
  percentProblems,
  positiveDecimal,
  positiveProblems,
  shareProblems,
  sharesOfOneProblems,
} from '../src/guards.ts';
import { convert, UNIT_NAMES, type Unit } from '../src/units.ts';

const codesOf = (check: (property: string, text: string) => readonly { code: string }[], texts: readonly string[]) =>
  texts.map((text) => [text, ...check('x', text).map((problem) => problem.code)]);

describe('guards', () => {
  test('take what is in range and name what is not', () => {
    expect(codesOf(positiveProblems, ['1', '0.1', '0', '-1', 'x', '1e3', ''])).toMatchInlineSnapshot(`
      [
        [
          "1",
        ],
        [
          "0.1",
        ],
        [
          "0",
          "NOT_A_POSITIVE_DECIMAL",
        ],
        [
          "-1",
          "NOT_A_POSITIVE_DECIMAL",
        ],
        [
          "x",
          "NOT_A_POSITIVE_DECIMAL",
        ],
        [
          "1e3",
          "NOT_A_POSITIVE_DECIMAL",
        ],
        [
          "",
          "NOT_A_POSITIVE_DECIMAL",
        ],
      ]
    `);
    expect(codesOf(nonNegativeProblems, ['1', '0', '-0.1', 'x'])).toMatchInlineSnapshot(`
      [
        [
          "1",
        ],
        [
          "0",
        ],
        [
          "-0.1",
          "NOT_A_DECIMAL",
        ],
        [
          "x",
          "NOT_A_DECIMAL",
        ],
      ]
    `);
    expect(codesOf(shareProblems, ['1', '0.5', '0', '1.5', '-0.5', 'x'])).toMatchInlineSnapshot(`
      [
        [
          "1",
        ],
        [
          "0.5",
        ],
        [
          "0",
          "SHARE_OUT_OF_RANGE",
        ],
        [
          "1.5",
          "SHARE_OUT_OF_RANGE",
        ],
        [
          "-0.5",
          "SHARE_OUT_OF_RANGE",
        ],
        [
          "x",
          "SHARE_OUT_OF_RANGE",
        ],
      ]
    `);
    expect(codesOf(percentProblems, ['0', '100', '100.1', '-1', 'x'])).toMatchInlineSnapshot(`
      [
        [
          "0",
        ],
        [
          "100",
        ],
        [
          "100.1",
          "PERCENT_OUT_OF_RANGE",
        ],
        [
          "-1",
          "PERCENT_OUT_OF_RANGE",
        ],
        [
          "x",
          "PERCENT_OUT_OF_RANGE",
        ],
      ]
    `);
    expect([
      ...positiveProblems('a', '0'),
      ...nonNegativeProblems('b', '-1'),
      ...shareProblems('c', '2'),
      ...percentProblems('d', '101'),
    ]).toMatchInlineSnapshot(`
      [
        {
          "code": "NOT_A_POSITIVE_DECIMAL",
          "message": "a must be a decimal above 0, in text.",
          "property": "a",
        },
        {
          "code": "NOT_A_DECIMAL",
          "message": "b must be a decimal of 0 or more, in text.",
          "property": "b",
        },
        {
          "code": "SHARE_OUT_OF_RANGE",
          "message": "c must be above 0 and at most 1.",
          "property": "c",
        },
        {
          "code": "PERCENT_OUT_OF_RANGE",
          "message": "d must lie between 0 and 100.",
          "property": "d",
        },
      ]
    `);
  });

  test('read a positive decimal or nothing', () => {
    expect(['7.50', '0', '-1', 'x'].map((text) => positiveDecimal(text)?.toFixed())).toEqual([
      '7.5',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('want shares that add up to exactly one', () => {
    expect(sharesOfOneProblems('s', ['0.25', '0.75'])).toEqual([]);
    expect(sharesOfOneProblems('s', ['0.333', '0.333', '0.333'])).toMatchInlineSnapshot(`
      [
        {
          "code": "SHARES_DO_NOT_SUM_TO_ONE",
          "message": "The shares add up to 0.999, not to 1.",
          "property": "s",
        },
      ]
    `);
    expect(sharesOfOneProblems('s', ['0.5', '2'])).toMatchInlineSnapshot(`
      [
        {
          "code": "SHARE_OUT_OF_RANGE",
          "message": "s.1 must be above 0 and at most 1.",
          "property": "s.1",
        },
      ]
    `);
  });
});

describe('units', () => {
  test.each<[string, Unit, Unit, string]>([
    ['1', 't', 'g', '1000000'],
    ['2500', 'g', 'kg', '2.5'],
    ['10620', 'nm', 'km', '19668.24'],
    ['1.852', 'km', 'nm', '1'],
    ['10', 'kWh', 'MJ', '36'],
    ['36', 'MJ', 'kWh', '10'],
    ['1.5', 'm3', 'l', '1500'],
    ['7', 'kg', 'kg', '7'],
  ])('%s %s → %s is %s', (value, from, to, expected) => {
    const converted = convert(decimal(value), { from, to });
    expect(converted.ok && toText(converted.value)).toBe(expected);
  });

  test('a conversion that does not end keeps 60 digits', () => {
    const converted = convert(decimal('1'), { from: 'MJ', to: 'kWh' });
    expect(converted.ok && toText(converted.value)).toBe(`0.2${'7'.repeat(58)}8`);
  });

  test('never cross quantities', () => {
    expect(UNIT_NAMES).toEqual(['g', 'kg', 't', 'km', 'nm', 'MJ', 'kWh', 'l', 'm3']);
    expect(convert(decimal('1'), { from: 'l', to: 'kg' })).toEqual({
      ok: false,
      refusal: {
        code: 'UNIT_MISMATCH',
        message: 'l measures volume and kg mass: no factor converts one into the other.',
      },
    });
    expect(convert(decimal('1'), { from: 'km', to: 'MJ' }).ok).toBe(false);
  });
});

describe('equipment', () => {
  test('by ISO 6346: length gives the TEU, type R and H are kept cold', () => {
    expect(
      [
        '22G1',
        '42G1',
        '45G1',
        'L5G1',
        '45R1',
        '22H1',
        'L5R1',
        '25U0',
        '12G1',
        '45g1',
        '45G',
        '45G11',
        ' 45G1',
        'L5-1',
      ].map((code) => {
        const equipment = emissionEquipmentOf(code);
        return `${code} ${equipment === undefined ? 'none' : `${equipment.emissionTeu} ${equipment.refrigerated}`}`;
      }),
    ).toMatchInlineSnapshot(`
      [
        "22G1 1 false",
        "42G1 2 false",
        "45G1 2 false",
        "L5G1 2.25 false",
        "45R1 2 true",
        "22H1 1 true",
        "L5R1 2.25 true",
        "25U0 1 false",
        "12G1 none",
        "45g1 none",
        "45G none",
        "45G11 none",
        " 45G1 none",
        "L5-1 none",
      ]
    `);
  });
});
