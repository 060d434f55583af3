import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `node packages/database/src/generate-migrations.ts <service> [--custom <name>] [--name <name>]`: writes the SQL that brings
 * migrations/<schema>/ up to the service's tables.ts, or an empty file for hand-written SQL (row level security).
 */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const [service, ...rest] = process.argv.slice(2);
if (!service) {
  console.error('usage: pnpm migrations:generate <service> [--custom <name>] [--name <name>]');
  process.exit(2);
}
const schema = service.replaceAll('-', '_');
const isCustom = rest[0] === '--custom';
const result = spawnSync(
  process.execPath,
  [
    `${root}node_modules/drizzle-kit/bin.cjs`,
    'generate',
    '--dialect=postgresql',
    `--schema=services/${service}/src/tables.ts`,
    `--out=migrations/${schema}`,
    `--name=${rest[1] ?? 'schema'}`,
    ...(isCustom ? ['--custom'] : []),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(result.status ?? 1);
