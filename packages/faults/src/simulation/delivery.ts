import type { Allocation } from '@greenlane/contracts/allocation';
import { Envelope } from '@greenlane/contracts/envelope';
import { PARTITION_COUNT } from '@greenlane/contracts/topics';
import type { AllocationChange } from '@greenlane/matching/domain/market';
import { linesOf, writtenEvent } from '@greenlane/messaging/cloudevents';
import type { OutgoingText } from '@greenlane/messaging/event-bus';
import { dataSchema } from '@greenlane/messaging/event-data';
import {
  forgetOutbox,
  forgetWritten,
  keepWritten,
  newestWritten,
  rememberOutbox,
  writtenRow,
} from '@greenlane/messaging/outbox-memory';
import { partitionOf } from '@greenlane/messaging/partitioner';
import { seededRandom } from '@greenlane/testing/random';
import type { Finding } from '../fault.ts';
import { START } from './documents.ts';

/** What each broken twin of the way from a commit to its listener lacks. */
export type DeliveryGuards = {
  /** A row leaves the outbox when it was published, and not before. */
  readonly hasOutbox: boolean;
  /** What was taken is remembered in the commit of its effect. */
  readonly hasInbox: boolean;
};

type Row = { readonly sequence: string; readonly written_at: string; readonly envelopes: string };

export type Delivery = {
  /** One row in the commit that decided the changes. */
  commit(changes: readonly AllocationChange[]): void;
  /** Either side does some of its work, and something goes wrong now and then. */
  step(): void;
  /** Everything that was committed arrives in the end: what came of it. */
  settle(): readonly Finding[];
  readonly counts: Record<'dropped' | 'duplicated' | 'reordered' | 'crashed', number>;
};

const envelopeOf = ({ payload }: AllocationChange, id: string): Envelope => ({
  specversion: '1.0',
  id,
  source: '/greenlane/matching',
  type: `org.greenlane.allocation.${payload.status}.v1`,
  time: new Date(START).toISOString(),
  subject: payload.allocationId,
  datacontenttype: 'application/json',
  partitionkey: payload.requestId,
  audience: '*',
  subjectversion: payload.version,
  priority: payload.priority,
  data: payload,
});

const readRow = ({ envelopes }: Row): readonly OutgoingText[] =>
  envelopes.split('\n').map((line) => ({ topic: 'allocations', written: writtenEvent(JSON.parse(line)) }));

/**
 * The way of what a market decided: outbox, relay, partitions of a topic, a listener with its inbox. The memory of the
 * relay, the partitioner, the parsing of events and their schemas are the real ones. The tables and the topic are stood for
 * by lists, and the order of steps by the code below, as PostgreSQL keeps them in packages/messaging: F2, F3, F4 and F7 break those.
 */
