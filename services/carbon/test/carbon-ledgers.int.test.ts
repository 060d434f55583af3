import type { Allocation } from '@greenlane/contracts/allocation';
import type { Policy } from '@greenlane/contracts/policy';
import type { EventData } from '@greenlane/contracts/registry';
import type { Topic } from '@greenlane/contracts/topics';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { verifyStatement } from '@greenlane/statement/verify';
import { committedMeanwhile } from '@greenlane/testing/contention';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { carbon } from '../src/service.ts';
import { allocation, allocationEvent, CHAIN, chainWith, PRIMARY, PRIMARY_BIO, resultOf } from './chains.ts';
import { amendedOffer } from './offers.ts';
import { policy } from './policies.ts';

/** Methanol is in no GLEC table: its FuelEU row counts beside the GLEC row of fuel oil. */
const WITH_METHANOL: typeof PRIMARY = {
  ...PRIMARY,
  fuels: [
    { fuel: 'HFO', tonnes: '1500' },
    { fuel: 'METHANOL', tonnes: '600' },
  ],
};

let services: RunningServices;
const WAIT = { timeout: 30_000, interval: 40 };

beforeAll(async () => {
  services = await startServices({
    services: [carbon],
    organisations: [
      { organisationId: 'solar', role: 'exporter' },
      { organisationId: 'rival', role: 'exporter' },
      { organisationId: 'provider', role: 'logistics-provider', actsFor: ['solar', 'rival'] },
      { organisationId: 'line', role: 'carrier' },
      { organisationId: 'other-line', role: 'carrier' },
      { organisationId: 'authority', role: 'authority' },
      { organisationId: 'verifier', role: 'verifier' },
    ],
  });
}, 60_000);
afterAll(async () => services?.stop());

const publish = (topic: Topic, type: string, key: string, data: unknown) =>
  services.bus.publish([{ topic, envelope: sampleEnvelope({ type, subject: key, data }) }]);
const publishAllocation = (state: Allocation) => services.bus.publish([allocationEvent(state)]);
const publishAssigned = (data: EventData<'org.greenlane.container.assigned.v1'>) =>
  publish('port-channel', 'org.greenlane.container.assigned.v1', data.allocationId, data);
const get = (path: string, as = 'solar') => services.call({ method: 'GET', path, as });
const post = (path: string, as: string, body?: unknown) =>
  services.call({ method: 'POST', path, as, ...(body === undefined ? {} : { body }) });

async function footprint(allocationId: string, version: number) {
  return vi.waitFor(async () => {
    const { body } = await get(`/v1/carbon/footprints/${allocationId}`);
    expect(body.version).toBe(version);
    return body;
  }, WAIT);
}

async function booked(allocationId: string, change: Partial<Allocation> = {}) {
  await publishAllocation(allocation(allocationId, change));
  return footprint(allocationId, 1);
}

const amend = (offer: VesselOffer) =>
  publish('vessel-offers', 'org.greenlane.vessel-offer.amended.v1', offer.offerId, offer);

