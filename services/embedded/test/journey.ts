import type { PolicyRules } from '@greenlane/contracts/policy';
import {
  atGate,
  requestBody as cargoBody,
  containerReference,
  inHours,
  POLICY_RULES,
  offerBody as sailingBody,
} from '@greenlane/testing/cargo';
import { expect, vi } from 'vitest';

/** How the journey reaches the platform: one URL, or each service's own by its path prefix. */
export type Reach = { readonly urlOf: (path: string) => string; readonly authorityKey: string };

// Answers are read as a client would read them, without the platform's types.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Json = any;
type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json };

const WAIT = { timeout: 60_000, interval: 200 };
const HOUR = 3_600_000;

export function client({ urlOf }: Pick<Reach, 'urlOf'>) {
  return async (
    method: string,
    path: string,
    options: { readonly key?: string; readonly body?: unknown; readonly headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const isText = typeof options.body === 'string';
    const response = await fetch(urlOf(path), {
      method,
      headers: {
        ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
        ...(options.body === undefined ? {} : { 'content-type': isText ? 'application/x-ndjson' : 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: isText ? (options.body as string) : JSON.stringify(options.body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      headers: response.headers,
      body: type.includes('json') && !type.includes('ndjson') && text !== '' ? JSON.parse(text) : text,
    };
  };
}

export const RULES: PolicyRules = {
  ...POLICY_RULES,
  subsidy: { ...POLICY_RULES.subsidy, capPerUnit: '1000.00', capTotal: '2000.00' },
};

/** A sailing of forty TEU on a ship of known intensity. */
export function offerBody(reference: string, change: Record<string, unknown> = {}) {
  return sailingBody({
    reference,
    teu: 40,
    capacity: { teu: 40, weightTonnes: '600', dangerousGoodsTeu: 10, reeferPlugs: 0 },
    emissionProfile: {
      dataQuality: 'MODELLED',
      gCO2PerTonneNauticalMile: '6.05',
      reportingYear: 2023,
      source: 'EU-MRV',
    },
    ...change,
  });
}

/** Forty-foot boxes of modules, with a limit to what they may cost. */
export function requestBody(reference: string, units: number, change: Record<string, unknown> = {}) {
  return cargoBody({
    reference,
    units,
    equipment: { ISOEquipmentCode: '45G1', units, cargoGrossWeightKg: '24500' },
    constraints: { maxRate: { amount: '2600.00', currencyCode: 'USD' } },
    incotermNamedPlace: 'Rotterdam, Maasvlakte II',
    ...change,
  });
}

/**
 * The main job over HTTP: who is who, an offer, a request, ranking, hold, confirmation, passes, the gate, the ship, dwell, footprint,
 * statement, claim, and what happens when capacity is cut and withdrawn. Runs the same on either bus.
 */
export async function journey(reach: Reach): Promise<{ readonly keys: Readonly<Record<string, string>> }> {
  const call = client(reach);
  const keys: Record<string, string> = { authority: reach.authorityKey };
  const ok = async (method: string, path: string, options: Parameters<typeof call>[2] = {}): Promise<Answer> => {
    const answer = await call(method, path, options);
    expect(`${method} ${path} ${answer.status >= 400 ? JSON.stringify(answer.body) : 'ok'}`).toBe(
      `${method} ${path} ok`,
    );
    return answer;
  };
  /** Every service learns a key by its event: wait until each knows it. */
  const known = async (key: string) => {
    for (const path of [
      '/v1/programme/organisations',
      '/v1/vessel-offers',
      '/v1/cargo-requests',
      '/v1/allocations',
      '/v1/port-channel/passes',
      '/v1/carbon/footprints/none',
    ]) {
      await vi.waitFor(async () => expect([200, 403, 404]).toContain((await call('GET', path, { key })).status), WAIT);
    }
  };
  await known(reach.authorityKey);

  // Who is who.
  const organisations = [
    { organisationId: 'oceanbridge', name: 'Ocean Bridge Line', role: 'carrier' },
    { organisationId: 'rival', name: 'Rival Line', role: 'carrier' },
    {
      organisationId: 'yancheng-solar',
      name: 'Yancheng Solar',
      role: 'exporter',
      clusterCode: 'YANCHENG',
      province: 'Jiangsu',
    },
    { organisationId: 'general-trading', name: 'General Trading', role: 'exporter' },
    { organisationId: 'yangtze-ports', name: 'Yangtze Ports', role: 'port-operator', ports: ['CNSGH'] },
    { organisationId: 'verifier', name: 'Verifier', role: 'verifier' },
  ];
  for (const organisation of organisations) {
    await ok('POST', '/v1/programme/organisations', { key: reach.authorityKey, body: organisation });
    const issued = await ok('POST', `/v1/programme/organisations/${organisation.organisationId}/api-keys`, {
      key: reach.authorityKey,
      body: { label: 'journey' },
    });
    keys[organisation.organisationId] = issued.body.apiKey;
  }
  await ok('POST', '/v1/programme/designations', {
    key: reach.authorityKey,
    body: {
      organisationId: 'yancheng-solar',
      clusterCode: 'YANCHENG',
      hsPrefixes: ['8541'],
      markets: ['CHINA'],
      validFrom: new Date(Date.now() - 48 * HOUR).toISOString().slice(0, 10),
      evidence: { reference: 'list of April 2026' },
    },
  });
  expect(
    (
      await call('POST', '/v1/programme/designations', {
        key: reach.authorityKey,
        body: {
          organisationId: 'yancheng-solar',
          clusterCode: 'CHANGZHOU',
          hsPrefixes: ['8541'],
          markets: ['CHINA'],
          validFrom: '2026-04-01',
          evidence: { reference: 'x' },
        },
      })
    ).body.errors[0].code,
  ).toBe('CLUSTER_NOT_DESIGNATED');
  const policy = {
    policyId: 'journey',
    version: '1',
    basis: 'ASSUMED',
    effectiveFrom: new Date(Date.now() - HOUR).toISOString(),
    evidence: [],
    rules: RULES,
  };
  await ok('POST', '/v1/programme/policies', { key: reach.authorityKey, body: policy });
  expect(
    (await call('POST', '/v1/programme/policies/journey/versions/1/approval', { key: reach.authorityKey })).body
      .errors[0].code,
  ).toBe('SAME_PERSON');
  const second = await ok('POST', '/v1/programme/organisations/authority/api-keys', {
    key: reach.authorityKey,
    body: { label: 'second person' },
  });
  await known(second.body.apiKey);
  await ok('POST', '/v1/programme/policies/journey/versions/1/approval', { key: second.body.apiKey });
  for (const organisation of organisations) await known(keys[organisation.organisationId] ?? '');
  const [carrier, exporter, trader, port] = ['oceanbridge', 'yancheng-solar', 'general-trading', 'yangtze-ports'].map(
    (id) => keys[id] ?? '',
  );

  // An offer and a request meet.
  const offer = await ok('POST', '/v1/vessel-offers', {
    key: carrier ?? '',
    body: offerBody('GREEN-1'),
    headers: { 'idempotency-key': '"offer-1"' },
  });
  expect(offer.status).toBe(201);
  expect(
    (
      await ok('POST', '/v1/vessel-offers', {
        key: carrier ?? '',
        body: offerBody('GREEN-1'),
        headers: { 'idempotency-key': '"offer-1"' },
      })
    ).body.offerId,
  ).toBe(offer.body.offerId);
  const offerId: string = offer.body.offerId;
  // The market exists from its first offer on, under the policy in force.
  await vi.waitFor(
    async () =>
      expect((await call('GET', '/v1/ranking-policy?market=CHINA', { key: exporter ?? '' })).status).toBe(200),
    WAIT,
  );
  const request = await ok('POST', '/v1/cargo-requests', { key: exporter ?? '', body: requestBody('YC-1', 4) });
  expect(request.status).toBe(202);
  const requestId: string = request.body.requestId;
  const held = await vi.waitFor(async () => {
    const { body } = await ok('GET', `/v1/allocations?requestId=${requestId}&status=held`, { key: exporter ?? '' });
    expect(body).toHaveLength(1);
    return body[0];
  }, WAIT);
  expect(held).toMatchObject({
    offerId,
    units: 4,
    priority: true,
    indicative: true,
    loadPort: 'CNSGH',
    dischargePort: 'NLRTM',
    policyVersion: expect.stringContaining('1'),
  });
  const ranking = (await ok('GET', `/v1/rankings/${requestId}`, { key: exporter ?? '' })).body;
  expect(ranking).toMatchObject({ requestId, isPriorityUnit: true, indicative: true });
  // Another organisation sees neither request, ranking nor allocation; the rival carrier not the offer.
  for (const path of [
    `/v1/cargo-requests/${requestId}`,
    `/v1/rankings/${requestId}`,
    `/v1/allocations/${held.allocationId}`,
  ])
    expect([path, (await call('GET', path, { key: trader ?? '' })).status]).toEqual([path, 404]);
  expect((await call('GET', `/v1/vessel-offers/${offerId}`, { key: keys['rival'] ?? '' })).status).toBe(404);

  // The carrier confirms: passes, one a container.
  await ok('POST', `/v1/allocations/${held.allocationId}/confirmation`, {
    key: carrier ?? '',
    headers: { 'idempotency-key': 'confirm-1' },
  });
  const passes = await vi.waitFor(async () => {
    const { body } = await ok('GET', `/v1/port-channel/passes?UNLocationCode=CNSGH&allocationId=${held.allocationId}`, {
      key: port ?? '',
    });
    expect(body).toHaveLength(4);
    return body;
  }, WAIT);
  expect(passes[0]).toMatchObject({ status: 'issued', UNLocationCode: 'CNSGH', indicative: true });
  await ok('POST', `/v1/port-channel/passes/${passes[0].passId}/acknowledgement`, { key: port ?? '' });
  const remaining = await vi.waitFor(async () => {
    const { body } = await ok('GET', `/v1/vessel-offers/${offerId}`, { key: carrier ?? '' });
    expect(JSON.stringify(body)).toContain('32');
    return body;
  }, WAIT);
  expect(remaining.offerId).toBe(offerId);

  // Through the gate and on board: green beside ordinary.
  const containers = ['APZU4812090', 'CSQU3054383', 'ZEPU0037255', 'GRNU0010009'].map((reference) =>
    reference === 'GRNU0010009' ? containerReference('GRNU', 1_000) : reference,
  );
  await ok('POST', '/v1/port-channel/containers', {
    key: exporter ?? '',
    body: { allocationId: held.allocationId, equipmentReferences: containers },
  });
  const move = (reference: string, code: string, hours: number) => ({
    eventID: `${reference}-${code}`,
    eventType: 'EQUIPMENT',
    eventCreatedDateTime: inHours(hours),
    eventClassifierCode: 'ACT',
    eventDateTime: atGate(hours - 0.25),
    equipmentEventTypeCode: code,
    equipmentReference: reference,
    emptyIndicatorCode: 'LADEN',
    eventLocation: { UNLocationCode: 'CNSHA' },
  });
  const ordinary = containerReference('ORDU', 700_000);
  const events = [
    ...containers.flatMap((reference) => [
      move(reference, 'LOAD', -2),
      move(reference, 'GTIN', -32),
      move(reference, 'CUSR', -28),
    ]),
    move(ordinary, 'GTIN', -110),
    move(ordinary, 'LOAD', -2),
  ];
  const recorded = await ok('POST', '/v1/port-channel/equipment-events', { key: port ?? '', body: events });
  expect(recorded.status).toBe(202);
  expect(new Set(recorded.body.results.map((result: Json) => result.result))).toEqual(new Set(['accepted']));
  expect(
    (await ok('POST', '/v1/port-channel/equipment-events', { key: port ?? '', body: events[0] })).body.results,
  ).toEqual([{ eventID: events[0]?.eventID, result: 'duplicate' }]);
  const box = (await ok('GET', `/v1/port-channel/containers/${containers[0]}`, { key: port ?? '' })).body;
  expect(box.visits).toMatchObject([{ lane: 'GREEN', state: 'completed', dwellMinutes: 1_800 }]);
  const dwell = (await ok('GET', '/v1/port-channel/dwell?UNLocationCode=CNSGH', { key: port ?? '' })).body;
  expect([dwell.lanes.GREEN.count, dwell.lanes.ORDINARY.count, dwell.comparison.conclusion]).toEqual([4, 1, 'TOO_FEW']);
  await vi.waitFor(
    async () =>
      expect((await ok('GET', `/v1/cargo-requests/${requestId}`, { key: exporter ?? '' })).body.status).toBe('SHIPPED'),
    WAIT,
  );

  // Carbon: the grams that ranked are the grams of the footprint and of the statement, and the statement verifies.
  const footprint = await vi.waitFor(async () => {
    const { body } = await ok('GET', `/v1/carbon/footprints/${held.allocationId}`, { key: exporter ?? '' });
    expect(body.kind).toBe('ACTUAL');
    return body;
  }, WAIT);
  expect(footprint.perContainer.wellToWakeGrams).toBe(held.perContainer.wellToWakeGrams);
  expect(footprint.superseded).toMatchObject([
    { kind: 'PLANNED', perContainer: { wellToWakeGrams: held.perContainer.wellToWakeGrams } },
  ]);
  const statement = await ok('POST', '/v1/carbon/statements', {
    key: exporter ?? '',
    body: { allocationIds: [held.allocationId] },
  });
  expect(statement.body.statement.totals.wellToWakeGrams).toBe(held.perContainer.wellToWakeGrams * 4);
  expect(statement.body.statement.shipments[0]).toMatchObject({
    incoterm: 'CIF',
    incotermNamedPlace: 'Rotterdam, Maasvlakte II',
    scope3Category: 4,
  });
  expect((await ok('POST', '/v1/carbon/verify', { body: statement.body })).body).toMatchObject({
    ok: true,
    signer: 'established',
  });
  const forged = JSON.parse(JSON.stringify(statement.body).replace('"units":4', '"units":3'));
  expect(
    (await ok('POST', '/v1/carbon/verify', { body: forged })).body.checks.find((check: Json) => !check.ok).message,
  ).toContain('statement.shipments[0].totals.wellToWakeGrams');
  const claim = await ok('POST', '/v1/carbon/claims', {
    key: exporter ?? '',
    body: { statementId: statement.body.statement.statementId },
  });
  expect(claim.body).toMatchObject({
    status: 'draft',
    amount: { amount: '160.00', currencyCode: 'CNY' },
    indicative: true,
  });
  expect(
    (
      await call('POST', '/v1/carbon/claims', {
        key: exporter ?? '',
        body: { statementId: statement.body.statement.statementId },
      })
    ).status,
  ).toBe(409);
  for (const [step, key] of [
    ['submission', exporter],
    ['verification', keys['verifier']],
    ['approval', reach.authorityKey],
  ] as const)
    await ok('POST', `/v1/carbon/claims/${claim.body.claimId}/${step}`, { key: key ?? '' });

  // A withdrawal rolls what was confirmed but not loaded, and matches it again on another offer.
  const spare = await ok('POST', '/v1/vessel-offers', {
    key: keys['rival'] ?? '',
    body: offerBody('SPARE-1', { emissionProfile: { dataQuality: 'DEFAULT' } }),
  });
  const later = await ok('POST', '/v1/cargo-requests', { key: exporter ?? '', body: requestBody('YC-2', 3) });
  const first = await vi.waitFor(async () => {
    const { body } = await ok('GET', `/v1/allocations?requestId=${later.body.requestId}&status=held`, {
      key: exporter ?? '',
    });
    expect(body).toHaveLength(1);
    return body[0];
  }, WAIT);
  // A new ship of the same lane whose figure is lower would have been taken first: the greener of the two holds it.
  const greener = first.offerId as string;
  const [owner, other] = greener === offerId ? [carrier, keys['rival']] : [keys['rival'], carrier];
  await ok('POST', `/v1/allocations/${first.allocationId}/confirmation`, { key: owner ?? '' });
  if (greener === spare.body.offerId) {
    await ok('POST', `/v1/vessel-offers/${greener}/withdrawal`, {
      key: owner ?? '',
      body: { reason: 'technical trouble' },
    });
    const moved = await vi.waitFor(async () => {
      const { body } = await ok('GET', `/v1/allocations?requestId=${later.body.requestId}&status=held`, {
        key: exporter ?? '',
      });
      expect(body).toHaveLength(1);
      return body[0];
    }, WAIT);
    expect(moved.offerId).toBe(offerId);
    expect((await ok('GET', `/v1/allocations/${first.allocationId}`, { key: exporter ?? '' })).body.status).toBe(
      'rolled',
    );
    await ok('POST', `/v1/allocations/${moved.allocationId}/confirmation`, { key: other ?? '' });
  }

  // What came of it.
  await vi.waitFor(async () => {
    const { body } = await ok('GET', '/v1/programme/outcomes?cluster=YANCHENG', { key: reach.authorityKey });
    expect(body.total.requests.priority).toMatchObject({ requests: 2, unitsRequested: 7, unitsPlaced: 7 });
    expect(body.total.claims).toEqual([{ status: 'approved', claims: 1, amount: '160.00', currencyCode: 'CNY' }]);
  }, WAIT);
  return { keys };
}
