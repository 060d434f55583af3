import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MEASURES, type ResultRow, rowOf, type SeasonResult } from './figures.ts';
import { hindsight } from './hindsight.ts';
import { forecastLabel, plotOf } from './plot.ts';
import { CONTENDERS } from './policies.ts';
import { runSeason } from './run-season.ts';
import { drawScenario } from './scenario.ts';

/**
 * `pnpm simulate [--seeds 1-20] [--loads 0.9,1.1] [--errors 0,-0.4,0.4] [--json FILE] [--svg FILE]`: the scenario season
 * under each policy by the real engine, beside the best plan of hindsight. Prints means and the worst seed.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1-20' },
    loads: { type: 'string', default: '0.9,1.1' },
    errors: { type: 'string', default: '0,-0.4,0.4' },
    json: { type: 'string' },
    svg: { type: 'string', default: '.greenlane/simulation.svg' },
  },
});

function seedsOf(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number);
    if (!Number.isInteger(from) || !Number.isInteger(to) || to < from) {
      throw new RangeError(`seeds are written like 1-20 or 3,5,8, not ${part}`);
    }
    return Array.from({ length: to - from + 1 }, (_none, at) => from + at);
  });
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
}

const shown = (value: number) => value.toFixed(1).padStart(6);

function printRows(rows: readonly ResultRow[]): void {
  const heads = MEASURES.map(({ title }) => title.padStart(22)).join('');
  console.log(`\n${'mean (worst, its seed)'.padEnd(74)}${heads}`);
  for (const row of rows) {
    const cells = MEASURES.map(({ key }) => {
      const { mean, worst, worstSeed } = row[key];
      return `${shown(mean)} (${worst.toFixed(1)}, ${worstSeed})`.padStart(22);
    });
    const title = `load ${row.load.toFixed(1)}  ${row.title}${forecastLabel(row.forecastError)}`;
    console.log(`${title.padEnd(74)}${cells.join('')}`);
  }
}

const seeds = seedsOf(values.seeds);
const loads = values.loads.split(',').map(Number);
const errors = values.errors.split(',').map(Number);
const rows: ResultRow[] = [];
for (const load of loads) {
  const about = (policy: string, title: string, forecastError: number) => ({ load, policy, title, forecastError });
  const drawn = [];
  for (const seed of seeds) {
    progress(`load ${load}: hindsight of season ${seed}`);
    const draw = drawScenario(seed, load);
    drawn.push({ draw, hindsight: await hindsight(draw) });
  }
  for (const contender of CONTENDERS) {
    // Only a forecast from outside can be wrong by a given share.
    for (const error of contender.forecast === 'SCENARIO' ? errors : [0]) {
      const seasons = drawn.map(({ draw, hindsight: best }): SeasonResult => {
        progress(`load ${load}: ${contender.title}${forecastLabel(error)}, season ${draw.seed}`);
        return { seed: draw.seed, figures: runSeason(draw, contender, error), hindsight: best };
      });
      rows.push(rowOf(about(contender.name, contender.title, error), seasons));
    }
  }
  const bound = drawn.map(({ draw, hindsight: best }) => ({ seed: draw.seed, figures: best, hindsight: best }));
  rows.push(rowOf(about('HINDSIGHT', 'hindsight (LP bound)', 0), bound));
}
progress('');
printRows(rows);
const files: readonly (readonly [string | undefined, string])[] = [
  [values.json, `${JSON.stringify(rows, null, 2)}\n`],
  [values.svg, plotOf(rows)],
];
for (const [file, text] of files) {
  if (file === undefined) continue;
  await mkdir(dirname(resolve(file)), { recursive: true });
  await writeFile(file, text);
  console.log(`\nwrote ${file}`);
}
