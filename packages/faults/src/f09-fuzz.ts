import { type Random, seededRandom } from '@greenlane/testing/random';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { checkWorld } from './check-world.ts';
import { type Fault, type Finding, findings, type Outcome } from './fault.ts';
import { anyValue, asOfToday, mutate, type Schema, sampleOf } from './fuzz-values.ts';
import { onWorld } from './on-world.ts';
import type { Stage } from './stage.ts';
import { environmentWithout } from './without-guard.ts';

type Operation = {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly body?: { readonly type: string; readonly schema: Schema; readonly examples: readonly unknown[] };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>
  >;
};

type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

function operationsOf(document: Document): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => {
      const { operationId, parameters, requestBody, responses } = raw as {
        readonly operationId: string;
        readonly parameters?: Operation['parameters'];
        readonly requestBody?: {
          readonly content: Readonly<Record<string, { schema: Schema; examples?: Record<string, { value: unknown }> }>>;
        };
        readonly responses: Operation['responses'];
      };
      const [content] = Object.entries(requestBody?.content ?? {});
      return {
        operationId,
        method: method.toUpperCase(),
        path,
        parameters: parameters ?? [],
        responses,
        ...(content
          ? {
              body: {
                type: content[0],
                schema: content[1].schema,
                examples: asOfToday(Object.values(content[1].examples ?? {}).map(({ value }) => value)),
              },
            }
          : {}),
      };
    }),
  );
}

type Request = {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
};

const ODD_IDS = ['none', '%00', '%F0%9F%9A%A2', '..%2f..', 'a'.repeat(290), '%E4%B8%AD', "x'--", '0', 'null', '%20'];
const ODD_BODIES = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '{"__proto__":{"x":1}}',
  '{"a":1e999}',
  `${'['.repeat(5_000)}`,
  '\u0000',
  '{"a":"\\ud800"}',
];

/** Text for a URL; a lone half of a surrogate pair cannot be written there. */
const inUrl = (value: unknown): string =>
  encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed());

