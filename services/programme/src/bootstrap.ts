import type { Database } from '@greenlane/database/database';
import type { Clock } from '@greenlane/kernel/clock';
import type { Emit } from '@greenlane/runtime/service';
import { and, asc, eq } from 'drizzle-orm';
import { issueKey } from './credentials.ts';
import { registerOrganisation } from './store.ts';
import { organisations } from './tables.ts';

export type FirstKey = { readonly organisationId: string; readonly apiKey: string };

/**
 * The first key of a fresh platform, which no HTTP call could authorise: makes an authority when there is none, and a key for
 * it, with their events, in one transaction. With an authority already there it makes a further key for that one.
 * @returns undefined when the authority has two active keys already
 */
export async function bootstrapAuthority(
  db: Database,
  options: { readonly name: string; readonly clock: Clock; readonly newId: () => string; readonly emit: Emit },
): Promise<FirstKey | undefined> {
  return db.asWorker(async (tx) => {
    const act = { emit: options.emit, actor: 'bootstrap', now: options.clock.now() };
    const found = await tx
      .select()
      .from(organisations)
      .where(and(eq(organisations.role, 'authority'), eq(organisations.status, 'active')))
      .orderBy(asc(organisations.registeredAt))
      .limit(1);
    const authority =
      found[0] ??
      (await registerOrganisation(tx, act, { organisationId: 'authority', name: options.name, role: 'authority' }));
    if (!authority) return undefined;
    const issued = await issueKey(tx, act, {
      keyId: options.newId(),
      organisationId: authority.organisationId,
      label: 'bootstrap',
      scopes: [],
    });
    return issued && { organisationId: authority.organisationId, apiKey: issued.apiKey };
  });
}

/** A key for any organisation, made by whoever operates the platform's database. */
export async function createKey(
  db: Database,
  options: {
    readonly organisationId: string;
    readonly clock: Clock;
    readonly newId: () => string;
    readonly emit: Emit;
  },
): Promise<FirstKey | 'unknown organisation' | 'two keys are active'> {
  return db.asWorker(async (tx) => {
    const found = await tx.select().from(organisations).where(eq(organisations.organisationId, options.organisationId));
    if (found.length === 0) return 'unknown organisation';
    const act = { emit: options.emit, actor: 'operator', now: options.clock.now() };
    const issued = await issueKey(tx, act, {
      keyId: options.newId(),
      organisationId: options.organisationId,
      label: 'operator',
      scopes: [],
    });
    return issued ? { organisationId: options.organisationId, apiKey: issued.apiKey } : 'two keys are active';
  });
}
