import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openSecret, SecretKeys, sealSecret } from '../src/secret-keys.ts';
import { notifications } from '../src/service.ts';
import { sealAgain } from '../src/subscription-store.ts';
import { portAlert } from './alerts.ts';
import { type Receiver, startReceiver } from './receivers.ts';

const KEYS = { now: Buffer.alloc(32, 'n').toString('base64'), before: Buffer.alloc(32, 'b').toString('base64') };
let services: RunningServices;
const WAIT = { timeout: 60_000, interval: 50 };
const open: Receiver[] = [];

beforeAll(async () => {
  services = await startServices({
    services: [notifications],
    organisations: [
      ...['solar', 'rival', 'crowd', 'gone', 'rotating', 'hands', 'dcsa', 'strict', 'sealed'].map((organisationId) => ({
        organisationId,
        role: 'exporter' as const,
      })),
    ],
    config: {
      WEBHOOK_ALLOW_LOOPBACK: '1',
      WEBHOOK_TIMEOUT_MILLISECONDS: '400',
      WEBHOOK_FIRST_RETRY_MILLISECONDS: '20',
      WEBHOOK_SECRET_KEYS: `now:${KEYS.now},before:${KEYS.before}`,
    },
  });
});
afterEach(async () => {
  for (const receiver of open.splice(0)) await receiver.close();
});
afterAll(async () => services?.stop());

async function receiver(...given: Parameters<typeof startReceiver>): Promise<Receiver> {
  const made = await startReceiver(...given);
  open.push(made);
  return made;
}

const gateIn = (audience: string, more: Record<string, unknown> = {}) => {
  const eventID = randomUUID();
  return {
    topic: 'port-channel' as const,
    envelope: sampleEnvelope({
      type: 'org.greenlane.equipment-event.recorded.v1',
      audience,
      subject: 'APZU4812090',
      data: {
        eventID,
        equipmentEventTypeCode: 'GTIN',
        eventClassifierCode: 'ACT',
        eventDateTime: '2026-11-24T08:00:00+08:00',
        equipmentReference: 'APZU4812090',
        UNLocationCode: 'CNSGH',
        isRetracted: false,
        emptyIndicatorCode: 'LADEN',
        facilityCode: 'SHENG',
        recordedAt: '2026-11-24T00:00:01.000Z',
        ...more,
      },
    }),
  };
};

/** Answers everything with 200 and no word of a challenge. */
async function startDeaf(): Promise<{ url: string; bodies: string[]; close(): void }> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    bodies.push(Buffer.concat(chunks).toString('utf8'));
    response.writeHead(200).end('{}');
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, bodies, close: () => server.close() };
}

const BASE = '/v1/webhook-subscriptions';

async function subscribe(as: string, callbackUrl: string, eventTypes: readonly string[] = []) {
  const { status, body } = await services.call({ method: 'POST', path: BASE, as, body: { callbackUrl, eventTypes } });
  expect(status).toBe(201);
  return body as { subscriptionId: string; secret: string };
}
const read = async (as: string, subscriptionId: string) =>
  (await services.call({ method: 'GET', path: `${BASE}/${subscriptionId}`, as })).body;
async function subscribed(as: string, callbackUrl: string, eventTypes: readonly string[] = []) {
  const made = await subscribe(as, callbackUrl, eventTypes);
  await vi.waitFor(async () => expect((await read(as, made.subscriptionId)).status).toBe('active'), WAIT);
  return made;
}
/** At least once: a call whose answer is awaited while the machine stands still for the time-out comes again. */
const firstAccepted = async (received: Receiver) => {
  await vi.waitFor(() => expect(received.accepted).not.toEqual([]), WAIT);
  return received.accepted[0];
};
const idsOf = (received: Receiver) => new Set(received.accepted.map((call) => call.headers['webhook-id']));

