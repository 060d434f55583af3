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
