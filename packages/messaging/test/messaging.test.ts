import { PARTITION_COUNT } from '@greenlane/contracts/topics';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incompatibilities } from '../src/broker-check.ts';
import { fromRecord, toBinary } from '../src/cloudevents.ts';
import { headersOf, shareByPartition } from '../src/kafka.ts';
import { murmur2, partitionOf } from '../src/partitioner.ts';

test('keys hash as in Kafka’s own client (known values of murmur2)', () => {
  // From the test of org.apache.kafka.common.utils.Utils.murmur2.
  expect([
    murmur2('21'),
    murmur2('foobar'),
    murmur2('a-little-bit-long-string'),
    murmur2('a-little-bit-longer-string'),
    murmur2('abc'),
  ]).toEqual([-973932308, -790332482, -985981536, -1486304829, 479470107]);
  expect(new Set(Array.from({ length: 500 }, (_unused, index) => partitionOf(`market-${index}`))).size).toBe(
    PARTITION_COUNT,
  );
});

test('three members co-own every partition number, and a rebalance leaves none without an owner', () => {
  for (const members of [['c', 'a', 'b'], ['a', 'c'], ['b']]) {
    const shares = shareByPartition(members, PARTITION_COUNT);
    expect([...shares.values()].flat().toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: PARTITION_COUNT }, (_unused, index) => index),
    );
    const sizes = [...shares.values()].map((share) => share.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }
});

test('an envelope survives binary mode', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.boolean(),
      fc.nat(),
      fc.string({ minLength: 1, maxLength: 20 }),
      (json, priority, version, subject) => {
        const envelope = {
          specversion: '1.0' as const,
          id: 'e-1',
          source: '/greenlane/matching',
          type: 'org.greenlane.test.v1',
          time: '2026-11-24T08:00:00.000Z',
          subject,
          datacontenttype: 'application/json' as const,
          partitionkey: 'k',
          audience: '*',
          subjectversion: version,
          priority,
          data: JSON.parse(json),
        };
        const { headers, value } = toBinary(envelope);
        expect(fromRecord(headers, value)).toEqual({ ok: true, value: envelope });
      },
    ),
  );
});

describe('the broker check', () => {
  const ranges = (produce: readonly [number, number]) =>
    new Map(
      [0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 19].map((key) => [
        key,
        key === 0 ? { minimum: produce[0], maximum: produce[1] } : { minimum: 0, maximum: 20 },
      ]),
    );
  test('says which call a broker is too new or too old for', () => {
    expect(incompatibilities(ranges([3, 12]))).toEqual([]);
    expect(incompatibilities(ranges([8, 14]))).toEqual([
      'Produce: the broker is too new (from version 8; the client speaks up to 7)',
    ]);
    expect(incompatibilities(new Map([...ranges([0, 7])].filter(([key]) => key !== 19)))).toEqual([
      'CreateTopics: the broker does not offer it',
    ]);
  });
});

test('headers are read as text, and one without a value, as the protocol allows, is none', () => {
  // kafkajs reads such a header as null, which its types do not say, and writes none itself.
  const headers = { ce_id: Buffer.from('e-1'), 'x-twice': ['a', Buffer.from('b')], 'x-empty': null as never };
  expect(headersOf({ headers })).toEqual({ ce_id: 'e-1', 'x-twice': 'a,b' });
});
