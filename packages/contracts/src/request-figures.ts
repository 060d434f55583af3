import { type Decimal, decimal } from '@greenlane/kernel/decimal';
import type { Problem } from '@greenlane/kernel/decision';
import type { CargoRequestBody } from './cargo-request.ts';
import {
  HORIZON_DAYS,
  isAbove,
  isWithinHorizon,
  LARGEST_AMOUNT,
  LARGEST_CO2E_KG_PER_TEU,
  LONGEST_PRE_CARRIAGE_KM,
} from './plausible.ts';
import { EQUIPMENT } from './values.ts';

/**
 * Largest gross mass of a series 1 container of 20 foot or more: ISO 668:2013/Amd 2:2016 (36,000 kg). Until then it was
 * 30,480 kg (Amd 1:2005), which is still on the plate of most boxes.
 */
const MAXIMUM_GROSS_KG = 36_000;
export const USUAL_GROSS_KG = 30_480;

const problem = (code: string, property: string, message: string): Problem => ({ code, property, message });

function timeProblems(body: CargoRequestBody, now: Date): readonly Problem[] {
  if (Date.parse(body.latestArrivalDateTime) <= Date.parse(body.cargoReadyDateTime)) {
    return [
      problem('ARRIVAL_BEFORE_READY', 'latestArrivalDateTime', 'the cargo would have to arrive before it is ready'),
    ];
  }
  if (Date.parse(body.latestArrivalDateTime) <= now.getTime()) {
    return [problem('ARRIVAL_PAST', 'latestArrivalDateTime', 'the latest arrival has passed')];
  }
  return [];
}

/** Figures that no cargo has; the same refusals as for offers. */
function boundProblems(body: CargoRequestBody, now: Date): readonly Problem[] {
  const { maxCo2eKgPerTeu, maxRate } = body.constraints;
  const times = ['cargoReadyDateTime', 'latestArrivalDateTime'] as const;
  return [
    ...times
      .filter((property) => !isWithinHorizon(body[property], now))
      .map((property) => problem('DATE_OUT_OF_RANGE', property, `cargo moves within ${HORIZON_DAYS} days of today`)),
    ...body.origin.preCarriage.flatMap(({ distanceKm }, index) =>
      isAbove(distanceKm, LONGEST_PRE_CARRIAGE_KM)
        ? [
            problem(
              'DISTANCE_OUT_OF_RANGE',
              `origin.preCarriage[${index}].distanceKm`,
              `at most ${LONGEST_PRE_CARRIAGE_KM} km`,
            ),
          ]
        : [],
    ),
    ...(maxCo2eKgPerTeu !== undefined && isAbove(maxCo2eKgPerTeu, LARGEST_CO2E_KG_PER_TEU)
      ? [problem('CAP_OUT_OF_RANGE', 'constraints.maxCo2eKgPerTeu', `at most ${LARGEST_CO2E_KG_PER_TEU} kg`)]
      : []),
    ...(maxRate !== undefined && isAbove(maxRate.amount, LARGEST_AMOUNT)
      ? [problem('AMOUNT_OUT_OF_RANGE', 'constraints.maxRate.amount', `at most ${LARGEST_AMOUNT} for a container`)]
      : []),
  ];
}

function termProblems(body: CargoRequestBody): readonly Problem[] {
  if (body.incotermNamedPlace === undefined || body.incoterm !== undefined) return [];
  return [problem('INCOTERM_MISSING', 'incoterm', 'a named place belongs to an Incoterm: name the three letters too')];
}

/** With the usual tare of its size-type. */
export function grossKgOf(body: CargoRequestBody): Decimal {
  return decimal(body.equipment.cargoGrossWeightKg).plus(EQUIPMENT[body.equipment.ISOEquipmentCode].tareKg);
}

function weightProblems(body: CargoRequestBody): readonly Problem[] {
  const { ISOEquipmentCode } = body.equipment;
  if (grossKgOf(body).lessThanOrEqualTo(MAXIMUM_GROSS_KG)) return [];
  const payload = MAXIMUM_GROSS_KG - EQUIPMENT[ISOEquipmentCode].tareKg;
  return [
    problem(
      'TOO_HEAVY',
      'equipment.cargoGrossWeightKg',
      `a ${ISOEquipmentCode} carries at most ${payload} kg (ISO 668: ${MAXIMUM_GROSS_KG} kg gross); the weight is per container`,
    ),
  ];
}

/**
 * What of a request can be judged from its own figures, without knowing ports or policies: its times, weights and caps. The
 * same for a request that is stored and for one that only asks for its ranking.
 */
export function figureProblems(body: CargoRequestBody, now: Date): readonly Problem[] {
  return [...timeProblems(body, now), ...weightProblems(body), ...boundProblems(body, now), ...termProblems(body)];
}
