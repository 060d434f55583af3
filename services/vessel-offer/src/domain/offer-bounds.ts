import {
  HORIZON_DAYS,
  isAbove,
  isWithinHorizon,
  LARGEST_AMOUNT,
  LARGEST_WEIGHT_TONNES,
} from '@greenlane/contracts/plausible';
import type { Capacity, VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import type { Problem } from '@greenlane/kernel/decision';

/**
 * Figures that no sailing has. Without this refusal the carrier reads 201 and the offer never reaches the market, or stands
 * there in an order that is none.
 */
export function boundProblems(body: VesselOfferBody, now: Date): readonly Problem[] {
  const problems: Problem[] = [];
  // Properties are named only for what is refused: every offer that is published comes by here.
  const lookAtTime = (dateTime: string | undefined, property: () => string) => {
    if (dateTime === undefined || isWithinHorizon(dateTime, now)) return;
    const message = `a sailing lies within ${HORIZON_DAYS} days of today`;
    problems.push({ code: 'DATE_OUT_OF_RANGE', property: property(), message });
  };
  const lookAtWeight = ({ weightTonnes }: Pick<Capacity, 'weightTonnes'>, name: () => string) => {
    if (!isAbove(weightTonnes, LARGEST_WEIGHT_TONNES)) return;
    const message = `at most ${LARGEST_WEIGHT_TONNES} tonnes`;
    problems.push({ code: 'WEIGHT_OUT_OF_RANGE', property: `${name()}.weightTonnes`, message });
  };
  for (const [index, call] of body.portCalls.entries()) {
    lookAtTime(call.arrivalDateTime, () => `portCalls[${index}].arrivalDateTime`);
    lookAtTime(call.departureDateTime, () => `portCalls[${index}].departureDateTime`);
    for (const [position, { cutOffDateTime }] of (call.cutOffs ?? []).entries())
      lookAtTime(cutOffDateTime, () => `portCalls[${index}].cutOffs[${position}].cutOffDateTime`);
  }
  lookAtTime(body.validUntil, () => 'validUntil');
  lookAtWeight(body.capacity, () => 'capacity');
  for (const [index, leg] of (body.legCapacities ?? []).entries()) lookAtWeight(leg, () => `legCapacities[${index}]`);
  for (const [index, { amount }] of body.rates.entries()) {
    if (!isAbove(amount, LARGEST_AMOUNT)) continue;
    const message = `at most ${LARGEST_AMOUNT} for a container`;
    problems.push({ code: 'AMOUNT_OUT_OF_RANGE', property: `rates[${index}].amount`, message });
  }
  return problems;
}
