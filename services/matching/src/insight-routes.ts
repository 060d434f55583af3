import { Identifier, UNLocationCode } from '@greenlane/contracts/values';
import { allowComputing } from '@greenlane/database/database';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { REGIONS } from '@greenlane/geography/regions';
import { PAGE_QUERY, pageOf, readCursor, wholeNumber } from '@greenlane/runtime/paging';
import { defineRoute, ProblemError, type Route } from '@greenlane/runtime/service';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Books } from './books.ts';
import { REASON_CODES } from './domain/feasibility.ts';
import type { Market } from './domain/market.ts';
import { type OfferUse, offerUse } from './domain/offer-use.ts';
import { outlook } from './domain/outlook.ts';
import { rankingMinute } from './domain/ranking-document.ts';
import { minuteOf } from './domain/request-terms.ts';
import { wordingOf } from './domain/wording.ts';
import { readJournal } from './store.ts';
import * as tables from './tables.ts';

const OutlookSchema = z.strictObject({
  loadPort: UNLocationCode,
  dischargePort: UNLocationCode,
  week: z.string(),
  weekStart: z.iso.date(),
  sailings: z.int().positive(),
  lowEmissionSailings: z.int().nonnegative(),
  publishedTeu: z.int().nonnegative(),
  freeTeu: z.int().nonnegative(),
  lowEmissionFreeTeu: z.int().nonnegative(),
  keptForPriorityTeu: z.int().nonnegative(),
  lowestKgCo2ePerTeu: z.string(),
  firstGateCutOff: z.string(),
  message: z.string(),
});

const OfferUseSchema = z.strictObject({
  offerId: Identifier,
  decidedAt: z.string(),
  open: z.boolean(),
  legs: z.array(
    z.strictObject({
      publishedTeu: z.number().nonnegative(),
      usedTeu: z.number().nonnegative(),
      keptForPriorityTeu: z.int().nonnegative(),
    }),
  ),
  requests: z.int().nonnegative(),
  placedHere: z.int().nonnegative(),
  placedElsewhere: z.int().nonnegative(),
  couldStillTake: z.int().nonnegative(),
  refusedBy: z.array(
    z.strictObject({ code: z.enum(REASON_CODES as [string, ...string[]]), requests: z.int().positive() }),
  ),
  message: z.string(),
  sentences: z.array(z.string()),
});

const OutlookQuery = z.strictObject({
  ...PAGE_QUERY,
  market: z.enum(REGIONS),
  loadPort: UNLocationCode.optional(),
  dischargePort: UNLocationCode.optional(),
  weeks: wholeNumber(1, 26).default(8),
});

/** Views of a book for those who do not ask about one request: exporters who plan, carriers who look at their space. */
export function insightRoutes(books: Books, now: () => Date): Route[] {
  /** As the market is now; of an offer that has left it, as it was when the offer did. */
  async function useOf(
    { market, leftSequence }: { readonly market: string; readonly leftSequence: number | null },
    useIn: (minute: number) => (market: Market) => OfferUse | undefined,
  ): Promise<OfferUse | undefined> {
    if (leftSequence === null) return books.read(market, useIn(rankingMinute(now())));
    const use = await books.readAt(market, leftSequence - 1, async (then, tx) => {
      const [entry] = await readJournal(tx, market, { after: leftSequence - 1, limit: 1 });
      return entry === undefined ? undefined : useIn(minuteOf(entry.at))(then);
    });
    return use === undefined ? undefined : { ...use, open: false };
  }

  return [
    defineRoute({
      method: 'GET',
      path: '/v1/outlook',
      operationId: 'getOutlook',
      summary: 'Green capacity by lane and week: what an exporter can plan production on.',
      allow: 'authenticated',
      query: OutlookQuery,
      transaction: false,
      responses: { 200: { description: 'A page of lanes and weeks.', schema: z.array(OutlookSchema) } },
      worded: true,
      handle: async ({ query, language }) => {
        const { loadPort, dischargePort } = query;
        const rows = await books.read(query.market, ({ book }) =>
          outlook(book, {
            minute: rankingMinute(now()),
            weeks: query.weeks,
            wording: wordingOf(language),
            ...(loadPort === undefined ? {} : { loadPort: canonicalLocationCode(loadPort) }),
            ...(dischargePort === undefined ? {} : { dischargePort: canonicalLocationCode(dischargePort) }),
          }),
        );
        const after = readCursor(query.cursor);
        const keyOf = (row: { loadPort: string; dischargePort: string; weekStart: string }) =>
          `${row.loadPort} ${row.dischargePort} ${row.weekStart}`;
        const rest = (rows ?? []).filter((row) => after === undefined || keyOf(row) > after);
        const page = pageOf(rest.slice(0, query.limit + 1), query.limit, keyOf);
        return { status: 200, body: page.rows, headers: page.headers };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/rankings/offers/{offerId}',
      operationId: 'getOfferUse',
      summary: "Why the space of a carrier's own offer was used or not, without a word of rivals or single exporters.",
      allow: ['carrier', 'authority'],
      params: z.object({ offerId: Identifier }),
      responses: { 200: { description: 'How the market used the offer.', schema: OfferUseSchema } },
      worded: true,
      handle: async ({ tx, params, language }) => {
        const rows = await tx
          .select({ market: tables.offers.market, leftSequence: tables.offers.leftSequence })
          .from(tables.offers)
          .where(eq(tables.offers.offerId, params.offerId));
        const [row] = rows;
        const useIn = (minute: number) => (market: Market) =>
          offerUse(market.book, params.offerId, { minute, wording: wordingOf(language) });
        await allowComputing(tx, '10min');
        const use = row === undefined ? undefined : await useOf(row, useIn);
        if (use === undefined) throw new ProblemError({ status: 404, title: 'No such offer' });
        return { status: 200, body: use };
      },
    }),
  ];
}
