import { assert } from '@greenlane/kernel/assert';
import { type Book, laneKey, type OfferState } from './book.ts';
import { EQUIPMENT_CODES, emissionClass, emissionQuarterTeu } from './equipment.ts';
import {
  bookingCutOff,
  doorToPortGrams,
  gateCutOff,
  isProtected,
  leastUnits,
  offerReasons,
  priceReasons,
  protectedAmount,
  type Question,
  rateOf,
  requestReasons,
  unitsThatFit,
} from './feasibility.ts';
import { naiveRanking } from './naive-ranking.ts';
import {
  balancedLanePoints,
  type Candidate,
  compareCandidates,
  compareRates,
  compareText,
  type RankingEngine,
} from './ranking.ts';
import {
  DIMENSION_COUNT,
  type Lane,
  type LoadPortTerms,
  type Objective,
  type OfferTerms,
  type PolicyTerms,
} from './terms.ts';

/**
 * The ranking index: each lane is kept in rank order, so a scan stops at the tenth feasible row. Rank order inside a lane
 * does not depend on the request (pre-carriage and terminals add the same to every row of a load port), only on size-type
 * and objective: a block for each that is asked for. Rows are one cache line of 16 integers.
 *
 * Two traps: a request that almost nothing fits walks the whole lane, and full sailings pile up at the green end. Each
 * block therefore has bit sets in rank order – alive, free slots and weight by powers of two, arrival, gate and rate by
 * quantile, UN numbers – and a scan looks only at rows in the intersection. A set may hold a row too many, never one too
 * few: what it leaves is judged exactly.
 */

const ROW_INTS = 16;
/** Positions in a row. */
const ARRIVAL = 0;
const GATE = 1;
const LAST_BOOKING = 2;
const VALID_UNTIL = 3;
const SEA_GRAMS = 4;
const RATE = 5;
const SLOT = 6;
const LANE = 7;

/** Free space is filed under the powers of two that it reaches: from 4 quarter-TEU, and from 8 t. */
const LEVELS = 10;
const TEU_BASE = 4;
const KILOGRAM_BASE = 8_192;
/** Boundaries of a quantile family. */
const BUCKETS = 16;

/** Families of bit sets, each a run of sets in a block. */
const LIVE = 0;
const FREE_TEU = 1;
const OPEN_TEU = FREE_TEU + LEVELS;
const FREE_KG = OPEN_TEU + LEVELS;
const OPEN_KG = FREE_KG + LEVELS;
const ARRIVES_BY = OPEN_KG + LEVELS;
const GATE_FROM = ARRIVES_BY + BUCKETS;
const RATE_UP_TO = GATE_FROM + BUCKETS;
const SET_COUNT = RATE_UP_TO + BUCKETS;

const UNKNOWN_RATE = 2_147_483_647;

type Block = {
  readonly equipment: number;
  readonly emissionClass: number;
  readonly objective: Objective;
  /** Set for BALANCED: its order depends on the policy's weights. */
  readonly policy: PolicyTerms | null;
  size: number;
  rows: Int32Array;
  /** Leading figure of each row: the objective's own, up to 2^53. */
  keys: Float64Array;
  sets: Uint32Array[];
  readonly unNumbers: Map<number, Uint32Array>;
  /** Upper bounds of the quantile families, as of the last filing. */
  arrivalBounds: number[];
  gateBounds: number[];
  rateBounds: number[];
  /** Rows put in or taken out since the quantiles were filed. */
  changes: number;
};

/** What the index knows of an offer, to find its rows again after the book has moved on. */
type Registered = {
  readonly slot: number;
  readonly terms: OfferTerms;
  readonly open: boolean;
  /** Levels of free slots, open slots, free weight and open weight by lane, four each. */
  readonly levels: Uint8Array;
};

type LaneIndex = { readonly offers: Map<string, number[]>; readonly blocks: Map<string, Block> };

