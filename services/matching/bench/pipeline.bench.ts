import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Envelope } from '@greenlane/contracts/envelope';
import type { Topic } from '@greenlane/contracts/topics';
import { assert } from '@greenlane/kernel/assert';
import { manualClock } from '@greenlane/kernel/clock';
import { startOutboxRelay } from '@greenlane/messaging/outbox';
import { createPostgresLog } from '@greenlane/messaging/postgres-log';
import { makeEmit } from '@greenlane/runtime/emit';
import type { Bench } from '@greenlane/testing/bench/bench';
import { testDatabase } from '@greenlane/testing/postgres';
import { pino } from 'pino';
import { openBooks } from '../src/books.ts';
import type { Book } from '../src/domain/book.ts';
import { type MakeEngine, type RankingEngine, rankedOffers } from '../src/domain/ranking.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import { MATCHING_GROUP } from '../src/inbox.ts';
import { appendProgrammeFact } from '../src/programme-facts.ts';
import { outbox } from '../src/tables.ts';
import { samplePolicy } from '../test/samples.ts';
import { seeded } from './bench-books.ts';
import { publishedOffer, submittedRequest } from './bench-documents.ts';

const OFFERS = 2_000;
const CHUNK = 400;
const CHUNKS = 4;

/** What the real engine answered about each request, for the stub to say again. */
type Answers = Map<string, readonly { readonly offerId: string; readonly lane: number; readonly port: number }[]>;

function recording(answers: Answers): MakeEngine {
  return (book) => {
    const engine = indexedRanking(book);
    return {
      ...engine,
      rank: (question, limit) => {
        const ranked = engine.rank(question, limit);
        answers.set(
          question.request.requestId,
          rankedOffers(ranked).map(({ offer, lane, loadPort }) => ({
            offerId: offer.terms.offerId,
            lane: offer.terms.lanes.indexOf(lane),
            port: question.request.loadPorts.indexOf(loadPort),
          })),
        );
        return ranked;
      },
    };
  };
}

/** Answers without looking at anything, so that all that follows from an answer is the same and only matching is missing. */
function stub(answers: Answers): MakeEngine {
  return (book: Book): RankingEngine => ({
    offerChanged: () => {},
    poolsChanged: () => {},
    rank: ({ request, units }) =>
      (answers.get(request.requestId) ?? []).map(({ offerId, lane: number, port }) => {
        const offer = book.offers.get(offerId)!;
        const lane = offer.terms.lanes[number]!;
        const loadPort = request.loadPorts[port]!;
        return {
          offerId,
          offer,
          lane,
          loadPort,
          grams: lane.seaGrams[request.emissionClass]! + loadPort.addedGrams,
          units,
        };
      }),
  });
}

let numbered = 0;
function newId(): string {
  numbered += 1;
  return `bench-${numbered}`;
}
/** The day before the first cut-off of the bench's offers. */
const clock = manualClock(new Date('2026-11-20T00:00:00Z'));

function envelopeOf(type: string, subject: string, data: unknown): Envelope {
  return {
    specversion: '1.0',
    id: newId(),
    source: '/greenlane/bench',
    type,
    time: '2026-11-20T00:00:00.000Z',
    subject,
    datacontenttype: 'application/json',
    partitionkey: 'CHINA',
    audience: '*',
    data,
  };
}

