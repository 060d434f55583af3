import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What one run of one fault came to. */
export type Result = {
  readonly fault: string;
  readonly title: string;
  readonly figure: string;
  readonly invariants: readonly string[];
  readonly ok: boolean;
  readonly twinFailed: boolean;
  /** What the broken twin came to. */
  readonly twin: string;
  readonly seconds: number;
  readonly seed: number;
  readonly scale: string;
  readonly measuredOn: string;
};

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));
const RESULTS = `${docs}guarantees.json`;
const PAGE = `${docs}guarantees.md`;

type Guarantee = { readonly sentence: string; readonly invariants: string; readonly faults: readonly string[] };

const GUARANTEES: readonly Guarantee[] = [
  {
    sentence:
      'No ship is sold twice over: however many ask at once, what is held, confirmed and loaded never exceeds what the carrier published, on any leg, in TEU, weight, dangerous goods or reefer plugs.',
    invariants: 'I1, I4',
    faults: ['F1', 'F12', 'F16'],
  },
  {
    sentence:
      'What the platform has accepted is kept: a request, offer, confirmation or claim that was answered with a yes is there afterwards, once, whatever crashed in between.',
    invariants: 'I2',
    faults: ['F2', 'F3', 'F7', 'F8', 'F19'],
  },
  {
    sentence: 'An answer is honest: “nothing was stored” means that, and when the platform cannot know, it says so.',
    invariants: 'I2',
    faults: ['F7', 'F8'],
  },
  {
    sentence: 'Everything counts once, even when the same message arrives five times or a whole history is read again.',
    invariants: 'I3, I6',
    faults: ['F4', 'F2', 'F6'],
  },
  {
    sentence:
      'A message that cannot be digested stops nobody: it is put aside with the reason, its trace and its original bytes, and can be replayed once the cause is mended.',
    invariants: 'I2, I3',
    faults: ['F6', 'F14'],
  },
  {
    sentence:
      'Priority units come first: nobody else is let into protected space before its release, and when a carrier cuts capacity their cargo is moved last; whoever is moved is queued again and told why.',
    invariants: 'I7',
    faults: ['F12', 'F15', 'F16'],
  },
  {
    sentence:
      'The same book and the same inputs give the same decision, to the byte, so any decision can be recomputed.',
    invariants: 'I8',
    faults: ['F16', 'F17'],
  },
  {
    sentence: 'A container is subsidised once, and never more is granted than the cap allows.',
    invariants: 'I9',
    faults: ['F11', 'F2'],
  },
  {
    sentence:
      'The time a box spent in port is the same in whichever order the port reports arrive, and never negative.',
    invariants: 'I10',
    faults: ['F5', 'F15', 'F16'],
  },
  {
    sentence:
      'Nobody sees or changes what belongs to another organisation, and nothing is sent to an address that was not checked.',
    invariants: 'I11',
    faults: ['F10', 'F13'],
  },
  {
    sentence:
      'Whatever is sent to the API, the answer is a documented one; a wrong request is told what is wrong with it.',
    invariants: 'contract',
    faults: ['F9'],
  },
  {
    sentence:
      'A new version takes over without a pause, the schema grows and shrinks beneath it without an error, and a backup that is brought back is whole.',
    invariants: 'I1–I6',
    faults: ['F18', 'F19'],
  },
  {
    sentence: 'Every change is in a log whose rows hang together; a changed, missing or swapped row is found.',
    invariants: 'I5',
    faults: ['F2', 'F7'],
  },
];

const NOT_GUARANTEED: readonly string[] = [
  'That there is space, or money: rules of basis ASSUMED make everything that rests on them indicative.',
  'That a message is delivered exactly once: listeners get it at least once, with an id that tells them so.',
  'Order between different requests, containers or markets: only what belongs together stays in order.',
  'Survival of a lost disk: the last backup and what was archived since are what is left. Run PostgreSQL with replication.',
  'Correct answers from a PostgreSQL that runs with `fsync` or `synchronous_commit` off: the broken twin of F7 shows what is lost.',
  'That a carrier or a port tells the truth: figures say where they come from, and evidence can be attested or refused.',
  'Protection from whoever operates the database: the log and its anchors show a change, they do not prevent it.',
  'What was accepted after a backup began: it is as old as its beginning, and on Kafka the events are not in it (docs/operations.md).',
  'That a later version reads what this one wrote: F18 runs the same code on both sides of a change of the schema.',
  'Kafka with one broker and one copy, as in the tests, survives its restarts and kills, not the loss of its disk.',
];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The page, from the results alone: nothing in it was typed by hand but its sentences. */
export function guaranteesPage(results: readonly Result[]): string {
  const known = new Map(results.map((result) => [result.fault, result]));
  const measured = (name: string): string => {
    const result = known.get(name);
    if (!result) return `${name}: not measured`;
    const verdict = result.ok && result.twinFailed ? '' : ' **broken**';
    return `${name}: ${result.figure}${verdict}`;
  };
  const numbered = results.toSorted((a, b) => Number(a.fault.slice(1)) - Number(b.fault.slice(1)));
  return [
    '# What is guaranteed, and how you can see for yourself',
    '',
    'Each sentence below is held by a test that does its worst on real processes, a real PostgreSQL and a real Kafka, and is judged by',
    'checkers that share no code with the platform. Each test has a broken twin, in which the guard is switched off: it must fail, or the',
    'test would prove nothing. Run them with `pnpm faults` (one alone: `pnpm faults F1`; ten times as much: `--scale nightly`), and ask a',
    'running platform with `greenlane verify`. This page is written by `pnpm faults --publish` from [the last results](guarantees.json).',
    '',
    row(['guarantee', 'invariant', 'held against', 'last measured']),
    row(['---', '---', '---', '---']),
    ...GUARANTEES.map(({ sentence, invariants, faults }) =>
      row([sentence, invariants, faults.join(', '), measured(faults[0] ?? '')]),
    ),
    '',
    '## The faults',
    '',
    row(['fault', 'what is done', 'last measured', 'its broken twin', 'on, at scale']),
    row(['---', '---', '---', '---', '---']),
    ...numbered.map((result) =>
      row([
        result.fault,
        result.title,
        `${result.figure}${result.ok ? '' : ' **broken**'}`,
        `${result.twinFailed ? 'fails' : '**passes**'}: ${result.twin}`,
        `${result.measuredOn}, ${result.scale}`,
      ]),
    ),
    '',
    '## What is not guaranteed',
    '',
    ...NOT_GUARANTEED.map((sentence) => `- ${sentence}`),
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
