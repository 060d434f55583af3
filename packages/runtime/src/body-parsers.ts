import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { REPEATED, repeatedProperty } from './repeated-properties.ts';
import { ProblemError, type Route } from './service.ts';
import { unstorableInJson } from './unstorable-text.ts';

const JSON_TYPE = 'application/json';
const NDJSON_TYPE = 'application/x-ndjson';
const CSV_TYPE = 'text/csv';

/** What a route reads, the usual one first. */
const MEDIA_TYPES: Readonly<Record<NonNullable<Route['bodyType']>, readonly string[]>> = {
  json: [JSON_TYPE],
  ndjson: [NDJSON_TYPE],
  any: [JSON_TYPE, NDJSON_TYPE],
  'json-or-csv': [JSON_TYPE, CSV_TYPE],
};

function hasBody({ headers }: FastifyRequest): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/**
 * Judged from the headers, before anything of the body is read.
 * @throws ProblemError 415 naming what the route reads
 */
export function requireMediaType(route: Route, request: FastifyRequest): void {
  // A batch is its body; elsewhere none may be meant.
  if (route.bodyType !== 'ndjson' && !hasBody(request)) return;
  const allowed = MEDIA_TYPES[route.bodyType ?? 'json'];
  const [given = ''] = (request.headers['content-type'] ?? '').split(';');
  const unsupported = (property: string, message: string) =>
    new ProblemError({
      status: 415,
      title: `Send ${allowed[0]}`,
      errors: [{ code: 'UNSUPPORTED_MEDIA_TYPE', property, message }],
    });
  if (!allowed.includes(given.trim().toLowerCase()))
    throw unsupported(
      'Content-Type',
      allowed.includes(NDJSON_TYPE)
        ? `this path reads ${allowed.join(' or ')}, one JSON object a line`
        : `this path reads ${allowed.join(' or ')}`,
    );
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw unsupported('Content-Encoding', 'bodies are sent as they are, without compression');
}

const BYTE_ORDER_MARK = 0xfeff;

/**
 * The text of a body. Bytes that are no UTF-8 would be stored as replacement characters: another reference, another name. A byte
 * order mark, which some editors write, is no part of the text (RFC 8259, section 8.1).
 * @throws ProblemError 400
 */
function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes))
    throw new ProblemError({
      status: 400,
      title: 'The body is not valid',
      errors: [{ code: 'INVALID_TEXT', message: 'the body is not UTF-8' }],
    });
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

/** Larger ones are lists of events, whose intake is measured by the million. */
const LARGEST_SEARCHED = 1_048_576;

/** What JSON.stringify writes of a body, where it had to be known before. */
const rewritten = new WeakMap<object, string>();

/**
 * JSON.stringify calls itself for each bracket, and its stack ends some thousands deep; JSON.parse and schemas do not.
 * @throws ProblemError 400
 */
function writtenOf(body: unknown): string {
  try {
    return JSON.stringify(body ?? null);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const errors = [{ code: 'NESTED_TOO_DEEPLY', message: 'lists and objects stand in each other too deeply' }];
    throw new ProblemError({ status: 400, title: 'The body is not valid', errors });
  }
}

/** A body that was read, as one content that can be compared. */
export function contentOf(body: unknown): string | Buffer {
  if (typeof body === 'string' || Buffer.isBuffer(body)) return body;
  const known = typeof body === 'object' && body !== null ? rewritten.get(body) : undefined;
  return known ?? writtenOf(body);
}

/** True of a text that is what JSON.stringify makes of its value, as many clients send it: then it says nothing twice. */
function isWrittenAgain(text: string, value: unknown): boolean {
  const again = writtenOf(value);
  if (typeof value === 'object' && value !== null) rewritten.set(value, again);
  return again === text;
}

/**
 * @param isKept its content is asked for later, by {@link contentOf}
 * @throws ProblemError 400
 */
function jsonOf(text: string, isKept: boolean): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const errors = [{ code: 'MALFORMED_JSON', message: (error as Error).message }];
    throw new ProblemError({ status: 400, title: 'The body is not JSON', errors });
  }
  const isSearched = text.length <= LARGEST_SEARCHED && !(isKept && isWrittenAgain(text, value));
  const repeated = isSearched ? repeatedProperty(text, value) : undefined;
  if (repeated !== undefined)
    throw new ProblemError({
      status: 400,
      title: 'The body is not valid',
      errors: [{ ...REPEATED, property: repeated }],
    });
  const unstorable = unstorableInJson(text, value);
  if (unstorable !== undefined)
    throw new ProblemError({ status: 400, title: 'The body is not valid', errors: [unstorable] });
  return value;
}

/** NDJSON reaches its handler as text, CSV as its bytes; nothing else than these and JSON is read. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeContentTypeParser(['text/plain', JSON_TYPE]);
  app.addContentTypeParser(CSV_TYPE, { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => body);
  app.addContentTypeParser(NDJSON_TYPE, { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) =>
    textOf(body),
  );
  app.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, async ({ headers }: FastifyRequest, body: Buffer) =>
    // An empty body under a JSON content type is "no body": clients send it with POST …/withdrawal.
    body.length === 0 ? undefined : jsonOf(textOf(body), headers['idempotency-key'] !== undefined),
  );
}
