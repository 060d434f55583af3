import { offerBody, requestBody, teuOf } from '@greenlane/testing/cargo';
import { seededRandom } from '@greenlane/testing/random';
import { checkWorld } from './check-world.ts';
import { type Fault, findings, type Outcome } from './fault.ts';
import { type History, type Operation, recordHistory, serverErrors } from './history.ts';
import { onWorld } from './on-world.ts';
import type { Stage, World } from './stage.ts';
import { environmentWithout } from './without-guard.ts';

const PUBLISHED_TEU = 1_000;
const CLIENTS = 64;

type Hold = {
  readonly reference: string;
  readonly isoCode: '22G1' | '45G1';
  readonly units: number;
  readonly cancels: boolean;
};

/** Sizes of 1 to 16 TEU; one in five is cancelled again by whoever got it. */
function holdsOf(stage: Stage, count: number): readonly Hold[] {
  const random = seededRandom(stage.seed);
  return Array.from({ length: count }, (_none, index) => ({
    reference: `F1-${index}`,
    isoCode: random.next() < 0.4 ? '45G1' : '22G1',
    units: random.whole(1, 8),
    cancels: random.next() < 0.2,
  }));
}

/**
 * Judges what the clients saw, knowing nothing of the platform: at no moment may holds that were granted before it, and
 * whose cancellation had not even been asked for, add up to more than was published.
 */
export function mostHeldAtOnce(
  operations: readonly Pick<Operation, 'name' | 'reference' | 'outcome' | 'status' | 'invokedAt' | 'endedAt'>[],
  teu: ReadonlyMap<string, number>,
): number {
  const moments = operations.flatMap(({ name, reference, outcome, status, invokedAt, endedAt }) => {
    const amount = teu.get(reference) ?? 0;
    // 202 is no word yet on whether the space is theirs.
    if (name === 'hold') return outcome === 'ok' && status !== 202 ? [{ at: endedAt, change: amount }] : [];
    return name === 'cancel' && outcome !== 'fail' ? [{ at: invokedAt, change: -amount }] : [];
  });
  moments.sort((a, b) => a.at - b.at || a.change - b.change);
  let held = 0;
  let most = 0;
  for (const { change } of moments) {
    held += change;
    most = Math.max(most, held);
  }
  return most;
}

async function inParallel<Item>(
  items: readonly Item[],
  clients: number,
  work: (item: Item, client: number) => Promise<void>,
) {
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_none, client) => {
      for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item, client);
    }),
  );
}

