import type { Search } from './anneal.ts';
import type { Model } from './model.ts';
import { fits, keep, place } from './plan-state.ts';
import { lossiest, take } from './ruin-recreate.ts';

/** Nodes of the tree that one repacking may look at. */
const MOST_NODES = 5_000;
/** Requests that are taken off together: as many as the nodes last for. */
const FIRST_SIZE = 12;
const FEWEST = 4;
const MOST = 60;
const GROWTH = 1.02;
const SHRINKAGE = 1.05;
/** Best options by price along which sailings are connected. */
const WANTED = 4;
/** Draws of requests left behind that may join. */
const JOINERS = 3;
const MOST_DRAWS = 100;
/** No sailing gives up more than this share of all that are taken off: at least two are repacked together. */
const SHARE_OF_A_SAILING = 0.5;

/** A request in the tree: blocks still to place, and what leaving one behind loses. */
type Loose = { readonly request: number; readonly behind: number; left: number };
type Item = {
  readonly who: number;
  readonly option: number;
  readonly loss: number;
  /** Whether the request has no further option on this sailing. */
  readonly isLast: boolean;
};
/** One sailing of the tree. */
type Stage = {
  readonly items: readonly Item[];
  /** Pools and dimensions of the sailing that have a bid price, and the price. */
  readonly priced: readonly number[];
  readonly prices: readonly number[];
  /** The least that a block of each request can lose here or later, and later only. */
  readonly least: Float64Array;
  readonly leastLater: Float64Array;
};

/**
 * Large neighbourhood search by sailings: a few that compete for the same requests are emptied and packed again one after
 * the other, depth first. A plan costs the relaxation's bound, what each request loses against its best price, and the bid
 * price of all space that stays empty; a sailing that is closed has paid for its empty space, so a branch ends as soon as
 * loss and waste together are too much. Rebuilding by request sees the waste only at the end. It matters most on tight
 * sailings of few large shipments: see docs/adr/0012 for what it gained.
 *
 * Answers one move: to the best other plan of the neighbourhood, if it is at most so much worse than the one that stands.
 */
export function repacker(search: Search, multipliers: Float64Array): (tolerance: number) => void {
  const { state, removed, isRemoved } = search;
  const { model } = state;
  const stageOf = new Int32Array(model.offerCount).fill(-1);
  const standing = new Int32Array(model.optionCount);
  let size = FIRST_SIZE;
  return (tolerance) => {
    const offers = gather(search, Math.round(size), stageOf);
    const before = state.cost;
    keep(state);
    for (const request of removed) liftFrom(search, request, stageOf);
    const stood = state.log.map((amount, at) => (at % 2 === 0 ? amount : -amount));
    for (let at = 0; at < stood.length; at += 2) standing[stood[at]!] = stood[at + 1]!;
    const loose = removed.map((request): Loose => {
      const behind = model.penalty[request]! - search.leastPrice[request]!;
      return { request, behind, left: state.unserved[request]! };
    });
    const stages = stagesOf(search, { loose, offers, stageOf, multipliers });
    const { best, isComplete } = searchTree(search, { loose, stages, limit: before + tolerance, standing, stood });
    const chosen = best ?? stood;
    for (let at = 0; at < stood.length; at += 2) standing[stood[at]!] = 0;
    for (let at = 0; at < chosen.length; at += 2) place(state, chosen[at]!, chosen[at + 1]!);
    keep(state);
    if (best === undefined) state.cost = before;
    for (const request of removed) isRemoved[request] = 0;
    for (const offer of offers) stageOf[offer] = -1;
    removed.length = 0;
    size = isComplete ? Math.min(MOST, size * GROWTH) : Math.max(FEWEST, size / SHRINKAGE);
  };
}

