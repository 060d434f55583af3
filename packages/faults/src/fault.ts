import type { Stage } from './stage.ts';

/** What a checker found: the invariant and, as a sentence, how it is broken. Empty: everything holds. */
export type Finding = { readonly invariant: string; readonly says: string };

export type Outcome = {
  /** What was done, with its counts: `5,000 holds by 64 clients: 1,000.00 of 1,000 TEU granted`. */
  readonly figure: string;
  readonly findings: readonly Finding[];
};

/**
 * One fault with its broken twin. Both run against real processes and end in the same checkers; `run` must find nothing, and
 * `twin`, in which a guard is taken out, must find something.
 */
export type Fault = {
  readonly name: string;
  readonly title: string;
  readonly invariants: readonly string[];
  readonly run: (stage: Stage) => Promise<Outcome>;
  /** The part of `run` that needs no server and no test: a twin runs it alone, in a process that lacks a guard. */
  readonly judge?: (stage: Pick<Stage, 'seed' | 'sized'>) => Promise<Outcome>;
  readonly twin: (stage: Stage) => Promise<Outcome>;
};

/** Collects findings; a checker says only what is wrong. */
export function findings(): {
  readonly all: Finding[];
  expect(holds: boolean, invariant: string, says: string): void;
} {
  const all: Finding[] = [];
  return {
    all,
    expect: (holds, invariant, says) => {
      if (!holds) all.push({ invariant, says });
    },
  };
}
