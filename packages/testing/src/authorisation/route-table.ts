import type { Database } from '@greenlane/database/database';
import { SERVICES } from '@greenlane/embedded/services';
import { systemClock } from '@greenlane/kernel/clock';
import type { Route, Service } from '@greenlane/runtime/service';
import { pino } from 'pino';

/** Composing a service names its routes, consumers and jobs and runs none of them: whatever reached for the database would be a bug. */
const NO_DATABASE = new Proxy({} as Database, {
  get: (_target, name) => {
    throw new Error(`a service reached for db.${String(name)} while it was composed; do that in start or in a handler`);
  },
});

/** Every service with its routes, read without running anything. */
export function composedServices(): readonly { readonly service: Service; readonly routes: readonly Route[] }[] {
  return SERVICES.map((service) => ({
    service,
    routes: service.compose({
      db: NO_DATABASE,
      emit: async () => {
        throw new Error(`${service.name} emitted while it was composed`);
      },
      clock: systemClock,
      newId: () => 'never stored',
      log: pino({ level: 'silent' }),
      config: {},
    }).routes,
  }));
}

export function routeTable(): readonly Route[] {
  return composedServices().flatMap(({ routes }) => routes);
}