test('nothing is sent before the URL has answered the challenge; what it gets then, the Standard Webhooks library verifies', async () => {
  const mine = await receiver();
  const made = await subscribed('solar', mine.url, ['org.greenlane.port-alert.raised.v1']);
  expect(await read('solar', made.subscriptionId)).toEqual({
    subscriptionId: made.subscriptionId,
    callbackUrl: mine.url,
    eventTypes: ['org.greenlane.port-alert.raised.v1'],
    status: 'active',
    cause: 'CHALLENGE_PASSED',
    consecutiveFailures: 0,
    createdAt: expect.any(String),
    changedAt: expect.any(String),
  });
  const wanted = portAlert('solar', 1);
  await services.bus.publish([wanted, portAlert('rival', 2), gateIn('solar')]);
  const call = await firstAccepted(mine);
  const verified = new Webhook(made.secret).verify(call?.body ?? '', call?.headers ?? {});
  expect([call?.headers['webhook-id'], verified]).toEqual([
    wanted.envelope.id,
    {
      id: wanted.envelope.id,
      type: 'org.greenlane.port-alert.raised.v1',
      timestamp: '2026-11-24T08:00:00.000Z',
      source: '/greenlane/port-channel',
      subject: 'alert-1',
      data: wanted.envelope.data,
    },
  ]);
  const [challenge] = mine.calls;
  expect(new Webhook(made.secret).verify(challenge?.body ?? '', challenge?.headers ?? {})).toMatchObject({
    type: 'org.greenlane.webhook.challenge.v1',
  });
});

test('a URL that does not echo the challenge stays pending and hears of no event', async () => {
  const deaf = await startDeaf();
  const mute = await subscribe('strict', deaf.url);
  const away = await subscribe('strict', 'http://127.0.0.1:1/');
  for (const [{ subscriptionId }, cause] of [
    [mute, 'CHALLENGE_FAILED: HTTP 200'],
    [away, 'CHALLENGE_FAILED: ECONNREFUSED'],
  ] as const)
    await vi.waitFor(
      async () => expect(await read('strict', subscriptionId)).toMatchObject({ status: 'pending', cause }),
      WAIT,
    );
  await services.bus.publish([portAlert('strict', 1)]);
  await vi.waitFor(
    async () =>
      expect((await services.call({ method: 'GET', path: '/v1/events', as: 'strict' })).body.events).toHaveLength(1),
    WAIT,
  );
  const before = deaf.bodies.length;
  await vi.waitFor(() => expect(deaf.bodies.length).toBeGreaterThan(before), WAIT);
  expect(new Set(deaf.bodies.map((body) => JSON.parse(body).type))).toEqual(
    new Set(['org.greenlane.webhook.challenge.v1']),
  );
  deaf.close();
});

test.each([
  ['http://127.0.0.2/', 'ADDRESS_REFUSED'],
  ['https://169.254.169.254/latest/meta-data', 'ADDRESS_REFUSED'],
  ['https://10.0.0.1/', 'ADDRESS_REFUSED'],
  ['https://3232235521/', 'ADDRESS_REFUSED'],
  ['https://[::ffff:10.0.0.1]/', 'ADDRESS_REFUSED'],
  ['ftp://example.com/', 'NOT_HTTPS'],
])('%s is refused at the door as %s', async (callbackUrl, code) => {
  const { status, body } = await services.call({ method: 'POST', path: BASE, as: 'solar', body: { callbackUrl } });
  expect([status, body.errors]).toEqual([400, [{ code, property: 'callbackUrl', message: expect.any(String) }]]);
});

