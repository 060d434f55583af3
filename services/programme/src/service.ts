import type { Service } from '@greenlane/runtime/service';
import { programmeConsumers } from './consumers.ts';
import { outcomeRoutes } from './outcomes.ts';
import { programmeRoutes } from './routes.ts';

/** Who is who, which rules are in force, and what came of it. */
export const programme: Service = {
  name: 'programme',
  schema: 'programme',
  prefixes: ['/v1/programme', '/.well-known/audit-anchors'],
  compose: (context) => ({
    routes: [...programmeRoutes(context), ...outcomeRoutes()],
    consumers: programmeConsumers(),
  }),
};
