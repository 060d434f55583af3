import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { manualClock } from '@greenlane/kernel/clock';
import { committedMeanwhile, transactionsWait, whileOpen } from '@greenlane/testing/contention';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { portChannel } from '../src/service.ts';
import { allocationEvent, containerOf, offerEvent, policyEvent } from './sailing.ts';

const NOW = new Date('2026-11-20T04:00:00Z');
const WAIT = { timeout: 20_000, interval: 50 };
let services: RunningServices;
const clock = manualClock(NOW);

beforeAll(async () => {
  services = await startServices({
    services: [portChannel],
    organisations: [
      { organisationId: 'shanghai', role: 'port-operator', ports: ['CNSGH'] },
      { organisationId: 'ningbo', role: 'port-operator', ports: ['CNNBO'] },
      { organisationId: 'line', role: 'carrier' },
      { organisationId: 'solar', role: 'exporter' },
      { organisationId: 'authority', role: 'authority' },
    ],
    clock,
    config: { PORT_CHANNEL_WATCH_MILLISECONDS: '300' },
  });
});
afterAll(async () => services?.stop());

const EVENTS = '/v1/port-channel/equipment-events';
let counter = 0;
const move = (equipmentReference: string, code: string, eventDateTime: string, more: Record<string, unknown> = {}) => {
  counter += 1;
  return {
    eventID: `${equipmentReference}-${code}-${counter}`,
    eventType: 'EQUIPMENT',
    eventCreatedDateTime: '2026-11-19T00:00:00Z',
    eventClassifierCode: 'ACT',
    eventDateTime,
    equipmentEventTypeCode: code,
    equipmentReference,
    emptyIndicatorCode: 'LADEN',
    eventLocation: { UNLocationCode: 'CNSGH' },
    ...more,
  };
};
async function record(body: unknown, as = 'shanghai') {
  const answer = await services.call({ method: 'POST', path: EVENTS, as, body });
  return answer.status === 202 ? answer.body.results : answer;
}
const resultsOf = async (body: unknown, as?: string) =>
  ((await record(body, as)) as { result: string; reason?: string }[]).map(({ result, reason }) =>
    reason === undefined ? result : `${result} ${reason}`,
  );
const visitsOf = async (reference: string, as = 'shanghai') =>
  (await services.call({ method: 'GET', path: `/v1/port-channel/containers/${reference}`, as })).body.visits;
const held = async (as = 'shanghai') =>
  (await services.call({ method: 'GET', path: '/v1/port-channel/quarantine', as })).body;

