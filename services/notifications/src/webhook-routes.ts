import { EVENT_TYPES, type EventType } from '@greenlane/contracts/registry';
import { Identifier } from '@greenlane/contracts/values';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { defineRoute, ProblemError, type Route, type ServiceContext } from '@greenlane/runtime/service';
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type AddressRules, checkCallbackUrl } from './addresses.ts';
import type { SubscriptionRow } from './delivery-store.ts';
import { INTERNAL_TYPES } from './domain/audience.ts';
import { sealSecret } from './secret-keys.ts';
import type { WebhookSettings } from './settings.ts';
import { newSecret } from './signatures.ts';
import {
  addSubscription,
  changeSubscription,
  deleteSubscription,
  findSubscription,
  noSuchSubscription,
  pageOfSubscriptions,
} from './subscription-store.ts';
import { webhookAttempts, webhookDeliveries } from './tables.ts';

export const LONGEST_URL = 2_000;
const ROTATION_HOURS = 24;
const MAXIMUM_REDELIVERIES = 1_000;

const PUBLIC_TYPES = EVENT_TYPES.filter((type) => !INTERNAL_TYPES.has(type)) as [EventType, ...EventType[]];
const CallbackUrl = z.string().min(1).max(LONGEST_URL);

const PROBLEMS = {
  NOT_A_URL: 'an absolute URL such as https://example.com/greenlane',
  NOT_HTTPS: 'a callback is https',
  CREDENTIALS_IN_URL: 'no user or password in a callback URL; the signature proves who calls',
  ADDRESS_REFUSED: 'a public address: private, link-local, loopback and reserved addresses are never called',
} as const;

/** @throws ProblemError 400 naming callbackUrl */
export function assertCallbackUrl(callbackUrl: string, rules: AddressRules): void {
  const checked = checkCallbackUrl(callbackUrl, rules);
  if (!('problem' in checked)) return;
  throw new ProblemError({
    status: 400,
    title: 'The body is not valid',
    errors: [{ code: checked.problem, property: 'callbackUrl', message: PROBLEMS[checked.problem] }],
  });
}

function view(row: SubscriptionRow) {
  return {
    subscriptionId: row.subscriptionId,
    callbackUrl: row.callbackUrl,
    eventTypes: row.eventTypes,
    status: row.status,
    cause: row.statusCause,
    consecutiveFailures: row.consecutiveFailures,
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
  };
}

function deliveryView(row: typeof webhookDeliveries.$inferSelect) {
  return {
    eventId: row.eventId,
    type: row.eventType,
    status: row.status,
    attempts: row.attempts,
    ...(row.lastHttpStatus === null ? {} : { lastHttpStatus: row.lastHttpStatus }),
    ...(row.lastError === null ? {} : { lastError: row.lastError }),
    ...(row.deliveredAt === null ? {} : { deliveredAt: row.deliveredAt.toISOString() }),
    ...(row.status === 'pending' ? { dueAt: row.dueAt.toISOString() } : {}),
    queuedAt: row.queuedAt.toISOString(),
  };
}

const BASE = '/v1/webhook-subscriptions';
const Params = z.object({ subscriptionId: Identifier });

