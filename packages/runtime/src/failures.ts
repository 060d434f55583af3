import { OutcomeUnknown } from '@greenlane/database/database';
import { answerTaken } from './idempotency.ts';
import { ProblemError } from './service.ts';
import { UNSTORABLE_TEXT } from './unstorable-text.ts';

/** PostgreSQL codes that mean "not now": shutting down, too many connections, out of memory or disk, lock and statement time-outs. */
const UNAVAILABLE_CODES = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53000',
  '53100',
  '53200',
  '53300',
  '53400',
  '55P03',
  '25P03',
  '25006',
  '57014',
  '08000',
  '08001',
  '08003',
  '08006',
]);
const UNAVAILABLE_SYSTEM_CODES = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET)/;
const RETRY_CODES = new Set(['40001', '40P01']);

function isUnavailable(error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const code = (current as { code?: unknown }).code;
    if (
      typeof code === 'string' &&
      (UNAVAILABLE_CODES.has(code) || UNAVAILABLE_SYSTEM_CODES.test(code) || RETRY_CODES.has(code))
    )
      return true;
    // pg and its pool raise these without a code.
    if (
      /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed and is not queryable/.test(
        current.message,
      )
    )
      return true;
  }
  return false;
}

/** What came past the parser of bodies: PostgreSQL refuses the bytes. */
const UNSTORABLE_TEXT_CODES = new Set(['22021', '22P05']);

function wasUnstorableText(error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause)
    if (UNSTORABLE_TEXT_CODES.has(String((current as { code?: unknown }).code))) return true;
  return false;
}

/**
 * What a client is told of an error; undefined where the reason is ours.
 * @param bodyLimit bytes that the path takes
 */
export function problemOf(error: unknown, bodyLimit: number): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (wasUnstorableText(error))
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
  if (isUnavailable(error)) {
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
