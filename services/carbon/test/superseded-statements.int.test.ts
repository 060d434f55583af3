import type { Allocation } from '@greenlane/contracts/allocation';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { verifyStatement } from '@greenlane/statement/verify';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { carbon } from '../src/service.ts';
import { allocation, chainWith, PRIMARY_BIO } from './chains.ts';
import { amendedOffer } from './offers.ts';
import { policy } from './policies.ts';

let services: RunningServices;
const WAIT = { timeout: 30_000, interval: 40 };

beforeAll(async () => {
  services = await startServices({
    services: [carbon],
    organisations: [
      { organisationId: 'solar', role: 'exporter' },
      { organisationId: 'line', role: 'carrier' },
      { organisationId: 'ministry', role: 'authority' },
      { organisationId: 'tuv', role: 'verifier' },
    ],
  });
  await publish('programme', 'org.greenlane.policy.published.v1', policy(), 'P');
  await vi.waitFor(async () => {
    expect(await services.database.query('select version from carbon.policy')).toEqual([{ version: '1' }]);
  }, WAIT);
}, 60_000);
afterAll(async () => services?.stop());

const publish = (topic: 'allocations' | 'vessel-offers' | 'programme', type: string, data: unknown, key = 'any') =>
  services.bus.publish([{ topic, envelope: sampleEnvelope({ type, subject: key, data }) }]);
const post = (path: string, as: string, body: unknown) => services.call({ method: 'POST', path, as, body });

const bioWith = (reference: string, tonnes: string): typeof PRIMARY_BIO => ({
  ...PRIMARY_BIO,
  fuels: [
    { fuel: 'HFO', tonnes: '1500' },
    { fuel: 'FAME', tonnes, certifiedGramsPerMJ: '14.9' },
  ],
  evidence: [{ type: 'PROOF_OF_SUSTAINABILITY', reference, sha256: 'b'.repeat(64) }],
});

async function footprinted(state: Allocation, version: number) {
  await vi.waitFor(async () => {
    const path = `/v1/carbon/footprints/${state.allocationId}`;
    expect((await services.call({ method: 'GET', path, as: 'solar' })).body.version).toBe(version);
  }, WAIT);
}

/** Cargo on a ship of its own that burns certified fuel, and the proof of its carrier. */
async function cargo(name: string) {
  const reference = `ISCC-${name}`;
  const state = allocation(name, {
    offerId: `offer-${name}`,
    offerVersion: 1,
    carrierId: 'line',
    chain: chainWith(bioWith(reference, '600')),
  });
  const { body } = await post('/v1/carbon/fuel-evidence', 'line', {
    type: 'PROOF_OF_SUSTAINABILITY',
    reference,
    sha256: 'b'.repeat(64),
    fuel: 'FAME',
    energyMJ: '5000',
    certifiedGramsPerMJ: '14.9',
  });
  await publish('allocations', 'org.greenlane.allocation.confirmed.v1', state, name);
  await footprinted(state, 1);
  const amended = async (version: number, emissionProfile: VesselOffer['emissionProfile']) => {
    await publish(
      'vessel-offers',
      'org.greenlane.vessel-offer.amended.v1',
      amendedOffer(state.offerId, version, { emissionProfile }),
      state.offerId,
    );
    await footprinted(state, version);
  };
  const issue = async (supersedes?: string) =>
    (
      await post('/v1/carbon/statements', 'solar', {
        allocationIds: [name],
        ...(supersedes === undefined ? {} : { supersedes }),
      })
    ).body;
  const allocated = async () =>
    (await services.call({ method: 'GET', path: `/v1/carbon/fuel-evidence/${body.evidenceId}`, as: 'line' })).body;
  return { reference, amended, issue, allocated };
}

