import type { Allocation } from '@greenlane/contracts/allocation';
import type { Transaction } from '@greenlane/database/database';
import { certifiedEnergyOf } from '@greenlane/emissions/certified-energy';
import type { FuelName } from '@greenlane/emissions/sea-intensity';
import { assert } from '@greenlane/kernel/assert';
import { type Decimal, decimal, sum, toText } from '@greenlane/kernel/decimal';
import { ProblemError } from '@greenlane/runtime/service';
import type { FuelEvidenceLine } from '@greenlane/statement/statement';
import { and, asc, eq, gte, inArray, sql } from 'drizzle-orm';
import { fuelEntries, fuelEvidence } from './tables.ts';

export type EvidenceRow = typeof fuelEvidence.$inferSelect;

export type Party = Pick<Allocation, 'allocationId' | 'carrierId' | 'exporterId' | 'submittedBy'>;
export type Entering = { readonly tx: Transaction; readonly now: Date; readonly newId: () => string };

const EXHAUSTED = (row: EvidenceRow, needed: Decimal) =>
  new ProblemError({
    status: 409,
    title: 'The fuel evidence does not cover it',
    errors: [
      {
        code: 'FUEL_EVIDENCE_EXHAUSTED',
        message: `${row.type} ${row.reference} has less than ${toText(needed)} MJ left: its energy is allocated once`,
      },
    ],
  });

/** Energy by document. */
export type Given = ReadonlyMap<string, Decimal>;

/** Energy already given to an allocation. */
export async function givenTo(tx: Transaction, allocationId: string): Promise<Given> {
  const rows = await tx
    .select({ evidenceId: fuelEntries.evidenceId, energyMJ: sql<string>`sum(${fuelEntries.energyMJ})` })
    .from(fuelEntries)
    .where(eq(fuelEntries.allocationId, allocationId))
    .groupBy(fuelEntries.evidenceId);
  return new Map(rows.map((row) => [row.evidenceId, decimal(row.energyMJ)]));
}

/**
 * Moves energy from a document's free balance to an allocation (negative: back). One guarded update, so that whoever races
 * finds the balance as it is; the check constraint stands behind it.
 */
export async function enterEnergy(
  { tx, now, newId }: Entering,
  entry: { readonly evidence: EvidenceRow; readonly party: Party; readonly energyMJ: Decimal; readonly cause: string },
): Promise<EvidenceRow | undefined> {
  const amount = toText(entry.energyMJ);
  const moved = await tx
    .update(fuelEvidence)
    .set({
      allocatedMJ: sql`${fuelEvidence.allocatedMJ} + ${amount}::numeric`,
      freeMJ: sql`${fuelEvidence.freeMJ} - ${amount}::numeric`,
    })
    .where(and(eq(fuelEvidence.evidenceId, entry.evidence.evidenceId), gte(fuelEvidence.freeMJ, amount)))
    .returning();
  if (!moved[0]) return undefined;
  const { allocationId, carrierId, exporterId, submittedBy } = entry.party;
  await tx.insert(fuelEntries).values({
    entryId: newId(),
    evidenceId: entry.evidence.evidenceId,
    allocationId,
    carrierId,
    exporterId,
    submittedBy,
    energyMJ: amount,
    cause: entry.cause,
    enteredAt: now,
  });
  return moved[0];
}

/** Gives energy to an allocation or refuses because the document has no more. */
export async function allocateEnergy(
  entering: Entering,
  entry: { readonly evidence: EvidenceRow; readonly party: Party; readonly energyMJ: Decimal; readonly cause: string },
): Promise<EvidenceRow> {
  const moved = await enterEnergy(entering, entry);
  if (!moved) throw EXHAUSTED(entry.evidence, entry.energyMJ);
  return moved;
}

/** Cargo that does not sail gives its energy back. */
export async function giveBackEnergy(entering: Entering, party: Party, cause: string): Promise<void> {
  const given = await givenTo(entering.tx, party.allocationId);
  for (const [evidenceId, energyMJ] of given) {
    if (!energyMJ.greaterThan(0)) continue;
    const rows = await entering.tx.select().from(fuelEvidence).where(eq(fuelEvidence.evidenceId, evidenceId));
    const evidence = rows[0];
    assert(evidence, 'an entry is of a registered document');
    await enterEnergy(entering, { evidence, party, energyMJ: energyMJ.negated(), cause });
  }
}

function lineOf(row: EvidenceRow, energyMJ: Decimal): FuelEvidenceLine {
  return {
    type: row.type,
    reference: row.reference,
    sha256: row.sha256,
    fuel: row.fuel,
    ledger: 'ALLOCATED',
    energyMJ: toText(energyMJ),
    publishedMJ: toText(decimal(row.publishedMJ)),
    remainingMJ: toText(decimal(row.freeMJ)),
  };
}

/** A shipment that is stated, with what its allocation was given before. */
type Stated = {
  readonly party: Party;
  readonly chain: Allocation['chain'];
  readonly units: number;
  readonly given: Given;
  /** Whether no other statement that stands says that the energy was spent on it. */
  readonly standsAlone: () => Promise<boolean>;
};

