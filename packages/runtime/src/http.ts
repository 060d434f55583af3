import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import { LANGUAGES } from '@greenlane/contracts/values';
import type { Clock } from '@greenlane/kernel/clock';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { admit, NOBODY } from './access.ts';
import { problemOf } from './failures.ts';
import { readIdempotencyKey, requestFingerprint } from './idempotency.ts';
import { randomHex } from './ids.ts';
import { languageOf } from './languages.ts';
import { isIdempotent } from './openapi.ts';
import {
  holdsUnstorableText,
  PROBLEM_CONTENT_TYPE,
  problemBytes,
  problemDocument,
  problemItems,
  UNSTORABLE_TEXT,
} from './problem.ts';
import { makeRateLimiter, type RateLimiter, type RateLimits } from './rate-limits.ts';
import { type Answer, runRoute, type ServedService } from './route-run.ts';
import { securityHeaders } from './security-headers.ts';
import { type Principal, ProblemError, type Route } from './service.ts';

/** An answer as the metrics count it. */
export type ObservedAnswer = {
  readonly service: string;
  readonly operationId: string;
  readonly status: number;
  readonly seconds: number;
};

export type HttpOptions = {
  readonly clock: Clock;
  readonly log: Logger;
  /** Origins that browsers may call from; none by default. */
  readonly corsOrigins: readonly string[];
  readonly rateLimits: RateLimits;
  /** Gateways whose word is taken for where a request comes from; nobody's by default. */
  readonly trustedProxies?: readonly string[];
  readonly onAnswer?: (answer: ObservedAnswer) => void;
};

/** Asked by supervisors, often and from one address. */
const UNCOUNTED: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);

/** fastify's form of a route's path. */
const pathPattern = ({ path }: Route): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const DEFAULT_BODY_LIMIT_BYTES = 1_048_576;
const BATCH_BODY_LIMIT_BYTES = 33_554_432;

/** A well-formed W3C traceparent is carried on; anything else begins a new trace. */
function traceparentOf(header: string | undefined): string {
  if (header !== undefined && /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/.test(header)) return header;
  return `00-${randomHex(16)}-${randomHex(8)}-01`;
}

function parsePart<Schema extends z.ZodType>(
  schema: Schema | undefined,
  value: unknown,
  title: string,
): z.infer<Schema> | undefined {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProblemError({ status: 400, title, errors: problemItems(parsed.error) });
}

async function send(reply: FastifyReply, answer: Answer): Promise<void> {
  reply.code(answer.status);
  for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value);
  if (answer.body === undefined) {
    await reply.send();
    return;
  }
  reply.header('content-type', answer.contentType ?? 'application/json; charset=utf-8');
  await reply.send(answer.text ?? answer.body);
}

/** What a route without a body takes: none, or an empty one. Otherwise a property could seem to have been accepted. */
const NO_BODY = z.strictObject({}).optional();

/** Made for the handlers that ask for it, which are few: an abort captures a stack. */
function signalOf(reply: FastifyReply, open: Set<AbortController>): AbortSignal {
  const aborted = new AbortController();
  open.add(aborted);
  reply.raw.once('close', () => {
    open.delete(aborted);
    aborted.abort();
  });
  if (reply.raw.destroyed) aborted.abort();
  return aborted.signal;
}

function registerRoute(
  app: FastifyInstance,
  { open, limiter }: { readonly open: Set<AbortController>; readonly limiter: RateLimiter },
  service: ServedService,
  route: Route,
  options: HttpOptions,
): void {
  const admitted = new WeakMap<FastifyRequest, Principal>();
  app.route({
    method: route.method,
    url: pathPattern(route),
    bodyLimit: route.bodyLimit ?? (route.bodyType === 'ndjson' ? BATCH_BODY_LIMIT_BYTES : DEFAULT_BODY_LIMIT_BYTES),
    // Before the body is read: who may not call makes the platform parse nothing.
    onRequest: async (request) => {
      const principal = await admit({ route, identity: service.identity, limiter }, request, options.clock.now());
      admitted.set(request, principal);
    },
    handler: async (request, reply) => {
      const started = performance.now();
      const now = options.clock.now();
      const principal = admitted.get(request) ?? NOBODY;
      if (route.bodyType === 'ndjson' && typeof request.body !== 'string') {
        throw new ProblemError({
          status: 415,
          title: 'Send application/x-ndjson',
          errors: [{ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'one JSON object a line' }],
        });
      }
      const isCsv = Buffer.isBuffer(request.body);
      if (isCsv && route.bodyType !== 'json-or-csv') {
        throw new ProblemError({
          status: 415,
          title: 'Send application/json',
          errors: [{ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'this path takes no CSV' }],
        });
      }
      const params = parsePart(route.params, request.params, 'The path is not valid');
      const query = parsePart(route.query, request.query, 'The query is not valid');
      const body =
        route.bodyType === 'ndjson' || route.bodyType === 'any' || isCsv
          ? request.body
          : parsePart(route.body ?? NO_BODY, request.body, 'The body is not valid');
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
      );
      const language = route.worded ? languageOf(headers['accept-language']) : LANGUAGES[0];
      const idempotencyKey = isIdempotent(route) ? readIdempotencyKey(headers['idempotency-key']) : undefined;
      const key =
        idempotencyKey === undefined
          ? undefined
          : {
              organisationId: principal.organisationId,
              key: idempotencyKey,
              fingerprint: requestFingerprint(route.method, request.url, request.body),
            };
      const answer = await runRoute(
        service,
        route,
        {
          principal,
          params,
          query,
          body,
          headers,
          language,
          emit: service.emitFor({ traceparent: traceparentOf(headers['traceparent']), correlationId: request.id }),
          now,
          correlationId: request.id,
          signal: () => signalOf(reply, open),
        },
        key,
      );
      if (route.worded) reply.header('content-language', language).header('vary', 'Accept-Language');
      await send(reply, answer);
      options.onAnswer?.({
        service: service.name,
        operationId: route.operationId,
        status: answer.status,
        seconds: (performance.now() - started) / 1_000,
      });
    },
  });
}