function subscriptionRoutes({ newId }: ServiceContext, settings: WebhookSettings): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: BASE,
      operationId: 'createWebhookSubscription',
      summary: 'Has your events posted to a URL of yours, signed by Standard Webhooks.',
      description:
        'The answer holds the secret, once. The subscription is `pending` until the URL answers a signed challenge with `{"challenge": "<the same>"}`; then every later event of your feed (of the types you name; all without any) is posted at least once under its event id as `webhook-id`: retried for 72 hours with growing pauses, never over a redirect, never to a private address. Order is not promised. 410 ends the subscription.',
      allow: 'authenticated',
      scope: 'webhooks:write',
      body: z.strictObject({
        callbackUrl: CallbackUrl,
        eventTypes: z.array(z.enum(PUBLIC_TYPES)).max(PUBLIC_TYPES.length).default([]),
      }),
      responses: { 201: { description: 'The subscription and its secret.' } },
      examples: {
        passes: { callbackUrl: 'https://example.com/greenlane', eventTypes: ['org.greenlane.pass.changed.v1'] },
      },
      handle: async ({ tx, body, principal }) => {
        assertCallbackUrl(body.callbackUrl, settings);
        const secret = newSecret();
        const row = await addSubscription(
          tx,
          {
            subscriptionId: newId(),
            organisationId: principal.organisationId,
            kind: 'standard',
            callbackUrl: body.callbackUrl,
            eventTypes: [...new Set(body.eventTypes)],
            secret,
          },
          settings.secretKeys,
        );
        return {
          status: 201,
          body: { ...view(row), secret },
          headers: { location: `${BASE}/${row.subscriptionId}` },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: BASE,
      operationId: 'listWebhookSubscriptions',
      summary: 'Your webhook subscriptions, without their secrets.',
      allow: 'authenticated',
      query: z.strictObject(PAGE_QUERY),
      responses: { 200: { description: 'Subscriptions, oldest first.' } },
      handle: async ({ tx, query }) => {
        const page = await pageOfSubscriptions(tx, 'standard', query);
        return { status: 200, body: page.rows.map(view), headers: page.headers };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${BASE}/{subscriptionId}`,
      operationId: 'readWebhookSubscription',
      summary: 'One subscription, its status and why.',
      allow: 'authenticated',
      params: Params,
      responses: { 200: { description: 'The subscription.' } },
      handle: async ({ tx, params }) => ({
        status: 200,
        body: view(await findSubscription(tx, params.subscriptionId, 'standard')),
      }),
    }),
    defineRoute({
      method: 'DELETE',
      path: `${BASE}/{subscriptionId}`,
      operationId: 'deleteWebhookSubscription',
      summary: 'Ends a subscription; what was queued is dropped.',
      allow: 'authenticated',
      scope: 'webhooks:write',
      params: Params,
      responses: { 204: { description: 'Gone.' } },
      handle: async ({ tx, params }) => {
        await findSubscription(tx, params.subscriptionId, 'standard');
        await deleteSubscription(tx, params.subscriptionId);
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${BASE}/{subscriptionId}/secret-rotation`,
      operationId: 'rotateWebhookSecret',
      summary: 'A new secret; for 24 hours both sign.',
      allow: 'authenticated',
      scope: 'webhooks:write',
      params: Params,
      responses: { 200: { description: 'The new secret, once.' } },
      handle: async ({ tx, params }) => {
        const row = await findSubscription(tx, params.subscriptionId, 'standard');
        const secret = newSecret();
        const previousSecretUntil = new Date(Date.now() + ROTATION_HOURS * 3_600_000);
        await changeSubscription(tx, row, {
          secret: sealSecret(secret, row.subscriptionId, settings.secretKeys),
          previousSecret: row.secret,
          previousSecretUntil,
        });
        return {
          status: 200,
          body: {
            subscriptionId: row.subscriptionId,
            secret,
            previousSecretUntil: previousSecretUntil.toISOString(),
          },
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${BASE}/{subscriptionId}/challenge`,
      operationId: 'challengeWebhook',
      summary: 'Asks for the challenge again: after it failed, or to bring a disabled subscription back.',
      description: 'Events that happened meanwhile wait in your feed and follow once the challenge is passed.',
      allow: 'authenticated',
      scope: 'webhooks:write',
      params: Params,
      responses: { 202: { description: 'The challenge is on its way.' } },
      handle: async ({ tx, params }) => {
        const found = await findSubscription(tx, params.subscriptionId, 'standard');
        return { status: 202, body: view(await changeSubscription(tx, found, {}, 'CHALLENGED_AGAIN')) };
      },
    }),
  ];
}

function deliveryRoutes(): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: `${BASE}/{subscriptionId}/deliveries`,
      operationId: 'listWebhookDeliveries',
      summary: 'The delivery log: each event with its status, newest first.',
      description: 'Delivered ones are kept for 30 days.',
      allow: 'authenticated',
      params: Params,
      query: z.strictObject({ ...PAGE_QUERY, status: z.enum(['pending', 'delivered', 'exhausted']).optional() }),
      responses: { 200: { description: 'Deliveries.' } },
      handle: async ({ tx, params, query }) => {
        await findSubscription(tx, params.subscriptionId, 'standard');
        const before = readCursor(query.cursor, /^\d{1,15}$/);
        const rows = await tx
          .select()
          .from(webhookDeliveries)
          .where(
            and(
              eq(webhookDeliveries.subscriptionId, params.subscriptionId),
              query.status === undefined ? undefined : eq(webhookDeliveries.status, query.status),
              before === undefined ? undefined : lt(webhookDeliveries.position, Number(before)),
            ),
          )
          .orderBy(desc(webhookDeliveries.position))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => String(row.position));
        return { status: 200, body: page.rows.map(deliveryView), headers: page.headers };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${BASE}/{subscriptionId}/deliveries/{eventId}`,
      operationId: 'readWebhookDelivery',
      summary: 'One delivery with every attempt.',
      allow: 'authenticated',
      params: Params.extend({ eventId: Identifier }),
      responses: { 200: { description: 'The delivery.' } },
      handle: async ({ tx, params }) => {
        const rows = await tx
          .select()
          .from(webhookDeliveries)
          .where(
            and(
              eq(webhookDeliveries.subscriptionId, params.subscriptionId),
              eq(webhookDeliveries.eventId, params.eventId),
            ),
          );
        if (!rows[0]) throw noSuchSubscription();
        const attempts = await tx
          .select()
          .from(webhookAttempts)
          .where(
            and(eq(webhookAttempts.subscriptionId, params.subscriptionId), eq(webhookAttempts.eventId, params.eventId)),
          )
          .orderBy(desc(webhookAttempts.attemptId))
          .limit(100);
        return {
          status: 200,
          body: {
            ...deliveryView(rows[0]),
            log: attempts.map((attempt) => ({
              attempt: attempt.attemptNumber,
              startedAt: attempt.startedAt.toISOString(),
              milliseconds: attempt.milliseconds,
              ...(attempt.httpStatus === null ? {} : { httpStatus: attempt.httpStatus }),
              ...(attempt.error === null ? {} : { error: attempt.error }),
            })),
          },
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${BASE}/{subscriptionId}/redeliveries`,
      operationId: 'redeliverWebhooks',
      summary: 'Delivers again by hand: the events you name, or all whose 72 hours ran out.',
      allow: 'authenticated',
      scope: 'webhooks:write',
      params: Params,
      body: z.strictObject({ eventIds: z.array(Identifier).min(1).max(MAXIMUM_REDELIVERIES).optional() }).optional(),
      responses: { 202: { description: 'How many are queued again.' } },
      handle: async ({ tx, params, body }) => {
        const { subscriptionId } = await findSubscription(tx, params.subscriptionId, 'standard');
        const queued = await tx
          .update(webhookDeliveries)
          .set({ status: 'pending', dueAt: sql`now()`, firstAttemptAt: null, attempts: 0 })
          .where(
            and(
              eq(webhookDeliveries.subscriptionId, subscriptionId),
              body?.eventIds === undefined
                ? eq(webhookDeliveries.status, 'exhausted')
                : inArray(webhookDeliveries.eventId, body.eventIds),
            ),
          )
          .returning({ eventId: webhookDeliveries.eventId });
        return { status: 202, body: { queued: queued.length } };
      },
    }),
  ];
}

export function webhookRoutes(context: ServiceContext, settings: WebhookSettings): readonly Route[] {
  return [...subscriptionRoutes(context, settings), ...deliveryRoutes()];
}
