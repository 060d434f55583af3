import { openApiDocument } from '@greenlane/runtime/openapi';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { composedServices } from '../src/authorisation/route-table.ts';

type Responses = Readonly<Record<string, unknown>>;
type Operation = { readonly responses: Responses };
type OpenApiDocument = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

const HEAD = `/**
 * Generated from /openapi.json by packages/testing/test/client-types.test.ts. After a change of a route:
 * npx -y pnpm@12 exec vitest run --project pure packages/testing/test/client-types.test.ts -u
 */
`;

/** Every refusal is a problem document: one \`default\` says it, where each status of each operation would be a file of 20,000 lines. */
function withOneRefusal(responses: Responses): Responses {
  const successes = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const refusal = responses['400'];
  return { ...Object.fromEntries(successes), ...(refusal === undefined ? {} : { default: refusal }) };
}

/** The types of a document, as they stand in src/api.d.ts. */
async function typesOf(document: OpenApiDocument): Promise<string> {
  const paths = Object.fromEntries(
    Object.entries(document.paths)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, operations]) => [
        path,
        Object.fromEntries(
          Object.entries(operations).map(([method, operation]) => [
            method,
            { ...operation, responses: withOneRefusal(operation.responses) },
          ]),
        ),
      ]),
  );
  // A property with a default may be left out of a request.
  const nodes = await openapiTS({ ...document, paths } as never, { defaultNonNullable: false });
  return HEAD + astToString(nodes);
}

test('the types of packages/client are those of the routes: after a change run this file with -u', async () => {
  const document = openApiDocument(composedServices(), '0.1.0') as unknown as OpenApiDocument;
  await expect(await typesOf(document)).toMatchFileSnapshot('../../client/src/api.d.ts');
});
