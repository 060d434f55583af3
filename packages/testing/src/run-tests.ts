import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { KindsReporter } from './kinds-reporter.ts';

/** `pnpm test [filters] [--project kind]`: every test of the repository, ended by a table of what ran and what was skipped. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
process.chdir(root);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { project: { type: 'string', multiple: true } },
});
const vitest = await startVitest('test', positionals, {
  run: true,
  watch: false,
  reporters: ['default', new KindsReporter()],
  ...(values.project ? { project: values.project } : {}),
});
await vitest.close();
