import { manualClock } from '@greenlane/kernel/clock';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SERVICES } from '../src/services.ts';
import { offerBody, RULES, requestBody } from './journey.ts';

const MINUTE = 60_000;
const WAIT = { timeout: 20_000, interval: 50 };
const start = new Date(Math.floor(Date.now() / MINUTE) * MINUTE);
const clock = manualClock(start);
let platform: RunningServices;

beforeAll(async () => {
  platform = await startServices({
    services: SERVICES,
    clock,
    organisations: [
      { organisationId: 'ministry', role: 'authority' },
      { organisationId: 'second-desk', role: 'authority' },
      { organisationId: 'oceanbridge', role: 'carrier' },
      { organisationId: 'plain-exports', role: 'exporter' },
    ],
  });
}, 60_000);
afterAll(() => platform?.stop());

const post = (as: string, path: string, body?: unknown) => platform.call({ method: 'POST', path, as, body });
const get = async (as: string, path: string) => (await platform.call({ method: 'GET', path, as })).body;
const version = (name: string, effectiveFrom: Date, protection: Partial<typeof RULES.protection>) => ({
  policyId: 'national',
  version: name,
  basis: 'ASSUMED',
  effectiveFrom: effectiveFrom.toISOString(),
  evidence: [],
  rules: { ...RULES, lowEmission: { belowLaneDefaultPercent: 15 }, protection: { ...RULES.protection, ...protection } },
});
const placedUnits = async (requestId: string) =>
  ((await get('plain-exports', `/v1/allocations?requestId=${requestId}`)) as { units: number }[]).reduce(
    (sum, { units }) => sum + units,
    0,
  );

test('a policy change is previewed, approved by a second person, and taken up by matching at its minute', async () => {
  await post('ministry', '/v1/programme/policies', version('2026-1', new Date(start.getTime() - MINUTE), {}));
  await post('second-desk', '/v1/programme/policies/national/versions/2026-1/approval');
  await platform.platform.settled();
  // 40 TEU on low-emission space, 30 % of it protected: 20 boxes ask, 14 are placed.
  const emissionProfile = {
    dataQuality: 'MODELLED',
    gCO2PerTonneNauticalMile: '5.0',
    reportingYear: 2023,
    source: 'EU-MRV',
  };
  await post('oceanbridge', '/v1/vessel-offers', offerBody('NE1-054W', { emissionProfile }));
  const submitted = await post('plain-exports', '/v1/cargo-requests', {
    ...requestBody('PV-1', 20),
    origin: { loadPorts: ['CNSGH'], preCarriage: [] },
    splitAllowed: true,
  });
  const { requestId } = submitted.body;
  await vi.waitFor(async () => expect(await placedUnits(requestId)).toBe(14), WAIT);

  const effective = new Date(start.getTime() + 60 * MINUTE);
  const inside = new Date(effective.getTime() + MINUTE - 1);
  const drafted = await post(
    'ministry',
    '/v1/programme/policies',
    version('2026-2', inside, { sharePercent: 0, floorSharePercent: 0 }),
  );
  // Markets count in minutes: the version says the moment that holds for them and for everyone else.
  expect([drafted.status, drafted.body.effectiveFrom]).toEqual([201, effective.toISOString()]);
  const preview = await post('ministry', '/v1/programme/policies/national/preview', { version: '2026-2' });
  expect(preview.status).toBe(200);
  expect(preview.body.markets).toEqual([
    {
      market: 'CHINA',
      journalSequence: 3,
      before: {
        policyVersion: '2026-1',
        priorityUnits: 0,
        standardUnits: 14,
        waitingRequests: 1,
        waitingUnits: 6,
        lowEmissionOffers: 1,
        protectedTeu: '12',
      },
      after: {
        policyVersion: '2026-2',
        priorityUnits: 0,
        standardUnits: 20,
        waitingRequests: 0,
        waitingUnits: 0,
        lowEmissionOffers: 1,
        protectedTeu: '0',
      },
      requestsGainingPriority: 0,
      requestsLosingPriority: 0,
      requestsChanged: 1,
      requests: [
        {
          requestId,
          exporterId: 'plain-exports',
          isPriorityBefore: false,
          isPriorityAfter: false,
          unitsPlacedBefore: 14,
          unitsPlacedAfter: 20,
        },
      ],
    },
  ]);
  expect(await get('ministry', preview.headers.get('location') ?? '')).toEqual(preview.body);
  expect(await placedUnits(requestId)).toBe(14);

  const own = await post('ministry', '/v1/programme/policies/national/versions/2026-2/approval');
  expect([own.status, own.body.errors[0].code]).toEqual([409, 'SAME_PERSON']);
  expect((await post('second-desk', '/v1/programme/policies/national/versions/2026-2/approval')).status).toBe(200);
  await platform.platform.settled();
  // Whoever is affected is told before it is in force.
  const { events } = (await get('plain-exports', '/v1/events?limit=100')) as {
    events: { type: string; data: { version: string } }[];
  };
  expect(
    events.filter(({ type }) => type === 'org.greenlane.policy.published.v1').map(({ data }) => data.version),
  ).toEqual(['2026-1', '2026-2']);

  clock.set(new Date(effective.getTime() - 1));
  expect((await get('plain-exports', `/v1/rankings/${requestId}`)).policyVersion).toBe('2026-1');
  expect(await placedUnits(requestId)).toBe(14);
  clock.set(effective);
  await vi.waitFor(async () => expect(await placedUnits(requestId)).toBe(20), WAIT);
  const allocations = (await get('plain-exports', `/v1/allocations?requestId=${requestId}`)) as {
    units: number;
    policyVersion: string;
    decidedAt: string;
  }[];
  expect(
    allocations.map(({ units, policyVersion, decidedAt }) => [units, policyVersion, decidedAt]).toSorted(),
  ).toEqual([
    [14, '2026-1', start.toISOString()],
    [6, '2026-2', effective.toISOString()],
  ]);
}, 60_000);

