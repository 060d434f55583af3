import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from '@greenlane/kernel/assert';
import type { Bench } from '@greenlane/testing/bench/bench';
import { apply } from '../src/domain/apply.ts';
import type { CoreEvent } from '../src/domain/core-events.ts';
import type { Question } from '../src/domain/feasibility.ts';
import { rankedOffers } from '../src/domain/ranking.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import { benchBook, benchRequest, hotLanes, network, questionAbout, type Shape, START, seeded } from './bench-books.ts';
import {
  allocatingStatement,
  connect,
  RIVAL_EQUIPMENT,
  rankingStatement,
  rivalBook,
  runOver,
} from './postgres-rival.ts';

const OFFERS = 100_000;
const SEED = 20_261_120;

/** Mixed questions in the one size-type and objective that the rival's table is in order for. */
function questionsFor(shape: Shape, count: number, split: boolean): Question[] {
  const random = seeded(11);
  return Array.from({ length: count }, (_none, number) => {
    const plain = benchRequest(random, shape, `request-${number}`);
    const dangerous = plain.dangerousGoods.length > 0;
    const request = {
      ...plain,
      equipment: RIVAL_EQUIPMENT,
      emissionClass: 2,
      emissionQuarterTeu: 8,
      refrigerated: false,
      objective: 'LOWEST_EMISSIONS' as const,
      splitAllowed: split && plain.splitAllowed,
      hsCode: '940360',
      space: [8, plain.space[1], dangerous ? 8 : 0, 0] as const,
    };
    return questionAbout(request, split && random() < 0.2);
  });
}

/** Questions whose terms are made before the clock starts for them. */
const JUST_READ = 32;

/** The same question with terms of its own. */
function readAnew({ request, ...question }: Question): Question {
  const loadPorts = request.loadPorts.map((port) => ({ ...port }));
  const dangerousGoods = request.dangerousGoods.map((goods) => ({ ...goods }));
  const [slots, kilograms, dangerous, plugs] = request.space;
  const space = [slots, kilograms, dangerous, plugs] as const;
  const dischargePorts = [...request.dischargePorts];
  return { ...question, request: { ...request, loadPorts, dischargePorts, space, dangerousGoods } };
}

/**
 * Both sides answer the same questions over the same book, and their ten (offer, calls, grams) are compared before anything is
 * measured. Ours is `rank`, the function that a command calls, with everything that it returns: of each of the ten its place, which is the
 * engine's name for an offer and its pair of calls, its grams and what of the request fits. PostgreSQL sends the ids of offers instead; what
 * naming ten of ours and reading their ids costs on top stands beside the ratio, since a command names the one or two offers that it
 * takes, and an API that lists ten names ten. Neither side makes its questions while it is measured: statements
 * and parameters on one side, the terms of requests on the other are ready, and neither keeps anything of one answer for the next.
 * A command asks about a request that it has just read from its event, so the terms of each few questions are made anew before the clock
 * starts: from a list made long ago they would come out of memory, a tenth of a ranking. What that costs stands beside the ratio as well.
 * Both sides are measured for about as long at a time.
 */
const rankBench: Bench = {
  name: 'matching.rank-postgres',
  what: `the ten best of ${OFFERS.toLocaleString('en')} offers on 500 lanes for a mixed request (45G1, lowest CO2e)`,
  rival: 'PostgreSQL, best covering index, prepared statements, 4 connections',
  better: 'higher',
  floor: 120,
  judged: 'best',
  prepare: async (services) => {
    const address = await services.postgres();
    const shape = network(OFFERS);
    const book = benchBook(shape, SEED);
    const engine = indexedRanking(book);
    const rival = await rivalBook(address, book, { covering: true });
    const clients = await connect(address, rival.database, 4);
    const questions = questionsFor(shape, 4_000, true);
    const statements = questions.map(rankingStatement);
    for (const [at, question] of questions.slice(0, 400).entries()) {
      const { rows } = await clients[at % 4]!.query(statements[at]!);
      const distinct = new Map<string, string>();
      for (const { offer_id: offerId, load_call, discharge_call, grams } of rows) {
        if (!distinct.has(offerId)) distinct.set(offerId, `${offerId}/${load_call}/${discharge_call}/${grams}`);
      }
      const ours = rankedOffers(engine.rank(question, 10)).map(
        ({ offerId, lane, grams }) => `${offerId}/${lane.loadCall}/${lane.dischargeCall}/${grams}`,
      );
      assert(
        ours.join(' ') === [...distinct.values()].slice(0, 10).join(' '),
        `PostgreSQL ranks ${question.request.requestId} as the index does`,
      );
    }
    const rankAll = () => {
      let milliseconds = 0;
      for (let first = 0; first < questions.length; first += JUST_READ) {
        const asked = questions.slice(first, first + JUST_READ).map(readAnew);
        const from = performance.now();
        for (const question of asked) engine.rank(question, 10);
        milliseconds += performance.now() - from;
      }
      return milliseconds;
    };
    const rankKept = () => {
      const from = performance.now();
      for (const question of questions) engine.rank(question, 10);
      return performance.now() - from;
    };
    const nameAll = () => {
      const from = performance.now();
      let characters = 0;
      for (const question of questions) {
        for (const { offerId } of rankedOffers(engine.rank(question, 10))) characters += offerId.length;
      }
      const milliseconds = performance.now() - from;
      assert(characters > 0, 'offers have ids');
      return milliseconds;
    };
    rankAll();
    rankKept();
    nameAll();
    return {
      measure: async () => {
        let ours = 0;
        let kept = 0;
        let named = 0;
        let theirs = 0;
        const few = 500;
        const passes = 10;
        for (let round = 0; round < 6; round += 1) {
          for (let pass = 0; pass < passes; pass += 1) ours += rankAll();
          kept += rankKept();
          named += nameAll();
          theirs += await runOver(clients, statements.slice(round * few, (round + 1) * few));
        }
        const oursASecond = (questions.length * 6 * passes * 1000) / ours;
        const theirsASecond = (few * 6 * 1000) / theirs;
        return {
          ratio: oursASecond / theirsASecond,
          figures: {
            'ours a second': oursASecond,
            'ours, terms kept': (questions.length * 6 * 1000) / kept,
            'ours with ids read': (questions.length * 6 * 1000) / named,
            'PostgreSQL a second': theirsASecond,
          },
        };
      },
      close: async () => {
        for (const client of clients) await client.end();
        await rival.drop();
      },
    };
  },
};