export function openDelivery(seed: number, { hasOutbox, hasInbox }: DeliveryGuards): Delivery {
  const random = seededRandom(seed ^ 0x5eed);
  const name = `simulated ${seed}`;
  const counts = { dropped: 0, duplicated: 0, reordered: 0, crashed: 0 };
  const findings: Finding[] = [];
  const wrong = (invariant: string, says: string) => findings.push({ invariant, says });

  let sequences = 0;
  let events = 0;
  let table: readonly Row[] = [];
  const log: Buffer[][] = Array.from({ length: PARTITION_COUNT }, () => []);
  const cursor = log.map(() => 0);
  /** What the sender committed, and what the listener made of it. */
  const committed = new Map<string, Allocation>();
  const inbox = new Set<string>();
  const effects = new Map<string, number>();
  const projection = new Map<string, Allocation>();

  /** The process is another one now: what it had in memory is gone. */
  const newLife = (): void => {
    counts.crashed += 1;
    rememberOutbox(name, () => {});
  };
  rememberOutbox(name, () => {});

  const commit = (changes: readonly AllocationChange[]): void => {
    if (changes.length === 0) return;
    const outgoing = changes.map((change): OutgoingText => {
      const envelope = envelopeOf(change, `e${++events}`);
      committed.set(change.payload.allocationId, change.payload);
      return { topic: 'allocations', written: writtenEvent(envelope) };
    });
    const envelopes = linesOf(outgoing.map(({ written }) => written));
    const row = { sequence: String(++sequences), written_at: `${START + sequences}`, envelopes };
    table = [...table, row];
    // Another instance wrote it, or this one died between its commit and the answer: it is in the table alone.
    if (random.next() < 0.2) return;
    keepWritten(name, [{ ...row, outgoing }]);
    if (random.next() < 0.05) newLife();
  };

  const remove = (rows: readonly Row[]): void => {
    table = table.filter((row) => !rows.includes(row));
  };
  const append = (outgoing: readonly OutgoingText[]): void => {
    for (const { written } of outgoing) log[partitionOf(written.key)]?.push(Buffer.from(linesOf([written])));
  };

  const relay = (isCalm: boolean): void => {
    const fails = (chance: number) => !isCalm && random.next() < chance;
    const newest = newestWritten(name);
    const rows = table.slice(0, random.whole(1, 5));
    if (rows.length === 0) return;
    if (fails(0.15)) {
      // The relay of another instance holds the lock: it reads what it publishes.
      append(rows.flatMap(readRow));
      remove(rows);
      if (newest !== undefined && table.length === 0) forgetWritten(name, newest);
      return;
    }
    const outgoing = rows.flatMap((row) => writtenRow(name, row) ?? readRow(row));
    if (!hasOutbox) remove(rows);
    if (fails(0.15)) {
      // The broker took a part of it, or none, and the answer was lost: all of it comes again.
      counts.dropped += 1;
      append(outgoing.slice(0, random.whole(0, outgoing.length)));
      return;
    }
    append(outgoing);
    if (fails(0.1)) {
      newLife();
      return;
    }
    remove(rows);
    forgetWritten(name, rows.at(-1)?.sequence ?? '0');
  };

  /** One batch in one commit: all of it, or nothing when the listener dies before. */
  const consume = (partition: number, isCalm: boolean): void => {
    const fails = (chance: number) => !isCalm && random.next() < chance;
    const at = cursor[partition] ?? 0;
    const batch = log[partition]?.slice(at, at + random.whole(1, 6)) ?? [];
    if (batch.length === 0) return;
    if (fails(0.08)) {
      counts.crashed += 1;
      return;
    }
    for (const bytes of batch) {
      const envelope = Envelope.parse(JSON.parse(bytes.toString('utf8')));
      if (hasInbox && inbox.has(envelope.id)) continue;
      inbox.add(envelope.id);
      const payload = dataSchema('org.greenlane.allocation.held.v1').parse(envelope.data);
      effects.set(envelope.id, (effects.get(envelope.id) ?? 0) + 1);
      const version = projection.get(payload.allocationId)?.version ?? 0;
      if (payload.version !== version + 1)
        wrong(
          'I6',
          `the listener had ${payload.allocationId} at version ${version} and took version ${payload.version}`,
        );
      projection.set(payload.allocationId, payload as Allocation);
    }
    if (fails(0.15)) {
      // Its acknowledgement is lost.
      counts.duplicated += 1;
      return;
    }
    cursor[partition] = at + batch.length;
    if (!fails(0.03)) return;
    // The partition goes to another member, or the topic is read from its beginning: what is old comes behind what is new.
    counts.reordered += 1;
    cursor[partition] = random.whole(0, at);
  };

  return {
    counts,
    commit,
    step: () => {
      if (random.next() < 0.4) relay(false);
      else consume(random.whole(0, PARTITION_COUNT - 1), false);
    },
    settle: () => {
      while (table.length > 0) relay(true);
      for (const [partition, records] of log.entries())
        while ((cursor[partition] ?? 0) < records.length) consume(partition, true);
      forgetOutbox(name);
      const twice = [...effects].filter(([, times]) => times > 1);
      if (twice.length > 0) wrong('I3', `${twice.length} events had their effect again, ${twice[0]?.[0]} first`);
      if (effects.size < events) wrong('I2', `${events - effects.size} of ${events} events never arrived`);
      const behind = [...committed].filter(([id, { version }]) => projection.get(id)?.version !== version);
      if (behind.length > 0) wrong('I6', `the listener has ${behind.length} allocations at another version`);
      return findings;
    },
  };
}