describe('a statement that supersedes another', () => {
  test('gives back the certified fuel that it needs no more, and states the balance after it', async () => {
    const { reference, amended, issue, allocated } = await cargo('less');
    const first = await issue();
    const [spent] = first.statement.shipments[0].fuelEvidence;
    await amended(2, bioWith(reference, '300'));
    const second = await issue(first.statement.statementId);
    const [line] = second.statement.shipments[0].fuelEvidence;
    expect(Number(line.energyMJ)).toBeLessThan(Number(spent.energyMJ));
    expect(await allocated()).toMatchObject({ allocatedMJ: line.energyMJ, freeMJ: line.remainingMJ });
    // Then the ship’s own fuel is no evidence any more: all of it goes back.
    await amended(3, { dataQuality: 'DEFAULT' });
    const third = await issue(second.statement.statementId);
    expect(third.statement.shipments[0].fuelEvidence).toBeUndefined();
    expect(await allocated()).toMatchObject({ allocatedMJ: '0', freeMJ: '5000' });
    for (const signed of [first, second, third]) expect(await verifyStatement(signed)).toMatchObject({ ok: true });
  });

  test('leaves fuel where another statement that stands has spent it', async () => {
    const { reference, amended, issue, allocated } = await cargo('kept');
    const first = await issue();
    await amended(2, bioWith(reference, '300'));
    const [line] = first.statement.shipments[0].fuelEvidence;
    await issue();
    expect(await allocated()).toMatchObject({ allocatedMJ: line.energyMJ });
  });

  test('is the one that is superseded and claimed from then on', async () => {
    const { issue } = await cargo('twice');
    const first = await issue();
    const second = await issue(first.statement.statementId);
    const message = `the statement ${second.statement.statementId} supersedes it; name that one`;
    expect(await issue(first.statement.statementId)).toMatchObject({
      status: 409,
      errors: [{ code: 'SUPERSEDED', property: 'supersedes', message }],
    });
    const claim = (statementId: string) => post('/v1/carbon/claims', 'solar', { statementId });
    expect((await claim(first.statement.statementId)).body).toMatchObject({
      status: 409,
      errors: [{ code: 'SUPERSEDED', property: 'statementId', message }],
    });
    const opened = await claim(second.statement.statementId);
    expect(opened.status).toBe(201);
    // Claimed before it was superseded: no money is granted on it, and its containers are free again once it is rejected.
    const third = await issue(second.statement.statementId);
    const step = async (action: string, as: string, reason?: string) =>
      post(`/v1/carbon/claims/${opened.body.claimId}/${action}`, as, reason === undefined ? undefined : { reason });
    await step('submission', 'solar');
    await step('verification', 'tuv');
    expect((await step('approval', 'ministry')).body).toMatchObject({
      status: 409,
      errors: [{ code: 'SUPERSEDED', property: 'statementId' }],
    });
    expect((await step('rejection', 'ministry', 'another statement stands')).status).toBe(200);
    expect((await claim(third.statement.statementId)).status).toBe(201);
  });

  test('gives its own figures to the lines of its claim, not those that the cargo was planned with', async () => {
    const { reference, amended, issue } = await cargo('lines');
    const first = await issue();
    await amended(2, bioWith(reference, '300'));
    const second = await issue(first.statement.statementId);
    const kilograms = ({ statement }: typeof first) =>
      String(statement.shipments[0].perContainer.wellToWakeGrams / 1_000);
    expect(kilograms(second)).not.toBe(kilograms(first));
    const { body } = await post('/v1/carbon/claims', 'solar', { statementId: second.statement.statementId });
    const read = (format: string) =>
      services.call({ method: 'GET', path: `/v1/carbon/claims/${body.claimId}?format=${format}`, as: 'ministry' });
    const { items } = (await read('json')).body;
    expect(items.map(({ wellToWakeKg }: { wellToWakeKg: string }) => wellToWakeKg)).toEqual(
      items.map(() => kilograms(second)),
    );
    expect((await read('csv')).body).toContain(`,${kilograms(second)}\n`);
  });
});

describe('a statement that a verifier refused', () => {
  const refused = (statementId: string) =>
    post(`/v1/carbon/statements/${statementId}/attestation`, 'tuv', { outcome: 'REFUSED', reason: 'no road papers' });
  const problem = { status: 409, errors: [{ code: 'STATEMENT_REFUSED', property: 'statementId' }] };

  test('is not claimed on; the one that supersedes it is', async () => {
    const { issue } = await cargo('refused');
    const { statementId } = (await issue()).statement;
    await refused(statementId);
    expect((await post('/v1/carbon/claims', 'solar', { statementId })).body).toMatchObject(problem);
    const second = await issue(statementId);
    expect((await post('/v1/carbon/claims', 'solar', { statementId: second.statement.statementId })).status).toBe(201);
  });

  test('is neither verified nor paid where it was claimed on before, and the reason of its rejection stands', async () => {
    const { issue } = await cargo('refused-later');
    const { statementId } = (await issue()).statement;
    const { claimId } = (await post('/v1/carbon/claims', 'solar', { statementId })).body;
    const step = async (action: string, as: string, reason?: string) =>
      (await post(`/v1/carbon/claims/${claimId}/${action}`, as, reason === undefined ? undefined : { reason })).body;
    await step('submission', 'solar');
    await refused(statementId);
    expect(await step('verification', 'tuv')).toMatchObject(problem);
    const rejected = { status: 'rejected', reason: 'refused by TÜV' };
    expect(await step('rejection', 'ministry', rejected.reason)).toMatchObject(rejected);
    expect(await step('rejection', 'ministry', rejected.reason)).toMatchObject(rejected);
    expect(await step('rejection', 'tuv', 'another reason, which would be lost')).toMatchObject({
      status: 409,
      errors: [{ code: 'WRONG_STATE', property: 'status' }],
    });
  });

  test('ends the approval of a claim that was verified before', async () => {
    const { issue } = await cargo('refused-last');
    const { statementId } = (await issue()).statement;
    const { claimId } = (await post('/v1/carbon/claims', 'solar', { statementId })).body;
    await post(`/v1/carbon/claims/${claimId}/submission`, 'solar', undefined);
    expect((await post(`/v1/carbon/claims/${claimId}/verification`, 'tuv', undefined)).status).toBe(200);
    await refused(statementId);
    expect((await post(`/v1/carbon/claims/${claimId}/approval`, 'ministry', undefined)).body).toMatchObject(problem);
  });
});
