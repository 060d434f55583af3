import { describe, expect, test } from 'vitest';
import type { Delivery } from '../src/event-bus.ts';
import { fetchedQueues } from '../src/fetched-queues.ts';

const deliveries = (partition: number, from: number, to: number, bytes = 1): Delivery[] =>
  Array.from({ length: to - from }, (_none, index) => ({
    topic: 'carbon',
    partition,
    position: String(from + index),
    headers: {},
    bytes: Buffer.alloc(bytes),
    malformed: 'nothing is read here',
  }));

/** Queues whose batches end when they are told to. */
function queues({ maximumBatch = 10, atOnce = 2 } = {}) {
  const began: { partition: number; positions: number[]; end: () => void }[] = [];
  const of = fetchedQueues({
    maximumBatch,
    atOnce,
    handle: (partition, batch) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      began.push({ partition, positions: batch.map(({ position }) => Number(position)), end: resolve });
      return promise;
    },
  });
  return { ...of, began };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
const isDone = async (promise: Promise<void>) => {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await turn();
  return done;
};

describe('what was fetched and waits', () => {
  test('a partition that is slow keeps no other waiting, and has one batch at work', async () => {
    const { add, began } = queues();
    await add(1, deliveries(1, 0, 2));
    await add(1, deliveries(1, 2, 4));
    await add(2, deliveries(2, 0, 1));
    expect(began.map(({ partition, positions }) => [partition, positions])).toEqual([
      [1, [0, 1]],
      [2, [0]],
    ]);
  });

  test('all that gathered meanwhile is the next batch, in order, up to the largest', async () => {
    const { add, began } = queues({ maximumBatch: 5 });
    await add(1, deliveries(1, 0, 1));
    await add(1, deliveries(1, 1, 4));
    await add(1, deliveries(1, 4, 8));
    began[0]!.end();
    await turn();
    began[1]!.end();
    await turn();
    expect(began.map(({ positions }) => positions)).toEqual([[0], [1, 2, 3, 4, 5], [6, 7]]);
  });

  test('no more partitions are at work at once than may be, and they take turns', async () => {
    const { add, began } = queues({ atOnce: 2, maximumBatch: 1 });
    for (const partition of [1, 2, 3]) await add(partition, deliveries(partition, 0, 2));
    expect(began.map(({ partition }) => partition)).toEqual([1, 2]);
    began[0]!.end();
    await turn();
    began[2]!.end();
    await turn();
    began[1]!.end();
    await turn();
    expect(began.map(({ partition }) => partition)).toEqual([1, 2, 3, 1, 3]);
  });

  test.each([
    ['deliveries', 2_001, 1],
    ['bytes', 6, 1024 * 1024],
  ])('whoever fetches waits while a partition is full of %s', async (_what, count, bytes) => {
    const { add, began } = queues({ maximumBatch: count });
    await add(1, deliveries(1, 0, 1));
    const adding = add(1, deliveries(1, 1, 1 + count, bytes));
    expect(await isDone(adding)).toBe(false);
    began[0]!.end();
    await turn();
    expect(await isDone(adding)).toBe(true);
    expect(began[1]!.positions).toHaveLength(count);
  });

  test('dropping forgets what waits, lets what is at work end, and frees whoever fetches', async () => {
    const { add, drop, began } = queues({ maximumBatch: 1 });
    await add(1, deliveries(1, 0, 1));
    const adding = add(1, deliveries(1, 1, 3_000));
    const dropping = drop();
    expect(await isDone(adding)).toBe(true);
    expect(await isDone(dropping)).toBe(false);
    began[0]!.end();
    await dropping;
    await turn();
    expect(began).toHaveLength(1);
    await add(1, deliveries(1, 7, 8));
    expect(began[1]!.positions).toEqual([7]);
  });
});
