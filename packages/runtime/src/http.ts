import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import { problemItems } from '@greenlane/contracts/problem-items';
import { CONTRACTS_IN_CHINESE } from '@greenlane/contracts/refusals-in-chinese';
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
import { compile, z } from 'zod';
import { admit, NOBODY } from './access.ts';
import { addBodyParsers, contentOf, requireMediaType } from './body-parsers.ts';
import { problemOf } from './failures.ts';
import { readIdempotencyKey, requestFingerprint } from './idempotency.ts';
import { randomHex } from './ids.ts';
import { languageOf } from './languages.ts';
import { LIBRARIES_IN_CHINESE } from './libraries-in-chinese.ts';
import { isIdempotent } from './openapi.ts';
import { methodsByPath } from './path-methods.ts';
import { PROBLEM_CONTENT_TYPE, problemBytes, problemDocument } from './problem.ts';
import { makeRateLimiter, type RateLimiter, type RateLimits } from './rate-limits.ts';
import { RUNTIME_IN_CHINESE } from './refusals-in-chinese.ts';
import { type Answer, runRoute, type ServedService } from './route-run.ts';
import { securityHeaders } from './security-headers.ts';
import { type Principal, ProblemError, type ProblemItem, type Route, type RouteContext } from './service.ts';
import { IN_ENGLISH, makeTranslator, type Translators } from './translation.ts';
import { unstorableInAddress } from './unstorable-text.ts';

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

/** Schemas compiled when they are first asked for: the same answers and refusals five times as fast, for every request. */
const compiled = new WeakMap<z.ZodType, z.ZodType>();

function compiledOf<Schema extends z.ZodType>(schema: Schema): z.ZodType<z.infer<Schema>> {
  const known = compiled.get(schema) ?? compile(schema);
  compiled.set(schema, known);
  return known as z.ZodType<z.infer<Schema>>;
}

function parsePart<Schema extends z.ZodType>(
  schema: Schema | undefined,
  value: unknown,
  title: string,
): z.infer<Schema> | undefined {
  if (!schema) return undefined;
  const parsed = compiledOf(schema).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProblemError({ status: 400, title, errors: problemItems(parsed.error, value) });
}

/** In the language that is asked for, whatever the route: a refusal is read by a person sooner or later. */
function problemAnswer(request: FastifyRequest, problem: ProblemError, translators: Translators): Answer {
  const { status, title, errors } = problem;
  const language = languageOf(request.headers['accept-language']);
  const document = problemDocument(
    { status, title, errors, instance: request.url, correlationId: request.id },
    translators[language],
  );
  const body = problemBytes(document);
  const headers = { ...problem.headers, 'content-language': language };
  return { status, headers, contentType: PROBLEM_CONTENT_TYPE, body, text: body.toString('utf8') };
}

/** Beside what else the answer varies by: an origin that may read it. */
function tellLanguage(reply: FastifyReply, language: string): void {
  const others = reply.getHeader('vary');
  reply
    .header('content-language', language)
    .header('vary', others === undefined ? 'Accept-Language' : `${others}, Accept-Language`);
}

async function send(reply: FastifyReply, answer: Answer): Promise<void> {
  const { 'content-language': language, ...headers } = answer.headers ?? {};
  reply.code(answer.status).headers(headers);
  if (language !== undefined) tellLanguage(reply, language);
  if (answer.body === undefined) {
    await reply.send();
    return;
  }
  reply.header('content-type', answer.contentType ?? 'application/json; charset=utf-8');
  // A string would be given a charset, which problem documents do not have.
  await reply.send(
    answer.contentType === PROBLEM_CONTENT_TYPE ? Buffer.from(answer.text ?? '') : (answer.text ?? answer.body),
  );
}

/** What a route without a body takes: none, or an empty one. Otherwise a property could seem to have been accepted. */
const NO_BODY = z.strictObject({}).optional();

/** A filter that a list does not have would seem to have been applied. Pages are left alone: identity providers send persons back with more. */
const queryOf = ({ allow }: Route) => (allow === 'anyone' ? undefined : NO_QUERY);
const NO_QUERY = z.strictObject({});

/** Node joins what comes more than once, all but `set-cookie`, which is for answers. */
function headersOf({ headers }: FastifyRequest): RouteContext['headers'] {
  if (headers['set-cookie'] === undefined) return headers as RouteContext['headers'];
  const { 'set-cookie': _cookies, ...others } = headers;
  return others as RouteContext['headers'];
}

/** Made for the handlers that ask for it, which are few: an abort captures a stack. */
function signalOf(reply: FastifyReply, { open, isClosing }: Pick<Shared, 'open' | 'isClosing'>): AbortSignal {
  const aborted = new AbortController();
  if (isClosing()) aborted.abort();
  open.add(aborted);
  reply.raw.once('close', () => {
    open.delete(aborted);
    aborted.abort();
  });
  if (reply.raw.destroyed) aborted.abort();
  return aborted.signal;
}

/** What every route of the process uses. */
type Shared = {
  readonly open: Set<AbortController>;
  /** No stream begins any more. */
  readonly isClosing: () => boolean;
  readonly limiter: RateLimiter;
  readonly translators: Translators;
};

