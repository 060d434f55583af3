import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { bookHash } from '@greenlane/matching/domain/book-snapshot';
import type { JournalEntry, MarketInput } from '@greenlane/matching/domain/inputs';
import { lateRefusal, type Names } from '@greenlane/matching/domain/late';
import { type AllocationChange, applyInput, emptyMarket, type Market } from '@greenlane/matching/domain/market';
import { importMarket, marketText, replay } from '@greenlane/matching/domain/market-snapshot';
import { indexedRanking } from '@greenlane/matching/domain/ranking-index';
import { seededRandom } from '@greenlane/testing/random';
import type { Finding } from '../fault.ts';
import { type DeliveryGuards, openDelivery } from './delivery.ts';
import { designationDocument, offerDocument, policyDocument, requestDocument, START } from './documents.ts';
import { openLedger } from './ledger.ts';
import { waitsInVain } from './waiting.ts';

export type Run = {
  readonly findings: readonly Finding[];
  readonly hash: string;
  readonly steps: number;
  readonly faults: Readonly<Record<'dropped' | 'duplicated' | 'delayed' | 'reordered' | 'crashed' | 'fenced', number>>;
};

type Message = { readonly id: string; readonly input: MarketInput };

/** What survives a crash, as the database keeps it: changed by commits alone. */
type Stored = {
  readonly journal: JournalEntry[];
  readonly inbox: Set<string>;
  /** Offers and requests that the market has had: what has left its book is told apart from what is new by them. */
  readonly known: Names<Set<string>>;
  epoch: number;
  snapshot: { readonly sequence: number; readonly text: string } | undefined;
};

const STEPS = 70;

/** What the shell around the pure cores keeps; each may be taken away for a twin. */
export type Shell = DeliveryGuards & {
  /** A market's commits are refused once another owner has taken it over. */
  readonly isFenced: boolean;
};

/**
 * One market with everything around it that can fail, driven by one seed. Two topics that keep their own order, commands and time meet
 * in an owner that batches, commits, crashes and is replaced; the engine inside is the real one. The loop below stands for
 * the shell (services/matching/src/books.ts): inbox, journal and epoch in one commit.
 */
