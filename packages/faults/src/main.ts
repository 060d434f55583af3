import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Fault, Finding, Outcome } from './fault.ts';
import { FAULTS } from './faults.ts';
import { publish, type Result } from './guarantees.ts';
import { runInLanes } from './lanes.ts';
import { endEveryProcess } from './process.ts';
import { openStage, prepareTemplate, type Stage } from './stage.ts';

/**
 * `pnpm faults [F1 F2 …] [--scale short|ci|nightly] [--seed N] [--lanes N] [--json FILE] [--publish]`: every guarantee, by
 * what could break it. Several faults run in two lanes, as the suite is meant for two cores.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: 'string', default: 'ci' },
    seed: { type: 'string' },
    json: { type: 'string' },
    lanes: { type: 'string', default: '2' },
    // Set by a run of several for each of its processes: no table, and its seed is not one to replay.
    lane: { type: 'boolean', default: false },
    // With it: a server that was stopped, with the world that every fault begins from.
    template: { type: 'string' },
    list: { type: 'boolean', default: false },
    publish: { type: 'boolean', default: false },
  },
});

function scaleOf(text: string): Stage['scale'] {
  if (text === 'short' || text === 'ci' || text === 'nightly') return text;
  throw new Error(`--scale is short, ci or nightly, not ${text}`);
}

async function attempt(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    const says = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { figure: 'did not end', findings: [{ invariant: 'run', says }] };
  }
}

const SEVERAL = 3;

const twinBreaks = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(findings.map(({ invariant }) => invariant)),
];

async function runFault(fault: Fault, stage: Stage): Promise<Result> {
  const began = performance.now();
  console.log(`${fault.name.padEnd(4)} ${fault.title}`);
  const outcome = await attempt(() => fault.run(stage));
  for (const { invariant, says } of outcome.findings) console.log(`         BROKEN ${invariant}: ${says}`);
  console.log(`         ${outcome.figure}`);
  const twin = await attempt(() => fault.twin(stage));
  // A twin that could not even run, or that broke something else, has shown nothing.
  const broken = twin.findings.filter(({ invariant }) => fault.invariants.includes(invariant));
  const twinFailed = broken.length > 0;
  // A twin that lacks several guards, one after another, says what each of them came to.
  const said = broken.length > SEVERAL ? broken.slice(0, 1) : broken;
  const shown =
    said.map(({ says }) => says.slice(0, 240)).join('; ') || (twin.findings[0]?.says ?? 'nothing was found');
  console.log(
    `         twin ${twinFailed ? `breaks ${twinBreaks(broken).join(' ')}, as it must` : 'DID NOT FAIL'}: ${shown.slice(0, twinFailed ? 300 : 2_000)}`,
  );
  return {
    fault: fault.name,
    title: fault.title,
    figure: outcome.figure,
    invariants: fault.invariants,
    ok: outcome.findings.length === 0,
    twinFailed,
    twinBreaks: twinBreaks(broken),
    twin: shown.replaceAll(/[|\s]+/g, ' ').slice(0, 500),
    seconds: Math.round((performance.now() - began) / 100) / 10,
    seed: stage.seed,
    scale: stage.scale,
    measuredOn: new Date().toISOString().slice(0, 10),
  };
}

function printTable(results: readonly Result[], seconds: number): void {
  const width = Math.max(6, ...results.map(({ figure }) => figure.length));
  console.log(`\nfault ${'figure'.padEnd(width)} invariants           result  twin     seconds`);
  for (const { fault, figure, invariants, ok, twinFailed, seconds } of results) {
    const verdict = ok ? 'holds ' : 'BROKEN';
    const twin = twinFailed ? 'fails' : 'PASSES';
    console.log(
      `${fault.padEnd(5)} ${figure.padEnd(width)} ${invariants.join(' ').padEnd(20)} ${verdict}  ${twin.padEnd(7)} ${seconds.toFixed(1).padStart(8)}`,
    );
  }
  const passed = results.filter(({ ok, twinFailed }) => ok && twinFailed).length;
  console.log(`\n${passed} of ${results.length} faults hold with their broken twins failing, ${seconds.toFixed(0)} s`);
}

const unknown = positionals.filter((name) => !FAULTS.some((fault) => fault.name === name));
if (unknown.length > 0)
  throw new Error(`unknown: ${unknown.join(', ')}; there are ${FAULTS.map(({ name }) => name).join(' ')}`);
const chosen = FAULTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (values.list) {
  for (const { name, title } of chosen) console.log(`${name.padEnd(4)} ${title}`);
  process.exit(0);
}
const seed = values.seed === undefined ? Math.floor(Math.random() * 100_000) : Number(values.seed);
const scale = scaleOf(values.scale);
/** One after another in this process, on the servers of one stage. */
async function runHere(faults: readonly Fault[]): Promise<readonly Result[]> {
  const isReplay = values.seed !== undefined && faults.length === 1 && !values.lane;
  const stage = await openStage({ scale, seed, isReplay, template: values.template });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      // Nothing of a run that is stopped in its middle may go on without it.
      endEveryProcess();
      void stage.close().finally(() => process.exit(130));
    });
  const results: Result[] = [];
  try {
    for (const fault of faults) results.push(await runFault(fault, stage));
  } finally {
    await stage.close();
  }
  return results;
}

async function keep(results: readonly Result[]): Promise<void> {
  if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
}

async function runBeside(faults: readonly Fault[], lanes: number): Promise<readonly Result[]> {
  const directory = await mkdtemp(join(tmpdir(), 'greenlane-lanes-'));
  // Under root the server of the template runs as another user, who must be able to reach its data here.
  await chmod(directory, 0o755);
  // What one process of the run compiled, the hundreds after it need not.
  process.env['NODE_COMPILE_CACHE'] ??= join(directory, 'compiled');
  try {
    const template = await prepareTemplate(directory);
    return await runInLanes(faults, lanes, { directory, scale, seed, template, keep });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

if (!values.lane) console.log(`seed ${seed}, scale ${scale}\n`);
const lanes = Math.min(Number(values.lanes), chosen.length);
const began = performance.now();
const results = lanes > 1 ? await runBeside(chosen, lanes) : await runHere(chosen);
if (!values.lane) printTable(results, (performance.now() - began) / 1_000);
await keep(results);
if (values.publish) await publish(results);
process.exit(results.every(({ ok, twinFailed }) => ok && twinFailed) ? 0 : 1);
