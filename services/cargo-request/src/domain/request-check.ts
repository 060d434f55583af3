import type { CargoRequestBody, Feedback } from '@greenlane/contracts/cargo-request';
import {
  HORIZON_DAYS,
  isAbove,
  isWithinHorizon,
  LARGEST_AMOUNT,
  LARGEST_CO2E_KG_PER_TEU,
  LONGEST_PRE_CARRIAGE_KM,
} from '@greenlane/contracts/plausible';
import { EQUIPMENT } from '@greenlane/contracts/values';
import { canonicalLocationCode, findPort } from '@greenlane/geography/ports';
import { marketOf } from '@greenlane/geography/regions';
import { assert } from '@greenlane/kernel/assert';
import { decimal, toText } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { preScreen, type ScreeningRules, screenAcceptance } from './pre-screen.ts';

/** What a request becomes once it may be handed to matching. */
export type CheckedRequest = {
  /** The body with retired port codes replaced by today's and repeated ports named once. */
  readonly body: CargoRequestBody;
  /** The load region that all its load ports lie in. */
  readonly market: string;
  readonly feedbacks: readonly Feedback[];
};

/** The request that an amendment replaces. */
export type PresentRequest = { readonly body: CargoRequestBody; readonly market: string };

/**
 * Largest gross mass of a series 1 container of 20 foot or more: ISO 668:2013/Amd 2:2016 (36,000 kg). Until then it was
 * 30,480 kg (Amd 1:2005), which is still on the plate of most boxes.
 */
const MAXIMUM_GROSS_KG = 36_000;
const USUAL_GROSS_KG = 30_480;

const problem = (code: string, property: string, message: string): Problem => ({ code, property, message });
const warning = (code: string, property: string, message: string): Feedback => ({
  severity: 'WARN',
  code,
  property,
  message,
});
const epoch = (dateTime: string): number => Date.parse(dateTime);

/** Retired codes that feeds still send (CNSHA, CNNGB) become today's; two names of one port become one. */
export function withCanonicalPorts(body: CargoRequestBody): CargoRequestBody {
  const canonical = (codes: readonly string[]) => [...new Set(codes.map(canonicalLocationCode))];
  const place = body.origin.UNLocationCode;
  return {
    ...body,
    origin: {
      ...body.origin,
      ...(place === undefined ? {} : { UNLocationCode: canonicalLocationCode(place) }),
      loadPorts: canonical(body.origin.loadPorts),
      preCarriage: body.origin.preCarriage.map((leg) => ({ ...leg, loadPort: canonicalLocationCode(leg.loadPort) })),
    },
    destination: { ...body.destination, dischargePorts: canonical(body.destination.dischargePorts) },
  };
}

function unknownPorts(codes: readonly string[], property: string): readonly Problem[] {
  return codes.flatMap((code, index) =>
    findPort(canonicalLocationCode(code))
      ? []
      : [problem('UNKNOWN_LOCATION', `${property}[${index}]`, `${code} is no sea port known here by its UN/LOCODE`)],
  );
}

function marketProblems(body: CargoRequestBody): readonly Problem[] {
  const known = body.origin.loadPorts.filter((code) => findPort(code));
  const homeless = known.find((code) => marketOf(code) === undefined);
  if (homeless !== undefined) {
    return [problem('NO_MARKET', 'origin.loadPorts', `${homeless} belongs to no load market`)];
  }
  const markets = [...new Set(known.map((code) => marketOf(code)))];
  if (markets.length < 2) return [];
  const names = known.map((code) => `${code} (${marketOf(code)})`).join(', ');
  return [
    problem(
      'LOAD_PORTS_IN_TWO_MARKETS',
      'origin.loadPorts',
      `all load ports of a request lie in one market, these do not: ${names}; submit one request for each`,
    ),
  ];
}

/** Offers take cargo out of their load region: a request that stays inside would wait for good. */
function dischargeProblems(body: CargoRequestBody): readonly Problem[] {
  const market = marketOf(body.origin.loadPorts[0]!);
  const { dischargePorts } = body.destination;
  const staysInside = market !== undefined && dischargePorts.every((code) => marketOf(code) === market);
  return staysInside && !dischargePorts.some((code) => body.origin.loadPorts.includes(code))
    ? [
        problem(
          'DISCHARGED_IN_LOAD_MARKET',
          'destination.dischargePorts',
          `${dischargePorts.join(', ')} ${dischargePorts.length === 1 ? 'lies' : 'lie'} in the load market ${market}; offers carry cargo out of it`,
        ),
      ]
    : [];
}

