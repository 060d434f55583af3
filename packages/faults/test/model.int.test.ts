import { cargoRequest } from '@greenlane/cargo-request/service';
import { matching } from '@greenlane/matching/service';
import { offerBody, requestBody } from '@greenlane/testing/cargo';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { vesselOffer } from '@greenlane/vessel-offer/service';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { policyDocument } from '../src/simulation/documents.ts';

/**
 * The platform as a client needs to think of it: offers and requests by their reference, and what each may still do. Random
 * legal and illegal sequences are sent to both; every status must be the one that the model foretells.
 */
type Offer = { readonly id: string; version: number; teu: number; isWithdrawn: boolean };
type Request = { readonly id: string; units: number; isCancelled: boolean };
type Model = { readonly offers: Map<string, Offer>; readonly requests: Map<string, Request> };
type Platform = { readonly services: RunningServices; readonly prefix: string };
type Command = fc.AsyncCommand<Model, Platform>;

let services: RunningServices;
let runs = 0;

beforeAll(async () => {
  services = await startServices({
    services: [vesselOffer, cargoRequest, matching],
    organisations: [
      { organisationId: 'line', role: 'carrier' },
      { organisationId: 'rival', role: 'carrier' },
      { organisationId: 'exporter', role: 'exporter' },
    ],
  });
  const policy = policyDocument();
  await services.bus.publish([
    {
      topic: 'programme',
      envelope: sampleEnvelope({
        type: 'org.greenlane.policy.published.v1',
        subject: 'policy',
        time: '2026-11-20T00:00:00.000Z',
        data: policy,
      }),
    },
  ]);
}, 60_000);
afterAll(async () => services?.stop());

/** Bodies are made once: a repeat must be the same to the byte, whatever the clock says meanwhile. */
const bodies = new Map<string, unknown>();
function once(key: string, make: () => unknown): unknown {
  if (!bodies.has(key)) bodies.set(key, make());
  return bodies.get(key);
}
const offerOf = (reference: string, teu: number) =>
  once(`${reference} ${teu}`, () => offerBody({ reference, teu, confirmation: 'AUTO' }));
const requestOf = (reference: string, units: number) =>
  once(`${reference} ${units}`, () => requestBody({ reference, units }));

/** Sends one request and holds its status against what the model foretells. */
function command(text: string, run: (model: Model, real: Platform) => Promise<void>): Command {
  return { check: () => true, run, toString: () => text };
}

const publish = (slot: number, teu: number): Command =>
  command(`publish ${slot} with ${teu} TEU`, async ({ offers }, { services: platform, prefix }) => {
    const reference = `${prefix}-O${slot}`;
    const known = offers.get(reference);
    const published = known && (bodies.get(`${reference} first`) as number);
    const answer = await platform.call({
      method: 'POST',
      path: '/v1/vessel-offers',
      as: 'line',
      body: offerOf(reference, teu),
    });
    expect(answer.status).toBe(known === undefined ? 201 : published === teu ? 200 : 409);
    if (known === undefined) {
      bodies.set(`${reference} first`, teu);
      offers.set(reference, { id: answer.body.offerId, version: 1, teu, isWithdrawn: false });
    }
  });

const amend = (slot: number, teu: number, isStale: boolean): Command =>
  command(
    `amend ${slot} to ${teu} TEU${isStale ? ', stale' : ''}`,
    async ({ offers }, { services: platform, prefix }) => {
      const reference = `${prefix}-O${slot}`;
      const known = offers.get(reference);
      const answer = await platform.call({
        method: 'PUT',
        path: `/v1/vessel-offers/${known?.id ?? 'none'}`,
        as: 'line',
        body: offerOf(reference, teu),
        headers: { 'if-match': isStale ? '"99"' : `"${known?.version ?? 1}"` },
      });
      const expected = known === undefined ? 404 : isStale ? 412 : known.isWithdrawn ? 409 : 200;
      expect(answer.status).toBe(expected);
      if (known === undefined || expected !== 200) return;
      if (known.teu !== teu) known.version += 1;
      known.teu = teu;
      expect(answer.headers.get('etag')).toBe(`"${known.version}"`);
    },
  );

const withdraw = (slot: number, as: 'line' | 'rival'): Command =>
  command(`withdraw ${slot} as ${as}`, async ({ offers }, { services: platform, prefix }) => {
    const known = offers.get(`${prefix}-O${slot}`);
    const path = `/v1/vessel-offers/${known?.id ?? 'none'}/withdrawal`;
    const answer = await platform.call({ method: 'POST', path, as, body: {} });
    const isMine = known !== undefined && as === 'line';
    expect(answer.status).toBe(isMine ? 200 : 404);
    if (!isMine) return;
    if (!known.isWithdrawn) known.version += 1;
    known.isWithdrawn = true;
  });

