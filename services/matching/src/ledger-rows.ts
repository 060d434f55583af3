import { integerArray, textArray } from '@greenlane/database/array-parameters';
import type { Transaction } from '@greenlane/database/database';
import { allOf, writeWithCommit } from './batch-statement.ts';
import type { OfferState } from './domain/book.ts';
import { DIMENSION_COUNT } from './domain/terms.ts';

/** Of each dimension of space, in the order of the book: what is published, and what of it is held, confirmed and loaded. */
const LEDGER_COLUMNS = ['quarter_teu', 'weight_kg', 'dangerous_goods_quarter_teu', 'reefer_plugs'].flatMap(
  (dimension) => [dimension, `held_${dimension}`, `confirmed_${dimension}`, `loaded_${dimension}`],
);
const LEDGER_ROWS = `unnest($2::text[], $3::integer[], ${LEDGER_COLUMNS.map((_column, place) => `$${place + 4}::integer[]`).join(', ')})
    as changed (offer_id, leg, ${LEDGER_COLUMNS.join(', ')})`;
/** Of offers that came anew: their rows may be there or not. */
const LEDGER_PUT = `insert into matching.ledger (offer_id, leg, market, ${LEDGER_COLUMNS.join(', ')})
  select offer_id, leg, $1, ${LEDGER_COLUMNS.join(', ')} from ${LEDGER_ROWS}
  on conflict (offer_id, leg) do update set ${LEDGER_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`;
/** Of all others, whose rows are there: a guarded update costs half of an insert that conflicts. */
const LEDGER_UPDATE = `with updated as (
    update matching.ledger as row set ${LEDGER_COLUMNS.map((column) => `${column} = changed.${column}`).join(', ')}
    from ${LEDGER_ROWS} where row.offer_id = changed.offer_id and row.leg = changed.leg and row.market = $1 returning 1)
  ${allOf('updated', 'cardinality($2::text[])')}`;

type LedgerRow = { readonly offerId: string; readonly leg: number; readonly amounts: readonly number[] };

/** The ledger rows of an offer. They were counted from its allocations once: a fifth of what a decision took. */
function ledgerRows({ terms, capacity, used, confirmed, loaded }: OfferState): LedgerRow[] {
  return terms.legs.map((_published, leg) => {
    const amounts: number[] = [];
    for (let at = leg * DIMENSION_COUNT; at < (leg + 1) * DIMENSION_COUNT; at += 1)
      amounts.push(capacity[at]!, used[at]! - confirmed[at]! - loaded[at]!, confirmed[at]!, loaded[at]!);
    return { offerId: terms.offerId, leg, amounts };
  });
}

/** Ledger rows to write, and offers that may have fewer legs than before. */
export type Ledger = {
  /** Of offers whose terms came anew. */
  readonly put: readonly LedgerRow[];
  readonly updated: readonly LedgerRow[];
  readonly shortened: readonly { readonly offerId: string; readonly legs: number }[];
};

/** An offer as it stands now, also one that was taken out of the book meanwhile; `isAnew` where its terms came anew. */
export type ChangedOffer = { readonly offer: OfferState; readonly isAnew: boolean };

/**
 * The rows of changed offers, as they are now.
 * @param amended offers that have a new version: it may have fewer legs
 */
export function ledgerOf(changed: readonly ChangedOffer[], amended: ReadonlySet<string>): Ledger {
  const rowsOf = (some: readonly ChangedOffer[]) => some.flatMap(({ offer }) => ledgerRows(offer));
  return {
    put: rowsOf(changed.filter(({ isAnew }) => isAnew)),
    updated: rowsOf(changed.filter(({ isAnew }) => !isAnew)),
    shortened: changed
      .filter(({ offer }) => amended.has(offer.terms.offerId))
      .map(({ offer: { terms } }) => ({ offerId: terms.offerId, legs: terms.legs.length })),
  };
}

export function writeLedger(tx: Transaction, market: string, { put, updated, shortened }: Ledger): void {
  if (shortened.length > 0)
    writeWithCommit(tx, () => ({
      name: 'matching ledger legs',
      text: `delete from matching.ledger as row using unnest($1::text[], $2::integer[]) as now (offer_id, legs)
        where row.offer_id = now.offer_id and row.leg >= now.legs`,
      values: [textArray(shortened.map(({ offerId }) => offerId)), integerArray(shortened.map(({ legs }) => legs))],
    }));
  const writeRows = (name: string, text: string, rows: readonly LedgerRow[]) => {
    if (rows.length === 0) return;
    writeWithCommit(tx, () => ({
      name,
      text,
      values: [
        market,
        textArray(rows.map(({ offerId }) => offerId)),
        integerArray(rows.map(({ leg }) => leg)),
        ...LEDGER_COLUMNS.map((_column, place) => integerArray(rows.map(({ amounts }) => amounts[place]!))),
      ],
    }));
  };
  writeRows('matching ledger', LEDGER_PUT, put);
  writeRows('matching ledger changes', LEDGER_UPDATE, updated);
}
