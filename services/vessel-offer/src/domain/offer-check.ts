import type { Feedback } from '@greenlane/contracts/cargo-request';
import { hasValidImoCheckDigit } from '@greenlane/contracts/values';
import type { CutOff, PortCall, VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import { dataQualityOf } from '@greenlane/emissions/sea-intensity';
import { canonicalLocationCode, findPort } from '@greenlane/geography/ports';
import { marketOf } from '@greenlane/geography/regions';
import { hasSeaDistance } from '@greenlane/geography/sea-distances';
import { assert } from '@greenlane/kernel/assert';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { callsMade, type PositionedCall } from './legs.ts';
import { boundProblems } from './offer-bounds.ts';

/** What an offer becomes once it may be published. */
export type CheckedOffer = {
  /** The body with retired port codes replaced by today's; everything else as the carrier gave it. */
  readonly body: VesselOfferBody;
  /** Load region of the first call. */
  readonly market: string;
  readonly feedbacks: readonly Feedback[];
};

/** The offer that an amendment replaces. */
export type PresentOffer = { readonly body: VesselOfferBody; readonly market: string };

const problem = (code: string, property: string, message: string): Problem => ({ code, property, message });
const warning = (code: string, property: string, message: string): Feedback => ({
  severity: 'WARN',
  code,
  property,
  message,
});
const epoch = (dateTime: string): number => Date.parse(dateTime);

/** Retired codes that feeds still send (CNSHA, CNNGB) become today's, so that every later comparison is by equality. */
export function withCanonicalPorts(body: VesselOfferBody): VesselOfferBody {
  return {
    ...body,
    portCalls: body.portCalls.map((call) => ({ ...call, UNLocationCode: canonicalLocationCode(call.UNLocationCode) })),
    ...(body.legCapacities && {
      legCapacities: body.legCapacities.map((leg) => ({
        ...leg,
        fromUNLocationCode: canonicalLocationCode(leg.fromUNLocationCode),
        toUNLocationCode: canonicalLocationCode(leg.toUNLocationCode),
      })),
    }),
  };
}

/** Cut-offs that open a window; every other code closes one and lies before the departure. */
const OPENING_CODES: ReadonlySet<string> = new Set(['ECP', 'EFC']);
/** Full containers come in between EFC (gate opening) and these two. */
const GATE_CLOSING_CODES: ReadonlySet<string> = new Set(['FCO', 'PCO']);

function cutOffProblems({ call, index }: PositionedCall): readonly Problem[] {
  const cutOffs = call.cutOffs ?? [];
  const opening = cutOffs.find((cutOff) => cutOff.cutOffDateTimeCode === 'EFC');
  return cutOffs.flatMap((cutOff: CutOff, position) => {
    const property = `portCalls[${index}].cutOffs[${position}]`;
    const code = cutOff.cutOffDateTimeCode;
    const problems: Problem[] = [];
    if (cutOffs.findIndex((other) => other.cutOffDateTimeCode === code) < position) {
      problems.push(
        problem('DUPLICATE_CUT_OFF', `${property}.cutOffDateTimeCode`, `${code} is given twice on one call`),
      );
    }
    if (
      call.departureDateTime !== undefined &&
      !OPENING_CODES.has(code) &&
      epoch(cutOff.cutOffDateTime) > epoch(call.departureDateTime)
    ) {
      problems.push(
        problem(
          'CUT_OFF_AFTER_DEPARTURE',
          `${property}.cutOffDateTime`,
          `${code} lies after the departure of its call`,
        ),
      );
    }
    if (opening && GATE_CLOSING_CODES.has(code) && epoch(cutOff.cutOffDateTime) < epoch(opening.cutOffDateTime)) {
      problems.push(
        problem(
          'GATE_CLOSES_BEFORE_IT_OPENS',
          `${property}.cutOffDateTime`,
          `${code} lies before the gate opens (EFC)`,
        ),
      );
    }
    return problems;
  });
}

/** Which times a call needs: loading calls a departure, discharge calls and the last call an arrival. */
function missingTimes(
  { call, index }: PositionedCall,
  place: { readonly isFirst: boolean; readonly isLast: boolean; readonly market: string | undefined },
): readonly Problem[] {
  const property = `portCalls[${index}]`;
  if (place.isLast) {
    return call.arrivalDateTime
      ? []
      : [problem('ARRIVAL_REQUIRED', `${property}.arrivalDateTime`, 'the last call needs its arrival')];
  }
  const isLoading = place.isFirst || marketOf(call.UNLocationCode) === place.market;
  if (isLoading) {
    return call.departureDateTime
      ? []
      : [
          problem(
            'DEPARTURE_REQUIRED',
            `${property}.departureDateTime`,
            'a call where cargo of the market can load needs its departure',
          ),
        ];
  }
  return call.arrivalDateTime
    ? []
    : [
        problem(
          'ARRIVAL_REQUIRED',
          `${property}.arrivalDateTime`,
          'a call where cargo is discharged needs its arrival',
        ),
      ];
}

function lastTimeOf(call: PortCall): string | undefined {
  return call.departureDateTime ?? call.arrivalDateTime;
}

function firstTimeOf(call: PortCall): { readonly name: string; readonly dateTime: string } | undefined {
  if (call.arrivalDateTime) return { name: 'arrivalDateTime', dateTime: call.arrivalDateTime };
  if (call.departureDateTime) return { name: 'departureDateTime', dateTime: call.departureDateTime };
  return undefined;
}

function scheduleProblems(body: VesselOfferBody, market: string | undefined): readonly Problem[] {
  const calls = callsMade(body.portCalls);
  const problems: Problem[] = [];
  if (calls.length < 2) {
    problems.push(problem('TOO_FEW_CALLS', 'portCalls', 'a sailing makes at least two calls that are not omitted'));
  }
  calls.forEach((positioned, place) => {
    const { call, index } = positioned;
    const property = `portCalls[${index}]`;
    problems.push(
      ...missingTimes(positioned, { isFirst: place === 0, isLast: place === calls.length - 1, market }),
      ...cutOffProblems(positioned),
    );
    if (call.arrivalDateTime && call.departureDateTime && epoch(call.departureDateTime) < epoch(call.arrivalDateTime)) {
      problems.push(
        problem('DEPARTURE_BEFORE_ARRIVAL', `${property}.departureDateTime`, 'the ship departs before it arrives'),
      );
    }
    const previous = calls[place - 1]?.call;
    if (!previous) return;
    if (previous.UNLocationCode === call.UNLocationCode) {
      problems.push(problem('SAME_PORT_TWICE', `${property}.UNLocationCode`, 'two calls in a row name the same port'));
    }
    const left = lastTimeOf(previous);
    const reached = firstTimeOf(call);
    if (left && reached && epoch(reached.dateTime) <= epoch(left)) {
      problems.push(
        problem(
          'CALLS_OUT_OF_ORDER',
          `${property}.${reached.name}`,
          'port calls are in the order of the voyage, each later than the one before',
        ),
      );
    }
  });
  const isSchedulable = calls.some(({ call }) => call.departureDateTime || (call.cutOffs ?? []).length > 0);
  if (!isSchedulable) {
    problems.push(problem('NO_CUT_OFF_OR_DEPARTURE', 'portCalls', 'no call has a cut-off or a departure'));
  }
  return problems;
}

/** A sailing that has left its load region takes nothing any more; an amendment may still correct it. */
function sailedProblems(body: VesselOfferBody, market: string | undefined, now: Date): readonly Problem[] {
  const departures = callsMade(body.portCalls)
    .slice(0, -1)
    .flatMap(({ call }) => (marketOf(call.UNLocationCode) === market ? [lastTimeOf(call)] : []));
  return departures.some((dateTime) => dateTime === undefined || epoch(dateTime) > now.getTime())
    ? []
    : [problem('SAILING_PAST', 'portCalls', `the ship has left its last call in the load market ${market}`)];
}

function portProblems(body: VesselOfferBody): readonly Problem[] {
  return body.portCalls.flatMap((call, index) =>
    findPort(call.UNLocationCode)
      ? []
      : [
          problem(
            'UNKNOWN_LOCATION',
            `portCalls[${index}].UNLocationCode`,
            `${call.UNLocationCode} is no sea port known here by its UN/LOCODE`,
          ),
        ],
  );
}

function marketProblems(body: VesselOfferBody, market: string | undefined): readonly Problem[] {
  const first = body.portCalls[0]!.UNLocationCode;
  if (market !== undefined || !findPort(first)) return [];
  return [problem('NO_MARKET', 'portCalls[0].UNLocationCode', `${first} belongs to no load market`)];
}

function capacityProblems(body: VesselOfferBody): readonly Problem[] {
  const calls = callsMade(body.portCalls);
  const legs = calls.slice(1).map(({ call }, index) => `${calls[index]!.call.UNLocationCode} → ${call.UNLocationCode}`);
  const problems: Problem[] = [];
  if (body.capacity.dangerousGoodsTeu > body.capacity.teu) {
    problems.push(
      problem(
        'DANGEROUS_GOODS_ABOVE_TEU',
        'capacity.dangerousGoodsTeu',
        'dangerous goods are part of the TEU, not on top',
      ),
    );
  }
  const named = (body.legCapacities ?? []).map((leg) => `${leg.fromUNLocationCode} → ${leg.toUNLocationCode}`);
  (body.legCapacities ?? []).forEach((leg, index) => {
    const property = `legCapacities[${index}]`;
    const name = named[index]!;
    if (!legs.includes(name)) {
      problems.push(
        problem(
          'NOT_CONSECUTIVE_CALLS',
          `${property}.toUNLocationCode`,
          `${name} are not consecutive calls; the legs of this sailing are ${legs.join(', ')}`,
        ),
      );
    }
    if (named.indexOf(name) < index) {
      problems.push(problem('DUPLICATE_LEG', property, `${name} is given twice`));
    }
    if (leg.dangerousGoodsTeu > leg.teu) {
      problems.push(
        problem(
          'DANGEROUS_GOODS_ABOVE_TEU',
          `${property}.dangerousGoodsTeu`,
          'dangerous goods are part of the TEU, not on top',
        ),
      );
    }
  });
  return problems;
}

function rateProblems(body: VesselOfferBody): readonly Problem[] {
  const names = body.rates.map((rate) => `${rate.ISOEquipmentCode} in ${rate.currencyCode}`);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [problem('DUPLICATE_RATE', `rates[${index}].ISOEquipmentCode`, `the rate of ${name} is given twice`)]
      : [],
  );
}

