import { SERVICES } from '@greenlane/embedded/services';
import { containerReference, inHours, offerBody, POLICY_RULES, requestBody } from '@greenlane/testing/cargo';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkPlatform } from '../src/invariants.ts';
import { designationDocument, policyDocument } from '../src/simulation/documents.ts';

/**
 * The life of cargo as its parties need to think of it, through every service: booked, confirmed, numbered, loaded, stated and
 * claimed, or given up on the way; and whom the authority lets in, and who is told by webhook. Each party does at random
 * what it may and what it may not; every status must be the one that the model foretells.
 */
type Claim = { readonly id: string; status: 'draft' | 'submitted' | 'verified' | 'approved' | 'rejected' };
type Life = {
  readonly requestId: string;
  readonly allocationId: string;
  state: 'held' | 'confirmed' | 'loaded' | 'gone';
  isNumbered: boolean;
  statementId: string | undefined;
  claim: Claim | undefined;
};
type Model = {
  readonly lives: Map<number, Life>;
  readonly organisations: Map<number, 'active' | 'suspended'>;
  readonly webhooks: Map<number, string>;
};
type Real = { readonly services: RunningServices; readonly prefix: string; readonly run: number };
type Command = fc.AsyncCommand<Model, Real>;
type Who = 'line' | 'rival' | 'exporter-p' | 'trader' | 'port' | 'verifier' | 'authority';

const CARRIERS: readonly Who[] = ['line', 'rival'];
const EXPORTERS: readonly Who[] = ['exporter-p', 'trader'];
const UNITS = 2;

let services: RunningServices;
let runs = 0;

const publish = (type: string, subject: string, data: unknown) =>
  services.bus.publish([
    { topic: 'programme', envelope: sampleEnvelope({ type, subject, time: '2026-11-20T00:00:00.000Z', data }) },
  ]);

beforeAll(async () => {
  services = await startServices({
    services: SERVICES.filter(({ schema }) => schema !== 'none'),
    organisations: [
      { organisationId: 'line', role: 'carrier' },
      { organisationId: 'rival', role: 'carrier' },
      { organisationId: 'exporter-p', role: 'exporter', clusterCode: 'YANCHENG', province: 'Jiangsu' },
      { organisationId: 'trader', role: 'exporter' },
      { organisationId: 'port', role: 'port-operator', ports: ['CNSGH'] },
      { organisationId: 'verifier', role: 'verifier' },
      { organisationId: 'authority', role: 'authority' },
    ],
    config: { WEBHOOK_ALLOW_LOOPBACK: '1' },
  });
  // No run shall meet a cap: who claims when is the matter here, and F11's how much.
  const subsidy = { ...POLICY_RULES.subsidy, capPerUnit: '1000000.00', capTotal: '1000000.00' };
  const policy = policyDocument();
  await publish('org.greenlane.policy.published.v1', 'policy', { ...policy, rules: { ...policy.rules, subsidy } });
  await publish('org.greenlane.designation.changed.v1', 'designation-1', designationDocument());
  await services.platform.settled();
}, 60_000);
afterAll(async () => services?.stop());

const boxes = (run: number, slot: number): readonly string[] =>
  Array.from({ length: UNITS }, (_none, unit) => containerReference('LIFU', run * 1_000 + slot * 10 + unit));

/** Sends one request, holds its status against the model's, and lets what follows from it arrive. */
async function sent(
  { services: platform }: Real,
  request: { readonly method?: string; readonly path: string; readonly as: Who; readonly body?: unknown },
  expected: number,
  // biome-ignore lint/suspicious/noExplicitAny: read as a client reads it
): Promise<any> {
  const { method = 'POST', path, as, body } = request;
  const answer = await platform.call({ method, path, as, ...(body === undefined ? {} : { body }) });
  const code = answer.body?.errors?.[0]?.code ?? '';
  expect(`${as} ${method} ${path}: ${answer.status} ${answer.status === expected ? '' : code}`).toBe(
    `${as} ${method} ${path}: ${expected} `,
  );
  if (method !== 'GET' && answer.status < 300) await platform.platform.settled();
  return answer.body;
}

const command = (text: string, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => text,
});

