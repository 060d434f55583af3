import { problemItems } from '@greenlane/contracts/problem-items';
import { accept, type Decision, refuse } from '@greenlane/kernel/decision';
import type { z } from 'zod';
import { REPEATED, repeatedProperty } from './repeated-properties.ts';
import { ProblemError, type ProblemItem, type Reply } from './service.ts';
import { unstorableInJson } from './unstorable-text.ts';

/** Longest batch: at usual sizes the body limit of 32 MiB is met at about the same length. */
export const MAXIMUM_BATCH_LINES = 25_000;

export type NumberedLine = { readonly line: number; readonly text: string };

/** The lines of an NDJSON body, counted from 1; blank lines (and the one after the last break) hold nothing. */
export function linesOf(body: string): readonly NumberedLine[] {
  const lines = body
    .split('\n')
    .map((text, index) => ({ line: index + 1, text: text.trim() }))
    .filter(({ text }) => text !== '');
  if (lines.length > MAXIMUM_BATCH_LINES) {
    throw new ProblemError({
      status: 413,
      title: 'The batch is too long',
      errors: [
        { code: 'TOO_MANY_LINES', message: `${lines.length} lines; at most ${MAXIMUM_BATCH_LINES} in one batch` },
      ],
    });
  }
  return lines;
}

/** What no schema sees: a JSON body is looked at as a whole, a line of NDJSON is refused alone. */
export function wrongInLine(text: string, value: unknown): ProblemItem | undefined {
  const repeated = repeatedProperty(text, value);
  if (repeated !== undefined) return { ...REPEATED, property: repeated };
  return unstorableInJson(text, value);
}

/** Reads one line by its schema; a refusal names each property as a single POST would. */
export function parseLine<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): Decision<z.infer<Schema>, readonly ProblemItem[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse([{ code: 'MALFORMED_JSON', message: (error as Error).message }]);
  }
  const wrong = wrongInLine(text, value);
  if (wrong) return refuse([wrong]);
  const parsed = schema.safeParse(value);
  return parsed.success ? accept(parsed.data) : refuse(problemItems(parsed.error, value));
}

/** Lines that are judged, stored and announced together: bounds memory and lets other requests in between. */
const BATCH_CHUNK_LINES = 500;

export type TakenLine<Document, Taken> = {
  readonly line: number;
  readonly taken: Decision<{ readonly document: Document; readonly result: Taken }, readonly ProblemItem[]>;
};

/** Reads a batch by its schema and hands what can be read to `take`, which answers each document in its place. */
export async function takeLines<Schema extends z.ZodType, Taken>(
  body: string,
  schema: Schema,
  take: (documents: readonly z.infer<Schema>[]) => Promise<readonly Taken[]>,
): Promise<readonly TakenLine<z.infer<Schema>, Taken>[]> {
  const lines = linesOf(body);
  const answers: TakenLine<z.infer<Schema>, Taken>[] = [];
  for (let start = 0; start < lines.length; start += BATCH_CHUNK_LINES) {
    const parsed = lines
      .slice(start, start + BATCH_CHUNK_LINES)
      .map(({ line, text }) => ({ line, decision: parseLine(schema, text) }));
    const results = (await take(parsed.flatMap(({ decision }) => (decision.ok ? [decision.value] : [])))).values();
    for (const { line, decision } of parsed)
      answers.push({
        line,
        taken: decision.ok ? accept({ document: decision.value, result: results.next().value! }) : decision,
      });
  }
  return answers;
}

export function ndjsonReply(status: number, values: readonly unknown[]): Reply {
  return {
    status,
    body: values.map((value) => `${JSON.stringify(value)}\n`).join(''),
    contentType: 'application/x-ndjson',
  };
}