function emissionProfileProblems(body: VesselOfferBody, now: Date): readonly Problem[] {
  const profile = body.emissionProfile;
  if (profile.dataQuality === 'PRIMARY' && profile.referencePeriod.end < profile.referencePeriod.start) {
    return [
      problem(
        'PERIOD_ENDS_BEFORE_IT_STARTS',
        'emissionProfile.referencePeriod.end',
        'the reference period ends before it starts',
      ),
    ];
  }
  if (profile.dataQuality === 'MODELLED' && profile.reportingYear >= now.getUTCFullYear()) {
    return [
      problem(
        'REPORTING_YEAR_NOT_OVER',
        'emissionProfile.reportingYear',
        'a verified annual intensity is of a year that is over',
      ),
    ];
  }
  return [];
}

/** Calls that cargo of the market would sail between, had the emissions of that way a distance to be computed from. */
function unknownPassages({ portCalls }: VesselOfferBody, market: string): readonly string[] {
  const ports = callsMade(portCalls).map(({ call }) => call.UNLocationCode);
  const pairs = ports.flatMap((from, place) =>
    marketOf(from) !== market
      ? []
      : ports
          .slice(place + 1)
          .flatMap((to) => (marketOf(to) === market || hasSeaDistance(from, to) ? [] : [`${from} → ${to}`])),
  );
  return [...new Set(pairs)];
}

