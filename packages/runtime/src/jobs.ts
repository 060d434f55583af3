import type { Logger } from 'pino';
import type { Job } from './service.ts';

export type RunningJob = { readonly name: string; stop(): Promise<void> };

/** Runs a job again and again, never twice at once; a failure is logged and the next turn tries again. */
export function startJob(job: Job, log: Logger): RunningJob {
  const aborted = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const turn = async (): Promise<void> => {
    try {
      while (!aborted.signal.aborted && (await job.run(aborted.signal)) === true);
    } catch (error) {
      if (!aborted.signal.aborted)
        log.error({ err: error, job: job.name }, 'a job failed; it runs again at its next turn');
    }
  };
  const schedule = (): void => {
    if (aborted.signal.aborted) return;
    timer = setTimeout(() => {
      running = turn().then(schedule);
    }, job.everyMilliseconds);
  };
  schedule();
  return {
    name: job.name,
    stop: async () => {
      aborted.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
