import { canonicalHash, canonicalJson } from '@greenlane/kernel/canonical-json';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const outcomeOf = (write: () => string | undefined): string => {
  try {
    return `written ${write()}`;
  } catch {
    // Of two faults either may be found first.
    return 'refused';
  }
};

describe('the canonical form of JSON', () => {
  test('is the one that RFC 8785 shows in its section 3.2.4', () => {
    const value = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('orders names by their UTF-16 units, those that look like numbers or prototypes too', () => {
    const value = JSON.parse(
      '{"\\u20ac":"Euro","\\r":"Return","\\ufb33":"Dagesh","1":"One","10":"Ten","9":"Nine","\\ud83d\\ude00":"Smile","\\u0080":"Control","\\u00f6":"o","__proto__":"none"}',
    );
    expect(canonicalJson(value)).toBe(
      '{"\\r":"Return","1":"One","10":"Ten","9":"Nine","__proto__":"none","\u0080":"Control","ö":"o","€":"Euro","😀":"Smile","\ufb33":"Dagesh"}',
    );
  });

  test('leaves out what JSON cannot say, and writes dates and other values as they put themselves', () => {
    const when = new Date('2026-11-24T08:00:00Z');
    expect(canonicalJson({ b: undefined, a: [undefined, when, { toJSON: () => ({ z: 1, y: -0 }) }] })).toBe(
      '{"a":[null,"2026-11-24T08:00:00.000Z",{"y":0,"z":1}]}',
    );
  });

  test('does not exist of half a character, of no number, and of nothing', () => {
    for (const value of [
      '\ud83d',
      { a: ['\ude00'] },
      { '\ud83d': 1 },
      [Number.NaN],
      Number.POSITIVE_INFINITY,
      undefined,
    ])
      expect(() => canonicalJson(value)).toThrow();
  });

  test('does not depend on how deep a value is', () => {
    const deep = `${'[{"b":'.repeat(20_000)}0${'}]'.repeat(20_000)}`;
    expect(canonicalJson(JSON.parse(deep))).toBe(deep);
  });

  test('is that of the reference implementation, for whatever value', () => {
    const values = fc.anything({
      withDate: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      maxKeys: 30,
    });
    const texts = fc.oneof(
      fc.jsonValue(),
      values,
      fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\ud83d', '\ude00', 'é') }),
    );
    fc.assert(
      fc.property(texts, (value) => {
        expect(outcomeOf(() => canonicalJson(value))).toBe(
          outcomeOf(() => {
            const text = canonicalize(value);
            if (text === undefined) throw new Error('only JSON values have a canonical form');
            return text;
          }),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('is hashed as UTF-8', () => {
    expect(canonicalHash({ b: 'é', a: 1 })).toBe('09ad9fd2fb648cb2f62141215828ea00a62c299db05d20aa9ade2f527a301cc6');
  });
});
