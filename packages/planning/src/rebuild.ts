import type { Search } from './anneal.ts';
import { fits, keep, lift, type PlanState, place, recount } from './plan-state.ts';
import { clear, lossiest, take } from './ruin-recreate.ts';

/** Nodes of the tree that one rebuilding may look at. */
const MOST_NODES = 3_000;
/** Requests that are taken off together: as many as the nodes last for. */
const FIRST_SCATTERED = 6;
const FIRST_WHOLE = 10;
const FEWEST = 3;
const MOST = 60;
const GROWTH = 1.02;
const SHRINKAGE = 1.05;
/** Best options by price whose holders are taken off, and the share of the draws that keep to them. */
const WANTED = 4;
const KEEPS_TO_WANTED = 0.7;
/** A gain below this share of the cost is rounding. */
const ROUNDING_SHARE = 1e-11;

/** Requests that are off the plan, what they may do, and what their plan costs at least. */
type Neighbourhood = {
  readonly requests: readonly number[];
  /** Options with room for a block, cheapest by price first. */
  readonly options: readonly (readonly number[])[];
  readonly leastPrice: Float64Array;
  readonly bound: number;
};

/**
 * Large neighbourhood search that is exact on each neighbourhood: some requests that stand in each other's way are taken
 * off and put back in the best way there is, depth first over their options. Bid prices turn cost into loss: a branch
 * pays what each choice loses against its request's best price, and all branches pay for the bid price of the space
 * around them (the Lagrangian bound of the neighbourhood, as in reduced-cost fixing); one that has lost all that would
 * make the plan better is cut off. Near the optimum little is left to lose, so neighbourhoods of dozens of requests end
 * within the nodes: their number grows while trees are searched to the end and shrinks when one is not.
 *
 * Answers one move; it never makes the plan worse.
 */
export function rebuilder(search: Search, multipliers: Float64Array): () => void {
  const { state, random, removed, isRemoved } = search;
  const sizes = [FIRST_SCATTERED, FIRST_WHOLE];
  return () => {
    const mode = random.below(sizes.length);
    gather(search, Math.round(sizes[mode]!), mode === 1);
    const before = state.cost;
    keep(state);
    for (const request of removed) {
      lift(state, request);
      isRemoved[request] = 0;
    }
    const stood = state.log.map((amount, at) => (at % 2 === 0 ? amount : -amount));
    const { best, isComplete } = searchTree(search, neighbourhoodOf(search, multipliers), before);
    removed.length = 0;
    const chosen = best ?? stood;
    for (let at = 0; at < chosen.length; at += 2) place(state, chosen[at]!, chosen[at + 1]!);
    keep(state);
    if (best === undefined) state.cost = before;
    else recount(state);
    sizes[mode] = isComplete ? Math.min(MOST, sizes[mode]! * GROWTH) : Math.max(FEWEST, sizes[mode]! / SHRINKAGE);
  };
}

/** Marks requests around one that loses much: some where it would rather be, or all that share its sailings and those. */
function gather(search: Search, size: number, whole: boolean): void {
  const { state, random, removed, byPrice } = search;
  const { optionStart, requestCount } = state.model;
  take(search, random.next() < 0.5 ? lossiest(search) : random.below(requestCount));
  for (let round = 0; round < size && removed.length < size; round += 1) {
    const request = removed[random.below(removed.length)]!;
    const first = optionStart[request]!;
    const choices = optionStart[request + 1]! - first;
    if (choices === 0) continue;
    const wanted =
      random.next() < KEEPS_TO_WANTED
        ? byPrice[first + random.below(Math.min(choices, WANTED))]!
        : first + random.below(choices);
    if (whole) {
      for (let o = first; o < first + choices; o += 1) {
        if (state.placed[o]! > 0) clear(search, o, size - removed.length);
      }
    }
    clear(search, wanted, whole ? size - removed.length : 1 + random.below(2));
  }
}

function neighbourhoodOf({ state, removed, byPrice, prices }: Search, multipliers: Float64Array): Neighbourhood {
  const { model, free } = state;
  const { optionStart, penalty, blocks, width } = model;
  const weight = (request: number) => penalty[request]! * blocks[request]!;
  const requests = removed.toSorted((a, b) => weight(b) - weight(a) || a - b);
  const leastPrice = Float64Array.from(requests, (request) => penalty[request]!);
  const pools = new Set<number>();
  let bound = state.cost;
  const options = requests.map((request, at) => {
    const own: number[] = [];
    for (const o of byPrice.subarray(optionStart[request]!, optionStart[request + 1]!)) {
      if (fits(state, o, 1) === 0) continue;
      own.push(o);
      leastPrice[at] = Math.min(leastPrice[at]!, prices[o]!);
      for (let pool = model.poolFrom[o]!; pool < model.poolTo[o]!; pool += 1) pools.add(pool);
    }
    bound += blocks[request]! * (leastPrice[at]! - penalty[request]!);
    return own;
  });
  for (const pool of pools) {
    for (let at = pool * width; at < (pool + 1) * width; at += 1) bound -= multipliers[at]! * free[at]!;
  }
  return { requests, options, leastPrice, bound };
}

/** Pairs of option and blocks of the best plan of a neighbourhood that is better than what stood; the state stays as it is. */
function searchTree(
  { state, prices }: Search,
  neighbourhood: Neighbourhood,
  before: number,
): { readonly best: readonly number[] | undefined; readonly isComplete: boolean } {
  const { requests, options, leastPrice, bound } = neighbourhood;
  const { penalty, blocks } = state.model;
  let bestCost = before - ROUNDING_SHARE * Math.abs(before);
  let best: number[] | undefined;
  let nodes = 0;
  const path: number[] = [];

  const visit = (at: number, from: number, left: number, lost: number): void => {
    nodes += 1;
    const request = requests[at];
    if (request === undefined) {
      if (state.cost >= bestCost) return;
      bestCost = state.cost;
      best = path.slice();
      return;
    }
    const own = options[at]!;
    const behind = penalty[request]! - leastPrice[at]!;
    for (let k = from; left > 0 && k < own.length; k += 1) {
      const o = own[k]!;
      const each = prices[o]! - leastPrice[at]!;
      // The least that using this option or a later one can lose: one block there, the others wherever they lose less.
      if (bound + lost + each + Math.min(each, behind) * (left - 1) >= bestCost) break;
      for (let count = fits(state, o, left); count > 0; count -= 1) {
        if (nodes > MOST_NODES) return;
        put(state, o, count, path);
        visit(at, k + 1, left - count, lost + each * count);
        put(state, o, -count, path);
      }
    }
    const more = lost + left * behind;
    if (bound + more < bestCost && nodes <= MOST_NODES) visit(at + 1, 0, blocks[requests[at + 1]!] ?? 0, more);
  };
  visit(0, 0, blocks[requests[0]!]!, 0);
  return { best, isComplete: nodes <= MOST_NODES };
}

function put(state: PlanState, option: number, count: number, path: number[]): void {
  place(state, option, count);
  if (count > 0) path.push(option, count);
  else path.length -= 2;
}