describe('a footprint is superseded, never edited,', () => {
  test('by another ship, by other fuel evidence, on loading and by the data of the voyage', async () => {
    const held = allocation('life-1', { offerId: 'offer-life', offerVersion: 1, status: 'held' });
    await publishAllocation(held);
    expect((await footprint('life-1', 1)).reason).toBe('HELD');
    const ship = { vesselIMONumber: '9795610', name: 'COSCO SHIPPING UNIVERSE' };
    await amend(amendedOffer('offer-life', 2, { vessel: ship }));
    const moved = await footprint('life-1', 2);
    expect([moved.reason, moved.vessel, moved.perContainer.wellToWakeGrams]).toEqual([
      'VESSEL_CHANGED',
      ship,
      held.perContainer.wellToWakeGrams,
    ]);
    await amend(amendedOffer('offer-life', 3, { vessel: ship, emissionProfile: PRIMARY }));
    const evidenced = await footprint('life-1', 3);
    const primary = resultOf({
      ...chainWith(PRIMARY),
      sea: { ...CHAIN.sea, profile: PRIMARY, profileJudgedOn: '2026-11-25' },
    });
    expect([evidenced.reason, evidenced.perContainer.wellToWakeGrams]).toEqual([
      'FUEL_EVIDENCE_CHANGED',
      primary.wellToWakeGrams,
    ]);
    // An older version of the offer that comes late changes nothing, nor does the confirmation.
    await amend(amendedOffer('offer-life', 2, { vessel: ship }));
    await publishAllocation({ ...held, version: 2, status: 'confirmed' });
    await publishAllocation({ ...held, version: 3, status: 'loaded' });
    const loaded = await footprint('life-1', 4);
    expect([loaded.kind, loaded.reason, loaded.perContainer.wellToWakeGrams]).toEqual([
      'ACTUAL',
      'LOADED',
      primary.wellToWakeGrams,
    ]);
    const voyage = { ...PRIMARY, fuels: [{ fuel: 'LNG', tonnes: '1980' }] };
    const sent = { offerId: 'offer-life', emissionProfile: voyage };
    expect((await post('/v1/carbon/voyage-data', 'other-line', sent)).status).toBe(404);
    const refused = await post('/v1/carbon/voyage-data', 'line', {
      ...sent,
      emissionProfile: { ...voyage, evidence: [] },
    });
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'PRIMARY_EVIDENCE_MISSING']);
    expect((await post('/v1/carbon/voyage-data', 'line', sent)).body).toEqual({
      offerId: 'offer-life',
      superseded: 1,
    });
    const sailed = await footprint('life-1', 5);
    expect([sailed.kind, sailed.reason, sailed.supersedes]).toEqual(['ACTUAL', 'VOYAGE_DATA', loaded.footprintId]);
    expect(sailed.perContainer.wellToWakeGrams).toBeLessThan(loaded.perContainer.wellToWakeGrams);
    // The same data again are no new fact, and an amendment after loading is no longer this cargo's.
    expect((await post('/v1/carbon/voyage-data', 'line', sent)).body.superseded).toBe(0);
    await amend(amendedOffer('offer-life', 4, { emissionProfile: { dataQuality: 'DEFAULT' } }));
    await publishAllocation({ ...held, version: 4, status: 'completed' });
    await booked('life-2');
    expect((await footprint('life-1', 5)).superseded).toHaveLength(4);
  });

  test('by what is amended at the moment in which the cargo is decided', async () => {
    const ids = Array.from({ length: 40 }, (_unused, index) => `at-once-${index}`);
    await Promise.all(
      ids.flatMap((id) => [
        publishAllocation(allocation(id, { offerId: `offer-${id}`, offerVersion: 1, status: 'held' })),
        amend(amendedOffer(`offer-${id}`, 2, { emissionProfile: PRIMARY })),
      ]),
    );
    await services.platform.settled();
    for (const id of ids) {
      const { body } = await get(`/v1/carbon/footprints/${id}`);
      expect([id, body.chain.sea.profile]).toEqual([id, PRIMARY]);
    }
  });

  test('by that of the sailing it rolled to', async () => {
    const first = await booked('rolled-1', { version: 1 });
    await publishAllocation(allocation('rolled-1', { version: 2, status: 'rolled', cause: 'CAPACITY_CUT' }));
    const next = await booked('rolled-2', { replaces: 'rolled-1', offerId: 'offer-2', chain: chainWith(PRIMARY) });
    expect([next.reason, next.supersedes]).toEqual(['REPLACES_ROLLED', first.footprintId]);
  });

  test('and an allocation decided on the amended offer keeps the facts it was decided on', async () => {
    await amend(amendedOffer('offer-new', 2, { emissionProfile: PRIMARY }));
    const state = allocation('new-1', { offerId: 'offer-new', offerVersion: 3, chain: chainWith(PRIMARY_BIO) });
    await publishAllocation(state);
    expect((await footprint('new-1', 1)).perContainer.wellToWakeGrams).toBe(state.perContainer.wellToWakeGrams);
  });
});