test('1,000 events through slow, failing, resetting and redirecting receivers: each at least once under one id, nothing to a refused address', async () => {
  const canary = await receiver(() => 'accept', '127.0.0.2');
  const isOdd = (call: { headers: Readonly<Record<string, string>> }) =>
    Number.parseInt((call.headers['webhook-id'] ?? '0').slice(0, 2), 16) % 5 < 2;
  const slow = await receiver((call, earlier, response) => {
    if (earlier === 0 && isOdd(call)) {
      // One in ten does not answer within the time-out at all.
      if (Number.parseInt((call.headers['webhook-id'] ?? '0').slice(2, 4), 16) % 4 === 0) return 'handled';
      setTimeout(() => response.writeHead(204).end(), 20);
      return 'handled';
    }
    return 'accept';
  });
  const failing = await receiver((call, earlier, response) => {
    if (earlier > 0 || !isOdd(call)) return 'accept';
    response.writeHead(500).end('no');
    return 'handled';
  });
  const resetting = await receiver((call, earlier, _response, request) => {
    if (earlier > 0 || !isOdd(call)) return 'accept';
    request.socket.resetAndDestroy();
    return 'handled';
  });
  const redirecting = await receiver((call, earlier, response) => {
    if (earlier > 0 || !isOdd(call)) return 'accept';
    const location = earlier === 0 ? canary.url : 'http://169.254.169.254/';
    response.writeHead(308, { location }).end();
    return 'handled';
  });
  const hanging = await receiver(() => 'handled');
  const made: { subscriptionId: string; secret: string }[] = [];
  for (const { url } of [slow, failing, resetting, redirecting]) made.push(await subscribed('crowd', url));
  const dead = await subscribed('crowd', hanging.url);
  const events = Array.from({ length: 1_000 }, (_unused, number) => portAlert('crowd', number));
  await services.bus.publish(events);
  const wanted = new Set<string>(events.map((event) => event.envelope.id));
  // A slow answer counts when it comes within the time-out; the log says which did.
  const deliveredTo = async (subscriptionId: string) =>
    Number(
      (
        await services.database.query<{ count: string }>(
          `select count(*) from notifications.webhook_delivery where subscription_id = $1 and status = 'delivered'`,
          [subscriptionId],
        )
      )[0]?.count,
    );
  await vi.waitFor(
    async () =>
      expect(await Promise.all(made.map(({ subscriptionId }) => deliveredTo(subscriptionId)))).toEqual([
        1_000, 1_000, 1_000, 1_000,
      ]),
    { timeout: 150_000, interval: 200 },
  );
  for (const each of [failing, resetting, redirecting]) expect(idsOf(each)).toEqual(wanted);
  expect(new Set(slow.calls.map((call) => call.headers['webhook-id']).filter((id) => wanted.has(id ?? '')))).toEqual(
    wanted,
  );
  expect(canary.connections()).toBe(0);
  const verifier = new Webhook(made[1]?.secret ?? '');
  for (const call of failing.accepted) verifier.verify(call.body, call.headers);
  // The dead one slowed nobody, and nothing of it is given up.
  expect(await deliveredTo(dead.subscriptionId)).toBe(0);
  expect(await read('crowd', dead.subscriptionId)).toMatchObject({ status: 'active' });
  const { body: log } = await services.call({
    method: 'GET',
    path: `${BASE}/${made[1]?.subscriptionId}/deliveries?limit=1`,
    as: 'crowd',
  });
  expect(log).toEqual([
    {
      eventId: expect.any(String),
      type: 'org.greenlane.port-alert.raised.v1',
      status: 'delivered',
      attempts: expect.any(Number),
      lastHttpStatus: 204,
      deliveredAt: expect.any(String),
      queuedAt: expect.any(String),
    },
  ]);
}, 180_000);

test('410 ends a subscription; after a new challenge it goes on where it stopped', async () => {
  let isGone = true;
  const moved = await receiver((_call, _earlier, response) => {
    if (!isGone) return 'accept';
    response.writeHead(410).end();
    return 'handled';
  });
  const { subscriptionId } = await subscribed('gone', moved.url);
  const events = [portAlert('gone', 1), portAlert('gone', 2)];
  await services.bus.publish(events.slice(0, 1));
  await vi.waitFor(
    async () => expect(await read('gone', subscriptionId)).toMatchObject({ status: 'disabled', cause: 'GONE' }),
    WAIT,
  );
  await services.bus.publish(events.slice(1));
  isGone = false;
  await services.call({ method: 'POST', path: `${BASE}/${subscriptionId}/challenge`, as: 'gone' });
  await vi.waitFor(() => expect(idsOf(moved)).toEqual(new Set(events.map((event) => event.envelope.id))), WAIT);
});

test('a rotated secret signs beside the old one', async () => {
  const mine = await receiver();
  const { subscriptionId, secret } = await subscribed('rotating', mine.url);
  const rotated = await services.call({
    method: 'POST',
    path: `${BASE}/${subscriptionId}/secret-rotation`,
    as: 'rotating',
  });
  expect(rotated.body).toEqual({
    subscriptionId,
    secret: expect.stringMatching(/^whsec_/),
    previousSecretUntil: expect.any(String),
  });
  await services.bus.publish([portAlert('rotating', 1)]);
  const call = await firstAccepted(mine);
  for (const each of [secret, rotated.body.secret])
    expect(new Webhook(each).verify(call?.body ?? '', call?.headers ?? {})).toMatchObject({ subject: 'alert-1' });
});

