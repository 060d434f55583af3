import { Role } from '@greenlane/contracts/roles';
import { CalendarDate, DateTime, Identifier, Reference, Sha256, UNLocationCode } from '@greenlane/contracts/values';
import { REGIONS } from '@greenlane/geography/regions';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import {
  defineRoute,
  type Principal,
  type Route,
  type RouteContext,
  type ServiceContext,
} from '@greenlane/runtime/service';
import { and, asc, desc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { auditRoutes } from './audit-routes.ts';
import { DESIGNATED_CLUSTERS, findDesignatedCluster } from './domain/clusters.ts';
import { policyRoutes } from './policy-routes.ts';
import { actOf, conflict, impossible, notFound } from './refusals.ts';
import {
  type DesignationRow,
  grantDesignation,
  issueKey,
  type OrganisationRow,
  registerOrganisation,
  revokeKey,
  setDesignationStatus,
  setOrganisationStatus,
} from './store.ts';
import { apiKeys, designations, organisations } from './tables.ts';

const OrganisationId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,60}$/, 'lower-case letters, digits and hyphens, 2 to 61 characters');
const Province = z.string().trim().min(2).max(50);

function organisationView(row: OrganisationRow) {
  return {
    organisationId: row.organisationId,
    name: row.name,
    role: row.role,
    status: row.status,
    ...(row.clusterCode === null ? {} : { clusterCode: row.clusterCode }),
    ...(row.province === null ? {} : { province: row.province }),
    ports: row.ports,
    actsFor: row.actsFor,
    registeredAt: row.registeredAt.toISOString(),
  };
}

function designationView(row: DesignationRow) {
  return {
    designationId: row.designationId,
    organisationId: row.organisationId,
    clusterCode: row.clusterCode,
    province: row.province,
    status: row.status,
    hsPrefixes: row.hsPrefixes,
    markets: row.markets,
    validFrom: row.validFrom,
    ...(row.validTo === null ? {} : { validTo: row.validTo }),
    evidence: row.evidence,
    ...(row.reason === null ? {} : { reason: row.reason }),
    changedAt: row.changedAt.toISOString(),
  };
}

