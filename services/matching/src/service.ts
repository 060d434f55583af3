import { makeEmit } from '@greenlane/runtime/emit';
import type { Service } from '@greenlane/runtime/service';
import { allocationRoutes } from './allocation-routes.ts';
import { openBooks } from './books.ts';
import { commandAnswers } from './command-answers.ts';
import { pruneCommands } from './commands.ts';
import { portConsumer, programmeConsumer } from './consumers.ts';
import { indexedRanking } from './domain/ranking-index.ts';
import { MATCHING_GROUP } from './inbox.ts';
import { insightRoutes } from './insight-routes.ts';
import { planRoutes } from './plan-routes.ts';
import { makePlans } from './plans.ts';
import { rankingRoutes } from './ranking-routes.ts';
import { MATCHING_IN_CHINESE } from './refusals-in-chinese.ts';
import { outbox } from './tables.ts';

const COMMAND_POLL_MILLISECONDS = 250;
const TICK_MILLISECONDS = 1_000;
/** How often it is asked whether bid prices are due. */
const PRICES_MILLISECONDS = 2_000;
const PRUNE_MILLISECONDS = 3_600_000;
/** As long as answers by Idempotency-Key are kept. */
const COMMAND_DAYS = 30;

/** Where cargo meets space: market books, ranking, holds, the capacity ledger and re-matching. */
export const matching: Service = {
  name: 'matching',
  schema: 'matching',
  inChinese: MATCHING_IN_CHINESE,
  prefixes: ['/v1/rankings', '/v1/allocations', '/v1/ranking-policy', '/v1/plans', '/v1/outlook'],
  compose: ({ db, clock, newId, log }) => {
    const emitFor = makeEmit({ serviceName: 'matching', outbox, clock, newId });
    const books = openBooks({ db, clock, emitFor, newId, log, makeEngine: indexedRanking });
    const answers = commandAnswers({ db, books });
    const plans = makePlans({ db, books, log, now: () => clock.now() });
    return {
      routes: [
        ...rankingRoutes({ books, now: () => clock.now() }),
        ...allocationRoutes({ books, newId, answers }),
        ...planRoutes({ plans, answers, newId, now: () => clock.now() }),
        ...insightRoutes(books, () => clock.now()),
      ],
      consumers: [programmeConsumer(books), portConsumer(newId)],
      batchConsumers: [
        {
          group: MATCHING_GROUP,
          topics: ['vessel-offers', 'cargo-requests'],
          // While events of a batch commit the next are decided: the more, the less waits (ADR 30).
          maximumBatch: 2_000,
          handleBatch: books.handleBatch,
          onPartitionsChanged: books.partitionsChanged,
        },
      ],
      jobs: [
        {
          name: 'matching.pending',
          everyMilliseconds: COMMAND_POLL_MILLISECONDS,
          run: async () => {
            await books.takePending();
            return undefined;
          },
        },
        {
          name: 'matching.tick',
          everyMilliseconds: TICK_MILLISECONDS,
          run: async () => {
            await books.tick();
            return undefined;
          },
        },
        {
          name: 'matching.prices',
          everyMilliseconds: PRICES_MILLISECONDS,
          run: async () => {
            await books.solvePrices();
            return undefined;
          },
        },
        {
          name: 'matching.prune',
          everyMilliseconds: PRUNE_MILLISECONDS,
          run: async () => {
            await db.asWorker((tx) => pruneCommands(tx, new Date(clock.now().getTime() - COMMAND_DAYS * 86_400_000)));
            return undefined;
          },
        },
      ],
      stop: async () => {
        await plans.stop();
        await books.stop();
      },
      gauges: {
        owned_markets: { help: 'Markets whose book this process writes.', read: books.gauges.owned },
        open_offers: { help: 'Offers in the books of this process.', read: books.gauges.openOffers },
        waiting_requests: {
          help: 'Requests that wait for space in the books of this process.',
          read: books.gauges.waiting,
        },
      },
    };
  },
};
