import { z } from 'zod';
import { type Route, type Service, scopeOf } from './service.ts';

type Json = Record<string, unknown>;

/** JSON Schema 2020-12 of a zod schema, without the `$schema` line that OpenAPI 3.1 gives once for all. */
export function jsonSchema(schema: z.ZodType, direction: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: direction,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Json;
  return rest;
}

function parameters(route: Route): Json[] {
  const of = (schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] => {
    if (!schema) return [];
    const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
      properties?: Json;
      required?: string[];
    };
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: property,
    }));
  };
  const header = (name: string, description: string): Json => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  });
  return [
    ...of(route.params, 'path'),
    ...of(route.query, 'query'),
    ...(isIdempotent(route)
      ? [
          header(
            'Idempotency-Key',
            'Replays the first answer for 30 days; another body under the same key is refused with 422.',
          ),
        ]
      : []),
    ...(route.worded
      ? [
          header(
            'Accept-Language',
            'Language of the sentences in the answer: en or zh. Codes and figures are the same.',
          ),
        ]
      : []),
    ...(route.method === 'PUT' ? [header('If-Match', 'The ETag that was read last.')] : []),
  ];
}

export function isIdempotent(route: Route): boolean {
  return route.idempotent ?? route.method !== 'GET';
}

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const NO_CONTENT = '204';

function responses(route: Route): Json {
  const own = Object.entries(route.responses).map(([status, response]): [string, Json] => [
    status,
    {
      description: response.description,
      ...(status === NO_CONTENT
        ? {}
        : {
            content: {
              [response.contentType ?? 'application/json']: response.schema
                ? { schema: jsonSchema(response.schema, 'output') }
                : {},
            },
          }),
    },
  ]);
  const refused: [string, Json][] = [
    ['400', problem('The request breaks the message format; `errors` names each property.')],
  ];
  if (route.allow !== 'anyone') {
    refused.push(
      ['401', problem('No credential, or one that is unknown, expired or revoked, or of a suspended organisation.')],
      ['403', problem('The role may not do this, or the credential lacks the scope.')],
    );
  }
  refused.push(['404', problem('No such resource, or one of another organisation.')]);
  if (route.method !== 'GET')
    refused.push(
      ['415', problem('The body is of a media type that this operation does not read.')],
      ['409', problem('Conflict with the present state.')],
      ['422', problem('Valid, but can never be accepted.')],
    );
  if (route.method === 'PUT')
    refused.push(['412', problem('If-Match is stale.')], ['428', problem('If-Match is missing.')]);
  refused.push(
    ['413', problem('The body is too large.')],
    ['429', problem('Too many requests; see Retry-After.')],
    ['503', problem('The service cannot take it now; see Retry-After.')],
  );
  return Object.fromEntries([...refused, ...own]);
}

function requestBody(route: Route): Json {
  if (!route.body && route.bodyType !== 'ndjson') return {};
  const type = route.bodyType === 'ndjson' ? 'application/x-ndjson' : 'application/json';
  const schema = route.body
    ? jsonSchema(route.body, 'input')
    : { type: 'string', description: 'One JSON object a line.' };
  return {
    requestBody: {
      required: route.body?.safeParse(undefined).success !== true,
      content: {
        [type]: {
          schema,
          ...(route.examples
            ? { examples: Object.fromEntries(Object.entries(route.examples).map(([name, value]) => [name, { value }])) }
            : {}),
        },
        ...(route.bodyType === 'any'
          ? { 'application/x-ndjson': { schema: { type: 'string', description: 'One JSON object a line.' } } }
          : {}),
        ...(route.bodyType === 'json-or-csv'
          ? { 'text/csv': { schema: { type: 'string', description: 'A CSV in UTF-8, UTF-16 or GBK/GB18030.' } } }
          : {}),
      },
    },
  };
}

function describeAccess(route: Route): string {
  if (route.allow === 'anyone') return 'Open to anyone.';
  const roles = route.allow === 'authenticated' ? 'For every role' : `For ${route.allow.join(', ')}`;
  return `${roles}; scope \`${scopeOf(route)}\`.`;
}

/** The OpenAPI 3.1 document of the services that run in this process. */
export function openApiDocument(
  services: readonly { readonly service: Service; readonly routes: readonly Route[] }[],
  version: string,
): Json {
  const paths: Record<string, Json> = {};
  for (const { service, routes } of services) {
    for (const route of routes) {
      paths[route.path] = {
        ...paths[route.path],
        [route.method.toLowerCase()]: {
          operationId: route.operationId,
          tags: [service.name],
          summary: route.summary,
          description: [route.description, describeAccess(route)].filter(Boolean).join('\n\n'),
          ...(route.allow === 'anyone' ? { security: [] } : {}),
          'x-roles': route.allow,
          ...(route.allow === 'anyone' ? {} : { 'x-scope': scopeOf(route) }),
          parameters: parameters(route),
          ...requestBody(route),
          responses: responses(route),
        },
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'greenlane',
      version,
      description:
        'Low-emission container-shipping capacity, matched to exporters with priority units first. The capacity message is of this platform (no DCSA standard publishes free slots); its field names follow DCSA.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: services.map(({ service }) => ({ name: service.name })),
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key (gl_…), or an OIDC access token of a user of an organisation.',
        },
      },
      schemas: {
        Problem: {
          type: 'object',
          description:
            'RFC 9457 problem document. Title, detail and messages are in the language of Accept-Language (en or zh); codes and properties never change.',
          required: ['type', 'title', 'status', 'detail', 'instance', 'errors', 'correlationId'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            detail: { type: 'string' },
            instance: { type: 'string' },
            correlationId: { type: 'string' },
            errors: {
              type: 'array',
              items: {
                type: 'object',
                required: ['code', 'message'],
                properties: { code: { type: 'string' }, property: { type: 'string' }, message: { type: 'string' } },
              },
            },
          },
        },
      },
    },
  };
}