describe('port events', () => {
  test('one event, a list and NDJSON are taken alike, duplicates are harmless', async () => {
    const box = containerOf(99);
    const [gateIn, release, load] = [
      move(box, 'GTIN', '2026-11-16T10:00:00+08:00'),
      move(box, 'CUSR', '2026-11-16T15:00:00+08:00'),
      move(box, 'LOAD', '2026-11-17T10:00:00+08:00'),
    ];
    expect(await resultsOf(gateIn)).toEqual(['accepted']);
    expect(await resultsOf([release, gateIn])).toEqual(['accepted', 'duplicate']);
    expect(await resultsOf(`${JSON.stringify(load)}\n${JSON.stringify(release)}\n`)).toEqual(['accepted', 'duplicate']);
    // The same move under another id is the same move.
    expect(await resultsOf({ ...gateIn, eventID: 'again' })).toEqual(['accepted OUT_OF_ORDER']);
    expect(await visitsOf(box)).toEqual([
      {
        visitId: `${box}/CNSGH/${gateIn.eventID}`,
        UNLocationCode: 'CNSGH',
        lane: 'ORDINARY',
        state: 'completed',
        gateInDateTime: '2026-11-16T10:00:00+08:00',
        loadDateTime: '2026-11-17T10:00:00+08:00',
        pausedMinutes: 0,
        dwellMinutes: 1_440,
        pauses: [],
        stages: { gateToCustomsMinutes: 300, customsMinutes: 0, yardMinutes: 1_140 },
        notes: [],
        gateInEventID: gateIn.eventID,
        policyVersion: 'none',
      },
    ]);
  });

  test('a line with text that nothing can store, or a property named twice, is refused alone, whichever member holds it', async () => {
    const box = containerOf(98);
    const good = move(box, 'GTIN', '2026-11-16T10:00:00+08:00');
    const lines = [
      { ...good, eventID: 'a\u0000b' },
      { ...good, eventID: 'other', remarks: 'half \ud800' },
      { ...good, remarks: 'a ship 🚢 and \\u0000' },
    ];
    const twice = JSON.stringify(good).replace('{', '{"eventDateTime":"2026-11-15T10:00:00+08:00",');
    const results = await record([...lines.map((line) => JSON.stringify(line)), twice].join('\n'));
    const errors = (property: string) => [
      { code: 'INVALID_TEXT', property, message: 'a NUL or half of a surrogate pair can stand in no value' },
    ];
    expect(results).toEqual([
      { eventID: 'a\u0000b', result: 'refused', errors: errors('eventID') },
      { eventID: 'other', result: 'refused', errors: errors('remarks') },
      { eventID: good.eventID, result: 'accepted' },
      {
        eventID: good.eventID,
        result: 'refused',
        errors: [{ code: 'REPEATED_PROPERTY', property: 'eventDateTime', message: 'is named twice in one object' }],
      },
    ]);
  });

  test('a line that is no JSON, and a body that is none, are refused by what they are', async () => {
    const good = move(containerOf(97), 'GTIN', '2026-11-16T10:00:00+08:00');
    expect(await record(`${JSON.stringify(good)}\n{"eventID"\n7`)).toEqual([
      { eventID: good.eventID, result: 'accepted' },
      { result: 'refused', errors: [{ code: 'MALFORMED_JSON', message: expect.stringContaining('JSON') }] },
      {
        result: 'refused',
        errors: [{ code: 'INVALID_VALUE', message: 'must be an object, not a number' }],
      },
    ]);
    const { equipmentReference: _, ...nameless } = good;
    expect((await record({ ...nameless, eventClassifierCode: 'SURE' })).body.errors).toEqual([
      {
        code: 'INVALID_VALUE',
        property: 'eventClassifierCode',
        message: 'must be one of PLN, EST, ACT',
      },
      { code: 'MISSING_PROPERTY', property: 'equipmentReference', message: 'is required (text)' },
    ]);
  });

  test('what has happened does not lie a year ahead: a slip of the pen is no box in port', async () => {
    const box = containerOf(96);
    const ahead = move(box, 'GTIN', '2027-11-20T10:00:00+08:00');
    expect((await record(ahead)).body.errors).toEqual([
      {
        code: 'ACT_IN_FUTURE',
        property: 'eventDateTime',
        message: 'what is ACT has happened; what is still expected is PLN or EST',
      },
    ]);
    expect(await resultsOf({ ...ahead, eventClassifierCode: 'EST' })).toEqual(['accepted']);
  });

  test('dwell is asked of days that exist, from the first to the last', async () => {
    const asked = async (period: string) => {
      const answer = await services.call({ method: 'GET', path: `/v1/port-channel/dwell?${period}`, as: 'shanghai' });
      return answer.status === 200 ? 200 : answer.body.errors;
    };
    const wrong = (property: string, message: string) => [{ code: 'INVALID_VALUE', property, message }];
    expect(await asked('from=2026-11-01&to=2026-11-01')).toBe(200);
    expect(await asked('from=2026-11-02&to=2026-11-01')).toEqual(wrong('to', 'a date not before from'));
    expect(await asked('from=0000-01-01')).toEqual(wrong('from', 'a date from 1900 on, such as 2026-12-03'));
    expect(await asked('to=yesterday')).toEqual(wrong('to', 'a date such as 2026-12-03'));
  });

  test('a correction overrides, an older version changes nothing, a retraction withdraws', async () => {
    const box = 'CSQU3054383';
    const gateIn = move(box, 'GTIN', '2026-11-16T10:00:00+08:00');
    const load = move(box, 'LOAD', '2026-11-17T10:00:00+08:00');
    const corrected = {
      ...gateIn,
      eventDateTime: '2026-11-16T12:00:00+08:00',
      eventUpdatedDateTime: '2026-11-19T01:00:00Z',
    };
    const older = {
      ...gateIn,
      eventDateTime: '2026-11-16T11:00:00+08:00',
      eventUpdatedDateTime: '2026-11-19T00:30:00Z',
    };
    expect(await resultsOf([gateIn, load, corrected, older])).toEqual([
      'accepted',
      'accepted',
      'corrected',
      'accepted SUPERSEDED',
    ]);
    expect((await visitsOf(box)).map((visit: { dwellMinutes: number }) => visit.dwellMinutes)).toEqual([1_320]);
    expect(await resultsOf({ ...corrected, isRetracted: true, eventUpdatedDateTime: '2026-11-19T02:00:00Z' })).toEqual([
      'retracted',
    ]);
    expect(await visitsOf(box)).toEqual([]);
    expect(await held()).toMatchObject([{ eventID: load.eventID, reason: 'LOAD_WITHOUT_GATE_IN' }]);
    // The late gate-in that makes sense of the load releases it.
    expect(await resultsOf(move(box, 'GTIN', '2026-11-16T09:00:00+08:00'))).toEqual(['accepted OUT_OF_ORDER']);
    expect([await held(), (await visitsOf(box))[0].dwellMinutes]).toEqual([[], 1_500]);
  });

  test('a correction may name another container: both are folded', async () => {
    const [wrong, right] = [containerOf(1), containerOf(2)];
    const gateIn = move(wrong, 'GTIN', '2026-11-16T10:00:00+08:00');
    await record(gateIn);
    expect(await visitsOf(wrong)).toHaveLength(1);
    expect(
      await resultsOf({ ...gateIn, equipmentReference: right, eventUpdatedDateTime: '2026-11-19T05:00:00Z' }),
    ).toEqual(['corrected']);
    expect([await visitsOf(wrong), (await visitsOf(right)).length]).toEqual([[], 1]);
  });

  test('an eventID belongs to who recorded it first', async () => {
    const mine = move(containerOf(3), 'GTIN', '2026-11-16T10:00:00+08:00');
    await record(mine);
    const foreign = {
      ...mine,
      eventLocation: { UNLocationCode: 'CNNBO' },
      eventUpdatedDateTime: '2026-11-19T05:00:00Z',
    };
    expect(await record([foreign, foreign], 'ningbo')).toMatchObject([
      { result: 'refused', errors: [{ code: 'NOT_YOUR_EVENT', property: 'eventID' }] },
      { result: 'refused' },
    ]);
    expect(await visitsOf(containerOf(3))).toHaveLength(1);
    expect(await record({ ...mine, eventID: 'elsewhere' }, 'ningbo')).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'NOT_YOUR_PORT', property: 'eventLocation.UNLocationCode' }] },
    });
  });

  test('two codes of one port and two terminals make one visit, which says so', async () => {
    const box = containerOf(4);
    await record([
      move(box, 'GTIN', '2026-11-16T10:00:00+08:00', {
        eventLocation: { UNLocationCode: 'CNSHA', facilityCode: 'WAIG' },
      }),
      move(box, 'GTIN', '2026-11-16T18:00:00+08:00', {
        eventLocation: { UNLocationCode: 'CNSGH', facilityCode: 'SHENG' },
      }),
      move(box, 'LOAD', '2026-11-17T10:00:00+08:00', {
        eventLocation: { UNLocationCode: 'CNSGH', facilityCode: 'SHENG' },
      }),
    ]);
    const [visit] = await visitsOf(box);
    expect([visit.dwellMinutes, visit.notes.map((note: { code: string }) => note.code)]).toEqual([
      1_440,
      ['RETIRED_PORT_CODE', 'MOVED_BETWEEN_TERMINALS', 'LOADED_AT_OTHER_TERMINAL'],
    ]);
  });

  test('a stamp that is a mere day is held until somebody answers for it; nothing is guessed', async () => {
    const box = containerOf(5);
    const dateOnly = move(box, 'GTIN', '2026-11-16T00:00:00+08:00');
    const load = move(box, 'LOAD', '2026-11-17T10:00:00+08:00');
    expect(await resultsOf([dateOnly, load])).toEqual([
      'quarantined DATE_ONLY_STAMP',
      'quarantined LOAD_WITHOUT_GATE_IN',
    ]);
    expect(await visitsOf(box)).toEqual([]);
    const page = (query: string) =>
      services.call({ method: 'GET', path: `/v1/port-channel/quarantine?limit=1${query}`, as: 'shanghai' });
    const first = await page('');
    const second = await page(`&cursor=${first.headers.get('next-page-cursor')}`);
    expect([...first.body, ...second.body].map(({ eventID }) => eventID).toSorted()).toEqual(
      [dateOnly.eventID, load.eventID].toSorted(),
    );
    // The cursor of another list: its text is no time (found by F9).
    const foreign = await page(`&cursor=${Buffer.from('YANCHENG 1').toString('base64url')}`);
    expect([foreign.status, foreign.body.errors[0].property]).toEqual([400, 'cursor']);
    const path = `/v1/port-channel/quarantine/${dateOnly.eventID}`;
    expect(
      (
        await services.call({
          method: 'POST',
          path: `${path}/correction`,
          as: 'ningbo',
          body: { eventDateTime: '2026-11-16T08:30:00+08:00', resolution: 'not mine' },
        })
      ).status,
    ).toBe(404);
    const corrected = await services.call({
      method: 'POST',
      path: `${path}/correction`,
      as: 'shanghai',
      body: { eventDateTime: '2026-11-16T08:30:00+08:00', resolution: 'gate log of lane 7' },
    });
    expect([corrected.status, corrected.body]).toEqual([200, { eventID: dateOnly.eventID, result: 'corrected' }]);
    expect([(await visitsOf(box))[0].dwellMinutes, await held()]).toEqual([1_530, []]);
    expect(
      (await services.call({ method: 'GET', path: '/v1/port-channel/quarantine?resolved=true', as: 'shanghai' })).body,
    ).toMatchObject([{ eventID: dateOnly.eventID, outcome: 'CORRECTED', resolution: 'gate log of lane 7' }]);
    // The terminal's own midnight counts once somebody has said so.
    const midnight = move(containerOf(6), 'GTIN', '2026-11-16T00:00:00+08:00');
    await record(midnight);
    await services.call({
      method: 'POST',
      path: `/v1/port-channel/quarantine/${midnight.eventID}/correction`,
      as: 'shanghai',
      body: { eventDateTime: '2026-11-16T00:00:00+08:00', resolution: 'it was midnight' },
    });
    expect((await visitsOf(containerOf(6))).map((visit: { state: string }) => visit.state)).toEqual(['open']);
  });

  test('a load at another port is held; it is corrected to its port, or discarded', async () => {
    const [box, other] = [containerOf(7), containerOf(8)];
    const loads = [box, other].map((reference) =>
      move(reference, 'LOAD', '2026-11-17T10:00:00+08:00', { eventLocation: { UNLocationCode: 'CNNBO' } }),
    );
    expect(
      await resultsOf([box, other].map((reference) => move(reference, 'GTIN', '2026-11-16T10:00:00+08:00'))),
    ).toEqual(['accepted', 'accepted']);
    expect(await resultsOf(loads, 'line')).toEqual([
      'quarantined LOAD_AT_OTHER_PORT',
      'quarantined LOAD_AT_OTHER_PORT',
    ]);
    expect(
      (
        await services.call({
          method: 'POST',
          path: `/v1/port-channel/quarantine/${loads[0]?.eventID}/correction`,
          as: 'authority',
          body: { UNLocationCode: 'CNSGH', resolution: 'the line named the next call' },
        })
      ).body,
    ).toEqual({ eventID: loads[0]?.eventID, result: 'corrected' });
    expect((await visitsOf(box)).map((visit: { state: string }) => visit.state)).toEqual(['completed']);
    const discarded = await services.call({
      method: 'POST',
      path: `/v1/port-channel/quarantine/${loads[1]?.eventID}/discard`,
      as: 'ningbo',
      body: { resolution: 'no such box here' },
    });
    expect([discarded.status, discarded.body.outcome]).toEqual([200, 'DISCARDED']);
    expect([await held('ningbo'), (await visitsOf(other)).map((visit: { state: string }) => visit.state)]).toEqual([
      [],
      ['open'],
    ]);
  });

  test('an event that its sender corrects while somebody discards it is taken in turns, and neither is thrown back', async () => {
    const boxes = await services.database.query<{ box: string }>(
      'select box from unnest($1::text[]) as box order by hashtextextended(box, 7)',
      [[containerOf(42), containerOf(43)]],
    );
    const [first = '', second = ''] = boxes.map(({ box }) => box);
    const load = move(first, 'LOAD', '2026-11-17T10:00:00+08:00', { eventLocation: { UNLocationCode: 'CNNBO' } });
    await record(move(first, 'GTIN', '2026-11-16T10:00:00+08:00'));
    expect(await resultsOf(load, 'line')).toEqual(['quarantined LOAD_AT_OTHER_PORT']);
    const corrected = {
      ...load,
      eventLocation: { UNLocationCode: 'CNSGH' },
      eventUpdatedDateTime: '2026-11-19T00:00:00Z',
    };
    const { recorded, discarded } = await whileOpen(
      services.database,
      { text: 'select pg_advisory_xact_lock(hashtextextended($1, 7))', values: [second] },
      async () => {
        // The correction has the first container and waits for the second.
        const results = resultsOf([corrected, move(second, 'GTIN', '2026-11-16T10:00:00+08:00')], 'line');
        await transactionsWait(services.database, 1);
        const answer = services.call({
          method: 'POST',
          path: `/v1/port-channel/quarantine/${load.eventID}/discard`,
          as: 'ningbo',
          body: { resolution: 'no such box here' },
        });
        await transactionsWait(services.database, 2);
        return { recorded: results, discarded: answer };
      },
    );
    expect(await recorded).toEqual(['corrected', 'accepted']);
    expect((await discarded).status).toBe(404);
    expect((await visitsOf(first)).map((visit: { state: string }) => visit.state)).toEqual(['completed']);
  });

  test('a gate-in that never loads stays open and is put before a person after 30 days', async () => {
    const gateIn = move(containerOf(9), 'GTIN', '2026-10-02T10:00:00+08:00');
    await record(gateIn);
    await vi.waitFor(
      async () => expect(await held()).toMatchObject([{ eventID: gateIn.eventID, reason: 'NEVER_LOADED' }]),
      { timeout: 25_000, interval: 200 },
    );
    expect((await visitsOf(containerOf(9))).map((visit: { state: string }) => visit.state)).toEqual(['open']);
    await services.call({
      method: 'POST',
      path: `/v1/port-channel/quarantine/${gateIn.eventID}/discard`,
      as: 'shanghai',
      body: { resolution: 'shut out and returned' },
    });
    expect([await held(), await visitsOf(containerOf(9))]).toEqual([[], []]);
  }, 40_000);

  test('statistics count each box once, whatever its events went through, and the days of loading are the port’s own', async () => {
    const read = async (query: string, as = 'shanghai') =>
      (await services.call({ method: 'GET', path: `/v1/port-channel/dwell?${query}`, as })).body;
    const counted = await services.database.query<{ count: number }>(
      `select count(*)::int as count from port_channel.visit where un_location_code = 'CNSGH' and state = 'completed'`,
    );
    const all = await read('UNLocationCode=CNSGH');
    expect([all.lanes.ORDINARY.count, all.lanes.GREEN.count]).toEqual([counted[0]?.count, 0]);
    // 00:30 on the 18th in Shanghai is still the 17th in Greenwich.
    const box = containerOf(10);
    await record([
      move(box, 'GTIN', '2026-11-17T12:30:00+08:00', {
        transportCall: { transportCallID: 't', modeOfTransport: 'RAIL' },
      }),
      move(box, 'LOAD', '2026-11-17T16:30:00Z'),
    ]);
    const day = 'UNLocationCode=CNSGH&from=2026-11-18&to=2026-11-18';
    expect((await read(day)).lanes.ORDINARY).toEqual({
      count: 1,
      meanHours: '12.0',
      medianHours: '12.5',
      p90Hours: '12.9',
      shareWithinTargetPercent: '100.0',
      openBoxes: expect.any(Number),
      targetHours: 120,
      stages: {
        gateToCustoms: { count: 0, meanHours: null },
        customs: { count: 0, meanHours: null },
        yard: { count: 1, meanHours: '12.0' },
      },
      hours: [{ hour: 12, count: 1 }],
    });
    expect((await read(`${day}&gateInMode=RAIL`)).lanes.ORDINARY.count).toBe(1);
    expect((await read(`${day}&gateInMode=RAIL&dangerousGoods=true`)).lanes.ORDINARY.count).toBe(0);
    // Once the totals have taken the changes in, the answer is the same.
    await vi.waitFor(
      async () =>
        expect(await services.database.query(`select count(*)::int as count from port_channel.dwell_change`)).toEqual([
          { count: 0 },
        ]),
      WAIT,
    );
    expect((await read(day)).lanes.ORDINARY.count).toBe(1);
    expect((await read('', 'ningbo')).lanes.ORDINARY.count).toBe(0);
    expect((await read('UNLocationCode=CNSGH', 'line')).lanes.ORDINARY.count).toBe(0);
    expect((await read('UNLocationCode=CNSGH', 'solar')).published[0]).toMatchObject({
      place: 'Shanghai',
      hours: '180.0',
    });
  });
});