test('secrets lie sealed; those of an earlier key, and readable ones, are sealed anew and sign as before', async () => {
  const mine = await receiver();
  const { subscriptionId, secret } = await subscribed('sealed', mine.url);
  const stored = async () =>
    (
      await services.database.query<{ secret: string }>(
        'select secret from notifications.webhook_subscription where subscription_id = $1',
        [subscriptionId],
      )
    )[0]?.secret ?? '';
  expect(await stored()).toMatch(/^sealed:now:/);
  const [now, before] = SecretKeys.parse(`now:${KEYS.now},before:${KEYS.before}`);
  if (!now || !before) throw new Error('two keys are configured');
  const db = services.database.open('notifications');
  const unopenable: string[] = [];
  const onUnopenable = (id: string) => unopenable.push(id);
  // One before it whose key is gone holds up nobody.
  await services.database.query(
    `insert into notifications.webhook_subscription select (jsonb_populate_record(s, '{"subscription_id": "!lost", "secret": "sealed:lost:AAAA"}')).*
     from notifications.webhook_subscription s where subscription_id = $1`,
    [subscriptionId],
  );
  for (const earlier of [sealSecret(secret, subscriptionId, [before]), secret]) {
    await services.database.query(
      'update notifications.webhook_subscription set secret = $1 where subscription_id = $2',
      [earlier, subscriptionId],
    );
    await db.asWorker((tx) => sealAgain(tx, [now, before], { after: '', onUnopenable }));
    expect(await stored()).toMatch(/^sealed:now:/);
    expect(openSecret(await stored(), subscriptionId, [now])).toBe(secret);
  }
  expect(unopenable).toEqual(['!lost', '!lost']);
  await services.database.query(`delete from notifications.webhook_subscription where subscription_id = '!lost'`);
  await services.bus.publish([portAlert('sealed', 1)]);
  const call = await firstAccepted(mine);
  expect(new Webhook(secret).verify(call?.body ?? '', call?.headers ?? {})).toMatchObject({ subject: 'alert-1' });
});

test('a delivery is repeated by hand, under the same id, and its attempts are on record', async () => {
  const mine = await receiver();
  const { subscriptionId } = await subscribed('hands', mine.url);
  const event = portAlert('hands', 1);
  await services.bus.publish([event]);
  const delivered = () =>
    vi.waitFor(async () => {
      const { body } = await services.call({
        method: 'GET',
        path: `${BASE}/${subscriptionId}/deliveries/${event.envelope.id}`,
        as: 'hands',
      });
      expect(body).toMatchObject({ status: 'delivered' });
      return body.log as readonly { httpStatus?: number }[];
    }, WAIT);
  const before = await delivered();
  expect(before[0]).toMatchObject({ httpStatus: 204 });
  const calls = mine.accepted.length;
  const again = await services.call({
    method: 'POST',
    path: `${BASE}/${subscriptionId}/redeliveries`,
    as: 'hands',
    body: { eventIds: [event.envelope.id] },
  });
  expect([again.status, again.body]).toEqual([202, { queued: 1 }]);
  await vi.waitFor(() => expect(mine.accepted.length).toBeGreaterThan(calls), WAIT);
  expect([...idsOf(mine)]).toEqual([event.envelope.id]);
  const after = await delivered();
  // The newest attempt comes first, and what was on record stays there.
  expect([after.slice(-before.length), after.length > before.length]).toEqual([before, true]);
  expect(after[0]).toMatchObject({ httpStatus: 204 });
});

test('another organisation’s subscription is not found, read, changed or repeated', async () => {
  const mine = await receiver();
  const { subscriptionId } = await subscribed('solar', mine.url);
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/secret-rotation'],
    ['POST', '/challenge'],
    ['GET', '/deliveries'],
    ['POST', '/redeliveries'],
  ] as const)
    expect((await services.call({ method, path: `${BASE}/${subscriptionId}${path}`, as: 'rival' })).status).toBe(404);
  expect((await services.call({ method: 'GET', path: BASE, as: 'rival' })).body).toEqual([]);
  expect((await services.call({ method: 'DELETE', path: `${BASE}/${subscriptionId}`, as: 'solar' })).status).toBe(204);
  expect((await services.call({ method: 'GET', path: `${BASE}/${subscriptionId}`, as: 'solar' })).status).toBe(404);
});

