import type { Route, ServiceContext } from '@greenlane/runtime/service';
import { containerRoutes } from './container-routes.ts';
import { dwellRoutes } from './dwell-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { passRoutes } from './pass-routes.ts';
import { quarantineRoutes } from './quarantine-routes.ts';
import { trackAndTraceRoutes } from './track-and-trace-routes.ts';

export function portChannelRoutes(context: ServiceContext): readonly Route[] {
  return [
    ...passRoutes(),
    ...containerRoutes(context),
    ...eventRoutes(context),
    ...trackAndTraceRoutes(),
    ...quarantineRoutes(),
    ...dwellRoutes(),
  ];
}
