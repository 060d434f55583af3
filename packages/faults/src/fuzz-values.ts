import type { Random } from '@greenlane/testing/random';
import fc from 'fast-check';

/** A JSON Schema (2020-12), as far as the document uses it. */
export type Schema = { readonly [keyword: string]: unknown };

const DAY_MILLISECONDS = 86_400_000;
/** The day for which the examples of the document were written. */
const WRITTEN = Date.UTC(2026, 10, 26);
const daysSinceWritten = () => Math.max(0, Math.floor((Date.now() - WRITTEN) / DAY_MILLISECONDS));

/** Examples with their dates as far from today as they were when they were written: else each would be refused as past one day. */
export function asOfToday(examples: readonly unknown[]): readonly unknown[] {
  const days = daysSinceWritten();
  const moved = (date: string) => new Date(Date.parse(date) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
  const text = JSON.stringify(examples).replaceAll(/(?<=")\d{4}-\d\d-\d\d(?=["T])/g, moved);
  return JSON.parse(text) as readonly unknown[];
}

const patterns = new Map<string, readonly string[]>();

/** Some strings that match a pattern; the same ones every time, so that a seed is enough to make a request again. */
function matching(pattern: string): readonly string[] {
  const known = patterns.get(pattern);
  if (known) return known;
  let made: readonly string[] = [''];
  try {
    made = fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { numRuns: 12, seed: 7 });
  } catch {
    // A pattern that the generator does not know (a lookahead): other strings will do.
  }
  patterns.set(pattern, made);
  return made;
}

/** Dates lie around the day of the run: a request is made again by its seed on that day. */
function stringOf(schema: Schema, random: Random): string {
  const hours = random.whole(-200, 2_000) + daysSinceWritten() * 24;
  const moment = new Date(WRITTEN + hours * 3_600_000).toISOString();
  if (schema['format'] === 'date-time') return random.pick([moment, moment.replace('.000Z', '+08:00')]);
  if (schema['format'] === 'date') return moment.slice(0, 10);
  if (schema['format'] === 'uri') return random.pick(['https://example.com/x', 'http://127.0.0.1:1/x', 'not a uri']);
  if (typeof schema['pattern'] === 'string') return random.pick(matching(schema['pattern']));
  const least = Number(schema['minLength'] ?? 0);
  return random.pick(['CNSGH', 'NLRTM', '45G1', 'x', '盐城', 'CHINA', '12.5', 'YANCHENG']).padEnd(least, 'x');
}

function objectOf(schema: Schema, random: Random, definitions: Readonly<Record<string, Schema>>): unknown {
  const required = new Set((schema['required'] as readonly string[] | undefined) ?? []);
  const properties = (schema['properties'] as Readonly<Record<string, Schema>> | undefined) ?? {};
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => required.has(name) || random.next() < 0.3)
      .map(([name, part]) => [name, sampleOf(part, random, definitions)]),
  );
}

/** A value that the schema allows, or nearly: cross-field rules are for the server to find. */
export function sampleOf(schema: Schema, random: Random, definitions: Readonly<Record<string, Schema>>): unknown {
  if (typeof schema['$ref'] === 'string') {
    const name = schema['$ref'].split('/').at(-1) ?? '';
    return sampleOf(definitions[name] ?? {}, random, definitions);
  }
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return random.pick(schema['enum']);
  const choices = (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf']) as readonly Schema[] | undefined;
  if (choices) return sampleOf(random.pick(choices), random, definitions);
  switch (schema['type']) {
    case 'object':
      return objectOf(schema, random, definitions);
    case 'array': {
      const least = Number(schema['minItems'] ?? 0);
      const most = Math.min(Number(schema['maxItems'] ?? least + 3), least + 3);
      const item = (schema['items'] as Schema | undefined) ?? {};
      return Array.from({ length: random.whole(least, most) }, () => sampleOf(item, random, definitions));
    }
    case 'integer':
    case 'number': {
      const least = Number(schema['minimum'] ?? schema['exclusiveMinimum'] ?? 0);
      return random.whole(least, Math.min(Number(schema['maximum'] ?? least + 50), least + 5_000)) || 1;
    }
    case 'boolean':
      return random.next() < 0.5;
    case 'string':
      return stringOf(schema, random);
    case 'null':
      return null;
    default:
      return anyValue(random);
  }
}

/** Values that programs have tripped over. */
export function anyValue(random: Random): unknown {
  return random.pick<unknown>([
    null,
    '',
    ' ',
    'a\u0000b',
    '\ud800',
    '\u202e\u0000',
    'x'.repeat(5_000),
    '🚢'.repeat(200),
    -1,
    0,
    1.5,
    9_007_199_254_740_992,
    1e308,
    -0,
    true,
    [],
    {},
    [[[[[]]]]],
    { toString: 'x', constructor: null },
    '2026-02-30T00:00:00Z',
    '9999-12-31T23:59:59+14:00',
    '0000-01-01T00:00:00Z',
    '-0.00000000000000000001',
    '1e400',
    'NaN',
    "'; drop table offer; --",
    '../../etc/passwd',
    '$' + '{7*7}',
  ]);
}

type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string | number };

function placesOf(value: unknown): readonly Place[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => [{ holder: value, key: index }, ...placesOf(item)]);
  if (value === null || typeof value !== 'object') return [];
  const holder = value as Record<string, unknown>;
  return Object.entries(holder).flatMap(([key, item]) => [{ holder, key }, ...placesOf(item)]);
}

/** One to three changes at random places: another value, a missing or surplus property, a list too long. */
export function mutate(value: unknown, random: Random): unknown {
  const copy: unknown = structuredClone(value);
  for (let turn = random.whole(1, 3); turn > 0; turn -= 1) {
    const places = placesOf(copy);
    if (places.length === 0) return anyValue(random);
    const { holder, key } = random.pick(places);
    const target = holder as Record<string | number, unknown>;
    const chance = random.next();
    if (chance < 0.6) target[key] = anyValue(random);
    else if (chance < 0.75 && !Array.isArray(holder)) delete target[key];
    else if (chance < 0.85) target['surplus'] = anyValue(random);
    else if (Array.isArray(target[key]))
      target[key] = Array.from({ length: 200 }, () => (target[key] as unknown[])[0] ?? null);
    else target[key] = [target[key]];
  }
  return copy;
}
