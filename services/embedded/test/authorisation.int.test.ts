import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@greenlane/contracts/roles';
import { systemClock } from '@greenlane/kernel/clock';
import { bootstrapAuthority } from '@greenlane/programme/bootstrap';
import type { Route } from '@greenlane/runtime/service';
import { type MatrixRow, ROLES, readMatrix } from '@greenlane/testing/authorisation/matrix';
import { routeTable } from '@greenlane/testing/authorisation/route-table';
import { makeSigningKey, signToken } from '@greenlane/testing/token-issuer';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Embedded, startEmbedded } from '../src/embedded.ts';
import { client, journey } from './journey.ts';

/**
 * F10, the authorisation matrix: every route of packages/testing/src/authorisation/matrix.txt asked by every kind of caller, on a platform on
 * which the main job has run, so that there are other organisations' resources to be refused.
 */
const ISSUER = 'https://login.example.com';
const WAIT = { timeout: 30_000, interval: 50 };
/** DCSA lets senders add members of their own to an event, and we drop them: a test of its own below. */
const TAKES_MORE = 'recordEquipmentEvents';
/** Writes of the authority whose subject is an organisation: the one property of the three that a body may hold. */
const SUBJECT_OF = ['registerOrganisation organisationId', 'grantDesignation organisationId'];
const TENANTS: readonly Role[] = ['carrier', 'exporter', 'logistics-provider', 'port-operator'];
/** A port that the journey does not use. */
const OTHER_PORT = 'CNDAL';

let directory: string;
let embedded: Embedded;
let database: pg.Client;
/** Credentials by the kind of caller and its role. */
const credentials = new Map<string, string>();
/** Resources of the journey's organisations, by the name of the path parameter or body property that names them. */
const resources = new Map<string, string>();

const routes = new Map(routeTable().map((route) => [route.operationId, route]));
const cells = readMatrix().flatMap((row): readonly { readonly row: MatrixRow; readonly route: Route }[] => {
  const route = routes.get(row.operationId);
  return route ? [{ row, route }] : [];
});

const equipmentEvent = (eventID: string, UNLocationCode: string) => ({
  eventID,
  eventType: 'EQUIPMENT',
  eventCreatedDateTime: new Date().toISOString(),
  eventClassifierCode: 'ACT',
  eventDateTime: new Date().toISOString(),
  equipmentEventTypeCode: 'LOAD',
  equipmentReference: 'MSKU0383250',
  emptyIndicatorCode: 'LADEN',
  eventLocation: { UNLocationCode },
});

async function makeCaller(call: ReturnType<typeof client>, authorityKey: string, caller: string, role: Role) {
  const organisationId = `${caller}-${role}`;
  const made = await call('POST', '/v1/programme/organisations', {
    key: authorityKey,
    body: { organisationId, name: organisationId, role, ...(role === 'port-operator' ? { ports: [OTHER_PORT] } : {}) },
  });
  expect(made.status).toBe(201);
  return async (kind: string, body: Readonly<Record<string, unknown>>): Promise<void> => {
    const issued = await call('POST', `/v1/programme/organisations/${organisationId}/api-keys`, {
      key: authorityKey,
      body,
    });
    expect(issued.status).toBe(201);
    credentials.set(`${kind} ${role}`, issued.body.apiKey);
  };
}

