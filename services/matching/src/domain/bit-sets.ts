/** Sets of row numbers as bits, kept in step with rows that are put in and taken out in the middle. */
export type BitSet = Uint32Array;

export function setBit(set: BitSet, at: number): void {
  set[at >>> 5] = set[at >>> 5]! | (1 << (at & 31));
}

export function clearBit(set: BitSet, at: number): void {
  set[at >>> 5] = set[at >>> 5]! & ~(1 << (at & 31));
}

/** Opens a gap of one bit: everything from `at` on moves up. `size` is the number of bits before. */
export function insertBit(set: BitSet, at: number, size: number): void {
  const word = at >>> 5;
  const last = size >>> 5;
  for (let index = last; index > word; index -= 1) set[index] = (set[index]! << 1) | (set[index - 1]! >>> 31);
  const below = (1 << (at & 31)) - 1;
  const here = set[word]!;
  set[word] = (here & below) | ((here & ~below) << 1);
}

/** Closes the gap of one bit: everything above `at` moves down. `size` is the number of bits before. */
export function removeBit(set: BitSet, at: number, size: number): void {
  const word = at >>> 5;
  const last = (size - 1) >>> 5;
  const below = (1 << (at & 31)) - 1;
  const here = set[word]!;
  set[word] = (here & below) | ((here >>> 1) & ~below);
  for (let index = word; index < last; index += 1) {
    set[index] = (set[index]! & 0x7fffffff) | (set[index + 1]! << 31);
    set[index + 1] = set[index + 1]! >>> 1;
  }
}

/** How many of the powers of two from `base` on an amount reaches, at most `levels`. */
export function levelOf(amount: number, base: number, levels: number): number {
  if (amount < base) return 0;
  return Math.min(levels, 32 - Math.clz32(Math.floor(amount / base)));
}
