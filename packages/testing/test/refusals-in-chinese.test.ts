import { join } from 'node:path';
import { problemItems } from '@greenlane/contracts/problem-items';
import { CONTRACTS_IN_CHINESE } from '@greenlane/contracts/refusals-in-chinese';
import { SERVICES } from '@greenlane/embedded/services';
import { REASON_CODES } from '@greenlane/matching/domain/feasibility';
import { LIBRARIES_IN_CHINESE } from '@greenlane/runtime/libraries-in-chinese';
import { RUNTIME_IN_CHINESE } from '@greenlane/runtime/refusals-in-chinese';
import { makeTranslator, type Translation } from '@greenlane/runtime/translation';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { refusalSentences } from '../src/refusal-sentences.ts';

const ROOT = join(import.meta.dirname, '../../..');

const TABLE_OF_SERVICE: Readonly<Record<string, Translation>> = Object.fromEntries(
  SERVICES.map(({ name, inChinese }) => [`services/${name}`, inChinese]),
);
/** Each room that refuses, and the table of what it says. */
const TABLES: Readonly<Record<string, Translation | undefined>> = {
  ...TABLE_OF_SERVICE,
  'packages/runtime': RUNTIME_IN_CHINESE,
  'packages/messaging': RUNTIME_IN_CHINESE,
  'packages/contracts': CONTRACTS_IN_CHINESE,
  // Pure rooms, of whose problems carbon makes its answers.
  'packages/emissions': TABLE_OF_SERVICE['services/carbon'],
  'packages/diagnosis': TABLE_OF_SERVICE['services/carbon'],
};
/** Of every process, whichever services it runs. */
const SHARED = [RUNTIME_IN_CHINESE, LIBRARIES_IN_CHINESE, CONTRACTS_IN_CHINESE];

/** Said to operators, or by another standard’s rules. */
const NOT_TO_CLIENTS: Readonly<Record<string, string>> = {
  'services/notifications/src/secret-keys.ts': 'what is wrong with the configuration of the process',
  'services/carbon/src/domain/pact-filter.ts': 'PACT has an error body of its own',
  'services/carbon/src/pact-routes.ts': 'PACT has an error body of its own',
};

/** Messages that are made elsewhere and passed on, or worded by a function, with what sees to their Chinese. */
const PASSED_ON: Readonly<Record<string, string>> = {
  message: 'the argument of a helper whose callers are read, or what Fastify says',
  'error.message': 'codes.INVALID_URL',
  '(error as Error).message': 'codes.MALFORMED_JSON',
  "{ type: 'string' }": 'a schema',
  'z.string()': 'a schema',
  title: 'the argument of a helper whose callers are read',
  'problem.title': 'the document itself',
  'STATUS_CODES[problem.status]': 'LIBRARIES_IN_CHINESE',
  'said.sentence(title)': 'the document itself',
  'wordsOf(issue, found)': 'schemas are read, and the words for what zod says are in LIBRARIES_IN_CHINESE',
  'outcome.message': 'a refusal of the market, read where it is decided',
  'result.message': 'a refusal of assigned containers, read where it is decided',
  'filter.refusal.message': 'PACT has an error body of its own',
  'wording.refusal[code](facts)': 'explanations, worded by services/matching/src/domain/wording.ts',
  "GONE[state].join(' ')": 'said in both languages to someone who has no account',
  "weak.map((note) => note.message).join(' ')": 'a note beside a figure',
};

const tables = [...new Set(Object.values(TABLES))].filter((table) => table !== undefined);
const found = refusalSentences(ROOT, Object.keys(TABLES));
const sentences = found.sentences.filter(({ at }) => !(at.replace(/:\d+$/, '') in NOT_TO_CLIENTS));

const placeholders = (text: string) => [...text.matchAll(/\{\d+\}/g)].map(([name]) => name).toSorted();