/** Log → books → journal, ledger, allocations, outbox → relay → log, each with its own database. */
async function openPipeline(makeEngine: MakeEngine) {
  const database = await testDatabase(['event_log', 'matching']);
  const log = pino({ level: 'silent' });
  const db = database.open('matching');
  const bus = await createPostgresLog({ pool: database.open('event_log').workerPool, log });
  await db.asWorker((tx) => appendProgrammeFact(tx, { kind: 'policy-published', policy: samplePolicy() }));
  const emitFor = makeEmit({ serviceName: 'matching', outbox, clock, newId });
  const books = openBooks({ db, clock, emitFor, newId, log, makeEngine, snapshotEvery: 1_000_000 });
  const relay = startOutboxRelay({ pool: db.workerPool, schema: 'matching', bus, log });
  let decided = 0;
  let whenDecided: (() => void) | undefined;
  const matching = await bus.subscribe({
    group: MATCHING_GROUP,
    topics: ['vessel-offers', 'cargo-requests'],
    onPartitionsChanged: books.partitionsChanged,
    handleBatch: async ({ partition, deliveries }) => {
      await books.handleBatch({ partition, envelopes: deliveries.flatMap(({ envelope }) => envelope ?? []) });
      relay.wake();
    },
  });
  const listener = await bus.subscribe({
    group: 'bench',
    topics: ['allocations'],
    handleBatch: async ({ deliveries }) => {
      for (const { envelope } of deliveries) {
        if (envelope?.type === 'org.greenlane.cargo-request.decided.v1') decided += 1;
      }
      whenDecided?.();
    },
  });
  const publish = (topic: Topic, envelopes: readonly Envelope[]) =>
    bus.publish(envelopes.map((envelope) => ({ topic, envelope })));
  const random = seeded(3);
  // Space for all, so that both engines place every request and do the same work behind the answer.
  const capacity = { teu: 30_000, weightTonnes: '900000', dangerousGoodsTeu: 30_000, reeferPlugs: 30_000 };
  for (let from = 0; from < OFFERS; from += 200) {
    await publish(
      'vessel-offers',
      Array.from({ length: 200 }, (_none, at) => {
        const offer = { ...publishedOffer(random, from + at + 1), capacity, confirmation: 'MANUAL' as const };
        return envelopeOf('org.greenlane.vessel-offer.published.v1', offer.offerId, offer);
      }),
    );
  }
  // Two topics have no order between them: without this a request may be decided before its offers are there.
  while (books.gauges.openOffers() < OFFERS) await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    /** Milliseconds from publishing a chunk of requests until the last decision about them has been delivered. */
    run: async (requests: readonly Envelope[]) => {
      const wanted = decided + requests.length;
      const from = performance.now();
      await publish('cargo-requests', requests);
      await new Promise<void>((resolve) => {
        whenDecided = () => (decided >= wanted ? resolve() : undefined);
        whenDecided();
      });
      return performance.now() - from;
    },
    placed: async () =>
      Number((await database.query<{ n: string }>('select count(*) as n from matching.allocation'))[0]!.n),
    close: async () => {
      await matching.stop();
      await listener.stop();
      await relay.stop();
      await books.stop();
      await bus.close();
      await database.close();
    },
  };
}

const pipelineBench: Bench = {
  name: 'matching.pipeline',
  what: `${CHUNK} requests from the log through books, journal, ledger and outbox to their decisions on the log, ${OFFERS.toLocaleString('en')} offers`,
  rival: 'the same pipeline with an engine that says again what the real one answered',
  better: 'higher',
  floor: 0.85,
  judged: 'best',
  prepare: async (services) => {
    await services.postgres();
    const answers: Answers = new Map();
    const real = await openPipeline(recording(answers));
    const stubbed = await openPipeline(stub(answers));
    const random = seeded(4);
    let number = 0;
    const chunk = () =>
      Array.from({ length: CHUNK }, () => {
        number += 1;
        const request = submittedRequest(random, number);
        return envelopeOf('org.greenlane.cargo-request.submitted.v1', request.requestId, request);
      });
    const both = async () => {
      const requests = chunk();
      const ours = await real.run(requests);
      return { ours, theirs: await stubbed.run(requests.map((envelope) => ({ ...envelope, id: newId() }))) };
    };
    await both();
    return {
      measure: async () => {
        let ours = 0;
        let theirs = 0;
        for (let round = 0; round < CHUNKS; round += 1) {
          const measured = await both();
          ours += measured.ours;
          theirs += measured.theirs;
        }
        const placed = await real.placed();
        assert(placed > number / 2 && placed === (await stubbed.placed()), 'both placed the same, and most');
        return {
          ratio: theirs / ours,
          figures: {
            'real a second': (CHUNKS * CHUNK * 1000) / ours,
            'stub a second': (CHUNKS * CHUNK * 1000) / theirs,
          },
        };
      },
      close: async () => {
        await real.close();
        await stubbed.close();
      },
    };
  },
};

const LIMIT_MB = 600;

const memoryBench: Bench = {
  name: 'matching.memory',
  what: 'memory of a process that owns a market of 100,000 open offers, their documents and rank orders, after 20,000 requests',
  rival: `${LIMIT_MB} MB`,
  better: 'lower',
  floor: 1,
  judged: 'best',
  runs: 1,
  prepare: async () => ({
    measure: async () => {
      const child = spawnSync(
        process.execPath,
        // The flags of `pnpm start`.
        [
          '--max-semi-space-size=2',
          '--optimize-for-size',
          '--expose-gc',
          fileURLToPath(new URL('./memory-of-a-market.ts', import.meta.url)),
          '100000',
          '20000',
        ],
        { encoding: 'utf8' },
      );
      assert(child.status === 0, `the process ended well: ${child.stderr}`);
      const figures = JSON.parse(child.stdout) as Record<string, number>;
      assert(figures['openOffers'] === 100_000, 'all offers are open');
      return { ratio: figures['rssMb']! / LIMIT_MB, figures };
    },
  }),
};

export const benches: Bench[] = [pipelineBench, memoryBench];
