import { join, resolve } from 'node:path';
import { type BackupManifest, backUp, readManifest, restore } from '@greenlane/database/backup';
import { makeFolder } from '@greenlane/database/make-folder';
import { readOrMakeSecret } from '@greenlane/embedded/embedded';
import { SCHEMAS } from '@greenlane/embedded/services';
import { connect } from './connection.ts';

const contents = ({ tables, takenAt }: BackupManifest): string =>
  `${tables.reduce((total, { rows }) => total + rows, 0).toLocaleString('en')} rows of ${tables.length} tables, as of ${takenAt}`;

export async function backUpPlatform(directory: string, options: { readonly data: string }): Promise<void> {
  const { admin, close } = await connect(options);
  try {
    const manifest = await backUp({ admin, schemas: SCHEMAS, directory: resolve(directory) });
    console.log(`backed up ${contents(manifest)}, to ${resolve(directory)}`);
    console.log('It holds the private signing keys: keep it as you keep those.');
  } finally {
    await close();
  }
}

/** Into the database of the environment, else into an embedded platform's folder, which is made when it is missing. */
export async function restorePlatform(directory: string, options: { readonly data: string }): Promise<void> {
  // Before a database is made for it.
  await readManifest(directory);
  if (process.env['DATABASE_HOST'] === undefined) {
    await makeFolder(options.data);
    await readOrMakeSecret(join(options.data, 'role-secret'));
  }
  const { admin, roleSecret, close } = await connect(options);
  try {
    const manifest = await restore({ admin, schemas: SCHEMAS, roleSecret, directory: resolve(directory) });
    console.log(`restored ${contents(manifest)}; check it with: greenlane verify`);
  } finally {
    await close();
  }
}
