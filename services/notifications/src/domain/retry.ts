/** What came back of one attempt: an HTTP status, or the reason why there is none. */
export type AttemptResult =
  | { readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly status?: undefined; readonly error: string };

export type Outcome =
  | { readonly kind: 'delivered' }
  /** The receiver is gone for good (410): the whole subscription ends. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'retry'; readonly dueAt: Date; readonly pausesSubscription: boolean }
  /** Its 72 hours are over; it can be delivered again by hand. */
  | { readonly kind: 'exhausted' };

export const RETRY_HOURS = 72;
const LONGEST_PAUSE_MILLISECONDS = 6 * 3_600_000;
const LONGEST_RETRY_AFTER_SECONDS = 3_600;
const GROWTH = 3;

/**
 * Exponential back-off with jitter (5 s, 15 s, 45 s … 6 h at the most, each shortened by up to half), so that receivers that
 * fell together are not called together.
 */
export function pauseMilliseconds(attempt: number, firstMilliseconds: number, random: number): number {
  const whole = Math.min(firstMilliseconds * GROWTH ** (attempt - 1), LONGEST_PAUSE_MILLISECONDS);
  return Math.round(whole * (1 - random / 2));
}

/** 2xx is success; a redirect is a failure like any other and is never followed; 410 ends the subscription. */
export function outcomeOf(
  result: AttemptResult,
  attempt: {
    readonly number: number;
    readonly firstAttemptAt: Date;
    readonly now: Date;
    readonly firstPauseMilliseconds: number;
    /** From 0 to 1. */
    readonly random: number;
  },
): Outcome {
  if (result.status !== undefined && result.status >= 200 && result.status < 300) return { kind: 'delivered' };
  if (result.status === 410) return { kind: 'gone' };
  const asked =
    result.status === undefined || result.retryAfterSeconds === undefined
      ? undefined
      : Math.min(result.retryAfterSeconds, LONGEST_RETRY_AFTER_SECONDS) * 1_000;
  const pause = pauseMilliseconds(attempt.number, attempt.firstPauseMilliseconds, attempt.random);
  const dueAt = new Date(attempt.now.getTime() + Math.max(pause, asked ?? 0));
  if (dueAt.getTime() > attempt.firstAttemptAt.getTime() + RETRY_HOURS * 3_600_000) return { kind: 'exhausted' };
  return { kind: 'retry', dueAt, pausesSubscription: asked !== undefined };
}

/** Retry-After as seconds: a number, or an HTTP date against `now`. */
export function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const time = Date.parse(header);
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now.getTime()) / 1_000));
}