test('two versions of a policy never begin in one minute: which holds would be a guess', async () => {
  const sameMinute = new Date(start.getTime() + 60 * MINUTE + 1);
  await post('ministry', '/v1/programme/policies', version('2026-3', sameMinute, {}));
  const refused = await post('second-desk', '/v1/programme/policies/national/versions/2026-3/approval');
  expect([refused.status, refused.body.errors]).toEqual([
    409,
    [
      {
        code: 'SAME_START',
        property: 'effectiveFrom',
        message: 'version 2026-2 is in force from that moment on; draft this one with a later effectiveFrom',
      },
    ],
  ]);
});

test('a share of cost above all of it is refused when it is drafted, not when somebody claims it', async () => {
  const draft = version('2026-4', new Date(start.getTime() + 120 * MINUTE), {});
  const rate = { basis: 'SHARE_OF_COST', amount: '30', currencyCode: 'CNY' };
  const refused = await post('ministry', '/v1/programme/policies', {
    ...draft,
    rules: { ...draft.rules, subsidy: { ...draft.rules.subsidy, rate } },
  });
  expect([refused.status, refused.body.errors]).toEqual([
    422,
    [
      {
        code: 'SHARE_ABOVE_COST',
        property: 'rules.subsidy.rate.amount',
        message: 'with the basis SHARE_OF_COST the amount is a share of what was invoiced: from 0 to 1, such as 0.3',
      },
    ],
  ]);
});

test('an organisation is of a cluster that exists, or of none', async () => {
  const organisation = { organisationId: 'elsewhere', name: 'Elsewhere Solar', role: 'exporter' };
  const unknown = await post('ministry', '/v1/programme/organisations', { ...organisation, clusterCode: 'NOWHERE' });
  expect([unknown.status, unknown.body.errors[0].code, unknown.body.errors[0].property]).toEqual([
    422,
    'UNKNOWN_CLUSTER',
    'clusterCode',
  ]);
  expect((await post('ministry', '/v1/programme/organisations', organisation)).status).toBe(201);
});

test('a version names one policy, whichever it is of: decisions, passes and claims name the version alone', async () => {
  const draft = async (policyId: string) =>
    (await post('ministry', '/v1/programme/policies', { ...version('2027-1', start, {}), policyId })).status;
  const answers = await Promise.all(['national', 'provincial', 'municipal'].map(draft));
  expect(answers.toSorted()).toEqual([201, 409, 409]);
});
