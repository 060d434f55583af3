import { runServices } from '@greenlane/runtime/run';
import type { Service } from '@greenlane/runtime/service';
import { sql } from 'drizzle-orm';

const SLOW_MILLISECONDS = Number(process.env['FAULTS_SLOW_MILLISECONDS'] ?? 0);

/**
 * A service of the faults' own: notes each request that it hears of, chokes on those that say so until `faults.mended` has
 * a row, and is slow when asked to be. It keeps its inbox and its parked events in the notifications schema.
 */
const choking: Service = {
  name: 'faults',
  schema: 'notifications',
  inChinese: { sentences: {} },
  prefixes: ['/v1/faults'],
  compose: () => ({
    routes: [],
    consumers: [
      {
        group: 'faults',
        topics: ['cargo-requests'],
        handlers: {
          'org.greenlane.cargo-request.submitted.v1': async ({ tx }, { data }) => {
            const reference = data.requestReference;
            if (reference.startsWith('THROWS') || reference.startsWith('HANGS')) {
              const mended = await tx.execute(sql`select 1 from faults.mended`);
              if (mended.rows.length === 0) {
                if (reference.startsWith('HANGS')) await new Promise(() => {});
                throw new Error(`cannot digest ${reference}`);
              }
            }
            if (SLOW_MILLISECONDS > 0) await new Promise((resolve) => setTimeout(resolve, SLOW_MILLISECONDS));
            await tx.execute(
              sql`insert into faults.effect (request_id, reference) values (${data.requestId}, ${reference})`,
            );
          },
        },
      },
    ],
  }),
};

await runServices([choking]);
