import type { Service } from '@greenlane/runtime/service';
import { notificationConsumers } from './consumers.ts';
import { makeDeliveries } from './deliveries.ts';
import { eventSubscriptionRoutes } from './event-subscription-routes.ts';
import { resolveByMachine } from './guarded-post.ts';
import { makeHub } from './hub.ts';
import { NOTIFICATIONS_IN_CHINESE } from './refusals-in-chinese.ts';
import { notificationRoutes } from './routes.ts';
import { readWebhookSettings } from './settings.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** Each organisation's own feed of events: by cursor, as a stream, and posted to its callbacks. */
export const notifications: Service = {
  name: 'notifications',
  schema: 'notifications',
  inChinese: NOTIFICATIONS_IN_CHINESE,
  prefixes: ['/v1/events', '/v1/webhook-subscriptions', '/v2/event-subscriptions'],
  compose: (context) => {
    const { db, clock, log, config } = context;
    const hub = makeHub({ db, clock, log });
    const settings = readWebhookSettings(config);
    if (settings.secretKeys.length === 0)
      log.warn('secrets of webhooks lie readable in the database: WEBHOOK_SECRET_KEYS names no key to seal them by');
    const deliveries = makeDeliveries({ db, log, settings, resolve: resolveByMachine });
    return {
      routes: [
        ...notificationRoutes(hub),
        ...webhookRoutes(context, settings),
        ...eventSubscriptionRoutes(context, settings),
      ],
      consumers: notificationConsumers(),
      jobs: deliveries.jobs,
      gauges: { listeners: { help: 'Open event streams.', read: hub.listeners } },
      stop: async () => {
        hub.stop();
        await deliveries.stop();
      },
    };
  },
};