const book = (slot: number): Command =>
  command(`book ${slot}`, async ({ lives }, real) => {
    const body = requestBody({
      reference: `${real.prefix}-${slot}`,
      units: UNITS,
      cargoReadyDateTime: READY,
      latestArrivalDateTime: LATEST,
    });
    const request = { path: '/v1/cargo-requests', as: 'exporter-p', body } as const;
    const { requestId } = await sent(real, request, lives.has(slot) ? 200 : 202);
    if (lives.has(slot)) return;
    const path = `/v1/allocations?requestId=${requestId}`;
    const [allocation] = await sent(real, { method: 'GET', path, as: 'exporter-p' }, 200);
    expect(allocation).toMatchObject({ status: 'held', priority: true, units: UNITS });
    const { allocationId } = allocation;
    lives.set(slot, {
      requestId,
      allocationId,
      state: 'held',
      isNumbered: false,
      statementId: undefined,
      claim: undefined,
    });
  });

/** What ends with the cargo: claims that nobody has approved yet. */
function giveUp(life: Life): void {
  life.state = 'gone';
  if (life.claim && life.claim.status !== 'approved') life.claim.status = 'rejected';
}

const answer = (slot: number, what: 'confirmation' | 'decline' | 'cancellation', as: Who): Command =>
  command(`${what} of ${slot} by ${as}`, async ({ lives }, real) => {
    const life = lives.get(slot);
    const [allowed, owner] = what === 'cancellation' ? [EXPORTERS, 'exporter-p'] : [CARRIERS, 'line'];
    const from = what === 'cancellation' ? ['held', 'confirmed'] : ['held'];
    const expected = !allowed.includes(as)
      ? 403
      : life === undefined || as !== owner
        ? 404
        : from.includes(life.state)
          ? 200
          : 409;
    await sent(real, { path: `/v1/allocations/${life?.allocationId ?? 'none'}/${what}`, as }, expected);
    if (life === undefined || expected !== 200) return;
    if (what === 'confirmation') life.state = 'confirmed';
    else giveUp(life);
  });

const number = (slot: number, as: Who): Command =>
  command(`number ${slot} by ${as}`, async ({ lives }, real) => {
    const life = lives.get(slot);
    const expected =
      as === 'verifier' ? 403 : life === undefined || as === 'trader' ? 404 : life.state === 'gone' ? 409 : 201;
    const body = { allocationId: life?.allocationId ?? 'none', equipmentReferences: boxes(real.run, slot) };
    await sent(real, { path: '/v1/port-channel/containers', as, body }, expected);
    if (life && expected === 201) life.isNumbered = true;
  });

const load = (slot: number): Command =>
  command(`load ${slot}`, async ({ lives }, real) => {
    const life = lives.get(slot);
    if (!life?.isNumbered) return;
    const move = (reference: string, code: string, hours: number) => ({
      eventID: `${reference}-${code}`,
      eventType: 'EQUIPMENT',
      eventCreatedDateTime: inHours(hours),
      eventClassifierCode: 'ACT',
      eventDateTime: inHours(hours),
      equipmentEventTypeCode: code,
      equipmentReference: reference,
      emptyIndicatorCode: 'LADEN',
      eventLocation: { UNLocationCode: 'CNSGH' },
    });
    const body = boxes(real.run, slot).flatMap((box) => [move(box, 'GTIN', -30), move(box, 'LOAD', -2)]);
    await sent(real, { path: '/v1/port-channel/equipment-events', as: 'port', body }, 202);
    if (life.state === 'gone') return;
    life.state = 'loaded';
    // The market takes what a port reports at its next look; only then does the event of it set out.
    await vi.waitFor(async () => {
      const path = `/v1/allocations/${life.allocationId}`;
      expect((await real.services.call({ method: 'GET', path, as: 'exporter-p' })).body.status).toBe('loaded');
    }, 20_000);
    await real.services.platform.settled();
  });

const state = (slot: number, as: Who): Command =>
  command(`statement of ${slot} by ${as}`, async ({ lives }, real) => {
    const life = lives.get(slot);
    const isFirm = life?.state === 'confirmed' || life?.state === 'loaded';
    const expected = !EXPORTERS.includes(as) ? 403 : life === undefined || as === 'trader' ? 422 : isFirm ? 201 : 409;
    const body = { allocationIds: [life?.allocationId ?? 'none'] };
    const stated = await sent(real, { path: '/v1/carbon/statements', as, body }, expected);
    if (life && expected === 201) life.statementId = stated.statement.statementId;
  });

const claim = (slot: number, as: Who): Command =>
  command(`claim of ${slot} by ${as}`, async ({ lives }, real) => {
    const life = lives.get(slot);
    const isActive = life?.claim !== undefined && life.claim.status !== 'rejected';
    const expected = !EXPORTERS.includes(as)
      ? 403
      : life?.statementId === undefined || as === 'trader'
        ? 404
        : life.state === 'gone'
          ? 422
          : isActive
            ? 409
            : 201;
    const body = { statementId: life?.statementId ?? 'none' };
    const opened = await sent(real, { path: '/v1/carbon/claims', as, body }, expected);
    if (life && expected === 201) life.claim = { id: opened.claimId, status: 'draft' };
  });

