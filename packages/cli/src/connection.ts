import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddedServer, startEmbeddedServer } from '@greenlane/database/embedded-server';
import type { AdminConnection } from '@greenlane/database/migrate';

export type Connection = {
  readonly admin: AdminConnection;
  readonly roleSecret: string;
  close(): Promise<void>;
};

/**
 * The database that a command works on: DATABASE_HOST … from the environment when set, else the embedded platform's, which is
 * used while it runs and started (and stopped again) when it does not.
 */
export async function connect(options: { readonly data: string }): Promise<Connection> {
  const {
    DATABASE_HOST,
    DATABASE_PORT,
    DATABASE_NAME,
    DATABASE_ADMIN_USER,
    DATABASE_ADMIN_PASSWORD,
    DATABASE_ROLE_SECRET,
  } = process.env;
  if (DATABASE_HOST !== undefined) {
    if (DATABASE_ADMIN_PASSWORD === undefined || DATABASE_ROLE_SECRET === undefined)
      throw new Error('set DATABASE_ADMIN_PASSWORD and DATABASE_ROLE_SECRET beside DATABASE_HOST');
    return {
      admin: {
        host: DATABASE_HOST,
        port: Number(DATABASE_PORT ?? 5432),
        database: DATABASE_NAME ?? 'greenlane',
        user: DATABASE_ADMIN_USER ?? 'postgres',
        password: DATABASE_ADMIN_PASSWORD,
      },
      roleSecret: DATABASE_ROLE_SECRET,
      close: async () => {},
    };
  }
  const roleSecret = await readFile(join(options.data, 'role-secret'), 'utf8').catch(() => undefined);
  if (roleSecret === undefined)
    throw new Error(
      `there is no platform under ${options.data}; run "greenlane start" first, name it with --data, or set DATABASE_HOST`,
    );
  const server: EmbeddedServer = await startEmbeddedServer({ directory: join(options.data, 'postgres') });
  return {
    admin: { host: server.host, port: server.port, database: 'greenlane', ...server.superuser },
    roleSecret: roleSecret.trim(),
    // One that was running already belongs to someone else.
    close: async () => {
      if (!server.adopted) await server.stop();
    },
  };
}
