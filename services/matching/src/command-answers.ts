import type { Database } from '@greenlane/database/database';
import { ProblemError } from '@greenlane/runtime/service';
import type { Books } from './books.ts';
import { findCommand } from './commands.ts';
import type { CommandOutcome } from './tables.ts';

/** Commands and what became of them: rows that the owner of a market takes in order, wherever it runs. */
export type CommandAnswers = {
  /** The outcome, as soon as the owner gave it; null when it did not within the time that an answer waits. */
  readonly outcomeOf: (market: string, commandId: string) => Promise<CommandOutcome | null>;
};

const FIRST_PAUSE_MILLISECONDS = 5;
const LONGEST_PAUSE_MILLISECONDS = 100;

export function commandAnswers(options: {
  readonly db: Database;
  readonly books: Books;
  readonly waitMilliseconds?: number;
}): CommandAnswers {
  const { db, books } = options;
  const waitMilliseconds = options.waitMilliseconds ?? 5_000;
  return {
    outcomeOf: async (market, commandId) => {
      // The owner may live here: then the command is taken at once; elsewhere its next look finds the row.
      void books.takePending(market).catch(() => undefined);
      const until = Date.now() + waitMilliseconds;
      for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS)) {
        const outcome = (await db.asWorker((tx) => findCommand(tx, commandId)))?.outcome;
        if (outcome !== undefined && outcome !== null) return outcome;
        if (Date.now() + pause > until) return null;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    },
  };
}

/** Refusals that no waiting heals are 422; the others conflict with what is there now. */
const NEVER_ACCEPTED: ReadonlySet<string> = new Set([
  'SPLIT_NOT_ALLOWED',
  'TOO_MANY_UNITS',
  'UNKNOWN_OFFER',
  'UNKNOWN_REQUEST',
]);

/** Which property of a choice a refusal is about. */
const PROPERTIES: Readonly<Record<string, string>> = {
  SPLIT_NOT_ALLOWED: 'units',
  TOO_MANY_UNITS: 'units',
  UNKNOWN_OFFER: 'offerId',
  UNKNOWN_REQUEST: 'requestId',
  NOT_FEASIBLE: 'offerId',
};

/** @throws ProblemError always: the command was refused */
export function refusalReply(outcome: Extract<CommandOutcome, { ok: false }>): never {
  const property = PROPERTIES[outcome.code];
  throw new ProblemError({
    status: NEVER_ACCEPTED.has(outcome.code) ? 422 : 409,
    title: 'The allocation was not changed',
    errors: [
      { code: outcome.code, ...(property === undefined ? {} : { property }), message: outcome.message },
      ...(outcome.reasons ?? []).map((code) => ({
        code,
        property: 'offerId',
        message: `the offer is refused for ${code}`,
      })),
    ],
  });
}
