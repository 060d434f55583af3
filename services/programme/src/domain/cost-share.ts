import type { PolicyRules } from '@greenlane/contracts/policy';
import { decimal } from '@greenlane/kernel/decimal';

/** The property of the rules that would pay more than was invoiced: claims refuse such a rate, for good. */
export function shareAboveCost({
  subsidy,
  provinceOverrides = [],
}: Pick<PolicyRules, 'subsidy' | 'provinceOverrides'>): string | undefined {
  const rates = [
    { at: 'subsidy', rate: subsidy.rate },
    ...provinceOverrides.map((own, index) => ({ at: `provinceOverrides[${index}].subsidy`, rate: own.subsidy?.rate })),
  ];
  const wrong = rates.find(({ rate }) => rate?.basis === 'SHARE_OF_COST' && decimal(rate.amount).gt(1));
  return wrong === undefined ? undefined : `rules.${wrong.at}.rate.amount`;
}
