import { randomBytes } from 'node:crypto';
import type { Transaction } from '@greenlane/database/database';
import { pageOf, readCursor } from '@greenlane/runtime/paging';
import { ProblemError } from '@greenlane/runtime/service';
import { and, asc, eq, gt, max, notLike, or, sql } from 'drizzle-orm';
import type { SubscriptionRow } from './delivery-store.ts';
import { isSealedByFirst, openSecret, type SecretKey, sealSecret } from './secret-keys.ts';
import { feed, webhookAttempts, webhookDeliveries, webhookSubscriptions } from './tables.ts';

/** Enough for a test and a live receiver of every system of an organisation; a limit on everything. */
const MAXIMUM_SUBSCRIPTIONS = 50;
/** Subscriptions whose secrets are sealed anew in one transaction. */
const RESEALED_AT_ONCE = 500;

/** A challenge from the beginning: for a new subscription, a new callback, or on request. */
function challengedAnew(now: Date) {
  return {
    status: 'pending' as const,
    challenge: randomBytes(24).toString('base64url'),
    challengeAttempts: 0,
    challengeAt: now,
    challengedFrom: now,
  };
}

/** Where a new subscription begins: with what happens next. */
async function newestPosition(tx: Transaction): Promise<number> {
  return (await tx.select({ newest: max(feed.position) }).from(feed))[0]?.newest ?? 0;
}

/** @throws ProblemError 409 when the organisation has as many subscriptions as it may */
async function assertRoom(tx: Transaction): Promise<void> {
  const counted = await tx.select({ count: sql<number>`count(*)::int` }).from(webhookSubscriptions);
  if ((counted[0]?.count ?? 0) < MAXIMUM_SUBSCRIPTIONS) return;
  throw new ProblemError({
    status: 409,
    title: 'There are too many subscriptions',
    errors: [{ code: 'TOO_MANY', message: `an organisation has at most ${MAXIMUM_SUBSCRIPTIONS}; delete one` }],
  });
}

export const noSuchSubscription = () =>
  new ProblemError({
    status: 404,
    title: 'No such subscription',
    errors: [{ code: 'NOT_FOUND', message: 'no such subscription, or not yours' }],
  });

export async function findSubscription(
  tx: Transaction,
  subscriptionId: string,
  kind: SubscriptionRow['kind'],
): Promise<SubscriptionRow> {
  const rows = await tx
    .select()
    .from(webhookSubscriptions)
    .where(and(eq(webhookSubscriptions.subscriptionId, subscriptionId), eq(webhookSubscriptions.kind, kind)))
    .for('update');
  if (!rows[0]) throw noSuchSubscription();
  return rows[0];
}

/** Removes a subscription with its queue and log. */
export async function deleteSubscription(tx: Transaction, subscriptionId: string): Promise<void> {
  for (const table of [webhookAttempts, webhookDeliveries, webhookSubscriptions])
    await tx.delete(table).where(eq(table.subscriptionId, subscriptionId));
}

type NewSubscription = Pick<SubscriptionRow, 'subscriptionId' | 'organisationId' | 'kind' | 'callbackUrl' | 'secret'> &
  Partial<Pick<SubscriptionRow, 'eventTypes' | 'filter'>>;

/** Adds a subscription that waits for its challenge; its secret is stored sealed. @throws ProblemError 409 when there are too many */
export async function addSubscription(
  tx: Transaction,
  subscription: NewSubscription,
  keys: readonly SecretKey[],
): Promise<SubscriptionRow> {
  await assertRoom(tx);
  const now = new Date();
  const rows = await tx
    .insert(webhookSubscriptions)
    .values({
      ...subscription,
      secret: sealSecret(subscription.secret, subscription.subscriptionId, keys),
      ...challengedAnew(now),
      statusCause: 'CREATED',
      position: await newestPosition(tx),
      createdAt: now,
      changedAt: now,
    })
    .returning();
  if (!rows[0]) throw noSuchSubscription();
  return rows[0];
}

/** A page of the caller's subscriptions of a kind, oldest first. */
export async function pageOfSubscriptions(
  tx: Transaction,
  kind: SubscriptionRow['kind'],
  query: { readonly cursor?: string | undefined; readonly limit: number },
) {
  const after = readCursor(query.cursor);
  const rows = await tx
    .select()
    .from(webhookSubscriptions)
    .where(
      and(
        eq(webhookSubscriptions.kind, kind),
        after === undefined ? undefined : gt(webhookSubscriptions.subscriptionId, after),
      ),
    )
    .orderBy(asc(webhookSubscriptions.subscriptionId))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, (row) => row.subscriptionId);
}

/** Changes a subscription that was found; with a cause to challenge it, nothing is posted until it has passed again. */
export async function changeSubscription(
  tx: Transaction,
  { subscriptionId }: SubscriptionRow,
  change: Partial<typeof webhookSubscriptions.$inferInsert>,
  challengeCause?: 'CALLBACK_CHANGED' | 'CHALLENGED_AGAIN',
): Promise<SubscriptionRow> {
  const now = new Date();
  const rows = await tx
    .update(webhookSubscriptions)
    .set({
      ...change,
      ...(challengeCause === undefined ? {} : { ...challengedAnew(now), statusCause: challengeCause }),
      changedAt: now,
    })
    .where(eq(webhookSubscriptions.subscriptionId, subscriptionId))
    .returning();
  if (!rows[0]) throw noSuchSubscription();
  return rows[0];
}

/**
 * Brings secrets that are readable or sealed by an earlier key under the first, of the subscriptions after one in the order
 * of their ids. One that does not open is told and left as it is: the others do not wait for its key.
 * @returns the last subscription looked at, when there may be more behind it
 */
export async function sealAgain(
  tx: Transaction,
  keys: readonly SecretKey[],
  options: { readonly after: string; readonly onUnopenable: (subscriptionId: string, error: unknown) => void },
): Promise<string | undefined> {
  const [first] = keys;
  if (first === undefined) return undefined;
  const { secret, previousSecret, subscriptionId } = webhookSubscriptions;
  const sealed = `sealed:${first.id}:%`;
  const rows = await tx
    .select()
    .from(webhookSubscriptions)
    .where(and(gt(subscriptionId, options.after), or(notLike(secret, sealed), notLike(previousSecret, sealed))))
    .orderBy(asc(subscriptionId))
    .limit(RESEALED_AT_ONCE)
    .for('update');
  const again = (stored: string, id: string): string =>
    isSealedByFirst(stored, keys) ? stored : sealSecret(openSecret(stored, id, keys), id, keys);
  const anew = (row: SubscriptionRow) => {
    try {
      return {
        secret: again(row.secret, row.subscriptionId),
        previousSecret: row.previousSecret === null ? null : again(row.previousSecret, row.subscriptionId),
      };
    } catch (error) {
      options.onUnopenable(row.subscriptionId, error);
      return undefined;
    }
  };
  for (const row of rows) {
    const secrets = anew(row);
    if (secrets) await tx.update(webhookSubscriptions).set(secrets).where(eq(subscriptionId, row.subscriptionId));
  }
  return rows.length === RESEALED_AT_ONCE ? rows.at(-1)?.subscriptionId : undefined;
}
