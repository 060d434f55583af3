import { declaredColumns, readMatrix } from '@greenlane/testing/authorisation/matrix';
import { routeTable } from '@greenlane/testing/authorisation/route-table';
import { runTests } from './by-tests.ts';
import type { Fault, Finding } from './fault.ts';

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
  // A route that someone opened to anyone, and one that someone added without a row.
  twin: async () => {
    const [first, second] = routeTable().filter(({ allow }) => allow !== 'anyone');
    const rows = new Map(readMatrix().map((row) => [row.operationId, row.columns]));
    const changed = [
      { ...first!, allow: 'anyone' as const },
      { ...second!, operationId: 'somethingNew' },
    ];
    const findings: Finding[] = changed
      .filter((route) => rows.get(route.operationId) !== declaredColumns(route).split(/\s+/).join(' '))
      .map(({ operationId }) => ({ invariant: 'I11', says: `${operationId} is not what the matrix says` }));
    return { figure: `${findings.length} of 2 routes are found`, findings };
  },
};
