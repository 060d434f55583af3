import { emptyAgenda, noteDue, sweep, takeDue } from './agenda.ts';
import type { Book, OfferState } from './book.ts';
import { EQUIPMENT_CODES, emissionClass, REFRIGERATED_CLASSES } from './equipment.ts';
import { type Question, requestReasons } from './feasibility.ts';
import { naiveRanking } from './naive-ranking.ts';
import type { Ranked, RankingEngine } from './ranking.ts';
import type { ScanLimits } from './ranking-advance.ts';
import { addRow, dropRow, makeBlock, noRows, putInOrder, type Standing, updateSpace } from './ranking-block.ts';
import { balancedKey, gatherPlaces, gatherRows, type RateSource } from './ranking-gather.ts';
import { dropList, noGoodsLists, noteList } from './ranking-goods.ts';
import type { Ground } from './ranking-judging.ts';
import {
  addPlace,
  clearTaken,
  countSpace,
  dropPlace,
  giveBack,
  MORE,
  markTaken,
  noPlaces,
  type PackedSpace,
  PLACE_BOOK_STANDARD,
  PLACE_CLOSES,
  PLACE_INTS,
  PLACE_LANE,
  PLACE_SLOT,
  type PlaceRange,
  packedSpace,
  packPlace,
  placeOf,
  SAME,
  takePlaces,
} from './ranking-places.ts';
import { noRates, noteRates, RATE_INTS } from './ranking-rates.ts';
import { type Block, BOOKS_EARLIER, HEAD_INTS, HEAD_SHELF, type Shape, unNumberBit } from './ranking-rows.ts';
import { addLane, foundAt, makeScan, mergeLanes, openScan, SCAN_LIMITS, type Scan } from './ranking-scan.ts';
import { refileLine, rewriteSpace } from './ranking-sets.ts';
import {
  enterSheet,
  isOnSheet,
  leaveSheet,
  NO_LINE,
  noSheet,
  noSheetLines,
  noteSpace,
  type Sheet,
} from './ranking-sheet.ts';
import { clearHead, giveRoom, haveHeads, noShelves } from './ranking-shelves.ts';
import { EMISSION_CLASS_COUNT, type Lane, type Objective, type OfferTerms, type PolicyTerms } from './terms.ts';

const MINUTES_PER_HOUR = 60;
const hourOf = (minute: number) => Math.floor(minute / MINUTES_PER_HOUR);

/**
 * The ranking index: each lane is kept in rank order, so a scan stops at the tenth feasible row. Rank order inside a lane
 * does not depend on the request (pre-carriage and terminals add the same to every row of a load port), only on the
 * objective and on the emission class of the size-type: a block for each that is asked for, merged over load ports.
 */

/** Size-types of each emission class, as bits. */
const CLASS_BITS = Array.from({ length: EMISSION_CLASS_COUNT }, (_none, wanted) =>
  EQUIPMENT_CODES.reduce((bits, code, at) => (emissionClass(code) === wanted ? bits | (1 << at) : bits), 0),
);

/** What the index knows of an offer, to find its rows again after the book has moved on. */
type Registered = {
  readonly slot: number;
  readonly offer: OfferState;
  readonly terms: OfferTerms;
  /** Size-types and UN numbers as rows state them, and the number of its list of UN numbers. */
  readonly accepts: number;
  readonly goods: number;
  /** One for each of its lanes. */
  readonly places: PlaceRange;
};

/** The pairs of calls of one pair of ports. Its blocks stand from `number × BLOCK_COUNT` on, each made when first asked for. */
type LaneIndex = { readonly number: number; readonly sheet: Sheet };

/** Where the block of an objective and size stands in its lane. */
function blockNumber(objective: Objective, equipment: number, emissionClass: number): number {
  if (objective === 'LOWEST_EMISSIONS') return emissionClass;
  if (objective === 'EARLIEST_ARRIVAL') return EMISSION_CLASS_COUNT + emissionClass;
  // Rates differ by size-type, so BALANCED has an order for each.
  return 2 * EMISSION_CLASS_COUNT + equipment;
}

const BLOCK_COUNT = 2 * EMISSION_CLASS_COUNT + EQUIPMENT_CODES.length;

