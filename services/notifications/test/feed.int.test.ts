import { once } from 'node:events';
import { connect } from 'node:net';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { notifications } from '../src/service.ts';
import { portAlert } from './alerts.ts';

let services: RunningServices;
const WAIT = { timeout: 20_000, interval: 50 };

beforeAll(async () => {
  services = await startServices({
    services: [notifications],
    organisations: [
      { organisationId: 'solar', role: 'exporter' },
      { organisationId: 'rival', role: 'exporter' },
      { organisationId: 'ports', role: 'port-operator', ports: ['CNSGH'] },
    ],
  });
});
afterAll(async () => services?.stop());

const organisation = (status: 'active' | 'suspended', version: number) => ({
  topic: 'programme' as const,
  envelope: sampleEnvelope({
    type: 'org.greenlane.organisation.changed.v1',
    subject: 'ports',
    audience: 'ports',
    data: { organisationId: 'ports', version, name: 'Ports', role: 'port-operator', status, ports: ['CNSGH'] },
  }),
});

async function allEvents(as: string, after = '0'): Promise<{ ids: string[]; cursor: string }> {
  const ids: string[] = [];
  let cursor = after;
  for (;;) {
    const { body } = await services.call({ method: 'GET', path: `/v1/events?after=${cursor}&limit=7`, as });
    ids.push(...body.events.map((event: { id: string }) => event.id));
    if (body.events.length === 0) return { ids, cursor };
    cursor = body.cursor;
  }
}

/** Reads a stream until it ends or `count` events have come. */
async function read(
  as: string,
  count: number,
  lastEventId?: string,
): Promise<{ ids: string[]; last: string; ended: boolean }> {
  const aborted = new AbortController();
  const response = await fetch(`${services.baseUrl}/v1/events/stream`, {
    headers: { ...services.authorization(as), ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
    signal: aborted.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const ids: string[] = [];
  let last = lastEventId ?? '0';
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString('utf8');
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        ids.push(JSON.parse(data).id);
        last = /^id: (.*)$/m.exec(block)?.[1] ?? last;
      }
      if (ids.length >= count) {
        aborted.abort();
        return { ids, last, ended: false };
      }
    }
  } catch {
    // The stream was cut: as good as its end.
  }
  return { ids, last, ended: true };
}

test('each organisation reads its own events in order, none skipped, none foreign', async () => {
  await services.bus.publish([organisation('active', 1)]);
  const forSolar = Array.from({ length: 40 }, (_unused, number) => portAlert('solar', number));
  const forRival = Array.from({ length: 10 }, (_unused, number) => portAlert('rival', 100 + number, 'CNYTN'));
  const forAll = [portAlert('*', 200)];
  await vi.waitFor(async () => expect((await allEvents('ports')).ids).toHaveLength(1), WAIT);
  for (const event of [...forSolar, ...forRival, ...forAll]) await services.bus.publish([event]);
  await vi.waitFor(async () => expect((await allEvents('solar')).ids).toHaveLength(41), WAIT);
  const { ids } = await allEvents('solar');
  expect(new Set(ids)).toEqual(new Set([...forSolar, ...forAll].map(({ envelope }) => envelope.id)));
  expect((await allEvents('rival')).ids).toHaveLength(11);
  // The operator of CNSGH hears of what happens there, whoever's cargo it is.
  await vi.waitFor(async () => expect((await allEvents('ports')).ids).toHaveLength(42), WAIT);
  expect((await services.call({ method: 'GET', path: '/v1/events' })).status).toBe(401);
});

test('a stream goes on after Last-Event-ID without a gap or a repeat, and live events follow', async () => {
  const whole = (await allEvents('solar')).ids;
  const first = await read('solar', 15);
  expect(first.ids.slice(0, 15)).toEqual(whole.slice(0, 15));
  const following = read('solar', whole.length - first.ids.length + 3, first.last);
  const live = [300, 301, 302].map((number) => portAlert('solar', number));
  await services.bus.publish(live);
  const { ids } = await following;
  expect(ids).toEqual([...whole.slice(first.ids.length), ...ids.slice(-3)]);
  expect(new Set(ids.slice(-3))).toEqual(new Set(live.map(({ envelope }) => envelope.id)));
});

test('suspension ends the organisation’s open streams and closes the door', async () => {
  const open = read('ports', 10_000);
  await vi.waitFor(
    async () =>
      expect((await services.call({ method: 'GET', path: '/metrics' })).body).toMatch(
        /greenlane_notifications_listeners [1-9]/,
      ),
    WAIT,
  );
  await services.bus.publish([organisation('suspended', 2)]);
  expect((await open).ended).toBe(true);
  await vi.waitFor(
    async () => expect((await services.call({ method: 'GET', path: '/v1/events', as: 'ports' })).status).toBe(401),
    WAIT,
  );
});

test('a process that stops ends its streams, and waits for no connection that never asked for anything', async () => {
  const stopping = await startServices({
    services: [notifications],
    organisations: [{ organisationId: 'solar', role: 'exporter' }],
  });
  const unused = connect({ host: '127.0.0.1', port: Number(new URL(stopping.baseUrl).port) });
  await once(unused, 'connect');
  const stream = await fetch(`${stopping.baseUrl}/v1/events/stream`, { headers: stopping.authorization('solar') });
  const ended = stream.text().then(
    () => 'ended',
    () => 'ended',
  );
  await stopping.stop();
  expect(await ended).toBe('ended');
}, 20_000);
