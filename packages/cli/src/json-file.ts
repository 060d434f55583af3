import { readFile } from 'node:fs/promises';
import { problemItems } from '@greenlane/contracts/problem-items';
import { z } from 'zod';

/** Of `/.well-known/jwks.json`; what else a key has is for the verifier. */
const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })).min(1) });

/** @throws Error that names the file, when it cannot be read or is not JSON */
export async function readJsonFile(path: string): Promise<unknown> {
  try {
    // Some editors write a byte order mark, which JSON does not know.
    return JSON.parse((await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Error(`${path} is not readable as JSON: ${(error as Error).message}`);
  }
}

/** Reads a document of one kind. @throws Error that names the file, its first wrong field, and where to get such a file */
export async function readDocument<Document>(
  path: string,
  schema: z.ZodType<Document>,
  { kind, source }: { readonly kind: string; readonly source: string },
): Promise<Document> {
  const value = await readJsonFile(path);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = problemItems(parsed.error, value);
  throw new Error(
    `${path} holds no ${kind}: save what ${source} answers (${first?.property ?? 'the file'}: ${first?.message})`,
  );
}

export function readKeySet(path: string): Promise<z.infer<typeof KeySet>> {
  return readDocument(path, KeySet, { kind: 'key set', source: '/.well-known/jwks.json' });
}
