import type { OutgoingText } from './event-bus.ts';

/**
 * What this process has committed to an outbox and its relay has not published yet, by row: the relay learns from the table
 * which rows there are and in which order, and need not read back what they hold. Nothing depends on it; a row that is not
 * here (of another process, of an earlier life) is read.
 */
export type WrittenRow = {
  readonly sequence: string;
  /** Seconds since 1970: with the sequence it names a row even where a database was restored meanwhile. */
  readonly written_at: string;
};
type Kept = { readonly row: WrittenRow; readonly outgoing: readonly OutgoingText[]; readonly characters: number };
type Memory = { readonly rows: Map<string, Kept>; readonly wake: () => void; characters: number };

/** While a broker is away the table alone holds what waits. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
const memories = new Map<string, Memory>();

export const outboxName = (database: string, schema: string): string => `${database} ${schema}`;

/** From now on until {@link forgetOutbox} rows of this outbox are kept: there is a relay that wants them, and hears of them. */
export function rememberOutbox(name: string, wake: () => void): void {
  memories.set(name, { rows: new Map(), wake, characters: 0 });
}

export function forgetOutbox(name: string): void {
  memories.delete(name);
}

export function keepWritten(
  name: string,
  rows: readonly (WrittenRow & { readonly outgoing: Kept['outgoing'] })[],
): void {
  const memory = memories.get(name);
  if (memory === undefined) return;
  for (const { outgoing, sequence, written_at } of rows) {
    const characters = outgoing.reduce(
      (sum, { written: { attributes, data } }) => sum + attributes.length + data.length,
      0,
    );
    if (memory.characters + characters > MOST_CHARACTERS) break;
    memory.characters += characters;
    memory.rows.set(sequence, { row: { sequence, written_at }, outgoing, characters });
  }
  memory.wake();
}

/** What a row holds; undefined when it must be read. */
export function writtenRow(name: string, row: WrittenRow): readonly OutgoingText[] | undefined {
  const kept = memories.get(name)?.rows.get(row.sequence);
  return kept?.row.written_at === row.written_at ? kept.outgoing : undefined;
}

/** The highest sequence that is known; undefined when none is. */
export function newestWritten(name: string): string | undefined {
  let newest: string | undefined;
  for (const sequence of memories.get(name)?.rows.keys() ?? [])
    if (newest === undefined || BigInt(sequence) > BigInt(newest)) newest = sequence;
  return newest;
}

/** Rows up to a sequence are published, by this relay or another. */
export function forgetWritten(name: string, upTo: string): void {
  const memory = memories.get(name);
  if (memory === undefined) return;
  const last = BigInt(upTo);
  for (const [sequence, { characters }] of memory.rows) {
    if (BigInt(sequence) > last) continue;
    memory.rows.delete(sequence);
    memory.characters -= characters;
  }
}