/** The limits are for tests, which reach the bit sets on small books with lower ones. */
export function indexedRanking(book: Book, limits: ScanLimits = SCAN_LIMITS): RankingEngine {
  const ports = new Map<string, number>();
  const lanes: LaneIndex[] = [];
  /** Number of the lane of each pair of ports, plus one, in rows of `width`; 0 where no sailing has served it. */
  let width = 16;
  let laneNumbers = new Int32Array(width * width);
  const blocks: (Block | undefined)[] = [];
  let slots = 0;
  const freeSlots: number[] = [];
  const registered = new Map<string, Registered>();
  const bySlot: Registered[] = [];
  const places = noPlaces();
  const shelves = noShelves();
  const sheetLines = noSheetLines();
  const unordered = noRows();
  const rates = noRates();
  const goods = noGoodsLists();
  /** The policy that open (unprotected) space was last counted under. */
  let policy: PolicyTerms | null = null;
  const reference = naiveRanking(book);
  /** Places by the hour in which they close, and those of hours that have begun by the minute: no scan meets what has sailed. */
  const closing = emptyAgenda<number>();
  const closingSoon = emptyAgenda<number>();
  /** Of the rankings so far; and whether an offer has come since that was closed by then. */
  let latestMinute = 0;
  let closesLate = false;
  const rateSource: RateSource = { rates, termsOf: (slot) => bySlot[slot]!.terms };
  const ground: Ground = {
    places,
    shelves,
    blocks,
    sheetOf: (block) => lanes[Math.floor(block / BLOCK_COUNT)]!.sheet,
    sheetLines,
    unordered,
    lines: { ints: new Int32Array(0), size: 0 },
    rates,
    goods,
    rateOf: (slot, equipment) => rates.ints[slot * RATE_INTS + equipment]!,
    rateSource,
    column: { values: new Int32Array(0) },
  };

  // --- rows ----------------------------------------------------------------------------------------------------------

  function portNumber(port: string): number {
    const known = ports.get(port);
    if (known !== undefined) return known;
    const number = ports.size;
    ports.set(port, number);
    if (number < width) return number;
    const wider = new Int32Array(4 * width * width);
    for (let from = 0; from < width; from += 1) {
      wider.set(laneNumbers.subarray(from * width, (from + 1) * width), from * 2 * width);
    }
    width *= 2;
    laneNumbers = wider;
    return number;
  }

  function laneIndexOf({ loadPort, dischargePort }: Lane): LaneIndex {
    const from = portNumber(loadPort);
    const to = portNumber(dischargePort);
    const known = laneNumbers[from * width + to]!;
    if (known > 0) return lanes[known - 1]!;
    const index: LaneIndex = { number: lanes.length, sheet: noSheet() };
    lanes.push(index);
    laneNumbers[from * width + to] = lanes.length;
    for (let block = 0; block < BLOCK_COUNT; block += 1) blocks.push(undefined);
    haveHeads(shelves, blocks.length);
    return index;
  }

  /** Where the row of a pair of calls stands in a block. */
  function standingOf(block: Shape, known: Registered, number: number): Standing {
    const { seaGrams, arrivalMinute } = known.terms.lanes[number]!;
    const grams = seaGrams[block.emissionClass]!;
    const place = packPlace(known.places.first + number, known.places);
    if (block.objective === 'LOWEST_EMISSIONS') return { key: grams, second: arrivalMinute, place };
    if (block.objective === 'EARLIEST_ARRIVAL') return { key: arrivalMinute, second: grams, place };
    const key = balancedKey(block, grams, arrivalMinute, known.slot, rateSource);
    return { key, second: grams, place };
  }

  function booksEarlier(place: number): number {
    const at = place * PLACE_INTS;
    return places.ints[at + PLACE_BOOK_STANDARD]! < places.ints[at + PLACE_CLOSES]! ? BOOKS_EARLIER : 0;
  }

  /** What a row says of the space of a place. */
  function spaceOf(place: number, lane: Lane): PackedSpace {
    return packedSpace(places, place, lane.gateCutOffMinute);
  }

  /** Every block that a pair of calls of an offer stands in. */
  function eachBlock(known: Registered, number: number, visit: (block: Block) => void): void {
    const from = laneIndexOf(known.terms.lanes[number]!).number * BLOCK_COUNT;
    for (let at = from; at < from + BLOCK_COUNT; at += 1) {
      const block = blocks[at];
      if (block !== undefined && (known.terms.equipmentBits & block.equipmentBits) !== 0) visit(block);
    }
  }

  /** It is made anew when it is next asked for. */
  function giveUp({ number, room }: Block): void {
    giveRoom(shelves, room);
    clearHead(shelves, number);
    blocks[number] = undefined;
  }

  // --- offers --------------------------------------------------------------------------------------------------------

  function leaveLane(known: Registered, number: number): void {
    const place = known.places.first + number;
    const { sheet } = laneIndexOf(known.terms.lanes[number]!);
    const line = leaveSheet(sheet, sheetLines, place, placeOf);
    if (line === NO_LINE) return;
    sheet.version += 1;
    refileLine(sheet, line, ground);
    eachBlock(known, number, (block) => dropRow(block, standingOf(block, known, number), shelves));
  }

  /** Takes the rows out whose cut-offs have passed. A place may have been given up since, or up and out again to a later sailing. */
  function close(minute: number): void {
    const hour = hourOf(minute);
    for (const place of takeDue(closing, hour)) {
      const closes = closingMinute(place);
      if (closes >= 0 && hourOf(closes) <= hour) noteDue(closingSoon, closes, place);
    }
    for (const place of takeDue(closingSoon, minute)) {
      const closes = closingMinute(place);
      if (closes < 0 || closes > minute) continue;
      const at = place * PLACE_INTS;
      leaveLane(bySlot[places.ints[at + PLACE_SLOT]!]!, places.ints[at + PLACE_LANE]!);
    }
  }

  function closingMinute(place: number): number {
    return places.ints[place * PLACE_INTS + PLACE_CLOSES]!;
  }

  function forget(offerId: string, known: Registered): void {
    for (let number = 0; number < known.terms.lanes.length; number += 1) {
      leaveLane(known, number);
      dropPlace(places, known.places.first + number);
    }
    giveBack(places, known.places);
    dropList(goods, known.goods);
    registered.delete(offerId);
    freeSlots.push(known.slot);
    sweep(closing, (place, hour) => hourOf(closingMinute(place)) === hour);
    sweep(closingSoon, (place, minute) => closingMinute(place) === minute);
  }

  function offerChanged(offerId: string): void {
    const before = registered.get(offerId);
    if (before !== undefined) forget(offerId, before);
    const offer = book.offers.get(offerId);
    if (offer === undefined || !offer.open) return;
    const slot = freeSlots.pop() ?? slots++;
    const { terms } = offer;
    noteRates(rates, slot, terms);
    const known: Registered = {
      slot,
      offer,
      terms,
      accepts: terms.unNumbers.reduce((bits, unNumber) => bits | unNumberBit(unNumber), terms.equipmentBits),
      goods: noteList(goods, terms.unNumbers),
      places: takePlaces(places, terms.lanes.length),
    };
    registered.set(offerId, known);
    bySlot[slot] = known;
    for (const [number, lane] of terms.lanes.entries()) {
      const place = known.places.first + number;
      addPlace(places, place, known, number);
      countSpace(places, place, { offer, lane }, policy);
      const { sheet } = laneIndexOf(lane);
      enterSheet(sheet, sheetLines, place, {
        packed: packPlace(place, known.places),
        slot,
        accepts: known.accepts | booksEarlier(place),
        lane,
      });
      noteSpace(sheet, sheetLines, place, spaceOf(place, lane));
      noteDue(closing, hourOf(closingMinute(place)), place);
      if (closingMinute(place) <= latestMinute) closesLate = true;
      sheet.version += 1;
      eachBlock(known, number, (block) => {
        if (!addRow(block, place, shelves)) giveUp(block);
      });
    }
  }

  function poolsChanged(offerId: string): void {
    const known = registered.get(offerId);
    if (known === undefined) return;
    // In the middle of an amendment the rows still stand by the old terms; offerChanged follows.
    const { offer, terms } = known;
    if (offer.terms !== terms) return;
    for (let number = 0; number < terms.lanes.length; number += 1) {
      const place = known.places.first + number;
      const moved = countSpace(places, place, { offer, lane: terms.lanes[number]! }, policy);
      if (moved === SAME) continue;
      // Rows are corrected when they are next read, unless they would hide what there is.
      markTaken(places, place, moved !== MORE);
      if (moved !== MORE || !isOnSheet(sheetLines, place)) continue;
      const lane = terms.lanes[number]!;
      const { sheet } = laneIndexOf(lane);
      sheet.version += 1;
      const space = spaceOf(place, lane);
      rewriteSpace(sheet, sheetLines, place, space, ground);
      eachBlock(known, number, (block) => {
        const special = block.refrigerated ? space.reefer : space.dangerous;
        updateSpace(block, standingOf(block, known, number), { ...space, special }, shelves);
      });
    }
  }

  /** Protection depends on the policy: under a new one the open space of every offer is counted again, and written anew. */
  function usePolicy(now: PolicyTerms): void {
    policy = now;
    for (const { offer, terms, places: range } of registered.values()) {
      for (const [at, lane] of terms.lanes.entries()) {
        const place = range.first + at;
        countSpace(places, place, { offer, lane }, policy);
        noteSpace(laneIndexOf(lane).sheet, sheetLines, place, spaceOf(place, lane));
      }
    }
    for (const block of blocks) {
      if (block !== undefined) giveUp(block);
    }
    for (const { sheet } of lanes) sheet.sets = null;
    clearTaken(places);
  }

  // --- ranking -------------------------------------------------------------------------------------------------------

  function makeBlockFor(index: LaneIndex, question: Question): void {
    const { equipment, objective, emissionClass } = question.request;
    const number = index.number * BLOCK_COUNT + blockNumber(objective, equipment, emissionClass);
    const balanced = objective === 'BALANCED';
    const shape = {
      number,
      objective,
      emissionClass,
      refrigerated: REFRIGERATED_CLASSES[emissionClass]!,
      equipmentBits: balanced ? 1 << equipment : CLASS_BITS[emissionClass]!,
      policy: balanced ? question.policy : null,
    };
    gatherRows(shape, index.sheet, unordered, rateSource);
    blocks[number] = makeBlock(shape, unordered, shelves);
  }

  /** Makes a block that was never asked for, or puts one in order that is behind. */
  function readyBlock(index: LaneIndex, number: number, question: Question): void {
    const block = blocks[number];
    if (block === undefined) {
      makeBlockFor(index, question);
      return;
    }
    gatherPlaces(block, index.sheet, sheetLines, unordered, rateSource);
    putInOrder(block, unordered, shelves);
  }

  /** Numbers of the discharge ports asked for. */
  const to: number[] = [];
  let scan: Scan | undefined;
  /** What was found last: one object, so that a ranking leaves nothing behind. */
  const ranked = {
    length: 0,
    at: (position: number) => (position < ranked.length ? foundAt(scan!, position) : undefined),
  };

  function rank(question: Question, limit: number): Ranked {
    const { request, minute } = question;
    // Rows that time has closed are gone from the index; a look back in time is for the reference.
    if (minute < latestMinute) return reference.rank(question, limit);
    if (minute > latestMinute || closesLate) close(minute);
    closesLate = false;
    latestMinute = minute;
    if (request.dangerousGoods.length > 0 && requestReasons(request, question.policy) !== 0) return [];
    if (policy !== question.policy) usePolicy(question.policy);
    const number = blockNumber(request.objective, request.equipment, request.emissionClass);
    scan ??= makeScan(ground, limits, question);
    openScan(scan, question, limit);
    const { loadPorts, dischargePorts } = request;
    for (let discharge = 0; discharge < dischargePorts.length; discharge += 1) {
      to[discharge] = ports.get(dischargePorts[discharge]!) ?? -1;
    }
    for (let load = 0; load < loadPorts.length; load += 1) {
      const from = ports.get(loadPorts[load]!.port);
      if (from === undefined) continue;
      for (let discharge = 0; discharge < dischargePorts.length; discharge += 1) {
        const lane = to[discharge]! < 0 ? 0 : laneNumbers[from * width + to[discharge]!]!;
        if (lane === 0) continue;
        const block = (lane - 1) * BLOCK_COUNT + number;
        if (shelves.heads[block * HEAD_INTS + HEAD_SHELF]! < 0) readyBlock(lanes[lane - 1]!, block, question);
        addLane(scan, block, load);
      }
    }
    ranked.length = mergeLanes(scan);
    return ranked;
  }

  for (const offerId of book.offers.keys()) offerChanged(offerId);
  return { offerChanged, poolsChanged, rank };
}
