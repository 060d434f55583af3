import { createHash } from 'node:crypto';
import type { Transaction } from '@greenlane/database/database';
import { certifiedEnergyOf } from '@greenlane/emissions/certified-energy';
import { assert } from '@greenlane/kernel/assert';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
import { type Emit, ProblemError } from '@greenlane/runtime/service';
import { signCanonical } from '@greenlane/runtime/signing-keys';
import { completeDocument, completeShipment } from '@greenlane/statement/recompute';
import type { Shipment, ShipmentFacts, SignedStatement } from '@greenlane/statement/statement';
import { and, arrayContains, asc, desc, eq, inArray, isNull, ne } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { noSuch } from './footprints.ts';
import { bookAndClaimOf, fuelEvidenceOf, givenTo, type Party } from './fuel-ledger.ts';
import { carriersThatGave, holdAllocations, lockFuelDocuments, lockStatements } from './locks.ts';
import { allocations, footprints, signingKeys, statements } from './tables.ts';

const ENGINE = 'greenlane 0.1.0';
const FIRM = ['confirmed', 'loaded', 'completed'];

type FootprintRow = typeof footprints.$inferSelect;
type AllocationRow = typeof allocations.$inferSelect;

const refusal = (status: number, code: string, message: string) =>
  new ProblemError({
    status,
    title: 'The statement cannot be made',
    errors: [{ code, property: 'allocationIds', message }],
  });

async function newestFootprints(
  tx: Transaction,
  allocationIds: readonly string[],
): Promise<ReadonlyMap<string, FootprintRow>> {
  const rows = await tx
    .select()
    .from(footprints)
    .where(inArray(footprints.allocationId, [...allocationIds]))
    .orderBy(asc(footprints.version));
  return new Map(rows.map((row) => [row.allocationId, row]));
}

const notFirm = (allocationId: string, status: string) =>
  refusal(409, 'NOT_FIRM', `${allocationId} is ${status}; statements are of confirmed, loaded or completed space`);

/** Cargo that is cancelled meanwhile gives its fuel energy back once, before or after: so it waits, or this does. */
async function holdFirm(worker: Transaction, allocationIds: readonly string[]): Promise<void> {
  const held = await holdAllocations(worker, allocationIds);
  const ended = held.find(({ state }) => !FIRM.includes(state.status));
  if (ended) throw notFirm(ended.allocationId, ended.state.status);
}

/** What is known of a shipment, without what a ledger adds. */
function factsOf({ state, equipmentReferences }: AllocationRow, footprint: FootprintRow): ShipmentFacts {
  return {
    allocationId: state.allocationId,
    footprintId: footprint.footprintId,
    footprintKind: footprint.kind,
    requestReference: state.requestReference,
    carrier: state.carrierName,
    vessel: footprint.vessel ?? state.vessel,
    carrierServiceCode: state.carrierServiceCode,
    carrierExportVoyageNumber: state.carrierExportVoyageNumber,
    ...(state.clusterCode === undefined ? {} : { origin: state.clusterCode }),
    loadPort: state.loadPort,
    dischargePort: state.dischargePort,
    departureDateTime: state.departureDateTime,
    arrivalDateTime: state.arrivalDateTime,
    extendedHSCode: state.extendedHSCode,
    commodityType: state.commodityType,
    ...(state.consignee === undefined ? {} : { consignee: state.consignee }),
    ...(state.incoterm === undefined ? {} : { incoterm: state.incoterm }),
    ...(state.incotermNamedPlace === undefined ? {} : { incotermNamedPlace: state.incotermNamedPlace }),
    ISOEquipmentCode: state.ISOEquipmentCode,
    units: footprint.units,
    equipmentReferences,
    policyVersion: footprint.policyVersion,
    chain: footprint.chain,
  };
}

export type StatementSource = {
  readonly facts: readonly (ShipmentFacts & { readonly party: Party })[];
  readonly indicative: boolean;
  readonly exporterId: string;
  readonly exporterName: string;
};

/** What a statement of these allocations is made of, as far as the caller may see it. */
export async function statementSource(tx: Transaction, allocationIds: readonly string[]): Promise<StatementSource> {
  const found = await tx
    .select()
    .from(allocations)
    .where(inArray(allocations.allocationId, [...allocationIds]));
  const byId = new Map(found.map((row) => [row.allocationId, row]));
  const newest = await newestFootprints(tx, allocationIds);
  const facts = allocationIds.map((allocationId) => {
    const row = byId.get(allocationId);
    const footprint = newest.get(allocationId);
    if (!row || !footprint) throw refusal(422, 'UNKNOWN_ALLOCATION', `${allocationId} has no footprint of yours`);
    if (!FIRM.includes(row.state.status)) throw notFirm(allocationId, row.state.status);
    return { ...factsOf(row, footprint), party: row.state };
  });
  const first = byId.get(allocationIds[0] ?? '');
  if (!first) throw noSuch('allocation');
  if (found.some((row) => row.exporterId !== first.exporterId))
    throw refusal(422, 'SEVERAL_EXPORTERS', 'a statement is of one exporter’s shipments');
  const editions = new Set(facts.map(({ chain }) => chain.factorSetVersion));
  if (editions.size > 1) {
    const message = `the footprints were computed with ${[...editions].sort().join(' and ')}; a statement is of one edition: make one of each`;
    throw refusal(422, 'SEVERAL_FACTOR_SETS', message);
  }
  return {
    facts,
    indicative: found.some((row) => row.state.indicative),
    exporterId: first.exporterId,
    exporterName: first.state.exporterName,
  };
}

