import { offerBody, requestBody } from '@greenlane/testing/cargo';
import { checkWorld } from './check-world.ts';
import { dropInboxKeys } from './f02-kills.ts';
import type { Fault, Finding, Outcome } from './fault.ts';
import { fetchAnswer } from './history.ts';
import { onWorld } from './on-world.ts';
import { changedTables, digestRows } from './rows.ts';
import type { Stage, World } from './stage.ts';

/** Appends up to four more copies of every event, in any order, behind everything that was ever published. */
const REDELIVER = `
  with copies as (
    select topic, partition, headers, bytes, row_number() over (partition by topic, partition order by random()) as place
    from event_log.log, generate_series(1, (abs(hashtext(position::text || topic)) % 5)) where topic not like '%.dlt'),
  appended as (
    insert into event_log.log (topic, partition, position, headers, bytes)
    select copies.topic, copies.partition, head.position + place, headers, bytes from copies join event_log.head using (topic, partition) returning topic, partition)
  update event_log.head set position = head.position + counted.copies
  from (select topic, partition, count(*) as copies from appended group by 1, 2) counted
  where head.topic = counted.topic and head.partition = counted.partition`;

async function eventsOf(world: World): Promise<number> {
  const [row] = await world.query<{ events: number }>(
    `select count(*)::int as events from event_log.log where topic not like '%.dlt'`,
  );
  return row?.events ?? 0;
}

/** Requests by the hundred until so many events were published: most wait, some are held, some cancelled. */
async function publishMany(world: World, url: string, events: number): Promise<void> {
  const { keys } = world;
  const call = (path: string, key: string, body: unknown) =>
    fetchAnswer({ method: 'POST', url: `${url}${path}`, key, body, patienceMilliseconds: 120_000 });
  for (let round = 0; (await eventsOf(world)) < events; round += 1) {
    await call('/v1/vessel-offers', keys.line, offerBody({ reference: `F4-${round}`, teu: 200, confirmation: 'AUTO' }));
    const size = Math.min(1_000, Math.ceil(events / 8));
    const lines = Array.from({ length: size }, (_none, index) =>
      JSON.stringify(requestBody({ reference: `F4-${round}-${index}`, units: 1 + (index % 3) })),
    );
    const answer = await call(
      '/v1/cargo-requests/batch',
      index(round) ? keys.solar : keys.trader,
      `${lines.join('\n')}\n`,
    );
    const made = String(answer.body)
      .split('\n')
      .filter(Boolean)
      .slice(0, size / 20);
    for (const line of made) {
      const { requestId } = JSON.parse(line);
      await call(`/v1/cargo-requests/${requestId}/cancellation`, index(round) ? keys.solar : keys.trader, undefined);
    }
    await world.settled(180_000);
  }
}
const index = (round: number): boolean => round % 2 === 0;

async function redeliver(
  stage: Stage,
  events: number,
  options: { readonly replays: number; readonly isBroken: boolean },
): Promise<Outcome> {
  return onWorld(stage, {}, async (world, service) => {
    await publishMany(world, service.url, events);
    const published = await eventsOf(world);
    await service.end('SIGTERM');
    if (options.isBroken) await dropInboxKeys(world);
    const before = await digestRows(world);
    await world.query('create table originals as select * from event_log.head');
    await world.query(REDELIVER);
    const delivered = await eventsOf(world);
    await service.restart();
    await world.settled(300_000);
    await service.end('SIGTERM');
    const found: Finding[] = [...changedTables(before, await digestRows(world))];
    // The replays read what was published, once each; the copies have done their part.
    await world.query(
      `delete from event_log.log using originals where log.topic = originals.topic and log.partition = originals.partition and log.position > originals.position`,
    );
    await world.query(
      `update event_log.head set position = originals.position from originals where head.topic = originals.topic and head.partition = originals.partition`,
    );
    for (let replay = 0; replay < options.replays; replay += 1) {
      await world.query(`update event_log.cursor set position = 0`);
      await service.restart();
      await world.settled(300_000);
      await service.end('SIGTERM');
      found.push(...changedTables(before, await digestRows(world)));
    }
    if (!options.isBroken) found.push(...(await checkWorld(world)));
    return {
      figure: `${published.toLocaleString('en')} events delivered ${delivered.toLocaleString('en')} times, whole topics replayed ${options.replays} times: ${found.length} of ${before.size} tables changed`,
      findings: found,
    };
  });
}

export const redelivery: Fault = {
  name: 'F4',
  title: 'every event again, and whole topics replayed',
  invariants: ['I3', 'I4', 'I6'],
  run: (stage) =>
    redeliver(stage, stage.sized(20_000, { short: 2_000, nightly: 60_000 }), { replays: 2, isBroken: false }),
  twin: (stage) => redeliver(stage, 1_000, { replays: 0, isBroken: true }),
};