const PROOF = {
  type: 'PROOF_OF_SUSTAINABILITY',
  reference: 'ISCC-PoS-77',
  sha256: 'b'.repeat(64),
  fuel: 'FAME',
  energyMJ: '3000',
  certifiedGramsPerMJ: '14.9',
};
/** One container's certified energy by hand: 600 t × 37,000 MJ/t × 39,336.48 TEU-km × 1.15 ÷ 331.2 million TEU-km. */
const PER_CONTAINER_MJ = '3032.187';

describe('the ledger of fuel evidence', () => {
  const register = (body: Record<string, unknown>, as = 'line') => post('/v1/carbon/fuel-evidence', as, body);

  test('takes a document once, from one carrier, and only fuel that can be certified', async () => {
    const made = await register({ ...PROOF, reference: 'ONCE' });
    expect([made.status, made.body]).toEqual([
      201,
      {
        evidenceId: expect.any(String),
        type: 'PROOF_OF_SUSTAINABILITY',
        reference: 'ONCE',
        sha256: 'b'.repeat(64),
        fuel: 'FAME',
        certifiedGramsPerMJ: '14.9',
        inventory: 'PHYSICAL',
        publishedMJ: '3000',
        allocatedMJ: '0',
        freeMJ: '3000',
        registeredAt: expect.any(String),
      },
    ]);
    const again = await register({ ...PROOF, reference: 'ONCE' }, 'other-line');
    expect([again.status, again.body.errors[0].code]).toEqual([409, 'FUEL_EVIDENCE_REGISTERED']);
    const codes = await Promise.all(
      [
        { ...PROOF, reference: 'X1', fuel: 'HFO' },
        { ...PROOF, reference: 'X2', certifiedGramsPerMJ: undefined },
        { ...PROOF, reference: 'X3', type: 'BUNKER_DELIVERY_NOTE', inventory: 'BOOK_AND_CLAIM' },
      ].map(async (body) => (await register(body)).body.errors[0].code),
    );
    expect(codes).toEqual(['FUEL_NOT_CERTIFIABLE', 'CERTIFIED_VALUE_MISSING', 'BUNKER_NOTE_IS_PHYSICAL']);
    expect((await get(`/v1/carbon/fuel-evidence/${made.body.evidenceId}`, 'other-line')).status).toBe(404);
    await expect(
      services.database.query(`update carbon.fuel_evidence set published_mj = 9, free_mj = 9`),
    ).rejects.toThrow('never edited');
    await expect(services.database.query(`update carbon.fuel_evidence set free_mj = free_mj + 1`)).rejects.toThrow(
      'published_is_allocated_and_free',
    );
  });

  test('is spent by statements, shows the remaining balance, and refuses the statement it no longer covers', async () => {
    const change = { chain: chainWith(PRIMARY_BIO), carrierId: 'line' };
    await booked('bio-1', change);
    // Before the carrier registers the proof the statement says that no ledger holds it.
    const before = (await post('/v1/carbon/statements', 'solar', { allocationIds: ['bio-1'] })).body;
    expect(before.statement.shipments[0].fuelEvidence).toEqual([
      {
        type: 'PROOF_OF_SUSTAINABILITY',
        reference: 'ISCC-PoS-77',
        sha256: 'b'.repeat(64),
        ledger: 'NOT_REGISTERED',
      },
    ]);
    const { body: evidence } = await register({ ...PROOF, energyMJ: '5000' });
    const signed = (await post('/v1/carbon/statements', 'solar', { allocationIds: ['bio-1'] })).body;
    const line = {
      type: 'PROOF_OF_SUSTAINABILITY',
      reference: 'ISCC-PoS-77',
      sha256: 'b'.repeat(64),
      fuel: 'FAME',
      ledger: 'ALLOCATED',
      energyMJ: PER_CONTAINER_MJ,
      publishedMJ: '5000',
      remainingMJ: '1967.813',
    };
    expect(signed.statement.shipments[0].fuelEvidence).toEqual([line]);
    expect(await verifyStatement(signed)).toMatchObject({ ok: true });
    // A second statement of the same cargo spends nothing more.
    const again = (await post('/v1/carbon/statements', 'solar', { allocationIds: ['bio-1'] })).body;
    expect(again.statement.shipments[0].fuelEvidence).toEqual([line]);
    await booked('bio-2', change);
    const refused = await post('/v1/carbon/statements', 'solar', { allocationIds: ['bio-2'] });
    expect([refused.status, refused.body.errors[0].code]).toEqual([409, 'FUEL_EVIDENCE_EXHAUSTED']);
    // Cargo that rolls gives its energy back.
    await publishAllocation(allocation('bio-1', { ...change, version: 2, status: 'rolled' }));
    await vi.waitFor(async () => {
      const { body } = await get(`/v1/carbon/fuel-evidence/${evidence.evidenceId}`, 'line');
      expect(body).toMatchObject({ allocatedMJ: '0', freeMJ: '5000' });
      expect(body.entries.map((entry: { energyMJ: string; cause: string }) => [entry.energyMJ, entry.cause])).toEqual([
        [PER_CONTAINER_MJ, 'STATEMENT'],
        [`-${PER_CONTAINER_MJ}`, 'ROLLED'],
      ]);
    }, WAIT);
    expect((await post('/v1/carbon/statements', 'solar', { allocationIds: ['bio-2'] })).status).toBe(201);
  });

  test('names the warming potentials of its factors on page and in JSON; one statement is of one edition of them', async () => {
    await booked('gwp-new', { chain: chainWith(WITH_METHANOL) });
    await booked('gwp-old', { chain: chainWith(WITH_METHANOL, { factorSetVersion: 'greenlane-factors-2026.1' }) });
    const issue = (...allocationIds: string[]) => post('/v1/carbon/statements', 'solar', { allocationIds });
    const refused = await issue('gwp-new', 'gwp-old');
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'SEVERAL_FACTOR_SETS']);
    const [now, before] = [(await issue('gwp-new')).body, (await issue('gwp-old')).body];
    const seaGwpOf = (signed: typeof now) => signed.statement.shipments[0].perContainer.elements[2].gwpSet;
    expect([seaGwpOf(now), seaGwpOf(before)]).toEqual(['AR4_AND_AR6', 'AR6']);
    expect(now.statement.totals).toEqual(before.statement.totals);
    for (const signed of [now, before]) expect(await verifyStatement(signed)).toMatchObject({ ok: true });
    const page = await services.call({
      method: 'GET',
      path: `/v1/carbon/statements/${now.statement.statementId}`,
      as: 'solar',
      headers: { accept: 'text/html' },
    });
    expect(page.body).toContain('GWP AR4 AND AR6, trust D');
  });

  test('of another carrier, or sold by book and claim, covers no physical fuel', async () => {
    const profile = {
      ...PRIMARY_BIO,
      evidence: [{ type: 'PROOF_OF_SUSTAINABILITY' as const, reference: 'FOREIGN', sha256: 'c'.repeat(64) }],
    };
    await register({ ...PROOF, reference: 'FOREIGN', sha256: 'c'.repeat(64), energyMJ: '90000' }, 'other-line');
    await booked('bio-3', { chain: chainWith(profile) });
    const refused = await post('/v1/carbon/statements', 'solar', { allocationIds: ['bio-3'] });
    expect([refused.status, refused.body.errors[0].code]).toEqual([409, 'FUEL_EVIDENCE_ELSEWHERE']);
  });

  test('never gives the same energy twice: 120 racing for 40 shares, exactly 40, and no error 500', async () => {
    const { body: evidence } = await register({
      ...PROOF,
      reference: 'RACE',
      fuel: 'HVO',
      energyMJ: '4000',
      inventory: 'BOOK_AND_CLAIM',
    });
    await booked('race-1');
    const path = `/v1/carbon/fuel-evidence/${evidence.evidenceId}/allocations`;
    const answers = await Promise.all(
      Array.from({ length: 120 }, () => post(path, 'line', { allocationId: 'race-1', energyMJ: '100' })),
    );
    const byStatus = Map.groupBy(answers, (answer) => answer.status);
    expect([byStatus.get(201)?.length, byStatus.get(409)?.length]).toEqual([40, 80]);
    expect(
      await services.database.query(
        `select e.allocated_mj::text, e.free_mj::text, sum(n.energy_mj)::text as entered from carbon.fuel_evidence e
         join carbon.fuel_entry n using (evidence_id) where reference = 'RACE' group by 1, 2`,
      ),
    ).toEqual([{ allocated_mj: '4000', free_mj: '0', entered: '4000' }]);
    // Book and claim stands apart: the grams are those without it.
    const signed = (await post('/v1/carbon/statements', 'solar', { allocationIds: ['race-1'] })).body;
    const shipment = signed.statement.shipments[0];
    expect(shipment.bookAndClaim).toMatchObject([{ reference: 'RACE', energyMJ: '4000', remainingMJ: '0' }]);
    expect(shipment.totals.wellToWakeGrams).toBe(resultOf(CHAIN).wellToWakeGrams);
    expect(await verifyStatement(signed)).toMatchObject({ ok: true });
  });

  test('gives physical energy only to cargo that bears it', async () => {
    const { body: evidence } = await register({ ...PROOF, reference: 'BORNE' });
    await booked('dry-1');
    const refused = await post(`/v1/carbon/fuel-evidence/${evidence.evidenceId}/allocations`, 'line', {
      allocationId: 'dry-1',
      energyMJ: '1',
    });
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'ENERGY_NOT_BORNE']);
  });
});

