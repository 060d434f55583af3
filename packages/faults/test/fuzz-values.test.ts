import { afterEach, expect, test, vi } from 'vitest';
import { asOfToday } from '../src/fuzz-values.ts';

afterEach(() => {
  vi.useRealTimers();
});

const examples = [{ cutOff: '2026-12-02T18:00:00+08:00', day: '2026-12-03', note: 'berth 2026-12-03', units: 40 }];

test('examples stand as far from the day of a run as from the day on which they were written', () => {
  vi.useFakeTimers({ now: new Date('2026-11-26T08:00:00Z') });
  expect(asOfToday(examples)).toEqual(examples);
  vi.setSystemTime(new Date('2027-02-24T23:00:00Z'));
  expect(asOfToday(examples)).toEqual([{ ...examples[0], cutOff: '2027-03-02T18:00:00+08:00', day: '2027-03-03' }]);
});
