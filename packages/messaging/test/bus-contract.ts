import { randomUUID } from 'node:crypto';
import type { Envelope } from '@greenlane/contracts/envelope';
import { PARTITION_COUNT } from '@greenlane/contracts/topics';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Delivery, EventBus, RunningSubscription } from '../src/event-bus.ts';
import { partitionOf } from '../src/partitioner.ts';

/** Made for each test: `open` joins as one more process would, on the same log or broker. */
export type BusUnderTest = { open(): Promise<EventBus>; close(): Promise<void> };

const WAIT = { timeout: 60_000, interval: 50 };

const envelope = (key: string, number: number, type = 'org.greenlane.test.happened.v1') =>
  sampleEnvelope({
    type,
    subject: `${key}-${number}`,
    partitionkey: key,
    subjectversion: number,
    priority: number % 2 === 0,
    data: { key, number },
  });

const numbered = (deliveries: readonly Delivery[]) =>
  deliveries.map(({ envelope: received }) => received?.data as { key: string; number: number });

/** The promise of {@link EventBus}, held against a real log or broker. Both adapters run exactly this. */
export function busContract(name: string, make: () => Promise<BusUnderTest>): void {
  describe(`the bus contract: ${name}`, () => {
    let bench: BusUnderTest;
    let bus: EventBus;
    const running: RunningSubscription[] = [];
    // Groups of one test are read from the beginning: keys of its own tell its events from earlier ones.
    const run = randomUUID().slice(0, 8);
    const keyOf = (test: string, index = 0) => `${run}-${test}-${index}`;

    beforeAll(async () => {
      bench = await make();
      bus = await bench.open();
    }, 120_000);
    afterAll(async () => {
      await Promise.all(running.map((subscription) => subscription.stop()));
      await bus?.close();
      await bench?.close();
    }, 120_000);

    async function listen(
      group: string,
      test: string,
      take: (deliveries: readonly Delivery[]) => Promise<void> | void,
      on: EventBus = bus,
    ): Promise<RunningSubscription> {
      const subscription = await on.subscribe({
        group: `${run}-${group}`,
        topics: ['cargo-requests', 'vessel-offers'],
        handleBatch: async ({ deliveries }) => {
          const own = deliveries.filter(({ envelope: received }) =>
            received?.partitionkey.startsWith(`${run}-${test}-`),
          );
          if (own.length > 0) await take(own);
        },
      });
      running.push(subscription);
      return subscription;
    }

    test('events of one key arrive in the order they were published, whole', async () => {
      const sent = Array.from({ length: 200 }, (_unused, number) => envelope(keyOf('order', number % 5), number));
      const received: Envelope[] = [];
      await listen(
        'order',
        'order',
        (deliveries) => void received.push(...deliveries.flatMap(({ envelope: one }) => (one ? [one] : []))),
      );
      for (let start = 0; start < sent.length; start += 40)
        await bus.publish(sent.slice(start, start + 40).map((one) => ({ topic: 'cargo-requests', envelope: one })));
      await vi.waitFor(() => expect(received).toHaveLength(200), WAIT);
      for (let index = 0; index < 5; index += 1) {
        const key = keyOf('order', index);
        expect(received.filter((one) => one.partitionkey === key)).toEqual(
          sent.filter((one) => one.partitionkey === key),
        );
      }
    }, 90_000);

    test('after a throw the events come again before any later one of their key', async () => {
      const key = keyOf('again');
      const seen: number[] = [];
      let throwsLeft = 2;
      await listen('again', 'again', (deliveries) => {
        if (throwsLeft > 0) {
          throwsLeft -= 1;
          throw new Error('not now');
        }
        seen.push(...numbered(deliveries).map(({ number }) => number));
      });
      await bus.publish([1, 2, 3].map((number) => ({ topic: 'vessel-offers', envelope: envelope(key, number) })));
      await bus.publish([4, 5].map((number) => ({ topic: 'vessel-offers', envelope: envelope(key, number) })));
      await vi.waitFor(() => expect(seen).toEqual([1, 2, 3, 4, 5]), WAIT);
      expect(throwsLeft).toBe(0);
    }, 90_000);

    test('one partition whose batch takes its time keeps no other waiting', async () => {
      const slow = keyOf('aside');
      let index = 1;
      while (partitionOf(keyOf('aside', index)) === partitionOf(slow)) index += 1;
      const other = keyOf('aside', index);
      const blocked = Promise.withResolvers<void>();
      const seen: string[] = [];
      await listen('aside', 'aside', async (deliveries) => {
        const keys = numbered(deliveries).map(({ key }) => key);
        if (keys.includes(slow)) await blocked.promise;
        seen.push(...keys);
      });
      const publish = (key: string, number: number) =>
        bus.publish([{ topic: 'cargo-requests', envelope: envelope(key, number) }]);
      await publish(slow, 1);
      for (const number of [1, 2, 3]) {
        await publish(other, number);
        await vi.waitFor(() => expect(seen).toEqual(Array(number).fill(other)), WAIT);
      }
      blocked.resolve();
      await vi.waitFor(() => expect(seen).toEqual([other, other, other, slow]), WAIT);
    }, 90_000);

    test('a group goes on where it stopped, and stop() lets the batch at hand finish', async () => {
      const key = keyOf('resume');
      const first: number[] = [];
      let isInside = false;
      let finished = 0;
      const subscription = await listen('resume', 'resume', async (deliveries) => {
        isInside = true;
        await new Promise((resolve) => setTimeout(resolve, 300));
        first.push(...numbered(deliveries).map(({ number }) => number));
        finished += 1;
      });
      await bus.publish([{ topic: 'cargo-requests', envelope: envelope(key, 1) }]);
      await vi.waitFor(() => expect(isInside).toBe(true), WAIT);
      await subscription.stop();
      expect([first, finished]).toEqual([[1], 1]);
      await bus.publish([{ topic: 'cargo-requests', envelope: envelope(key, 2) }]);
      const second: number[] = [];
      await listen(
        'resume',
        'resume',
        (deliveries) => void second.push(...numbered(deliveries).map(({ number }) => number)),
      );
      await vi.waitFor(() => expect(second).toContain(2), WAIT);
      // What was acknowledged before stop() ended is not delivered again.
      expect(second).toEqual([2]);
    }, 90_000);

    test('a second member shares the partitions; nothing is lost, and partition p of both topics has one owner', async () => {
      const ownerOf = new Map<string, Set<string>>();
      const received = new Set<string>();
      const other = await bench.open();
      const member = (who: string) => (deliveries: readonly Delivery[]) => {
        for (const { topic, partition, envelope: one } of deliveries) {
          received.add(one?.id ?? '');
          const owners = ownerOf.get(`${topic} ${partition}`) ?? new Set();
          ownerOf.set(`${topic} ${partition}`, owners.add(who));
        }
      };
      const owned = new Map<string, readonly number[]>();
      const join = async (who: string, on: EventBus) => {
        const subscription = await on.subscribe({
          group: `${run}-share`,
          topics: ['cargo-requests', 'vessel-offers'],
          onPartitionsChanged: async (partitions) => void owned.set(who, partitions),
          handleBatch: async ({ deliveries }) =>
            member(who)(deliveries.filter(({ envelope: one }) => one?.partitionkey.startsWith(`${run}-share-`))),
        });
        running.push(subscription);
      };
      await join('first', bus);
      await vi.waitFor(() => expect(owned.get('first')).toHaveLength(PARTITION_COUNT), WAIT);
      await join('second', other);
      await vi.waitFor(() => {
        expect(owned.get('first')).toHaveLength(PARTITION_COUNT / 2);
        expect([...(owned.get('first') ?? []), ...(owned.get('second') ?? [])].toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: PARTITION_COUNT }, (_unused, index) => index),
        );
      }, WAIT);
      const sent = Array.from({ length: 400 }, (_unused, number) => envelope(keyOf('share', number), number));
      await bus.publish(
        sent.map((one, index) => ({
          topic: index % 2 === 0 ? ('cargo-requests' as const) : ('vessel-offers' as const),
          envelope: one,
        })),
      );
      await vi.waitFor(() => expect(received.size).toBe(400), WAIT);
      for (let partition = 0; partition < PARTITION_COUNT; partition += 1) {
        const owners = new Set([
          ...(ownerOf.get(`cargo-requests ${partition}`) ?? []),
          ...(ownerOf.get(`vessel-offers ${partition}`) ?? []),
        ]);
        expect([partition, owners.size]).toEqual([partition, 1]);
      }
      // The second leaves: the first takes everything over and still nothing is lost.
      await running.pop()?.stop();
      await other.close();
      const late = Array.from({ length: 100 }, (_unused, number) => envelope(keyOf('share', 1_000 + number), number));
      await bus.publish(late.map((one) => ({ topic: 'cargo-requests', envelope: one })));
      await vi.waitFor(() => expect(late.every((one) => received.has(one.id))).toBe(true), WAIT);
    }, 150_000);

    test('members that come and go under load lose nothing and pass nothing by, and nobody takes what is not theirs', async () => {
      const keys = Array.from({ length: 2 * PARTITION_COUNT }, (_unused, index) => keyOf('churn', index));
      const firstSeen = new Map<string, number[]>(keys.map((key) => [key, []]));
      const seen = new Set<string>();
      const strays: string[] = [];
      /** Resolves once the new member has taken its part for a while. */
      const join = async (on: EventBus): Promise<RunningSubscription> => {
        let owned: readonly number[] = [];
        let taken = 0;
        const subscription = await on.subscribe({
          group: `${run}-churn`,
          topics: ['cargo-requests', 'vessel-offers'],
          maximumBatch: 20,
          onPartitionsChanged: async (partitions) => {
            owned = partitions;
          },
          handleBatch: async ({ partition, deliveries }) => {
            const own = numbered(
              deliveries.filter(({ envelope: one }) => one?.partitionkey.startsWith(`${run}-churn-`)),
            );
            if (own.length === 0) return;
            taken += own.length;
            if (!owned.includes(partition)) strays.push(`${partition} is not of ${owned}`);
            // One member alone falls behind, so that something waits whenever partitions change hands.
            await new Promise((resolve) => setTimeout(resolve, 100));
            for (const { key, number } of own) {
              if (seen.has(`${key} ${number}`)) continue;
              seen.add(`${key} ${number}`);
              firstSeen.get(key)?.push(number);
            }
          },
        });
        await vi.waitFor(() => expect(taken).toBeGreaterThan(200), WAIT);
        return subscription;
      };
      let number = 0;
      let isOver = false;
      const publishing = (async () => {
        while (!isOver) {
          number += 1;
          await bus.publish(keys.map((key) => ({ topic: 'cargo-requests', envelope: envelope(key, number) })));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      })();
      running.push(await join(bus));
      const [second, third] = [await bench.open(), await bench.open()];
      for (const other of [second, third, second]) {
        const subscription = await join(other);
        // The third stays while the second comes back.
        if (other === second) await subscription.stop();
        else running.push(subscription);
      }
      isOver = true;
      await publishing;
      await vi.waitFor(() => expect(seen.size).toBe(number * keys.length), WAIT);
      const inOrder = Array.from({ length: number }, (_unused, index) => index + 1);
      for (const key of keys) expect([key, firstSeen.get(key)]).toEqual([key, inOrder]);
      expect(strays).toEqual([]);
      await Promise.all(running.splice(-2).map((subscription) => subscription.stop()));
      await Promise.all([second.close(), third.close()]);
    }, 240_000);

    test('an unknown type passes like any other', async () => {
      const types: string[] = [];
      await listen(
        'unknown',
        'unknown',
        (deliveries) => void types.push(...deliveries.map(({ envelope: one }) => one?.type ?? '')),
      );
      await bus.publish([{ topic: 'cargo-requests', envelope: envelope(keyOf('unknown'), 1, 'org.somebody.else.v9') }]);
      await vi.waitFor(() => expect(types).toEqual(['org.somebody.else.v9']), WAIT);
    }, 90_000);

    test('1,000 envelopes from 10 concurrent publishers all arrive, and the lag goes to zero', async () => {
      const received = new Set<string>();
      const subscription = await listen('crowd', 'crowd', (deliveries) => {
        for (const { envelope: one } of deliveries) received.add(one?.id ?? '');
      });
      const sent = Array.from({ length: 10 }, (_unused, publisher) =>
        Array.from({ length: 100 }, (_other, number) => envelope(keyOf('crowd', publisher), number)),
      );
      await Promise.all(
        sent.map(async (own) => {
          for (let start = 0; start < own.length; start += 10)
            await bus.publish(own.slice(start, start + 10).map((one) => ({ topic: 'vessel-offers', envelope: one })));
        }),
      );
      await vi.waitFor(() => expect(received.size).toBe(1_000), WAIT);
      await vi.waitFor(async () => expect(await subscription.lag()).toBe(0), WAIT);
      expect(subscription.healthy()).toBe(true);
    }, 90_000);

    test('a key is on the same partition on every topic', async () => {
      const places = new Map<string, Set<number>>();
      await listen('place', 'place', (deliveries) => {
        for (const { partition, envelope: one } of deliveries)
          places.set(one?.partitionkey ?? '', (places.get(one?.partitionkey ?? '') ?? new Set()).add(partition));
      });
      const keys = Array.from({ length: 20 }, (_unused, index) => keyOf('place', index));
      await bus.publish(
        keys.flatMap((key) =>
          (['cargo-requests', 'vessel-offers'] as const).map((topic) => ({ topic, envelope: envelope(key, 1) })),
        ),
      );
      await vi.waitFor(() => expect(places.size).toBe(20), WAIT);
      await vi.waitFor(
        () =>
          expect(Object.fromEntries([...places].map(([key, partitions]) => [key, [...partitions]]))).toEqual(
            Object.fromEntries(keys.map((key) => [key, [partitionOf(key)]])),
          ),
        WAIT,
      );
    }, 90_000);
  });
}
