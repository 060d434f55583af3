import {
  HORIZON_DAYS,
  isAbove,
  isWithinHorizon,
  LARGEST_AMOUNT,
  LARGEST_WEIGHT_TONNES,
} from '@greenlane/contracts/plausible';
import type { PortCall, VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import type { Problem } from '@greenlane/kernel/decision';

/** Every time of an offer, by the property that holds it. */
function timesOf(body: VesselOfferBody): readonly (readonly [property: string, dateTime: string])[] {
  const ofCall = (call: PortCall, index: number) => [
    [`portCalls[${index}].arrivalDateTime`, call.arrivalDateTime] as const,
    [`portCalls[${index}].departureDateTime`, call.departureDateTime] as const,
    ...(call.cutOffs ?? []).map(
      (cutOff, position) => [`portCalls[${index}].cutOffs[${position}].cutOffDateTime`, cutOff.cutOffDateTime] as const,
    ),
  ];
  return [...body.portCalls.flatMap(ofCall), ['validUntil', body.validUntil] as const].flatMap(
    ([property, dateTime]) => (dateTime === undefined ? [] : [[property, dateTime] as const]),
  );
}

function weightsOf(body: VesselOfferBody): readonly (readonly [property: string, tonnes: string])[] {
  return [
    ['capacity.weightTonnes', body.capacity.weightTonnes],
    ...(body.legCapacities ?? []).map(
      (leg, index) => [`legCapacities[${index}].weightTonnes`, leg.weightTonnes] as const,
    ),
  ];
}

/**
 * Figures that no sailing has. Without this refusal the carrier reads 201 and the offer never reaches the market, or stands
 * there in an order that is none.
 */
export function boundProblems(body: VesselOfferBody, now: Date): readonly Problem[] {
  return [
    ...timesOf(body)
      .filter(([, dateTime]) => !isWithinHorizon(dateTime, now))
      .map(([property]) => ({
        code: 'DATE_OUT_OF_RANGE',
        property,
        message: `a sailing lies within ${HORIZON_DAYS} days of today`,
      })),
    ...weightsOf(body)
      .filter(([, tonnes]) => isAbove(tonnes, LARGEST_WEIGHT_TONNES))
      .map(([property]) => ({
        code: 'WEIGHT_OUT_OF_RANGE',
        property,
        message: `at most ${LARGEST_WEIGHT_TONNES} tonnes`,
      })),
    ...body.rates.flatMap(({ amount }, index) =>
      isAbove(amount, LARGEST_AMOUNT)
        ? [
            {
              code: 'AMOUNT_OUT_OF_RANGE',
              property: `rates[${index}].amount`,
              message: `at most ${LARGEST_AMOUNT} for a container`,
            },
          ]
        : [],
    ),
  ];
}
