import type { Fault } from './fault.ts';
import { permuteDwell } from './simulation/dwell.ts';
import type { Stage } from './stage.ts';

function permute(stage: Stage, isNaive: boolean) {
  const count = stage.sized(5_000);
  const findings = Array.from({ length: count }, (_none, index) =>
    permuteDwell(stage.seed * 10_000 + index, { isNaive }),
  ).flat();
  return {
    figure: `${count.toLocaleString('en')} permutations of reordered, late, corrected and retracted events`,
    findings,
  };
}

export const portEvents: Fault = {
  name: 'F5',
  title: 'reordered, late and retracted port events',
  invariants: ['I6', 'I10'],
  run: async (stage) => permute(stage, false),
  twin: async (stage) => permute(stage, true),
};