function placeProblems(given: CargoRequestBody, body: CargoRequestBody): readonly Problem[] {
  const { loadPorts, preCarriage } = body.origin;
  return [
    ...unknownPorts(given.origin.loadPorts, 'origin.loadPorts'),
    ...unknownPorts(given.destination.dischargePorts, 'destination.dischargePorts'),
    ...marketProblems(body),
    ...preCarriage.flatMap((leg, index) =>
      loadPorts.includes(leg.loadPort)
        ? []
        : [
            problem(
              'NOT_A_LOAD_PORT',
              `origin.preCarriage[${index}].loadPort`,
              `${leg.loadPort} is not among the load ports ${loadPorts.join(', ')}`,
            ),
          ],
    ),
    ...given.destination.dischargePorts.flatMap((code, index) =>
      loadPorts.includes(canonicalLocationCode(code))
        ? [problem('LOADED_AND_DISCHARGED', `destination.dischargePorts[${index}]`, `${code} is also a load port`)]
        : [],
    ),
    ...dischargeProblems(body),
  ];
}

function timeProblems(body: CargoRequestBody, now: Date): readonly Problem[] {
  if (epoch(body.latestArrivalDateTime) <= epoch(body.cargoReadyDateTime)) {
    return [
      problem('ARRIVAL_BEFORE_READY', 'latestArrivalDateTime', 'the cargo would have to arrive before it is ready'),
    ];
  }
  if (epoch(body.latestArrivalDateTime) <= now.getTime()) {
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

function grossKgOf(body: CargoRequestBody) {
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

function amendmentProblems(body: CargoRequestBody, present: PresentRequest | undefined): readonly Problem[] {
  if (!present) return [];
  const problems: Problem[] = [];
  const market = marketOf(body.origin.loadPorts[0]!);
  if (market !== undefined && market !== present.market) {
    problems.push(
      problem(
        'MARKET_CANNOT_CHANGE',
        'origin.loadPorts',
        `the request belongs to the market ${present.market}; cancel it and submit another for ${market}`,
      ),
    );
  }
  if (body.requestReference !== present.body.requestReference) {
    problems.push(problem('REFERENCE_CANNOT_CHANGE', 'requestReference', 'the reference names the request and stays'));
  }
  return problems;
}

function ownFeedbacks(body: CargoRequestBody): readonly Feedback[] {
  const feedbacks: Feedback[] = [];
  const gross = grossKgOf(body);
  if (gross.greaterThan(USUAL_GROSS_KG)) {
    feedbacks.push(
      warning(
        'HEAVIER_THAN_USUAL_PLATE',
        'equipment.cargoGrossWeightKg',
        `${toText(gross)} kg gross needs a box plated above the usual ${USUAL_GROSS_KG} kg`,
      ),
    );
  }
  const { loadPorts, preCarriage } = body.origin;
  const served = new Set(preCarriage.map((leg) => leg.loadPort));
  const unserved = loadPorts.filter((code) => !served.has(code));
  if (served.size > 0 && unserved.length > 0) {
    feedbacks.push(
      warning(
        'PRE_CARRIAGE_MISSING',
        'origin.preCarriage',
        `no leg to ${unserved.join(', ')}: its door-to-port figure begins at the terminal and looks lower than it is`,
      ),
    );
  }
  return feedbacks;
}

/**
 * Judges what a schema cannot: ports, market, times, weight and the dangerous goods declared. All problems are named at
 * once; what is only doubtful becomes a feedback.
 * @param present the request that an amendment replaces; its market and reference stay
 */
export function checkRequest(given: {
  readonly body: CargoRequestBody;
  readonly now: Date;
  readonly rules: ScreeningRules;
  readonly present?: PresentRequest | undefined;
}): Decision<CheckedRequest, readonly Problem[]> {
  const body = withCanonicalPorts(given.body);
  const loadPorts = body.origin.loadPorts;
  const screened = [
    ...preScreen(body.cargo, given.rules.dangerousGoods),
    ...screenAcceptance(body.cargo, { loadPorts, market: marketOf(loadPorts[0]!) }, given.rules),
  ];
  const problems = [
    ...placeProblems(given.body, body),
    ...timeProblems(body, given.now),
    ...weightProblems(body),
    ...boundProblems(body, given.now),
    ...termProblems(body),
    ...screened.filter((feedback) => feedback.severity === 'ERROR').map(({ severity: _, ...item }) => item as Problem),
    ...amendmentProblems(body, given.present),
  ];
  if (problems.length > 0) return refuse(problems);
  const market = marketOf(body.origin.loadPorts[0]!);
  assert(market !== undefined, 'a request without problems has a market');
  return accept({ body, market, feedbacks: [...ownFeedbacks(body), ...screened] });
}