describe('DCSA T&T 2.2', () => {
  test('clients page forth and back through what was recorded, filtered in their words', async () => {
    const box = containerOf(11);
    const call = {
      transportCallID: 'tc-9',
      modeOfTransport: 'VESSEL',
      exportVoyageNumber: '2103S',
      vessel: { vesselIMONumber: '9321483' },
    };
    const sent = ['GTIN', 'CUSS', 'CUSR', 'INSP', 'LOAD'].map((code, hour) =>
      move(box, code, `2026-11-18T1${hour}:05:00+08:00`, {
        transportCall: call,
        seals: [{ sealNumber: '133' }],
        documentReferences: [{ documentReferenceType: 'BKG', documentReferenceValue: 'ABC1' }],
      }),
    );
    for (const event of sent) {
      clock.advance(1_000);
      await record(event);
    }
    const read = (query: string, as = 'shanghai') =>
      services.call({ method: 'GET', path: `/v2/events?equipmentReference=${box}&${query}`, as });
    const codes = (body: { equipmentEventTypeCode: string }[]) => body.map((event) => event.equipmentEventTypeCode);
    const first = await read('limit=2');
    expect([first.status, first.headers.get('api-version'), codes(first.body), first.headers.get('prev-page')]).toEqual(
      [200, '2.2.0', ['GTIN', 'INSP'], null],
    );
    expect(first.body[0]).toEqual({
      eventID: sent[0]?.eventID,
      eventType: 'EQUIPMENT',
      eventCreatedDateTime: expect.any(String),
      eventClassifierCode: 'ACT',
      eventDateTime: '2026-11-18T10:05:00+08:00',
      equipmentEventTypeCode: 'GTIN',
      equipmentReference: box,
      emptyIndicatorCode: 'LADEN',
      eventLocation: { UNLocationCode: 'CNSGH' },
      transportCall: { ...call, UNLocationCode: 'CNSGH' },
      documentReferences: [{ documentReferenceType: 'BKG', documentReferenceValue: 'ABC1' }],
      seals: [{ sealNumber: '133' }],
    });
    const second = await read(`limit=2&cursor=${first.headers.get('next-page')}`);
    expect([codes(second.body), second.headers.get('next-page')]).toEqual([['LOAD'], null]);
    expect(codes((await read(`limit=2&cursor=${second.headers.get('prev-page')}`)).body)).toEqual(['GTIN', 'INSP']);
    expect(codes((await read(`limit=2&cursor=${first.headers.get('last-page')}`)).body)).toEqual(['INSP', 'LOAD']);
    expect(codes((await read('sort=eventCreatedDateTime:DESC')).body)).toEqual(['LOAD', 'INSP', 'GTIN']);
    expect(codes((await read('equipmentEventTypeCode=LOAD,GTIN')).body)).toEqual(['GTIN', 'LOAD']);
    for (const [query, count] of [
      ['vesselIMONumber=9321483', 3],
      ['transportCallID=tc-9', 3],
      ['exportVoyageNumber=2103N', 0],
      ['carrierBookingReference=ABC1', 3],
      ['UNLocationCode=CNSHA', 3],
      ['eventType=TRANSPORT', 0],
      ['eventType=TRANSPORT,EQUIPMENT', 3],
      ['documentTypeCode=SHI', 0],
      [`eventCreatedDateTime:gt=${encodeURIComponent(first.body[0].eventCreatedDateTime)}`, 2],
      [`eventCreatedDateTime:lte=${encodeURIComponent(first.body[0].eventCreatedDateTime)}`, 1],
    ] as const)
      expect([query, (await read(query)).body.length]).toEqual([query, count]);
    expect((await read('', 'ningbo')).body).toEqual([]);
    expect((await read('sort=equipmentReference')).body.errors[0].property).toBe('sort');
    expect((await read('cursor=x')).body.errors[0].property).toBe('cursor');
    expect(
      (await services.call({ method: 'GET', path: `/v2/events/${sent[4]?.eventID}`, as: 'shanghai' })).body,
    ).toMatchObject({ equipmentEventTypeCode: 'LOAD' });
    // A later update takes its place; a retraction takes it off.
    const update = {
      ...sent[4],
      eventDateTime: '2026-11-18T15:00:00+08:00',
      eventUpdatedDateTime: '2026-11-20T00:00:00Z',
    };
    await record(update);
    expect((await read('equipmentEventTypeCode=LOAD')).body).toMatchObject([
      { eventDateTime: '2026-11-18T15:00:00+08:00' },
    ]);
    await record({ ...update, isRetracted: true, eventUpdatedDateTime: '2026-11-20T01:00:00Z' });
    expect((await read('equipmentEventTypeCode=LOAD')).body).toEqual([]);
    // Found by F9: PostgreSQL keeps no year 0.
    const { status, body } = await read('eventCreatedDateTime=0000-01-01T00:00:00Z');
    expect([status, body.errors]).toEqual([
      400,
      [
        {
          code: 'INVALID_VALUE',
          property: 'eventCreatedDateTime',
          message: 'a date-time from 1900 on, such as 2026-12-03T06:00:00+08:00',
        },
      ],
    ]);
  });

  const folder = fileURLToPath(new URL('../../../../shared/data/dcsa-messages/', import.meta.url));
  test.runIf(existsSync(folder))(
    'DCSA’s own samples: good ones are taken, bad ones refused with the field named',
    async () => {
      const sample = (name: string) => JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'));
      expect(await resultsOf(sample('tnt-220-response'), 'line')).toEqual([
        'ignored NOT_EQUIPMENT',
        'ignored NOT_EQUIPMENT',
        'accepted',
        'ignored NOT_EQUIPMENT',
        'ignored NOT_EQUIPMENT',
        'accepted',
        'ignored NOT_EQUIPMENT',
      ]);
      expect(await resultsOf(sample('tnt-300-response'), 'line')).toEqual([
        'ignored NOT_EQUIPMENT',
        'ignored NOT_EQUIPMENT',
        'accepted',
        'ignored NOT_EQUIPMENT',
        'ignored NOT_EQUIPMENT',
      ]);
      const refusals = async (name: string) =>
        ((await record(sample(name), 'line')) as { errors?: { property: string }[] }[]).map(({ errors }) =>
          (errors ?? []).map(({ property }) => property),
        );
      expect(await refusals('tnt-220-response-wrong-date-times')).toEqual([
        ['eventID'],
        ['eventID', 'eventCreatedDateTime'],
        ['eventID', 'eventDateTime'],
        ['eventID', 'eventCreatedDateTime'],
        ['eventID', 'eventDateTime'],
        ['eventID', 'eventCreatedDateTime'],
        ['eventID', 'eventCreatedDateTime'],
      ]);
      expect((await refusals('tnt-220-response-wrong-event-ids')).slice(0, 2)).toEqual([['eventID'], ['eventID']]);
      expect((await refusals('tnt-220-response-wrong-attribute-values')).map((each) => each[0])).toEqual([
        'eventID',
        undefined,
        'equipmentReference',
      ]);
      for (const each of await refusals('tnt-220-response-wrong-structure')) expect(each).toContain('eventID');
    },
  );
});

