import { expect, test } from 'vitest';
import { shareAboveCost } from '../src/domain/cost-share.ts';

const rate = (basis: 'CONTAINER' | 'SHARE_OF_COST', amount: string) => ({ basis, amount, currencyCode: 'CNY' });
const subsidy = (amount: string) => ({ rate: rate('SHARE_OF_COST', amount), capPerUnit: '1', capTotal: '1' });
const province = (name: string, amount: string) => ({
  province: name,
  subsidy: { rate: rate('SHARE_OF_COST', amount), capPerUnit: '1' },
});

test('a share of cost is at most all of it, of the programme and of each province', () => {
  expect(shareAboveCost({ subsidy: subsidy('1') })).toBeUndefined();
  expect(shareAboveCost({ subsidy: subsidy('1.01') })).toBe('rules.subsidy.rate.amount');
  expect(shareAboveCost({ subsidy: { ...subsidy('0'), rate: rate('CONTAINER', '800') } })).toBeUndefined();
  const provinceOverrides = [province('Jiangsu', '0.3'), { province: 'Anhui' }, province('Zhejiang', '30')];
  expect(shareAboveCost({ subsidy: subsidy('0.3'), provinceOverrides })).toBe(
    'rules.provinceOverrides[2].subsidy.rate.amount',
  );
});
