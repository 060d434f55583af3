import { assert } from '@greenlane/kernel/assert';
import { DIMENSION_COUNT, type PlanInstance, type PlanRequest } from './instance.ts';

/**
 * An instance in flat arrays. A request is a number of equal blocks: all its open units as one block when it may not be
 * split, single containers otherwise; so one kind of move serves both. Legs of all offers are numbered through as pools.
 */
export type Model = {
  readonly requestCount: number;
  readonly poolCount: number;
  readonly optionCount: number;
  readonly offerCount: number;
  /** First pool of each offer, and one past the last of all. */
  readonly offerPools: Int32Array;
  /**
   * Figures a pool: the four dimensions, and four more where some offer keeps space for priority units, for what
   * standard cargo takes of its share. Arrays over pools and options hold this many for each.
   */
  readonly width: number;
  /** Capacity left by pins. */
  readonly capacity: Float64Array;
  readonly blocks: Int32Array;
  readonly unitsPerBlock: Int32Array;
  /** What one block costs when it is left behind. */
  readonly penalty: Float64Array;
  /** Options of request r: `optionStart[r]` up to `optionStart[r + 1]`, cheapest first. */
  readonly optionStart: Int32Array;
  readonly optionRequest: Int32Array;
  readonly optionOffer: Int32Array;
  /** Position among the request's options in the instance. */
  readonly optionPosition: Int32Array;
  readonly poolFrom: Int32Array;
  readonly poolTo: Int32Array;
  /** Space of one block. */
  readonly space: Float64Array;
  /** Grams of one block, and the share of a change where the block stood elsewhere before. */
  readonly cost: Float64Array;
  /** Bits of the dimensions that an option's block takes at all. */
  readonly dimensions: Uint8Array;
  /** Options by offer: `offerStart[o]` up to `offerStart[o + 1]` of `offerOptions`. */
  readonly offerStart: Int32Array;
  readonly offerOptions: Int32Array;
};

export function pinnedUnits(request: PlanRequest): number {
  return request.pins.reduce((units, pin) => units + pin.units, 0);
}

type Row = {
  readonly request: number;
  readonly position: number;
  readonly offer: number;
  readonly from: number;
  readonly to: number;
  readonly space: readonly number[];
  readonly cost: number;
};

/** All changes together weigh less than one gram. */
function changeWeight(instance: PlanInstance): number {
  return 1 / (1 + instance.requests.reduce((count, { soft }) => count + soft.length, 0));
}

/** Space as a pool counts it: standard cargo also takes from the share that is open to it. */
function countedSpace(space: readonly number[], priority: boolean, width: number): number[] {
  return width === DIMENSION_COUNT ? [...space] : [...space, ...(priority ? [0, 0, 0, 0] : space)];
}

function capacityAfterPins(instance: PlanInstance, offerPools: Int32Array, width: number): Float64Array {
  const capacity = new Float64Array(offerPools.at(-1)! * width);
  for (const [offer, { legs, standardLegs }] of instance.offers.entries()) {
    for (const [leg, amounts] of legs.entries()) {
      const open = width === DIMENSION_COUNT ? [] : (standardLegs?.[leg] ?? amounts);
      capacity.set([...amounts, ...open], (offerPools[offer]! + leg) * width);
    }
  }
  for (const request of instance.requests) {
    for (const pin of request.pins) {
      const option = request.options[pin.option];
      assert(option, `a pin of ${request.requestId} names one of its options`);
      const space = countedSpace(option.space ?? request.space, request.priority, width);
      for (let leg = option.fromLeg; leg < option.toLeg; leg += 1) {
        for (let d = 0; d < width; d += 1) {
          const at = (offerPools[option.offer]! + leg) * width + d;
          capacity[at] = capacity[at]! - space[d]! * pin.units;
          assert(
            capacity[at]! >= 0 || d >= DIMENSION_COUNT,
            `pins of ${instance.offers[option.offer]!.offerId} fit its pools`,
          );
          // Cargo that was confirmed before protection began may stand inside of it: then no more standard cargo does.
          capacity[at] = Math.max(0, capacity[at]!);
        }
      }
    }
  }
  return capacity;
}

/**
 * Options that one block does not fit even when nobody else takes space are left out, since no plan can use them, and so
 * are those that another option beats in everything.
 */
