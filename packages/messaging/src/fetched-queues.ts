import type { Delivery } from './event-bus.ts';

/** One of these and the queue of a partition is full: what waits is held in memory, parsed. */
const MOST_WAITING = { deliveries: 2_000, bytes: 4 * 1024 * 1024 };

type Queue = { deliveries: Delivery[]; bytes: number; room: PromiseWithResolvers<void> | undefined };

export type FetchedQueues = {
  /** Puts deliveries behind those of their partition that wait; resolves once there is room for more of it. */
  readonly add: (partition: number, deliveries: readonly Delivery[]) => Promise<void>;
  /** Forgets what waits; resolves when nothing is being handled any more. */
  readonly drop: () => Promise<void>;
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
  /** Takes a batch to its end; must not reject. */
  readonly handle: (partition: number, deliveries: readonly Delivery[]) => Promise<void>;
}): FetchedQueues {
  /** In the order in which they are given a turn. */
  const waiting = new Map<number, Queue>();
  const atWork = new Map<number, Promise<void>>();

  const isFull = ({ deliveries, bytes }: Queue) =>
    deliveries.length >= MOST_WAITING.deliveries || bytes >= MOST_WAITING.bytes;

  const sizeOf = (deliveries: readonly Delivery[]) =>
    deliveries.reduce((sum, { bytes: { length } }) => sum + length, 0);

  function startWork(): void {
    for (const [partition, queue] of waiting) {
      if (atWork.size >= options.atOnce) return;
      if (atWork.has(partition)) continue;
      waiting.delete(partition);
      const batch = queue.deliveries.splice(0, options.maximumBatch);
      queue.bytes -= sizeOf(batch);
      if (queue.deliveries.length > 0) waiting.set(partition, queue);
      if (!isFull(queue)) queue.room?.resolve();
      const work = options.handle(partition, batch).finally(() => {
        atWork.delete(partition);
        // Behind the others that wait.
        const rest = waiting.get(partition);
        if (rest !== undefined && waiting.delete(partition)) waiting.set(partition, rest);
        startWork();
      });
      atWork.set(partition, work);
    }
  }

  return {
    add: async (partition, deliveries) => {
      let queue = waiting.get(partition);
      if (queue === undefined) {
        queue = { deliveries: [], bytes: 0, room: undefined };
        waiting.set(partition, queue);
      }
      for (const delivery of deliveries) queue.deliveries.push(delivery);
      queue.bytes += sizeOf(deliveries);
      startWork();
      while (isFull(queue)) {
        queue.room = Promise.withResolvers();
        await queue.room.promise;
      }
    },
    drop: async () => {
      for (const queue of waiting.values()) {
        queue.deliveries = [];
        queue.bytes = 0;
        queue.room?.resolve();
      }
      waiting.clear();
      await Promise.all(atWork.values());
    },
  };
}
