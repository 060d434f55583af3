/** The only way to ask for the time; decisions take the time as an argument, services are given a clock. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is set: for tests and for replaying a demo. */
export function manualClock(start: Date): Clock & { set(time: Date): void; advance(milliseconds: number): void } {
  let current = start;
  return {
    now: () => current,
    set: (time) => {
      current = time;
    },
    advance: (milliseconds) => {
      current = new Date(current.getTime() + milliseconds);
    },
  };
}
