import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimal, toWholeHalfEven } from '../src/decimal.ts';
import { movedLeft, scaled, scaledQuotientUp, scaledToWholeHalfEven, times } from '../src/scaled.ts';

const text = fc
  .tuple(fc.boolean(), fc.nat(99_999), fc.option(fc.stringMatching(/^\d{1,4}$/), { nil: undefined }))
  .map(([isNegative, whole, places]) => `${isNegative ? '-' : ''}${whole}${places === undefined ? '' : `.${places}`}`);
const RUNS = { numRuns: 5_000 };

test('a product rounds to the same whole number as with Decimal, ties and negative ones too', () => {
  fc.assert(
    fc.property(text, text, fc.nat(3), (a, b, places) => {
      const product = decimal(a)
        .times(b)
        .div(10 ** places);
      expect(scaledToWholeHalfEven(movedLeft(times(scaled(a), scaled(b)), places))).toBe(toWholeHalfEven(product) + 0);
    }),
    RUNS,
  );
  expect(
    ['0.5', '1.5', '2.5', '-0.5', '-1.5', '-2.5', '2.51', '-0.51'].map((tie) => scaledToWholeHalfEven(scaled(tie))),
  ).toEqual([0, 2, 2, 0, -2, -2, 3, -1]);
});

test('a quotient is rounded up as with Decimal', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 1_000 }), (a, divisor) => {
      expect(scaledQuotientUp(scaled(a), divisor)).toBe(decimal(a).div(divisor).ceil().toNumber() + 0);
    }),
    RUNS,
  );
});

test('what is no plain decimal, or more than a safe integer, is a bug', () => {
  for (const wrong of ['', '1e3', '.5', '1.', ' 1', '1,5']) expect(() => scaled(wrong)).toThrow('is a plain decimal');
  expect(() => scaledToWholeHalfEven(scaled('9007199254740993'))).toThrow('fits a safe integer');
});
