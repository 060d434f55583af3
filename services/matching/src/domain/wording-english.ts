import type { MarketInput } from './inputs.ts';
import { dateTimeOf } from './request-terms.ts';
import type { Rate } from './terms.ts';
import type { Could, DecisionFacts, MovedFacts, Outcome, PolicyFacts, RefusalFacts, Wording } from './wording.ts';

const MINUTES_PER_DAY = 1_440;

/** A minute as clerks write it: 2026-12-02 10:00 UTC. */
const time = (minute: number) => `${dateTimeOf(minute).slice(0, 16).replace('T', ' ')} UTC`;
const day = (minute: number) => dateTimeOf(minute).slice(0, 10);
const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);
const money = (rate: Rate) => `${(rate.amountMinor / 100).toFixed(2)} ${rate.currencyCode}`;
const shown = ({ amount, currencyCode }: { readonly amount: string; readonly currencyCode: string }) =>
  `${amount} ${currencyCode}`;
const counted = (count: number, what: string) => `${count === 0 ? 'No' : count} ${what}${count === 1 ? '' : 's'}`;

function duration(minutes: number): string {
  if (minutes >= MINUTES_PER_DAY) return days(Math.round(minutes / MINUTES_PER_DAY));
  const [count, unit] = minutes >= 60 ? [Math.round(minutes / 60), 'hour'] : [minutes, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const space = (what: string, unit: string) => (facts: RefusalFacts['FULL']) =>
  `The ${what} between ${facts.loadPort} and ${facts.dischargePort} has ${facts.left} ${unit} left; ${facts.need} ${unit} are needed.`;
const are = (count: number) => `${count} ${count === 1 ? 'is' : 'are'}`;
const plugs = ({ loadPort, dischargePort, left, need }: RefusalFacts['REEFER_PLUGS_FULL']) =>
  `Of the reefer plugs between ${loadPort} and ${dischargePort}, ${are(left)} left; ${are(need)} needed.`;

const lessCo2e = ({ gainPercent }: Outcome) => `${gainPercent} % less CO2e`;
const where = ({ name, kgPerTeu, arrivalMinute }: Outcome) =>
  ` (${name}, ${kgPerTeu} kg per TEU, arriving ${day(arrivalMinute)}).`;
const could = ({ name, kgPerTeu }: Could) =>
  `, ${name} could take it${kgPerTeu === null ? '' : ` with ${kgPerTeu} kg CO2e per TEU`}.`;

const share = (percent: number) => `${percent} % of each low-emission sailing is kept for priority units`;
const shareUntil = ({ sharePercent, releaseHours }: PolicyFacts) =>
  `${sharePercent} % of each low-emission sailing is kept for them, until ${releaseHours} hours before its first cut-off.`;

type Whose = { readonly them: 'it' | 'them'; readonly their: 'its' | 'their' };
const REFUSED_BY: Readonly<Record<string, (whose: Whose) => string>> = {
  FULL: () => 'too little slot space is left',
  WEIGHT_FULL: () => 'too little weight is left',
  DANGEROUS_GOODS_FULL: () => 'too little dangerous-goods space is left',
  REEFER_PLUGS_FULL: () => 'too few reefer plugs are left',
  PROTECTED: () => 'the space left is kept for priority units until its release',
  DISPLACES_EXPECTED_PRIORITY: () => 'the space is worth more to expected priority units until its release',
  ARRIVES_TOO_LATE: ({ them }) => `the ship arrives too late for ${them}`,
  CARGO_NOT_READY: ({ their }) => `the gate closes before ${their} cargo is there`,
  CUT_OFF_PASSED: () => 'bookings have closed',
  EQUIPMENT_NOT_ACCEPTED: () => 'the container size-type is not accepted',
  UN_NUMBER_NOT_ACCEPTED: ({ their }) => `${their} dangerous goods are not accepted`,
  RATE_ABOVE_CAP: ({ their }) => `the rate is above ${their} cap`,
  RATE_UNKNOWN: ({ their }) => `no rate is named to hold against ${their} cap`,
  CURRENCY_MISMATCH: ({ their }) => `the rate is in another currency than ${their} cap`,
  CO2E_ABOVE_CAP: ({ their }) => `the CO2e is above ${their} cap`,
  DECLINED_BEFORE: ({ them }) => `this offer was declined or given back for ${them}`,
  OFFER_EXPIRED: () => 'the offer is no longer valid',
  OFFER_CLOSED: () => 'the offer is withdrawn',
};

/** Why cargo left a sailing. */
const CAUSES: Readonly<Record<string, string>> = {
  CAPACITY_CUT: 'the carrier cut its space',
  OFFER_WITHDRAWN: 'the carrier withdrew the sailing',
  CALL_REMOVED: 'the ship no longer makes that call',
  CUT_OFF_MOVED: 'its gate now closes before the cargo is there',
  ARRIVAL_MOVED: 'it would now arrive too late',
  EQUIPMENT_NO_LONGER_ACCEPTED: 'the container size-type is no longer accepted',
  DANGEROUS_GOODS_NO_LONGER_ACCEPTED: 'the dangerous goods are no longer accepted',
  ROLLED_FOR_PRIORITY: 'sold as rollable, it made way for a priority unit',
};

const containers = (units: number) => (units === 1 ? '1 container' : `${units} containers`);

function moved({ left, now }: MovedFacts): string {
  const away = `${containers(left.units)} left ${left.reference} (departure ${day(left.departureMinute)}): ${CAUSES[left.cause] ?? left.cause}.`;
  if (now === null)
    return `${away} No other sailing fits yet; the cargo keeps its place and is matched as soon as space appears.`;
  const arrival =
    now.daysLater === 0
      ? 'arriving the same day'
      : `arriving ${days(Math.abs(now.daysLater))} ${now.daysLater > 0 ? 'later' : 'earlier'}`;
  const carbon =
    now.kgPerTeuMore === 0
      ? 'with the same CO2e'
      : `with ${Math.abs(now.kgPerTeuMore)} kg CO2e per TEU ${now.kgPerTeuMore > 0 ? 'more' : 'less'}`;
  const rest =
    now.unitsWaiting > 0 ? ` ${containers(now.unitsWaiting)} still ${now.unitsWaiting === 1 ? 'waits' : 'wait'}.` : '';
  return `${away} ${containers(now.units)} ${now.units === 1 ? 'is' : 'are'} now on ${now.reference} (departure ${day(now.departureMinute)}), ${arrival}, ${carbon}.${rest}`;
}

/** What had happened when something was decided. */
const WHEN: Readonly<Record<MarketInput['kind'], string>> = {
  'request-submitted': 'When the request came in',
  'request-amended': 'When the request was changed',
  'request-cancelled': 'When a request was cancelled',
  'offer-published': 'When a carrier offered new space',
  'offer-amended': 'When a carrier changed a sailing',
  'offer-withdrawn': 'When a carrier withdrew a sailing',
  'allocation-confirmed': 'When a carrier confirmed space',
  'allocation-declined': 'When a carrier declined cargo',
  'allocation-cancelled': 'When space was given back',
  'units-chosen': 'When the exporter chose',
  'plan-committed': 'When the authority carried out a plan',
  'container-moved': 'When a container was reported at a port',
  'policy-published': 'When the policy changed',
  'designation-changed': 'When a designation changed',
  'bid-prices-solved': 'When the price of kept space was computed anew',
  tick: 'When a hold lapsed or kept space opened',
};

function decision({ input, units, name, rank, of, isPriority, policyVersion }: DecisionFacts): string {
  const placed = `${WHEN[input]}, ${containers(units)} ${units === 1 ? 'was' : 'were'} placed on ${name}`;
  const place =
    rank === null
      ? ''
      : of === 1
        ? ', the only sailing that could take the cargo'
        : `, number ${rank} of the ${of} sailings that could take the cargo`;
  const judged = isPriority ? 'as cargo of a priority unit' : 'as standard cargo';
  return `${placed}${place}. The cargo was judged ${judged} under policy ${policyVersion}.`;
}

const withoutSpace = ({ priorityTeu, standardTeu }: { readonly priorityTeu: number; readonly standardTeu: number }) =>
  `${priorityTeu} TEU of priority units and ${standardTeu} TEU of standard cargo`;

export const ENGLISH: Wording = {
  language: 'en',
  rank: {
    only: () => 'The only sailing that could take this cargo.',
    last: () => 'The last of the sailings that could take this cargo.',
    lighter: ({ name, kilograms }) => `Ranks above ${name} by ${kilograms} kg CO2e per TEU.`,
    earlier: ({ name, minutes }) => `Ranks above ${name} by arriving ${duration(minutes)} earlier.`,
    morePoints: ({ name, points }) =>
      `Ranks above ${name} by ${points} points of CO2e, arrival and rate together, weighed as the policy publishes.`,
    sameCo2eEarlier: ({ name, minutes }) => `Same CO2e as ${name}; arrives ${duration(minutes)} earlier.`,
    sameArrivalLighter: ({ name, kilograms }) =>
      `Arrives together with ${name}; emits ${kilograms} kg CO2e per TEU less.`,
    samePointsLighter: ({ name, kilograms }) => `Same points as ${name}; emits ${kilograms} kg CO2e per TEU less.`,
    cheaper: ({ name, saved }) => `Same CO2e and arrival as ${name}; ${money(saved)} cheaper a container.`,
    rateNamed: ({ name }) => `Same CO2e and arrival as ${name}, whose carrier names no rate.`,
    byNumber: ({ name }) => `Same in every figure as ${name}; listed first by its number.`,
  },
  refusal: {
    LOAD_PORT_NOT_CALLED: ({ ports }) => `The sailing loads at none of the request's ports (${ports.join(', ')}).`,
    DISCHARGE_PORT_NOT_CALLED: ({ ports }) =>
      `The sailing discharges at none of the request's ports (${ports.join(', ')}).`,
    PORTS_OUT_OF_SEQUENCE: () => 'The sailing calls at the discharge port before the load port.',
    SEA_DISTANCE_UNKNOWN: ({ ways }) =>
      `No sourced sea distance is known for ${ways.join(', ')}, so this sailing has no CO2e figure there and is not offered.`,
    OFFER_CLOSED: () => 'The carrier has withdrawn this offer.',
    OFFER_EXPIRED: ({ atMinute }) => `The offer was valid until ${time(atMinute)}.`,
    EQUIPMENT_NOT_ACCEPTED: () => 'The carrier does not take this container size-type on this sailing.',
    UN_NUMBER_NOT_ACCEPTED: ({ unNumbers }) =>
      `The carrier does not take ${unNumbers.map((number) => `UN ${number}`).join(', ')} on this sailing.`,
    DANGEROUS_GOODS_CLASS_MISMATCH: () => 'The IMO class of the request does not belong to its UN number.',
    CERTIFICATE_MISSING: () => 'The dangerous goods need a certificate that the request does not name.',
    CUT_OFF_PASSED: ({ atMinute }) => `Bookings closed at ${time(atMinute)}.`,
    CARGO_NOT_READY: ({ port, atGateMinute, closesMinute }) =>
      `The cargo reaches the gate of ${port} at ${time(atGateMinute)}, after it closes at ${time(closesMinute)}.`,
    ARRIVES_TOO_LATE: ({ port, arrivalMinute, latestMinute }) =>
      `The ship reaches ${port} at ${time(arrivalMinute)}, after the latest arrival ${time(latestMinute)}.`,
    RATE_UNKNOWN: () => 'The carrier names no rate for this container, so the rate cap cannot be kept.',
    CURRENCY_MISMATCH: ({ offered, cap }) => `The rate is in ${offered}, the cap in ${cap}.`,
    RATE_ABOVE_CAP: ({ offered, cap }) => `The rate is ${money(offered)}; the request allows ${money(cap)}.`,
    CO2E_ABOVE_CAP: ({ kgPerTeu, capKgPerTeu }) =>
      `Door to port it emits ${kgPerTeu} kg CO2e per TEU; the request allows ${capKgPerTeu} kg.`,
    DECLINED_BEFORE: () =>
      'This version of the offer was declined, lapsed unconfirmed, or was given back for this request.',
    FULL: space('slot space', 'TEU'),
    WEIGHT_FULL: space('weight allowance', 'kg'),
    DANGEROUS_GOODS_FULL: space('dangerous-goods space', 'TEU'),
    REEFER_PLUGS_FULL: plugs,
    PROTECTED: ({ untilMinute, keptTeu }) =>
      `The space left is kept for priority units until ${time(untilMinute)} (${keptTeu} TEU of this low-emission sailing).`,
    DISPLACES_EXPECTED_PRIORITY: ({ pricePoints, worthPoints, lastResort, untilMinute }) =>
      `This low-emission space is kept for priority units that are expected to book it: to them it is worth ${pricePoints} points a TEU, and ${lastResort ? 'moving this cargo at all' : 'the cleaner ship for this cargo'} is worth ${worthPoints} (a point is a kilogram of CO2e). It opens to everyone at ${time(untilMinute)}, or earlier when the price falls.`,
  },
  counterfactual: {
    arriveLater: (change, outcome) =>
      `Arriving ${days(change.days)} later would give ${lessCo2e(outcome)}${where(outcome)}`,
    readyEarlier: (change, outcome) =>
      `Cargo ready ${days(change.days)} earlier would give ${lessCo2e(outcome)}${where(outcome)}`,
    higherRate: ({ rate, cap }, outcome) =>
      `A rate of ${money(rate)} instead of ${money(cap)} would give ${lessCo2e(outcome)}${where(outcome)}`,
    noRateCap: (outcome) => `Without the rate cap there would be ${lessCo2e(outcome)}${where(outcome)}`,
    split: ({ units, of }, outcome) =>
      `If the request may be split, ${units} of ${of} containers would give ${lessCo2e(outcome)}${where(outcome)}`,
    lowestEmissions: (outcome) => `Ranked by lowest emissions there would be ${lessCo2e(outcome)}${where(outcome)}`,
  },
  relaxation: {
    arriveLater: (change, to) => `If the cargo may arrive ${days(change.days)} later${could(to)}`,
    gateEarlier: (change, to) =>
      `If the cargo were at the gate of ${change.port} ${days(change.days)} earlier${could(to)}`,
    co2eCap: ({ kgPerTeu }, to) => `If ${kgPerTeu} kg CO2e per TEU were allowed${could(to)}`,
    rateCap: ({ rate }, to) => `If a rate of ${money(rate)} were allowed${could(to)}`,
    fewerUnits: ({ units, of }, to) => `With ${units} instead of ${of} containers${could(to)}`,
    certificate: (to) => `If the certificate of the dangerous goods were named${could(to)}`,
    imoClass: (to) => `If the IMO class were the one of the UN number${could(to)}`,
    noRateCap: (to) => `Without the rate cap${could(to)}`,
    afterRelease: ({ untilMinute }, to) => `From ${time(untilMinute)}, if the space is still free${could(to)}`,
    otherLoadPort: ({ port, insteadOf }, to) =>
      `If the cargo could load at ${port}${could(to)} The way there is counted as the way to ${insteadOf}.`,
  },
  protection: {
    byPolicy: ({ sharePercent }) => `${share(sharePercent)}, as the policy says.`,
    untilHistory: ({ sharePercent, requests, minimumRequests, days: known, minimumDays }) =>
      `${share(sharePercent)}, until there is history to learn from (${requests} of ${minimumRequests} priority requests, ${known} of ${minimumDays} days).`,
    learned: ({ requests, days: known, solvedMinute }) =>
      `On low-emission sailings space is kept for priority units: as much as they are still expected to need, learned from ${requests} of their requests in the last ${known} days (computed ${time(solvedMinute)}).`,
  },
  cost: {
    freight: (freight) => (freight === null ? 'The carrier names no rate.' : `Freight ${shown(freight)}.`),
    noEuPort: () => 'No EU ETS or FuelEU cost: the voyage calls at no port of the EEA.',
    allowances: ({ amount, kilograms }) =>
      amount === null
        ? `Estimated EU ETS share: allowances for ${kilograms} kg CO2e, for which the policy names no price.`
        : `Estimated EU ETS share: ${shown(amount)} (allowances for ${kilograms} kg CO2e).`,
    fuelEuSurplus: () => 'Estimated FuelEU share: none, as the fuel is cleaner than FuelEU asks.',
    fuelEuPenalty: (amount) => `Estimated FuelEU share: ${shown(amount)} of penalty.`,
    subsidy: (amount) => `Subsidy of up to ${shown(amount)}, indicative only.`,
    joined: (parts) => parts.join(' '),
  },
  policy: {
    fits: () =>
      'Only sailings that can take the cargo are ranked: ports, dates, cut-offs, equipment, dangerous goods, space, and the caps that the request names. Every other is listed with the limit that it misses.',
    co2e: () =>
      'Under LOWEST_EMISSIONS the door-to-port CO2e of one container decides, to the gram: what the exporter asked for. Then the earlier arrival, then the lower rate, then the number of the offer.',
    arrival: () => 'Under EARLIEST_ARRIVAL the arrival decides, then the CO2e, then the rate.',
    balanced: ({ emissionsWeight, emissionsKgPerTeu, arrivalWeight, arrivalHours, rateWeight, ratePerTeu }) =>
      `Under BALANCED points decide: CO2e weighs ${emissionsWeight} (a full point is ${emissionsKgPerTeu} kg per TEU), arrival ${arrivalWeight} (${arrivalHours} hours), rate ${rateWeight} (${(ratePerTeu.amountMinor / 100).toFixed(0)} ${ratePerTeu.currencyCode} per TEU). A rate that is unknown or in another currency counts as dear.`,
    lowEmission: ({ belowPercent }) =>
      `A sailing is low-emission when its sea leg emits at least ${belowPercent} % less than the default of its trade lane.`,
    priority: ({ standardHours }) =>
      `Designated units are served first from the waiting list and may take low-emission space that is kept for them. Standard cargo that has waited ${standardHours} hours stands with them. Standard cargo gives way to them only where it was sold as rollable.`,
    fixedShare: (policy) => `Priority units book late, so ${shareUntil(policy)}`,
    bidPrice: (policy) =>
      `Priority units book late, so the demand still expected of them is kept (${policy.quantilePercent} % of seasons need no more) and priced; at least ${policy.floorSharePercent} % stay kept until ${policy.releaseHours} hours before the first cut-off. The curve is learned from the last ${policy.historyDays} days. With fewer than ${policy.minimumRequests} priority requests or ${policy.minimumDays} days, ${shareUntil(policy)}`,
    points: ({ standardServed, priorityServed, standardPerKilogram, priorityPerKilogram }) =>
      `A point is a kilogram CO2e. A TEU that moves is worth ${standardServed} points, of a priority unit ${priorityServed}; each kilogram it emits takes off ${standardPerKilogram}, of a priority unit ${priorityPerKilogram}.`,
    payment: () => 'No payment and no agreement with a carrier changes a rank.',
  },
  feedback: {
    WAITING_FOR_SPACE: () =>
      'No open offer fits yet; the request keeps its place and is matched as soon as space appears.',
    LATEST_ARRIVAL_UNREACHABLE: () => 'No sailing can bring the cargo before its latest arrival any more.',
    ALLOCATION_ROLLED: () => 'Cargo was moved off its sailing.',
    HOLD_LIMIT_REACHED: () =>
      'The exporter holds as much unconfirmed space as the policy allows; it goes on as soon as a carrier confirms or a hold ends.',
    PRIORITY_ENDED: () =>
      'The priority of this exporter ended: space that was only held was given back, and the request is matched again as standard cargo. Confirmed space stays.',
    CERTIFICATE_MISSING: () => 'The dangerous goods need a certificate before any carrier can take them.',
    DANGEROUS_GOODS_CLASS_MISMATCH: () => 'The IMO class does not belong to the UN number.',
    moved,
  },
  decision,
  plan: {
    served: ({ servedTeu, priorityServedTeu, kilograms, moved: count }) =>
      `The plan places ${servedTeu} TEU, ${priorityServedTeu} of them for priority units, with ${kilograms} kg CO2e door to port; ${count === 1 ? '1 hold moves' : `${count} holds move`} to another sailing.`,
    left: (left) =>
      left.priorityTeu + left.standardTeu === 0
        ? 'Everything that waits finds space.'
        : `${withoutSpace(left)} find no space.`,
    bound: ({ gapPercent }) =>
      Number(gapPercent) === 0 ? 'No plan could be better.' : `No plan could be better by more than ${gapPercent} %.`,
    optionsConsidered: ({ requestsWithMore, mostPerRequest }) =>
      `This was judged among the ${mostPerRequest} options with the least CO2e of each request; ${counted(requestsWithMore, 'request')} had more.`,
    firstCome: ({ kilograms, ...left }) =>
      `First come, first served would leave ${withoutSpace(left)} without space, with ${kilograms} kg CO2e for the rest.`,
    firstComeAlike: () => 'First come, first served would do as well.',
    unserved: {
      NO_FEASIBLE_OFFER: () =>
        'No sailing fits: ports, dates, equipment or the caps of the request rule out every one.',
      NO_SPACE: () => 'Sailings would fit, but not enough space is left on them.',
    },
    carriedOut: ({ units, moved: count, refused }) =>
      `Carried out: ${containers(units)} placed, ${count === 1 ? '1 allocation' : `${count} allocations`} moved to another sailing${refused === 0 ? '' : `; ${refused === 1 ? '1 request' : `${refused} requests`} could no longer be placed as planned and ${refused === 1 ? 'stays as it was' : 'stay as they were'}`}.`,
  },
  use: {
    summary: ({ requests, here, elsewhere, rest }) =>
      `${counted(requests, 'request')} of this market could use the sailing's ports: ${here} ${here === 1 ? 'is' : 'are'} placed on it, ${elsewhere} on other sailings, ${rest} ${rest === 1 ? 'waits or has' : 'wait or have'} ended.`,
    lostByCarbon: ({ requests, kilograms }) =>
      `${requests} requests went where the CO2e is lower, by about ${kilograms} kg per TEU on average; better fuel evidence or a cleaner fuel would change that.`,
    lostByArrival: ({ requests, days: count }) =>
      `${requests} requests went where the cargo arrives earlier, by about ${days(count)}.`,
    refused: ({ requests, code }) => {
      const whose: Whose = requests === 1 ? { them: 'it', their: 'its' } : { them: 'them', their: 'their' };
      const words = REFUSED_BY[code]?.(whose);
      return words === undefined ? undefined : `${counted(requests, 'request')} could not be placed here: ${words}.`;
    },
  },
  outlook: ({ week, sailings, lowEmission, freeTeu, lowEmissionFreeTeu, keptTeu, lowestKgPerTeu }) => {
    const cleanest = `the cleanest emits ${lowestKgPerTeu} kg CO2e per TEU at sea.`;
    if (lowEmission === 0) {
      const which =
        sailings === 1 ? 'the only sailing is not low-emission' : `none of ${sailings} sailings is low-emission`;
      return `Week ${week}: ${which}; ${freeTeu} TEU are free; ${cleanest}`;
    }
    const which =
      sailings === 1
        ? 'the only sailing is low-emission'
        : `${lowEmission} of ${sailings} sailings ${lowEmission === 1 ? 'is' : 'are'} low-emission`;
    const kept = keptTeu > 0 ? `, of which ${keptTeu} are kept for priority units for now` : '';
    return `Week ${week}: ${which}, with ${lowEmissionFreeTeu} TEU free${kept}; ${cleanest}`;
  },
};
