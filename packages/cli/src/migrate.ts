import { ensureDatabase, migrate } from '@greenlane/database/migrate';
import { SCHEMAS } from '@greenlane/embedded/services';
import { connect } from './connection.ts';

export async function migrateAll(): Promise<void> {
  const { admin, roleSecret, close } = await connect({ data: '.greenlane' });
  await ensureDatabase(admin, admin.database);
  await migrate({ admin, schemas: SCHEMAS, roleSecret });
  console.log(`migrated ${SCHEMAS.join(', ')}`);
  await close();
}
