import { expect, test } from 'vitest';
import { languageOf } from '../src/languages.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['zh', 'zh'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['de-DE,de;q=0.9,zh-Hant;q=0.5,en;q=0.4', 'zh'],
  ['en;q=0.2, ZH-cn; q=0.8', 'zh'],
  ['zh;q=0, en', 'en'],
  ['fr, *;q=0.5, zh;q=0.1', 'en'],
  ['fr', 'en'],
  [';;;,,q=', 'en'],
])('an answer to Accept-Language %j is in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});
