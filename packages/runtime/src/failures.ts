import { OutcomeUnknown } from '@greenlane/database/database';
import { isOutage } from '@greenlane/messaging/consumer';
import { answerTaken } from './idempotency.ts';
import { ProblemError } from './service.ts';
import { UNSTORABLE_TEXT } from './unstorable-text.ts';

function hasCode(error: unknown, codes: ReadonlySet<string>): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause)
    if (codes.has(String((current as { code?: unknown }).code))) return true;
  return false;
}

/** A statement that took too long: the fault of an event whose handler sends it, but "not now" for whoever asked for it here. */
const STATEMENT_TIMED_OUT = new Set(['57014']);
/** What came past the parser of bodies: PostgreSQL refuses the bytes. */
const UNSTORABLE_TEXT_CODES = new Set(['22021', '22P05']);

/**
 * What a client is told of an error; undefined where the reason is ours.
 * @param bodyLimit bytes that the path takes
 */
export function problemOf(error: unknown, bodyLimit: number): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (hasCode(error, UNSTORABLE_TEXT_CODES))
    return new ProblemError({ status: 400, title: 'The request is not valid text', errors: [UNSTORABLE_TEXT] });
  if (error instanceof OutcomeUnknown) {
    return new ProblemError({
      status: 503,
      title: 'The service lost its database while it stored this',
      errors: [
        {
          code: 'OUTCOME_UNKNOWN',
          message: 'it may be stored or not; send the same request again, with the same Idempotency-Key',
        },
      ],
      headers: { 'retry-after': '2' },
    });
  }
  const taken = answerTaken(error);
  if (taken) return taken;
  if (isOutage(error) || hasCode(error, STATEMENT_TIMED_OUT)) {
    return new ProblemError({
      status: 503,
      title: 'The service cannot take this now',
      errors: [{ code: 'UNAVAILABLE', message: 'nothing was stored; send the same request again' }],
      headers: { 'retry-after': '2' },
    });
  }
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode === 413)
    return new ProblemError({
      status: 413,
      title: 'The body is too large',
      errors: [{ code: 'BODY_TOO_LARGE', message: `this path takes at most ${bodyLimit} bytes` }],
    });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new ProblemError({
      status: statusCode,
      title: message ?? 'Bad request',
    });
  }
  return undefined;
}
