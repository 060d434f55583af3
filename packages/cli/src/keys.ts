import { openDatabase } from '@greenlane/database/database';
import { rolePassword, rolesOf } from '@greenlane/database/migrate';
import { systemClock } from '@greenlane/kernel/clock';
import { messagingTables } from '@greenlane/messaging/tables';
import { bootstrapAuthority, createKey } from '@greenlane/programme/bootstrap';
import { makeEmit } from '@greenlane/runtime/emit';
import { newUuid } from '@greenlane/runtime/ids';
import { pgSchema } from 'drizzle-orm/pg-core';
import { connect } from './connection.ts';

/** Makes a key beside the running platform, which learns it by the event that commits with it. */
export async function createKeys(options: {
  readonly organisation?: string;
  readonly name: string;
  readonly data: string;
}): Promise<void> {
  const { admin, roleSecret, close } = await connect(options);
  const roles = rolesOf('programme');
  const login = (user: string) => ({ user, password: rolePassword(roleSecret, user) });
  const db = openDatabase({
    host: admin.host,
    port: admin.port,
    database: admin.database,
    tenantRole: login(roles.tenant),
    workerRole: login(roles.worker),
    applicationName: 'greenlane keys',
  });
  const newId = () => newUuid(systemClock);
  const emit = makeEmit({
    serviceName: 'programme',
    outbox: messagingTables(pgSchema('programme')).outbox,
    clock: systemClock,
    newId,
  })({});
  try {
    const made =
      options.organisation === undefined
        ? ((await bootstrapAuthority(db, { name: options.name, clock: systemClock, newId, emit })) ??
          'two keys are active')
        : await createKey(db, { organisationId: options.organisation, clock: systemClock, newId, emit });
    if (typeof made === 'string') {
      console.error(`no key was made: ${made}`);
      process.exitCode = 1;
    } else {
      console.log(JSON.stringify(made));
    }
  } finally {
    await db.close();
    await close();
  }
}
