/**
 * A benchmark of the project: our way and an honest rival, measured alternately in one process on one machine, so that
 * the ratio means something where the absolute figures do not. Files `{packages,services}/<room>/bench/<topic>.bench.ts`
 * export `benches`; `pnpm bench` finds, runs and judges them.
 */
export type Bench = {
  /** `<area>.<what>`, for example `matching.rank-network-lanes`; `pnpm bench matching.` runs an area. */
  readonly name: string;
  /** What is measured, in one sentence: size of the data, what one operation is. */
  readonly what: string;
  /** What it is held against: `naive filter + sort`, `PostgreSQL, best covering index, 4 connections`. */
  readonly rival: string;
  readonly better: 'higher' | 'lower';
  /** The ratio that must be reached: at least it where higher is better, at most it where lower is. */
  readonly floor: number;
  /** Which of the runs is judged: the best (answers compared, noise only slows) or the median. */
  readonly judged: 'best' | 'median';
  /** Default: 3 where the best is judged, 5 where the median is. */
  readonly runs?: number;
  /** Takes so long that it runs only when its name is given. */
  readonly onlyWhenNamed?: boolean;
  /** Builds what all runs share and checks that both sides give the same answer. */
  readonly prepare: (services: BenchServices) => Promise<PreparedBench>;
};

export type PreparedBench = {
  /** One run of both sides, one after the other (better: interleaved), as `ours ÷ rival` or what the bench says. */
  readonly measure: () => Promise<Measured>;
  readonly close?: () => Promise<void>;
};

export type Measured = {
  readonly ratio: number;
  /** Figures behind the ratio, for the reader: `{ 'ours a second': 812000, 'naive a second': 1080 }`. */
  readonly figures?: Readonly<Record<string, number | string>>;
  /** Ratios that are shown with their range over the runs, and not judged. */
  readonly beside?: Readonly<Record<string, number>>;
};

/** Servers that a bench may ask for; each is started once a run of the command, when first asked for. */
export type BenchServices = {
  /** A PostgreSQL with fsync and synchronous_commit on; `GREENLANE_TEST_POSTGRES` points at it, so `testDatabase` works. */
  readonly postgres: () => Promise<{ host: string; port: number; user: string; password: string }>;
  /** How long a soak lasts: `--minutes`. */
  readonly minutes: number;
  /** Which part of a bench that can be run in parts: `--part 2/8`; 1 of 1 is all of it. */
  readonly part: { readonly number: number; readonly of: number };
  /** A real broker's address; throws with the reason when none can be had. */
  readonly kafka: () => Promise<string>;
};

export type BenchResult = {
  readonly name: string;
  readonly ratio: number;
  readonly better: 'higher' | 'lower';
  readonly floor: number;
  readonly rival: string;
  /** The ratio of each run, in the order they ran. */
  readonly runs: readonly number[];
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
  /** How far the runs lie apart: maximum less minimum, as a share of the median. */
  readonly spread: number;
  readonly ok: boolean;
  readonly figures: Readonly<Record<string, number | string>>;
  readonly beside: Readonly<Record<string, Range>>;
};

export type Range = { readonly minimum: number; readonly median: number; readonly maximum: number };

/**
 * Measures stretches of both sides in turn, and tells what each gave. What one stretch leaves to be done (pages to write, garbage)
 * is paid for by the next, so which side begins changes from round to round: each follows itself as often as the other.
 */
export async function inTurn<Result>(
  rounds: number,
  sides: Readonly<Record<'ours' | 'theirs', () => Promise<Result>>>,
): Promise<Readonly<Record<'ours' | 'theirs', readonly Result[]>>> {
  const results: Record<'ours' | 'theirs', Result[]> = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const side of round % 2 === 0 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const))
      results[side].push(await sides[side]());
  return results;
}

/** Milliseconds of CPU that the process has used, its threads with it: what others on the machine do is not in it. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

export const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function rangeOf(numbers: readonly number[]): Range {
  const sorted = numbers.toSorted((a, b) => a - b);
  return { minimum: sorted[0]!, median: medianOf(sorted), maximum: sorted.at(-1)! };
}

/** Runs that lie further apart say little, wherever their median is. */
export const WIDE_SPREAD = 0.25;

/** Runs one bench to its verdict. */
export async function runBench(bench: Bench, services: BenchServices, runs?: number): Promise<BenchResult> {
  const prepared = await bench.prepare(services);
  try {
    const measured: Measured[] = [];
    const count = runs ?? bench.runs ?? (bench.judged === 'best' ? 3 : 5);
    for (let run = 0; run < count; run += 1) measured.push(await prepared.measure());
    const ratios = measured.map(({ ratio }) => ratio);
    const { minimum, median, maximum } = rangeOf(ratios);
    const best = bench.better === 'higher' ? maximum : minimum;
    const ratio = bench.judged === 'best' ? best : median;
    const chosen = measured.toSorted((a, b) => Math.abs(a.ratio - ratio) - Math.abs(b.ratio - ratio))[0]!;
    return {
      name: bench.name,
      ratio,
      better: bench.better,
      floor: bench.floor,
      rival: bench.rival,
      runs: ratios,
      minimum,
      median,
      maximum,
      spread: (maximum - minimum) / median,
      ok: bench.better === 'higher' ? ratio >= bench.floor : ratio <= bench.floor,
      figures: chosen.figures ?? {},
      beside: Object.fromEntries(
        Object.keys(chosen.beside ?? {}).map((name) => [
          name,
          rangeOf(measured.flatMap(({ beside }) => beside?.[name] ?? [])),
        ]),
      ),
    };
  } finally {
    await prepared.close?.();
  }
}
