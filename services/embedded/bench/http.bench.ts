import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cargoRequest } from '@greenlane/cargo-request/service';
import { CargoRequestBody } from '@greenlane/contracts/cargo-request';
import { VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import { collectByGrowth } from '@greenlane/runtime/collector';
import type { Service } from '@greenlane/runtime/service';
import { type Bench, inTurn, type Measured, sumOf } from '@greenlane/testing/bench/bench';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { vesselOffer } from '@greenlane/vessel-offer/service';
import Fastify, { type FastifyInstance } from 'fastify';
import pg from 'pg';
import { offerBody, requestBody } from '../test/journey.ts';
import type { Load, LoadOrder } from './load-client.ts';

/**
 * Both sides are in this process, with one PostgreSQL, one client and the same bodies. The ratio is that of all time that the
 * rival took to all that we took for as many requests: of a run's rounds the median would leave out what few of them pay for (a
 * collection, a checkpoint, a round of the relay that fell into them), and that is a part of what a POST costs.
 *
 * Until 27 November 2026 a run was two stretches of 1,200 requests a side in code that had been warm for as many, each by a client
 * process of its own that was compiled anew: runs of publishing lay between 0.45 and 0.65 (median 0.606), of submitting between 0.50
 * and 0.64 (0.553). In 0.2 to 0.4 s a single fsync of 5 ms, or a collection, moves a stretch by a quarter; one stretch of 600 still lies
 * within a third of the next, so a run has 24 of each side, which side begins changes from round to round, and 20 rounds warm both
 * (after 12 they still became faster). The client is one process for all of them.
 */
/** Both sides: as many connections to PostgreSQL as a service's HTTP pool has, and as many callers. */
const POOL = 4;
const CONNECTIONS = 16;
/** Requests of one stretch. */
const STRETCH = 600;
/** Stretches of each side in a run; each further route, which only informs, has one. */
const ROUNDS = 24;
/** Stretches that each side is given before it is measured. */
const WARM_UP = 20;

/**
 * A route as bare as it can be, and the same with one concern after another added, so that the price of each can be read:
 * JSON in, one INSERT, 201 out; then the schema's validation; then a transaction with the tenant's settings; then an
 * outbox row; then the look-up and the stored answer of an Idempotency-Key.
 */
async function bareServer(
  admin: pg.PoolConfig,
  schema: { safeParse(value: unknown): { success: boolean } },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const pool = new pg.Pool({ ...admin, max: POOL });
  await pool.query('create schema if not exists bare');
  await pool.query(
    'create table if not exists bare.row (id bigserial primary key, organisation text not null, body jsonb not null)',
  );
  await pool.query('create table if not exists bare.outbox (id bigserial primary key, event jsonb not null)');
  await pool.query('create table if not exists bare.reply (key text primary key, body text not null)');
  const app: FastifyInstance = Fastify();
  const insert = 'insert into bare.row (organisation, body) values ($1, $2) returning id';
  app.post('/bare', async (request, reply) => {
    const { rows } = await pool.query(insert, ['x', JSON.stringify(request.body)]);
    return reply.code(201).send({ id: rows[0].id });
  });
  app.post('/validated', async (request, reply) => {
    if (!schema.safeParse(request.body).success) return reply.code(400).send();
    const { rows } = await pool.query(insert, ['x', JSON.stringify(request.body)]);
    return reply.code(201).send({ id: rows[0].id });
  });
  const steps =
    (options: { readonly outbox: boolean; readonly idempotency: boolean }) =>
    async (request: { body: unknown; headers: Record<string, unknown> }) => {
      if (!schema.safeParse(request.body).success) throw new Error('not valid');
      const client = await pool.connect();
      try {
        await client.query('begin');
        await client.query(
          `select set_config('greenlane.organisation', $1, true), set_config('greenlane.role', $2, true)`,
          ['x', 'carrier'],
        );
        const key = String(request.headers['idempotency-key']);
        if (options.idempotency) await client.query('select body from bare.reply where key = $1', [key]);
        const { rows } = await client.query(insert, ['x', JSON.stringify(request.body)]);
        if (options.outbox)
          await client.query('insert into bare.outbox (event) values ($1)', [JSON.stringify({ data: request.body })]);
        if (options.idempotency)
          await client.query('insert into bare.reply (key, body) values ($1, $2)', [key, JSON.stringify(rows[0])]);
        await client.query('commit');
        return rows[0].id;
      } finally {
        client.release();
      }
    };
  for (const [path, options] of [
    ['/transaction', { outbox: false, idempotency: false }],
    ['/outbox', { outbox: true, idempotency: false }],
    ['/idempotency', { outbox: true, idempotency: true }],
  ] as const) {
    const handle = steps(options);
    app.post(path, async (request, reply) => reply.code(201).send({ id: await handle(request) }));
  }
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    close: async () => {
      await app.close();
      await pool.end();
    },
  };
}

