import type { Database, Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import { moneyText } from '@greenlane/kernel/decimal';
import { gramsToKilogramText } from '@greenlane/kernel/quantities';
import type { Shipment } from '@greenlane/statement/statement';
import { stringify } from 'csv-stringify/sync';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { ClaimRow } from './claim-ledger.ts';
import { allocations, claimItems, claims, statements } from './tables.ts';

const MOST_LINES = 50_000;

/** As much of a statement's shipment as a line of a claim repeats. */
type StatedShipment = Pick<
  Shipment,
  | 'allocationId'
  | 'requestReference'
  | 'equipmentReferences'
  | 'ISOEquipmentCode'
  | 'extendedHSCode'
  | 'commodityType'
  | 'vessel'
  | 'carrierExportVoyageNumber'
  | 'loadPort'
  | 'dischargePort'
  | 'departureDateTime'
> & { readonly cargoMassKg: string; readonly wellToWakeGrams: number };

export type ClaimLineRow = {
  readonly claim: ClaimRow;
  readonly item: typeof claimItems.$inferSelect;
  /** As they are assigned now: a statement may be older than the numbers of its boxes. */
  readonly equipmentReferences: readonly string[];
  readonly shipment: StatedShipment;
};

/** The shipments of some statements, without the chains that their figures follow from: those are most of a document. */
async function statedShipments(
  tx: Transaction,
  statementIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StatedShipment[]>> {
  if (statementIds.length === 0) return new Map();
  const rows = await tx
    .select({
      statementId: statements.statementId,
      shipments: sql<readonly StatedShipment[]>`(select jsonb_agg(
        shipment - '{chain,perContainer,totals,legs,quantities,fuelEvidence,bookAndClaim}'::text[] || jsonb_build_object(
          'cargoMassKg', shipment #> '{chain,cargoMassKg}', 'wellToWakeGrams', shipment #> '{perContainer,wellToWakeGrams}'))
        from jsonb_array_elements(${statements.signed} #> '{statement,shipments}') shipment)`,
    })
    .from(statements)
    .where(inArray(statements.statementId, [...statementIds]));
  return new Map(rows.map(({ statementId, shipments }) => [statementId, shipments]));
}

/**
 * The lines of one claim, or of all that the caller sees, each with its shipment as the statement of its claim states it: what
 * the allocation was planned with may have been corrected since.
 */
export async function linesOfClaims(db: Database, tx: Transaction, claimId?: string): Promise<readonly ClaimLineRow[]> {
  const rows = await tx
    .select({ claim: claims, item: claimItems, equipmentReferences: allocations.equipmentReferences })
    .from(claims)
    .innerJoin(claimItems, eq(claimItems.claimId, claims.claimId))
    .innerJoin(allocations, eq(allocations.allocationId, claimItems.allocationId))
    .where(claimId === undefined ? undefined : eq(claims.claimId, claimId))
    .orderBy(asc(claims.claimId), asc(claimItems.allocationId), asc(claimItems.unitNumber))
    .limit(MOST_LINES);
  // In the worker role: who sees a claim sees what it states, also where the statement was another's to issue.
  const stated = await db.asWorker((worker) =>
    statedShipments(worker, [...new Set(rows.map(({ claim }) => claim.statementId))]),
  );
  return rows.map((row) => {
    const shipment = stated
      .get(row.claim.statementId)
      ?.find(({ allocationId }) => allocationId === row.item.allocationId);
    assert(shipment !== undefined, 'a line of a claim is of a shipment of its statement');
    return { ...row, shipment };
  });
}

/** Lines as an export document carries them: each container with its goods and lane, and what is claimed for it. */
export const claimLineViews = (rows: readonly ClaimLineRow[]) => rows.map(lineView);

function lineView({ item, shipment, equipmentReferences }: ClaimLineRow) {
  const position = item.unitNumber - 1;
  const equipmentReference = equipmentReferences[position] ?? shipment.equipmentReferences[position];
  return {
    allocationId: item.allocationId,
    unitNumber: item.unitNumber,
    leg: item.leg,
    programme: item.programme,
    amount: moneyText(item.amount),
    isActive: item.isActive,
    requestReference: shipment.requestReference,
    ...(equipmentReference === undefined ? {} : { equipmentReference }),
    ISOEquipmentCode: shipment.ISOEquipmentCode,
    extendedHSCode: shipment.extendedHSCode,
    commodityType: shipment.commodityType,
    vesselIMONumber: shipment.vessel.vesselIMONumber,
    carrierExportVoyageNumber: shipment.carrierExportVoyageNumber,
    loadPort: shipment.loadPort,
    dischargePort: shipment.dischargePort,
    departureDateTime: shipment.departureDateTime,
    cargoMassKg: shipment.cargoMassKg,
    wellToWakeKg: gramsToKilogramText(shipment.wellToWakeGrams),
  };
}

const CSV_COLUMNS = [
  ...['claimId', 'status', 'statementId', 'allocationId', 'unitNumber', 'leg', 'amount', 'currencyCode'],
  ...['policyVersion', 'indicative', 'requestReference', 'equipmentReference', 'ISOEquipmentCode', 'extendedHSCode'],
  ...[
    'commodityType',
    'vesselIMONumber',
    'carrierExportVoyageNumber',
    'loadPort',
    'dischargePort',
    'departureDateTime',
  ],
  ...['cargoMassKg', 'wellToWakeKg'],
];

export function claimCsv(rows: readonly ClaimLineRow[]): string {
  const lines = rows.map((row) => {
    const { claimId, status, statementId, currencyCode, policyVersion, indicative } = row.claim;
    return {
      claimId,
      status,
      statementId,
      currencyCode,
      policyVersion,
      ...lineView(row),
      indicative: String(indicative),
    };
  });
  // A goods description that begins with "=" must not become a formula in whoever's spreadsheet.
  return stringify(lines, { header: true, columns: CSV_COLUMNS, escape_formulas: true });
}
