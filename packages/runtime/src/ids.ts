import type { Clock } from '@greenlane/kernel/clock';
import { v7 as uuidv7 } from 'uuid';

/** UUID version 7: unique, and sorted by the time it was made. */
export function newUuid(clock: Clock): string {
  return uuidv7({ msecs: clock.now().getTime() });
}
