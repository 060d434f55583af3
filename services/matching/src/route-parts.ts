import type { Transaction } from '@greenlane/database/database';
import { type Principal, ProblemError } from '@greenlane/runtime/service';
import { sql } from 'drizzle-orm';

/** Who may read what concerns one request. */
export const REQUEST_READERS = ['exporter', 'logistics-provider', 'authority', 'verifier'] as const;

export const notFound = (what: string) => new ProblemError({ status: 404, title: `No such ${what}` });

export function notYet(): ProblemError {
  return new ProblemError({
    status: 409,
    title: 'The market cannot rank yet',
    errors: [
      {
        code: 'NO_POLICY_IN_FORCE',
        message: 'no policy is in force for this market yet, or nothing was published in it',
      },
    ],
    headers: { 'retry-after': '2' },
  });
}

/** Row level security reads for which exporters a provider acts. */
export async function actFor(tx: Transaction, principal: Principal): Promise<void> {
  await tx.execute(sql`select set_config('greenlane.acts_for', ${principal.actsFor.join(' ')}, true)`);
}
