import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DwellRules, foldVisits } from '../src/domain/dwell.ts';
import { type EquipmentEvent, readEquipmentEvent } from '../src/domain/equipment-event.ts';
import { passWindow } from '../src/domain/pass-window.ts';
import { publishedDwell } from '../src/domain/plausibility.ts';
import { type DwellChange, gatherOpen, rollUp, VIEWS, viewFor } from '../src/domain/rollup.ts';
import { compareLanes, type DwellHistogram, laneStatistics } from '../src/domain/statistics.ts';

const RULES: DwellRules = { countedPauses: ['CUSTOMS_INSPECTION', 'EXPORTER_HOLD', 'WEATHER'], declaredPauses: [] };
const BOX = 'APZU4812090';

function event(
  code: EquipmentEvent['equipmentEventTypeCode'],
  eventDateTime: string,
  more: Partial<EquipmentEvent> = {},
): EquipmentEvent {
  return {
    eventID: `${code}-${eventDateTime}`,
    equipmentEventTypeCode: code,
    eventClassifierCode: 'ACT',
    eventDateTime,
    updatedDateTime: eventDateTime,
    isRetracted: false,
    equipmentReference: BOX,
    isEmpty: false,
    UNLocationCode: 'CNSGH',
    ...more,
  };
}

const dwellOf = (events: readonly EquipmentEvent[], rules = RULES) =>
  foldVisits(events, rules).visits.map(({ state, dwellMinutes, pausedMinutes }) => ({
    state,
    dwellMinutes,
    pausedMinutes,
  }));