/** Cancels an allocation in a transaction that is still open while `work` is begun, and commits when that waits for it. */
const whileCancelled = <Result>(allocationId: string, work: () => Promise<Result>): Promise<Result> =>
  committedMeanwhile(
    services.database,
    {
      text: `update carbon.allocation set state = jsonb_set(state, '{status}', '"cancelled"') where allocation_id = $1`,
      values: [allocationId],
    },
    work,
  );

describe('claims', () => {
  const announce = async (document: Policy) => {
    await publish('programme', 'org.greenlane.policy.published.v1', 'P', document);
    await vi.waitFor(
      async () =>
        expect(
          await services.database.query(`select count(*)::int as count from carbon.policy where version = $1`, [
            document.version,
          ]),
        ).toEqual([{ count: 1 }]),
      WAIT,
    );
  };
  const statement = async (allocationId: string, change: Partial<Allocation> = {}) => {
    await booked(allocationId, change);
    const made = await post('/v1/carbon/statements', 'solar', { allocationIds: [allocationId] });
    return made.body.statement.statementId as string;
  };
  const invoice = (reference: string, amount: string, currencyCode = 'CNY') => ({
    reference,
    sha256: reference.toLowerCase().charCodeAt(0).toString(16).repeat(32),
    amount: { amount, currencyCode },
  });

  test('under a draft policy are indicative and are not approved', async () => {
    await announce(policy({ version: 'draft-1', status: 'draft', basis: 'PUBLISHED' }));
    const claim = (await post('/v1/carbon/claims', 'solar', { statementId: await statement('draft-1') })).body;
    expect([claim.indicative, claim.policyVersion]).toEqual([true, 'draft-1']);
    await post(`/v1/carbon/claims/${claim.claimId}/submission`, 'solar');
    await post(`/v1/carbon/claims/${claim.claimId}/verification`, 'verifier');
    const refused = await post(`/v1/carbon/claims/${claim.claimId}/approval`, 'authority');
    expect([refused.status, refused.body.errors[0].code]).toEqual([409, 'POLICY_IS_DRAFT']);
  });

  test('for a share of cost need invoices in the policy’s currency, each document once', async () => {
    await announce(
      policy({
        version: 'share-1',
        subsidy: {
          rate: { basis: 'SHARE_OF_COST', amount: '0.5', currencyCode: 'CNY' },
          capPerUnit: '100000.00',
          capTotal: '1000000.00',
        },
      }),
    );
    const statementId = await statement('share-1', { units: 3 });
    const open = (body: Record<string, unknown>) => post('/v1/carbon/claims', 'solar', body);
    expect((await open({ statementId })).body.errors[0].code).toBe('INVOICE_NEEDED');
    expect((await open({ statementId, invoices: [invoice('a-1', '9', 'USD')] })).body.errors[0].code).toBe(
      'CURRENCY_MISMATCH',
    );
    const { body: claim } = await open({ statementId, invoices: [invoice('a-1', '100.00'), invoice('b-1', '101.01')] });
    expect([claim.amount, claim.basis]).toEqual([{ amount: '100.50', currencyCode: 'CNY' }, 'SHARE_OF_COST']);
    const { body: read } = await get(`/v1/carbon/claims/${claim.claimId}`);
    expect(read.items.map((item: { amount: string }) => item.amount)).toEqual(['33.50', '33.50', '33.50']);
    expect(
      read.invoices.map(({ reference, amount }: { reference: string; amount: unknown }) => [reference, amount]).sort(),
    ).toEqual([
      ['a-1', { amount: '100.00', currencyCode: 'CNY' }],
      ['b-1', { amount: '101.01', currencyCode: 'CNY' }],
    ]);
    const other = await statement('share-2');
    const twice = await open({ statementId: other, invoices: [invoice('a-1', '100.00')] });
    expect([twice.status, twice.body.errors[0].code]).toEqual([409, 'INVOICE_ALREADY_CLAIMED']);
    // A correction replaces the claim and keeps its invoices free of the old one.
    const corrected = await post(`/v1/carbon/claims/${claim.claimId}/correction`, 'solar', {
      statementId,
      invoices: [invoice('a-1', '100.00')],
    });
    expect([corrected.status, corrected.body.amount.amount, corrected.body.corrects]).toEqual([
      201,
      '50.00',
      claim.claimId,
    ]);
    expect((await get(`/v1/carbon/claims/${claim.claimId}`)).body.status).toBe('corrected');
  });

  test('are for the goods and markets of the policy, and fall with cargo that rolls', async () => {
    await announce(policy({ version: 'goods-1', effectiveFrom: '2026-02-01T00:00:00Z' }));
    const battery = await statement('goods-1', { extendedHSCode: '850760' });
    const standard = await statement('goods-2', { priority: false });
    for (const statementId of [battery, standard]) {
      const refused = await post('/v1/carbon/claims', 'solar', { statementId });
      expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'NOT_ELIGIBLE']);
    }
    const statementId = await statement('goods-3');
    const { body: claim } = await post('/v1/carbon/claims', 'solar', { statementId });
    await publishAllocation(allocation('goods-3', { version: 2, status: 'rolled' }));
    await vi.waitFor(async () => {
      const { body } = await get(`/v1/carbon/claims/${claim.claimId}`);
      expect([body.status, body.items[0].isActive]).toEqual(['rejected', false]);
    }, WAIT);
    expect((await post('/v1/carbon/claims', 'solar', { statementId })).body.errors[0].code).toBe('NOT_FIRM');
  });
});

