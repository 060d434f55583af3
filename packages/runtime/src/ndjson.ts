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

export function ndjsonReply(status: number, values: readonly unknown[]): Reply {
  return {
    status,
    body: values.map((value) => `${JSON.stringify(value)}\n`).join(''),
    contentType: 'application/x-ndjson',
  };
}