function feedbacksOf(body: VesselOfferBody, market: string, now: Date): readonly Feedback[] {
  const feedbacks: Feedback[] = [];
  const unknown = unknownPassages(body, market);
  if (unknown.length > 0) {
    feedbacks.push(
      warning(
        'NO_SEA_DISTANCE',
        'portCalls',
        `no sourced sea distance is known for ${unknown.join(', ')}: no cargo is matched between these calls`,
      ),
    );
  }
  if (!hasValidImoCheckDigit(body.vessel.vesselIMONumber)) {
    feedbacks.push(
      warning(
        'IMO_CHECK_DIGIT',
        'vessel.vesselIMONumber',
        `the check digit of ${body.vessel.vesselIMONumber} does not fit; the number is taken as given`,
      ),
    );
  }
  body.rates.forEach((rate, index) => {
    if (!body.acceptedEquipment.includes(rate.ISOEquipmentCode)) {
      feedbacks.push(
        warning(
          'RATE_WITHOUT_EQUIPMENT',
          `rates[${index}].ISOEquipmentCode`,
          `${rate.ISOEquipmentCode} has a rate but is not among the accepted equipment`,
        ),
      );
    }
  });
  const profile = body.emissionProfile;
  if (profile.dataQuality === 'PRIMARY') {
    if (profile.referencePeriod.end >= now.toISOString().slice(0, 10)) {
      feedbacks.push(
        warning(
          'PERIOD_NOT_OVER',
          'emissionProfile.referencePeriod.end',
          'primary data is of a period that is over; until then this profile is ranked at a lower grade',
        ),
      );
    }
    if (profile.evidence.length === 0) {
      feedbacks.push(
        warning(
          'EVIDENCE_MISSING',
          'emissionProfile.evidence',
          'primary data without evidence is ranked at a lower grade',
        ),
      );
    }
  }
  // What else keeps the profile from its grade is told in the words of the ranking, unless it was told above already.
  const { downgrade } = dataQualityOf(profile, now.toISOString().slice(0, 10));
  const isTold = feedbacks.some(({ property }) => property?.startsWith('emissionProfile'));
  if (!isTold) feedbacks.push(...downgrade.map(({ code, message }) => warning(code, 'emissionProfile', message)));
  return feedbacks;
}

