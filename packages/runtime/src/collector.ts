import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect when heap and buffers together have grown by their factor. By itself it marks the whole heap again after
 * every 64 MB of buffers, whatever there is to mark: a book of 200,000 open offers, which keeps its rows in buffers, had its
 * half gigabyte of objects marked 15 times while it took its first requests, 4 times so; a book of a million would mark for
 * longer than it works. Rejected: SharedArrayBuffer, whose memory V8 does not count, but whose rows move at a seventh of the speed.
 */
export function collectByGrowth(): void {
  setFlagsFromString('--external-memory-accounted-in-global-limit');
}
