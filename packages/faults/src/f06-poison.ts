import { createHash } from 'node:crypto';
import { command } from './command-line.ts';
import { type Fault, findings, type Outcome } from './fault.ts';
import type { RawRecord } from './kafka-control.ts';
import { onChokingService, requestRecord, traceOf } from './poison/world.ts';
import { until } from './process.ts';
import type { Stage, World } from './stage.ts';

const KINDS = ['bad JSON', 'wrong schema', 'unknown type', 'throwing', '5 MB', 'hanging'] as const;
type Kind = (typeof KINDS)[number];
const REASON: Readonly<Record<Kind, string>> = {
  'bad JSON': 'MALFORMED',
  'wrong schema': 'WRONG_SCHEMA',
  'unknown type': 'UNKNOWN_TYPE',
  throwing: 'HANDLER_FAILED',
  '5 MB': 'TOO_LARGE',
  hanging: 'HANDLER_TIMED_OUT',
};
const BAD_BYTES = ['{"requestId": ', 'not json', '{"a":\u0000}', '', '[1,2', '\u0000\u0000'];

/** One poisoned record of a kind; the headers stay those of a good one unless the kind is about them. */
function poison(kind: Kind, index: number): RawRecord {
  if (kind === 'throwing') return requestRecord(index, `THROWS-${index}`);
  if (kind === 'hanging') return requestRecord(index, `HANGS-${index}`);
  const good = requestRecord(index, `R-${index}`);
  switch (kind) {
    case 'bad JSON': {
      const bytes = index % 7 === 6 ? Buffer.from([0xff, 0xfe, 0x00, 0x7b]) : Buffer.from(BAD_BYTES[index % 6] ?? '');
      return { ...good, headers: { ...good.headers, 'x-odd': 'a\u0000b' }, value: bytes };
    }
    case 'wrong schema':
      return { ...good, value: Buffer.from(JSON.stringify({ requestId: index, words: 'nothing that is asked for' })) };
    case 'unknown type':
      return { ...good, headers: { ...good.headers, ce_type: 'org.greenlane.cargo-request.submitted.v9' } };
    default:
      return { ...good, value: Buffer.from(JSON.stringify({ requestReference: 'x'.repeat(5 * 1024 * 1024) })) };
  }
}

type ParkedRow = {
  readonly parked_id: string;
  readonly reason: string;
  readonly traceparent: string | null;
  readonly sha256: string;
  readonly replayed_at: Date | null;
};

const readParked = (world: World) =>
  world.query<ParkedRow>(
    `select parked_id, reason, traceparent, encode(sha256(original_bytes), 'hex') as sha256, replayed_at from notifications.parked where consumer_group = 'faults'`,
  );

