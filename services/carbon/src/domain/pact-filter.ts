import { accept, type Decision, refuse } from '@greenlane/kernel/decision';

/**
 * The part of OData v4's `$filter` that the PACT Technical Specifications 2.x name (Action ListFootprints): comparisons of
 * six properties, `and`, and `any` with `eq` on two collections.
 */
export type PactFilter =
  | { readonly kind: 'AND'; readonly parts: readonly PactFilter[] }
  | {
      readonly kind: 'COMPARE';
      readonly property: PactProperty;
      readonly operator: PactOperator;
      readonly value: string;
    }
  | { readonly kind: 'ANY_EQUALS'; readonly collection: PactCollection; readonly value: string };

const MOMENTS = ['created', 'updated', 'pcf/referencePeriodStart', 'pcf/referencePeriodEnd'] as const;
const PROPERTIES = [...MOMENTS, 'productCategoryCpc', 'pcf/geographyCountry'] as const;
const COLLECTIONS = ['companyIds', 'productIds'] as const;
const OPERATORS = ['eq', 'lt', 'le', 'gt', 'ge'] as const;
export type PactProperty = (typeof PROPERTIES)[number];
export type PactCollection = (typeof COLLECTIONS)[number];
export type PactOperator = (typeof OPERATORS)[number];

/** An error response of PACT, with the code that its table names. */
export type PactRefusal = { readonly code: 'BadRequest' | 'NotImplemented'; readonly message: string };

const LONGEST_FILTER = 2_000;
const MOST_PARTS = 20;
const DEEPEST = 10;
const TOKEN = /\s*(?:('(?:[^']|'')*')|(\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?)|([A-Za-z_][\w/]*)|([():]))/y;

type Token = { readonly kind: 'TEXT' | 'MOMENT' | 'NAME' | 'MARK'; readonly text: string };

/** A wrong filter ends its reading at once, wherever in it the reader is; caught where the reading began. */
class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly refusal: PactRefusal;
  constructor(code: PactRefusal['code'], message: string) {
    super(message);
    this.refusal = { code, message };
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new Unreadable('BadRequest', `$filter cannot be read from "${text.slice(at, at + 20)}" on`);
    const [, quoted, moment, name, mark] = found;
    if (quoted !== undefined) tokens.push({ kind: 'TEXT', text: quoted.slice(1, -1).replaceAll("''", "'") });
    else if (moment !== undefined) tokens.push({ kind: 'MOMENT', text: moment });
    else if (name !== undefined) tokens.push({ kind: 'NAME', text: name });
    else tokens.push({ kind: 'MARK', text: mark ?? '' });
  }
  return tokens;
}

function isOneOf<Name extends string>(names: readonly Name[], text: string): text is Name {
  return (names as readonly string[]).includes(text);
}

/** Reads tokens from the front; each function takes what it read away. */
function reader(tokens: readonly Token[]) {
  let at = 0;
  const wrong = (wanted: string): Unreadable =>
    new Unreadable('BadRequest', `$filter wants ${wanted}, not ${tokens[at]?.text ?? 'its end'}`);
  const take = (wanted: string, matches: (token: Token) => boolean): string => {
    const token = tokens[at];
    if (token === undefined || !matches(token)) throw wrong(wanted);
    at += 1;
    return token.text;
  };
  const mark = (text: string) => take(text, (token) => token.kind === 'MARK' && token.text === text);
  const name = (wanted: string) => take(wanted, (token) => token.kind === 'NAME');
  const next = (kind: Token['kind'], text: string) => tokens[at]?.kind === kind && tokens[at]?.text === text;

  const expression = (depth: number): PactFilter => {
    if (depth > DEEPEST) throw new Unreadable('NotImplemented', `$filter is nested deeper than ${DEEPEST}`);
    const parts = [term(depth)];
    while (next('NAME', 'and')) {
      at += 1;
      parts.push(term(depth));
    }
    if (next('NAME', 'or')) throw new Unreadable('NotImplemented', 'PACT filters have no "or"');
    if (parts.length > MOST_PARTS)
      throw new Unreadable('NotImplemented', `$filter has more than ${MOST_PARTS} conditions`);
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: 'AND', parts };
  };

  const anyEquals = (collection: string): PactFilter => {
    if (!isOneOf(COLLECTIONS, collection))
      throw new Unreadable('NotImplemented', `any works on ${COLLECTIONS.join(' and ')}, not on ${collection}`);
    mark('(');
    const variable = name('a variable');
    mark(':');
    const isBracketed = next('MARK', '(');
    if (isBracketed) mark('(');
    take(variable, (token) => token.kind === 'NAME' && token.text === variable);
    if (name('eq') !== 'eq') throw new Unreadable('NotImplemented', 'any compares with "eq" alone');
    const value = take('a quoted value', (token) => token.kind === 'TEXT');
    if (isBracketed) mark(')');
    mark(')');
    return { kind: 'ANY_EQUALS', collection, value };
  };

  const term = (depth: number): PactFilter => {
    if (next('MARK', '(')) {
      mark('(');
      const inner = expression(depth + 1);
      mark(')');
      return inner;
    }
    const property = name('a property');
    if (property.endsWith('/any')) return anyEquals(property.slice(0, -'/any'.length));
    if (!isOneOf(PROPERTIES, property))
      throw new Unreadable('NotImplemented', `filters are on ${PROPERTIES.join(', ')}, not on ${property}`);
    const operator = name('an operator');
    if (!isOneOf(OPERATORS, operator))
      throw new Unreadable('NotImplemented', `operators are ${OPERATORS.join(', ')}, not ${operator}`);
    const value = take('a value', (token) => token.kind === 'TEXT' || token.kind === 'MOMENT');
    if (isOneOf(MOMENTS, property) && Number.isNaN(Date.parse(value)))
      throw new Unreadable('BadRequest', `${property} is compared with a date-time, not with ${value}`);
    return { kind: 'COMPARE', property, operator, value };
  };

  return {
    whole: (): PactFilter => {
      const filter = expression(0);
      if (at < tokens.length) throw wrong('its end');
      return filter;
    },
  };
}

/** Reads a filter, or refuses it as PACT says: BadRequest for what is no filter, NotImplemented for what is more than these parts. */
export function readPactFilter(text: string): Decision<PactFilter, PactRefusal> {
  if (text.length > LONGEST_FILTER)
    return refuse({ code: 'BadRequest', message: `$filter is longer than ${LONGEST_FILTER} characters` });
  try {
    return accept(reader(tokensOf(text)).whole());
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.refusal);
    throw error;
  }
}
