import { Identifier, UNLocationCode } from '@greenlane/contracts/values';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { defineRoute, ProblemError, type Route } from '@greenlane/runtime/service';
import { and, asc, eq, gt, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { emitPass } from './port-events.ts';
import { passes } from './tables.ts';

const PassStatus = z.enum(['issued', 'acknowledged', 'used', 'expired', 'revoked', 'replaced']);

export function passView(pass: typeof passes.$inferSelect) {
  return {
    passId: pass.passId,
    status: pass.status,
    cause: pass.cause,
    allocationId: pass.allocationId,
    requestId: pass.requestId,
    unitNumber: pass.unitNumber,
    ...(pass.equipmentReference === null ? {} : { equipmentReference: pass.equipmentReference }),
    ISOEquipmentCode: pass.isoEquipmentCode,
    UNLocationCode: pass.UNLocationCode,
    ...(pass.facilitySMDGCode === null ? {} : { facilitySMDGCode: pass.facilitySMDGCode }),
    vessel: { vesselIMONumber: pass.vesselIMONumber, name: pass.vesselName },
    carrierExportVoyageNumber: pass.carrierExportVoyageNumber,
    window: { ...(pass.opens === null ? {} : { opens: pass.opens }), closes: pass.closes },
    dangerousGoods: pass.dangerousGoods,
    indicative: pass.indicative,
    policyVersion: pass.policyVersion,
    changedAt: pass.changedAt.toISOString(),
  };
}

export const notFound = (what: string) =>
  new ProblemError({
    status: 404,
    title: `No such ${what}`,
    errors: [{ code: 'NOT_FOUND', message: `no such ${what}, or not yours` }],
  });

export function passRoutes(): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/port-channel/passes',
      operationId: 'listPasses',
      summary: 'Green-lane passes: of your ports, your cargo or your ships.',
      allow: 'authenticated',
      query: z.strictObject({
        ...PAGE_QUERY,
        UNLocationCode: UNLocationCode.optional(),
        status: PassStatus.optional(),
        allocationId: Identifier.optional(),
        vesselIMONumber: z.string().optional(),
      }),
      responses: { 200: { description: 'Passes by id.' } },
      handle: async ({ tx, query }) => {
        const after = readCursor(query.cursor);
        const conditions: (SQL | undefined)[] = [
          query.UNLocationCode === undefined
            ? undefined
            : eq(passes.UNLocationCode, canonicalLocationCode(query.UNLocationCode)),
          query.status === undefined ? undefined : eq(passes.status, query.status),
          query.allocationId === undefined ? undefined : eq(passes.allocationId, query.allocationId),
          query.vesselIMONumber === undefined ? undefined : eq(passes.vesselIMONumber, query.vesselIMONumber),
          after === undefined ? undefined : gt(passes.passId, after),
        ];
        const rows = await tx
          .select()
          .from(passes)
          .where(and(...conditions))
          .orderBy(asc(passes.passId))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => row.passId);
        return { status: 200, body: page.rows.map(passView), headers: page.headers };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/port-channel/passes/{passId}/acknowledgement',
      operationId: 'acknowledgePass',
      summary: 'The port operator has taken the pass into its own systems.',
      allow: ['port-operator'],
      scope: 'port-channel:write',
      params: z.object({ passId: Identifier }),
      responses: { 200: { description: 'The pass.' } },
      handle: async ({ tx, params, now, emit }) => {
        const found = await tx.select().from(passes).where(eq(passes.passId, params.passId)).for('update');
        const pass = found[0];
        if (!pass) throw notFound('pass');
        if (pass.status === 'acknowledged') return { status: 200, body: passView(pass) };
        if (pass.status !== 'issued') {
          throw new ProblemError({
            status: 409,
            title: 'The pass cannot be acknowledged',
            errors: [
              {
                code: 'WRONG_STATE',
                property: 'status',
                message: `the pass is ${pass.status}; only an issued one can be acknowledged`,
              },
            ],
          });
        }
        const changed = await tx
          .update(passes)
          .set({ status: 'acknowledged', cause: 'ACKNOWLEDGED', version: pass.version + 1, changedAt: now })
          .where(eq(passes.passId, pass.passId))
          .returning();
        const saved = changed[0];
        if (!saved) throw notFound('pass');
        await emitPass(tx, emit, saved);
        return { status: 200, body: passView(saved) };
      },
    }),
  ];
}