test('a provider cannot correct the claim of one exporter by the statement of another', async () => {
  const statements: string[] = [];
  for (const exporterId of ['solar', 'rival']) {
    await publishAllocation(allocation(`for-${exporterId}`, { exporterId, submittedBy: 'provider' }));
    const issue = () => post('/v1/carbon/statements', 'provider', { allocationIds: [`for-${exporterId}`] });
    const made = await vi.waitFor(async () => {
      const answer = await issue();
      expect(answer.status).toBe(201);
      return answer;
    }, WAIT);
    statements.push(made.body.statement.statementId);
  }
  const [ofSolar, ofRival] = statements;
  const { body: claim } = await post('/v1/carbon/claims', 'provider', { statementId: ofSolar });
  const refused = await post(`/v1/carbon/claims/${claim.claimId}/correction`, 'provider', { statementId: ofRival });
  expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'OTHER_EXPORTER']);
  expect((await get(`/v1/carbon/claims/${claim.claimId}`)).body.status).toBe('draft');
});

describe('claims under a province that rules otherwise', () => {
  test('follow its rate and goods; a unit of another province follows the national ones', async () => {
    const version = 'province-1';
    const override = {
      province: 'Jiangsu',
      eligibility: { hsPrefixes: ['850760'] },
      subsidy: { rate: { basis: 'CONTAINER', amount: '55.00', currencyCode: 'CNY' }, capPerUnit: '100000.00' },
    } as const;
    const document = policy({
      version,
      effectiveFrom: '2026-03-01T00:00:00Z',
      provinceOverrides: [{ ...override, eligibility: { hsPrefixes: [...override.eligibility.hsPrefixes] } }],
    });
    await publish('programme', 'org.greenlane.policy.published.v1', 'P', document);
    await vi.waitFor(
      async () =>
        expect(
          await services.database.query('select count(*)::int as count from carbon.policy where version = $1', [
            version,
          ]),
        ).toEqual([{ count: 1 }]),
      WAIT,
    );
    const claim = async (exporter: string, allocationId: string, extendedHSCode: string) => {
      await publishAllocation(
        allocation(allocationId, { exporterId: exporter, submittedBy: exporter, extendedHSCode, units: 2 }),
      );
      await vi.waitFor(
        async () => expect((await get(`/v1/carbon/footprints/${allocationId}`, exporter)).status).toBe(200),
        WAIT,
      );
      const made = await post('/v1/carbon/statements', exporter, { allocationIds: [allocationId] });
      const answer = await post('/v1/carbon/claims', exporter, { statementId: made.body.statement.statementId });
      return answer.body.amount?.amount ?? answer.body.errors[0].code;
    };
    await services.database.query(
      `update carbon.identity_organisation set province = case organisation_id when 'solar' then 'Jiangsu' else 'Zhejiang' end`,
    );
    expect([
      await claim('solar', 'own-1', '850760'),
      await claim('solar', 'own-2', '854143'),
      await claim('rival', 'own-3', '854143'),
      await claim('rival', 'own-4', '850760'),
    ]).toEqual(['110.00', 'NOT_ELIGIBLE', '80.00', 'NOT_ELIGIBLE']);
  });
});