const STEPS = {
  submission: { from: ['draft'], to: 'submitted', allow: EXPORTERS, owner: 'exporter-p' },
  verification: { from: ['submitted'], to: 'verified', allow: ['verifier'], owner: 'verifier' },
  approval: { from: ['verified'], to: 'approved', allow: ['authority'], owner: 'authority' },
  rejection: { from: ['submitted', 'verified'], to: 'rejected', allow: ['authority', 'verifier'], owner: undefined },
} as const;

const step = (slot: number, name: keyof typeof STEPS, as: Who): Command =>
  command(`${name} of the claim of ${slot} by ${as}`, async ({ lives }, real) => {
    const held = lives.get(slot)?.claim;
    const { from, to, allow, owner } = STEPS[name];
    const isOwn = owner === undefined || owner === as;
    const expected = !(allow as readonly Who[]).includes(as)
      ? 403
      : held === undefined || !isOwn
        ? 404
        : held.status === to || (from as readonly string[]).includes(held.status)
          ? 200
          : 409;
    const body = name === 'rejection' ? { reason: 'found wanting' } : undefined;
    await sent(real, { path: `/v1/carbon/claims/${held?.id ?? 'none'}/${name}`, as, body }, expected);
    if (held && expected === 200) held.status = to;
  });

const admit = (slot: number, what: 'registration' | 'suspension' | 'reinstatement', as: Who): Command =>
  command(`${what} of organisation ${slot} by ${as}`, async ({ organisations }, real) => {
    const organisationId = `${real.prefix}-org-${slot}`;
    const isKnown = organisations.has(slot);
    const isNew = what === 'registration';
    const expected = as !== 'authority' ? 403 : isNew ? (isKnown ? 409 : 201) : isKnown ? 200 : 404;
    const path = isNew ? '/v1/programme/organisations' : `/v1/programme/organisations/${organisationId}/${what}`;
    const body = isNew ? { organisationId, name: `Organisation ${slot}`, role: 'exporter' } : undefined;
    const view = await sent(real, { path, as, body }, expected);
    if (expected >= 300) return;
    organisations.set(slot, what === 'suspension' ? 'suspended' : 'active');
    expect(view.status).toBe(organisations.get(slot));
  });

const listen = (slot: number, what: 'create' | 'read' | 'delete', as: Who): Command =>
  command(`${what} webhook ${slot} by ${as}`, async ({ webhooks }, real) => {
    const known = webhooks.get(slot);
    if (what === 'create') {
      if (known !== undefined) return;
      const body = { callbackUrl: 'http://127.0.0.1:9/nobody-listens' };
      const { subscriptionId } = await sent(real, { path: '/v1/webhook-subscriptions', as: 'line', body }, 201);
      webhooks.set(slot, subscriptionId);
      return;
    }
    const isMine = known !== undefined && as === 'line';
    const path = `/v1/webhook-subscriptions/${known ?? 'none'}`;
    const method = what === 'read' ? 'GET' : 'DELETE';
    await sent(real, { method, path, as }, isMine ? (what === 'read' ? 200 : 204) : 404);
    if (what === 'delete' && isMine) webhooks.delete(slot);
  });

/** The next thing that its parties would do with a cargo: by chance alone few come as far as a claim. */
const further = (slot: number): Command =>
  command(`further with ${slot}`, (model, real) => {
    const life = model.lives.get(slot);
    const next = (): Command => {
      if (life === undefined) return book(slot);
      if (life.state === 'held') return answer(slot, 'confirmation', 'line');
      if (!life.isNumbered) return number(slot, 'exporter-p');
      if (life.state === 'confirmed') return load(slot);
      if (life.statementId === undefined) return state(slot, 'exporter-p');
      switch (life.claim?.status) {
        case 'draft':
          return step(slot, 'submission', 'exporter-p');
        case 'submitted':
          return step(slot, 'verification', 'verifier');
        case 'verified':
          return step(slot, 'approval', 'authority');
        default:
          return claim(slot, 'exporter-p');
      }
    };
    return next().run(model, real);
  });

