import type { CargoRequestBody, Feedback } from '@greenlane/contracts/cargo-request';
import { figureProblems, grossKgOf, USUAL_GROSS_KG } from '@greenlane/contracts/request-figures';
import { canonicalLocationCode, findPort } from '@greenlane/geography/ports';
import { marketOf } from '@greenlane/geography/regions';
import { hasSeaDistance } from '@greenlane/geography/sea-distances';
import { assert } from '@greenlane/kernel/assert';
import { toText } from '@greenlane/kernel/decimal';
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

const problem = (code: string, property: string, message: string): Problem => ({ code, property, message });
const warning = (code: string, property: string, message: string): Feedback => ({
  severity: 'WARN',
  code,
  property,
  message,
});

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
          dischargePorts.length === 1
            ? `${dischargePorts[0]} lies in the load market ${market}; offers carry cargo out of it`
            : `${dischargePorts.join(', ')} lie in the load market ${market}; offers carry cargo out of it`,
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
  const market = marketOf(loadPorts[0]!);
  const ways = loadPorts.flatMap((from) =>
    body.destination.dischargePorts.flatMap((to) => (marketOf(to) === market ? [] : [{ from, to }])),
  );
  const unknown = ways.filter(({ from, to }) => !hasSeaDistance(from, to));
  if (unknown.length > 0) {
    const named = unknown.map(({ from, to }) => `${from} → ${to}`).join(', ');
    feedbacks.push(
      warning(
        'NO_SEA_DISTANCE',
        'origin.loadPorts',
        unknown.length === ways.length
          ? `no sourced sea distance is known for ${named}: no sailing can be matched; name other ports`
          : `no sourced sea distance is known for ${named}: sailings are matched between the other ports alone`,
      ),
    );
  }
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
    ...figureProblems(body, given.now),
    ...screened.filter((feedback) => feedback.severity === 'ERROR').map(({ severity: _, ...item }) => item as Problem),
    ...amendmentProblems(body, given.present),
  ];
  if (problems.length > 0) return refuse(problems);
  const market = marketOf(body.origin.loadPorts[0]!);
  assert(market !== undefined, 'a request without problems has a market');
  return accept({ body, market, feedbacks: [...ownFeedbacks(body), ...screened] });
}
