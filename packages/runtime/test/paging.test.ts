import { describe, expect, test } from 'vitest';
import { wholeNumber } from '../src/paging.ts';

const said = (given: unknown) =>
  wholeNumber(1, 26)
    .safeParse(given)
    .error?.issues.map(({ message }) => message);

describe('a whole number in a query', () => {
  test('is read from its digits', () => {
    expect(wholeNumber(1, 26).parse('8')).toBe(8);
  });

  test('is refused by what is allowed, never by what a parser made of the text', () => {
    for (const given of ['abc', '', '1.5', '0', '27', '-1', '1e400', ['1', '2']])
      expect([given, said(given)]).toEqual([given, ['a whole number from 1 to 26']]);
  });
});
