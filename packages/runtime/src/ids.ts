import { randomFillSync } from 'node:crypto';
import type { Clock } from '@greenlane/kernel/clock';
import { v7 as uuidv7 } from 'uuid';

const BYTES_AN_ID = 16;
/** Randomness for 256 ids at a time: the library asks the system anew for each, which took a tenth of the time of recording an event. */
const pool = new Uint8Array(256 * BYTES_AN_ID);
let used = pool.length;

function randomBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES_AN_ID;
  return pool.subarray(used - BYTES_AN_ID, used);
}

/** UUID version 7: unique, and sorted by the time it was made. */
export function newUuid(clock: Clock): string {
  return uuidv7({ msecs: clock.now().getTime(), random: randomBytes() });
}