export function compileModel(instance: PlanInstance): Model {
  const { offers, requests, weights } = instance;
  const offerPools = new Int32Array(offers.length + 1);
  for (const [offer, { legs }] of offers.entries()) offerPools[offer + 1] = offerPools[offer]! + legs.length;
  const width = offers.some(({ standardLegs }) => standardLegs !== undefined) ? 2 * DIMENSION_COUNT : DIMENSION_COUNT;
  const capacity = capacityAfterPins(instance, offerPools, width);
  const change = changeWeight(instance);
  const blocks = new Int32Array(requests.length);
  const unitsPerBlock = new Int32Array(requests.length);
  const penalty = new Float64Array(requests.length);
  const optionStart = new Int32Array(requests.length + 1);
  const rows: Row[] = [];
  for (const [r, request] of requests.entries()) {
    const open = request.units - pinnedUnits(request);
    assert(open >= 0, `request ${request.requestId} has no more pinned units than it asks for`);
    const units = request.splitAllowed ? 1 : open;
    blocks[r] = open === 0 ? 0 : open / units;
    unitsPerBlock[r] = units;
    const weight = request.priority ? weights.priorityQuarterTeu : weights.standardQuarterTeu;
    penalty[r] =
      weight * request.space[0] * units + (request.soft.length > 0 ? (change * units) / Math.max(1, open) : 0);
    const own: Row[] = [];
    for (const [position, option] of request.options.entries()) {
      const space = countedSpace(option.space ?? request.space, request.priority, width).map(
        (amount) => amount * units,
      );
      const from = offerPools[option.offer]! + option.fromLeg;
      const to = offerPools[option.offer]! + option.toLeg;
      if (open === 0 || !fitsAlone(capacity, { from, to, space })) continue;
      const stays = request.soft.some((placed) => placed.option === position);
      const moved = request.soft.length === 0 || stays ? 0 : (change * units) / open;
      own.push({ request: r, position, offer: option.offer, from, to, space, cost: option.grams * units + moved });
    }
    own.sort((a, b) => a.cost - b.cost || a.to - a.from - (b.to - b.from) || a.position - b.position);
    rows.push(...undominated(own, request));
    optionStart[r + 1] = rows.length;
  }
  return {
    ...flatten(rows, { offerCount: offers.length, width }),
    ...{ offerPools, width, capacity, blocks, unitsPerBlock, penalty, optionStart },
    requestCount: requests.length,
    poolCount: offerPools.at(-1)!,
    offerCount: offers.length,
  };
}

/**
 * Options that another of the same offer beats in everything are left out: it costs no more and takes no more of fewer
 * legs, so no plan is worse for using it. In markets with several calls a side that is half of the options. Where cargo
 * stands already stays, since leaving it there counts for itself.
 */
function undominated(own: readonly Row[], { soft }: PlanRequest): Row[] {
  const kept: Row[] = [];
  for (const row of own) {
    const beaten = kept.some(
      (other) =>
        other.offer === row.offer &&
        other.from >= row.from &&
        other.to <= row.to &&
        other.space.every((amount, d) => amount <= row.space[d]!),
    );
    if (!beaten || soft.some(({ option }) => option === row.position)) kept.push(row);
  }
  return kept;
}

function fitsAlone(capacity: Float64Array, need: Pick<Row, 'from' | 'to' | 'space'>): boolean {
  const width = need.space.length;
  for (let pool = need.from; pool < need.to; pool += 1) {
    for (let d = 0; d < width; d += 1) if (capacity[pool * width + d]! < need.space[d]!) return false;
  }
  return true;
}

function flatten(rows: readonly Row[], size: { readonly offerCount: number; readonly width: number }) {
  const { offerCount, width } = size;
  const optionCount = rows.length;
  const flat = {
    optionCount,
    optionRequest: Int32Array.from(rows, ({ request }) => request),
    optionOffer: Int32Array.from(rows, ({ offer }) => offer),
    optionPosition: Int32Array.from(rows, ({ position }) => position),
    poolFrom: Int32Array.from(rows, ({ from }) => from),
    poolTo: Int32Array.from(rows, ({ to }) => to),
    space: new Float64Array(optionCount * width),
    cost: Float64Array.from(rows, ({ cost }) => cost),
    dimensions: new Uint8Array(optionCount),
    offerStart: new Int32Array(offerCount + 1),
    offerOptions: new Int32Array(optionCount),
  };
  for (const [o, { space, offer }] of rows.entries()) {
    for (const [d, amount] of space.entries()) {
      flat.space[o * width + d] = amount;
      if (amount > 0) flat.dimensions[o] = flat.dimensions[o]! | (1 << d);
    }
    flat.offerStart[offer + 1] = flat.offerStart[offer + 1]! + 1;
  }
  for (let offer = 0; offer < offerCount; offer += 1) {
    flat.offerStart[offer + 1] = flat.offerStart[offer + 1]! + flat.offerStart[offer]!;
  }
  const next = flat.offerStart.slice();
  for (const [o, { offer }] of rows.entries()) {
    flat.offerOptions[next[offer]!] = o;
    next[offer] = next[offer]! + 1;
  }
  return flat;
}