beforeAll(async () => {
  const key = await makeSigningKey();
  directory = await mkdtemp(join(tmpdir(), 'greenlane-authorisation-'));
  await chmod(directory, 0o755);
  embedded = await startEmbedded({
    port: 0,
    dataDirectory: directory,
    clock: systemClock,
    log: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    bus: { kind: 'postgres' },
    onDead: (error) => {
      throw error;
    },
    tokenIssuers: [
      {
        issuer: ISSUER,
        audience: 'greenlane',
        algorithms: ['ES256'],
        clockToleranceSeconds: 0,
        cooldownSeconds: 30,
        keys: { keys: [key.publicJwk] },
      },
    ],
  });
  const context = embedded.platform.contextOf('programme');
  const first = await bootstrapAuthority(context.db, { name: 'Authority', ...context });
  const authorityKey = first?.apiKey ?? '';
  const urlOf = (path: string) => `${embedded.baseUrl}${path}`;
  const call = client({ urlOf });
  const { keys } = await journey({ urlOf, authorityKey });

  for (const role of ROLES) {
    const issue = await makeCaller(call, authorityKey, 'whole', role);
    await issue('whole', { label: 'whole' });
    await issue('reading', { label: 'reading', scopes: ['read'] });
    const narrow = await makeCaller(call, authorityKey, 'narrow', role);
    await narrow('key-making', { label: 'keys alone', scopes: ['keys:write'] });
    await narrow('expired', { label: 'short', expiresAt: new Date(Date.now() + 5_000).toISOString() });
    const user = await call('POST', `/v1/programme/organisations/whole-${role}/users`, {
      key: authorityKey,
      body: { issuer: ISSUER, subject: role },
    });
    expect(user.status).toBe(201);
    const claims = { iss: ISSUER, sub: role, aud: 'greenlane', exp: Math.floor(Date.now() / 1_000) + 3_600 };
    credentials.set(`user ${role}`, await signToken(key, claims));
    credentials.set(`user-of-another-api ${role}`, await signToken(key, { ...claims, aud: 'another-api' }));
    const gone = await makeCaller(call, authorityKey, 'gone', role);
    await gone('suspended', { label: 'suspended' });
    await call('POST', `/v1/programme/organisations/gone-${role}/suspension`, { key: authorityKey });
  }
  // A load without its gate-in: something in quarantine at a port of the journey.
  await call('POST', '/v1/port-channel/equipment-events', {
    key: keys['yangtze-ports'] ?? '',
    body: equipmentEvent('in-quarantine', 'CNSGH'),
  });
  // Fuel evidence of the journey's carrier.
  expect(
    (
      await call('POST', '/v1/carbon/fuel-evidence', {
        key: keys['oceanbridge'] ?? '',
        body: {
          type: 'PROOF_OF_SUSTAINABILITY',
          reference: 'ISCC-PoS-1',
          sha256: 'b'.repeat(64),
          fuel: 'FAME',
          energyMJ: '1000',
          certifiedGramsPerMJ: '14.9',
        },
      })
    ).status,
  ).toBe(201);
  await call('POST', '/v1/programme/organisations/yancheng-solar/users', {
    key: authorityKey,
    body: { issuer: ISSUER, subject: 'a person of yancheng-solar' },
  });
  for (const [path, body] of [
    ['/v1/webhook-subscriptions', { callbackUrl: 'https://callback.invalid/' }],
    [
      '/v2/event-subscriptions',
      { callbackUrl: 'https://callback.invalid/', secret: randomBytes(32).toString('base64') },
    ],
  ] as const)
    expect((await call('POST', path, { key: keys['yancheng-solar'] ?? '', body })).status).toBe(201);
  const diagnosed = await call('POST', '/v1/carbon/diagnoses', {
    key: keys['yancheng-solar'] ?? '',
    body: {
      shipments: [
        { POL: 'CNSGH', POD: 'NLRTM' },
        { POL: 'CNSGH', POD: 'DEHAM' },
      ],
    },
  });
  const asked = await call('POST', `/v1/carbon/diagnoses/${diagnosed.body.diagnosisId}/evidence-requests`, {
    key: keys['yancheng-solar'] ?? '',
    body: { addressee: 'a carrier', asks: ['VESSEL'], rowNumbers: [1] },
  });
  expect([diagnosed.status, asked.status]).toEqual([201, 201]);
  await embedded.platform.settled();

  database = new pg.Client(embedded.admin);
  await database.connect();
  const owner = `'yancheng-solar'`;
  for (const [name, query] of Object.entries({
    organisationId: `select ${owner} as id`,
    userId: `select user_id as id from programme.organisation_user where organisation_id = ${owner}`,
    providerId: `select 'whole-logistics-provider' as id`,
    keyId: `select key_id as id from programme.api_key where organisation_id = ${owner}`,
    designationId: `select designation_id as id from programme.designation`,
    policyId: `select policy_id as id from programme.policy`,
    version: `select version as id from programme.policy`,
    offerId: `select offer_id as id from vessel_offer.offer`,
    requestId: `select request_id as id from cargo_request.request`,
    allocationId: `select allocation_id as id from matching.allocation`,
    commandId: `select command_id as id from matching.command`,
    passId: `select pass_id as id from port_channel.pass`,
    equipmentReference: `select equipment_reference as id from port_channel.container_assignment`,
    eventID: `select event_id as id from port_channel.quarantine where resolved_at is null`,
    subscriptionId: `select subscription_id as id from notifications.webhook_subscription where kind = 'standard'`,
    subscriptionID: `select subscription_id as id from notifications.webhook_subscription where kind <> 'standard'`,
    eventId: `select event ->> 'id' as id from notifications.feed`,
    statementId: `select statement_id as id from carbon.statement`,
    evidenceId: `select evidence_id as id from carbon.fuel_evidence`,
    claimId: `select claim_id as id from carbon.claim`,
    diagnosisId: `select diagnosis_id as id from carbon.diagnosis`,
    evidenceRequestId: `select evidence_request_id as id from carbon.evidence_request`,
  })) {
    const found = await database.query<{ id: string }>(query);
    resources.set(name, found.rows[0]?.id ?? `the journey left no ${name}`);
  }
  await vi.waitFor(async () => {
    for (const role of ROLES) {
      expect((await ask('listAllocations', credentials.get(`whole ${role}`))).status).toBe(200);
      expect((await ask('listAllocations', credentials.get(`user ${role}`))).status).toBe(200);
      expect((await ask('listAllocations', credentials.get(`expired ${role}`))).status).toBe(401);
      expect((await ask('listAllocations', credentials.get(`suspended ${role}`))).status).toBe(401);
    }
  }, WAIT);
}, 180_000);

