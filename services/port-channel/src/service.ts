import type { Service } from '@greenlane/runtime/service';
import { portChannelConsumers } from './consumers.ts';
import { portChannelJobs } from './jobs.ts';
import { PORT_CHANNEL_IN_CHINESE } from './refusals-in-chinese.ts';
import { portChannelRoutes } from './routes.ts';

/** Green-lane passes, equipment events, and the dwell clock of every container beside the ordinary lane. */
export const portChannel: Service = {
  name: 'port-channel',
  schema: 'port_channel',
  inChinese: PORT_CHANNEL_IN_CHINESE,
  prefixes: ['/v1/port-channel', '/v2/events'],
  compose: (context) => ({
    routes: portChannelRoutes(context),
    consumers: portChannelConsumers(),
    jobs: portChannelJobs(context),
  }),
};