describe('signing keys', () => {
  test('rotate: what the retired key signed still verifies by the published set, and the chain goes on', async () => {
    await booked('key-1');
    const issue = async () => (await post('/v1/carbon/statements', 'solar', { allocationIds: ['key-1'] })).body;
    const before = await issue();
    expect((await post('/v1/carbon/signing-keys/rotation', 'solar')).status).toBe(403);
    const rotated = await post('/v1/carbon/signing-keys/rotation', 'authority');
    const after = await issue();
    expect([rotated.status, after.jwk.kid]).toEqual([201, rotated.body.kid]);
    expect(after.jwk.kid).not.toBe(before.jwk.kid);
    const jwks = (await services.call({ method: 'GET', path: '/.well-known/jwks.json' })).body;
    for (const signed of [before, after])
      expect(await verifyStatement(signed, { jwks })).toMatchObject({ ok: true, signer: 'established' });
    expect(await verifyStatement(after, { jwks }, { previous: before })).toMatchObject({ ok: true });
    const broken = await verifyStatement(before, { jwks }, { previous: after });
    expect(broken.checks.filter((check) => !check.ok).map((check) => check.check)).toEqual(['CHAIN']);
    const page = await services.call({
      method: 'GET',
      path: `/v1/carbon/statements/${before.statement.statementId}/verification`,
      headers: { accept: 'text/html,application/xhtml+xml' },
    });
    expect(page.headers.get('content-type')).toContain('text/html');
    // Browsers ask for /favicon.ico otherwise, which nobody has.
    expect(page.body).toContain('<link rel="icon" href="data:,">');
    for (const words of ['This statement was issued here and holds.', '验证通过', before.sha256, before.jwk.kid])
      expect(page.body).toContain(words);
    expect(page.body).not.toContain('Yancheng');
    const posted = await services.call({
      method: 'POST',
      path: '/v1/carbon/verify',
      body: { ...after, previous: before },
    });
    expect(posted.body).toMatchObject({ ok: true, signer: 'established' });
  });
});

