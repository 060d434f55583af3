import { describe, expect, test } from 'vitest';
import { outcomeOf, pauseMilliseconds, retryAfterSeconds } from '../src/domain/retry.ts';

const FIRST = new Date('2026-11-24T08:00:00Z');
const attempt = (number: number, now = FIRST) => ({
  number,
  firstAttemptAt: FIRST,
  now,
  firstPauseMilliseconds: 5_000,
  random: 0,
});

describe('what follows an attempt', () => {
  test('2xx delivers, 410 ends the subscription, a redirect is a failure', () => {
    expect(outcomeOf({ status: 204 }, attempt(1))).toEqual({ kind: 'delivered' });
    expect(outcomeOf({ status: 410 }, attempt(1))).toEqual({ kind: 'gone' });
    expect(outcomeOf({ status: 302 }, attempt(1)).kind).toBe('retry');
  });

  test('pauses grow threefold from 5 s to 6 h, each shortened by up to half', () => {
    expect([1, 2, 3, 8, 9, 20].map((number) => pauseMilliseconds(number, 5_000, 0))).toEqual([
      5_000, 15_000, 45_000, 10_935_000, 21_600_000, 21_600_000,
    ]);
    expect(pauseMilliseconds(2, 5_000, 1)).toBe(7_500);
  });

  test('72 hours of trying, then it is over', () => {
    let now = FIRST;
    let number = 1;
    for (; ; number += 1) {
      const outcome = outcomeOf({ error: 'ECONNREFUSED' }, attempt(number, now));
      if (outcome.kind !== 'retry') break;
      now = outcome.dueAt;
    }
    expect([number, (now.getTime() - FIRST.getTime()) / 3_600_000]).toEqual([20, expect.closeTo(70.6, 0)]);
  });

  test('Retry-After lengthens a pause and holds the whole subscription, for an hour at the most', () => {
    expect(outcomeOf({ status: 503, retryAfterSeconds: 60 }, attempt(1))).toEqual({
      kind: 'retry',
      dueAt: new Date(FIRST.getTime() + 60_000),
      pausesSubscription: true,
    });
    expect(outcomeOf({ status: 429, retryAfterSeconds: 999_999 }, attempt(1))).toMatchObject({
      dueAt: new Date(FIRST.getTime() + 3_600_000),
    });
    expect(retryAfterSeconds('Tue, 24 Nov 2026 08:00:30 GMT', FIRST)).toBe(30);
    expect([retryAfterSeconds('soon', FIRST), retryAfterSeconds(undefined, FIRST)]).toEqual([undefined, undefined]);
  });
});
