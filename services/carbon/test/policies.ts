import type { Policy } from '@greenlane/contracts/policy';
import { POLICY_RULES } from '@greenlane/testing/cargo';

type Change = Partial<Pick<Policy, 'version' | 'status' | 'basis' | 'effectiveFrom'>> & {
  readonly subsidy?: Policy['rules']['subsidy'];
  readonly provinceOverrides?: Policy['rules']['provinceOverrides'];
};

/** A policy whose subsidy the test chooses; the other rules are those of all tests. */
export function policy(change: Change = {}): Policy {
  const { subsidy, provinceOverrides, ...head } = change;
  return {
    policyId: 'P',
    version: '1',
    status: 'in-force',
    basis: 'ASSUMED',
    effectiveFrom: '2026-01-01T00:00:00Z',
    evidence: [],
    ...head,
    rules: {
      ...POLICY_RULES,
      eligibility: { hsPrefixes: ['854143'], markets: ['CHINA'] },
      subsidy: subsidy ?? {
        rate: { basis: 'CONTAINER', amount: '40.00', currencyCode: 'CNY' },
        capPerUnit: '100000.00',
        capTotal: '1000000.00',
      },
      ...(provinceOverrides === undefined ? {} : { provinceOverrides }),
    },
  };
}
