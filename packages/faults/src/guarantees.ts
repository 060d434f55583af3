import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GUARANTEES, INVARIANTS, NOT_GUARANTEED, NOT_PROCESSES, TWINS } from './guarantee-texts.ts';
import { AUDIT_CHECK, CHECKS } from './invariants.ts';
import { ISOLATION_CHECKS } from './isolation-checks.ts';
import { PRIORITY_CHECKS } from './priority-checks.ts';

/** What one run of one fault came to. */
export type Result = {
  readonly fault: string;
  readonly title: string;
  readonly figure: string;
  readonly invariants: readonly string[];
  readonly ok: boolean;
  readonly twinFailed: boolean;
  /** Invariants of the fault that its broken twin broke. */
  readonly twinBreaks?: readonly string[];
  /** What was found in the broken twin. */
  readonly twin: string;
  readonly seconds: number;
  readonly seed: number;
  readonly scale: string;
  readonly measuredOn: string;
};

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));
const RESULTS = `${docs}guarantees.json`;
const PAGE = `${docs}guarantees.md`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const sources = readdirSync(fileURLToPath(new URL('.', import.meta.url)));

/** `[F1](../packages/faults/src/f01-contention.ts)`: the fault with its source. */
function linked(fault: string): string {
  const file = sources.find((name) => name.startsWith(`f${fault.slice(1).padStart(2, '0')}-`));
  return file === undefined ? fault : `[${fault}](../packages/faults/src/${file})`;
}

function invariantRows(): readonly string[] {
  const checks = [...CHECKS, ...PRIORITY_CHECKS, ...ISOLATION_CHECKS, AUDIT_CHECK];
  return INVARIANTS.map(([name, sentence]) => {
    const asked = checks.filter(({ invariant }) => invariant === name).map((check) => check.sentence);
    return row([name, sentence, asked.length === 0 ? '–' : asked.join('; ')]);
  });
}

/** The page, from the results alone: nothing in it was typed by hand but its sentences. */
export function guaranteesPage(results: readonly Result[]): string {
  const known = new Map(results.map((result) => [result.fault, result]));
  const measured = (name: string): string => {
    const result = known.get(name);
    if (!result) return `${name}: not measured`;
    const verdict = result.ok && result.twinFailed ? '' : ' **broken**';
    return `${name}, ${result.measuredOn}: ${result.figure}${verdict}`;
  };
  const numbered = results.toSorted((a, b) => Number(a.fault.slice(1)) - Number(b.fault.slice(1)));
  return [
    '# What is guaranteed, and how you can see for yourself',
    '',
    'The first table is for everyone: each row is a promise in plain words, with what was done to break it and what came of it. Whoever wants',
    'to know more finds below what each test does, what exactly must hold, and what is **not** promised.',
    '',
    'Most tests start the platform as real processes on a real PostgreSQL and a real Kafka, do their worst, and are judged by queries over its',
    'rows and by the recorded answers of its clients; a few run a part of it alone, and say so. Each has a broken twin, in which a guard is',
    'missing: it must fail, or the test would prove nothing. `pnpm faults` runs all of it (one alone: `pnpm faults F1`; up to ten times as much:',
    '`--scale nightly`), and `greenlane verify` asks a running platform. This page is written by `pnpm faults --publish` from',
    '[the last results](guarantees.json).',
    '',
    row(['promise', 'invariant', 'held against', 'last measured']),
    row(['---', '---', '---', '---']),
    ...GUARANTEES.map(({ sentence, invariants, faults, tests = [] }) =>
      row([
        sentence,
        invariants,
        [...faults.map(linked), ...tests.map((path) => `[${basename(path)}](../${path})`)].join(', '),
        measured(faults[0] ?? ''),
      ]),
    ),
    '',
    '## What is not guaranteed',
    '',
    ...NOT_GUARANTEED.map((sentence) => `- ${sentence}`),
    '',
    '## What must hold',
    '',
    'Invariants are checked after every test on real processes, and by `greenlane verify` at any time.',
    '',
    row(['', 'invariant', '`greenlane verify` counts whether']),
    row(['---', '---', '---']),
    ...invariantRows(),
    '',
    '## The faults',
    '',
    'A broken twin is the platform itself without one guard: a line of its code that is taken out as the process loads it, or a rule of its',
    'database that is dropped. Nothing in the product can be set so; what is taken out stands in',
    '[without-guard.ts](../packages/faults/src/without-guard.ts) and in each fault. Beside each twin is which of the invariants it breaks.',
    '',
    row(['fault', 'what is done', 'to', 'last measured', 'its broken twin', 'on, at scale, in']),
    row(['---', '---', '---', '---', '---', '---']),
    ...numbered.map((result) =>
      row([
        linked(result.fault),
        result.title,
        NOT_PROCESSES[result.fault] ?? 'real processes',
        `${result.figure}${result.ok ? '' : ' **broken**'}`,
        `${TWINS[result.fault] ?? '–'}: ${result.twinFailed ? `breaks ${(result.twinBreaks ?? ['–']).join(', ')}` : '**passes**'} (${result.twin})`,
        `${result.measuredOn}, ${result.scale}, ${result.seconds.toFixed(0)} s`,
      ]),
    ),
    '',
  ].join('\n');
}

export async function readResults(): Promise<readonly Result[]> {
  return JSON.parse(await readFile(RESULTS, 'utf8').catch(() => '[]'));
}

/** Puts new results in the place of older ones of the same faults, and writes the page anew. */
export async function publish(results: readonly Result[]): Promise<void> {
  const merged = new Map((await readResults()).map((result) => [result.fault, result]));
  for (const result of results) merged.set(result.fault, result);
  const sorted = [...merged.values()].toSorted((a, b) => Number(a.fault.slice(1)) - Number(b.fault.slice(1)));
  await writeFile(RESULTS, `${JSON.stringify(sorted, null, 2)}\n`);
  await writeFile(PAGE, guaranteesPage(sorted));
}