type LoadClient = {
  /** @throws Error when a request did not succeed */
  readonly load: (order: Omit<LoadOrder, 'connections' | 'amount'>) => Promise<Load>;
  readonly close: () => Promise<void>;
};

function startClient(): LoadClient {
  const client = fork(fileURLToPath(new URL('load-client.ts', import.meta.url)));
  const ended = once(client, 'exit');
  return {
    load: async (order) => {
      client.send({ ...order, connections: CONNECTIONS, amount: STRETCH } satisfies LoadOrder);
      const [result] = await Promise.race([
        once(client, 'message') as Promise<[Load]>,
        ended.then(([code]): never => {
          throw new Error(`the client ended with ${code}`);
        }),
      ]);
      if (result.other > 0) throw new Error(`${result.other} of ${STRETCH} requests did not succeed`);
      return result;
    },
    close: async () => {
      client.disconnect();
      await ended;
    },
  };
}

function postBench(options: {
  readonly name: string;
  readonly what: string;
  readonly service: Service;
  readonly path: string;
  readonly as: string;
  readonly body: Record<string, unknown>;
  readonly referenceField: string;
  readonly schema: { safeParse(value: unknown): { success: boolean } };
}): Bench {
  return {
    name: options.name,
    what: options.what,
    rival: `bare fastify route with one INSERT (pool ${POOL}, ${CONNECTIONS} callers, fsync and synchronous_commit on)`,
    better: 'higher',
    floor: 0.5,
    judged: 'median',
    runs: 5,
    prepare: async ({ postgres }) => {
      collectByGrowth();
      await postgres();
      const services: RunningServices = await startServices({
        services: [options.service],
        organisations: [
          { organisationId: 'line', role: 'carrier' },
          { organisationId: 'solar', role: 'exporter' },
        ],
      });
      const bare = await bareServer(services.database.admin, options.schema);
      const client = startClient();
      let stretch = 0;
      const side = (url: string, headers: Record<string, string>) => async () => {
        stretch += 1;
        const { body, referenceField } = options;
        return client.load({ url, headers, body, referenceField, stretch: `${options.name}-${stretch}` });
      };
      const ours = side(`${services.baseUrl}${options.path}`, services.authorization(options.as));
      const rival = side(`${bare.url}/bare`, {});
      await inTurn(WARM_UP, { ours, theirs: rival });
      return {
        measure: async (): Promise<Measured> => {
          await services.database.query('checkpoint');
          const measured = await inTurn(ROUNDS, { ours, theirs: rival });
          const took = (loads: readonly Load[]) => sumOf(loads.map(({ milliseconds }) => milliseconds));
          const [mine, theirs] = [took(measured.ours), took(measured.theirs)];
          const slowest = measured.ours.map(({ p99 }) => p99).toSorted((a, b) => a - b);
          const perSecond = (milliseconds: number, rounds: number) => (rounds * STRETCH * 1_000) / milliseconds;
          const parts: Record<string, number> = {};
          for (const part of ['validated', 'transaction', 'outbox', 'idempotency']) {
            const { milliseconds } = await side(`${bare.url}/${part}`, {})();
            parts[`bare + ${part}`] = perSecond(milliseconds, 1);
          }
          return {
            ratio: theirs / mine,
            figures: {
              'ours a second': perSecond(mine, ROUNDS),
              'ours p99 ms': slowest[ROUNDS >> 1]!,
              'bare a second': perSecond(theirs, ROUNDS),
              ...parts,
            },
          };
        },
        close: async () => {
          await client.close();
          await bare.close();
          await services.stop();
        },
      };
    },
  };
}

export const benches: readonly Bench[] = [
  postBench({
    name: 'http.post-offer',
    what: 'POST /v1/vessel-offers: key, role, schema, checks, idempotency, row level security, offer and event in one commit',
    service: vesselOffer,
    path: '/v1/vessel-offers',
    as: 'line',
    body: offerBody('x'),
    referenceField: 'carrierOfferReference',
    schema: VesselOfferBody,
  }),
  postBench({
    name: 'http.post-request',
    what: 'POST /v1/cargo-requests: key, role, schema, pre-screen, idempotency, row level security, request and event in one commit',
    service: cargoRequest,
    path: '/v1/cargo-requests',
    as: 'solar',
    body: requestBody('x', 2),
    referenceField: 'requestReference',
    schema: CargoRequestBody,
  }),
];
