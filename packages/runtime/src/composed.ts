import { type Database, openDatabase } from '@greenlane/database/database';
import { rolePassword, rolesOf } from '@greenlane/database/migrate';
import type { Clock } from '@greenlane/kernel/clock';
import { messagingTables } from '@greenlane/messaging/tables';
import { pgSchema } from 'drizzle-orm/pg-core';
import type { Logger } from 'pino';
import type { TokenVerifier } from './access-tokens.ts';
import { type EmitFor, makeEmit } from './emit.ts';
import { type Identity, makeIdentity } from './identity.ts';
import { newUuid } from './ids.ts';
import { type Service, type ServiceContext, type ServiceParts, scopeOf } from './service.ts';
import { runtimeTables } from './tables.ts';

/** What a process gives each service that it runs. */
export type ComposeOptions = {
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly roleSecret: string;
  };
  readonly clock: Clock;
  readonly log: Logger;
  readonly config: Readonly<Record<string, string | undefined>>;
};

/** A service with all that it was composed with. */
export type Composed = {
  readonly service: Service;
  readonly context: ServiceContext;
  readonly parts: ServiceParts;
  readonly db: Database;
  readonly identity: Identity;
  readonly tables: ReturnType<typeof runtimeTables> & ReturnType<typeof messagingTables>;
  readonly emitFor: EmitFor;
  readonly log: Logger;
};

/** @throws Error for a route outside the service's prefixes, or one that declares no scope */
export function compose(service: Service, tokens: TokenVerifier, options: ComposeOptions): Composed {
  const roles = rolesOf(service.schema);
  const log = options.log.child({ service: service.name });
  const login = (role: string) => ({ user: role, password: rolePassword(options.database.roleSecret, role) });
  const db = openDatabase({
    host: options.database.host,
    port: options.database.port,
    database: options.database.database,
    tenantRole: login(roles.tenant),
    workerRole: login(roles.worker),
    applicationName: `greenlane ${service.name}`,
    onIdleError: (error) => log.warn({ err: error }, 'an idle database connection was lost'),
  });
  const schema = pgSchema(service.schema);
  const tables = { ...runtimeTables(schema), ...messagingTables(schema) };
  const newId = () => newUuid(options.clock);
  const emitFor = makeEmit({ serviceName: service.name, outbox: tables.outbox, clock: options.clock, newId });
  const context: ServiceContext = { db, emit: emitFor({}), clock: options.clock, newId, log, config: options.config };
  const parts = service.compose(context);
  for (const route of parts.routes) {
    scopeOf(route);
    if (!service.prefixes.some((prefix) => route.path === prefix || route.path.startsWith(`${prefix}/`))) {
      throw new Error(`${service.name} may not serve ${route.path}: its prefixes are ${service.prefixes.join(', ')}`);
    }
  }
  return { service, context, parts, db, identity: makeIdentity({ db, tokens }, tables), tables, emitFor, log };
}
