import { judgeWithout } from './alone.ts';
import type { Fault } from './fault.ts';
import { permuteDwell } from './simulation/dwell.ts';

const judge: NonNullable<Fault['judge']> = async ({ seed, sized }) => {
  const count = sized(5_000);
  return {
    figure: `${count.toLocaleString('en')} permutations of reordered, late, corrected and retracted events`,
    findings: Array.from({ length: count }, (_none, index) => permuteDwell(seed * 10_000 + index)).flat(),
  };
};

export const portEvents: Fault = {
  name: 'F5',
  title: 'reordered, late and retracted port events',
  invariants: ['I6', 'I10'],
  run: judge,
  judge,
  // A clock that believes what it heard last.
  twin: (stage) => judgeWithout(stage, 'F5', ['the-newest-version-counts']),
};
