import type { Allocation } from '@greenlane/contracts/allocation';
import type { Transaction } from '@greenlane/database/database';
import { insertNew } from '@greenlane/database/insert-new';
import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import type { TakenSpace } from './domain/legs.ts';
import { allocatedSpaces, offers } from './tables.ts';

export type OfferRow = typeof offers.$inferSelect;

/** Stores offers under references that the carrier has not used; answers those that were stored. */
export function insertOffers(tx: Transaction, rows: readonly OfferRow[]): Promise<ReadonlySet<string>> {
  const key = [offers.carrierId, offers.carrierOfferReference];
  return insertNew(tx, { table: offers, key, id: offers.offerId }, rows);
}

export async function findOffersByReference(
  tx: Transaction,
  carrierId: string,
  references: readonly string[],
): Promise<ReadonlyMap<string, OfferRow>> {
  if (references.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(offers)
    .where(and(eq(offers.carrierId, carrierId), inArray(offers.carrierOfferReference, [...references])));
  return new Map(rows.map((row) => [row.carrierOfferReference, row]));
}

export async function findOffer(tx: Transaction, offerId: string): Promise<OfferRow | undefined> {
  return (await tx.select().from(offers).where(eq(offers.offerId, offerId)))[0];
}

/** Keeps other writers off the offer until the transaction ends, so that versions follow one another. */
export async function lockOffer(tx: Transaction, offerId: string): Promise<OfferRow | undefined> {
  return (await tx.select().from(offers).where(eq(offers.offerId, offerId)).for('update'))[0];
}

export async function replaceOffer(tx: Transaction, row: OfferRow): Promise<void> {
  await tx.update(offers).set(row).where(eq(offers.offerId, row.offerId));
}

export type OfferFilter = {
  readonly market?: string | undefined;
  readonly carrierOfferReference?: string | undefined;
  readonly UNLocationCode?: string | undefined;
};

/** Offers in the order in which they were made (ids are UUIDs of version 7), after the given id. */
export async function listOffers(
  tx: Transaction,
  page: { readonly after: string | undefined; readonly limit: number; readonly filter: OfferFilter },
): Promise<readonly OfferRow[]> {
  const { market, carrierOfferReference, UNLocationCode } = page.filter;
  return tx
    .select()
    .from(offers)
    .where(
      and(
        page.after === undefined ? undefined : gt(offers.offerId, page.after),
        market === undefined ? undefined : eq(offers.market, market),
        carrierOfferReference === undefined ? undefined : eq(offers.carrierOfferReference, carrierOfferReference),
        UNLocationCode === undefined
          ? undefined
          : sql`${offers.body} @> ${JSON.stringify({ portCalls: [{ UNLocationCode }] })}::jsonb`,
      ),
    )
    .orderBy(asc(offers.offerId))
    .limit(page.limit);
}

export async function spacesOnOffer(tx: Transaction, offerId: string): Promise<readonly TakenSpace[]> {
  return tx.select().from(allocatedSpaces).where(eq(allocatedSpaces.offerId, offerId));
}

/** Keeps the newest version of an allocation; an older or repeated one changes nothing. */
export async function saveAllocatedSpace(tx: Transaction, allocation: Allocation): Promise<void> {
  const row = {
    allocationId: allocation.allocationId,
    version: allocation.version,
    offerId: allocation.offerId,
    carrierId: allocation.carrierId,
    status: allocation.status,
    loadPort: allocation.loadPort,
    dischargePort: allocation.dischargePort,
    departureDateTime: allocation.departureDateTime,
    ...allocation.space,
  };
  await tx
    .insert(allocatedSpaces)
    .values(row)
    .onConflictDoUpdate({
      target: allocatedSpaces.allocationId,
      set: row,
      setWhere: lt(allocatedSpaces.version, allocation.version),
    });
}