export type Issuing = {
  readonly statementId: string;
  readonly source: StatementSource;
  readonly supersedes: string | null;
  readonly submittedBy: string;
  readonly now: Date;
  readonly newId: () => string;
};

/** The statement that took the place of another, if any did. */
export async function supersedingOf(
  tx: Transaction,
  { exporterId, statementId }: { readonly exporterId: string; readonly statementId: string },
): Promise<string | undefined> {
  const [later] = await tx
    .select({ statementId: statements.statementId })
    .from(statements)
    .where(and(eq(statements.exporterId, exporterId), eq(statements.supersedes, statementId)));
  return later?.statementId;
}

/** Whether another statement that stands, and that the one being issued does not supersede, is of this allocation too. */
async function isStatedElsewhere(worker: Transaction, allocationId: string, { supersedes, source }: Issuing) {
  const later = alias(statements, 'later');
  const rows = await worker
    .select({ statementId: statements.statementId })
    .from(statements)
    .leftJoin(later, eq(later.supersedes, statements.statementId))
    .where(
      and(
        eq(statements.exporterId, source.exporterId),
        arrayContains(statements.allocationIds, [allocationId]),
        isNull(later.statementId),
        supersedes === null ? undefined : ne(statements.statementId, supersedes),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Spends the fuel evidence of each shipment and adds everything that follows from its facts. */
async function shipmentsOf(worker: Transaction, issuing: Issuing): Promise<readonly Shipment[]> {
  const { source, now, newId } = issuing;
  const spent = await carriersThatGave(
    worker,
    source.facts.map(({ allocationId }) => allocationId),
  );
  const needed = source.facts.filter((facts) => certifiedEnergyOf(facts).size > 0);
  await lockFuelDocuments(worker, [...spent, ...needed.map(({ party }) => party.carrierId)]);
  const shipments: Shipment[] = [];
  for (const { party, ...facts } of source.facts) {
    const given = await givenTo(worker, facts.allocationId);
    const fuelEvidence = await fuelEvidenceOf(
      { tx: worker, now, newId },
      {
        party,
        chain: facts.chain,
        units: facts.units,
        given,
        standsAlone: async () => !(await isStatedElsewhere(worker, facts.allocationId, issuing)),
      },
    );
    const bookAndClaim = await bookAndClaimOf(worker, given);
    const complete = completeShipment({
      ...facts,
      ...(fuelEvidence.length === 0 ? {} : { fuelEvidence: [...fuelEvidence] }),
      ...(bookAndClaim.length === 0 ? {} : { bookAndClaim: [...bookAndClaim] }),
    });
    assert(complete.ok, 'the chain of a footprint can be computed');
    shipments.push(complete.value);
  }
  return shipments;
}

/**
 * Issues a statement in the worker role: the signing key, the exporter's hash chain and the carriers' fuel documents are
 * rows that no tenant sees.
 */
export async function issueStatement(worker: Transaction, emit: Emit, issuing: Issuing): Promise<SignedStatement> {
  const { statementId, source, supersedes, submittedBy, now } = issuing;
  const { exporterId } = source;
  await lockStatements(worker, exporterId);
  await holdFirm(
    worker,
    source.facts.map(({ allocationId }) => allocationId),
  );
  if (supersedes !== null) {
    const later = await supersedingOf(worker, { exporterId, statementId: supersedes });
    if (later !== undefined)
      throw new ProblemError({
        status: 409,
        title: 'The statement cannot be made',
        errors: [
          {
            code: 'SUPERSEDED',
            property: 'supersedes',
            message: `the statement ${later} supersedes it; name that one`,
          },
        ],
      });
  }
  const last = await worker
    .select({ sha256: statements.sha256, chainNumber: statements.chainNumber })
    .from(statements)
    .where(eq(statements.exporterId, exporterId))
    .orderBy(desc(statements.chainNumber))
    .limit(1);
  const document = completeDocument(
    {
      statementId,
      issuedAt: now.toISOString(),
      reporter: { organisationId: exporterId, name: source.exporterName },
      indicative: source.indicative,
      supersedes,
      previousSha256: last[0]?.sha256 ?? null,
      engine: ENGINE,
    },
    await shipmentsOf(worker, issuing),
  );
  const canonical = canonicalJson(document);
  const sha256 = createHash('sha256').update(canonical, 'utf8').digest('hex');
  const { jws, jwk } = await signCanonical(worker, signingKeys, canonical);
  const signed: SignedStatement = { statement: document, sha256, jws, jwk };
  const allocationIds = document.shipments.map((shipment) => shipment.allocationId);
  await worker.insert(statements).values({
    statementId,
    exporterId,
    submittedBy,
    allocationIds,
    signed,
    sha256,
    chainNumber: (last[0]?.chainNumber ?? 0) + 1,
    supersedes,
    issuedAt: now,
  });
  await emit(worker, {
    type: 'org.greenlane.statement.issued.v1',
    subject: statementId,
    key: allocationIds[0] ?? statementId,
    audience: [exporterId, submittedBy],
    data: {
      statementId,
      exporterId,
      allocationIds,
      sha256,
      ...(supersedes === null ? {} : { supersedes }),
      issuedAt: now.toISOString(),
    },
  });
  return signed;
}
