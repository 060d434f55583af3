import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Fault, Finding } from './fault.ts';
import { permuteDwell } from './simulation/dwell.ts';
import { type Shell, simulate } from './simulation/simulate.ts';

/** Seeds that once found something: run first, for ever. */
const REGRESSIONS = fileURLToPath(new URL('../regression-seeds.json', import.meta.url));

const TWIN_SEEDS = 100;
const WHOLE: Shell = { isFenced: true, hasOutbox: true, hasInbox: true };

/** One seed: the same world twice must give the same book, byte for byte; what breaks inside is a finding too. */
function judge(
  seed: number,
  shell: Shell,
  say?: (line: string) => void,
): { readonly findings: readonly Finding[]; readonly faults: number; readonly inputs: number } {
  try {
    const run = simulate(seed, { ...shell, ...(say ? { say } : {}) });
    const findings = [...run.findings];
    if (findings.length === 0 && simulate(seed, shell).hash !== run.hash)
      findings.push({ invariant: 'I8', says: 'the same world gave two books' });
    const faults = Object.values(run.faults).reduce((total, count) => total + count, 0);
    return { findings, faults, inputs: run.steps };
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return { findings: [{ invariant: 'I8', says }], faults: 0, inputs: 0 };
  }
}

export const simulation: Fault = {
  name: 'F16',
  title: 'the pure cores under a scheduler that drops, duplicates, delays, reorders and crashes',
  invariants: ['I1', 'I2', 'I3', 'I6', 'I7', 'I8', 'I10'],
  run: async (stage) => {
    const kept: { readonly F16: readonly number[] } = JSON.parse(await readFile(REGRESSIONS, 'utf8'));
    const count = stage.sized(2_000, { short: 300 });
    const seeds = stage.isReplay
      ? [stage.seed]
      : [...kept.F16, ...Array.from({ length: count }, (_none, index) => stage.seed * 10_000 + index)];
    const findings: Finding[] = [];
    let faults = 0;
    let inputs = 0;
    for (const seed of seeds) {
      const found = judge(seed, WHOLE, stage.isReplay ? stage.note : undefined);
      faults += found.faults;
      inputs += found.inputs;
      for (const { invariant, says } of found.findings)
        findings.push({ invariant, says: `seed ${seed}: ${says} (pnpm faults F16 --seed ${seed} replays it)` });
      findings.push(...permuteDwell(seed));
    }
    return {
      figure: `${seeds.length.toLocaleString('en')} seeds, ${inputs.toLocaleString('en')} inputs, ${faults.toLocaleString('en')} faults injected`,
      findings,
    };
  },
  // The shell that stands around the cores without one thing that it keeps, each in turn; each must be missed.
  twin: async (stage) => {
    const all: Finding[] = [];
    for (const [guard, says] of [
      ['isFenced', 'the fencing epoch'],
      ['hasOutbox', 'the outbox'],
      ['hasInbox', 'the inbox'],
    ] as const) {
      const broken = Array.from({ length: TWIN_SEEDS }, (_none, index) =>
        judge(stage.seed * 10_000 + index, { ...WHOLE, [guard]: false }),
      ).filter(({ findings }) => findings.length > 0);
      const [first] = broken.flatMap(({ findings }) => findings);
      if (!first) return { figure: `nobody misses ${says}`, findings: [] };
      all.push({
        invariant: first.invariant,
        says: `without ${says} ${broken.length} of ${TWIN_SEEDS} seeds break: ${first.says}`,
      });
    }
    return { figure: all.map(({ says }) => says).join('; '), findings: all };
  },
};
