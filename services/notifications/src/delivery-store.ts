import type { Envelope } from '@greenlane/contracts/envelope';
import type { EquipmentEventData } from '@greenlane/contracts/port-channel-events';
import type { Transaction } from '@greenlane/database/database';
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { AttemptResult, Outcome } from './domain/retry.ts';
import { isWanted } from './domain/track-and-trace-filter.ts';
import { feed, webhookAttempts, webhookDeliveries, webhookSubscriptions } from './tables.ts';

export type SubscriptionRow = typeof webhookSubscriptions.$inferSelect;

/** Deliveries of one subscription that may wait in the queue; what follows waits in the feed, so a dead receiver costs no more than this. */
const QUEUE_LIMIT = 1_000;
const PAGE = 500;
const SUBSCRIPTIONS_A_ROUND = 50;

const EQUIPMENT_EVENT = 'org.greenlane.equipment-event.recorded.v1';

function concerns(subscription: SubscriptionRow, event: Envelope): boolean {
  if (subscription.kind === 'standard')
    return subscription.eventTypes.length === 0 || subscription.eventTypes.includes(event.type);
  // The registry has parsed the data of a feed row by its type.
  return event.type === EQUIPMENT_EVENT && isWanted(event.data as EquipmentEventData, subscription.filter ?? {});
}

/** Moves subscriptions along the feed: queues what concerns each and remembers how far it came, in one transaction. @returns whether there is more */
export async function queueDeliveries(tx: Transaction): Promise<boolean> {
  const found = await tx.execute<{ subscription_id: string }>(sql`
    select s.subscription_id from ${webhookSubscriptions} s
    where s.status = 'active'
      and exists (select 1 from ${feed} f where f.organisation_id in (s.organisation_id, '*') and f.position > s.position)
      and (select count(*) from (
        select 1 from ${webhookDeliveries} d
        where d.subscription_id = s.subscription_id and d.status = 'pending' limit ${QUEUE_LIMIT}
      ) waiting) < ${QUEUE_LIMIT}
    limit ${SUBSCRIPTIONS_A_ROUND}
    for update of s skip locked`);
  const lagging = await tx
    .select()
    .from(webhookSubscriptions)
    .where(
      inArray(
        webhookSubscriptions.subscriptionId,
        found.rows.map((row) => row.subscription_id),
      ),
    );
  let more = lagging.length === SUBSCRIPTIONS_A_ROUND;
  for (const subscription of lagging) {
    const rows = await tx
      .select()
      .from(feed)
      .where(
        and(inArray(feed.organisationId, [subscription.organisationId, '*']), gt(feed.position, subscription.position)),
      )
      .orderBy(asc(feed.position))
      .limit(PAGE);
    const wanted = rows.filter((row) => concerns(subscription, row.event));
    if (wanted.length > 0) {
      await tx
        .insert(webhookDeliveries)
        .values(
          wanted.map(({ position, event }) => ({
            subscriptionId: subscription.subscriptionId,
            position,
            organisationId: subscription.organisationId,
            eventId: event.id,
            eventType: event.type,
            status: 'pending' as const,
            dueAt: sql`now()`,
            queuedAt: sql`now()`,
          })),
        )
        .onConflictDoNothing();
    }
    await tx
      .update(webhookSubscriptions)
      .set({ position: rows.at(-1)?.position ?? subscription.position })
      .where(eq(webhookSubscriptions.subscriptionId, subscription.subscriptionId));
    more ||= rows.length === PAGE;
  }
  return more;
}

export type Claim = {
  readonly subscription: SubscriptionRow;
  readonly position: number;
  readonly eventId: string;
  readonly attempt: number;
  readonly firstAttemptAt: Date;
  readonly event: Envelope;
};

/** How many of a subscription's deliveries may be under way at once: several while it answers, one after it failed this often in a row. */
const HEALTHY_CONCURRENCY = 16;
const FAILING_AFTER = 3;

/**
 * Claims what is due, a few of each subscription, and puts its next turn behind the time-out: a process that dies leaves
 * nothing locked. `busy` are the deliveries that this process has under way.
 */