describe('cargo that is cancelled at that moment', () => {
  test('gets no statement, no claim and no fuel', async () => {
    for (const id of ['moment-1', 'moment-2']) await booked(id);
    await booked('moment-3', { chain: chainWith(PRIMARY_BIO) });
    const codes = ({ status, body }: { status: number; body: { errors: { code: string }[] } }) => [
      status,
      body.errors?.[0]?.code,
    ];
    const issue = (id: string) => post('/v1/carbon/statements', 'solar', { allocationIds: [id] });
    expect(codes(await whileCancelled('moment-1', () => issue('moment-1')))).toEqual([409, 'NOT_FIRM']);
    const { statementId } = (await issue('moment-2')).body.statement;
    const claim = () => post('/v1/carbon/claims', 'solar', { statementId });
    expect(codes(await whileCancelled('moment-2', claim))).toEqual([422, 'NOT_FIRM']);
    const { body: proof } = await post('/v1/carbon/fuel-evidence', 'line', {
      type: 'PROOF_OF_SUSTAINABILITY',
      reference: 'ISCC-PoS-moment',
      sha256: 'e'.repeat(64),
      fuel: 'FAME',
      energyMJ: '5000',
      certifiedGramsPerMJ: '14.9',
    });
    const fuel = () =>
      post(`/v1/carbon/fuel-evidence/${proof.evidenceId}/allocations`, 'line', {
        allocationId: 'moment-3',
        energyMJ: '10',
      });
    expect(codes(await whileCancelled('moment-3', fuel))).toEqual([409, 'NOT_FIRM']);
  });
});