/** Marks sailings connected by what their requests would rather have, and the requests on them; answers the sailings. */
function gather(search: Search, size: number, stageOf: Int32Array): number[] {
  const { state, random, removed, byPrice } = search;
  const { model } = state;
  const offers: number[] = [];
  const most = Math.ceil(size * SHARE_OF_A_SAILING);
  const wantedBy = (request: number): number => {
    const first = model.optionStart[request]!;
    const choices = Math.min(WANTED, model.optionStart[request + 1]! - first);
    return choices === 0 ? -1 : model.optionOffer[byPrice[first + random.below(choices)]!]!;
  };
  const open = (offer: number) => {
    if (offer < 0 || stageOf[offer]! >= 0) return;
    stageOf[offer] = 0;
    offers.push(offer);
    const active = state.active[offer]!;
    const from = active === 0 ? 0 : random.below(active);
    const until = Math.min(size, removed.length + most);
    for (let seen = 0; seen < active && removed.length < until; seen += 1) {
      const x = state.order[model.offerStart[offer]! + ((from + seen) % active)]!;
      take(search, model.optionRequest[x]!);
    }
  };
  open(random.next() < 0.5 ? wantedBy(lossiest(search)) : random.below(model.offerCount));
  for (let draw = 0; draw < MOST_DRAWS && removed.length > 0 && removed.length < size; draw += 1) {
    open(wantedBy(removed[random.below(removed.length)]!));
  }
  for (let draw = 0; draw < JOINERS; draw += 1) {
    const request = lossiest(search);
    if (state.unserved[request]! > 0) take(search, request);
  }
  shuffle(search, offers);
  for (const [stage, offer] of offers.entries()) stageOf[offer] = stage;
  return offers;
}

function shuffle({ random }: Search, list: number[]): void {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    const kept = list[at]!;
    list[at] = list[other]!;
    list[other] = kept;
  }
}

function liftFrom({ state }: Search, request: number, stageOf: Int32Array): void {
  const { optionStart, optionOffer } = state.model;
  for (let o = optionStart[request]!; o < optionStart[request + 1]!; o += 1) {
    const count = state.placed[o]!;
    if (count > 0 && stageOf[optionOffer[o]!]! >= 0) place(state, o, -count);
  }
}

type Gathered = {
  readonly loose: readonly Loose[];
  readonly offers: readonly number[];
  readonly stageOf: Int32Array;
  readonly multipliers: Float64Array;
};

function stagesOf(search: Search, { loose, offers, stageOf, multipliers }: Gathered): Stage[] {
  const { state, byPrice, prices, leastPrice } = search;
  const { model } = state;
  const byStage = offers.map((): Item[][] => []);
  for (const [who, { request }] of loose.entries()) {
    const own = new Map<number, Item[]>();
    for (let at = model.optionStart[request]!; at < model.optionStart[request + 1]!; at += 1) {
      const option = byPrice[at]!;
      const stage = stageOf[model.optionOffer[option]!]!;
      if (stage < 0 || fits(state, option, 1) === 0) continue;
      const item = { who, option, loss: prices[option]! - leastPrice[request]!, isLast: false };
      const items = own.get(stage);
      if (items === undefined) own.set(stage, [item]);
      else items.push(item);
    }
    for (const [stage, items] of own) byStage[stage]!.push(items);
  }
  const stages: Stage[] = [];
  let leastLater = Float64Array.from(loose, ({ behind }) => behind);
  for (let stage = offers.length - 1; stage >= 0; stage -= 1) {
    const least = leastLater.slice();
    for (const [first] of byStage[stage]!) least[first!.who] = Math.min(least[first!.who]!, first!.loss);
    const later = leastLater;
    // Those first that lose most when they are passed over.
    const regret = ([first]: readonly Item[]) => later[first!.who]! - first!.loss;
    byStage[stage]!.sort((a, b) => regret(b) - regret(a) || a[0]!.option - b[0]!.option);
    const items = byStage[stage]!.flatMap((own) => own.map((item, at) => ({ ...item, isLast: at === own.length - 1 })));
    const priced: number[] = [];
    const from = model.offerPools[offers[stage]!]! * model.width;
    const to = model.offerPools[offers[stage]! + 1]! * model.width;
    for (let at = from; at < to; at += 1) if (multipliers[at]! > 0) priced.push(at);
    stages.unshift({ items, priced, prices: priced.map((at) => multipliers[at]!), least, leastLater });
    leastLater = least;
  }
  return stages;
}

