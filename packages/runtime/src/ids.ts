import { randomFillSync } from 'node:crypto';
import type { Clock } from '@greenlane/kernel/clock';
import { v7 as uuidv7 } from 'uuid';

/** Randomness for 256 ids at a time: the library asks the system anew for each, which took a tenth of the time of recording an event. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

/** At most 16 at once. */
function randomBytes(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}

/** For names that must be unlikely to meet again, of at most 16 bytes; not for secrets. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

/** UUID version 7: unique, and sorted by the time it was made. */
export function newUuid(clock: Clock): string {
  return uuidv7({ msecs: clock.now().getTime(), random: randomBytes(16) });
}