function registerRoute(
  app: FastifyInstance,
  { open, isClosing, limiter, translators }: Shared,
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
      requireMediaType(route, request);
    },
    handler: async (request, reply) => {
      const started = performance.now();
      const now = options.clock.now();
      const principal = admitted.get(request) ?? NOBODY;
      const isCsv = Buffer.isBuffer(request.body);
      const unstorable =
        unstorableInAddress(request.url, request.params) ?? unstorableInAddress(request.url, request.query);
      if (unstorable !== undefined)
        throw new ProblemError({ status: 400, title: 'The request is not valid text', errors: [unstorable] });
      const params = parsePart(route.params, request.params, 'The path is not valid');
      const query = parsePart(route.query ?? queryOf(route), request.query, 'The query is not valid');
      const body =
        route.bodyType === 'ndjson'
          ? (request.body ?? '')
          : route.bodyType === 'any' || isCsv
            ? request.body
            : parsePart(route.body ?? NO_BODY, request.body, 'The body is not valid');
      const headers = headersOf(request);
      const language = route.worded ? languageOf(headers['accept-language']) : LANGUAGES[0];
      const idempotencyKey = isIdempotent(route) ? readIdempotencyKey(headers['idempotency-key']) : undefined;
      const key =
        idempotencyKey === undefined
          ? undefined
          : {
              organisationId: principal.organisationId,
              key: idempotencyKey,
              fingerprint: requestFingerprint(route.method, request.url, contentOf(request.body)),
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
          inLanguage: (problems: readonly ProblemItem[]) => problems.map(translators[language].problem),
          emit: service.emitFor({ traceparent: traceparentOf(headers['traceparent']), correlationId: request.id }),
          now,
          correlationId: request.id,
          signal: () => signalOf(reply, { open, isClosing }),
        },
        key,
        {
          answerOf: (problem) => problemAnswer(request, problem, translators),
          logError: (error, message) => request.log.error({ err: error, correlationId: request.id }, message),
        },
      );
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
  const translators: Translators = {
    en: IN_ENGLISH,
    zh: makeTranslator([
      RUNTIME_IN_CHINESE,
      LIBRARIES_IN_CHINESE,
      CONTRACTS_IN_CHINESE,
      ...services.map(({ inChinese }) => inChinese),
    ]),
  };
  const refuse = (reply: FastifyReply, request: FastifyRequest, problem: ProblemError): Promise<void> =>
    send(reply, problemAnswer(request, problem, translators));
  const app = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => {
      const given = request.headers['x-correlation-id'] ?? request.headers['correlation-id'];
      return typeof given === 'string' && /^[\w-]{1,100}$/.test(given) ? given : randomHex(12);
    },
    routerOptions: { maxParamLength: 1_500 },
    // What the router cannot even read (a broken percent-encoding) is refused in the one form that refusals have.
    frameworkErrors: (error, request, reply: FastifyReply) => {
      const errors = [{ code: 'INVALID_URL', message: error.message }];
      return refuse(reply, request, new ProblemError({ status: 400, title: 'The URL is not valid', errors }));
    },
    // A process that is told to stop answers what it has begun; idle keep-alive connections are closed at once.
    forceCloseConnections: 'idle',
    // Whoever was answered while it closes may ask once more on that connection before it learns that this is the last answer.
    return503OnClosing: false,
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
  addBodyParsers(app);
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error, request.routeOptions.bodyLimit);
    if (!problem)
      request.log.error(
        { err: error, correlationId: request.id },
        'a request failed for a reason that is not the client’s',
      );
    return refuse(reply, request, problem ?? new ProblemError({ status: 500, title: 'Internal Server Error' }));
  });
  const methodsOf = methodsByPath(services.flatMap(({ routes }) => routes));
  app.setNotFoundHandler(async (request, reply) => {
    const methods = methodsOf(request.url);
    if (methods.length === 0) return refuse(reply, request, new ProblemError({ status: 404, title: 'No such path' }));
    const headers = { allow: methods.join(', ') };
    if (request.method === 'OPTIONS') return reply.code(204).headers(headers).send();
    const errors = [{ code: 'METHOD_NOT_ALLOWED', message: `this path takes ${headers.allow}, not ${request.method}` }];
    return refuse(
      reply,
      request,
      new ProblemError({ status: 405, title: 'This path does not take this method', errors, headers }),
    );
  });
  const limiter = await makeRateLimiter(app, options.rateLimits);
  const apiPaths = new Set(services.flatMap(({ routes }) => routes.map(pathPattern)));
  // Pages, documents and paths that do not exist: the routes of services count for themselves, once they know who asks.
  app.addHook('onRequest', (request, _reply, done) => {
    const pattern = request.routeOptions.url ?? '';
    if (apiPaths.has(pattern) || UNCOUNTED.has(pattern)) done();
    else limiter.takeAddress(request).then(() => done(), done);
  });
  const open = new Set<AbortController>();
  let closing = false;
  const unused = new Set<Socket>();
  app.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', (request) => unused.delete(request.socket));
  // A stream would keep the server from closing for as long as its listener stays, and so would a connection that a browser
  // opened ahead of its need: Node counts as idle only those that have had a request.
  app.addHook('preClose', async () => {
    closing = true;
    for (const answer of open) answer.abort();
    for (const socket of unused) socket.destroy();
  });
  for (const service of services)
    for (const route of service.routes)
      registerRoute(app, { open, isClosing: () => closing, limiter, translators }, service, route, options);
  return app;
}
