import { defineRoute, type Route, type ServiceContext } from '@greenlane/runtime/service';
import { asc, eq, or } from 'drizzle-orm';
import { z } from 'zod';
import { type MandateRow, setMandate } from './mandates.ts';
import { OrganisationId, requireOwn } from './organisation-access.ts';
import { actOf, impossible } from './refusals.ts';
import { mandates } from './tables.ts';

const params = z.object({ organisationId: OrganisationId });

const mandateView = (row: MandateRow) => ({
  exporterId: row.exporterId,
  providerId: row.providerId,
  status: row.status,
  changedBy: row.changedBy,
  changedAt: row.changedAt.toISOString(),
});

const REFUSALS = {
  NOT_AN_EXPORTER: impossible('NOT_AN_EXPORTER', 'organisationId', 'only an exporter has others act for it'),
  NOT_A_PROVIDER: impossible('NOT_A_PROVIDER', 'providerId', 'no logistics provider has this id'),
} as const;

/** Which logistics providers may act for an exporter: the exporter says so, or the authority. */
export function mandateRoutes({ db }: ServiceContext): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/programme/organisations/{organisationId}/mandates',
      operationId: 'grantMandate',
      summary: 'Lets a logistics provider act for the exporter.',
      description:
        'The provider may then submit, amend and cancel requests for the exporter, whose designation counts. Granting again changes nothing.',
      allow: ['exporter', 'authority'],
      scope: 'keys:write',
      params,
      body: z.strictObject({ providerId: OrganisationId }),
      examples: { 'a forwarder': { providerId: 'silk-forwarding' } },
      responses: { 201: { description: 'The mandate.' } },
      handle: async (context) => {
        const { organisationId: exporterId } = await requireOwn(context, context.params.organisationId);
        const granted = await db.asWorker((worker) =>
          setMandate(worker, actOf(context), { exporterId, providerId: context.body.providerId, status: 'granted' }),
        );
        if (typeof granted === 'string') throw REFUSALS[granted];
        return { status: 201, body: mandateView(granted) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/organisations/{organisationId}/mandates',
      operationId: 'listMandates',
      summary: 'Mandates that an exporter gave or a provider was given, revoked ones included.',
      allow: ['exporter', 'logistics-provider', 'authority'],
      params,
      responses: { 200: { description: 'By exporter and provider, at most 500.' } },
      handle: async (context) => {
        const { organisationId } = await requireOwn(context, context.params.organisationId);
        const rows = await context.tx
          .select()
          .from(mandates)
          .where(or(eq(mandates.exporterId, organisationId), eq(mandates.providerId, organisationId)))
          .orderBy(asc(mandates.exporterId), asc(mandates.providerId))
          .limit(500);
        return { status: 200, body: rows.map(mandateView) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/programme/organisations/{organisationId}/mandates/{providerId}',
      operationId: 'revokeMandate',
      summary: 'The provider may act for the exporter no more, at once, on every service.',
      description: 'What it did for the exporter stays as it is.',
      allow: ['exporter', 'authority'],
      scope: 'keys:write',
      params: params.extend({ providerId: OrganisationId }),
      responses: { 204: { description: 'Revoked, or never granted.' } },
      handle: async (context) => {
        const { organisationId: exporterId } = await requireOwn(context, context.params.organisationId);
        const revoked = await db.asWorker((worker) =>
          setMandate(worker, actOf(context), { exporterId, providerId: context.params.providerId, status: 'revoked' }),
        );
        if (typeof revoked === 'string') throw REFUSALS[revoked];
        return { status: 204 };
      },
    }),
  ];
}