/** The level of an amount: how many of the powers of two from `base` it reaches. */
function levelOf(amount: number, base: number): number {
  if (amount < base) return 0;
  return Math.min(LEVELS, 32 - Math.clz32(Math.floor(amount / base)));
}

/** When no cargo of any kind can be booked on the lane any more. */
function lastBooking(lane: Lane): number {
  return Math.min(lane.gateCutOffMinute, Math.max(lane.standardBookingMinute, lane.specialBookingMinute));
}

const setBit = (set: Uint32Array, at: number) => {
  set[at >>> 5] = set[at >>> 5]! | (1 << (at & 31));
};
const clearBit = (set: Uint32Array, at: number) => {
  set[at >>> 5] = set[at >>> 5]! & ~(1 << (at & 31));
};

/** Opens a gap of one bit: everything from `at` on moves up. */
function insertBit(set: Uint32Array, at: number, size: number): void {
  const word = at >>> 5;
  const last = size >>> 5;
  for (let index = last; index > word; index -= 1) set[index] = (set[index]! << 1) | (set[index - 1]! >>> 31);
  const below = (1 << (at & 31)) - 1;
  const here = set[word]!;
  set[word] = (here & below) | ((here & ~below) << 1);
}

/** Closes the gap of one bit: everything above `at` moves down. */
function removeBit(set: Uint32Array, at: number, size: number): void {
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

export function indexedRanking(book: Book): RankingEngine {
  const lanes = new Map<string, LaneIndex>();
  const slots: OfferState[] = [];
  const freeSlots: number[] = [];
  const registered = new Map<string, Registered>();
  /** The policy that open (unprotected) space was last counted under. */
  let policy: PolicyTerms | null = null;
  const reference = naiveRanking(book);

  // --- rows and their order ------------------------------------------------------------------------------------------

  function leadingKey(block: Block, terms: OfferTerms, lane: Lane): number {
    if (block.objective === 'LOWEST_EMISSIONS') return lane.seaGrams[block.emissionClass]!;
    if (block.objective === 'EARLIEST_ARRIVAL') return lane.arrivalMinute;
    assert(block.policy, 'a BALANCED block is ordered by a policy');
    return balancedLanePoints(
      {
        seaGrams: lane.seaGrams[block.emissionClass]!,
        arrivalMinute: lane.arrivalMinute,
        rate: terms.rates[block.equipment] ?? null,
      },
      emissionQuarterTeu(EQUIPMENT_CODES[block.equipment]!),
      block.policy,
    );
  }

  function secondKey(block: Block, lane: Lane): number {
    return block.objective === 'LOWEST_EMISSIONS' ? lane.arrivalMinute : lane.seaGrams[block.emissionClass]!;
  }

  /** Compares a row with an offer's lane in rank order: negative when the row comes first. */
  function compareRow(block: Block, row: number, key: number, terms: OfferTerms, lane: Lane): number {
    const byKey = block.keys[row]! - key;
    if (byKey !== 0) return byKey;
    const at = row * ROW_INTS;
    const second = block.objective === 'LOWEST_EMISSIONS' ? block.rows[at + ARRIVAL]! : block.rows[at + SEA_GRAMS]!;
    const bySecond = second - secondKey(block, lane);
    if (bySecond !== 0) return bySecond;
    const other = slots[block.rows[at + SLOT]!]!.terms;
    const otherLane = other.lanes[block.rows[at + LANE]!]!;
    return (
      compareRates(other.rates[block.equipment] ?? null, terms.rates[block.equipment] ?? null) ||
      compareText(other.offerId, terms.offerId) ||
      otherLane.loadCall - lane.loadCall ||
      otherLane.dischargeCall - lane.dischargeCall
    );
  }

  /** First row that does not come before the lane. */
  function positionOf(block: Block, terms: OfferTerms, lane: Lane): number {
    const key = leadingKey(block, terms, lane);
    let low = 0;
    let high = block.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareRow(block, middle, key, terms, lane) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // --- bit sets ------------------------------------------------------------------------------------------------------

  function allSets(block: Block): Uint32Array[] {
    return [...block.sets, ...block.unNumbers.values()];
  }

  function fileRow(block: Block, row: number, levels: ArrayLike<number>, from: number): void {
    const at = row * ROW_INTS;
    const { sets, rows } = block;
    const state = slots[rows[at + SLOT]!]!;
    if (state.open) setBit(sets[LIVE]!, row);
    for (let level = 0; level < LEVELS; level += 1) {
      if (level < levels[from]!) setBit(sets[FREE_TEU + level]!, row);
      if (level < levels[from + 1]!) setBit(sets[OPEN_TEU + level]!, row);
      if (level < levels[from + 2]!) setBit(sets[FREE_KG + level]!, row);
      if (level < levels[from + 3]!) setBit(sets[OPEN_KG + level]!, row);
    }
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      if (rows[at + ARRIVAL]! <= block.arrivalBounds[bucket]!) setBit(sets[ARRIVES_BY + bucket]!, row);
      if (rows[at + GATE]! >= block.gateBounds[bucket]!) setBit(sets[GATE_FROM + bucket]!, row);
      if (rows[at + RATE]! <= block.rateBounds[bucket]!) setBit(sets[RATE_UP_TO + bucket]!, row);
    }
    for (const unNumber of state.terms.unNumbers) {
      let set = block.unNumbers.get(unNumber);
      if (set === undefined) {
        set = new Uint32Array(sets[LIVE]!.length);
        block.unNumbers.set(unNumber, set);
      }
      setBit(set, row);
    }
  }

  /** Files every row anew with fresh quantiles. */
  function refile(block: Block): void {
    const words = (block.rows.length / ROW_INTS + 31) >>> 5;
    block.sets = Array.from({ length: SET_COUNT }, () => new Uint32Array(words));
    block.unNumbers.clear();
    const quantiles = (position: number, descending: boolean) => {
      const values = Array.from({ length: block.size }, (_none, row) => block.rows[row * ROW_INTS + position]!).sort(
        (a, b) => (descending ? b - a : a - b),
      );
      return Array.from(
        { length: BUCKETS },
        (_none, bucket) => values[Math.floor(((bucket + 1) * values.length) / BUCKETS) - 1] ?? 0,
      );
    };
    block.arrivalBounds = quantiles(ARRIVAL, false);
    block.gateBounds = quantiles(GATE, true);
    block.rateBounds = quantiles(RATE, false);
    block.changes = 0;
    for (let row = 0; row < block.size; row += 1) {
      const at = row * ROW_INTS;
      const known = registered.get(slots[block.rows[at + SLOT]!]!.terms.offerId);
      assert(known, 'a row belongs to a registered offer');
      fileRow(block, row, known.levels, block.rows[at + LANE]! * 4);
    }
  }

  function grow(block: Block): void {
    const capacity = Math.max(16, (block.rows.length / ROW_INTS) * 2);
    const rows = new Int32Array(capacity * ROW_INTS);
    rows.set(block.rows);
    block.rows = rows;
    const keys = new Float64Array(capacity);
    keys.set(block.keys);
    block.keys = keys;
    const words = (capacity + 31) >>> 5;
    const wider = (set: Uint32Array) => {
      const next = new Uint32Array(words);
      next.set(set);
      return next;
    };
    block.sets = block.sets.map(wider);
    for (const [unNumber, set] of block.unNumbers) block.unNumbers.set(unNumber, wider(set));
  }

  function writeRow(block: Block, row: number, slot: number, laneNumber: number): void {
    const { terms } = slots[slot]!;
    const lane = terms.lanes[laneNumber]!;
    const at = row * ROW_INTS;
    const { rows } = block;
    rows[at + ARRIVAL] = lane.arrivalMinute;
    rows[at + GATE] = lane.gateCutOffMinute;
    rows[at + LAST_BOOKING] = lastBooking(lane);
    rows[at + VALID_UNTIL] = terms.validUntilMinute;
    rows[at + SEA_GRAMS] = lane.seaGrams[block.emissionClass]!;
    rows[at + RATE] = terms.rates[block.equipment]?.amountMinor ?? UNKNOWN_RATE;
    rows[at + SLOT] = slot;
    rows[at + LANE] = laneNumber;
    block.keys[row] = leadingKey(block, terms, lane);
  }

  function insertRow(block: Block, slot: number, laneNumber: number, levels: Uint8Array): void {
    const { terms } = slots[slot]!;
    const row = positionOf(block, terms, terms.lanes[laneNumber]!);
    if ((block.size + 1) * ROW_INTS > block.rows.length) grow(block);
    block.rows.copyWithin((row + 1) * ROW_INTS, row * ROW_INTS, block.size * ROW_INTS);
    block.keys.copyWithin(row + 1, row, block.size);
    for (const set of allSets(block)) insertBit(set, row, block.size);
    block.size += 1;
    writeRow(block, row, slot, laneNumber);
    fileRow(block, row, levels, laneNumber * 4);
    block.changes += 1;
    if (block.changes > 64 && block.changes > block.size / 4) refile(block);
  }

  /** `terms` are those under which the row was put in. */
  function removeRow(block: Block, terms: OfferTerms, laneNumber: number): void {
    const row = positionOf(block, terms, terms.lanes[laneNumber]!);
    assert(row < block.size, 'the row of a registered lane is where its order says');
    block.rows.copyWithin(row * ROW_INTS, (row + 1) * ROW_INTS, block.size * ROW_INTS);
    block.keys.copyWithin(row, row + 1, block.size);
    for (const set of allSets(block)) removeBit(set, row, block.size);
    block.size -= 1;
    block.changes += 1;
  }

  // --- offers --------------------------------------------------------------------------------------------------------

  function levelsOf(state: OfferState, into: Uint8Array): Uint8Array {
    const gated = policy !== null && isProtected(state, policy);
    for (let number = 0; number < state.terms.lanes.length; number += 1) {
      const lane = state.terms.lanes[number]!;
      let teu = UNKNOWN_RATE;
      let openTeu = UNKNOWN_RATE;
      let kg = UNKNOWN_RATE;
      let openKg = UNKNOWN_RATE;
      for (let leg = lane.loadCall; leg < lane.dischargeCall; leg += 1) {
        const at = leg * DIMENSION_COUNT;
        const freeTeu = state.capacity[at]! - state.used[at]!;
        const freeKg = state.capacity[at + 1]! - state.used[at + 1]!;
        teu = Math.min(teu, freeTeu);
        kg = Math.min(kg, freeKg);
        openTeu = Math.min(openTeu, gated ? freeTeu - protectedAmount(state, policy!, at) : freeTeu);
        openKg = Math.min(openKg, gated ? freeKg - protectedAmount(state, policy!, at + 1) : freeKg);
      }
      into[number * 4] = levelOf(teu, TEU_BASE);
      into[number * 4 + 1] = levelOf(openTeu, TEU_BASE);
      into[number * 4 + 2] = levelOf(kg, KILOGRAM_BASE);
      into[number * 4 + 3] = levelOf(openKg, KILOGRAM_BASE);
    }
    return into;
  }

  function takesEquipment(terms: OfferTerms, block: Block): boolean {
    return (terms.equipmentBits & (1 << block.equipment)) !== 0;
  }

  function forget(offerId: string): void {
    const known = registered.get(offerId);
    if (known === undefined) return;
    known.terms.lanes.forEach((lane, number) => {
      const index = lanes.get(laneKey(lane.loadPort, lane.dischargePort))!;
      index.offers.delete(offerId);
      for (const block of index.blocks.values())
        if (takesEquipment(known.terms, block)) removeRow(block, known.terms, number);
    });
    registered.delete(offerId);
    freeSlots.push(known.slot);
  }

  function offerChanged(offerId: string): void {
    const known = registered.get(offerId);
    if (known !== undefined) {
      // Rows are found by the order of the terms that they were put in with.
      slots[known.slot] = { ...slots[known.slot]!, terms: known.terms };
      forget(offerId);
    }
    const state = book.offers.get(offerId);
    if (state === undefined || !state.open) return;
    const slot = freeSlots.pop() ?? slots.length;
    slots[slot] = state;
    const levels = levelsOf(state, new Uint8Array(state.terms.lanes.length * 4));
    registered.set(offerId, { slot, terms: state.terms, open: state.open, levels });
    state.terms.lanes.forEach((lane, number) => {
      const key = laneKey(lane.loadPort, lane.dischargePort);
      let index = lanes.get(key);
      if (index === undefined) {
        index = { offers: new Map(), blocks: new Map() };
        lanes.set(key, index);
      }
      const numbers = index.offers.get(offerId);
      if (numbers === undefined) index.offers.set(offerId, [number]);
      else numbers.push(number);
      for (const block of index.blocks.values())
        if (takesEquipment(state.terms, block)) insertRow(block, slot, number, levels);
    });
  }

  function poolsChanged(offerId: string): void {
    const known = registered.get(offerId);
    if (known === undefined) return;
    const state = slots[known.slot]!;
    // In the middle of an amendment the rows still stand by the old terms; offerChanged follows.
    if (state.terms !== known.terms) return;
    const before = Uint8Array.from(known.levels);
    levelsOf(state, known.levels);
    for (let number = 0; number < state.terms.lanes.length; number += 1) {
      const from = number * 4;
      if (
        before[from] === known.levels[from] &&
        before[from + 1] === known.levels[from + 1] &&
        before[from + 2] === known.levels[from + 2] &&
        before[from + 3] === known.levels[from + 3]
      ) {
        continue;
      }
      const lane = state.terms.lanes[number]!;
      const index = lanes.get(laneKey(lane.loadPort, lane.dischargePort))!;
      for (const block of index.blocks.values()) {
        if (!takesEquipment(state.terms, block)) continue;
        const row = positionOf(block, state.terms, lane);
        moveLevels(block, row, before, known.levels, from);
      }
    }
  }

  function moveLevels(block: Block, row: number, before: Uint8Array, now: Uint8Array, from: number): void {
    for (let family = 0; family < 4; family += 1) {
      const first = FREE_TEU + family * LEVELS;
      for (let level = before[from + family]!; level < now[from + family]!; level += 1)
        setBit(block.sets[first + level]!, row);
      for (let level = now[from + family]!; level < before[from + family]!; level += 1)
        clearBit(block.sets[first + level]!, row);
    }
  }

  /** Protection depends on the policy: under a new one the open space of every offer is counted again. */
  function usePolicy(now: PolicyTerms): void {
    if (policy === now) return;
    policy = now;
    for (const offerId of registered.keys()) poolsChanged(offerId);
    for (const index of lanes.values()) {
      for (const [key, block] of index.blocks)
        if (block.policy !== null && block.policy !== now) index.blocks.delete(key);
    }
  }

  // --- ranking -------------------------------------------------------------------------------------------------------

  function blockFor(index: LaneIndex, question: Question): Block {
    const { equipment, objective } = question.request;
    const key = `${equipment} ${objective}`;
    const known = index.blocks.get(key);
    if (known !== undefined) return known;
    const block: Block = {
      equipment,
      emissionClass: emissionClass(EQUIPMENT_CODES[equipment]!),
      objective,
      policy: objective === 'BALANCED' ? question.policy : null,
      size: 0,
      rows: new Int32Array(0),
      keys: new Float64Array(0),
      sets: [],
      unNumbers: new Map(),
      arrivalBounds: [],
      gateBounds: [],
      rateBounds: [],
      changes: 0,
    };
    fill(index, block);
    index.blocks.set(key, block);
    return block;
  }

  function fill(index: LaneIndex, block: Block): void {
    const entries: { slot: number; lane: number; terms: OfferTerms }[] = [];
    for (const [offerId, numbers] of index.offers) {
      const { slot, terms } = registered.get(offerId)!;
      if (takesEquipment(terms, block)) for (const lane of numbers) entries.push({ slot, lane, terms });
    }
    const ordered = entries
      .map((entry) => ({ ...entry, key: leadingKey(block, entry.terms, entry.terms.lanes[entry.lane]!) }))
      .sort((a, b) => {
        const laneA = a.terms.lanes[a.lane]!;
        const laneB = b.terms.lanes[b.lane]!;
        return (
          a.key - b.key ||
          secondKey(block, laneA) - secondKey(block, laneB) ||
          compareRates(a.terms.rates[block.equipment] ?? null, b.terms.rates[block.equipment] ?? null) ||
          compareText(a.terms.offerId, b.terms.offerId) ||
          laneA.loadCall - laneB.loadCall ||
          laneA.dischargeCall - laneB.dischargeCall
        );
      });
    const capacity = Math.max(16, Math.ceil(ordered.length * 1.25));
    block.rows = new Int32Array(capacity * ROW_INTS);
    block.keys = new Float64Array(capacity);
    block.size = ordered.length;
    for (const [row, { slot, lane }] of ordered.entries()) writeRow(block, row, slot, lane);
    refile(block);
  }

  /** The sets whose intersection holds every row that could be feasible; null when none can. */
  function narrowing(block: Block, loadPort: LoadPortTerms, question: Question): Uint32Array[] | null {
    const { request, priority } = question;
    const sets = [block.sets[LIVE]!];
    const units = leastUnits(question);
    const byLevel = (family: number, need: number, base: number) => {
      const level = Math.min(LEVELS, levelOf(need, base));
      if (level > 0) sets.push(block.sets[family + level - 1]!);
    };
    byLevel(priority ? FREE_TEU : OPEN_TEU, request.space[0] * units, TEU_BASE);
    byLevel(priority ? FREE_KG : OPEN_KG, request.space[1] * units, KILOGRAM_BASE);
    // The tightest bound that still lets every possible row through; none when the limit is looser than all.
    const upTo = (family: number, bounds: readonly number[], limit: number) => {
      for (let bucket = 0; bucket < BUCKETS - 1; bucket += 1) {
        if (bounds[bucket]! < limit) continue;
        sets.push(block.sets[family + bucket]!);
        return;
      }
    };
    if (block.size >= 64) {
      upTo(ARRIVES_BY, block.arrivalBounds, request.latestArrivalMinute);
      if (request.maximumRate !== null) upTo(RATE_UP_TO, block.rateBounds, request.maximumRate.amountMinor);
      for (let bucket = 0; bucket < BUCKETS - 1; bucket += 1) {
        if (block.gateBounds[bucket]! > loadPort.atGateMinute) continue;
        sets.push(block.sets[GATE_FROM + bucket]!);
        break;
      }
    }
    for (const goods of request.dangerousGoods) {
      const set = block.unNumbers.get(goods.unNumber);
      if (set === undefined) return null;
      sets.push(set);
    }
    return sets;
  }

  type Cursor = {
    readonly block: Block;
    readonly loadPort: LoadPortTerms;
    readonly sets: readonly Uint32Array[];
    word: number;
    rest: number;
    head: Candidate | null;
  };

  /** Moves a cursor to its next feasible row. */
  function advance(cursor: Cursor, question: Question): void {
    const { block, loadPort, sets } = cursor;
    const { rows } = block;
    const { request, minute } = question;
    const words = (block.size + 31) >>> 5;
    const lowest = block.objective === 'LOWEST_EMISSIONS';
    const latest = request.latestArrivalMinute;
    const gramsLeft =
      request.maximumGrams === null ? Number.MAX_SAFE_INTEGER : request.maximumGrams - loadPort.addedGrams;
    for (;;) {
      while (cursor.rest === 0) {
        cursor.word += 1;
        if (cursor.word >= words) {
          cursor.head = null;
          return;
        }
        let word = sets[0]![cursor.word]!;
        for (let set = 1; set < sets.length && word !== 0; set += 1) word &= sets[set]![cursor.word]!;
        cursor.rest = word;
      }
      const bit = cursor.rest & -cursor.rest;
      cursor.rest ^= bit;
      const row = cursor.word * 32 + (31 - Math.clz32(bit));
      const at = row * ROW_INTS;
      if (rows[at + SEA_GRAMS]! > gramsLeft) {
        if (!lowest) continue;
        // In this order every later row emits at least as much.
        cursor.word = words;
        cursor.rest = 0;
        cursor.head = null;
        return;
      }
      if (rows[at + LAST_BOOKING]! <= minute || rows[at + VALID_UNTIL]! <= minute) {
        // Time only moves on: nobody needs to look at this row again.
        clearBit(block.sets[LIVE]!, row);
        continue;
      }
      if (rows[at + ARRIVAL]! > latest || rows[at + GATE]! < loadPort.atGateMinute) continue;
      const offer = slots[rows[at + SLOT]!]!;
      const lane = offer.terms.lanes[rows[at + LANE]!]!;
      if (gateCutOff(lane, request) < loadPort.atGateMinute || bookingCutOff(lane, request) <= minute) continue;
      if (offerReasons(offer, question) !== 0) continue;
      if (priceReasons(offer, lane, loadPort, question) !== 0) continue;
      const units = unitsThatFit(offer, lane, question).open;
      if (units < leastUnits(question)) continue;
      cursor.head = {
        offer,
        lane,
        loadPort,
        grams: doorToPortGrams(lane, loadPort, request),
        rate: rateOf(offer, request),
        units,
      };
      return;
    }
  }

  let latestMinute = 0;

  function rank(question: Question, limit: number): Candidate[] {
    // Rows that time has closed are gone from the index; a look back in time is for the reference.
    if (question.minute < latestMinute) return reference.rank(question, limit);
    latestMinute = question.minute;
    if (requestReasons(question.request, question.policy) !== 0) return [];
    usePolicy(question.policy);
    const cursors: Cursor[] = [];
    for (const loadPort of question.request.loadPorts) {
      for (const dischargePort of question.request.dischargePorts) {
        const index = lanes.get(laneKey(loadPort.port, dischargePort));
        if (index === undefined) continue;
        const block = blockFor(index, question);
        const sets = block.size === 0 ? null : narrowing(block, loadPort, question);
        if (sets === null) continue;
        const cursor: Cursor = { block, loadPort, sets, word: -1, rest: 0, head: null };
        advance(cursor, question);
        if (cursor.head !== null) cursors.push(cursor);
      }
    }
    const ranked: Candidate[] = [];
    while (ranked.length < limit && cursors.length > 0) {
      let first = 0;
      for (let other = 1; other < cursors.length; other += 1) {
        if (compareCandidates(cursors[other]!.head!, cursors[first]!.head!, question) < 0) first = other;
      }
      const cursor = cursors[first]!;
      const candidate = cursor.head!;
      // The first pair of an offer that comes up is its best.
      if (!ranked.some(({ offer }) => offer === candidate.offer)) ranked.push(candidate);
      advance(cursor, question);
      if (cursor.head === null) cursors.splice(first, 1);
    }
    return ranked;
  }

  for (const offerId of book.offers.keys()) offerChanged(offerId);
  return { offerChanged, poolsChanged, rank };
}
