import { readFileSync } from 'node:fs';
import type { Role } from '@greenlane/contracts/roles';
import { Scope } from '@greenlane/contracts/scopes';
import { type Route, scopeOf } from '@greenlane/runtime/service';

/** What one route owes each kind of caller: one line of matrix.txt, written by hand beside the route. */
export type MatrixRow = {
  readonly operationId: string;
  /** The first three columns as they are written, single-spaced. */
  readonly columns: string;
  /** Absent: open to anyone. */
  readonly scope: Scope | undefined;
  readonly roles: readonly Role[] | 'anyone';
  /** What a caller who may use the route gets for a request without a body whose path names nothing that exists. */
  readonly admitted: number;
  /** What such a caller gets for a resource of another organisation; absent: the path names none, or the route is for overseers alone. */
  readonly foreign: number | undefined;
};

const LETTERS = [
  ['c', 'carrier'],
  ['e', 'exporter'],
  ['l', 'logistics-provider'],
  ['p', 'port-operator'],
  ['a', 'authority'],
  ['v', 'verifier'],
] as const satisfies readonly (readonly [string, Role])[];

export const ROLES: readonly Role[] = LETTERS.map(([, role]) => role);

const MATRIX = new URL('./matrix.txt', import.meta.url);

function readRow(line: string): MatrixRow {
  const [operationId = '', scope = '', roles = '', admitted = '', foreign = '', ...more] = line.split(/\s+/);
  const isOpen = roles === 'anyone';
  if (
    more.length > 0 ||
    !/^\d{3}$/.test(admitted) ||
    !/^(\d{3}|-)$/.test(foreign) ||
    !(isOpen ? scope === '-' : /^[c.][e.][l.][p.][a.][v.]$/.test(roles) && Scope.safeParse(scope).success)
  )
    throw new Error(`matrix.txt cannot be read at: ${line}`);
  return {
    operationId,
    columns: `${operationId} ${scope} ${roles}`,
    scope: isOpen ? undefined : Scope.parse(scope),
    roles: isOpen ? 'anyone' : LETTERS.filter(([letter]) => roles.includes(letter)).map(([, role]) => role),
    admitted: Number(admitted),
    foreign: foreign === '-' ? undefined : Number(foreign),
  };
}

/** The committed matrix, by operation. */
export function readMatrix(): readonly MatrixRow[] {
  return readFileSync(MATRIX, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map(readRow);
}

/** The first three columns that a route's own declaration would give. */
export function declaredColumns(route: Route): string {
  const { allow } = route;
  const roles =
    allow === 'anyone'
      ? 'anyone'
      : LETTERS.map(([letter, role]) => (allow === 'authenticated' || allow.includes(role) ? letter : '.')).join('');
  return `${route.operationId.padEnd(28)} ${(scopeOf(route) ?? '-').padEnd(18)} ${roles}`;
}
