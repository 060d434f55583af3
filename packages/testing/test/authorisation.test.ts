import { describe, expect, test } from 'vitest';
import { declaredColumns, readMatrix } from '../src/authorisation/matrix.ts';
import { routeTable } from '../src/authorisation/route-table.ts';

/** Both sides of F10 held against each other, without running anything; the cells are run by services/embedded/test/authorisation.int.test.ts. */
const FILE = 'packages/testing/src/authorisation/matrix.txt';
const routes = routeTable();
const rows = readMatrix();

describe('the authorisation matrix', () => {
  test('has a row for every route, and the route declares what the row says', () => {
    const inMatrix = new Map(rows.map((row) => [row.operationId, row]));
    const wrong = routes.flatMap((route) => {
      const row = inMatrix.get(route.operationId);
      let columns: string;
      try {
        columns = declaredColumns(route);
      } catch (error) {
        return [(error as Error).message];
      }
      if (!row)
        return [
          `${route.method} ${route.path} has no row. Write one into ${FILE}: "${columns} <admitted> <foreign>" (its head says what they are)`,
        ];
      return row.columns === columns.split(/\s+/).join(' ')
        ? []
        : [`${FILE} says "${row.columns}", the route declares "${columns}": change the one that is wrong`];
    });
    expect(wrong).toEqual([]);
  });

  test('has no row without a route, and none twice', () => {
    const declared = new Set(routes.map(({ operationId }) => operationId));
    expect(
      rows
        .map(({ operationId }) => operationId)
        .filter((id, index, all) => !declared.has(id) || all.indexOf(id) !== index),
    ).toEqual([]);
  });

  test('a write whose row names a foreign status has an example body that its schema takes, to be sent with another’s ids', () => {
    const wrong = rows.flatMap((row) => {
      const route = routes.find(({ operationId }) => operationId === row.operationId);
      if (!route?.body || row.foreign === undefined || route.method === 'GET') return [];
      const parsed = route.body.safeParse(Object.values(route.examples ?? {})[0]);
      return parsed.success ? [] : [`${row.operationId}: give the route examples: { 'a name': { … } }`];
    });
    expect(wrong).toEqual([]);
  });
});