export async function claimDeliveries(
  tx: Transaction,
  options: {
    readonly busy: ReadonlyMap<string, number>;
    readonly limit: number;
    readonly leaseMilliseconds: number;
    /** Room for subscriptions that keep failing: they never take the whole of the process. */
    readonly failingLimit: number;
  },
): Promise<readonly Claim[]> {
  const busy = JSON.stringify(Object.fromEntries(options.busy));
  const claimed = await tx.execute<{
    subscription_id: string;
    position: string;
    event_id: string;
    attempts: number;
    first_attempt_at: Date;
    event: Envelope;
  }>(sql`
    with able as (
      select s.subscription_id, s.organisation_id,
        (case when s.consecutive_failures < ${FAILING_AFTER} then ${HEALTHY_CONCURRENCY} else 1 end)
          - coalesce((${busy}::jsonb ->> s.subscription_id)::int, 0) as room,
        case when s.consecutive_failures < ${FAILING_AFTER} then 0
          else row_number() over (partition by s.consecutive_failures < ${FAILING_AFTER} order by random()) end as failing_rank
      from ${webhookSubscriptions} s
      join notifications.identity_organisation o on o.organisation_id = s.organisation_id and o.status = 'active'
      where s.status = 'active' and (s.not_before is null or s.not_before <= now())
        and exists (select 1 from ${webhookDeliveries} d
          where d.subscription_id = s.subscription_id and d.status = 'pending' and d.due_at <= now())
    ), due as (
      select d.subscription_id, d.position from able
      cross join lateral (
        select w.subscription_id, w.position from ${webhookDeliveries} w
        where w.subscription_id = able.subscription_id and w.status = 'pending' and w.due_at <= now()
        order by w.due_at, w.position limit greatest(able.room, 0)
        for update skip locked
      ) d
      where able.failing_rank <= ${options.failingLimit}
      limit ${options.limit}
    ), taken as (
      update ${webhookDeliveries} w set attempts = w.attempts + 1,
        first_attempt_at = coalesce(w.first_attempt_at, now()),
        due_at = now() + make_interval(secs => ${options.leaseMilliseconds / 1_000})
      from due where w.subscription_id = due.subscription_id and w.position = due.position
      returning w.subscription_id, w.position, w.organisation_id, w.event_id, w.attempts, w.first_attempt_at
    )
    select taken.*, f.event from taken
    join ${feed} f on f.position = taken.position and f.organisation_id in (taken.organisation_id, '*')`);
  if (claimed.rows.length === 0) return [];
  const subscriptions = await tx
    .select()
    .from(webhookSubscriptions)
    .where(inArray(webhookSubscriptions.subscriptionId, [...new Set(claimed.rows.map((row) => row.subscription_id))]));
  const byId = new Map(subscriptions.map((row) => [row.subscriptionId, row]));
  return claimed.rows.flatMap((row) => {
    const subscription = byId.get(row.subscription_id);
    return subscription
      ? [
          {
            subscription,
            position: Number(row.position),
            eventId: row.event_id,
            attempt: row.attempts,
            firstAttemptAt: new Date(row.first_attempt_at),
            event: row.event,
          },
        ]
      : [];
  });
}

export type Finish = {
  readonly claim: Claim;
  readonly result: AttemptResult;
  readonly outcome: Outcome;
  readonly started: Date;
  readonly ended: Date;
};

const STATUS_AFTER = { delivered: 'delivered', exhausted: 'exhausted', retry: 'pending', gone: 'pending' } as const;

/** Records what came of attempts: the delivery, the log, and what it says of the subscription. A subscription that was deleted meanwhile leaves no trace. */
export async function recordFinished(tx: Transaction, finished: readonly Finish[]): Promise<void> {
  const rows = finished.map(({ claim, result, outcome, started, ended }) => ({
    subscription_id: claim.subscription.subscriptionId,
    position: claim.position,
    status: STATUS_AFTER[outcome.kind],
    http_status: result.status ?? null,
    error: result.status === undefined ? result.error : null,
    // Of a receiver that is gone: due again as soon as it is back.
    due_at: outcome.kind === 'retry' ? outcome.dueAt : outcome.kind === 'gone' ? ended : null,
    attempt_number: claim.attempt,
    started_at: started,
    ended_at: ended,
  }));
  await tx.execute(sql`
    with finished as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(subscription_id text, position bigint, status text,
        http_status int, error text, due_at timestamptz, attempt_number int, started_at timestamptz, ended_at timestamptz)
    ), saved as (
      update ${webhookDeliveries} d set status = f.status, last_http_status = f.http_status, last_error = f.error,
        delivered_at = case when f.status = 'delivered' then f.ended_at else d.delivered_at end,
        due_at = coalesce(f.due_at, d.due_at)
      from finished f where d.subscription_id = f.subscription_id and d.position = f.position
      returning d.subscription_id, d.organisation_id, d.event_id, f.attempt_number, f.started_at, f.ended_at, f.http_status, f.error
    )
    insert into ${webhookAttempts} (subscription_id, organisation_id, event_id, attempt_number, started_at, milliseconds, http_status, error)
    select subscription_id, organisation_id, event_id, attempt_number, started_at,
      (extract(epoch from ended_at - started_at) * 1000)::int, http_status, error from saved`);
  const bySubscription = Map.groupBy(finished, ({ claim }) => claim.subscription.subscriptionId);
  // In one order, so that two processes take the rows' locks alike.
  for (const [subscriptionId, own] of [...bySubscription].toSorted(([first], [second]) => (first < second ? -1 : 1))) {
    const lastSuccess = own.findLastIndex(({ outcome }) => outcome.kind === 'delivered');
    const failures = own.length - 1 - lastSuccess;
    if (failures === 0 && own.every(({ claim }) => claim.subscription.consecutiveFailures === 0)) continue;
    const pause = own.findLast(({ outcome }) => outcome.kind === 'retry' && outcome.pausesSubscription)?.outcome;
    await tx
      .update(webhookSubscriptions)
      .set({
        consecutiveFailures:
          lastSuccess === -1 ? sql`${webhookSubscriptions.consecutiveFailures} + ${failures}` : failures,
        ...(pause?.kind === 'retry' ? { notBefore: pause.dueAt } : {}),
        ...(own.some(({ outcome }) => outcome.kind === 'gone')
          ? { status: 'disabled' as const, statusCause: 'GONE', changedAt: sql`now()` }
          : {}),
      })
      .where(eq(webhookSubscriptions.subscriptionId, subscriptionId));
  }
}
