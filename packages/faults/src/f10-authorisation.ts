import { readMatrix } from '@greenlane/testing/authorisation/matrix';
import { runTests } from './by-tests.ts';
import type { Fault } from './fault.ts';

export const authorisation: Fault = {
  name: 'F10',
  title: 'the authorisation matrix, every route as every caller',
  invariants: ['I11'],
  run: async (stage) => {
    const files = ['packages/testing/test/authorisation.test.ts'];
    const declared = await runTests(stage, { name: 'F10-rows', project: 'pure', files, invariant: 'I11' });
    const asked = await runTests(stage, {
      name: 'F10-cells',
      project: 'int',
      files: ['services/embedded/test/authorisation.int.test.ts', 'services/embedded/test/tenancy.int.test.ts'],
      invariant: 'I11',
    });
    return {
      figure: `${readMatrix().length} routes, every cell as expected (${declared.passed + asked.passed} tests)`,
      findings: [...declared.findings, ...asked.findings],
    };
  },
  // Any key opens any route.
  twin: async (stage) => {
    const { findings } = await runTests(stage, {
      name: 'F10-twin',
      project: 'int',
      files: ['services/embedded/test/authorisation.int.test.ts'],
      invariant: 'I11',
      without: 'roles-are-asked-for',
    });
    return { figure: `${findings.length} tests fail`, findings };
  },
};