/** Covers the need of one fuel from the carrier's documents in the order that the profile names them. */
async function cover(
  entering: Entering,
  need: { readonly fuel: FuelName; readonly energyMJ: Decimal; readonly documents: readonly EvidenceRow[] },
  { party, given, standsAlone }: Stated,
): Promise<readonly FuelEvidenceLine[]> {
  let open = need.energyMJ;
  const lines: FuelEvidenceLine[] = [];
  const rows = need.documents.filter((row) => row.fuel === need.fuel);
  for (const [index, row] of rows.entries()) {
    const already = given.get(row.evidenceId) ?? decimal(0);
    const isLast = index === rows.length - 1;
    const reachable = already.plus(row.freeMJ);
    const wanted = isLast || open.lessThanOrEqualTo(reachable) ? open : reachable;
    const more = wanted.minus(already);
    const isMoved = more.greaterThan(0) || (more.lessThan(0) && (await standsAlone()));
    const present = isMoved
      ? await allocateEnergy(entering, { evidence: row, party, energyMJ: more, cause: 'STATEMENT' })
      : row;
    if (wanted.greaterThan(0)) lines.push(lineOf(present, wanted));
    open = open.minus(wanted);
  }
  return lines;
}

/** Physical fuel of documents that the facts no longer name goes back to its carrier. */
async function giveBackUnnamed(entering: Entering, shipment: Stated, named: readonly EvidenceRow[]): Promise<void> {
  const unnamed = [...shipment.given.keys()].filter((id) => !named.some(({ evidenceId }) => evidenceId === id));
  if (unnamed.length === 0) return;
  const rows = await entering.tx
    .select()
    .from(fuelEvidence)
    .where(and(inArray(fuelEvidence.evidenceId, unnamed), eq(fuelEvidence.inventory, 'PHYSICAL')))
    .orderBy(asc(fuelEvidence.evidenceId));
  for (const evidence of rows) {
    const energyMJ = shipment.given.get(evidence.evidenceId) ?? decimal(0);
    if (!energyMJ.greaterThan(0) || !(await shipment.standsAlone())) continue;
    await enterEnergy(entering, {
      evidence,
      party: shipment.party,
      energyMJ: energyMJ.negated(),
      cause: 'STATEMENT',
    });
  }
}

/**
 * The fuel evidence of a shipment for its statement. Certified fuel is spent from the registered proofs of the carrier; a
 * proof that nobody registered is named as such, one in another carrier's book is refused; documents without a balance
 * (bunker notes, voyage reports) are listed. What a statement spent that this one supersedes, and this one does not, goes back.
 */
export async function fuelEvidenceOf(entering: Entering, shipment: Stated): Promise<readonly FuelEvidenceLine[]> {
  const { profile } = shipment.chain.sea;
  if (profile.dataQuality !== 'PRIMARY') {
    await giveBackUnnamed(entering, shipment, []);
    return [];
  }
  const needs = certifiedEnergyOf(shipment);
  const references = profile.evidence.map((item) => item.reference);
  const registered =
    needs.size === 0
      ? []
      : await entering.tx
          .select()
          .from(fuelEvidence)
          .where(and(eq(fuelEvidence.type, 'PROOF_OF_SUSTAINABILITY'), inArray(fuelEvidence.reference, references)))
          .orderBy(asc(fuelEvidence.evidenceId))
          .for('update');
  const foreign = registered.find((row) => row.carrierId !== shipment.party.carrierId || row.inventory !== 'PHYSICAL');
  if (foreign)
    throw new ProblemError({
      status: 409,
      title: 'The fuel evidence is not this ship’s',
      errors: [
        {
          code: 'FUEL_EVIDENCE_ELSEWHERE',
          message: `${foreign.reference} is in another carrier’s book or was sold by book and claim`,
        },
      ],
    });
  const covered: FuelEvidenceLine[] = [];
  for (const [fuel, energyMJ] of needs)
    covered.push(...(await cover(entering, { fuel, energyMJ, documents: registered }, shipment)));
  await giveBackUnnamed(
    entering,
    shipment,
    registered.filter(({ fuel }) => needs.has(fuel)),
  );
  const listed = profile.evidence
    .filter((item) => !covered.some((line) => line.reference === item.reference && line.type === item.type))
    .map(
      (item): FuelEvidenceLine => ({
        type: item.type,
        reference: item.reference,
        ...(item.sha256 === undefined ? {} : { sha256: item.sha256 }),
        // A proof that counts but that no ledger holds could be claimed elsewhere too: the statement says so.
        ledger: item.type === 'PROOF_OF_SUSTAINABILITY' && needs.size > 0 ? 'NOT_REGISTERED' : 'NO_BALANCE',
      }),
    );
  return [...covered, ...listed];
}

/** Certificates bought for a shipment by book and claim: stated apart, in no total. */
export async function bookAndClaimOf(tx: Transaction, given: Given): Promise<readonly FuelEvidenceLine[]> {
  if (given.size === 0) return [];
  const rows = await tx
    .select()
    .from(fuelEvidence)
    .where(and(inArray(fuelEvidence.evidenceId, [...given.keys()]), eq(fuelEvidence.inventory, 'BOOK_AND_CLAIM')))
    .orderBy(asc(fuelEvidence.evidenceId));
  return rows.map((row) => lineOf(row, given.get(row.evidenceId) ?? sum([])));
}