describe('passes', () => {
  test('a cut-off that moves takes the window with it, tells everyone, and brings an expired pass back', async () => {
    await services.bus.publish([offerEvent(1, '2026-11-20T18:00:00+08:00')]);
    await services.bus.publish([allocationEvent('confirmed', 1)]);
    const passes = async () =>
      (await services.call({ method: 'GET', path: '/v1/port-channel/passes?allocationId=alloc-1', as: 'shanghai' }))
        .body;
    await vi.waitFor(async () => expect(await passes()).toHaveLength(2), WAIT);
    expect(await passes()).toMatchObject([
      {
        status: 'issued',
        window: { opens: '2026-11-16T08:00:00+08:00', closes: '2026-11-20T18:00:00+08:00' },
        dangerousGoods: [{ UNNumber: '3480', imoClass: '9' }],
      },
      { status: 'issued' },
    ]);
    clock.set(new Date('2026-11-20T11:00:00Z'));
    await vi.waitFor(async () => expect((await passes())[0].status).toBe('expired'), {
      timeout: 25_000,
      interval: 200,
    });
    await services.bus.publish([offerEvent(2, '2026-11-22T18:00:00+08:00')]);
    await vi.waitFor(
      async () =>
        expect(await passes()).toMatchObject([
          { status: 'issued', cause: 'CUT_OFF_CHANGED', window: { closes: '2026-11-22T18:00:00+08:00' } },
          { status: 'issued', cause: 'CUT_OFF_CHANGED' },
        ]),
      WAIT,
    );
    const alerts = (await services.call({ method: 'GET', path: '/v1/port-channel/alerts', as: 'solar' })).body;
    expect(alerts.filter((alert: { kind: string }) => alert.kind === 'CUT_OFF_CHANGED')).toMatchObject([
      {
        alertId: 'CUT_OFF_CHANGED/alloc-1/2',
        message:
          'The gate for 2 containers on MANILA MAERSK 054W now closes at 2026-11-22 18:00 (UTC+08:00); it was 2026-11-20 18:00 (UTC+08:00).',
        translations: {
          zh: 'MANILA MAERSK 054W 航次 2 箱的截港时间改为 2026-11-22 18:00 (UTC+08:00)，原为 2026-11-20 18:00 (UTC+08:00)。',
        },
      },
    ]);
    // Used by a gate-in inside the window; free again when that gate-in is withdrawn.
    const box = containerOf(12);
    await services.call({
      method: 'POST',
      path: '/v1/port-channel/containers',
      as: 'solar',
      body: { allocationId: 'alloc-1', equipmentReferences: [box] },
    });
    const gateIn = move(box, 'GTIN', '2026-11-21T10:00:00+08:00');
    await record(gateIn);
    expect((await passes())[0]).toMatchObject({ status: 'used', equipmentReference: box });
    expect((await visitsOf(box))[0].lane).toBe('GREEN');
    await record({ ...gateIn, isRetracted: true, eventUpdatedDateTime: '2026-11-21T04:00:00Z' });
    expect((await passes())[0]).toMatchObject({ status: 'issued', cause: 'GATE_IN_WITHDRAWN' });
    // Rolled: replaced, and the acknowledged one with it.
    await services.bus.publish([allocationEvent('rolled', 2)]);
    await vi.waitFor(
      async () =>
        expect((await passes()).map((pass: { status: string }) => pass.status)).toEqual(['replaced', 'replaced']),
      WAIT,
    );
  }, 60_000);

  test('a clock at risk and then breached is told once each, and a pause that the policy counts holds it', async () => {
    await services.bus.publish([policyEvent()]);
    clock.set(new Date('2026-11-26T00:00:00Z'));
    const [free, paused] = [containerOf(13), containerOf(14)];
    await vi.waitFor(
      async () =>
        expect(
          (await services.call({ method: 'GET', path: '/v1/port-channel/dwell', as: 'authority' })).body.policyVersion,
        ).toBe('v1'),
      WAIT,
    );
    await record([
      move(free, 'GTIN', '2026-11-20T10:00:00+08:00'),
      move(paused, 'GTIN', '2026-11-20T10:00:00+08:00'),
      move(paused, 'CUSI', '2026-11-20T11:00:00+08:00'),
    ]);
    const kinds = async (reference: string) =>
      (await services.call({ method: 'GET', path: '/v1/port-channel/alerts', as: 'shanghai' })).body
        .filter((alert: { equipmentReference?: string }) => alert.equipmentReference === reference)
        .map((alert: { kind: string }) => alert.kind);
    await vi.waitFor(async () => expect(await kinds(free)).toEqual(['DWELL_BREACHED']), {
      timeout: 25_000,
      interval: 200,
    });
    expect(await kinds(paused)).toEqual([]);
  }, 60_000);

  test('a cut-off that moves takes along the box that had come too late for it; an opening alone raises no alert', async () => {
    clock.set(new Date('2026-11-20T04:00:00Z'));
    const box = containerOf(15);
    await services.bus.publish([offerEvent(3, '2026-11-20T08:00:00+08:00')]);
    await services.platform.settled();
    // The passes of the allocation were replaced when it rolled: these are another's.
    const next = allocationEvent('confirmed', 1);
    const data = { ...(next.envelope.data as object), allocationId: 'alloc-2' };
    await services.bus.publish([{ ...next, envelope: { ...next.envelope, data } }]);
    const passes = async () =>
      (await services.call({ method: 'GET', path: '/v1/port-channel/passes?allocationId=alloc-2', as: 'shanghai' }))
        .body;
    await vi.waitFor(async () => expect((await passes())[1]?.window.closes).toBe('2026-11-20T08:00:00+08:00'), WAIT);
    await services.call({
      method: 'POST',
      path: '/v1/port-channel/containers',
      as: 'solar',
      body: { allocationId: 'alloc-2', equipmentReferences: [box] },
    });
    await record(move(box, 'GTIN', '2026-11-20T10:00:00+08:00'));
    expect((await visitsOf(box))[0].lane).toBe('ORDINARY');
    await services.bus.publish([offerEvent(4, '2026-11-20T18:00:00+08:00')]);
    await vi.waitFor(async () => expect((await visitsOf(box))[0].lane).toBe('GREEN'), WAIT);
    expect((await passes())[0]).toMatchObject({ status: 'used', equipmentReference: box });
    const opening = offerEvent(5, '2026-11-20T18:00:00+08:00');
    const offer = JSON.parse(JSON.stringify(opening.envelope.data).replace('2026-11-16T08', '2026-11-17T08'));
    await services.bus.publish([{ ...opening, envelope: { ...opening.envelope, data: offer } }]);
    await vi.waitFor(async () => expect((await passes())[1].window.opens).toBe('2026-11-17T08:00:00+08:00'), WAIT);
    const alerts = (await services.call({ method: 'GET', path: '/v1/port-channel/alerts', as: 'solar' })).body;
    expect(
      alerts.flatMap(({ alertId }: { alertId: string }) =>
        alertId.startsWith('CUT_OFF_CHANGED/alloc-2') ? alertId : [],
      ),
    ).toEqual(['CUT_OFF_CHANGED/alloc-2/4']);
  }, 60_000);

  test('alerts are read page by page, newest first, each once', async () => {
    const page = async (query: string) => {
      const { headers, body } = await services.call({
        method: 'GET',
        path: `/v1/port-channel/alerts${query}`,
        as: 'solar',
      });
      return { cursor: headers.get('next-page-cursor'), ids: body.map(({ alertId }: { alertId: string }) => alertId) };
    };
    // More than a page of one moment, by ids as long as the events of others make them.
    await services.database.query(
      `insert into port_channel.alert (alert_id, kind, un_location_code, exporter_id, message, raised_at)
       select 'many/' || lpad(n::text, 500, '0'), 'PASS_UNUSED', 'CNSGH', 'solar', 'many', '2026-11-01T00:00:00Z' from generate_series(1, 103) as n`,
    );
    const first = await page('');
    const second = await page(`?cursor=${first.cursor}`);
    expect([first.ids.length, second.cursor]).toEqual([100, null]);
    const ids = [...first.ids, ...second.ids];
    const many = ids.filter((id) => id.startsWith('many/')).map((id) => Number(id.slice(5)));
    expect(many).toEqual(Array.from({ length: 103 }, (_none, index) => 103 - index));
    expect(ids.slice(0, ids.length - 103).length).toBeGreaterThan(1);
  });

  const renamed = (event: ReturnType<typeof offerEvent>, change: object) => ({
    ...event,
    envelope: { ...event.envelope, data: { ...(event.envelope.data as object), ...change } },
  });

  test('passes that are issued while a cut-off moves go by the new one', async () => {
    const numbers = Array.from({ length: 20 }, (_unused, index) => index);
    const ofSailing = (number: number) => ({ offerId: `offer-moving-${number}` });
    await services.bus.publish(
      numbers.map((number) => renamed(offerEvent(1, '2026-11-20T08:00:00+08:00'), ofSailing(number))),
    );
    await services.platform.settled();
    await services.bus.publish(
      numbers.flatMap((number) => [
        renamed(offerEvent(2, '2026-11-22T18:00:00+08:00'), ofSailing(number)),
        renamed(allocationEvent('confirmed', 1), { ...ofSailing(number), allocationId: `moving-${number}` }),
      ]),
    );
    await services.platform.settled();
    expect(
      await services.database.query(
        `select closes, count(*)::int as passes from port_channel.pass where allocation_id like 'moving-%' group by closes`,
      ),
    ).toEqual([{ closes: '2026-11-22T18:00:00+08:00', passes: 40 }]);
  });

  test('sailings and their allocations that come in crossed orders wait for each other, and none is thrown back', async () => {
    const ids = [1, 2].map((number) => ({ offerId: `offer-crossing-${number}`, allocationId: `crossing-${number}` }));
    const amended = ids.map(({ offerId }) => renamed(offerEvent(2, '2026-11-22T18:00:00+08:00'), { offerId }));
    await services.bus.publish(ids.map((change) => renamed(allocationEvent('held', 1), change)));
    await services.platform.settled();
    await whileOpen(
      services.database,
      { text: 'select 1 from port_channel.allocation where allocation_id = $1 for share', values: ['crossing-1'] },
      async () => {
        await services.bus.publish(ids.map((change) => renamed(allocationEvent('confirmed', 2), change)));
        await transactionsWait(services.database, 1);
        await services.bus.publish(amended.toReversed());
        await transactionsWait(services.database, 2);
      },
    );
    await services.platform.settled();
    expect(services.warnings).toEqual([]);
    expect(
      await services.database.query(
        `select closes, count(*)::int as passes from port_channel.pass where allocation_id like 'crossing-%' group by closes`,
      ),
    ).toEqual([{ closes: '2026-11-22T18:00:00+08:00', passes: 4 }]);
  });

  test('numbers sent again while their allocation ends wait for its end, and neither is thrown back', async () => {
    const change = { offerId: 'offer-ending', allocationId: 'ending' };
    await services.bus.publish([renamed(allocationEvent('confirmed', 1), change)]);
    await services.platform.settled();
    const boxes = await services.database.query<{ box: string }>(
      'select box from unnest($1::text[]) as box order by hashtextextended(box, 7)',
      [[containerOf(40), containerOf(41)]],
    );
    const [first, second] = boxes.map(({ box }) => box);
    const assign = (equipmentReferences: readonly (string | undefined)[]) =>
      services.call({
        method: 'POST',
        path: '/v1/port-channel/containers',
        as: 'solar',
        body: { allocationId: 'ending', equipmentReferences },
      });
    expect((await assign([first, second])).status).toBe(201);
    const again = await whileOpen(
      services.database,
      { text: 'select pg_advisory_xact_lock(hashtextextended($1, 7))', values: [second] },
      async () => {
        // The end has the first container and waits for the second.
        await services.bus.publish([renamed(allocationEvent('cancelled', 2), change)]);
        await transactionsWait(services.database, 1);
        const answer = assign([first]);
        await transactionsWait(services.database, 2);
        return { answer };
      },
    );
    const { status, body } = await again.answer;
    expect([status, body.errors[0].code]).toEqual([409, 'NOT_LIVE']);
    await services.platform.settled();
    expect(services.warnings).toEqual([]);
  });

  test('a pass is used by its gate-in although its port acknowledges it at the same moment', async () => {
    const box = containerOf(16);
    await services.call({
      method: 'POST',
      path: '/v1/port-channel/containers',
      as: 'solar',
      body: { allocationId: 'alloc-2', equipmentReferences: [box] },
    });
    const recorded = await committedMeanwhile(
      services.database,
      // What the acknowledgement does, held just before its commit.
      {
        text: `update port_channel.pass set status = 'acknowledged', version = version + 1 where equipment_reference = $1`,
        values: [box],
      },
      () => record(move(box, 'GTIN', '2026-11-20T11:00:00+08:00')),
    );
    expect(recorded).toMatchObject([{ result: 'accepted' }]);
    const path = '/v1/port-channel/passes?allocationId=alloc-2';
    const pass = (await services.call({ method: 'GET', path, as: 'shanghai' })).body[1];
    expect(pass).toMatchObject({ status: 'used', equipmentReference: box });
  });
});

