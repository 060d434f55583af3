import { DESIGNATED_CLUSTERS, findDesignatedCluster } from '@greenlane/contracts/clusters';
import { Role } from '@greenlane/contracts/roles';
import { CalendarDate, Identifier, Reference, Sha256, UNLocationCode } from '@greenlane/contracts/values';
import { REGIONS } from '@greenlane/geography/regions';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { defineRoute, type Route, type ServiceContext } from '@greenlane/runtime/service';
import { and, asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { auditRoutes } from './audit-routes.ts';
import { credentialRoutes } from './credential-routes.ts';
import { mandateRoutes } from './mandate-routes.ts';
import { loadOrganisation, OrganisationId } from './organisation-access.ts';
import { policyRoutes } from './policy-routes.ts';
import { actOf, conflict, impossible, notFound } from './refusals.ts';
import {
  type DesignationRow,
  grantDesignation,
  type OrganisationRow,
  registerOrganisation,
  setDesignationStatus,
  setOrganisationStatus,
  standingDesignation,
} from './store.ts';
import { designations, organisations } from './tables.ts';

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

function organisationRoutes(): Route[] {
  const params = z.object({ organisationId: OrganisationId });
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
        const row = await loadOrganisation(context.tx, context.params.organisationId);
        if (row.role === 'authority' && row.organisationId === context.principal.organisationId)
          throw conflict('OWN_ORGANISATION', 'organisationId', 'an authority cannot suspend itself');
        return {
          status: 200,
          body: organisationView(await setOrganisationStatus(context.tx, actOf(context), row, status)),
        };
      },
    });
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
        if (body.clusterCode !== undefined && findDesignatedCluster(body.clusterCode) === undefined)
          throw impossible(
            'UNKNOWN_CLUSTER',
            'clusterCode',
            `a cluster is one of ${DESIGNATED_CLUSTERS.map(({ clusterCode }) => clusterCode).join(', ')}; an organisation of another zone names none`,
          );
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
        body: organisationView(await loadOrganisation(tx, principal.organisationId)),
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
      handle: async ({ tx, params: { organisationId } }) => ({
        status: 200,
        body: organisationView(await loadOrganisation(tx, organisationId)),
      }),
    }),
    changeStatus('suspension', 'suspended'),
    changeStatus('reinstatement', 'active'),
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
      body: z.strictObject({ reason: z.string().trim().min(2).max(500) }),
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
      query: z.strictObject(PAGE_QUERY),
      responses: { 200: { description: 'In the order of the announcement.' } },
      handle: async ({ query }) => {
        const after = readCursor(query.cursor);
        // An unknown key is no place in the list: it begins again.
        const from = DESIGNATED_CLUSTERS.findIndex(({ clusterCode }) => clusterCode === after) + 1;
        const page = pageOf(
          DESIGNATED_CLUSTERS.slice(from, from + query.limit + 1),
          query.limit,
          ({ clusterCode }) => clusterCode,
        );
        return { status: 200, body: page.rows, headers: page.headers };
      },
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
        const scope = {
          organisationId: body.organisationId,
          clusterCode: body.clusterCode,
          hsPrefixes: [...new Set(body.hsPrefixes)],
          markets: [...new Set(body.markets)],
          validFrom: body.validFrom,
          validTo: body.validTo ?? null,
        };
        const standing = await standingDesignation(tx, scope);
        if (standing)
          throw conflict(
            'ALREADY_DESIGNATED',
            'organisationId',
            `the designation ${standing.designationId} says the same and is ${standing.status}; change its status, or grant what it lacks`,
          );
        const row = await grantDesignation(tx, actOf(context), {
          ...scope,
          designationId: newId(),
          province: cluster.province,
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
    ...organisationRoutes(),
    ...credentialRoutes(context),
    ...mandateRoutes(context),
    ...designationRoutes(context),
    ...policyRoutes(context),
    ...auditRoutes(context),
  ];
}