function amendmentProblems(
  body: VesselOfferBody,
  market: string | undefined,
  present: PresentOffer | undefined,
): readonly Problem[] {
  if (!present) return [];
  const problems: Problem[] = [];
  if (market !== undefined && market !== present.market) {
    problems.push(
      problem(
        'MARKET_CANNOT_CHANGE',
        'portCalls[0].UNLocationCode',
        `the offer belongs to the market ${present.market}; withdraw it and publish another for ${market}`,
      ),
    );
  }
  if (body.carrierOfferReference !== present.body.carrierOfferReference) {
    problems.push(
      problem('REFERENCE_CANNOT_CHANGE', 'carrierOfferReference', 'the reference names the offer and stays as it is'),
    );
  }
  return problems;
}

/**
 * Judges what a schema cannot: ports, times, legs and figures that contradict each other. All problems are named at
 * once, so that a carrier corrects a message in one go.
 * @param present the offer that an amendment replaces; its market and reference stay
 */
export function checkOffer(given: {
  readonly body: VesselOfferBody;
  readonly now: Date;
  readonly present?: PresentOffer | undefined;
}): Decision<CheckedOffer, readonly Problem[]> {
  const body = withCanonicalPorts(given.body);
  const market = marketOf(body.portCalls[0]!.UNLocationCode);
  // A schedule change may arrive after booking closed, so an amendment may keep a `validUntil` that has passed.
  const mayHavePassed = given.present !== undefined && epoch(given.present.body.validUntil) === epoch(body.validUntil);
  const isOver = !mayHavePassed && epoch(body.validUntil) < given.now.getTime();
  const problems = [
    ...portProblems(body),
    ...marketProblems(body, market),
    ...scheduleProblems(body, market),
    ...capacityProblems(body),
    ...rateProblems(body),
    ...emissionProfileProblems(body, given.now),
    ...boundProblems(body, given.now),
    ...(given.present === undefined ? sailedProblems(body, market, given.now) : []),
    ...(isOver ? [problem('VALIDITY_PAST', 'validUntil', 'the offer would already have ended')] : []),
    ...amendmentProblems(body, market, given.present),
  ];
  if (problems.length > 0) return refuse(problems);
  assert(market !== undefined, 'an offer without problems has a market');
  return accept({ body, market, feedbacks: feedbacksOf(body, market, given.now) });
}