function organisationRoutes({ newId }: ServiceContext): Route[] {
  const params = z.object({ organisationId: OrganisationId });
  const load = async ({
    tx,
    params: { organisationId },
  }: Pick<RouteContext<{ organisationId: string }>, 'tx' | 'params'>): Promise<OrganisationRow> => {
    const rows = await tx.select().from(organisations).where(eq(organisations.organisationId, organisationId));
    if (!rows[0]) throw notFound('organisation');
    return rows[0];
  };
  const changeStatus = (name: 'suspension' | 'reinstatement', status: 'active' | 'suspended'): Route =>
    defineRoute({
      method: 'POST',
      path: `/v1/programme/organisations/{organisationId}/${name}`,
      operationId: name === 'suspension' ? 'suspendOrganisation' : 'reinstateOrganisation',
      summary:
        name === 'suspension'
          ? 'Suspends an organisation: its keys stop working on every service.'
          : 'Reinstates a suspended organisation.',
      allow: ['authority'],
      scope: 'programme:write',
      params,
      responses: { 200: { description: 'The organisation.' } },
      handle: async (context) => {
        const row = await load(context);
        if (row.role === 'authority' && row.organisationId === context.principal.organisationId)
          throw conflict('OWN_ORGANISATION', 'organisationId', 'an authority cannot suspend itself');
        return {
          status: 200,
          body: organisationView(await setOrganisationStatus(context.tx, actOf(context), row, status)),
        };
      },
    });
  const mayHoldKeys = (principal: Principal, organisationId: string): void => {
    if (principal.role !== 'authority' && principal.organisationId !== organisationId) throw notFound('organisation');
  };
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/programme/organisations',
      operationId: 'registerOrganisation',
      summary: 'Registers an organisation.',
      allow: ['authority'],
      scope: 'programme:write',
      body: z.strictObject({
        organisationId: OrganisationId,
        name: z.string().trim().min(2).max(120),
        role: Role,
        clusterCode: Identifier.optional(),
        province: Province.optional(),
        ports: z.array(UNLocationCode).max(50).optional(),
        actsFor: z.array(OrganisationId).max(500).optional(),
      }),
      responses: { 201: { description: 'Registered.' } },
      examples: {
        exporter: {
          organisationId: 'yancheng-solar',
          name: 'Yancheng Solar',
          role: 'exporter',
          clusterCode: 'YANCHENG',
          province: 'Jiangsu',
        },
      },
      handle: async (context) => {
        const { body, tx } = context;
        if (body.role === 'port-operator' && (body.ports ?? []).length === 0)
          throw impossible('PORTS_MISSING', 'ports', 'a port operator needs at least one port');
        if (body.role !== 'port-operator' && body.ports !== undefined)
          throw impossible('NOT_A_PORT_OPERATOR', 'ports', 'only a port operator has ports');
        if (body.role !== 'logistics-provider' && body.actsFor !== undefined)
          throw impossible('NOT_A_PROVIDER', 'actsFor', 'only a logistics provider acts for exporters');
        const row = await registerOrganisation(tx, actOf(context), body);
        if (!row) throw conflict('ALREADY_REGISTERED', 'organisationId', `${body.organisationId} is taken`);
        return {
          status: 201,
          body: organisationView(row),
          headers: { location: `/v1/programme/organisations/${row.organisationId}` },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/organisations',
      operationId: 'listOrganisations',
      summary: 'Organisations: all for the authority and verifiers, your own otherwise.',
      allow: 'authenticated',
      query: z.strictObject({ ...PAGE_QUERY, role: Role.optional() }),
      responses: { 200: { description: 'By id.' } },
      handle: async ({ tx, query }) => {
        const after = readCursor(query.cursor);
        const rows = await tx
          .select()
          .from(organisations)
          .where(
            and(
              query.role === undefined ? undefined : eq(organisations.role, query.role),
              after === undefined ? undefined : gt(organisations.organisationId, after),
            ),
          )
          .orderBy(asc(organisations.organisationId))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => row.organisationId);
        return { status: 200, body: page.rows.map(organisationView), headers: page.headers };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/me',
      operationId: 'readMe',
      summary: 'The organisation that the key belongs to.',
      allow: 'authenticated',
      responses: { 200: { description: 'Your organisation.' } },
      handle: async ({ tx, principal }) => ({
        status: 200,
        body: organisationView(await load({ tx, params: { organisationId: principal.organisationId } })),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/organisations/{organisationId}',
      operationId: 'readOrganisation',
      summary: 'One organisation.',
      allow: 'authenticated',
      params,
      responses: { 200: { description: 'The organisation.' } },
      handle: async (context) => ({ status: 200, body: organisationView(await load(context)) }),
    }),
    changeStatus('suspension', 'suspended'),
    changeStatus('reinstatement', 'active'),
    defineRoute({
      method: 'POST',
      path: '/v1/programme/organisations/{organisationId}/api-keys',
      operationId: 'issueApiKey',
      summary: 'Makes an API key; it is shown this once.',
      description:
        'At most two are active, so that one can be rotated. Only a hash is stored. Every service knows the key a moment later.',
      allow: 'authenticated',
      scope: 'keys:write',
      params,
      body: z.strictObject({
        label: z.string().trim().min(1).max(60).default('key'),
        scopes: z.array(z.string().min(1).max(60)).max(20).default([]),
        expiresAt: DateTime.optional(),
      }),
      examples: { 'a key for reading': { label: 'dashboard', scopes: ['read'] } },
      responses: { 201: { description: 'The key.' } },
      handle: async (context) => {
        const { tx, body, principal, now } = context;
        mayHoldKeys(principal, context.params.organisationId);
        const organisation = await load(context);
        if (body.expiresAt !== undefined && Date.parse(body.expiresAt) <= now.getTime())
          throw impossible('IN_THE_PAST', 'expiresAt', 'must lie in the future');
        const issued = await issueKey(tx, actOf(context), {
          keyId: newId(),
          organisationId: organisation.organisationId,
          label: body.label,
          scopes: body.scopes,
          ...(body.expiresAt === undefined ? {} : { expiresAt: new Date(body.expiresAt) }),
        });
        if (!issued) throw conflict('TWO_KEYS_ACTIVE', 'organisationId', 'two keys are active; revoke one first');
        return {
          status: 201,
          body: { keyId: issued.row.keyId, organisationId: organisation.organisationId, apiKey: issued.apiKey },
        };
      },
      // The answer holds the key, which is stored nowhere, not even for a replay.
      idempotent: false,
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/organisations/{organisationId}/api-keys',
      operationId: 'listApiKeys',
      summary: 'Keys of an organisation, without the keys themselves.',
      allow: 'authenticated',
      params,
      responses: { 200: { description: 'Newest first.' } },
      handle: async (context) => {
        mayHoldKeys(context.principal, context.params.organisationId);
        await load(context);
        const rows = await context.tx
          .select()
          .from(apiKeys)
          .where(eq(apiKeys.organisationId, context.params.organisationId))
          .orderBy(desc(apiKeys.createdAt));
        return {
          status: 200,
          body: rows.map(({ keyId, label, scopes, status, expiresAt, createdAt }) => ({
            keyId,
            label,
            scopes,
            status,
            ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
            createdAt: createdAt.toISOString(),
          })),
        };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/programme/organisations/{organisationId}/api-keys/{keyId}',
      operationId: 'revokeApiKey',
      summary: 'Revokes a key at once, on every service.',
      allow: 'authenticated',
      scope: 'keys:write',
      params: params.extend({ keyId: Identifier }),
      responses: { 204: { description: 'Revoked.' } },
      handle: async (context) => {
        mayHoldKeys(context.principal, context.params.organisationId);
        const rows = await context.tx
          .select()
          .from(apiKeys)
          .where(
            and(eq(apiKeys.organisationId, context.params.organisationId), eq(apiKeys.keyId, context.params.keyId)),
          );
        if (!rows[0]) throw notFound('key');
        await revokeKey(context.tx, actOf(context), rows[0]);
        return { status: 204 };
      },
    }),
  ];
}

function designationRoutes({ newId }: ServiceContext): Route[] {
  const change = (name: 'suspension' | 'revocation' | 'reinstatement', status: DesignationRow['status']): Route =>
    defineRoute({
      method: 'POST',
      path: `/v1/programme/designations/{designationId}/${name}`,
      operationId: `${name}OfDesignation`,
      summary: `Records the ${name} of a designation; confirmed space stays, held space that rested on it is looked at again.`,
      allow: ['authority'],
      scope: 'programme:write',
      params: z.object({ designationId: Identifier }),
      body: z.strictObject({ reason: z.string().trim().min(3).max(500) }),
      responses: { 200: { description: 'The designation.' } },
      handle: async (context) => {
        const rows = await context.tx
          .select()
          .from(designations)
          .where(eq(designations.designationId, context.params.designationId))
          .for('update');
        const row = rows[0];
        if (!row) throw notFound('designation');
        if (row.status === 'revoked' && status !== 'revoked')
          throw conflict('REVOKED', 'status', 'a revoked designation stays revoked; grant a new one');
        return {
          status: 200,
          body: designationView(
            await setDesignationStatus(context.tx, actOf(context), row, { status, reason: context.body.reason }),
          ),
        };
      },
    });
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/programme/clusters',
      operationId: 'listClusters',
      summary:
        'The designated clusters. The other zones of the first phase are in the diagnostic phase and never have priority.',
      allow: 'anyone',
      transaction: false,
      responses: { 200: { description: 'Three clusters.' } },
      handle: async () => ({ status: 200, body: DESIGNATED_CLUSTERS }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/programme/designations',
      operationId: 'grantDesignation',
      summary: 'Designates an exporter as a priority unit.',
      allow: ['authority'],
      scope: 'programme:write',
      body: z.strictObject({
        organisationId: OrganisationId,
        clusterCode: Identifier,
        hsPrefixes: z
          .array(z.string().regex(/^\d{2,12}$/, '2 to 12 digits of an HS code'))
          .min(1)
          .max(100),
        markets: z.array(z.enum(REGIONS)).min(1),
        validFrom: CalendarDate,
        validTo: CalendarDate.optional(),
        evidence: z.strictObject({ reference: Reference, sha256: Sha256.optional() }),
      }),
      responses: { 201: { description: 'The designation.' } },
      handle: async (context) => {
        const { body, tx } = context;
        const cluster = findDesignatedCluster(body.clusterCode);
        if (!cluster)
          throw impossible(
            'CLUSTER_NOT_DESIGNATED',
            'clusterCode',
            `only ${DESIGNATED_CLUSTERS.map(({ clusterCode }) => clusterCode).join(', ')} are designated; other zones are in the diagnostic phase`,
          );
        if (body.validTo !== undefined && body.validTo < body.validFrom)
          throw impossible('DATES_OUT_OF_ORDER', 'validTo', 'must not lie before validFrom');
        const found = await tx
          .select()
          .from(organisations)
          .where(eq(organisations.organisationId, body.organisationId));
        if (!found[0]) throw impossible('UNKNOWN_ORGANISATION', 'organisationId', 'no such organisation');
        if (found[0].role !== 'exporter')
          throw impossible('NOT_AN_EXPORTER', 'organisationId', 'only exporters are priority units');
        const row = await grantDesignation(tx, actOf(context), {
          designationId: newId(),
          organisationId: body.organisationId,
          clusterCode: body.clusterCode,
          province: cluster.province,
          hsPrefixes: body.hsPrefixes,
          markets: body.markets,
          validFrom: body.validFrom,
          validTo: body.validTo ?? null,
          evidence: body.evidence,
        });
        if (!row) throw notFound('designation');
        return { status: 201, body: designationView(row) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/designations',
      operationId: 'listDesignations',
      summary: 'Designations: all for the authority and verifiers, your own otherwise.',
      allow: 'authenticated',
      query: z.strictObject({ ...PAGE_QUERY, organisationId: OrganisationId.optional() }),
      responses: { 200: { description: 'By id.' } },
      handle: async ({ tx, query }) => {
        const after = readCursor(query.cursor);
        const rows = await tx
          .select()
          .from(designations)
          .where(
            and(
              query.organisationId === undefined ? undefined : eq(designations.organisationId, query.organisationId),
              after === undefined ? undefined : gt(designations.designationId, after),
            ),
          )
          .orderBy(asc(designations.designationId))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => row.designationId);
        return { status: 200, body: page.rows.map(designationView), headers: page.headers };
      },
    }),
    change('suspension', 'suspended'),
    change('revocation', 'revoked'),
    change('reinstatement', 'granted'),
  ];
}

export function programmeRoutes(context: ServiceContext): readonly Route[] {
  return [
    ...organisationRoutes(context),
    ...designationRoutes(context),
    ...policyRoutes(context),
    ...auditRoutes(context),
  ];
}
