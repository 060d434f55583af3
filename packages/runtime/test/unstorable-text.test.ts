import { expect, test } from 'vitest';
import { unstorableInJson } from '../src/unstorable-text.ts';

const wrongIn = (value: unknown) => unstorableInJson(JSON.stringify(value), value);
const item = { code: 'INVALID_TEXT', message: 'a NUL or half of a surrogate pair can stand in no value' };

test('what cannot be stored is refused by the member that holds it, the first to come', () => {
  const calls = [{ UNLocationCode: 'CNSGH' }, { UNLocationCode: 'CN\u0000' }];
  expect(wrongIn({ name: 'a ship 🚢', portCalls: calls, remarks: 'half \ud800' })).toEqual({
    ...item,
    property: 'portCalls[1].UNLocationCode',
  });
  expect(wrongIn({ notes: ['good', ['half \udc00']] })).toEqual({ ...item, property: 'notes[1][0]' });
  expect(wrongIn({ cargo: { 'a\u0000b': 1 } })).toEqual({ ...item, property: 'cargo' });
  expect(wrongIn('\u0000')).toEqual(item);
  expect(wrongIn({ 'a\u0000b': 1 })).toEqual(item);
});

test('escapes of what can be stored are left alone', () => {
  expect(unstorableInJson('{"words":"\\ud83d\\udea2"}', { words: '🚢' })).toBeUndefined();
  expect(wrongIn({ words: 'a literal \\u0000 and \\ud800' })).toBeUndefined();
});

test('a body a hundred thousand brackets deep is named by what holds the rest', () => {
  const depth = 100_000;
  const text = `{"a":${'['.repeat(depth)}"\\u0000"${']'.repeat(depth)}}`;
  expect(unstorableInJson(text, JSON.parse(text))).toEqual({ ...item, property: `a${'[0]'.repeat(31)}` });
});