type Tree = {
  readonly loose: readonly Loose[];
  readonly stages: readonly Stage[];
  /** Plans that cost less are looked for. */
  readonly limit: number;
  readonly standing: Int32Array;
  readonly stood: readonly number[];
};

/** Pairs of option and blocks of the best plan under the limit other than what stood; the state stays as it is. */
function searchTree({ state, leastPrice }: Search, tree: Tree) {
  const { model, free } = state;
  const { width } = model;
  const { loose, stages, standing, stood } = tree;
  let limit = tree.limit;
  let best: number[] | undefined;
  let nodes = 0;
  const path: number[] = [];

  const isStanding = () => {
    if (path.length !== stood.length) return false;
    for (let at = 0; at < path.length; at += 2) if (standing[path[at]!] !== path[at + 1]!) return false;
    return true;
  };
  const shift = (option: number, count: number) => {
    const to = model.poolTo[option]!;
    for (let pool = model.poolFrom[option]!; pool < to; pool += 1) {
      for (let d = 0; d < width; d += 1) {
        free[pool * width + d] = free[pool * width + d]! - model.space[option * width + d]! * count;
      }
    }
  };
  const enter = (at: number, bound: number): void => {
    const stage = stages[at];
    if (stage === undefined) {
      if (isStanding()) return;
      limit = bound;
      best = path.slice();
      return;
    }
    const { priced, prices, least, leastLater } = stage;
    const items = stage.items.filter(({ who }) => loose[who]!.left > 0);
    const most = fillable(model, loose, { priced, items });
    const visit = (k: number, lost: number): void => {
      nodes += 1;
      if (nodes > MOST_NODES) return;
      let waste = 0;
      for (let p = 0; p < priced.length; p += 1) {
        waste += prices[p]! * Math.max(0, free[priced[p]!]! - most[k * priced.length + p]!);
      }
      if (lost + waste >= limit) return;
      const item = items[k];
      if (item === undefined) {
        enter(at + 1, lost + waste);
        return;
      }
      const { who, option, loss, isLast } = item;
      const mine = loose[who]!;
      const room = mine.left === 0 ? 0 : fits(state, option, mine.left);
      const passed = isLast ? leastLater[who]! - least[who]! : 0;
      const descends = loss <= leastLater[who]!;
      for (let step = 0; step <= room; step += 1) {
        const count = descends ? room - step : step;
        const next = lost + count * (loss - least[who]!) + (mine.left - count) * passed;
        if (next >= limit) continue;
        if (count > 0) {
          shift(option, count);
          path.push(option, count);
          mine.left -= count;
        }
        visit(k + 1, next);
        if (count > 0) {
          mine.left += count;
          path.length -= 2;
          shift(option, -count);
        }
        if (nodes > MOST_NODES) return;
      }
    };
    visit(0, bound);
  };

  // What the relaxation says of the neighbourhood, all empty space around it paid for, and the least that each block loses.
  let bound = state.cost;
  for (const [who, { request, left, behind }] of loose.entries()) {
    bound += left * (leastPrice[request]! - model.penalty[request]! + (stages[0]?.least[who] ?? behind));
  }
  for (const { priced, prices } of stages) for (const [p, at] of priced.entries()) bound -= prices[p]! * free[at]!;
  enter(0, bound);
  return { best, isComplete: nodes <= MOST_NODES };
}

/** The most of each priced pool of a sailing that its items from each one on can fill, position by position. */
function fillable(
  model: Model,
  loose: readonly Loose[],
  { priced, items }: Pick<Stage, 'priced' | 'items'>,
): Float64Array {
  const { width, poolFrom, poolTo, space } = model;
  const most = new Float64Array((items.length + 1) * priced.length);
  for (let k = items.length - 1; k >= 0; k -= 1) {
    const { option, who } = items[k]!;
    for (const [p, at] of priced.entries()) {
      const uses = at >= poolFrom[option]! * width && at < poolTo[option]! * width;
      const amount = uses ? space[option * width + (at % width)]! * loose[who]!.left : 0;
      most[k * priced.length + p] = most[(k + 1) * priced.length + p]! + amount;
    }
  }
  return most;
}