/** One fastify server with the routes of every service of the process; errors become problem documents. */
export async function makeHttpServer(
  services: readonly ServedService[],
  options: HttpOptions,
): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => {
      const given = request.headers['x-correlation-id'] ?? request.headers['correlation-id'];
      return typeof given === 'string' && /^[\w-]{1,100}$/.test(given) ? given : randomHex(12);
    },
    routerOptions: { maxParamLength: 300 },
    // What the router cannot even read (a broken percent-encoding) is refused in the one form that refusals have.
    frameworkErrors: (error, request, reply: FastifyReply) => {
      const problem = problemDocument({
        status: 400,
        title: 'The URL is not valid',
        errors: [{ code: 'INVALID_URL', message: error.message }],
        instance: request.url,
        correlationId: request.id,
      });
      return reply.code(400).header('content-type', PROBLEM_CONTENT_TYPE).send(problemBytes(problem));
    },
    // A process that is told to stop answers what it has begun; idle keep-alive connections are closed at once.
    forceCloseConnections: 'idle',
    ...(options.trustedProxies?.length ? { trustProxy: [...options.trustedProxies] } : {}),
  });
  const headers = securityHeaders();
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  if (options.corsOrigins.length > 0)
    await app.register(cors, {
      origin: [...options.corsOrigins],
      exposedHeaders: ['Location', 'ETag', 'Next-Page-Cursor'],
    });
  app.addContentTypeParser('application/x-ndjson', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.removeContentTypeParser('text/plain');
  // An empty body under a JSON content type is "no body": clients send it with POST …/withdrawal.
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined);
    let value: unknown;
    try {
      value = JSON.parse(text as string);
    } catch (error) {
      const errors = [{ code: 'MALFORMED_JSON', message: (error as Error).message }];
      return done(new ProblemError({ status: 400, title: 'The body is not JSON', errors }), undefined);
    }
    if (holdsUnstorableText(text as string, value))
      return done(
        new ProblemError({ status: 400, title: 'The body is not valid', errors: [UNSTORABLE_TEXT] }),
        undefined,
      );
    done(null, value);
  });
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error);
    if (!problem)
      request.log.error(
        { err: error, correlationId: request.id },
        'a request failed for a reason that is not the client’s',
      );
    const status = problem?.status ?? 500;
    for (const [name, value] of Object.entries(problem?.headers ?? {})) reply.header(name, value);
    return reply
      .code(status)
      .header('content-type', PROBLEM_CONTENT_TYPE)
      .send(
        problemBytes(
          problemDocument({
            status,
            ...(problem ? { title: problem.title, errors: problem.errors } : {}),
            instance: request.url,
            correlationId: request.id,
          }),
        ),
      );
  });
  app.setNotFoundHandler(async (request, reply) =>
    reply
      .code(404)
      .header('content-type', PROBLEM_CONTENT_TYPE)
      .send(
        problemBytes(
          problemDocument({ status: 404, title: 'No such path', instance: request.url, correlationId: request.id }),
        ),
      ),
  );
  const limiter = await makeRateLimiter(app, options.rateLimits);
  const apiPaths = new Set(services.flatMap(({ routes }) => routes.map(pathPattern)));
  // Pages, documents and paths that do not exist: the routes of services count for themselves, once they know who asks.
  app.addHook('onRequest', async (request) => {
    const pattern = request.routeOptions.url ?? '';
    if (!apiPaths.has(pattern) && !UNCOUNTED.has(pattern)) await limiter.takeAddress(request);
  });
  const open = new Set<AbortController>();
  const unused = new Set<Socket>();
  app.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', (request) => unused.delete(request.socket));
  // A stream would keep the server from closing for as long as its listener stays, and so would a connection that a browser
  // opened ahead of its need: Node counts as idle only those that have had a request.
  app.addHook('preClose', async () => {
    for (const answer of open) answer.abort();
    for (const socket of unused) socket.destroy();
  });
  for (const service of services)
    for (const route of service.routes) registerRoute(app, { open, limiter }, service, route, options);
  return app;
}
