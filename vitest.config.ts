import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';

const LARGEST_SEED = 2 ** 31;

/**
 * Property tests start from a seed that the committed files give: each commit is tried from another one, and whoever tests the
 * same commit sees the same. `PROPERTY_SEED=random` looks further, `PROPERTY_SEED=<number>` repeats a run.
 */
function propertySeed(): number {
  const given = process.env.PROPERTY_SEED;
  if (given === 'random') return randomInt(LARGEST_SEED);
  if (given !== undefined) return Number(given);
  try {
    const tree = execFileSync('git', ['rev-parse', 'HEAD^{tree}'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number.parseInt(tree.slice(0, 8), 16) % LARGEST_SEED;
  } catch {
    // An archive of the files has no history.
    return 1;
  }
}

const PROPERTY_SEED = String(propertySeed());
console.log(`property tests start from PROPERTY_SEED=${PROPERTY_SEED}`);

const shared = {
  testTimeout: 30_000,
  hookTimeout: 120_000,
  pool: 'forks' as const,
  reporters: ['default'],
  env: { PROPERTY_SEED },
  setupFiles: ['packages/testing/src/property-seed.ts'],
};

/** Three kinds of tests, told apart by their suffix: pure, with PostgreSQL, with a real Kafka broker. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'pure',
          include: ['{packages,services,infra}/*/test/**/*.test.ts'],
          exclude: ['**/*.int.test.ts', '**/*.kafka.test.ts', '**/*.browser.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          ...shared,
          name: 'int',
          include: ['{packages,services,infra}/*/test/**/*.int.test.ts'],
          globalSetup: ['packages/testing/src/postgres-global-setup.ts'],
          testTimeout: 90_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'kafka',
          include: ['{packages,services,infra}/*/test/**/*.kafka.test.ts'],
          globalSetup: ['packages/testing/src/postgres-global-setup.ts', 'packages/testing/src/kafka-global-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          include: ['{packages,services,infra}/*/test/**/*.browser.test.ts'],
          globalSetup: ['packages/testing/src/postgres-global-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
    ],
  },
});