describe('the dwell clock', () => {
  test('truck in Monday 10:00, loaded Friday 22:00, is 4.5 days', () => {
    expect(dwellOf([event('GTIN', '2026-11-02T10:00:00+08:00'), event('LOAD', '2026-11-06T22:00:00+08:00')])).toEqual([
      { state: 'completed', dwellMinutes: 6_480, pausedMinutes: 0 },
    ]);
  });

  test('a customs inspection stops it, and a hold that overlaps is not counted twice', () => {
    const events = [
      event('GTIN', '2026-11-02T10:00:00+08:00'),
      event('CUSI', '2026-11-02T12:00:00+08:00'),
      event('CUSR', '2026-11-02T15:00:00+08:00'),
      event('LOAD', '2026-11-03T10:00:00+08:00'),
    ];
    expect(dwellOf(events)).toEqual([{ state: 'completed', dwellMinutes: 1_260, pausedMinutes: 180 }]);
    const held = {
      ...RULES,
      declaredPauses: [
        { reason: 'EXPORTER_HOLD' as const, from: '2026-11-02T14:00:00+08:00', to: '2026-11-02T16:00:00+08:00' },
      ],
    };
    expect(dwellOf(events, held)).toEqual([{ state: 'completed', dwellMinutes: 1_200, pausedMinutes: 240 }]);
    expect(dwellOf(events, { ...held, countedPauses: [] })).toEqual([
      { state: 'completed', dwellMinutes: 1_440, pausedMinutes: 0 },
    ]);
  });

  test('a declared pause is of one visit: what is later, or at another port, under the same number is not held by it', () => {
    const events = [
      event('GTIN', '2026-11-02T10:00:00+08:00'),
      event('LOAD', '2026-11-03T10:00:00+08:00'),
      event('GTIN', '2026-11-10T10:00:00+08:00', { UNLocationCode: 'CNNBO' }),
      event('LOAD', '2026-11-11T10:00:00+08:00', { UNLocationCode: 'CNNBO' }),
      event('GTIN', '2026-11-20T10:00:00+08:00'),
      event('LOAD', '2026-11-21T10:00:00+08:00'),
    ];
    const pause = { reason: 'EXPORTER_HOLD' as const, from: '2026-11-03T08:00:00+08:00', to: '2026-12-01T00:00:00Z' };
    const paused = (more: object, of = events) =>
      dwellOf(of, { ...RULES, declaredPauses: [{ ...pause, ...more }] }).map(({ pausedMinutes }) => pausedMinutes);
    expect(paused({ UNLocationCode: 'CNSGH' })).toEqual([120, 0, 0]);
    expect(paused({ UNLocationCode: 'CNNBO' })).toEqual([0, 1_440, 0]);
    expect(paused({})).toEqual([120, 0, 0]);
    // A visit that ended unseen ends, for a pause too, where the next begins.
    expect(paused({ from: '2026-11-10T20:00:00Z' }, events.toSpliced(1, 1).slice(0, 3))).toEqual([0, 360]);
  });

  test('a gate-in that never loads stays open and has no dwell', () => {
    expect(dwellOf([event('GTIN', '2026-11-02T10:00:00+08:00')])).toEqual([
      { state: 'open', dwellMinutes: undefined, pausedMinutes: 0 },
    ]);
  });

  test('planned, estimated and empty moves start no clock', () => {
    expect(
      dwellOf([
        event('GTIN', '2026-11-02T10:00:00+08:00', { eventClassifierCode: 'EST' }),
        event('GTIN', '2026-11-02T11:00:00+08:00', { isEmpty: true }),
      ]),
    ).toEqual([]);
  });

  test('gate-in at one terminal and load at another of the same port is one visit, and says so', () => {
    const [visit] = foldVisits(
      [
        event('GTIN', '2026-11-02T10:00:00+08:00', { facilityCode: 'WAIG' }),
        event('LOAD', '2026-11-03T10:00:00+08:00', { facilityCode: 'SHENG' }),
      ],
      RULES,
    ).visits;
    expect([visit?.dwellMinutes, visit?.notes]).toEqual([
      1_440,
      [{ code: 'LOADED_AT_OTHER_TERMINAL', message: 'loaded at terminal SHENG, gated in at WAIG' }],
    ]);
  });

  test.each([
    ['LOAD_WITHOUT_GATE_IN', [event('LOAD', '2026-11-03T10:00:00+08:00')]],
    [
      'LOAD_AT_OTHER_PORT',
      [
        event('GTIN', '2026-11-02T10:00:00+08:00'),
        event('LOAD', '2026-11-03T10:00:00+08:00', { UNLocationCode: 'CNNBO' }),
      ],
    ],
    ['CUSTOMS_WITHOUT_GATE_IN', [event('CUSR', '2026-11-03T10:00:00+08:00')]],
    ['DATE_ONLY_STAMP', [event('GTIN', '2026-11-03T00:00:00+08:00')]],
  ] as const)('what cannot be placed is quarantined as %s', (code, events) => {
    expect(foldVisits(events, RULES).quarantined.map((row) => row.code)).toEqual([code]);
  });

  test('a correction under the same id overrides, a retraction withdraws, whichever arrives first', () => {
    const gateIn = event('GTIN', '2026-11-02T10:00:00+08:00', { eventID: 'g' });
    const corrected = {
      ...gateIn,
      eventDateTime: '2026-11-02T12:00:00+08:00',
      updatedDateTime: '2026-11-05T00:00:01Z',
    };
    const load = event('LOAD', '2026-11-03T10:00:00+08:00', { eventID: 'l' });
    for (const order of [
      [gateIn, corrected, load],
      [load, corrected, gateIn],
    ])
      expect(dwellOf(order)).toEqual([{ state: 'completed', dwellMinutes: 1_320, pausedMinutes: 0 }]);
    expect(dwellOf([load, { ...gateIn, isRetracted: true, updatedDateTime: '2026-11-05T00:00:01Z' }, gateIn])).toEqual(
      [],
    );
  });

  test('leaving and coming back makes two visits', () => {
    expect(
      dwellOf([
        event('GTIN', '2026-11-02T10:00:00+08:00'),
        event('GTOT', '2026-11-02T18:00:00+08:00'),
        event('GTIN', '2026-11-04T10:00:00+08:00'),
        event('LOAD', '2026-11-05T10:00:00+08:00'),
      ]),
    ).toEqual([
      { state: 'left', dwellMinutes: undefined, pausedMinutes: 0 },
      { state: 'completed', dwellMinutes: 1_440, pausedMinutes: 0 },
    ]);
  });

  test('I10: 5,000 random permutations with duplicates, corrections and retractions give the same visits, never negative', () => {
    const base = Date.parse('2026-11-02T01:07:00Z');
    const anyEvent = fc
      .record({
        code: fc.constantFrom(
          'GTIN' as const,
          'CUSS' as const,
          'CUSI' as const,
          'CUSR' as const,
          'LOAD' as const,
          'GTOT' as const,
        ),
        id: fc.integer({ min: 0, max: 9 }),
        minute: fc.integer({ min: 0, max: 14_000 }),
        updated: fc.integer({ min: 0, max: 3 }),
        port: fc.constantFrom('CNSGH', 'CNSGH', 'CNNBO'),
        isRetracted: fc.boolean().map((value) => value),
        classifier: fc.constantFrom('ACT' as const, 'ACT' as const, 'ACT' as const, 'EST' as const),
      })
      .map(({ code, id, minute, updated, port, isRetracted, classifier }) =>
        event(code, new Date(base + minute * 60_000).toISOString(), {
          eventID: `e${id}`,
          updatedDateTime: new Date(base + updated * 1_000).toISOString(),
          UNLocationCode: port,
          isRetracted: isRetracted && updated === 3,
          eventClassifierCode: classifier,
        }),
      );
    fc.assert(
      fc.property(
        fc
          .array(anyEvent, { minLength: 1, maxLength: 14 })
          .chain((events) =>
            fc.tuple(
              fc.constant(events),
              fc.shuffledSubarray(events, { minLength: events.length }),
              fc.subarray(events),
            ),
          ),
        ([events, shuffled, again]) => {
          const rules = {
            ...RULES,
            declaredPauses: [
              {
                reason: 'WEATHER' as const,
                from: new Date(base + 3_000 * 60_000).toISOString(),
                to: new Date(base + 5_000 * 60_000).toISOString(),
              },
            ],
          };
          const folded = foldVisits(events, rules);
          expect(foldVisits([...again, ...shuffled, ...again], rules)).toEqual(folded);
          for (const visit of folded.visits) expect(visit.dwellMinutes ?? 0).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});

describe('reading equipment events', () => {
  const good = {
    eventID: '3cecb101-7a1a-43a4-9d62-e88a131651e4',
    eventCreatedDateTime: '2026-11-02T12:34:56Z',
    eventType: 'EQUIPMENT',
    eventClassifierCode: 'ACT',
    eventDateTime: '2026-11-02T20:30:00+08:00',
    equipmentEventTypeCode: 'GTIN',
    equipmentReference: BOX,
    ISOEquipmentCode: '45G1',
    emptyIndicatorCode: 'LADEN',
    eventLocation: {
      locationName: 'Waigaoqiao',
      UNLocationCode: 'CNSHA',
      facilityCode: 'WAIG',
      facilityCodeListProvider: 'SMDG',
    },
    transportCall: { transportCallID: '1', modeOfTransport: 'TRUCK' },
    references: [],
  };

  test('takes a T&T 2.2 event as it is and puts the port under its code of today', () => {
    expect(readEquipmentEvent(good)).toEqual({
      ok: true,
      value: {
        kind: 'equipment',
        details: { ISOEquipmentCode: '45G1', transportCallID: '1' },
        event: {
          eventID: good.eventID,
          equipmentEventTypeCode: 'GTIN',
          eventClassifierCode: 'ACT',
          eventDateTime: '2026-11-02T20:30:00+08:00',
          updatedDateTime: '2026-11-02T12:34:56Z',
          isRetracted: false,
          equipmentReference: BOX,
          isEmpty: false,
          UNLocationCode: 'CNSGH',
          sentLocationCode: 'CNSHA',
          facilityCode: 'WAIG',
          modeOfTransport: 'TRUCK',
        },
      },
    });
  });

  test('takes the names and the nesting of T&T 3.0 by one table', () => {
    const read = readEquipmentEvent({
      eventID: 'evt-1',
      eventDateTime: '2026-11-02T14:15:00Z',
      eventUpdatedDateTime: '2026-11-02T14:20:00Z',
      eventLocation: { UNLocationCode: 'CNSGH' },
      eventClassification: { eventType: 'EQUIPMENT', eventClassifier: 'ACTUAL', equipmentEventType: 'GATED_IN' },
      equipmentDetails: { equipmentReference: BOX, emptyIndicatorCode: 'LADEN' },
    });
    expect(
      read.ok &&
        read.value.kind === 'equipment' && [
          read.value.event.equipmentEventTypeCode,
          read.value.event.eventClassifierCode,
          read.value.event.updatedDateTime,
        ],
    ).toEqual(['GTIN', 'ACT', '2026-11-02T14:20:00Z']);
  });

  test.each([
    ['eventID', { eventID: undefined }],
    ['eventDateTime', { eventDateTime: '2026/11/02 20:30:00 +08:00' }],
    ['eventDateTime', { eventDateTime: '2026-11-02T20:30:00' }],
    ['equipmentReference', { equipmentReference: 'APZU4812091' }],
    ['equipmentEventTypeCode', { equipmentEventTypeCode: 'GATE' }],
    ['eventClassifierCode', { eventClassifierCode: 'DONE' }],
    ['eventType', { eventType: 'SHIP' }],
    ['eventLocation.UNLocationCode', { eventLocation: { UNLocationCode: 'Shanghai' } }],
    ['eventLocation.UNLocationCode', { eventLocation: undefined }],
  ])('refuses a wrong %s by name', (property, change) => {
    const read = readEquipmentEvent({ ...good, ...change });
    expect(read.ok ? [] : read.refusal.map((problem) => problem.property)).toEqual([property]);
  });
});

describe('events that concern no box', () => {
  const shipment = {
    eventID: '3cecb101-7a1a-43a4-9d62-e88a131651e3',
    eventCreatedDateTime: '2026-01-23T12:34:56Z',
    eventType: 'SHIPMENT',
    eventClassifierCode: 'ACT',
    eventDateTime: '2026-01-12T07:41:00+08:00',
    shipmentEventTypeCode: 'DRFT',
    documentID: 'reserved-HHL123',
    documentTypeCode: 'SHI',
  };
  const transport = {
    eventID: '3cecb101-7a1a-43a4-9d62-e88a131651e2',
    eventCreatedDateTime: '2026-01-23T12:34:56Z',
    eventType: 'TRANSPORT',
    eventClassifierCode: 'EST',
    eventDateTime: '2026-01-09T14:12:56+01:00',
    transportEventTypeCode: 'ARRI',
    transportCall: { transportCallID: 'tc-1', modeOfTransport: 'VESSEL' },
  };
  test.each([shipment, transport])('a good one is taken note of', (event) => {
    expect(readEquipmentEvent(event)).toEqual({ ok: true, value: { kind: 'other' } });
  });
  test.each([
    ['eventID', { ...shipment, eventID: 'incorrect' }],
    ['eventID', { ...shipment, eventID: 123_456_789 }],
    ['eventCreatedDateTime', { ...shipment, eventCreatedDateTime: undefined }],
    ['eventCreatedDateTime', { ...shipment, eventCreatedDateTime: '2021 01 01 14:12:56' }],
    ['eventCreatedDateTime', { ...shipment, eventCreatedDateTime: '1999-01-01T14:12:56Z' }],
    ['eventCreatedDateTime', { ...shipment, eventCreatedDateTime: '2099-01-01T14:12:56Z' }],
    ['eventDateTime', { ...shipment, eventDateTime: '2026/01/12 07:41:00 +08:00' }],
    ['eventClassifierCode', { ...shipment, eventClassifierCode: 'EST' }],
    ['shipmentEventTypeCode', { ...shipment, shipmentEventTypeCode: 'NONE' }],
    ['documentTypeCode', { ...shipment, documentTypeCode: 'XXX' }],
    ['transportEventTypeCode', { ...transport, transportEventTypeCode: 'LAND' }],
    [
      'transportCall.modeOfTransport',
      { ...transport, transportCall: { transportCallID: 'x', modeOfTransport: 'AIR' } },
    ],
  ])('a wrong %s is refused by name', (property, event) => {
    const read = readEquipmentEvent(event);
    expect(read.ok ? [] : read.refusal.map((problem) => problem.property)).toEqual([property]);
  });
});

test('the gate window runs from EFC to the earliest cut-off that closes for the cargo', () => {
  const cutOffs = [
    { cutOffDateTimeCode: 'EFC' as const, cutOffDateTime: '2026-11-28T08:00:00+08:00' },
    { cutOffDateTimeCode: 'FCO' as const, cutOffDateTime: '2026-12-02T18:00:00+08:00' },
    { cutOffDateTimeCode: 'DGC' as const, cutOffDateTime: '2026-12-01T12:00:00+08:00' },
    { cutOffDateTimeCode: 'DCO' as const, cutOffDateTime: '2026-11-30T12:00:00+08:00' },
  ];
  const sailing = { cutOffs, departureDateTime: '2026-12-04T14:00:00+08:00', isRefrigerated: false };
  expect(passWindow({ ...sailing, isDangerous: false })).toEqual({
    opens: '2026-11-28T08:00:00+08:00',
    closes: '2026-12-02T18:00:00+08:00',
  });
  expect(passWindow({ ...sailing, isDangerous: true })).toEqual({
    opens: '2026-11-28T08:00:00+08:00',
    closes: '2026-12-01T12:00:00+08:00',
  });
  expect(passWindow({ ...sailing, cutOffs: [], isDangerous: true })).toEqual({ closes: '2026-12-04T14:00:00+08:00' });
});

describe('totals', () => {
  const box = (serial: number, sign: 1 | -1 = 1): DwellChange => ({
    sign,
    state: 'completed',
    lane: serial % 3 === 0 ? 'GREEN' : 'ORDINARY',
    loadDay: `2026-11-${String(10 + (serial % 5)).padStart(2, '0')}`,
    group: {
      UNLocationCode: serial % 2 === 0 ? 'CNSGH' : 'CNNBO',
      facilityCode: `T${serial % 3}`,
      carrierId: `line-${serial % 4}`,
      clusterCode: '',
      dangerousGoods: serial % 7 === 0 ? 'true' : 'false',
      gateInMode: 'TRUCK',
    },
    dwellMinutes: 60 + serial * 7,
    isWithinTarget: serial % 2 === 0,
    stages: { yardMinutes: 60 },
  });

  test('every view counts every box once, and a box taken off leaves nothing behind', () => {
    const boxes = Array.from({ length: 200 }, (_unused, serial) => box(serial));
    for (const view of Object.keys(VIEWS)) {
      const own = rollUp(boxes).filter(({ key }) => key.view === view);
      expect([view, own.reduce((total, { sums }) => total + sums.count, 0)]).toEqual([view, 200]);
    }
    const cancelled = rollUp([...boxes, ...boxes.map((_box, serial) => box(serial, -1))]);
    expect(
      cancelled.every(
        ({ sums }) => sums.count === 0 && sums.sumMinutes === 0 && [...sums.hours.values()].every((n) => n === 0),
      ),
    ).toBe(true);
  });

  test('a view sums what lies in its groups, completed and open', () => {
    const boxes = Array.from({ length: 60 }, (_unused, serial) => box(serial));
    const open = boxes.map(({ sign, lane, group }): DwellChange => ({ sign, lane, group, state: 'open' }));
    const sumsOf = (port: string, lane: string) => {
      const own = boxes.filter((each) => each.group.UNLocationCode === port && each.lane === lane);
      const minutes = own.flatMap((each) => (each.state === 'completed' ? [each.dwellMinutes] : []));
      return {
        boxes: own.length,
        minutes: minutes.reduce((total, each) => total + each, 0),
        squares: minutes.reduce((total, each) => total + each ** 2, 0),
        hours: Object.fromEntries(
          Object.entries(Object.groupBy(minutes, (each) => Math.floor(each / 60))).map(([hour, all]) => [
            hour,
            all?.length,
          ]),
        ),
        open: own.length,
      };
    };
    const rolled = rollUp([...boxes, ...open]).filter(({ key }) => key.view === 'port');
    for (const port of ['CNSGH', 'CNNBO'])
      for (const lane of ['GREEN', 'ORDINARY']) {
        const own = rolled.filter(({ key }) => key.group.UNLocationCode === port && key.lane === lane);
        const hours = new Map<number, number>();
        for (const { sums } of own)
          for (const [hour, count] of sums.hours) hours.set(hour, (hours.get(hour) ?? 0) + count);
        expect({
          boxes: own.reduce((total, { sums }) => total + sums.count, 0),
          minutes: own.reduce((total, { sums }) => total + sums.sumMinutes, 0),
          squares: own.reduce((total, { sums }) => total + sums.sumSquaredMinutes, 0),
          hours: Object.fromEntries(hours),
          open: own.reduce((total, { openBoxes }) => total + openBoxes, 0),
        }).toEqual(sumsOf(port, lane));
      }
  });

  test('open boxes of a group are told as one change, those that came and went as none, and completed ones one by one', () => {
    const openAt = (facilityCode: string, sign: number): DwellChange => {
      const { lane, group } = box(1);
      return { state: 'open', sign, lane, group: { ...group, facilityCode } };
    };
    const completed = [box(1), box(2, -1)];
    expect(
      gatherOpen([
        ...[openAt('T1', 1), openAt('T2', 1), openAt('T1', 1), openAt('T2', -1)],
        ...[...completed, openAt('T1', 1), openAt('T3', -1), openAt('T3', -1)],
      ]),
    ).toEqual([...completed, openAt('T1', 3), openAt('T3', -2)]);
  });

  test('a question is answered by the coarsest view that knows its dimensions', () => {
    expect([
      viewFor([]),
      viewFor(['UNLocationCode']),
      viewFor(['carrierId', 'UNLocationCode']),
      viewFor(['carrierId', 'clusterCode']),
    ]).toEqual(['total', 'port', 'port+carrier', 'finest']);
  });
});

describe('plausibility', () => {
  // Derived from a real carrier log of 2021, 488 export boxes: mean 106 h, p10 39 h, median 88.5 h, p90 195 h (aggregates alone; standards.md 1.11).
  test('a histogram with the quantiles of a real log gives them back to within an hour', () => {
    const anchors = [
      [0, 12],
      [0.1, 39],
      [0.5, 88.5],
      [0.9, 195],
      [1, 330],
    ] as const;
    const minutes = Array.from({ length: 488 }, (_unused, index) => {
      const share = (index + 0.5) / 488;
      const upper = anchors.findIndex(([at]) => at >= share);
      const [low, high] = [anchors[upper - 1] ?? anchors[0], anchors[upper] ?? anchors[4]];
      return Math.round((low[1] + ((share - low[0]) / (high[0] - low[0])) * (high[1] - low[1])) * 60);
    });
    const histogram: DwellHistogram = {
      count: minutes.length,
      sumMinutes: minutes.reduce((total, value) => total + value, 0),
      sumSquaredMinutes: minutes.reduce((total, value) => total + value ** 2, 0),
      withinTarget: 0,
      hours: [...Map.groupBy(minutes, (value) => Math.floor(value / 60))]
        .map(([hour, values]) => ({ hour, count: values.length }))
        .toSorted((first, second) => first.hour - second.hour),
    };
    const { meanHours, medianHours, p90Hours } = laneStatistics(histogram);
    expect(Math.abs(Number(medianHours) - 88.5)).toBeLessThanOrEqual(1);
    expect(Math.abs(Number(p90Hours) - 195)).toBeLessThanOrEqual(1);
    // The published means of Chinese exports, 74 to 180 hours, hold it.
    expect(Number(meanHours)).toBeGreaterThan(74);
    expect(Number(meanHours)).toBeLessThan(180);
  });

  test('what others have published is told with its source: of the port, then of its country', () => {
    expect(publishedDwell('CNSGH').map(({ place, hours }) => `${place} ${hours}`)).toEqual([
      'Shanghai 180.0',
      'China, all tracked ports 115.2',
    ]);
    expect(publishedDwell('NLRTM')).toEqual([]);
    expect(publishedDwell(undefined).every(({ source }) => source.startsWith('https://'))).toBe(true);
  });
});

describe('statistics', () => {
  const histogramOf = (minutes: readonly number[], targetMinutes: number): DwellHistogram => ({
    count: minutes.length,
    sumMinutes: minutes.reduce((total, value) => total + value, 0),
    sumSquaredMinutes: minutes.reduce((total, value) => total + value ** 2, 0),
    withinTarget: minutes.filter((value) => value <= targetMinutes).length,
    hours: [...Map.groupBy(minutes, (value) => Math.floor(value / 60))]
      .map(([hour, values]) => ({ hour, count: values.length }))
      .toSorted((first, second) => first.hour - second.hour),
  });
  const green = Array.from({ length: 40 }, (_unused, index) => 1_000 + index * 10);
  const ordinary = Array.from({ length: 40 }, (_unused, index) => 4_000 + index * 30);

  test('mean, median, p90 and the share within target come from the histogram', () => {
    expect(laneStatistics(histogramOf(green, 1_200))).toEqual({
      count: 40,
      meanHours: '19.9',
      medianHours: '20.0',
      p90Hours: '22.7',
      shareWithinTargetPercent: '52.5',
    });
    expect(laneStatistics(histogramOf([], 1_200))).toEqual({
      count: 0,
      meanHours: null,
      medianHours: null,
      p90Hours: null,
      shareWithinTargetPercent: null,
    });
  });

  test('GREEN and ORDINARY are compared with an interval, and not at all from few boxes', () => {
    expect(compareLanes(histogramOf(green, 1), histogramOf(ordinary, 1), 30)).toMatchObject({
      conclusion: 'GREEN_SHORTER',
      differenceHours: '56.5',
      confidenceInterval95Hours: ['54.6', '58.4'],
    });
    expect(compareLanes(histogramOf(green, 1), histogramOf(green, 1), 30).conclusion).toBe('NO_DIFFERENCE_SHOWN');
    expect(compareLanes(histogramOf(green.slice(0, 5), 1), histogramOf(ordinary, 1), 30)).toMatchObject({
      conclusion: 'TOO_FEW',
      differenceHours: null,
      greenCount: 5,
    });
  });
});
