import { Identifier } from '@greenlane/contracts/values';
import { gramsToKilogramText } from '@greenlane/kernel/quantities';
import { defineRoute, ProblemError, type Route } from '@greenlane/runtime/service';
import { totalsOfUnits } from '@greenlane/statement/statement';
import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { ILEAP_MEDIA_TYPE } from './domain/ileap.ts';
import { shipmentFootprint } from './domain/ileap-export.ts';
import { ileapSourceOf } from './ileap-source.ts';
import { footprints } from './tables.ts';

type Row = typeof footprints.$inferSelect;

export function footprintView(row: Row) {
  const totals = totalsOfUnits(row.result, row.units);
  return {
    footprintId: row.footprintId,
    allocationId: row.allocationId,
    requestId: row.requestId,
    version: row.version,
    kind: row.kind,
    reason: row.reason,
    ...(row.vessel === null ? {} : { vessel: row.vessel }),
    units: row.units,
    perContainer: {
      wellToWakeGrams: row.result.wellToWakeGrams,
      wellToTankGrams: row.result.wellToTankGrams,
      tankToWakeGrams: row.result.tankToWakeGrams,
      elements: row.result.elements,
    },
    totalKg: gramsToKilogramText(totals.wellToWakeGrams),
    wellToTankKg: gramsToKilogramText(totals.wellToTankGrams),
    tankToWakeKg: gramsToKilogramText(totals.tankToWakeGrams),
    comparison: {
      laneDefaultKg: gramsToKilogramText(totals.laneDefaultWellToWakeGrams),
      label: 'comparison with the trade-lane default, not a reduction',
    },
    dataQuality: row.result.dataQuality,
    primaryDataSharePercent: row.result.primaryDataSharePercent,
    notes: row.result.notes,
    factorSetVersion: row.result.factorSetVersion,
    chain: row.chain,
    policyVersion: row.policyVersion,
    indicative: row.indicative,
    ...(row.supersedes === null ? {} : { supersedes: row.supersedes }),
    calculatedAt: row.calculatedAt.toISOString(),
  };
}

export const noSuch = (what: string) =>
  new ProblemError({
    status: 404,
    title: `No such ${what}`,
    errors: [{ code: 'NOT_FOUND', message: `no such ${what}, or not yours` }],
  });

export function footprintRoutes(): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/footprints/{allocationId}',
      operationId: 'readFootprint',
      summary: 'The footprint of an allocation, with every version it had.',
      description: 'With Accept: application/vnd.ileap+json the newest version as an iLEAP ShipmentFootprint.',
      allow: 'authenticated',
      params: z.object({ allocationId: Identifier }),
      responses: { 200: { description: 'The newest footprint and those it supersedes.' } },
      handle: async ({ tx, params, headers }) => {
        const rows = await tx
          .select()
          .from(footprints)
          .where(eq(footprints.allocationId, params.allocationId))
          .orderBy(asc(footprints.version));
        const newest = rows.at(-1);
        if (!newest) throw noSuch('footprint');
        if (headers['accept']?.includes(ILEAP_MEDIA_TYPE)) {
          const source = await ileapSourceOf(tx, params.allocationId);
          if (!source) throw noSuch('footprint');
          return { status: 200, body: shipmentFootprint(source), contentType: ILEAP_MEDIA_TYPE };
        }
        return { status: 200, body: { ...footprintView(newest), superseded: rows.slice(0, -1).map(footprintView) } };
      },
    }),
  ];
}