async function contend(
  stage: Stage,
  count: number,
  broken: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly prepare?: (world: World) => Promise<unknown>;
  } = {},
): Promise<Outcome> {
  const history: History = recordHistory();
  const { all, expect } = findings();
  const holds = holdsOf(stage, count);
  const teu = new Map(holds.map(({ reference, isoCode, units }) => [reference, teuOf(isoCode, units)]));
  return onWorld(stage, broken, async (world, service) => {
    const offer = await history.call({
      client: 0,
      name: 'offer',
      reference: 'F1',
      method: 'POST',
      url: `${service.url}/v1/vessel-offers`,
      key: world.keys.line,
      body: offerBody({ reference: 'F1', teu: PUBLISHED_TEU }),
    });
    const offerId: string = offer?.body.offerId;
    const requests = new Map<string, string>();
    for (let from = 0; from < holds.length; from += 500) {
      const lines = holds
        .slice(from, from + 500)
        .map((hold) => JSON.stringify(requestBody({ ...hold, cancels: undefined, allocationMode: 'MANUAL' })));
      const batch = await history.call({
        client: 0,
        name: 'requests',
        reference: `batch-${from}`,
        method: 'POST',
        url: `${service.url}/v1/cargo-requests/batch`,
        key: world.keys.trader,
        body: `${lines.join('\n')}\n`,
        patienceMilliseconds: 120_000,
      });
      for (const line of String(batch?.body ?? '')
        .split('\n')
        .filter(Boolean)) {
        const { requestReference, requestId } = JSON.parse(line);
        requests.set(requestReference, requestId);
      }
    }
    await world.settled(120_000);
    const held: Hold[] = [];
    const hold = async (item: Hold, client: number, mayCancel: boolean) => {
      const answer = await history.call({
        client,
        name: 'hold',
        reference: item.reference,
        method: 'POST',
        url: `${service.url}/v1/allocations`,
        key: world.keys.trader,
        body: { requestId: requests.get(item.reference), offerId, units: item.units },
      });
      if (answer?.status !== 200 && answer?.status !== 201) return;
      if (!item.cancels || !mayCancel) {
        held.push(item);
        return;
      }
      await history.call({
        client,
        name: 'cancel',
        reference: item.reference,
        method: 'POST',
        url: `${service.url}/v1/allocations/${answer.body.allocationId}/cancellation`,
        key: world.keys.trader,
      });
    };
    await inParallel(holds, CLIENTS, (item, client) => hold(item, client, true));
    // What was cancelled left gaps: the smallest of those that were refused fill them, until none fits any more.
    const kept = new Set(held.map(({ reference }) => reference));
    const refused = holds
      .filter(({ reference, cancels }) => !kept.has(reference) && !cancels)
      .toSorted((a, b) => (teu.get(a.reference) ?? 0) - (teu.get(b.reference) ?? 0))
      .slice(0, 200);
    await inParallel(refused, 16, (item, client) => hold(item, client, false));
    await world.settled(60_000);
    const [row] = await world.query<{ taken: number }>(
      `select coalesce(sum(quarter_teu), 0)::float / 4 as taken from matching.allocation where offer_id = $1 and status in ('held', 'confirmed', 'loaded', 'completed')`,
      [offerId],
    );
    const taken = row?.taken ?? 0;
    const seen = held.reduce((total, { reference }) => total + (teu.get(reference) ?? 0), 0);
    const most = mostHeldAtOnce(history.operations, teu);
    const errors = serverErrors(history.operations);
    expect(most <= PUBLISHED_TEU, 'I1', `clients saw ${most} TEU held at one moment, of ${PUBLISHED_TEU}`);
    expect(
      most >= seen,
      'run',
      `the history knows of ${most} TEU, the clients hold ${seen}: its judge looks past them`,
    );
    expect(taken === PUBLISHED_TEU, 'I1', `${taken} TEU are taken at the end; demand for far more was waiting`);
    expect(seen === taken, 'I2', `clients hold ${seen} TEU, the platform says ${taken}`);
    expect(errors.length === 0, 'I2', `${errors.length} answers were 5xx: ${errors[0]?.status} ${errors[0]?.code}`);
    all.push(...(await checkWorld(world)));
    const count_ = (name: string) => history.operations.filter((operation) => operation.name === name).length;
    return {
      figure: `${count_('hold').toLocaleString('en')} holds by ${CLIENTS} clients, ${count_('cancel')} cancelled: ${taken} of ${PUBLISHED_TEU} TEU granted, ${errors.length} × 5xx`,
      findings: all,
    };
  });
}

/** What the database itself would still refuse, should a decision ever grant too much. */
const SECOND_GUARD = ['teu', 'weight', 'dangerous_goods', 'reefer_plugs'].map(
  (dimension) => `drop constraint ${dimension}_not_oversold`,
);

export const contention: Fault = {
  name: 'F1',
  title: 'contention on one sailing',
  invariants: ['I1', 'I2', 'I4'],
  run: (stage) => contend(stage, stage.sized(5_000, { short: 1_500 })),
  // A book in which what was granted a moment ago takes no space yet, over tables that check nothing: a stale read.
  twin: (stage) =>
    contend(stage, 1_000, {
      environment: environmentWithout('what-is-held-takes-its-space'),
      prepare: (world) => world.query(`alter table matching.ledger ${SECOND_GUARD.join(', ')}`),
    }),
};
