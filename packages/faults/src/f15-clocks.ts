import type { MarketInput } from '@greenlane/matching/domain/inputs';
import { applyInput, emptyMarket, type Market } from '@greenlane/matching/domain/market';
import { indexedRanking } from '@greenlane/matching/domain/ranking-index';
import { foldVisits } from '@greenlane/port-channel/domain/dwell';
import type { EquipmentEvent } from '@greenlane/port-channel/domain/equipment-event';
import { seededRandom } from '@greenlane/testing/random';
import { judgeWithout } from './alone.ts';
import type { Fault, Finding } from './fault.ts';
import { designationDocument, offerDocument, policyDocument, requestDocument } from './simulation/documents.ts';

type Case = {
  readonly name: string;
  readonly invariant: string;
  readonly expected: number;
  readonly actual: () => number;
};

const event = (code: 'GTIN' | 'LOAD', eventDateTime: string): EquipmentEvent => ({
  eventID: code,
  equipmentEventTypeCode: code,
  eventClassifierCode: 'ACT',
  eventDateTime,
  updatedDateTime: eventDateTime,
  isRetracted: false,
  equipmentReference: 'APZU4812090',
  isEmpty: false,
  UNLocationCode: 'CNSGH',
});

/** Minutes from the gate to the ship; -1 where there is no completed visit. */
const dwellOf = (gateIn: string, load: string): number =>
  foldVisits([event('LOAD', load), event('GTIN', gateIn)], { countedPauses: [], declaredPauses: [] }).visits.find(
    ({ state }) => state === 'completed',
  )?.dwellMinutes ?? -1;

const dwell = (name: string, gateIn: string, load: string, expected: number) => ({ name, gateIn, load, expected });
const DWELLS = [
  dwell('clocks go forward in Hamburg', '2026-03-29T01:30:00+01:00', '2026-03-29T03:30:00+02:00', 60),
  dwell('clocks go back in Hamburg', '2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00', 60),
  dwell('clocks go forward in Los Angeles', '2026-03-08T01:30:00-08:00', '2026-03-08T03:30:00-07:00', 60),
  dwell('clocks go back in Los Angeles', '2026-11-01T01:30:00-07:00', '2026-11-01T01:30:00-08:00', 60),
  dwell('a leap day lies between', '2028-02-28T12:00:00+08:00', '2028-03-01T12:00:00+08:00', 2_880),
  dwell('no leap day lies between', '2027-02-28T12:00:00+08:00', '2027-03-01T12:00:00+08:00', 1_440),
  dwell('the year turns', '2026-12-31T23:30:00+08:00', '2027-01-01T00:30:00+08:00', 60),
  dwell('the year turns in one zone first', '2027-01-01T00:10:00+08:00', '2026-12-31T16:40:00Z', 30),
  dwell('one stamp in UTC, one local', '2026-11-02T10:00:00+08:00', '2026-11-02T03:00:00Z', 60),
  dwell('the ends of the world', '2026-11-02T10:00:00+14:00', '2026-11-01T20:00:00-12:00', 720),
  dwell('half an hour of offset', '2026-11-02T10:00:00+05:30', '2026-11-02T06:00:00+00:00', 90),
  dwell(
    'a terminal clock that is late: loaded before the gate',
    '2026-11-02T10:00:00+08:00',
    '2026-11-02T09:59:00+08:00',
    -1,
  ),
] as const;

function marketAt(start: string): {
  readonly feed: (at: string, input: MarketInput) => ReturnType<typeof applyInput>;
  readonly market: Market;
} {
  const market = emptyMarket('CHINA', 'clock', indexedRanking);
  const feed = (at: string, input: MarketInput) => applyInput(market, { sequence: market.sequence + 1, at, input });
  feed(start, { kind: 'policy-published', policy: { ...policyDocument(), effectiveFrom: '2020-01-01T00:00:00Z' } });
  feed(start, { kind: 'designation-changed', designation: designationDocument() });
  return { feed, market };
}

