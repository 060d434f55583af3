import { expect, test } from 'vitest';
import { z } from 'zod';
import { problemItems } from '../src/problem-items.ts';

const wrong = (schema: z.ZodType, value: unknown): { readonly codes: readonly string[]; readonly said: string } => {
  const { error } = schema.safeParse(value);
  const items = error ? problemItems(error, value) : [];
  return {
    codes: error?.issues.map(({ code }) => code) ?? [],
    said: items.map(({ code, property, message }) => `${code} ${property ?? '-'}: ${message}`).join('; '),
  };
};
const of = (schema: z.ZodType) => z.strictObject({ it: schema });

const LINE = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('SEA'), teu: z.int().min(1) }),
  z.object({ kind: z.literal('ROAD'), kilometres: z.number() }),
]);

const TABLE: readonly (readonly [schema: z.ZodType, value: unknown, said: string])[] = [
  [of(z.string()), { it: 1 }, 'INVALID_VALUE it: must be text, not a number'],
  [of(z.string()), { it: null }, 'INVALID_VALUE it: must be text, not null'],
  [of(z.string()), {}, 'MISSING_PROPERTY it: is required (text)'],
  [of(z.int()), { it: 1.5 }, 'INVALID_VALUE it: must be a whole number'],
  [of(z.array(z.boolean())), { it: ['yes'] }, 'INVALID_VALUE it[0]: must be true or false, not text'],
  [z.strictObject({}), [], 'INVALID_VALUE -: must be an object, not a list'],
  [of(z.string().min(1)), { it: '' }, 'INVALID_VALUE it: must have at least 1 character'],
  [of(z.array(z.string()).min(2)), { it: [] }, 'INVALID_VALUE it: must have at least 2 items'],
  [of(z.array(z.string()).length(2)), { it: [] }, 'INVALID_VALUE it: must have exactly 2 items'],
  [of(z.number().min(5)), { it: 4 }, 'INVALID_VALUE it: must be 5 or more'],
  [of(z.number().gt(5)), { it: 5 }, 'INVALID_VALUE it: must be more than 5'],
  [of(z.string().max(2)), { it: 'abc' }, 'INVALID_VALUE it: must have at most 2 characters'],
  [of(z.number().max(5)), { it: 6 }, 'INVALID_VALUE it: must be 5 or less'],
  [of(z.number().lt(5)), { it: 5 }, 'INVALID_VALUE it: must be less than 5'],
  [of(z.number().multipleOf(5)), { it: 3 }, 'INVALID_VALUE it: must be a multiple of 5'],
  [
    of(z.iso.datetime({ offset: true })),
    { it: '2026-12-03' },
    'INVALID_VALUE it: must be a date and time with its offset, such as 2026-12-03T06:00:00+08:00',
  ],
  [of(z.iso.date()), { it: 'today' }, 'INVALID_VALUE it: must be a date such as 2026-12-03'],
  [of(z.url()), { it: 'x' }, 'INVALID_VALUE it: must be a whole web address, such as https://example.org/path'],
  [of(z.ipv4()), { it: 'x' }, 'INVALID_VALUE it: must be text of the format ipv4'],
  [of(z.string().startsWith('gl_')), { it: 'x' }, 'INVALID_VALUE it: must begin with “gl_”'],
  [of(z.string().endsWith('!')), { it: 'x' }, 'INVALID_VALUE it: must end with “!”'],
  [of(z.string().includes('@')), { it: 'x' }, 'INVALID_VALUE it: must contain “@”'],
  [of(z.string().regex(/^\d$/)), { it: 'x' }, String.raw`INVALID_VALUE it: must match the pattern /^\d$/`],
  [of(z.string().regex(/^\d$/, 'is one digit')), { it: 'x' }, 'INVALID_VALUE it: is one digit'],
  [of(z.enum(['RED', 'GREEN'])), { it: 'BLUE' }, 'INVALID_VALUE it: must be one of RED, GREEN'],
  [of(z.literal('AUTO')), {}, 'MISSING_PROPERTY it: is required (AUTO)'],
  [of(z.string()), { it: 'x', that: 1 }, 'UNKNOWN_PROPERTY that: this property is not part of the message'],
  [of(LINE), { it: { kind: 'AIR' } }, 'INVALID_VALUE it.kind: must be one of SEA, ROAD'],
  [of(LINE), { it: { kind: 'SEA' } }, 'MISSING_PROPERTY it.teu: is required (a number)'],
  // Of the forms of a union, the one that was meant says what is wrong with it.
  [
    of(z.union([z.string(), z.object({ teu: z.int() })])),
    { it: {} },
    'MISSING_PROPERTY it.teu: is required (a number)',
  ],
  [of(z.union([z.string(), z.number()])), { it: [] }, 'INVALID_VALUE it: has none of the forms that it may have'],
  [
    of(z.xor([z.string(), z.literal('AUTO')])),
    { it: 'AUTO' },
    'INVALID_VALUE it: fits more than one of the forms that it may have',
  ],
  [
    of(z.record(z.string().max(1), z.number())),
    { it: { ab: 1 } },
    'INVALID_VALUE it.ab: is no name that may stand here',
  ],
  [
    of(z.map(z.string(), z.number())),
    { it: new Map([[new Date(0), 'x']]) as unknown },
    'INVALID_VALUE it: is no name that may stand here; INVALID_VALUE it: holds a value that may not stand in it',
  ],
  [of(z.string().refine(() => false)), { it: 'x' }, 'INVALID_VALUE it: may not stand here'],
];

test('what zod refuses is said in plain English with what is allowed, and names its property', () => {
  expect(TABLE.map(([schema, value]) => wrong(schema, value).said)).toEqual(TABLE.map(([, , said]) => said));
});

test('of every code of issue that zod has', () => {
  const told = new Set(TABLE.flatMap(([schema, value]) => wrong(schema, value).codes));
  expect([...told].toSorted()).toEqual(Object.values(z.ZodIssueCode).toSorted());
});
