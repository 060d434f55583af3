/** Whoever touches a book waits until those before have ended, well or not. */
export function inTurn<Result>(holder: { turn: Promise<unknown> }, work: () => Promise<Result>): Promise<Result> {
  const result = holder.turn.then(work);
  holder.turn = result.catch(() => undefined);
  return result;
}
