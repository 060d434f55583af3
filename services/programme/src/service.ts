import type { Service } from '@greenlane/runtime/service';
import { anchorOfDay } from './anchors.ts';
import { auditConsumer, programmeConsumers } from './consumers.ts';
import { outcomeRoutes } from './outcomes.ts';
import { programmeRoutes } from './routes.ts';

/** Looks this often whether a new day needs its anchor. */
const ANCHOR_MILLISECONDS = 60_000;

/** Who is who, which rules are in force, and what came of it. */
export const programme: Service = {
  name: 'programme',
  schema: 'programme',
  prefixes: ['/v1/programme', '/.well-known/audit-anchors'],
  compose: (context) => ({
    routes: [...programmeRoutes(context), ...outcomeRoutes()],
    consumers: programmeConsumers(),
    batchConsumers: [auditConsumer(context.db)],
    jobs: [
      {
        name: 'programme.anchor',
        everyMilliseconds: ANCHOR_MILLISECONDS,
        run: async () => {
          await context.db.asWorker((tx) => anchorOfDay(tx, context.clock.now()));
          return undefined;
        },
      },
    ],
  }),
};
