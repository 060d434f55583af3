/** Sets of row numbers as bits, kept in step with rows that are put in and taken out in the middle. Several share one array: each begins at a word of its own. */
export type Words = Uint32Array;

export function setBit(words: Words, from: number, at: number): void {
  const word = from + (at >>> 5);
  words[word] = words[word]! | (1 << (at & 31));
}

export function clearBit(words: Words, from: number, at: number): void {
  const word = from + (at >>> 5);
  words[word] = words[word]! & ~(1 << (at & 31));
}

/**
 * Opens a gap of one bit: everything from `at` on moves up. `size` is the number of bits before. Upwards, with what leaves a
 * word carried to the next: two thirds of the time of reading each word and the one below it downwards.
 */
export function insertBit(words: Words, from: number, at: number, size: number): void {
  const word = from + (at >>> 5);
  const last = from + (size >>> 5);
  const below = (1 << (at & 31)) - 1;
  const here = words[word]! | 0;
  words[word] = (here & below) | ((here & ~below) << 1);
  let carried = here >>> 31;
  for (let index = word + 1; index <= last; index += 1) {
    const bits = words[index]! | 0;
    words[index] = (bits << 1) | carried;
    carried = bits >>> 31;
  }
}

/** Closes the gap of one bit: everything above `at` moves down. `size` is the number of bits before. */
export function removeBit(words: Words, from: number, at: number, size: number): void {
  const word = from + (at >>> 5);
  const last = from + ((size - 1) >>> 5);
  const below = (1 << (at & 31)) - 1;
  const here = words[word]!;
  words[word] = (here & below) | ((here >>> 1) & ~below);
  for (let index = word; index < last; index += 1) {
    words[index] = (words[index]! & 0x7fffffff) | (words[index + 1]! << 31);
    words[index + 1] = words[index + 1]! >>> 1;
  }
}
