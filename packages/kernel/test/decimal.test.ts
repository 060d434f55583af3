import { expect, test } from 'vitest';
import { moneyText } from '../src/decimal.ts';

test('money has two decimals, and more only where it has more', () => {
  expect(['4440', '2220.5', '2220.00', '1.250', '-3', '0'].map((amount) => moneyText(amount))).toEqual([
    '4440.00',
    '2220.50',
    '2220.00',
    '1.25',
    '-3.00',
    '0.00',
  ]);
  expect(moneyText('0.12500')).toBe('0.125');
});
