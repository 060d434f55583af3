import type { Clock } from '@greenlane/kernel/clock';

/** A clock that stands where the replay puts it, and goes with real time once the replay has reached the present. */
export type ReplayClock = Clock & { setReplayTime(time: Date): void; goLive(): void };

export function replayClock(): ReplayClock {
  let replayed: Date | undefined;
  return {
    now: () => replayed ?? new Date(),
    setReplayTime: (time) => {
      replayed = time;
    },
    goLive: () => {
      replayed = undefined;
    },
  };
}