describe('pauses', () => {
  const declare = (box: string, pause: object, headers: Record<string, string> = {}) =>
    services.call({
      method: 'POST',
      path: `/v1/port-channel/containers/${box}/pauses`,
      as: 'shanghai',
      body: { reason: 'WEATHER', ...pause },
      headers,
    });

  test('are of the visit that they were declared for, and several may come under one correlation id', async () => {
    const box = containerOf(17);
    await record([move(box, 'GTIN', '2026-11-02T10:00:00+08:00'), move(box, 'LOAD', '2026-11-03T10:00:00+08:00')]);
    await record(
      [
        move(box, 'GTIN', '2026-11-10T10:00:00+08:00', { eventLocation: { UNLocationCode: 'CNNBO' } }),
        move(box, 'LOAD', '2026-11-11T10:00:00+08:00', { eventLocation: { UNLocationCode: 'CNNBO' } }),
      ],
      'ningbo',
    );
    const chain = { 'x-correlation-id': 'storm-7' };
    const first = await declare(box, { from: '2026-11-02T12:00:00+08:00', to: '2026-11-02T13:00:00+08:00' }, chain);
    const second = await declare(box, { from: '2026-11-03T09:00:00+08:00', to: '2026-11-30T00:00:00+08:00' }, chain);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect((await visitsOf(box)).map((visit: { pausedMinutes: number }) => visit.pausedMinutes)).toEqual([120]);
    // The box at Ningbo is no business of Shanghai's.
    expect((await visitsOf(box, 'ningbo')).map((visit: { pausedMinutes: number }) => visit.pausedMinutes)).toEqual([0]);
    const outside = await declare(box, { from: '2026-11-10T12:00:00+08:00', to: '2026-11-10T13:00:00+08:00' });
    expect([outside.status, outside.body.errors]).toEqual([
      422,
      [
        {
          code: 'OUTSIDE_VISIT',
          property: 'from',
          message: 'a pause lies between the gate-in of the container and its loading',
        },
      ],
    ]);
  });

  test('an event with the longest id that is taken can be discarded too', async () => {
    const eventID = `${'l'.repeat(497)}/%ü`;
    await record(move(containerOf(18), 'LOAD', '2026-11-17T10:00:00+08:00', { eventID }));
    const path = `/v1/port-channel/quarantine/${encodeURIComponent(eventID)}/discard`;
    const answer = await services.call({ method: 'POST', path, as: 'shanghai', body: { resolution: 'no such box' } });
    expect([answer.status, answer.body.outcome]).toEqual([200, 'DISCARDED']);
  });
});
