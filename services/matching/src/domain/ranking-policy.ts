import { type BidPriceRules, DEFAULT_BID_PRICE_RULES, type Policy } from '@greenlane/contracts/policy';
import type { Wording } from './wording.ts';

/** What ranks, how much it weighs, and why: the main parameters in words, beside the policy that sets them. */
export type RankingParameter = { readonly name: string; readonly message: string };
export type RankingPolicyDocument = Policy & {
  /** In force also where the policy names none of its own. */
  readonly bidPrice: BidPriceRules;
  readonly mainParameters: readonly RankingParameter[];
};

/**
 * The ranking policy as Regulation (EU) 2019/1150 (platform to business), Art. 5, asks of a platform: the main parameters and
 * the reasons for their relative importance, in plain language. Nothing that is paid moves an offer up.
 */
export function rankingPolicyDocument(policy: Policy, wording: Wording): RankingPolicyDocument {
  const { protection, deadlines, lowEmission, ranking } = policy.rules;
  const bidPrice = protection.bidPrice ?? DEFAULT_BID_PRICE_RULES;
  const { balanced } = ranking;
  const { points, learning } = bidPrice;
  const words = wording.policy;
  const kept = {
    sharePercent: protection.sharePercent,
    floorSharePercent: protection.floorSharePercent,
    releaseHours: protection.releaseHoursBeforeCutOff,
    quantilePercent: bidPrice.protectionQuantilePercent,
    historyDays: learning.historyDays,
    minimumRequests: learning.minimumPriorityRequests,
    minimumDays: learning.minimumDays,
  };
  const mainParameters: RankingParameter[] = [
    { name: 'FITS', message: words.fits() },
    { name: 'CO2E', message: words.co2e() },
    { name: 'ARRIVAL', message: words.arrival() },
    {
      name: 'BALANCED',
      message: words.balanced({
        ...balanced,
        ratePerTeu: { amountMinor: balanced.rateMinorUnitsPerTeu, currencyCode: 'USD' },
      }),
    },
    { name: 'LOW_EMISSION', message: words.lowEmission({ belowPercent: lowEmission.belowLaneDefaultPercent }) },
    { name: 'PRIORITY', message: words.priority({ standardHours: deadlines.standardMaximumWaitHours }) },
    {
      name: 'PROTECTION',
      message: protection.mode === 'FIXED_SHARE' ? words.fixedShare(kept) : words.bidPrice(kept),
    },
    {
      name: 'POINTS',
      message: words.points({
        standardServed: points.standardServedPerTeu,
        priorityServed: points.priorityServedPerTeu,
        standardPerKilogram: points.standardPerKilogram,
        priorityPerKilogram: points.priorityPerKilogram,
      }),
    },
    { name: 'PAYMENT', message: words.payment() },
  ];
  return { ...policy, bidPrice, mainParameters };
}