test('containers that are heard of before their allocation are not lost', async () => {
  await publishAssigned({
    allocationId: 'early-1',
    requestId: 'request-1',
    exporterId: 'solar',
    carrierId: 'line',
    equipmentReferences: ['MSKU0000032'],
    assignedAt: '2026-11-25T08:00:00.000Z',
  });
  // Whatever was tried meanwhile has been given up by now.
  await services.platform.settled();
  await booked('early-1');
  await services.platform.settled();
  const made = await post('/v1/carbon/statements', 'solar', { allocationIds: ['early-1'] });
  expect(made.body.statement.shipments[0].equipmentReferences).toEqual(['MSKU0000032']);
});

test('the lines of a claim name the containers in the order that they were assigned in', async () => {
  await booked('boxes-1', { units: 3 });
  const assign = (equipmentReferences: readonly string[]) =>
    publishAssigned({
      allocationId: 'boxes-1',
      requestId: 'request-1',
      exporterId: 'solar',
      carrierId: 'line',
      equipmentReferences: [...equipmentReferences],
      assignedAt: '2026-11-25T08:00:00.000Z',
    });
  await assign(['MSKU0000032', 'MSKU0000027']);
  await assign(['MSKU0000011', 'MSKU0000027']);
  await services.platform.settled();
  const made = await post('/v1/carbon/statements', 'solar', { allocationIds: ['boxes-1'] });
  expect(made.body.statement.shipments[0].equipmentReferences).toEqual(['MSKU0000032', 'MSKU0000027', 'MSKU0000011']);
});