const submit = (slot: number, units: number): Command =>
  command(`submit ${slot} for ${units}`, async ({ requests }, { services: platform, prefix }) => {
    const reference = `${prefix}-R${slot}`;
    const known = requests.get(reference);
    const body = requestOf(reference, units);
    const answer = await platform.call({ method: 'POST', path: '/v1/cargo-requests', as: 'exporter', body });
    expect(answer.status).toBe(known === undefined ? 202 : known.units === units ? 200 : 409);
    if (known === undefined) requests.set(reference, { id: answer.body.requestId, units, isCancelled: false });
  });

const cancel = (slot: number): Command =>
  command(`cancel ${slot}`, async ({ requests }, { services: platform, prefix }) => {
    const known = requests.get(`${prefix}-R${slot}`);
    const path = `/v1/cargo-requests/${known?.id ?? 'none'}/cancellation`;
    const answer = await platform.call({ method: 'POST', path, as: 'exporter', body: {} });
    expect(answer.status).toBe(known === undefined ? 404 : 200);
    if (known) known.isCancelled = true;
  });

const wrongHands = (slot: number): Command =>
  command(`wrong hands on ${slot}`, async ({ offers, requests }, { services: platform, prefix }) => {
    const offer = offers.get(`${prefix}-O${slot}`)?.id ?? 'none';
    const request = requests.get(`${prefix}-R${slot}`)?.id ?? 'none';
    const asked = [
      await platform.call({
        method: 'POST',
        path: '/v1/vessel-offers',
        as: 'exporter',
        body: offerOf(`${prefix}-X`, 5),
      }),
      await platform.call({ method: 'GET', path: `/v1/vessel-offers/${offer}`, as: 'rival' }),
      await platform.call({ method: 'POST', path: `/v1/cargo-requests/${request}/cancellation`, as: 'line', body: {} }),
      await platform.call({ method: 'GET', path: `/v1/cargo-requests/${request}` }),
    ];
    expect(asked.map(({ status }) => status)).toEqual([403, 404, 403, 401]);
  });

const slot = fc.nat(3);
const commands = fc.commands(
  [
    fc.tuple(slot, fc.integer({ min: 5, max: 12 })).map(([at, teu]) => publish(at, teu)),
    fc.tuple(slot, fc.integer({ min: 1, max: 12 }), fc.boolean()).map(([at, teu, isStale]) => amend(at, teu, isStale)),
    fc
      .tuple(slot, fc.constantFrom('line' as const, 'line' as const, 'rival' as const))
      .map(([at, as]) => withdraw(at, as)),
    fc.tuple(slot, fc.integer({ min: 1, max: 6 })).map(([at, units]) => submit(at, units)),
    fc.tuple(slot, fc.integer({ min: 1, max: 6 })).map(([at, units]) => submit(at, units)),
    slot.map(cancel),
    slot.map(wrongHands),
  ],
  { maxCommands: 40 },
);

describe('the platform and a small model of it', () => {
  test('answer random sequences of legal and illegal requests alike, and never place more than was published', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        runs += 1;
        const prefix = `run-${runs}`;
        const model: Model = { offers: new Map(), requests: new Map() };
        await fc.asyncModelRun(() => ({ model, real: { services, prefix } }), sequence);
        await services.platform.settled();
        for (const [reference, request] of model.requests) {
          const { body } = await services.call({
            method: 'GET',
            path: `/v1/cargo-requests/${request.id}`,
            as: 'exporter',
          });
          expect([reference, body.status === 'CANCELLED']).toEqual([reference, request.isCancelled]);
        }
        await vi.waitFor(
          async () =>
            expect(
              await services.database.query(
                `select offer_id from matching.ledger where held_quarter_teu + confirmed_quarter_teu + loaded_quarter_teu > quarter_teu
                 union select a.offer_id from matching.allocation a join vessel_offer.offer o using (offer_id)
                 where a.status in ('held', 'confirmed', 'loaded') group by a.offer_id, o.body, o.withdrawn_at
                 having sum(a.quarter_teu) > case when o.withdrawn_at is null then 4 * (o.body -> 'capacity' ->> 'teu')::int else 0 end`,
              ),
            ).toEqual([]),
          15_000,
        );
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 120_000);
});
