import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { Gauge, Histogram, Registry } from 'prom-client';
import { asyncApiDocument } from './asyncapi.ts';
import type { Composed } from './composed.ts';
import type { ObservedAnswer } from './http.ts';
import { openApiDocument } from './openapi.ts';
import { PROBLEM_CONTENT_TYPE, problemBytes, problemDocument } from './problem.ts';

const VERSION = '0.1.0';

/** The reference of the API is a script of its own with inline parts; it may reach this server alone. */
const DOCS_CONTENT =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

/**
 * Not a number while the database does not answer: a failure here would take every other metric along, just when they are
 * looked at.
 */
async function parkedLength({ db, service, log }: Composed): Promise<number> {
  try {
    const found = await db.workerPool.query<{ length: number }>(
      `select count(*)::int as length from "${service.schema}".parked where replayed_at is null`,
    );
    return found.rows[0]?.length ?? 0;
  } catch (error) {
    log.warn({ err: error }, 'the parked events could not be counted');
    return Number.NaN;
  }
}

/** Liveness, readiness, metrics and the documents of the API. Gives what the HTTP server tells of each answer. */
export async function addOperations(
  app: FastifyInstance,
  composed: readonly Composed[],
  notReady: () => Promise<readonly string[]>,
): Promise<(answer: ObservedAnswer) => void> {
  const registry = new Registry();
  const seconds = new Histogram({
    name: 'greenlane_http_request_seconds',
    help: 'Time to answer, by operation and status.',
    labelNames: ['service', 'operation', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  for (const each of composed) {
    const { service, parts } = each;
    const parkedEvents = { help: 'Events put aside that nobody has replayed yet.', read: () => parkedLength(each) };
    for (const [name, gauge] of Object.entries({ ...parts.gauges, parked_events: parkedEvents })) {
      const made: Gauge = new Gauge({
        name: `greenlane_${service.schema}_${name}`,
        help: gauge.help,
        registers: [registry],
        collect: async () => made.set(await gauge.read()),
      });
    }
  }
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory.',
    registers: [registry],
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  app.get('/livez', async (_request, reply) => reply.type('text/plain').send('ok\n'));
  app.get('/readyz', async (request, reply) => {
    const reasons = await notReady();
    if (reasons.length === 0) return reply.type('text/plain').send('ok\n');
    return reply
      .code(503)
      .header('retry-after', '1')
      .header('content-type', PROBLEM_CONTENT_TYPE)
      .send(
        problemBytes(
          problemDocument({
            status: 503,
            title: 'Not ready',
            errors: reasons.map((message) => ({ code: 'NOT_READY', message })),
            instance: request.url,
            correlationId: request.id,
          }),
        ),
      );
  });
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  const openapi = openApiDocument(
    composed.map(({ service, parts }) => ({ service, routes: parts.routes })),
    VERSION,
  );
  const asyncapi = asyncApiDocument(VERSION);
  app.get('/openapi.json', async () => openapi);
  app.get('/asyncapi.json', async () => asyncapi);
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url?.startsWith('/docs')) reply.header('content-security-policy', DOCS_CONTENT);
  });
  await app.register(scalar, {
    routePrefix: '/docs',
    // Nothing of it asks another server: no fonts, measurements, proxy or assistants of its maker.
    configuration: {
      content: () => openapi,
      pageTitle: 'greenlane API',
      favicon: 'data:,',
      withDefaultFonts: false,
      telemetry: false,
      proxyUrl: '',
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
      hideClientButton: true,
      authentication: { preferredSecurityScheme: 'bearer' },
    },
  });
  return (answer) =>
    seconds.observe(
      { service: answer.service, operation: answer.operationId, status: String(answer.status) },
      answer.seconds,
    );
}
