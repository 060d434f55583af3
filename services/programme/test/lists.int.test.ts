import { manualClock } from '@greenlane/kernel/clock';
import { POLICY_RULES } from '@greenlane/testing/cargo';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programme } from '../src/service.ts';

let platform: RunningServices;

beforeAll(async () => {
  platform = await startServices({
    services: [programme],
    clock: manualClock(new Date('2026-11-25T08:00:00Z')),
    organisations: [{ organisationId: 'ministry', role: 'authority' }],
  });
  await platform.call({
    method: 'POST',
    path: '/v1/programme/organisations',
    as: 'ministry',
    body: { organisationId: 'solar', name: 'Solar', role: 'exporter' },
  });
}, 60_000);
afterAll(() => platform?.stop());

async function pages(path: string): Promise<readonly unknown[][]> {
  const found: unknown[][] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await platform.call({
      method: 'GET',
      path: `${path}?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      as: 'ministry',
    });
    expect(page.status).toBe(200);
    found.push(page.body as unknown[]);
    cursor = page.headers.get('next-page-cursor');
  }
  return found;
}

describe('lists of the programme', () => {
  test('of policy versions are read page by page, newest effective date first, whatever they are named', async () => {
    const versions = [
      { policyId: 'national', version: '1', effectiveFrom: '2027-01-01T00:00:00Z' },
      { policyId: 'national', version: '2 bis', effectiveFrom: '2027-02-01T00:00:00Z' },
      { policyId: 'a/b c', version: '3', effectiveFrom: '2027-02-01T00:00:00Z' },
    ];
    for (const each of versions) {
      const drafted = await platform.call({
        method: 'POST',
        path: '/v1/programme/policies',
        as: 'ministry',
        body: { ...each, basis: 'ASSUMED', evidence: [], rules: POLICY_RULES },
      });
      expect([each.version, drafted.status]).toEqual([each.version, 201]);
    }
    const found = (await pages('/v1/programme/policies')) as { version: string }[][];
    expect(found.map((page) => page.map(({ version }) => version))).toEqual([['2 bis', '3'], ['1']]);
  });

  test('of clusters too', async () => {
    const found = (await pages('/v1/programme/clusters')) as { clusterCode: string }[][];
    expect(found.map((page) => page.map(({ clusterCode }) => clusterCode))).toEqual([
      ['YANCHENG', 'JIAXING'],
      ['HUIZHOU'],
    ]);
  });
});

describe('a designation', () => {
  const body = {
    organisationId: 'solar',
    clusterCode: 'YANCHENG',
    hsPrefixes: ['8541', '8504'],
    markets: ['CHINA'],
    validFrom: '2026-04-01',
    validTo: '2027-03-31',
    evidence: { reference: 'list of April 2026' },
  };
  const grant = (change: object = {}) =>
    platform.call({
      method: 'POST',
      path: '/v1/programme/designations',
      as: 'ministry',
      body: { ...body, ...change },
    });

  test('that says what another says already is refused, also when both are granted at once', async () => {
    const both = await Promise.all([grant(), grant({ hsPrefixes: ['8504', '8541', '8541'] })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const standing = both.find(({ status }) => status === 201)?.body as { designationId: string };
    expect((await grant({ evidence: { reference: 'the same list' } })).body).toMatchObject({
      status: 409,
      errors: [
        {
          code: 'ALREADY_DESIGNATED',
          property: 'organisationId',
          message: `the designation ${standing.designationId} says the same and is granted; change its status, or grant what it lacks`,
        },
      ],
    });
  });

  test('of other products, of the time after, or of a unit whose own was revoked is another', async () => {
    expect((await grant({ hsPrefixes: ['8507'] })).status).toBe(201);
    expect((await grant({ validFrom: '2027-04-01', validTo: undefined })).status).toBe(201);
    const { body: all } = await platform.call({ method: 'GET', path: '/v1/programme/designations', as: 'ministry' });
    for (const { designationId } of all as { designationId: string }[])
      await platform.call({
        method: 'POST',
        path: `/v1/programme/designations/${designationId}/revocation`,
        as: 'ministry',
        body: { reason: 'left the list' },
      });
    expect((await grant()).status).toBe(201);
  });
});
