import { offerBody, requestBody } from '@greenlane/testing/cargo';
import { type Random, seededRandom } from '@greenlane/testing/random';
import { type Finding, findings } from './fault.ts';
import { fetchAnswer, type History, type Operation } from './history.ts';
import { wait } from './process.ts';
import type { World } from './stage.ts';

export type Load = {
  /** Lets the clients finish what they have begun, for so long at most. */
  stop(): Promise<void>;
};

type Client = {
  readonly world: World;
  readonly url: string;
  readonly history: History;
  readonly number: number;
  readonly random: Random;
  readonly isOver: () => boolean;
  /** Whether claims are part of the day: they need the subsidy's budget. */
  readonly claims: boolean;
  readonly name: string;
};

type Step = {
  readonly name: string;
  readonly path: string;
  readonly key: string;
  readonly reference: string;
  readonly body?: unknown;
};

/** One write with an Idempotency-Key of its own, sent again until it is answered. */
async function write(client: Client, step: Step) {
  const { path, ...call } = step;
  return client.history.insist(
    {
      client: client.number,
      method: 'POST',
      url: `${client.url}${path}`,
      idempotencyKey: `${step.name}-${step.reference}`,
      patienceMilliseconds: 15_000,
      ...call,
    },
    client.isOver,
  );
}

/** Reads are not recorded: what they say changes under them. */
async function look(client: Client, path: string, key: string) {
  const answer = await fetchAnswer({
    method: 'GET',
    url: `${client.url}${path}`,
    key,
    patienceMilliseconds: 5_000,
  }).catch(() => undefined);
  return answer?.status === 200 ? answer.body : undefined;
}

/** A claim on a confirmed allocation; a verifier turns most of them down, so that the budget comes back. */
async function claim(client: Client, allocationId: string): Promise<void> {
  const { keys } = client.world;
  for (let tries = 0; tries < 20 && !client.isOver(); tries += 1) {
    if (await look(client, `/v1/carbon/footprints/${allocationId}`, keys.solar)) break;
    await wait(100);
  }
  const statement = await write(client, {
    name: 'statement',
    path: '/v1/carbon/statements',
    key: keys.solar,
    reference: allocationId,
    body: { allocationIds: [allocationId] },
  });
  const statementId = statement?.body?.statement?.statementId;
  if (statementId === undefined) return;
  const claimed = await write(client, {
    name: 'claim',
    path: '/v1/carbon/claims',
    key: keys.solar,
    reference: allocationId,
    body: { statementId },
  });
  const claimId = claimed?.body?.claimId;
  if (claimId === undefined || client.random.next() < 0.2) return;
  await write(client, {
    name: 'submission',
    path: `/v1/carbon/claims/${claimId}/submission`,
    key: keys.solar,
    reference: claimId,
  });
  await write(client, {
    name: 'rejection',
    path: `/v1/carbon/claims/${claimId}/rejection`,
    key: keys.verifier,
    reference: claimId,
    body: { reason: 'not this time' },
  });
}

/** One shipment as a client lives it: asked for, held, and then confirmed, given back or left to itself. */
async function ship(client: Client, turn: number): Promise<void> {
  const { keys } = client.world;
  const { random, number } = client;
  const isSolar = random.next() < 0.5;
  const key = isSolar ? keys.solar : keys.trader;
  const reference = `${client.name}-${number}-${turn}`;
  const isoCode = random.pick(['22G1', '45G1'] as const);
  const body = requestBody({ reference, units: random.whole(1, 2), isoCode, splitAllowed: random.next() < 0.5 });
  const request = await write(client, { name: 'request', path: '/v1/cargo-requests', key, reference, body });
  const requestId = request?.body?.requestId;
  if (requestId === undefined) return;
  if (random.next() < 0.1) {
    await write(client, {
      name: 'withdrawal',
      path: `/v1/cargo-requests/${requestId}/cancellation`,
      key,
      reference: requestId,
    });
    return;
  }
  let held: { readonly allocationId: string } | undefined;
  for (let tries = 0; tries < 5 && !held && !client.isOver(); tries += 1) {
    held = (await look(client, `/v1/allocations?requestId=${requestId}&status=held`, key))?.[0];
    if (!held) await wait(60);
  }
  if (!held) return;
  const { allocationId } = held;
  if (random.next() < 0.35) {
    await write(client, {
      name: 'cancel',
      path: `/v1/allocations/${allocationId}/cancellation`,
      key,
      reference: allocationId,
    });
    return;
  }
  const confirmed = await write(client, {
    name: 'confirm',
    path: `/v1/allocations/${allocationId}/confirmation`,
    key: keys.line,
    reference: allocationId,
  });
  if (confirmed?.status === 200 && isSolar && client.claims && random.next() < 0.6) await claim(client, allocationId);
}