const BATCH = 256;

function allocateBench(name: string, floor: number, durable: boolean): Bench {
  return {
    name,
    what: `a request into a book of ${OFFERS.toLocaleString('en')} offers on 20 lanes: ranked, space taken, decision kept ${durable ? `in a journal file, one fdatasync for ${BATCH} decisions` : 'in memory'}`,
    rival: 'PostgreSQL, one statement each, durable commits, 8 connections',
    better: 'higher',
    floor,
    judged: 'best',
    prepare: async (services) => {
      const address = await services.postgres();
      const shape = hotLanes(OFFERS);
      const book = benchBook(shape, SEED, 'nothing');
      const engine = indexedRanking(book);
      const rival = await rivalBook(address, book, { covering: false });
      const clients = await connect(address, rival.database, 8);
      const questions = questionsFor(shape, 200_000, false);
      const eventOf = ({ request }: Question): CoreEvent => ({
        kind: 'request-submitted',
        minute: START,
        terms: request,
      });
      let next = 0;
      // One after the other both choose the same; only then are the connections let loose.
      for (; next < 300; next += 1) {
        const question = questions[next]!;
        const { effects } = apply(book, engine, eventOf(question));
        const { rows } = await clients[0]!.query(allocatingStatement(question));
        const chosen = effects.flatMap((effect) =>
          effect.kind === 'allocation-changed' ? [effect.allocation.offerId] : [],
        );
        assert(chosen[0] === rows[0]?.offer_id, `PostgreSQL places ${question.request.requestId} as the engine does`);
      }
      const directory = mkdtempSync(join(tmpdir(), 'greenlane-journal-'));
      const journal = openSync(join(directory, 'journal'), 'a');
      const decide = (batch: readonly Question[]) => {
        const events = batch.map(eventOf);
        for (const event of events) apply(book, engine, event);
        if (!durable) return;
        writeSync(journal, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
        fdatasyncSync(journal);
      };
      return {
        measure: async () => {
          let ours = 0;
          let theirs = 0;
          let decided = 0;
          let asked = 0;
          for (let round = 0; round < 6; round += 1) {
            const mine = questions.slice(next, next + 32 * BATCH);
            const from = performance.now();
            for (let at = 0; at < mine.length; at += BATCH) decide(mine.slice(at, at + BATCH));
            ours += performance.now() - from;
            const few = questions.slice(next, next + 400);
            theirs += await runOver(clients, few.map(allocatingStatement));
            next += mine.length;
            decided += mine.length;
            asked += few.length;
          }
          assertSome(book.allocations.size, decided);
          const oursASecond = (decided * 1000) / ours;
          const theirsASecond = (asked * 1000) / theirs;
          return {
            ratio: oursASecond / theirsASecond,
            figures: { 'ours a second': oursASecond, 'PostgreSQL a second': theirsASecond },
          };
        },
        close: async () => {
          closeSync(journal);
          rmSync(directory, { recursive: true });
          for (const client of clients) await client.end();
          await rival.drop();
          for (const offer of book.offers.values()) {
            assert(
              offer.used.every((amount, at) => amount <= offer.capacity[at]!),
              'nothing was oversold',
            );
          }
        },
      };
    },
  };
}

function assertSome(placed: number, asked: number): void {
  assert(placed > asked / 2, 'most requests found space');
}

export const benches: Bench[] = [
  rankBench,
  allocateBench('matching.allocate-memory', 50, false),
  allocateBench('matching.allocate-durable', 15, true),
];
