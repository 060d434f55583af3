import { timingSafeEqual } from 'node:crypto';
import type { EquipmentEventData } from '@greenlane/contracts/port-channel-events';
import { TRACK_AND_TRACE_VERSION, trackAndTraceEvent } from '@greenlane/contracts/track-and-trace';
import type { Database } from '@greenlane/database/database';
import type { Job } from '@greenlane/runtime/service';
import { and, eq, lt, sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import {
  type Claim,
  claimDeliveries,
  type Finish,
  queueDeliveries,
  recordFinished,
  type SubscriptionRow,
} from './delivery-store.ts';
import { outcomeOf } from './domain/retry.ts';
import { guardedPost, type PostAnswer, type Resolve } from './guarded-post.ts';
import { openSecret, type SecretKey } from './secret-keys.ts';
import type { WebhookSettings } from './settings.ts';
import { standardSignature, trackAndTraceSignature } from './signatures.ts';
import { sealAgain } from './subscription-store.ts';
import { webhookAttempts, webhookDeliveries, webhookSubscriptions } from './tables.ts';

/** Requests of one process under way at once; subscriptions that keep failing share at most half of them. */
const CONCURRENCY = 128;
const FAILING_CONCURRENCY = CONCURRENCY / 2;
const EVERY_MILLISECONDS = 250;
const LEASE_MARGIN_MILLISECONDS = 5_000;
/** A callback that has not proved itself by then is disabled; its owner may ask for the challenge again. */
const CHALLENGE_HOURS = 1;
const CHALLENGES_A_ROUND = 16;
const LOG_DAYS = 30;
const PRUNE_EVERY_MILLISECONDS = 3_600_000;

export type Deliveries = { readonly jobs: readonly Job[]; stop(): Promise<void> };

type Notification = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

/** Time on the wire is the machine's: a receiver holds the timestamp against its own clock, whatever the platform's clock replays. */
const wallClock = (): Date => new Date();

/** The secrets that sign now: the current one, and its predecessor while a rotation lasts. */
function secretsOf(subscription: SubscriptionRow, keys: readonly SecretKey[], now: Date): readonly string[] {
  const { secret, previousSecret, previousSecretUntil, subscriptionId } = subscription;
  const stored =
    previousSecret !== null && previousSecretUntil !== null && previousSecretUntil > now
      ? [secret, previousSecret]
      : [secret];
  return stored.map((each) => openSecret(each, subscriptionId, keys));
}

function sign(
  subscription: SubscriptionRow,
  message: { readonly id: string; readonly body: string },
  keys: readonly SecretKey[],
  now: Date,
): Notification {
  const secrets = secretsOf(subscription, keys, now);
  const common = { 'content-type': 'application/json', 'user-agent': 'greenlane-webhooks/1' };
  if (subscription.kind === 'track-and-trace') {
    return {
      body: message.body,
      headers: {
        ...common,
        'notification-signature': trackAndTraceSignature(secrets[0] ?? '', message.body),
        'subscription-id': subscription.subscriptionId,
        'api-version': TRACK_AND_TRACE_VERSION,
      },
    };
  }
  const timestampSeconds = Math.floor(now.getTime() / 1_000);
  return {
    body: message.body,
    headers: {
      ...common,
      'webhook-id': message.id,
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': standardSignature(secrets, { ...message, timestampSeconds }),
    },
  };
}

/** The body of a delivery. Who else may see the event is nobody's business but the platform's, so `audience` stays behind. */
function bodyOf({ subscription, event }: Claim): string {
  if (subscription.kind === 'track-and-trace')
    return JSON.stringify([trackAndTraceEvent(event.data as EquipmentEventData)]);
  return JSON.stringify({
    id: event.id,
    type: event.type,
    timestamp: event.time,
    source: event.source,
    subject: event.subject,
    ...(event.priority === undefined ? {} : { priority: event.priority }),
    data: event.data,
  });
}

/** A standard receiver echoes the token; a T&T 2.2 one, which knows no challenge, accepts an empty list of events. */
function challengeBody(subscription: SubscriptionRow, now: Date): string {
  if (subscription.kind === 'track-and-trace') return '[]';
  return JSON.stringify({
    type: 'org.greenlane.webhook.challenge.v1',
    timestamp: now.toISOString(),
    data: { challenge: subscription.challenge },
  });
}

function hasPassed(subscription: SubscriptionRow, answer: PostAnswer): boolean {
  if (answer.status === undefined || answer.status < 200 || answer.status >= 300) return false;
  if (subscription.kind === 'track-and-trace') return true;
  let echoed: unknown;
  try {
    echoed = (JSON.parse(answer.body) as { challenge?: unknown } | null)?.challenge;
  } catch {
    return false;
  }
  const [given, wanted] = [Buffer.from(String(echoed)), Buffer.from(subscription.challenge)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Queues and sends. Everything that must last is in PostgreSQL; this process only knows what it has under way. */
export function makeDeliveries({
  db,
  log,
  settings,
  resolve,
}: {
  readonly db: Database;
  readonly log: Logger;
  readonly settings: WebhookSettings;
  readonly resolve: Resolve;
}): Deliveries {
  const stopping = new AbortController();
  const busy = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  const leaseMilliseconds = settings.timeoutMilliseconds + LEASE_MARGIN_MILLISECONDS;

  const post = (subscription: SubscriptionRow, notification: Notification, wantsBody: boolean): Promise<PostAnswer> =>
    guardedPost({
      ...notification,
      url: subscription.callbackUrl,
      rules: settings,
      timeoutMilliseconds: settings.timeoutMilliseconds,
      signal: stopping.signal,
      resolve,
      wantsBody,
    });

  let finished: { readonly finish: Finish; readonly settle: () => void }[] = [];
  let isRecording = false;
  /** Outcomes that come in while one transaction commits are recorded together by the next: under load one commit serves many. */
  const record = (finish: Finish): Promise<void> =>
    new Promise((settle) => {
      finished.push({ finish, settle });
      void recordAll();
    });
  const recordAll = async (): Promise<void> => {
    if (isRecording) return;
    isRecording = true;
    while (finished.length > 0) {
      const batch = finished;
      finished = [];
      await db
        .asWorker((tx) =>
          recordFinished(
            tx,
            batch.map(({ finish }) => finish),
          ),
        )
        .catch((error) => log.warn({ err: error }, 'deliveries could not be recorded; their lease brings them back'));
      for (const { settle } of batch) settle();
    }
    isRecording = false;
  };

  const deliver = async (claim: Claim): Promise<void> => {
    const started = wallClock();
    const notification = sign(
      claim.subscription,
      { id: claim.eventId, body: bodyOf(claim) },
      settings.secretKeys,
      started,
    );
    const result = await post(claim.subscription, notification, false);
    // An attempt that this process cut short was no fault of the receiver; its lease brings it back.
    if (stopping.signal.aborted && result.status === undefined) return;
    const outcome = outcomeOf(result, {
      number: claim.attempt,
      firstAttemptAt: claim.firstAttemptAt,
      now: wallClock(),
      firstPauseMilliseconds: settings.firstRetryMilliseconds,
      random: Math.random(),
    });
    await record({ claim, result, outcome, started, ended: wallClock() });
  };

  let isPumping = false;
  /** Sends what is due while there is room; called by the timer, and again as requests end. */
  const pump = async (): Promise<void> => {
    if (isPumping || stopping.signal.aborted) return;
    isPumping = true;
    try {
      for (;;) {
        const limit = CONCURRENCY - underWay.size;
        if (limit <= 0 || stopping.signal.aborted) return;
        const claims = await db.asWorker((tx) =>
          claimDeliveries(tx, { busy, limit, leaseMilliseconds, failingLimit: FAILING_CONCURRENCY }),
        );
        if (claims.length === 0) return;
        for (const claim of claims) launch(claim);
      }
    } finally {
      isPumping = false;
    }
  };
  const pumpAgain = (): void => {
    void pump().catch((error) =>
      log.warn({ err: error }, 'deliveries could not be claimed; the next turn tries again'),
    );
  };
  const launch = (claim: Claim): void => {
    const id = claim.subscription.subscriptionId;
    busy.set(id, (busy.get(id) ?? 0) + 1);
    const running = deliver(claim)
      .catch((error) =>
        log.error({ err: error }, 'a delivery failed for a reason of our own; its lease brings it back'),
      )
      .finally(() => {
        underWay.delete(running);
        const left = (busy.get(id) ?? 1) - 1;
        if (left > 0) busy.set(id, left);
        else busy.delete(id);
        if (left === 0) pumpAgain();
      });
    underWay.add(running);
  };

  const challenge = async (subscription: SubscriptionRow): Promise<void> => {
    const now = wallClock();
    const notification = sign(
      subscription,
      { id: `challenge-${subscription.subscriptionId}`, body: challengeBody(subscription, now) },
      settings.secretKeys,
      now,
    );
    const answer = await post(subscription, notification, true);
    const isPassed = hasPassed(subscription, answer);
    const attempts = subscription.challengeAttempts + 1;
    const outcome = outcomeOf(isPassed ? { status: 204 } : { error: 'CHALLENGE_FAILED' }, {
      number: attempts,
      firstAttemptAt: subscription.challengedFrom,
      now: wallClock(),
      firstPauseMilliseconds: settings.firstRetryMilliseconds,
      random: Math.random(),
    });
    const isOver = now.getTime() - subscription.challengedFrom.getTime() > CHALLENGE_HOURS * 3_600_000;
    const cause = isPassed
      ? 'CHALLENGE_PASSED'
      : `CHALLENGE_FAILED: ${answer.status === undefined ? answer.error : `HTTP ${answer.status}`}`;
    await db.asWorker((tx) =>
      tx
        .update(webhookSubscriptions)
        .set({
          challengeAttempts: attempts,
          status: isPassed ? 'active' : isOver ? 'disabled' : 'pending',
          statusCause: cause,
          ...(outcome.kind === 'retry' ? { challengeAt: outcome.dueAt } : {}),
          ...(isPassed ? { consecutiveFailures: 0, notBefore: null } : {}),
          changedAt: wallClock(),
        })
        .where(
          and(
            eq(webhookSubscriptions.subscriptionId, subscription.subscriptionId),
            // A challenge that was asked for anew meanwhile has another token; this answer says nothing of it.
            eq(webhookSubscriptions.challenge, subscription.challenge),
            eq(webhookSubscriptions.callbackUrl, subscription.callbackUrl),
          ),
        ),
    );
  };

  const challengeRound = async (): Promise<boolean> => {
    const due = await db.asWorker((tx) =>
      tx
        .update(webhookSubscriptions)
        .set({ challengeAt: sql`now() + make_interval(secs => ${leaseMilliseconds / 1_000})` })
        .where(
          sql`${webhookSubscriptions.subscriptionId} in (
            select subscription_id from ${webhookSubscriptions} where status = 'pending' and challenge_at <= now()
            order by challenge_at limit ${CHALLENGES_A_ROUND} for update skip locked)`,
        )
        .returning(),
    );
    await Promise.all(due.map(challenge));
    return due.length === CHALLENGES_A_ROUND;
  };

  const prune = (): Promise<void> =>
    db.asWorker(async (tx) => {
      const before = sql`now() - make_interval(days => ${LOG_DAYS})`;
      await tx.delete(webhookAttempts).where(lt(webhookAttempts.startedAt, before));
      await tx
        .delete(webhookDeliveries)
        .where(and(eq(webhookDeliveries.status, 'delivered'), lt(webhookDeliveries.deliveredAt, before)));
    });

  return {
    jobs: [
      {
        name: 'notifications.webhook-queue',
        everyMilliseconds: EVERY_MILLISECONDS,
        run: () => db.asWorker(queueDeliveries),
      },
      {
        name: 'notifications.webhook-send',
        everyMilliseconds: EVERY_MILLISECONDS,
        run: async () => {
          await pump();
          return undefined;
        },
      },
      { name: 'notifications.webhook-challenge', everyMilliseconds: EVERY_MILLISECONDS, run: challengeRound },
      {
        name: 'notifications.webhook-secrets',
        everyMilliseconds: PRUNE_EVERY_MILLISECONDS,
        run: async () => {
          const onUnopenable = (subscriptionId: string, error: unknown) =>
            log.error({ err: error, subscriptionId }, 'a secret does not open, so it is not sealed anew');
          for (let after: string | undefined = ''; after !== undefined; ) {
            const from: string = after;
            after = await db.asWorker((tx) => sealAgain(tx, settings.secretKeys, { after: from, onUnopenable }));
          }
          return undefined;
        },
      },
      {
        name: 'notifications.webhook-prune',
        everyMilliseconds: PRUNE_EVERY_MILLISECONDS,
        run: async () => {
          await prune();
          return undefined;
        },
      },
    ],
    stop: async () => {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}
