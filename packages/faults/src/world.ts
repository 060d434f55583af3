import { openDatabase } from '@greenlane/database/database';
import { type AdminConnection, ensureDatabase, migrate, rolePassword, rolesOf } from '@greenlane/database/migrate';
import { SCHEMAS } from '@greenlane/embedded/services';
import { systemClock } from '@greenlane/kernel/clock';
import { messagingTables } from '@greenlane/messaging/tables';
import { bootstrapAuthority } from '@greenlane/programme/bootstrap';
import { makeEmit } from '@greenlane/runtime/emit';
import { newUuid } from '@greenlane/runtime/ids';
import { inHours, offerBody, POLICY_RULES, requestBody } from '@greenlane/testing/cargo';
import { pgSchema } from 'drizzle-orm/pg-core';
import { type Answer, fetchAnswer } from './history.ts';
import { until } from './process.ts';

export const ROLE_SECRET = 'only for the databases of pnpm faults';

/** Who takes part: a carrier, a priority unit, ordinary exporters, a port, those who oversee. */
const ORGANISATIONS = [
  { organisationId: 'line', name: 'Ocean Bridge Line', role: 'carrier' },
  { organisationId: 'solar', name: 'Yancheng Solar', role: 'exporter', clusterCode: 'YANCHENG', province: 'Jiangsu' },
  { organisationId: 'capped', name: 'Jiaxing Cells', role: 'exporter', clusterCode: 'JIAXING', province: 'Zhejiang' },
  { organisationId: 'trader', name: 'General Trading', role: 'exporter' },
  { organisationId: 'port', name: 'Yangtze Ports', role: 'port-operator', ports: ['CNSGH'] },
  { organisationId: 'verifier', name: 'Verifier', role: 'verifier' },
] as const;
export type Party = (typeof ORGANISATIONS)[number]['organisationId'] | 'authority';
export type Keys = Readonly<Record<Party, string>>;

/** Brings an empty database to the newest migrations, with the first authority and its key. */
export async function makeEmptyWorld(admin: AdminConnection): Promise<string> {
  await ensureDatabase(admin, admin.database);
  await migrate({ admin, schemas: SCHEMAS, roleSecret: ROLE_SECRET });
  const roles = rolesOf('programme');
  const login = (user: string) => ({ user, password: rolePassword(ROLE_SECRET, user) });
  const db = openDatabase({
    host: admin.host,
    port: admin.port,
    database: admin.database,
    tenantRole: login(roles.tenant),
    workerRole: login(roles.worker),
    applicationName: 'faults',
  });
  const newId = () => newUuid(systemClock);
  const { outbox } = messagingTables(pgSchema('programme'));
  const emit = makeEmit({ serviceName: 'programme', outbox, clock: systemClock, newId })({});
  try {
    const first = await bootstrapAuthority(db, { name: 'Programme Authority', clock: systemClock, newId, emit });
    if (!first) throw new Error('the database was not empty');
    return first.apiKey;
  } finally {
    await db.close();
  }
}

/** Who reads each service's list: every service learns a key by an event of its own consumer. */
const LISTS = [
  '/v1/programme/organisations',
  '/v1/vessel-offers',
  '/v1/cargo-requests',
  '/v1/allocations',
  '/v1/port-channel/passes?UNLocationCode=CNSGH',
  '/v1/carbon/footprints/none',
  '/v1/events',
];

/**
 * Registers everyone over HTTP, puts a policy in force by two persons, and lets one shipment of each of two exporters go as
 * far as its statement, so that every consumer has seen every topic once.
 */
export async function populate(url: string, authorityKey: string): Promise<Keys> {
  const call = async (method: string, path: string, key: string, body?: unknown): Promise<Answer> => {
    const answer = await fetchAnswer({ method, url: `${url}${path}`, key, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 400)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const known = (key: string) =>
    until('a new key is known to every service', 20_000, async () => {
      for (const path of LISTS)
        if ((await fetchAnswer({ method: 'GET', url: `${url}${path}`, key })).status === 401) return undefined;
      return true;
    });
  await known(authorityKey);
  const keys: Record<string, string> = { authority: authorityKey };
  for (const organisation of ORGANISATIONS) {
    await call('POST', '/v1/programme/organisations', authorityKey, organisation);
    const path = `/v1/programme/organisations/${organisation.organisationId}/api-keys`;
    keys[organisation.organisationId] = (await call('POST', path, authorityKey, { label: 'faults' })).body.apiKey;
  }
  const designate = (organisationId: string, clusterCode: string) =>
    call('POST', '/v1/programme/designations', authorityKey, {
      organisationId,
      clusterCode,
      hsPrefixes: ['8541'],
      markets: ['CHINA'],
      validFrom: new Date(Date.now() - 48 * 3_600_000).toISOString().slice(0, 10),
      evidence: { reference: 'list of April 2026' },
    });
  await designate('solar', 'YANCHENG');
  await designate('capped', 'JIAXING');
  const policy = { policyId: 'faults', version: '1', basis: 'ASSUMED', evidence: [], rules: POLICY_RULES };
  await call('POST', '/v1/programme/policies', authorityKey, {
    ...policy,
    effectiveFrom: new Date(Date.now() - 3_600_000).toISOString(),
  });
  const second = (
    await call('POST', '/v1/programme/organisations/authority/api-keys', authorityKey, { label: 'second person' })
  ).body.apiKey;
  await known(second);
  await call('POST', '/v1/programme/policies/faults/versions/1/approval', second);
  for (const { organisationId } of ORGANISATIONS) await known(keys[organisationId] ?? '');
  const made = keys as Keys;
  await call('POST', '/v1/vessel-offers', made.line, offerBody({ reference: 'FIRST', teu: 40 }));
  await until('the market knows its policy', 20_000, async () => {
    const path = `${url}/v1/ranking-policy?market=CHINA`;
    return (await fetchAnswer({ method: 'GET', url: path, key: made.solar })).status === 200;
  });
  const request = await call(
    'POST',
    '/v1/cargo-requests',
    made.solar,
    requestBody({ reference: 'FIRST', units: 2, latestArrivalDateTime: inHours(1_600, '+01:00') }),
  );
  const allocation = await until('the first request is held', 20_000, async () => {
    const path = `/v1/allocations?requestId=${request.body.requestId}`;
    return (await call('GET', path, made.solar)).body[0];
  });
  await call('POST', `/v1/allocations/${allocation.allocationId}/confirmation`, made.line);
  await until('the first passes are issued', 20_000, async () => {
    const path = `/v1/port-channel/passes?UNLocationCode=CNSGH&allocationId=${allocation.allocationId}`;
    return (await call('GET', path, made.port)).body.length === 2;
  });
  await until('the first footprint is there', 20_000, async () => {
    const path = `/v1/carbon/footprints/${allocation.allocationId}`;
    return (await call('GET', path, made.solar)).status === 200;
  });
  return made;
}
