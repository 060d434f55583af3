import { globSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startEmbeddedServer } from '@greenlane/database/embedded-server';
import { ensureKafka } from '../kafka.ts';
import { type Bench, type BenchResult, type BenchServices, type Range, runBench, WIDE_SPREAD } from './bench.ts';

/**
 * `pnpm bench [names or areas] [--json FILE] [--runs N] [--minutes N] [--part K/N] [--list]`: ratios in one run, each beside its rival and
 * its floor. Without names, all but those that take very long.
 */
const root = fileURLToPath(new URL('../../../../', import.meta.url));

function partOf(text: string): BenchServices['part'] {
  const [number = Number.NaN, of = Number.NaN] = text.split('/').map(Number);
  if (!Number.isInteger(number) || !Number.isInteger(of) || number < 1 || number > of) {
    throw new RangeError(`a part is written like 2/8, not ${text}`);
  }
  return { number, of };
}

function benchServices({ minutes, part }: Pick<BenchServices, 'minutes' | 'part'>): BenchServices & {
  close(): Promise<void>;
} {
  const closing: (() => Promise<void>)[] = [];
  const once = <Result>(make: () => Promise<Result>) => {
    let made: Promise<Result> | undefined;
    return () => {
      made ??= make();
      return made;
    };
  };
  return {
    minutes,
    part,
    postgres: once(async () => {
      const directory = await mkdtemp(join(tmpdir(), 'greenlane-bench-'));
      await chmod(directory, 0o755);
      const server = await startEmbeddedServer({ directory, durable: true, maxConnections: 200 });
      closing.push(async () => {
        await server.stop();
        await rm(directory, { recursive: true, force: true });
      });
      const address = { host: server.host, port: server.port, ...server.superuser };
      process.env['GREENLANE_TEST_POSTGRES'] = JSON.stringify(address);
      return address;
    }),
    kafka: once(async () => {
      const broker = await ensureKafka({ asPublished: true });
      if ('reason' in broker) throw new Error(`a real Kafka is needed: ${broker.reason}`);
      closing.push(broker.stop);
      return broker.broker;
    }),
    close: async () => {
      for (const close of closing.toReversed()) await close();
    },
  };
}

const shown = (ratio: number) =>
  ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toPrecision(3);
const shownRange = ({ minimum, median, maximum }: Range) => `${shown(minimum)} / ${shown(median)} / ${shown(maximum)}`;
const shownFigure = (figure: number | string) =>
  typeof figure === 'number' ? figure.toLocaleString('en', { maximumSignificantDigits: 4 }) : figure;

/** Where the median is judged, a spread that is too wide to judge by is marked; the best of runs does not depend on it. */
function spreadOf({ judged }: Bench, { spread }: BenchResult): string {
  const isWide = judged === 'median' && spread > WIDE_SPREAD;
  return `${(spread * 100).toFixed(0)} %${isWide ? ` (more than ${WIDE_SPREAD * 100} %)` : ''}`;
}

function printResult(bench: Bench, result: BenchResult): void {
  const sign = result.better === 'higher' ? '≥' : '≤';
  console.log(
    `${result.ok ? 'reached' : 'MISSED '}  ${result.name.padEnd(38)} ${shown(result.ratio).padStart(8)}  ${sign} ${shown(result.floor).padEnd(7)} ${shownRange(result)}  ${spreadOf(bench, result)}`,
  );
  console.log(`         ${bench.what}; against ${bench.rival}`);
  const figures = Object.entries(result.figures).map(([name, figure]) => `${name} ${shownFigure(figure)}`);
  if (figures.length > 0) console.log(`         ${figures.join(' · ')}`);
  const beside = Object.entries(result.beside).map(([name, range]) => `${name} ${shownRange(range)}`);
  if (beside.length > 0) console.log(`         ${beside.join(' · ')}`);
}

process.chdir(root);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    runs: { type: 'string' },
    minutes: { type: 'string', default: '30' },
    part: { type: 'string', default: '1/1' },
    list: { type: 'boolean', default: false },
  },
});
const files = globSync('{packages,services}/*/bench/*.bench.ts').toSorted();
const found: Bench[] = [];
for (const file of files) {
  const module = (await import(pathToFileURL(join(root, file)).href)) as { readonly benches: readonly Bench[] };
  found.push(...module.benches);
}
const chosen =
  positionals.length === 0
    ? found.filter(({ onlyWhenNamed }) => onlyWhenNamed !== true || values.list)
    : found.filter(({ name }) => positionals.some((p) => name.startsWith(p)));
if (chosen.length === 0) throw new Error(`no bench is named so; there are ${found.map(({ name }) => name).join(', ')}`);
if (values.list) {
  for (const { name, what, rival } of chosen) console.log(`${name.padEnd(38)} ${what}; against ${rival}`);
  process.exit(0);
}
console.log(
  `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}; ratios of one run on this machine\n`,
);
console.log('         bench                                     ratio  floor     minimum / median / maximum  spread');
const services = benchServices({ minutes: Number(values.minutes), part: partOf(values.part) });
// Servers outlive whoever started them and would be in all that is measured after.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void services.close().finally(() => process.exit(1)));
const results: BenchResult[] = [];
try {
  for (const bench of chosen) {
    const result = await runBench(bench, services, values.runs === undefined ? undefined : Number(values.runs));
    results.push(result);
    printResult(bench, result);
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
  }
} finally {
  await services.close();
}
const missed = results.filter(({ ok }) => !ok);
console.log(`\n${results.length - missed.length} of ${results.length} floors reached`);
process.exitCode = missed.length === 0 ? 0 : 1;
