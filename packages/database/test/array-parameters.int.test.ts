import { type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  bigintArray,
  booleanArray,
  bytesArray,
  integerArray,
  jsonArray,
  jsonbArray,
  momentArray,
  textArray,
} from '../src/array-parameters.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase(['event_log']);
});
afterAll(() => database.close());

const back = async (type: string, array: Buffer) =>
  (await database.query<{ values: unknown }>(`select $1::${type}[] as values`, [array]))[0]?.values;

test('PostgreSQL reads back every array as it was', async () => {
  const texts = ['', 'CNSGH', 'a,b', '{"quoted": "\\\\"}', 'NULL', '上海港 🚢', '\ttab\nline', null];
  expect(await back('text', textArray(texts))).toEqual(texts);
  const numbers = [0, 1, -1, 2_147_483_647, -2_147_483_648, null];
  expect(await back('integer', integerArray(numbers))).toEqual(numbers);
  const large = [0, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, null];
  expect(await back('bigint', bigintArray(large))).toEqual(large.map((value) => value && String(value)).with(0, '0'));
  const bytes = [Buffer.of(), Buffer.of(0, 255, 10, 92), Buffer.from('上海港')];
  expect(await back('bytea', bytesArray(bytes))).toEqual(bytes);
  expect(await back('boolean', booleanArray([true, false, null]))).toEqual([true, false, null]);
  const moments = [new Date('1999-12-31T23:59:59.999Z'), new Date(0), new Date('2026-06-01T12:34:56.789Z'), null];
  expect(await back('timestamptz', momentArray(moments.map((at) => at?.getTime() ?? null)))).toEqual(moments);
  expect(await back('json', jsonArray(['{"b":1,"a":[2]}', '"text"', null]))).toEqual([{ b: 1, a: [2] }, 'text', null]);
  const documents = ['{"b":1,"a":[2]}', `"${'上海港 🚢'.repeat(50)}"`, null];
  expect(await back('jsonb', jsonbArray(documents))).toEqual([{ b: 1, a: [2] }, '上海港 🚢'.repeat(50), null]);
});

test('an empty array is one, whatever its elements would be', async () => {
  expect(await back('text', textArray([]))).toEqual([]);
  expect(await back('integer', integerArray([]))).toEqual([]);
  expect(await back('timestamptz', momentArray([]))).toEqual([]);
});

test('what PostgreSQL keeps in no text it refuses here as well', async () => {
  await expect(back('text', textArray(['a\u0000b']))).rejects.toMatchObject({ code: '22021' });
  await expect(back('json', jsonArray(['{"a": ']))).rejects.toMatchObject({ code: '22P02' });
  await expect(back('jsonb', jsonbArray(['{"a": ']))).rejects.toMatchObject({ code: '22P02' });
});