export function simulate(seed: number, options: Shell & { readonly say?: (line: string) => void }): Run {
  const random = seededRandom(seed);
  const say = options.say ?? (() => {});
  const ledger = openLedger();
  const delivery = openDelivery(seed, options);
  const counts = { dropped: 0, duplicated: 0, delayed: 0, reordered: 0, crashed: 0, fenced: 0 };
  const stored: Stored = {
    journal: [],
    inbox: new Set(),
    known: { offers: new Set(), requests: new Set() },
    epoch: 0,
    snapshot: undefined,
  };
  const topics = { offers: [] as Message[], requests: [] as Message[] };
  const read = { offers: 0, requests: 0 };
  const live = new Map<string, AllocationChange>();
  const offers: VesselOffer[] = [];
  let now = START;
  let lastAt = START;
  let names = 0;
  const publish = (topic: 'offers' | 'requests', input: MarketInput) => {
    topics[topic].push({ id: `m${++names}`, input });
  };

  const rebuild = (): Market => {
    const market =
      stored.snapshot === undefined
        ? emptyMarket('CHINA', `book-${seed}`, indexedRanking)
        : importMarket(JSON.parse(stored.snapshot.text), indexedRanking);
    for (const entry of stored.journal.slice(market.sequence)) applyInput(market, entry);
    return market;
  };
  type Owner = { market: Market | undefined; epoch: number };
  const takeOver = (): Owner => {
    stored.epoch += 1;
    return { market: undefined, epoch: stored.epoch };
  };
  let owner = takeOver();
  let zombie: Owner | undefined;

  /** Decides in memory and commits; a crash before the commit leaves nothing behind, an old owner's commit is refused. */
  const commit = (who: Owner, messages: readonly Message[], crashes: boolean): 'committed' | 'lost' => {
    who.market ??= rebuild();
    const { market } = who;
    const at = Math.max(now, lastAt);
    const fresh = messages.filter(
      ({ id }, index) => !stored.inbox.has(id) && messages.findIndex((other) => other.id === id) === index,
    );
    const known = { offers: new Set(stored.known.offers), requests: new Set(stored.known.requests) };
    const journal: JournalEntry[] = [];
    const decided: { readonly changes: readonly AllocationChange[]; readonly input: MarketInput }[] = [];
    for (const { input } of fresh) {
      const entry: JournalEntry = { sequence: market.sequence + 1, at: new Date(at).toISOString(), input };
      if (lateRefusal(market, input, known) !== undefined) continue;
      const outcome = applyInput(market, entry);
      if ('offer' in input) known.offers.add(input.offer.offerId);
      if ('request' in input) known.requests.add(input.request.requestId);
      if (!outcome.changed) continue;
      journal.push(JSON.parse(JSON.stringify(entry)));
      decided.push({ changes: outcome.allocations, input });
    }
    if (crashes || (options.isFenced && who.epoch !== stored.epoch)) {
      who.market = undefined;
      if (crashes) counts.crashed += 1;
      else counts.fenced += 1;
      return 'lost';
    }
    lastAt = at;
    stored.journal.push(...journal);
    for (const { id } of fresh) stored.inbox.add(id);
    for (const offerId of known.offers) stored.known.offers.add(offerId);
    for (const requestId of known.requests) stored.known.requests.add(requestId);
    for (const { changes, input } of decided) {
      if (input.kind === 'offer-published' || input.kind === 'offer-amended') ledger.offer(input.offer);
      ledger.changes(changes, Math.floor(at / 60_000));
      delivery.commit(changes);
      for (const change of changes) live.set(change.payload.allocationId, change);
    }
    if (random.next() < 0.15) stored.snapshot = { sequence: market.sequence, text: marketText(market) };
    return 'committed';
  };

  const deliver = (topic: 'offers' | 'requests'): void => {
    const queue = topics[topic];
    const batch = queue.slice(read[topic], read[topic] + random.whole(1, 6));
    if (batch.length === 0) return;
    if (random.next() < 0.1) {
      counts.delayed += 1;
      return;
    }
    const duplicated = random.next() < 0.2 ? [...batch, random.pick(batch)] : batch;
    if (duplicated.length > batch.length) counts.duplicated += 1;
    // An event of long ago is delivered once more, behind newer ones of its key.
    const late = read[topic] > 0 && random.next() < 0.15 ? [queue[random.whole(0, read[topic] - 1)]!] : [];
    counts.reordered += late.length;
    const outcome = commit(owner, [...late, ...duplicated], random.next() < 0.08);
    say(`${new Date(now).toISOString()} ${topic} ${duplicated.map(({ input }) => input.kind).join(' ')}: ${outcome}`);
    if (outcome === 'lost') return;
    // The acknowledgement is dropped: the same batch comes again.
    if (random.next() < 0.15) counts.dropped += 1;
    else read[topic] += batch.length;
  };

  const command = (): void => {
    const change = random.pick([...live.values()]);
    if (!change) return;
    const { allocationId, loadPort, dischargePort, units } = change.payload;
    const kind = random.pick(['allocation-confirmed', 'allocation-declined', 'allocation-cancelled', 'moved'] as const);
    const input: MarketInput =
      kind === 'moved'
        ? {
            kind: 'container-moved',
            allocationId,
            move: random.next() < 0.7 ? 'LOAD' : 'DISC',
            port: random.next() < 0.7 ? loadPort : dischargePort,
            equipmentReference: `BOX-${allocationId}-${random.whole(1, units)}`,
            retracted: random.next() < 0.1,
          }
        : { kind, allocationId };
    const outcome = commit(owner, [{ id: `c${++names}`, input }], random.next() < 0.05);
    say(`${new Date(now).toISOString()} ${input.kind} ${allocationId.slice(0, 8)}: ${outcome}`);
  };

  const produce = (): void => {
    const chance = random.next();
    if (chance < 0.25 || offers.length === 0) {
      const offer = offerDocument(random, { offerId: `o${offers.length + 1}`, version: 1, teu: random.whole(6, 30) });
      offers.push(offer);
      publish('offers', { kind: 'offer-published', offer });
    } else if (chance < 0.4) {
      const index = random.whole(0, offers.length - 1);
      const { offerId, version } = offers[index]!;
      const offer = offerDocument(random, { offerId, version: version + 1, teu: random.whole(2, 30) });
      offers[index] = offer;
      publish('offers', { kind: 'offer-amended', offer });
    } else if (chance < 0.45) {
      const { offerId, version } = random.pick(offers);
      publish('offers', { kind: 'offer-withdrawn', offerId, version: version + 1, reason: 'simulated' });
    } else if (chance < 0.52 && topics.requests.length > 0) {
      const { input } = random.pick(topics.requests);
      if (input.kind === 'request-submitted')
        publish('requests', {
          kind: 'request-cancelled',
          requestId: input.request.requestId,
          version: 2,
          reason: 'simulated',
        });
    } else {
      const request = requestDocument(random, { requestId: `r${topics.requests.length + 1}`, version: 1 });
      publish('requests', { kind: 'request-submitted', request });
    }
  };

  commit(
    owner,
    [
      { id: 'policy', input: { kind: 'policy-published', policy: policyDocument() } },
      { id: 'designation', input: { kind: 'designation-changed', designation: designationDocument() } },
    ],
    false,
  );
  for (let step = 0; step < STEPS; step += 1) {
    const chance = random.next();
    if (chance < 0.35) produce();
    else if (chance < 0.75) deliver(random.next() < 0.5 ? 'offers' : 'requests');
    else if (chance < 0.87) command();
    else if (chance < 0.95) {
      // The clock goes on, and now and then it steps back.
      now += random.next() < 0.1 ? -random.whole(1, 600) * 60_000 : random.whole(1, 30 * 60) * 60_000;
      commit(owner, [{ id: `t${++names}`, input: { kind: 'tick' } }], random.next() < 0.05);
    } else {
      // Another member takes the market over; the old owner does not know yet.
      zombie = owner;
      owner = takeOver();
      counts.crashed += random.next() < 0.5 ? 1 : 0;
    }
    if (zombie && random.next() < 0.3) {
      const topic = random.next() < 0.5 ? 'offers' : 'requests';
      commit(zombie, topics[topic].slice(read[topic], read[topic] + 3), false);
    }
    for (let times = random.whole(0, 3); times > 0; times -= 1) delivery.step();
    if (ledger.findings.length > 0) break;
  }
  // Everything that was ever published arrives in the end.
  for (let tries = 0; tries < 1_000 && ledger.findings.length === 0; tries += 1) {
    if (read.offers === topics.offers.length && read.requests === topics.requests.length) break;
    deliver(random.next() < 0.5 ? 'offers' : 'requests');
  }
  const market = rebuild();
  const again = replay('CHINA', `book-${seed}`, stored.journal, indexedRanking);
  const findings = [...ledger.findings, ...delivery.settle()];
  if (findings.length === 0) {
    if (bookHash(market.book) !== bookHash(again.book))
      findings.push({ invariant: 'I8', says: 'snapshot and tail give another book than the whole journal' });
    const reached = new Set(
      stored.journal.flatMap(({ input }) => (input.kind === 'request-submitted' ? [input.request.requestId] : [])),
    );
    const missing = topics.requests.filter(
      ({ input }) => input.kind === 'request-submitted' && !reached.has(input.request.requestId),
    );
    if (missing.length > 0)
      findings.push({ invariant: 'I2', says: `${missing.length} requests never reached the market` });
    for (const [requestId, request] of again.book.requests) {
      const placed = [...request.allocations].reduce(
        (total, number) => total + (again.book.allocations.get(number)?.units ?? 0),
        0,
      );
      if (placed > request.terms.units)
        findings.push({ invariant: 'I2', says: `${requestId} got ${placed} of ${request.terms.units} units` });
    }
  }
  const hash = bookHash(again.book);
  if (findings.length === 0) findings.push(...waitsInVain(again, Math.max(now, lastAt)));
  const faults = { ...counts };
  for (const kind of ['dropped', 'duplicated', 'reordered', 'crashed'] as const) faults[kind] += delivery.counts[kind];
  return { findings, hash, steps: stored.journal.length, faults };
}
