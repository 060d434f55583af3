import { PARTITION_COUNT } from '@greenlane/contracts/topics';

/**
 * MurmurHash2 (32 bits, seed 0x9747b28c), as Kafka's own clients hash record keys, so that any Kafka producer puts an
 * event of one key on the partition we would.
 */
export function murmur2(text: string): number {
  const data = Buffer.from(text, 'utf8');
  const length = data.length;
  const multiplier = 0x5bd1e995;
  let hash = (0x9747b28c ^ length) | 0;
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    let word = data.readInt32LE(index);
    word = Math.imul(word, multiplier);
    word ^= word >>> 24;
    word = Math.imul(word, multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  const left = length - index;
  if (left === 3) hash ^= (data[index + 2] ?? 0) << 16;
  if (left >= 2) hash ^= (data[index + 1] ?? 0) << 8;
  if (left >= 1) {
    hash ^= data[index] ?? 0;
    hash = Math.imul(hash, multiplier);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, multiplier);
  hash ^= hash >>> 15;
  return hash;
}

/** The partition of a key, the same on every topic and on both adapters. */
export function partitionOf(key: string): number {
  return (murmur2(key) & 0x7fffffff) % PARTITION_COUNT;
}
