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
  const began: { partition: number; positions: number[]; end: (isDone?: boolean) => void }[] = [];
  const of = fetchedQueues({
    maximumBatch,
    atOnce,
    handle: (partition, batch) => {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      began.push({
        partition,
        positions: batch.map(({ position }) => Number(position)),
        end: (isDone = true) => resolve(isDone),
      });
      return promise;
    },
  });
  return { ...of, began };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
const isDone = async (promise: Promise<unknown>) => {
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
    await add(1, deliveries(1, 1, 1 + count, bytes));
    const adding = add(1, deliveries(1, 1 + count, 2 + count));
    expect(await isDone(adding)).toBe(false);
    began[0]!.end();
    expect(await adding).toBe(true);
    expect(began[1]!.positions).toHaveLength(count);
  });

  test('two that wait for room in one partition are both told of it', async () => {
    const { add, began } = queues({ maximumBatch: 5_000 });
    await add(1, deliveries(1, 0, 1));
    await add(1, deliveries(1, 1, 2_001));
    const adding = [add(1, deliveries(1, 2_001, 2_002)), add(1, deliveries(1, 2_002, 2_003))];
    expect(await Promise.all(adding.map(isDone))).toEqual([false, false]);
    began[0]!.end();
    expect(await Promise.all(adding)).toEqual([true, true]);
  });

  test('held, nothing begins and whoever fetches is free; what waits stays, and goes on where it still belongs', async () => {
    const { add, hold, release, began } = queues({ maximumBatch: 3_000 });
    await add(1, deliveries(1, 0, 1));
    await add(2, deliveries(2, 0, 1));
    await add(2, deliveries(2, 1, 3));
    await add(1, deliveries(1, 1, 2_500));
    const adding = add(1, deliveries(1, 2_500, 2_501));
    expect(await isDone(adding)).toBe(false);
    const holding = hold();
    expect(await adding).toBe(false);
    expect(await isDone(holding)).toBe(false);
    for (const { end } of began) end();
    await holding;
    expect(began).toHaveLength(2);
    release(new Set([2]));
    expect(began.slice(2).map(({ partition, positions }) => [partition, positions])).toEqual([[2, [1, 2]]]);
  });

  test('what was given up waits in front of what came after it', async () => {
    const { add, release, began } = queues({ maximumBatch: 2 });
    await add(1, deliveries(1, 0, 2));
    await add(1, deliveries(1, 2, 4));
    began[0]!.end(false);
    await turn();
    expect(began).toHaveLength(1);
    release(new Set([1]));
    expect(began[1]!.positions).toEqual([0, 1]);
  });
});