/** Bodies repeat to the byte, whatever the clock says meanwhile. */
const [READY, LATEST] = [inHours(24), inHours(1_600, '+01:00')];
const slot = fc.nat(2);
const anyone = fc.constantFrom<Who>('line', 'rival', 'exporter-p', 'trader', 'port', 'verifier', 'authority');
/** Mostly whoever may, so that lives come to their end. */
const mostly = (who: Who) => fc.oneof({ weight: 4, arbitrary: fc.constant(who) }, { weight: 1, arbitrary: anyone });
const onSlot = <Rest extends readonly unknown[]>(
  make: (slot: number, ...rest: Rest) => Command,
  ...rest: { [K in keyof Rest]: fc.Arbitrary<Rest[K]> }
) => fc.tuple(slot, ...rest).map(([at, ...others]) => make(at, ...(others as unknown as Rest)));
const commands = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: onSlot(further) },
    onSlot(book),
    onSlot(answer, fc.constant('confirmation'), mostly('line')),
    onSlot(answer, fc.constant('decline'), mostly('line')),
    onSlot(answer, fc.constant('cancellation'), mostly('exporter-p')),
    onSlot(number, fc.constantFrom<Who>('exporter-p', 'exporter-p', 'trader', 'verifier')),
    onSlot(load),
    onSlot(state, mostly('exporter-p')),
    onSlot(claim, mostly('exporter-p')),
    onSlot(step, fc.constant('submission'), mostly('exporter-p')),
    onSlot(step, fc.constant('verification'), mostly('verifier')),
    onSlot(step, fc.constant('approval'), mostly('authority')),
    onSlot(step, fc.constant('rejection'), mostly('authority')),
    onSlot(admit, fc.constantFrom('registration', 'suspension', 'reinstatement'), mostly('authority')),
    onSlot(listen, fc.constantFrom('create', 'read', 'delete'), fc.constantFrom<Who>('line', 'rival', 'trader')),
  ),
  { minLength: 50, maxLength: 70 },
);

/** One cargo as far as it goes; one whose claim is turned down and opened again; one given up under its claim. */
const WHOLE_LIVES: Command[] = [
  ...Array.from({ length: 9 }, () => further(0)),
  claim(0, 'exporter-p'),
  ...Array.from({ length: 8 }, () => further(1)),
  step(1, 'rejection', 'authority'),
  claim(1, 'exporter-p'),
  book(2),
  answer(2, 'confirmation', 'line'),
  state(2, 'exporter-p'),
  claim(2, 'exporter-p'),
  answer(2, 'cancellation', 'exporter-p'),
  claim(2, 'exporter-p'),
  state(2, 'exporter-p'),
];

/** A sailing of its own for each run, which leaves with it. */
async function sail(real: Real): Promise<() => Promise<void>> {
  const body = offerBody({ reference: real.prefix, teu: 40 });
  const { offerId } = await sent(real, { path: '/v1/vessel-offers', as: 'line', body }, 201);
  return async () => {
    await sent(real, { path: `/v1/vessel-offers/${offerId}/withdrawal`, as: 'line', body: {} }, 200);
  };
}

describe('the platform and a small model of the life of cargo', () => {
  test('answer each party alike, from the booking to the claim, and every invariant holds afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        runs += 1;
        const real: Real = { services, prefix: `life-${runs}`, run: runs };
        const model: Model = { lives: new Map(), organisations: new Map(), webhooks: new Map() };
        const leave = await sail(real);
        try {
          await fc.asyncModelRun(() => ({ model, real }), sequence);
          for (const { allocationId, state: expected, claim: held } of model.lives.values()) {
            const read = (path: string) => sent(real, { method: 'GET', path, as: 'exporter-p' }, 200);
            const { status } = await read(`/v1/allocations/${allocationId}`);
            expect(['declined', 'cancelled'].includes(status) ? 'gone' : status).toBe(expected);
            if (held === undefined) continue;
            expect((await read(`/v1/carbon/claims/${held.id}`)).status).toBe(held.status);
          }
        } finally {
          // Nothing of this run waits for the next one's sailing.
          for (const { requestId, state: now } of model.lives.values())
            if (now !== 'loaded') {
              const path = `/v1/cargo-requests/${requestId}/cancellation`;
              await sent(real, { path, as: 'exporter-p', body: {} }, 200);
            }
          for (const subscriptionId of model.webhooks.values())
            await sent(
              real,
              { method: 'DELETE', path: `/v1/webhook-subscriptions/${subscriptionId}`, as: 'line' },
              204,
            );
          await leave();
        }
      }),
      { numRuns: 5, endOnFailure: true, examples: [[WHOLE_LIVES]] },
    );
    const results = await checkPlatform(async <Row>(text: string) => (await services.database.query(text)) as Row[]);
    expect(results.filter(({ wrong }) => wrong > 0)).toEqual([]);
  }, 180_000);
});
