import { pruneInbox } from '@greenlane/messaging/consumer';
import type { Composed } from './composed.ts';
import { pruneReplies } from './idempotency.ts';
import { type RunningJob, startJob } from './jobs.ts';
import type { Job } from './service.ts';

const PRUNE_EVERY_MILLISECONDS = 3_600_000;
const CREDENTIAL_USES_MILLISECONDS = 60_000;

/** One event for many uses: a request writes nothing to say that its key was used. */
async function tellCredentialUses({ service, identity, db, emitFor }: Composed): Promise<void> {
  const uses = identity.takeUses();
  if (uses.length === 0) return;
  await db.asWorker((tx) =>
    emitFor({})(tx, {
      type: 'org.greenlane.credentials.used.v1',
      subject: service.name,
      key: service.name,
      audience: [],
      data: { service: service.name, uses: [...uses] },
    }),
  );
}

/** The jobs of a service, and those that the runtime does for every service. */
export function startJobs(
  composed: Composed,
  wakeOutbox: () => void,
  { credentialUsesEveryMilliseconds }: { readonly credentialUsesEveryMilliseconds: number | undefined },
): RunningJob[] {
  const { service, db, tables, context, parts, log } = composed;
  const pruning: Job = {
    name: `${service.name}.prune`,
    everyMilliseconds: PRUNE_EVERY_MILLISECONDS,
    run: async () => {
      await db.asWorker(async (tx) => {
        await pruneReplies(tx, tables.idempotency, context.clock.now());
        await pruneInbox(tx, tables);
      });
      return undefined;
    },
  };
  const telling: Job = {
    name: `${service.name}.credential-uses`,
    everyMilliseconds: credentialUsesEveryMilliseconds ?? CREDENTIAL_USES_MILLISECONDS,
    run: async () => {
      await tellCredentialUses(composed);
      return undefined;
    },
  };
  return [pruning, telling, ...(parts.jobs ?? [])].map((job) =>
    startJob(
      {
        ...job,
        run: async (signal) => {
          const more = await job.run(signal);
          wakeOutbox();
          return more;
        },
      },
      log,
    ),
  );
}
