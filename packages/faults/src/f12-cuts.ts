import { inHours, offerBody, requestBody } from '@greenlane/testing/cargo';
import { seededRandom } from '@greenlane/testing/random';
import { checkWorld } from './check-world.ts';
import { type Fault, type Finding, findings, type Outcome } from './fault.ts';
import { fetchAnswer } from './history.ts';
import { onWorld } from './on-world.ts';
import { until } from './process.ts';
import type { Stage, World } from './stage.ts';
import { environmentWithout } from './without-guard.ts';

const OFFERED_TEU = 120;
/** A mix in which cuts meet priority units that came late; in many others they never do, and the twin would show nothing. */
const TWIN_SEED = 2;

export type Placed = {
  readonly id: string;
  readonly number: number;
  readonly priority: boolean;
  readonly status: string;
  readonly quarterTeu: number;
};

/**
 * Who was bumped by a cut, judged from before and after: a priority allocation may go only when those of priority that stay
 * leave no room for it, whatever standard cargo is there.
 */
export function judgeBump(
  before: readonly Placed[],
  rolled: ReadonlySet<string>,
  capacityQuarterTeu: number,
): readonly Finding[] {
  const stays = before.filter(({ id }) => !rolled.has(id));
  const keptPriority = stays
    .filter(({ priority, status }) => priority || status === 'loaded')
    .reduce((total, { quarterTeu }) => total + quarterTeu, 0);
  return before
    .filter(({ id, priority }) => priority && rolled.has(id))
    .filter(({ quarterTeu }) => keptPriority + quarterTeu <= capacityQuarterTeu)
    .map(({ id, quarterTeu }) => ({
      invariant: 'I7',
      says: `priority cargo ${id} (${quarterTeu / 4} TEU) was bumped though ${(capacityQuarterTeu - keptPriority) / 4} TEU were free of priority cargo`,
    }));
}

const placedOn = (world: World, offerId: string) =>
  world.query<Placed>(
    `select allocation_id as id, number::int, priority, status, quarter_teu as "quarterTeu" from matching.allocation
     where offer_id = $1 and status in ('held', 'confirmed', 'loaded', 'completed')`,
    [offerId],
  );

async function cutAgain(
  stage: Stage,
  versions: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const random = seededRandom(stage.seed);
  const { all, expect } = findings();
  let bumped = 0;
  return onWorld(stage, { environment }, async (world, service) => {
    const { keys } = world;
    const call = (method: string, path: string, key: string, body: unknown, ifMatch?: string) =>
      fetchAnswer({ method, url: `${service.url}${path}`, key, body, ...(ifMatch ? { ifMatch } : {}) });
    const first = offerBody({ reference: 'F12', teu: OFFERED_TEU, confirmation: 'AUTO' });
    let latest = await call('POST', '/v1/vessel-offers', keys.line, first);
    const { offerId } = latest.body;
    // Priority units book late: by their place alone they would be the first to leave.
    let booked = 0;
    for (const [key, count] of [
      [keys.trader, 13],
      [keys.solar, 14],
      [keys.trader, 13],
    ] as const)
      for (let index = 0; index < count; index += 1)
        await call(
          'POST',
          '/v1/cargo-requests',
          key,
          requestBody({ reference: `F12-${++booked}`, units: random.whole(1, 5), rollable: random.next() < 0.3 }),
        );
    await world.settled(60_000);
    for (let version = 2; version <= versions + 1; version += 1) {
      const before = await placedOn(world, offerId);
      const isSchedule = version % 7 === 0;
      const teu = isSchedule ? OFFERED_TEU : random.whole(10, OFFERED_TEU);
      const shift = isSchedule ? random.whole(-20, 20) : 0;
      const body = offerBody({ reference: 'F12', teu, confirmation: 'AUTO' });
      const calls = (body['portCalls'] as Record<string, unknown>[]).map((call, index) =>
        index === 2 ? { ...call, arrivalDateTime: inHours(1_300 + shift, '+01:00') } : call,
      );
      latest = await call(
        'PUT',
        `/v1/vessel-offers/${offerId}`,
        keys.line,
        { ...body, portCalls: calls },
        latest.headers.get('etag') ?? '',
      );
      expect(
        latest.status === 200,
        'I4',
        `version ${version} was answered ${latest.status}: ${JSON.stringify(latest.body).slice(0, 300)}`,
      );
      await until(`matching has taken version ${version}`, 30_000, async () => {
        const [row] = await world.query<{ taken: number }>(
          `select coalesce(max((input -> 'offer' ->> 'version')::int), 1) as taken from matching.journal where kind = 'offer-amended' and input -> 'offer' ->> 'offerId' = $1`,
          [offerId],
        );
        return (row?.taken ?? 0) >= latest.body.version;
      });
      const rolled = await world.query<{ id: string; cause: string; request: string; feedbacks: string }>(
        `select a.allocation_id as id, a.payload ->> 'cause' as cause, r.status as request, r.decision ->> 'feedbacks' as feedbacks
         from matching.allocation a join matching.request r using (request_id)
         where a.offer_id = $1 and a.status = 'rolled' and a.allocation_id = any ($2)`,
        [offerId, before.map(({ id }) => id)],
      );
      bumped += rolled.length;
      all.push(...judgeBump(before, new Set(rolled.map(({ id }) => id)), teu * 4));
      for (const { id, cause, request } of rolled)
        expect(
          cause !== '' && !['CANCELLED', 'REFUSED'].includes(request),
          'I7',
          `${id} was bumped (${cause}) and its request is ${request}`,
        );
      const unexplained = rolled.filter(
        ({ feedbacks }) => !feedbacks.includes('ROLLED') && !feedbacks.includes('WAITING'),
      );
      expect(
        unexplained.length === 0,
        'I7',
        `${unexplained.length} bumped requests are told no reason: ${unexplained[0]?.feedbacks}`,
      );
    }
    await world.settled(60_000);
    all.push(...(await checkWorld(world)));
    return {
      figure: `${versions} versions of one sailing, ${bumped} allocations bumped and re-queued, priority last`,
      findings: all,
    };
  });
}

export const cuts: Fault = {
  name: 'F12',
  title: 'capacity cuts and schedule changes while space is held',
  invariants: ['I1', 'I4', 'I7'],
  run: (stage) => cutAgain(stage, stage.sized(100, { short: 20, nightly: 300 })),
  // Last come, first bumped, whoever it is.
  twin: (stage) => cutAgain({ ...stage, seed: TWIN_SEED }, 20, environmentWithout('standard-is-bumped-first')),
};