/** Clients that keep asking for space, confirming, cancelling and claiming until they are stopped. */
export function startLoad(options: {
  readonly world: World;
  readonly url: string;
  readonly history: History;
  readonly clients: number;
  readonly seed: number;
  readonly claims?: boolean;
  /** Tells the references of one load from those of another beside it. */
  readonly name?: string;
  /** Between two shipments of one client. */
  readonly pauseMilliseconds?: number;
}): Load {
  let isStopping = false;
  let deadline = Number.POSITIVE_INFINITY;
  const isOver = () => performance.now() > deadline;
  const running = Array.from({ length: options.clients }, async (_none, number) => {
    const random = seededRandom(options.seed * 100 + number);
    const { claims = false, name = 'L' } = options;
    const client: Client = { ...options, number, random, isOver, claims, name };
    for (let turn = 0; !isStopping; turn += 1) {
      if (turn % 8 === 0) {
        const reference = `${client.name}-${number}-${turn}`;
        const body = offerBody({ reference, teu: random.whole(10, 40), confirmation: 'MANUAL' });
        await write(client, {
          name: 'offer',
          path: '/v1/vessel-offers',
          key: options.world.keys.line,
          reference,
          body,
        });
      }
      await ship(client, turn);
      await wait(options.pauseMilliseconds ?? 0);
    }
  });
  return {
    stop: async () => {
      isStopping = true;
      deadline = performance.now() + 20_000;
      await Promise.all(running);
    },
  };
}

type Known = { readonly key: string; readonly count: number };

/** What is only taken with 202: its outcome follows, and may be a refusal. */
const COMMANDS: ReadonlySet<string> = new Set(['confirm', 'cancel']);

/**
 * I2 and I3 from the clients' side: whatever a client saw accepted is there, and once; what was only taken has an outcome,
 * and what is refused there was free to be: the space had gone by then. Reads rows, knows nothing of the services.
 */
export async function checkHistory(world: World, operations: readonly Operation[]): Promise<readonly Finding[]> {
  const { all, expect } = findings();
  const accepted = (name: string) =>
    operations.filter(
      (operation) =>
        operation.outcome === 'ok' &&
        (name === 'command'
          ? COMMANDS.has(operation.name) && operation.status === 202
          : name === operation.name && !(COMMANDS.has(name) && operation.status === 202)),
    );
  const counted = async (text: string): Promise<ReadonlyMap<string, number>> =>
    new Map((await world.query<Known>(text)).map(({ key, count }) => [key, Number(count)]));
  const sources = [
    { name: 'request', by: 'id', text: 'select request_id as key, count(*) from cargo_request.request group by 1' },
    {
      name: 'request',
      by: 'reference',
      text: `select body ->> 'requestReference' as key, count(*) from cargo_request.request group by 1`,
    },
    { name: 'offer', by: 'id', text: 'select offer_id as key, count(*) from vessel_offer.offer group by 1' },
    {
      name: 'offer',
      by: 'reference',
      text: 'select carrier_offer_reference as key, count(*) from vessel_offer.offer group by 1',
    },
    {
      name: 'withdrawal',
      by: 'reference',
      text: `select request_id as key, count(*) from cargo_request.request where status = 'CANCELLED' group by 1`,
    },
    {
      name: 'confirm',
      by: 'reference',
      text: `select input ->> 'allocationId' as key, count(*) from matching.journal where kind = 'allocation-confirmed' group by 1`,
    },
    {
      name: 'cancel',
      by: 'reference',
      text: `select input ->> 'allocationId' as key, count(*) from matching.journal where kind = 'allocation-cancelled' group by 1`,
    },
    {
      name: 'command',
      by: 'id',
      text: `select command_id as key, count(*) from matching.command left join matching.allocation on allocation_id = input ->> 'allocationId'
        where outcome -> 'ok' = 'true'
          or (outcome -> 'ok' = 'false' and outcome ->> 'code' <> 'COMMAND_FAILED' and status not in ('held', 'confirmed')) group by 1`,
    },
    { name: 'claim', by: 'id', text: 'select claim_id as key, count(*) from carbon.claim group by 1' },
    {
      name: 'rejection',
      by: 'reference',
      text: `select claim_id as key, count(*) from carbon.claim where status = 'rejected' group by 1`,
    },
  ] as const;
  for (const { name, by, text } of sources) {
    const rows = await counted(text);
    const lost = accepted(name).filter((operation) => !rows.has(operation[by]));
    const twice = accepted(name).filter((operation) => (rows.get(operation[by]) ?? 0) > 1);
    expect(
      lost.length === 0,
      'I2',
      `${lost.length} ${name} operations were accepted and are gone: ${lost[0]?.[by]} (${lost[0]?.status})`,
    );
    expect(twice.length === 0, 'I3', `${twice.length} ${name} operations are there twice: ${twice[0]?.[by]}`);
  }
  return all;
}

export const countOk = (operations: readonly Operation[]): number =>
  operations.filter(({ outcome }) => outcome === 'ok').length;
