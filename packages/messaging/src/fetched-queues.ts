import type { Delivery } from './event-bus.ts';

/** With so much waiting a partition is full: it is held in memory, parsed. */
const MOST_WAITING = { deliveries: 2_000, bytes: 4 * 1024 * 1024 };

type Queue = { deliveries: Delivery[]; bytes: number };

export type FetchedQueues = {
  /** Waits for room and puts deliveries behind those of their partition that wait. False, with nothing done: all is held. */
  readonly add: (partition: number, deliveries: readonly Delivery[]) => Promise<boolean>;
  /** Begins with nothing more; resolves when nothing is at work any more. What waits stays. */
  readonly hold: () => Promise<void>;
  /** Goes on with these partitions and forgets what waits of others. */
  readonly release: (partitions: ReadonlySet<number>) => void;
};

/**
 * What was fetched and waits for its turn, by partition number. kafkajs asks the broker for more only once all that it was given has
 * been handled, so that one slow partition kept all others of its process waiting; given to a queue, a fetch is done with at once.
 * Each partition has one batch at work, of all that has gathered since the one before it, whatever the fetches.
 */
export function fetchedQueues(options: {
  /** Deliveries of one batch, and partitions at work, at most. */
  readonly maximumBatch: number;
  readonly atOnce: number;
  /** Takes a batch to its end. False: it was given up, and waits again in front until all goes on; must not reject. */
  readonly handle: (partition: number, deliveries: readonly Delivery[]) => Promise<boolean>;
}): FetchedQueues {
  /** In the order in which they are given a turn. */
  const waiting = new Map<number, Queue>();
  const atWork = new Map<number, Promise<void>>();
  let isHeld = false;
  /** Resolved, and made anew, whenever there may be room. */
  let room = Promise.withResolvers<void>();

  const isFull = (partition: number): boolean => {
    const queue = waiting.get(partition);
    return (
      queue !== undefined && (queue.deliveries.length >= MOST_WAITING.deliveries || queue.bytes >= MOST_WAITING.bytes)
    );
  };
  const tellOfRoom = (): void => {
    room.resolve();
    room = Promise.withResolvers();
  };
  const sizeOf = (deliveries: readonly Delivery[]) =>
    deliveries.reduce((sum, { bytes: { length } }) => sum + length, 0);
  const put = (partition: number, deliveries: Delivery[]): void => {
    if (deliveries.length > 0) waiting.set(partition, { deliveries, bytes: sizeOf(deliveries) });
  };

  async function work(partition: number, batch: readonly Delivery[]): Promise<void> {
    const isDone = await options.handle(partition, batch);
    atWork.delete(partition);
    const rest = waiting.get(partition)?.deliveries ?? [];
    // Behind the others that wait.
    waiting.delete(partition);
    put(partition, isDone ? rest : [...batch, ...rest]);
    if (!isDone) isHeld = true;
    startWork();
  }

  function startWork(): void {
    for (const [partition, { deliveries }] of waiting) {
      if (isHeld || atWork.size >= options.atOnce) break;
      if (atWork.has(partition)) continue;
      waiting.delete(partition);
      put(partition, deliveries.slice(options.maximumBatch));
      atWork.set(partition, work(partition, deliveries.slice(0, options.maximumBatch)));
    }
    tellOfRoom();
  }

  return {
    add: async (partition, deliveries) => {
      while (isFull(partition) && !isHeld) await room.promise;
      if (isHeld) return false;
      const queue = waiting.get(partition);
      if (queue === undefined) put(partition, [...deliveries]);
      else {
        for (const delivery of deliveries) queue.deliveries.push(delivery);
        queue.bytes += sizeOf(deliveries);
      }
      startWork();
      return true;
    },
    hold: async () => {
      isHeld = true;
      tellOfRoom();
      await Promise.all(atWork.values());
    },
    release: (partitions) => {
      for (const partition of waiting.keys()) if (!partitions.has(partition)) waiting.delete(partition);
      isHeld = false;
      startWork();
    },
  };
}
