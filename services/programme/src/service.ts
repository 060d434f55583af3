import type { Service } from '@greenlane/runtime/service';
import { keyRotationJob } from '@greenlane/runtime/signing-keys';
import { anchorOfDay } from './anchors.ts';
import { auditConsumer, programmeConsumers } from './consumers.ts';
import { outcomeRoutes } from './outcomes.ts';
import { PROGRAMME_IN_CHINESE } from './refusals-in-chinese.ts';
import { programmeRoutes } from './routes.ts';
import { signingKeys } from './tables.ts';

/** Looks this often whether a new day needs its anchor. */
const ANCHOR_MILLISECONDS = 60_000;
/** As long as carbon's keys sign. */
const ANCHOR_KEY_DAYS = 90;

/** Who is who, which rules are in force, and what came of it. */
export const programme: Service = {
  name: 'programme',
  schema: 'programme',
  inChinese: PROGRAMME_IN_CHINESE,
  prefixes: ['/v1/programme', '/.well-known/audit-anchors'],
  compose: (context) => ({
    routes: [...programmeRoutes(context), ...outcomeRoutes()],
    consumers: programmeConsumers(),
    batchConsumers: [auditConsumer(context.db)],
    jobs: [
      keyRotationJob(context, { name: 'programme.rotate-signing-key', table: signingKeys, days: ANCHOR_KEY_DAYS }),
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
