/** A bug: an invariant of the code did not hold. Never caught to go on; the process logs it and fails the work at hand. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/**
 * States an invariant as a sentence ("held never exceeds offered"). Use it for what must be true whatever a client sends;
 * an expected refusal is returned as a {@link Decision} instead.
 */
export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new InvariantError(invariant);
}

/** Makes a switch over a union exhaustive: the compiler refuses a missing case, the runtime names it. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable case ${JSON.stringify(value)}`);
}
