import type { Service } from '@greenlane/runtime/service';
import { notificationConsumers } from './consumers.ts';
import { makeHub } from './hub.ts';
import { notificationRoutes } from './routes.ts';

/** Each organisation's own feed of events, by cursor and as a stream. */
export const notifications: Service = {
  name: 'notifications',
  schema: 'notifications',
  prefixes: ['/v1/events'],
  compose: ({ db, log }) => {
    const hub = makeHub({ db, log });
    return {
      routes: notificationRoutes(hub),
      consumers: notificationConsumers(),
      gauges: { listeners: { help: 'Open event streams.', read: hub.listeners } },
      stop: async () => hub.stop(),
    };
  },
};