describe('refusals in Chinese', () => {
  test('there is none that a room of the product says in English alone', () => {
    const isSaid = ({ room, text }: { readonly room: string; readonly text: string }) =>
      [...SHARED, TABLES[room]].some((table) => table?.sentences[text] !== undefined);
    expect(sentences.filter((each) => !isSaid(each)).map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
    expect(sentences.length).toBeGreaterThan(350);
  });

  test('messages that are no sentence where they are written are known, each with a reason', () => {
    const unknown = found.passedOn.filter(({ text }) => PASSED_ON[text] === undefined);
    expect(unknown.map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
    expect(Object.keys(PASSED_ON).filter((text) => !found.passedOn.some((each) => each.text === text))).toEqual([]);
  });

  test('hold nothing that is said no longer', () => {
    const said = new Set(sentences.map(({ text }) => text));
    const unsaid = tables.flatMap((table) => Object.keys(table.sentences).filter((key) => !said.has(key)));
    expect([...new Set(unsaid)]).toEqual([]);
  });

  test('name what the English names, in Chinese characters and Chinese punctuation', () => {
    const wrong = [...tables, LIBRARIES_IN_CHINESE].flatMap((table) =>
      Object.entries(table.sentences).filter(
        ([english, chinese]) =>
          placeholders(chinese).join() !== placeholders(english).join() ||
          !/\p{Script=Han}/u.test(chinese) ||
          /\p{Script=Han}[,;:?!]|[。.]$/u.test(chinese),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('are each found again by the sentence with its names filled in', () => {
    for (const [room, table] of Object.entries(TABLES)) {
      const all = [...SHARED, ...(table ? [table] : [])];
      const chinese = makeTranslator(all);
      const filled = (text: string) => text.replaceAll(/\{(\d+)\}/g, 'X$1');
      for (const { text } of sentences.filter((each) => each.room === room)) {
        const translated = all.map((each) => each.sentences[text]).find((each) => each !== undefined) ?? '';
        expect(chinese.sentence(filled(text))).toBe(filled(translated));
      }
    }
  });

  test('have words for every reason that a sailing is refused for', () => {
    expect(REASON_CODES.filter((code) => TABLE_OF_SERVICE['services/matching']?.terms?.[code] === undefined)).toEqual(
      [],
    );
  });
});

describe('what zod says of a value', () => {
  const schema = z.strictObject({
    text: z.string().min(1).max(3),
    exact: z.string().length(2),
    count: z.int().min(1).max(9),
    below: z.number().gt(0).lt(1),
    step: z.number().multipleOf(5),
    list: z.array(z.string()).min(1).max(2),
    pair: z.array(z.string()).length(2),
    one: z.enum(['ROAD', 'RAIL']),
    only: z.literal('AUTO'),
    at: z.iso.datetime({ offset: true }),
    day: z.iso.date(),
    url: z.url(),
    id: z.uuid(),
    mail: z.email(),
    secret: z.base64(),
    pattern: z.string().regex(/^[A-Z]+$/),
    starts: z.string().startsWith('gl_'),
    ends: z.string().endsWith('!'),
    holds: z.string().includes('@'),
    either: z.union([z.string(), z.number()]),
    kind: z.discriminatedUnion('type', [z.object({ type: z.literal('A') }), z.object({ type: z.literal('B') })]),
    whole: z.object({}),
    flag: z.boolean(),
    named: z.record(z.string().max(1), z.number()),
  });
  const bad = [
    { text: '', exact: 'a', count: 0, below: 0, step: 3, list: [], pair: [], one: 'SEA', only: 'MANUAL', at: 'now' },
    { text: 'long', exact: 'abc', count: 10, below: 1, step: 'x', list: ['', '', ''], pair: ['', '', ''], one: 1 },
    { day: 'x', url: 'x', id: 'x', mail: 'x', secret: '%', pattern: 'a', starts: 'a', ends: 'a', holds: 'a' },
    { either: null, kind: { type: 'C' }, whole: 1, flag: 'no', named: { ab: 1 }, text: 1, count: 1.5, list: {} },
  ];

  test('is said in Chinese', () => {
    const chinese = makeTranslator(SHARED);
    const said = bad
      .flatMap((value) => {
        const { error } = schema.safeParse(value);
        return error ? problemItems(error, value) : [];
      })
      .filter(({ code }) => code === 'INVALID_VALUE')
      .map(({ message }) => `${message} → ${chinese.sentence(message)}`);
    expect([...new Set(said)].toSorted()).toMatchInlineSnapshot(`
      [
        "has none of the forms that it may have → 不符合任何一种允许的写法",
        "is no name that may stand here → 键名不正确",
        "must be 1 or more → 不得小于 1",
        "must be 9 or less → 不得大于 9",
        "must be AUTO → 须为AUTO",
        "must be a UUID → 须为UUID",
        "must be a date and time with its offset, such as 2026-12-03T06:00:00+08:00 → 须为带时区的日期时间，如 2026-12-03T06:00:00+08:00",
        "must be a date such as 2026-12-03 → 须为日期，如 2026-12-03",
        "must be a list, not an object → 应为列表，实际为对象",
        "must be a multiple of 5 → 须为 5 的倍数",
        "must be a number, not text → 应为数字，实际为文本",
        "must be a whole number → 须为整数",
        "must be a whole web address, such as https://example.org/path → 须为完整网址，如 https://example.org/path",
        "must be an email address → 须为电子邮箱地址",
        "must be an object, not a number → 应为对象，实际为数字",
        "must be base64 text → 须为base64 编码",
        "must be less than 1 → 须小于 1",
        "must be more than 0 → 须大于 0",
        "must be one of A, B → 只能是以下之一：A, B",
        "must be one of ROAD, RAIL → 只能是以下之一：ROAD, RAIL",
        "must be text, not a number → 应为文本，实际为数字",
        "must be true or false, not text → 应为是/否（true 或 false），实际为文本",
        "must begin with “gl_” → 须以“gl_”开头",
        "must contain “@” → 须含有“@”",
        "must end with “!” → 须以“!”结尾",
        "must have at least 1 character → 至少 1 个字符",
        "must have at least 1 item → 至少 1 项",
        "must have at most 2 items → 最多 2 项",
        "must have at most 3 characters → 最多 3 个字符",
        "must have exactly 2 characters → 须恰为 2 个字符",
        "must have exactly 2 items → 须恰为 2 项",
        "must match the pattern /^[A-Z]+$/ → 须符合格式 /^[A-Z]+$/",
      ]
    `);
  });

  test('and of one that is missing, with what may stand there', () => {
    const chinese = makeTranslator(SHARED);
    const needs = z.object({ mode: z.enum(['ROAD', 'RAIL']), only: z.literal('AUTO'), units: z.int() });
    const { error } = needs.safeParse({});
    expect(error && problemItems(error, {}).map(({ message }) => chinese.sentence(message))).toEqual([
      '必填（以下之一：ROAD, RAIL）',
      '必填（AUTO）',
      '必填（数字）',
    ]);
  });
});
