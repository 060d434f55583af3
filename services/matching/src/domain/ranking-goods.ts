import { UN_NUMBER_BITS } from './ranking-rows.ts';

/**
 * The lists of UN numbers that offers accept, numbered: carriers publish few of them, and a place that holds the number of its
 * list answers for its offer, whose own list lies three cache misses away.
 */
export type GoodsLists = {
  readonly numbers: Map<string, number>;
  readonly lists: (readonly number[])[];
  /** Offers that have each list; one that nobody has any more gives its number up. */
  readonly uses: number[];
  readonly free: number[];
  /** For each UN number the lists that hold it. */
  readonly holding: Map<number, Set<number>>;
  /** How many UN numbers in lists share each bit of a row: a bit of one number alone is an answer. */
  readonly sharing: Int32Array;
};

export function noGoodsLists(): GoodsLists {
  return {
    numbers: new Map(),
    lists: [],
    uses: [],
    free: [],
    holding: new Map(),
    sharing: new Int32Array(UN_NUMBER_BITS),
  };
}

export function noteList(goods: GoodsLists, unNumbers: readonly number[]): number {
  const name = unNumbers.join(' ');
  const known = goods.numbers.get(name);
  if (known !== undefined) {
    goods.uses[known]! += 1;
    return known;
  }
  const number = goods.free.pop() ?? goods.lists.length;
  goods.numbers.set(name, number);
  goods.lists[number] = unNumbers;
  goods.uses[number] = 1;
  for (const unNumber of unNumbers) {
    const lists = goods.holding.get(unNumber);
    if (lists === undefined) {
      goods.holding.set(unNumber, new Set([number]));
      goods.sharing[unNumber % UN_NUMBER_BITS]! += 1;
    } else lists.add(number);
  }
  return number;
}

export function dropList(goods: GoodsLists, number: number): void {
  goods.uses[number]! -= 1;
  if (goods.uses[number] !== 0) return;
  const unNumbers = goods.lists[number]!;
  goods.numbers.delete(unNumbers.join(' '));
  goods.free.push(number);
  for (const unNumber of unNumbers) {
    const lists = goods.holding.get(unNumber);
    // A list may name a number twice.
    if (lists === undefined) continue;
    lists.delete(number);
    if (lists.size > 0) continue;
    goods.holding.delete(unNumber);
    goods.sharing[unNumber % UN_NUMBER_BITS]! -= 1;
  }
}
