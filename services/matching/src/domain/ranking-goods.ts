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
};

export function noGoodsLists(): GoodsLists {
  return { numbers: new Map(), lists: [], uses: [], free: [], holding: new Map() };
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
    if (lists === undefined) goods.holding.set(unNumber, new Set([number]));
    else lists.add(number);
  }
  return number;
}

export function dropList(goods: GoodsLists, number: number): void {
  goods.uses[number]! -= 1;
  if (goods.uses[number] !== 0) return;
  const unNumbers = goods.lists[number]!;
  goods.numbers.delete(unNumbers.join(' '));
  goods.free.push(number);
  for (const unNumber of unNumbers) goods.holding.get(unNumber)!.delete(number);
}