function requestOf(
  operation: Operation,
  keys: readonly string[],
  ids: readonly string[],
  random: Random,
  document: Document,
): Request {
  const value = (schema: Schema) => sampleOf(schema, random, document.components.schemas);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, () => {
    const chance = random.next();
    return chance < 0.6 && ids.length > 0
      ? random.pick(ids)
      : chance < 0.8
        ? random.pick(ODD_IDS)
        : inUrl(anyValue(random)).slice(0, 90);
  });
  const query = operation.parameters
    .filter((parameter) => parameter.in === 'query' && random.next() < 0.35)
    .map(({ name, schema }) => `${name}=${inUrl(random.next() < 0.6 ? value(schema) : anyValue(random))}`);
  if (random.next() < 0.05) query.push('surplus=1');
  const headers: Record<string, string> = {};
  if (random.next() < 0.95) headers['authorization'] = `Bearer ${random.pick(keys)}`;
  if (random.next() < 0.15)
    headers['idempotency-key'] = random.pick([
      '"k1"',
      'k2',
      'x'.repeat(300),
      '""',
      'ключ'.replaceAll(/[^\x20-\x7e]/g, '?'),
    ]);
  if (operation.method === 'PUT' || random.next() < 0.05)
    headers['if-match'] = random.pick(['"1"', '"2"', '*', 'W/"1"', 'nonsense']);
  if (random.next() < 0.05)
    headers['accept'] = random.pick(['text/html', 'application/vnd.ileap+json', '*/*', 'nonsense']);
  const url = `${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  if (!operation.body) {
    if (operation.method === 'GET' || random.next() < 0.8) return { method: operation.method, url, headers };
    return {
      method: operation.method,
      url,
      headers: { ...headers, 'content-type': 'application/json' },
      body: random.pick(ODD_BODIES),
    };
  }
  headers['content-type'] =
    random.next() < 0.96
      ? operation.body.type
      : random.pick(['text/plain', 'application/xml', 'application/json; charset=latin1']);
  if (random.next() < 0.06) return { method: operation.method, url, headers, body: random.pick(ODD_BODIES) };
  const { examples, schema } = operation.body;
  const good = examples.length > 0 && random.next() < 0.5 ? structuredClone(random.pick(examples)) : value(schema);
  const body = random.next() < 0.35 ? good : mutate(good, random);
  if (operation.body.type.includes('ndjson')) {
    const line = JSON.stringify(examples[0] ?? anyValue(random));
    return { method: operation.method, url, headers, body: `${line}\n${JSON.stringify(body)}\n{"broken"` };
  }
  return { method: operation.method, url, headers, body: JSON.stringify(body) };
}

/** What an answer must be, whoever gives it: documented, shaped as documented, and a problem document when it refuses. */
function judge(
  operation: Operation,
  request: Request,
  answer: { readonly status: number; readonly type: string; readonly text: string },
  validatorOf: (schema: Schema) => ValidateFunction,
): readonly Finding[] {
  const { status, type, text } = answer;
  const found: Finding[] = [];
  const shown = `${request.method} ${request.url} ${String(request.body ?? '').slice(0, 400)}`;
  const wrong = (says: string) =>
    found.push({ invariant: 'contract', says: `${operation.operationId} ${says}: ${shown} → ${text.slice(0, 300)}` });
  if (status >= 500) wrong(`answered ${status}`);
  const documented = operation.responses[String(status)];
  if (!documented) {
    wrong(`answered ${status}, which the document does not name`);
    return found;
  }
  // A protocol that prescribes refusals of its own (PACT) has them in the document, and they are held against it below.
  const isOwnForm = Object.entries(documented.content ?? {}).some(
    ([name, { schema }]) => name === 'application/json' && schema !== undefined && type.startsWith(name),
  );
  if (status >= 400 && !isOwnForm) {
    if (type !== 'application/problem+json') {
      wrong(`refused with ${type} instead of a problem document`);
      return found;
    }
    const problem = JSON.parse(text);
    const isProblem =
      problem.status === status &&
      typeof problem.title === 'string' &&
      typeof problem.type === 'string' &&
      typeof problem.instance === 'string';
    if (!isProblem) wrong('refused with a document that is not RFC 9457');
  }
  const schema = Object.entries(documented.content ?? {}).find(([name]) => type.startsWith(name))?.[1].schema;
  if (schema && /^application\/(problem\+)?json/.test(type) && text !== '') {
    const validate = validatorOf(schema);
    if (!validate(JSON.parse(text)))
      wrong(`answered what the document does not promise (${JSON.stringify(validate.errors?.[0])})`);
  }
  return found;
}

function validators(document: Document): (schema: Schema) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  formats.default(ajv);
  ajv.addSchema({ $id: 'openapi', components: document.components });
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema) => {
    const known = compiled.get(schema);
    if (known) return known;
    const resolved = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/'));
    const made = ajv.compile(resolved);
    compiled.set(schema, made);
    return made;
  };
}

/** Sends so many requests made from the document and judges every answer. */
export async function fuzz(options: {
  readonly url: string;
  readonly document: Document;
  readonly keys: readonly string[];
  readonly ids: readonly string[];
  readonly count: number;
  readonly seed: number;
}): Promise<{
  readonly findings: readonly Finding[];
  readonly statuses: ReadonlyMap<number, number>;
  readonly operations: number;
}> {
  const operations = operationsOf(options.document);
  const validatorOf = validators(options.document);
  const found: Finding[] = [];
  const statuses = new Map<number, number>();
  let next = 0;
  const client = async () => {
    for (let index = next++; index < options.count; index = next++) {
      // Each request has a seed of its own, so that one alone can be made again.
      const random = seededRandom(options.seed * 1_000_003 + index);
      const operation = operations[index % operations.length]!;
      const request = requestOf(operation, options.keys, options.ids, random, options.document);
      const response = await fetch(`${options.url}${request.url}`, {
        method: request.method,
        headers: request.headers,
        ...(request.body === undefined ? {} : { body: request.body as string }),
        signal: AbortSignal.timeout(20_000),
      });
      const type = response.headers.get('content-type') ?? '';
      // A stream of events has no end to wait for.
      const text = type.startsWith('text/event-stream') ? '' : await response.text();
      if (type.startsWith('text/event-stream')) await response.body?.cancel();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      for (const finding of judge(operation, request, { status: response.status, type, text }, validatorOf))
        found.push(finding);
    }
  };
  await Promise.all(Array.from({ length: 12 }, client));
  return { findings: found, statuses, operations: operations.length };
}

async function fuzzPlatform(
  stage: Stage,
  count: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const { all, expect } = findings();
  return onWorld(stage, { environment }, async (world, service) => {
    const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as Document;
    const known = await world.query<{ id: string }>(
      `select offer_id as id from vessel_offer.offer union select request_id from cargo_request.request union select allocation_id from matching.allocation
       union select pass_id from port_channel.pass`,
    );
    const { keys } = world;
    const result = await fuzz({
      url: service.url,
      document,
      keys: [keys.line, keys.solar, keys.trader, keys.port, keys.verifier, keys.authority],
      ids: known.map(({ id }) => id),
      count,
      seed: stage.seed,
    });
    all.push(...result.findings);
    await world.settled(120_000);
    const parked = await world.query<{ schema: string; reason: string; error: string }>(
      ['programme', 'vessel_offer', 'cargo_request', 'matching', 'port_channel', 'carbon', 'notifications']
        .map((schema) => `select '${schema}' as schema, reason, error from ${schema}.parked`)
        .join(' union all '),
    );
    // What was accepted over HTTP must be digestible behind it.
    expect(
      parked.length === 0,
      'I2',
      `${parked.length} events that HTTP let in were parked: ${parked[0]?.schema} ${parked[0]?.reason} ${parked[0]?.error.slice(0, 300)}`,
    );
    expect(
      (result.statuses.get(200) ?? 0) + (result.statuses.get(201) ?? 0) > count / 100,
      'run',
      'hardly any request was accepted: the fuzzer is beside the point',
    );
    all.push(...(await checkWorld(world)));
    const shown = [...result.statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${times} × ${status}`);
    stage.note(shown.join(', '));
    const errors = [...result.statuses]
      .filter(([status]) => status >= 500)
      .reduce((total, [, times]) => total + times, 0);
    return {
      figure: `${count.toLocaleString('en')} fuzzed requests to ${result.operations} operations: ${errors} × 5xx, ${all.length} answers beside the document`,
      findings: all,
    };
  });
}

export const fuzzed: Fault = {
  name: 'F9',
  title: 'requests fuzzed from the OpenAPI document',
  invariants: ['contract', 'I2'],
  run: (stage) => fuzzPlatform(stage, stage.sized(10_000, { short: 2_500 })),
  // A platform that trusts its callers.
  twin: (stage) => fuzzPlatform(stage, 500, environmentWithout('bodies-are-parsed')),
};