/** A hold made at `at`; how many live allocations are left after ticks at these times. The confirm deadline is 24 hours. */
function heldAfter(at: string, ticks: readonly string[]): number {
  const { feed, market } = marketAt(at);
  const hours = (count: number) => new Date(Date.parse(at) + count * 3_600_000).toISOString();
  const offer = offerDocument(seededRandom(1), { offerId: 'o1', version: 1, teu: 40 });
  const calls = offer.portCalls.map((call, index) => ({
    ...call,
    arrivalDateTime: hours(200 + index * 300),
    ...(call.departureDateTime ? { departureDateTime: hours(220 + index * 300) } : {}),
    ...(call.cutOffs
      ? { cutOffs: [{ cutOffDateTimeCode: 'FCO' as const, cutOffDateTime: hours(190 + index * 300) }] }
      : {}),
  }));
  feed(at, {
    kind: 'offer-published',
    offer: { ...offer, portCalls: calls, confirmation: 'MANUAL', validUntil: hours(190) },
  });
  const request = requestDocument(seededRandom(2), { requestId: 'r1', version: 1 });
  feed(at, {
    kind: 'request-submitted',
    request: {
      ...request,
      cargo: { extendedHSCode: '854143', commodityType: 'goods', dangerousGoods: [] },
      equipment: { ISOEquipmentCode: '22G1', units: 1, cargoGrossWeightKg: '9000' },
      origin: { loadPorts: ['CNSGH'], preCarriage: [] },
      cargoReadyDateTime: at,
      latestArrivalDateTime: hours(2_000),
      allocationMode: 'AUTO',
    },
  });
  for (const tick of ticks) feed(tick, { kind: 'tick' });
  return market.book.holds.size;
}

const hold = (name: string, at: string, ticks: readonly string[], expected: number): Case => ({
  name,
  invariant: 'I7',
  expected,
  actual: () => heldAfter(at, ticks),
});
const HOLDS: readonly Case[] = [
  hold('a hold stands until its last minute', '2026-11-20T00:00:00Z', ['2026-11-20T23:59:00Z'], 1),
  hold('a hold lapses at its deadline', '2026-11-20T00:00:00Z', ['2026-11-21T00:00:00Z'], 0),
  hold(
    'a step back does not bring a lapsed hold back',
    '2026-11-20T00:00:00Z',
    ['2026-11-21T00:00:00Z', '2026-11-20T12:00:00Z'],
    0,
  ),
  hold('a step back before the deadline leaves a hold alone', '2026-11-20T12:00:00Z', ['2026-11-20T06:00:00Z'], 1),
  hold('twenty-four hours over a change to summer time', '2027-03-28T00:30:00+01:00', ['2027-03-29T01:29:00+02:00'], 1),
  hold('and not a minute longer', '2027-03-28T00:30:00+01:00', ['2027-03-29T01:30:00+02:00'], 0),
  hold('twenty-four hours over a change to winter time', '2026-10-25T00:30:00+02:00', ['2026-10-25T23:29:00+01:00'], 1),
  hold('and not a minute longer in winter', '2026-10-25T00:30:00+02:00', ['2026-10-25T23:30:00+01:00'], 0),
  hold('over a leap day', '2028-02-28T12:00:00Z', ['2028-02-29T11:59:00Z'], 1),
  hold('to the minute on a leap day', '2028-02-28T12:00:00Z', ['2028-02-29T12:00:00Z'], 0),
  hold('over the turn of the year', '2026-12-31T12:00:00+08:00', ['2027-01-01T11:59:00+08:00'], 1),
  hold('the deadline named in another zone', '2026-11-20T08:00:00+08:00', ['2026-11-20T19:00:00-05:00'], 0),
];

const judge: NonNullable<Fault['judge']> = async () => {
  const cases: readonly Case[] = [
    ...DWELLS.map(({ name, gateIn, load, expected }) => ({
      name,
      invariant: 'I10',
      expected,
      actual: () => dwellOf(gateIn, load),
    })),
    ...HOLDS,
  ];
  const findings = cases.flatMap(({ name, invariant, expected, actual }): readonly Finding[] => {
    const got = actual();
    return got === expected ? [] : [{ invariant, says: `${name}: ${got} instead of ${expected}` }];
  });
  return { figure: `${cases.length} clock cases`, findings };
};

export const clocks: Fault = {
  name: 'F15',
  title: 'clock skew, daylight saving, leap days, steps back',
  invariants: ['I7', 'I10'],
  run: judge,
  judge,
  // Clocks that subtract the digits on the wall.
  twin: (stage) => judgeWithout(stage, 'F15', ['a-gate-move-has-its-offset', 'a-deadline-has-its-offset']),
};
