import type { Database } from '@greenlane/database/database';
import { SERVICES } from '@greenlane/embedded/services';
import { systemClock } from '@greenlane/kernel/clock';
import type { Route } from '@greenlane/runtime/service';
import { pino } from 'pino';

/** Composing a service names its routes, consumers and jobs and runs none of them: whatever reached for the database would be a bug. */
const NO_DATABASE = new Proxy({} as Database, {
  get: (_target, name) => {
    throw new Error(`a service reached for db.${String(name)} while it was composed; do that in start or in a handler`);
  },
});

/** Every route of every service, read without running anything. */
export function routeTable(): readonly Route[] {
  return SERVICES.flatMap(
    (service) =>
      service.compose({
        db: NO_DATABASE,
        emit: async () => {
          throw new Error(`${service.name} emitted while it was composed`);
        },
        clock: systemClock,
        newId: () => 'never stored',
        log: pino({ level: 'silent' }),
        config: {},
      }).routes,
  );
}
