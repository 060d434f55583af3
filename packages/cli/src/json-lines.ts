import { readFile } from 'node:fs/promises';
import { problemItems } from '@greenlane/contracts/problem-items';
import { REPEATED, repeatedProperty } from '@greenlane/runtime/repeated-properties';
import type { z } from 'zod';
import { requireFile } from './paths.ts';

/** What is wrong with a file, a line each: `offers.ndjson:3: portCalls[0].UNLocationCode: …`. */
export class WrongLines extends Error {
  override readonly name = 'WrongLines';
}

export type JsonLine<Document> = {
  /** As editors count: from 1, blank lines included. */
  readonly line: number;
  readonly document: Document;
};

/** Reads a file of one JSON document a line; every wrong line is named with its field. */
export async function readJsonLines<Document>(
  path: string,
  schema: z.ZodType<Document>,
  id: keyof Document,
): Promise<readonly JsonLine<Document>[]> {
  await requireFile(path);
  // Some editors write a byte order mark, which JSON does not know.
  const lines = (await readFile(path, 'utf8')).replace(/^\ufeff/, '').split('\n');
  const wrong: string[] = [];
  const found: JsonLine<Document>[] = [];
  const seen = new Map<unknown, number>();
  for (const [at, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const line = at + 1;
    const where = `${path}:${line}`;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      wrong.push(`${where}: not JSON: ${(error as Error).message}`);
      continue;
    }
    const repeated = repeatedProperty(text, value);
    if (repeated !== undefined) {
      wrong.push(`${where}: ${repeated}: ${REPEATED.message}`);
      continue;
    }
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      for (const { property, message } of problemItems(parsed.error, value))
        wrong.push(`${where}: ${property ?? '(the line)'}: ${message}`);
      continue;
    }
    const name = parsed.data[id];
    const before = seen.get(name);
    if (before === undefined) {
      seen.set(name, line);
      found.push({ line, document: parsed.data });
    } else wrong.push(`${where}: ${String(id)}: ${String(name)} is on line ${before} already`);
  }
  if (wrong.length > 0) throw new WrongLines(wrong.join('\n'));
  return found;
}
