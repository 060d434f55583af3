import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 30_000, hookTimeout: 120_000, pool: 'forks' as const, reporters: ['default'] };

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
