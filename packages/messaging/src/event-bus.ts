import type { Envelope } from '@greenlane/contracts/envelope';
import type { Topic } from '@greenlane/contracts/topics';
import { type WrittenEvent, writtenEvent } from './cloudevents.ts';

/** An event on its way to a topic. */
export type Outgoing = { readonly topic: Topic; readonly envelope: Envelope };

/** The same as JSON: whoever holds many holds the texts alone. */
export type OutgoingText = { readonly topic: Topic; readonly written: WrittenEvent };

/** What goes out, as JSON: written already, or now. */
export const writtenOf = (outgoing: Outgoing | OutgoingText): WrittenEvent =>
  'written' in outgoing ? outgoing.written : writtenEvent(outgoing.envelope);

/** One delivery: the envelope when the bytes hold one, and always the bytes as they came. */
export type Delivery = {
  readonly topic: Topic;
  readonly partition: number;
  /** Position in the partition, for logs. */
  readonly position: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
} & (
  | { readonly envelope: Envelope; readonly malformed?: undefined }
  | { readonly envelope?: undefined; readonly malformed: string }
);

export type DeliveredBatch = { readonly partition: number; readonly deliveries: readonly Delivery[] };

export type Subscription = {
  /** Members that give the same group share its partitions. */
  readonly group: string;
  readonly topics: readonly Topic[];
  /** Takes deliveries of one partition number in order. Resolving acknowledges them; rejecting has them delivered again, in order. */
  readonly handleBatch: (batch: DeliveredBatch) => Promise<void>;
  /** Told before the first delivery which partition numbers this member owns, and again at every change. */
  readonly onPartitionsChanged?: (owned: readonly number[]) => Promise<void>;
  readonly maximumBatch?: number;
};

export type RunningSubscription = {
  /** Finishes the batch at hand, acknowledges it, and leaves the group. */
  stop(): Promise<void>;
  /** False when deliveries no longer arrive and will not without a restart, or have stalled. */
  healthy(): boolean;
  /** Deliveries to the group, on whichever member's partitions, that are not acknowledged yet. */
  lag(): Promise<number>;
};

/** A delivery that could not be handled, for the `<topic>.dlt`. */
export type DeadLetter = {
  readonly topic: Topic;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
};

/**
 * The promise that both adapters keep, and that one contract suite holds them to:
 * - events with one partition key on one topic arrive in the order they were published;
 * - delivery is at least once: what a member has not acknowledged is delivered again, before any later event of its key;
 * - partition p of every topic of a group belongs to one member at a time, and moves when members come and go;
 * - an acknowledged position survives restarts; `stop()` drains.
 */
export type EventBus = {
  /** Resolves when every event is durable. Publish again after a rejection: listeners bear duplicates. */
  publish(outgoing: readonly (Outgoing | OutgoingText)[]): Promise<void>;
  /** How long a publication usually takes at most; whoever awaits one in a transaction holds that open for as long. */
  readonly publishMilliseconds: number;
  publishDeadLetter(letter: DeadLetter): Promise<void>;
  subscribe(subscription: Subscription): Promise<RunningSubscription>;
  close(): Promise<void>;
};
