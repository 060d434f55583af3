import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repeatedProperty } from '../src/repeated-properties.ts';

const twiceIn = (text: string) => repeatedProperty(text, JSON.parse(text));

describe('a JSON text', () => {
  test('that names a property twice is found, at any depth and however it is written', () => {
    expect(twiceIn('{"a":1,"a":2}')).toBe('a');
    expect(twiceIn('{"a":1, "\\u0061" : 2}')).toBe('a');
    expect(twiceIn('[{"b":[{"c":1,"d":{"x":1},"c":{}}]}]')).toBe('c');
    expect(twiceIn('{"x":{"a":1},"y":{"a":1},"__proto__":1,"__proto__":2}')).toBe('__proto__');
  });

  test('that only looks so is not', () => {
    expect(twiceIn('{"a":"b:","b":"\\"a\\":","c":["a","a"],"d":{"a":1},"e":{"a":1},"\\\\":":"}')).toBeUndefined();
    expect(twiceIn('"a"')).toBeUndefined();
    expect(twiceIn('{}')).toBeUndefined();
    expect(twiceIn(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBeUndefined();
  });

  test('of any value is not, written tight or wide', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(twiceIn(JSON.stringify(value))).toBeUndefined();
        expect(twiceIn(JSON.stringify(value, null, '\t'))).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });
});
