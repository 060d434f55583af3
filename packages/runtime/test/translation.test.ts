import { expect, test } from 'vitest';
import { makeTranslator } from '../src/translation.ts';

const chinese = makeTranslator([
  {
    sentences: {
      'no such {0}': '没有该{0}',
      request: '需求',
      '{0} is {1}': '{0} 为{1}',
      'request {0} is {1}; it needs {2}': '需求 {0} {1}，须为：{2}',
      '{0} The default is used.': '{0}；改用默认值',
      'The year {0} is not over.': '{0} 年尚未结束',
      '{0} costs {1} (all of it)': '{1} 是 {0} 的全部费用',
    },
    terms: { held: '已预留', confirmed: '已确认' },
    codes: { MALFORMED_JSON: 'JSON 有误（{message}）' },
  },
]);

test.each([
  ['no such request', '没有该需求'],
  ['R1 is held', 'R1 为已预留'],
  ['request R1 is held; it needs held or confirmed', '需求 R1 已预留，须为：已预留、已确认'],
  ['request R1 is held; it needs held or gone', '需求 R1 已预留，须为：held or gone'],
  ['The year 2026 is not over. The default is used.', '2026 年尚未结束；改用默认值'],
  ['$& costs $1 (all of it)', '$1 是 $& 的全部费用'],
  ['two\nlines is held', 'two\nlines 为已预留'],
  ['nobody wrote this', 'nobody wrote this'],
])('%s → %s', (english, translated) => {
  expect(chinese.sentence(english)).toBe(translated);
});

test('what a library says stands within the words for its code', () => {
  expect(chinese.problem({ code: 'MALFORMED_JSON', message: 'Unexpected $& at 1' })).toEqual({
    code: 'MALFORMED_JSON',
    message: 'JSON 有误（Unexpected $& at 1）',
  });
});
