import { defineConfig } from 'vitest/config';

/** What mutation testing runs against every mutant: the tests of the emissions package, without its 10,000-run properties. */
export default defineConfig({
  test: {
    include: ['packages/emissions/test/*.test.ts'],
    exclude: ['packages/emissions/test/properties.test.ts'],
    // Mutants are switched at run time, so one loaded copy of the modules serves them all.
    isolate: false,
    reporters: ['default'],
  },
});