async function feed(stage: Stage, sizes: { readonly good: number; readonly poisoned: number }): Promise<Outcome> {
  const { all, expect } = findings();
  // Longer than a good event takes while another fault has the cores: with 400 ms one of 20,000 was parked for it.
  return onChokingService(stage, { HANDLER_MILLISECONDS: '1500' }, async ({ kafka, world }) => {
    const every = Math.floor(sizes.good / sizes.poisoned);
    const sent = new Map<string, { readonly kind: Kind; readonly index: number; count: number }>();
    let batch: RawRecord[] = [];
    for (let index = 0; index < sizes.good + sizes.poisoned; index += 1) {
      const isPoison = index % (every + 1) === every;
      const kind = KINDS[Math.floor(index / (every + 1)) % KINDS.length] ?? 'bad JSON';
      const record = isPoison ? poison(kind, index) : requestRecord(index, `R-${index}`);
      if (isPoison) {
        const hash = createHash('sha256').update(record.value).digest('hex');
        sent.set(hash + traceOf(index), { kind, index, count: 1 });
      }
      batch.push(record);
      if (batch.length === 500 || record.value.length > 1_000_000) {
        await kafka.produce(batch);
        batch = [];
      }
    }
    await kafka.produce(batch);
    const began = performance.now();
    await until('every event is taken or parked', 400_000, async () => (await kafka.lag(['faults'])) === 0);
    const seconds = (performance.now() - began) / 1_000;
    const effects = async () =>
      (
        await world.query<{ all: number; distinct: number }>(
          'select count(*)::int as all, count(distinct request_id)::int as distinct from faults.effect',
        )
      )[0] ?? { all: 0, distinct: 0 };
    const before = await effects();
    expect(
      before.all === sizes.good && before.distinct === sizes.good,
      'I3',
      `${before.all} effects of ${before.distinct} events; ${sizes.good} good events were sent`,
    );
    const parked = await readParked(world);
    expect(parked.length === sizes.poisoned, 'I2', `${parked.length} of ${sizes.poisoned} poisoned events are parked`);
    const wrong = parked.filter(({ sha256, traceparent, reason }) => {
      const known = sent.get(sha256 + (traceparent ?? ''));
      return known === undefined || REASON[known.kind] !== reason;
    });
    expect(
      wrong.length === 0,
      'I2',
      `${wrong.length} are parked without their bytes, their trace or the right reason: ${JSON.stringify(wrong[0])}`,
    );
    const listed = await command(world, ['parked', 'list']);
    expect(
      listed.includes(`${sizes.poisoned} parked, ${sizes.poisoned} waiting`),
      'I2',
      `parked list says ${listed.split('\n').at(-2)}`,
    );
    const odd = parked.find(({ reason }) => reason === 'MALFORMED');
    expect(
      odd === undefined || (await command(world, ['parked', 'show', odd.parked_id])).includes('MALFORMED'),
      'I2',
      'parked show cannot show bytes that are no text',
    );
    // The handler is mended; what it choked on is replayed, twice, and must count once.
    await world.query('insert into faults.mended values (1)');
    const chokedOn = parked.filter(
      ({ reason }) => reason === 'HANDLER_FAILED' || reason === 'HANDLER_TIMED_OUT',
    ).length;
    for (const reason of ['HANDLER_FAILED', 'HANDLER_TIMED_OUT'])
      await command(world, ['parked', 'replay', '--reason', reason]);
    await world.query(`update notifications.parked set replayed_at = null where reason = 'HANDLER_FAILED'`);
    await command(world, ['parked', 'replay', '--reason', 'HANDLER_FAILED']);
    await until('what was replayed is taken', 60_000, async () => {
      const [row] = await world.query<{ waiting: number }>('select count(*)::int as waiting from notifications.outbox');
      return row?.waiting === 0 && (await kafka.lag(['faults'])) === 0;
    });
    const after = await effects();
    expect(
      after.all === sizes.good + chokedOn && after.distinct === after.all,
      'I3',
      `after the replay ${after.all} effects of ${after.distinct} events; ${sizes.good + chokedOn} are right`,
    );
    return {
      figure: `${parked.length} poisoned among ${sizes.good.toLocaleString('en')} good: all parked with reason, trace and bytes in ${seconds.toFixed(0)} s, ${chokedOn} replayed and applied once`,
      findings: all,
    };
  });
}

const STANDS_SECONDS = 8;

/** Parking switched off: what cannot be put aside is delivered again and again, and everything behind it waits. */
async function stopAtPoison(stage: Stage): Promise<Outcome> {
  const { all, expect } = findings();
  // One partition, so that there is a before and a behind.
  const inOrder = (index: number): RawRecord => ({ ...requestRecord(index, `R-${index}`), partition: 0 });
  return onChokingService(stage, {}, async ({ kafka, world }) => {
    await world.query('alter table notifications.parked add constraint nothing_is_parked check (false)');
    const taken = async (): Promise<number> =>
      (await world.query<{ taken: number }>('select count(*)::int as taken from faults.effect'))[0]?.taken ?? 0;
    await kafka.produce(Array.from({ length: 40 }, (_none, index) => inOrder(index)));
    await until('what comes before is taken', 60_000, async () => (await taken()) === 40);
    await kafka.produce([{ ...poison('bad JSON', 40), partition: 0 }]);
    await kafka.produce(Array.from({ length: 59 }, (_none, index) => inOrder(41 + index)));
    await until('the rest is taken', STANDS_SECONDS * 1_000, async () => (await taken()) === 99).catch(() => {});
    const found = await taken();
    expect(found === 99, 'I2', `without parking ${found} of 99 good events were taken in ${STANDS_SECONDS} s`);
    return { figure: `without parking ${found} of 99 good events were taken`, findings: all };
  });
}

export const poisoned: Fault = {
  name: 'F6',
  title: 'poisoned events on a real Kafka',
  invariants: ['I2', 'I3'],
  run: (stage) =>
    feed(stage, { good: stage.sized(20_000, { short: 2_000 }), poisoned: stage.sized(200, { short: 24 }) }),
  twin: stopAtPoison,
};