test('a DCSA client subscribes in the words of T&T 2.2 and gets lists of events that it can verify', async () => {
  const mine = await receiver();
  const secret = Buffer.from('MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw').toString('base64');
  const path = '/v2/event-subscriptions';
  const made = await services.call({
    method: 'POST',
    path,
    as: 'dcsa',
    body: {
      callbackUrl: mine.url,
      secret,
      eventType: ['EQUIPMENT'],
      equipmentEventTypeCode: ['GTIN', 'LOAD'],
      UNLocationCode: 'CNSHA',
    },
  });
  const subscription = {
    subscriptionID: expect.any(String),
    callbackUrl: mine.url,
    eventType: ['EQUIPMENT'],
    equipmentEventTypeCode: ['GTIN', 'LOAD'],
    UNLocationCode: 'CNSHA',
  };
  expect([made.status, made.headers.get('api-version'), made.body]).toEqual([201, '2.2.0', subscription]);
  await vi.waitFor(() => expect(mine.calls[0]?.body).toBe('[]'), WAIT);
  const wanted = gateIn('dcsa', {
    modeOfTransport: 'VESSEL',
    transportCallID: 'tc-1',
    vesselIMONumber: '9321483',
    exportVoyageNumber: '2103S',
  });
  await vi.waitFor(
    async () =>
      expect(
        await services.database.query(
          `select status from notifications.webhook_subscription where organisation_id = 'dcsa'`,
        ),
      ).toEqual([{ status: 'active' }]),
    WAIT,
  );
  await services.bus.publish([
    gateIn('dcsa', { equipmentEventTypeCode: 'DISC' }),
    gateIn('dcsa', { equipmentEventTypeCode: 'CUSR' }),
    gateIn('dcsa', { UNLocationCode: 'CNNBO' }),
    gateIn('dcsa', { isRetracted: true }),
    portAlert('dcsa', 1),
    wanted,
  ]);
  const call = await vi.waitFor(() => {
    const withEvents = mine.calls.filter(({ body }) => body !== '[]');
    expect(withEvents).not.toEqual([]);
    return withEvents[0];
  }, WAIT);
  expect(JSON.parse(call?.body ?? '')).toEqual([
    {
      eventID: (wanted.envelope.data as { eventID: string }).eventID,
      eventType: 'EQUIPMENT',
      eventCreatedDateTime: '2026-11-24T00:00:01.000Z',
      eventClassifierCode: 'ACT',
      eventDateTime: '2026-11-24T08:00:00+08:00',
      equipmentEventTypeCode: 'GTIN',
      equipmentReference: 'APZU4812090',
      emptyIndicatorCode: 'LADEN',
      eventLocation: { UNLocationCode: 'CNSGH', facilityCode: 'SHENG', facilityCodeListProvider: 'SMDG' },
      transportCall: {
        transportCallID: 'tc-1',
        modeOfTransport: 'VESSEL',
        UNLocationCode: 'CNSGH',
        facilityCode: 'SHENG',
        facilityCodeListProvider: 'SMDG',
        exportVoyageNumber: '2103S',
        vessel: { vesselIMONumber: '9321483' },
      },
    },
  ]);
  expect(call?.headers).toMatchObject({
    'notification-signature': `sha256=${createHmac('sha256', Buffer.from(secret, 'base64'))
      .update(call?.body ?? '')
      .digest('hex')}`,
    'subscription-id': made.body.subscriptionID,
    'api-version': '2.2.0',
  });
  const id = made.body.subscriptionID;
  const replaced = await services.call({
    method: 'PUT',
    path: `${path}/${id}`,
    as: 'dcsa',
    body: { callbackUrl: mine.url, equipmentReference: 'APZU4812090' },
  });
  expect(replaced.body).toEqual({ subscriptionID: id, callbackUrl: mine.url, equipmentReference: 'APZU4812090' });
  expect(
    (await services.call({ method: 'PUT', path: `${path}/${id}/secret`, as: 'dcsa', body: { secret } })).status,
  ).toBe(204);
  expect((await services.call({ method: 'GET', path, as: 'dcsa' })).body).toEqual([replaced.body]);
  expect((await services.call({ method: 'GET', path: `${path}/${id}`, as: 'rival' })).status).toBe(404);
  const wrong = await services.call({
    method: 'POST',
    path,
    as: 'dcsa',
    body: { callbackUrl: mine.url, secret: 'short', equipmentEventTypeCode: ['GATE'] },
  });
  expect([wrong.status, wrong.body.errors.map((error: { property: string }) => error.property)]).toEqual([
    400,
    ['equipmentEventTypeCode[0]', 'secret'],
  ]);
  expect((await services.call({ method: 'DELETE', path: `${path}/${id}`, as: 'dcsa' })).status).toBe(204);
  expect((await services.call({ method: 'GET', path: `${path}/${id}`, as: 'dcsa' })).status).toBe(404);
});
