import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { KindsReporter } from './kinds-reporter.ts';

/** `pnpm test [filters] [--project kind]`: every test of the repository, ended by a table of what ran and what was skipped. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
process.chdir(root);
const args = process.argv.slice(2);
const projects: string[] = [];
const filters: string[] = [];
for (let index = 0; index < args.length; index += 1) {
  if (args[index] === '--project') projects.push(args[(index += 1)] ?? '');
  else filters.push(args[index] ?? '');
}
const vitest = await startVitest('test', filters, {
  run: true,
  watch: false,
  reporters: ['default', new KindsReporter()],
  ...(projects.length > 0 ? { project: projects } : {}),
});
await vitest.close();