afterAll(async () => {
  await database?.end();
  await embedded?.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

/** Names nothing that exists, in the shape that each path asks for. */
const nothing = (name: string): string => (name === 'equipmentReference' ? 'NONU0000004' : 'no-such-thing');

async function ask(
  operationId: string,
  credential: string | undefined,
  {
    id = nothing,
    body,
    isLines = false,
  }: { readonly id?: (name: string) => string; readonly body?: unknown; readonly isLines?: boolean } = {},
) {
  const route = routes.get(operationId);
  const path = (route?.path ?? '').replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(id(name)));
  const response = await fetch(`${embedded.baseUrl}${path}`, {
    method: route?.method ?? 'GET',
    headers: {
      ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
      ...(body === undefined
        ? {}
        : { 'content-type': isLines ? 'application/x-ndjson' : 'application/json', 'if-match': '*' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const isStream = (response.headers.get('content-type') ?? '').includes('event-stream');
  if (isStream) await response.body?.cancel();
  return { status: response.status, text: isStream ? '' : await response.text() };
}

/** The route's worked example, with every id in it naming a resource of the journey. */
function aimed(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => aimed(item, name.replace(/s$/, '')));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, aimed(item, key)]));
  return name.endsWith('Id') ? (resources.get(name) ?? value) : value;
}

type Cell = { readonly caller: string; readonly expected: number; readonly actual: number };

async function cellsOf({ row, route }: (typeof cells)[number]): Promise<readonly Cell[]> {
  const { roles } = row;
  const is = async (caller: string, credential: string | undefined, expected: number): Promise<Cell> => ({
    caller: `${row.operationId}: ${caller}`,
    expected,
    actual: (await ask(row.operationId, credential)).status,
  });
  const isOpen = roles === 'anyone';
  const some = isOpen ? 'carrier' : (roles[0] ?? 'carrier');
  const lesser = row.scope === 'read' ? 'key-making' : 'reading';
  const foreigners = isOpen || row.foreign === undefined ? [] : roles.filter((role) => TENANTS.includes(role));
  return Promise.all([
    is('anonymous', undefined, isOpen ? row.admitted : 401),
    is('unknown key', 'gl_nobody', isOpen ? row.admitted : 401),
    is('expired key', credentials.get(`expired ${some}`), isOpen ? row.admitted : 401),
    is('token for another audience', credentials.get(`user-of-another-api ${some}`), isOpen ? row.admitted : 401),
    is('token of a user', credentials.get(`user ${some}`), row.admitted),
    is('suspended organisation', credentials.get(`suspended ${some}`), isOpen ? row.admitted : 401),
    is('key without the scope', credentials.get(`${lesser} ${some}`), isOpen ? row.admitted : 403),
    ...ROLES.map((role) =>
      is(role, credentials.get(`whole ${role}`), isOpen || roles.includes(role) ? row.admitted : 403),
    ),
    ...foreigners.map(async (role): Promise<Cell> => {
      const example = Object.values(route.examples ?? {})[0];
      const answer = await ask(row.operationId, credentials.get(`whole ${role}`), {
        id: (name) => resources.get(name) ?? `the test knows no ${name}; add it to resources`,
        ...(example === undefined ? {} : { body: aimed(example) }),
      });
      return {
        caller: `${row.operationId}: ${role} of another organisation (${answer.text.slice(0, 200)})`,
        expected: row.foreign ?? 404,
        actual: answer.status,
      };
    }),
  ]);
}

describe('F10, the authorisation matrix', () => {
  test('every route answers every kind of caller as its row says', async () => {
    const all: Cell[] = [];
    for (const cell of cells) all.push(...(await cellsOf(cell)));
    console.log(`F10: ${cells.length} routes, ${all.length} cells`);
    expect(
      all
        .filter(({ expected, actual }) => expected !== actual)
        .map(({ caller, expected, actual }) => `${caller}: ${actual}, the row says ${expected}`),
    ).toEqual([]);
    expect(all.length).toBeGreaterThan(cells.length * 13);
  }, 120_000);

  test('no write takes a status, a priority or an organisation from its body', async () => {
    const writes = cells.filter(
      ({ row, route }) => route.method !== 'GET' && row.roles !== 'anyone' && row.operationId !== TAKES_MORE,
    );
    const assigned = { status: 'confirmed', priority: true, organisationId: 'yancheng-solar' };
    const taken: string[] = [];
    for (const { row, route } of writes) {
      const example = Object.values(route.examples ?? {})[0];
      const body = { ...(typeof example === 'object' ? example : {}), ...assigned };
      const { text } = await ask(row.operationId, credentials.get(`whole ${row.roles[0]}`), {
        body,
        isLines: route.bodyType === 'ndjson',
      });
      const refused = [...text.matchAll(/"code":"UNKNOWN_PROPERTY","property":"(\w+)"/g)].map((match) => match[1]);
      for (const property of Object.keys(assigned))
        if (!refused.includes(property) && !SUBJECT_OF.includes(`${row.operationId} ${property}`))
          taken.push(`${row.operationId} takes ${property}: ${text.slice(0, 300)}`);
    }
    expect(taken).toEqual([]);
    expect(writes.length).toBeGreaterThan(30);
  }, 60_000);

  test('an equipment event that comes with them is taken without them', async () => {
    const key = credentials.get('whole port-operator');
    const { text } = await ask(TAKES_MORE, key, {
      body: {
        ...equipmentEvent('with-more', OTHER_PORT),
        status: 'x-status',
        priority: 'x-priority',
        organisationId: 'x',
      },
    });
    expect(JSON.parse(text).results).toMatchObject([{ eventID: 'with-more' }]);
    const stored = await database.query('select * from port_channel.equipment_event where event_id = $1', [
      'with-more',
    ]);
    expect(stored.rows).toHaveLength(1);
    expect(stored.rows[0]).toMatchObject({ recorded_by: 'whole-port-operator', exporter_id: null, carrier_id: null });
    // What was sent is kept as evidence beside it.
    const { original: _, ...kept } = stored.rows[0];
    expect(JSON.stringify(kept)).not.toMatch(/x-status|x-priority|organisationId/);
  });
});
