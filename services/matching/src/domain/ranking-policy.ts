import { type BidPriceRules, DEFAULT_BID_PRICE_RULES, type Policy } from '@greenlane/contracts/policy';

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
export function rankingPolicyDocument(policy: Policy): RankingPolicyDocument {
  const { protection, deadlines, lowEmission, ranking } = policy.rules;
  const bidPrice = protection.bidPrice ?? DEFAULT_BID_PRICE_RULES;
  const { balanced } = ranking;
  const { points, learning } = bidPrice;
  const shared = `${protection.sharePercent} % of each low-emission sailing is kept for them, until ${protection.releaseHoursBeforeCutOff} hours before its first cut-off.`;
  const parameters: RankingParameter[] = [
    {
      name: 'FITS',
      message:
        'Only sailings that can take the cargo are ranked: ports, dates, cut-offs, equipment, dangerous goods, space, and the caps that the request names. Every other is listed with the limit that it misses.',
    },
    {
      name: 'CO2E',
      message:
        'Under LOWEST_EMISSIONS the door-to-port CO2e of one container decides, to the gram: what the exporter asked for. Then the earlier arrival, then the lower rate, then the number of the offer.',
    },
    {
      name: 'ARRIVAL',
      message: 'Under EARLIEST_ARRIVAL the arrival decides, then the CO2e, then the rate.',
    },
    {
      name: 'BALANCED',
      message: `Under BALANCED points decide: CO2e weighs ${balanced.emissionsWeight} (a full point is ${balanced.emissionsKgPerTeu} kg per TEU), arrival ${balanced.arrivalWeight} (${balanced.arrivalHours} hours), rate ${balanced.rateWeight} (${(balanced.rateMinorUnitsPerTeu / 100).toFixed(0)} USD per TEU). A rate that is unknown or in another currency counts as dear.`,
    },
    {
      name: 'LOW_EMISSION',
      message: `A sailing is low-emission when its sea leg emits at least ${lowEmission.belowLaneDefaultPercent} % less than the default of its trade lane.`,
    },
    {
      name: 'PRIORITY',
      message: `Designated units are served first from the waiting list and may take low-emission space that is kept for them. Standard cargo that has waited ${deadlines.standardMaximumWaitHours} hours stands with them. Standard cargo gives way to them only where it was sold as rollable.`,
    },
    {
      name: 'PROTECTION',
      message:
        protection.mode === 'FIXED_SHARE'
          ? `Priority units book late, so ${shared}`
          : `Priority units book late, so the demand still expected of them is kept (${bidPrice.protectionQuantilePercent} % of seasons need no more) and priced; at least ${protection.floorSharePercent} % stay kept until ${protection.releaseHoursBeforeCutOff} hours before the first cut-off. The curve is learned from the last ${learning.historyDays} days. With fewer than ${learning.minimumPriorityRequests} priority requests or ${learning.minimumDays} days, ${shared}`,
    },
    {
      name: 'POINTS',
      message: `A point is a kilogram CO2e. A TEU that moves is worth ${points.standardServedPerTeu} points, of a priority unit ${points.priorityServedPerTeu}; each kilogram it emits takes off ${points.standardPerKilogram}, of a priority unit ${points.priorityPerKilogram}.`,
    },
    { name: 'PAYMENT', message: 'No payment and no agreement with a carrier changes a rank.' },
  ];
  return { ...policy, bidPrice, mainParameters: parameters };
}
