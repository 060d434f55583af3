/** The moments at which a crash is most likely to tell whether a guarantee holds (docs/adr names the reasons). */
export type FaultPoint =
  | 'before-commit'
  | 'after-commit-before-reply'
  | 'after-produce-before-mark'
  | 'mid-batch'
  | 'after-effect-before-acknowledgement'
  | 'during-release'
  | 'during-claim'
  | 'in-delivery';

const [armed, count] = (process.env['FAULT_POINT'] ?? '').split('#');
let left = Number(count ?? 1);

function strike(name: FaultPoint): void {
  if (name !== armed) return;
  left -= 1;
  if (left > 0) return;
  // As `kill -9` from outside: no handler runs, nothing is flushed.
  if (process.env['FAULT_ACTION'] !== 'throw') process.kill(process.pid, 'SIGKILL');
  // Of the kind that a client library does not try again: what it is thrown in, dies.
  if (left === 0) throw Object.assign(new Error(`fault point ${name}`), { retriable: false });
}

/**
 * Marks a moment at which `pnpm faults` ends this process: `FAULT_POINT=before-commit#3` at the third passing. Without the
 * variable, which is read once at the start, it is an empty function.
 */
export const faultPoint: (name: FaultPoint) => void = armed ? strike : () => {};
