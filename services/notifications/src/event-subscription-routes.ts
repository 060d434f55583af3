import { TRACK_AND_TRACE_VERSION } from '@greenlane/contracts/track-and-trace';
import { Identifier } from '@greenlane/contracts/values';
import { PAGE_QUERY } from '@greenlane/runtime/paging';
import { defineRoute, type Reply, type Route, type ServiceContext } from '@greenlane/runtime/service';
import { z } from 'zod';
import type { SubscriptionRow } from './delivery-store.ts';
import { TrackAndTraceFilter } from './domain/track-and-trace-filter.ts';
import { sealSecret } from './secret-keys.ts';
import type { WebhookSettings } from './settings.ts';
import {
  addSubscription,
  changeSubscription,
  deleteSubscription,
  findSubscription,
  pageOfSubscriptions,
} from './subscription-store.ts';
import { assertCallbackUrl, LONGEST_URL } from './webhook-routes.ts';

const BASE = '/v2/event-subscriptions';
const KIND = 'track-and-trace';
const SHORTEST_SECRET_BYTES = 24;

const Params = z.object({ subscriptionID: Identifier });
const Secret = z
  .string()
  .max(1_000)
  .refine(
    (text) => z.base64().safeParse(text).success && Buffer.from(text, 'base64').length >= SHORTEST_SECRET_BYTES,
    `base64 of at least ${SHORTEST_SECRET_BYTES} bytes`,
  );
const Body = TrackAndTraceFilter.extend({ callbackUrl: z.string().min(1).max(LONGEST_URL) });

const filterOf = ({ callbackUrl: _, ...filter }: z.infer<typeof Body>): z.infer<typeof TrackAndTraceFilter> => filter;
const view = (row: SubscriptionRow) => ({
  subscriptionID: row.subscriptionId,
  callbackUrl: row.callbackUrl,
  ...row.filter,
});
const answer = (status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  ...(body === undefined ? {} : { body }),
  headers: { 'API-Version': TRACK_AND_TRACE_VERSION, ...headers },
});

/** Subscriptions of DCSA T&T 2.2.0, delivered by the engine of the webhooks: same guard, same retries, same log. */
export function eventSubscriptionRoutes({ newId }: ServiceContext, settings: WebhookSettings): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: BASE,
      operationId: 'createEventSubscription',
      summary: 'Subscribes to equipment events in the shape of DCSA T&T 2.2.',
      description:
        'All filters must be met; of a list, one value. Events are posted as a list with `Notification-Signature: sha256=…` over the body under your base64 secret. Posting begins once the URL has answered an empty list with 2xx. Only equipment events are posted; a filter of shipment or transport events is met by none.',
      allow: 'authenticated',
      scope: 'webhooks:write',
      body: Body.extend({ secret: Secret }),
      responses: { 201: { description: 'The subscription, without its secret.' } },
      handle: async ({ tx, body: { secret, ...body }, principal }) => {
        assertCallbackUrl(body.callbackUrl, settings);
        const row = await addSubscription(
          tx,
          {
            subscriptionId: newId(),
            organisationId: principal.organisationId,
            kind: KIND,
            callbackUrl: body.callbackUrl,
            filter: filterOf(body),
            secret,
          },
          settings.secretKeys,
        );
        return answer(201, view(row), { location: `${BASE}/${row.subscriptionId}` });
      },
    }),
    defineRoute({
      method: 'GET',
      path: BASE,
      operationId: 'listEventSubscriptions',
      summary: 'Your T&T 2.2 subscriptions.',
      allow: 'authenticated',
      query: z.object({ ...PAGE_QUERY, limit: PAGE_QUERY.limit.default(100) }),
      responses: { 200: { description: 'Subscriptions; Next-Page holds the cursor of the next.' } },
      handle: async ({ tx, query }) => {
        const page = await pageOfSubscriptions(tx, KIND, query);
        const next = page.headers['next-page-cursor'];
        return answer(200, page.rows.map(view), {
          'Current-Page': query.cursor ?? '',
          ...(next === undefined ? {} : { 'Next-Page': next }),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${BASE}/{subscriptionID}`,
      operationId: 'readEventSubscription',
      summary: 'One T&T 2.2 subscription.',
      allow: 'authenticated',
      params: Params,
      responses: { 200: { description: 'The subscription.' } },
      handle: async ({ tx, params }) => answer(200, view(await findSubscription(tx, params.subscriptionID, KIND))),
    }),
    defineRoute({
      method: 'PUT',
      path: `${BASE}/{subscriptionID}`,
      operationId: 'replaceEventSubscription',
      summary: 'Replaces callback and filters; a new callback must answer before events are posted to it.',
      allow: 'authenticated',
      scope: 'webhooks:write',
      params: Params,
      body: Body.extend({ subscriptionID: Identifier.optional() }),
      examples: { 'another callback': { callbackUrl: 'https://example.com/greenlane' } },
      responses: { 200: { description: 'The subscription.' } },
      handle: async ({ tx, params, body: { subscriptionID: _, ...body } }) => {
        assertCallbackUrl(body.callbackUrl, settings);
        const found = await findSubscription(tx, params.subscriptionID, KIND);
        const isMoved = found.callbackUrl !== body.callbackUrl || found.status === 'disabled';
        const change = { callbackUrl: body.callbackUrl, filter: filterOf(body) };
        return answer(200, view(await changeSubscription(tx, found, change, isMoved ? 'CALLBACK_CHANGED' : undefined)));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${BASE}/{subscriptionID}`,
      operationId: 'deleteEventSubscription',
      summary: 'Ends a T&T 2.2 subscription.',
      allow: 'authenticated',
      scope: 'webhooks:write',
      params: Params,
      responses: { 204: { description: 'Gone.' } },
      handle: async ({ tx, params }) => {
        await findSubscription(tx, params.subscriptionID, KIND);
        await deleteSubscription(tx, params.subscriptionID);
        return answer(204);
      },
    }),
    defineRoute({
      method: 'PUT',
      path: `${BASE}/{subscriptionID}/secret`,
      operationId: 'replaceEventSubscriptionSecret',
      summary: 'Replaces the shared secret.',
      allow: 'authenticated',
      scope: 'webhooks:write',
      params: Params,
      body: z.strictObject({ secret: Secret }),
      examples: { secret: { secret: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' } },
      responses: { 204: { description: 'Replaced.' } },
      handle: async ({ tx, params, body }) => {
        const found = await findSubscription(tx, params.subscriptionID, KIND);
        await changeSubscription(tx, found, {
          secret: sealSecret(body.secret, found.subscriptionId, settings.secretKeys),
        });
        return answer(204);
      },
    }),
  ];
}
