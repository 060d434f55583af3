import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cargoRequest } from '@greenlane/cargo-request/service';
import { CargoRequestBody } from '@greenlane/contracts/cargo-request';
import { VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import type { Service } from '@greenlane/runtime/service';
import type { Bench, Measured } from '@greenlane/testing/bench/bench';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { vesselOffer } from '@greenlane/vessel-offer/service';
import Fastify, { type FastifyInstance } from 'fastify';
import pg from 'pg';
import { offerBody, requestBody } from '../test/journey.ts';

const run = promisify(execFile);
const CLIENT = fileURLToPath(new URL('load-client.ts', import.meta.url));
/** Both sides: as many connections to PostgreSQL as a service's HTTP pool has, and as many callers. */
const POOL = 4;
const CONNECTIONS = 16;
const AMOUNT = 1_200;

type Load = {
  readonly perSecond: number;
  readonly ok: number;
  readonly other: number;
  readonly p50: number;
  readonly p99: number;
};

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

async function load(order: Record<string, unknown>): Promise<Load> {
  const { stdout } = await run(process.execPath, [
    CLIENT,
    JSON.stringify({ connections: CONNECTIONS, amount: AMOUNT, ...order }),
  ]);
  const result = JSON.parse(stdout) as Load;
  if (result.other > 0) throw new Error(`${result.other} of ${AMOUNT} requests did not succeed`);
  return result;
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
      await postgres();
      const services: RunningServices = await startServices({
        services: [options.service],
        organisations: [
          { organisationId: 'line', role: 'carrier' },
          { organisationId: 'solar', role: 'exporter' },
        ],
      });
      const bare = await bareServer(services.database.admin, options.schema);
      let round = 0;
      const nextRun = () => {
        round += 1;
        return `${options.name}-${round}`;
      };
      const side = (url: string, headers: Record<string, string>) =>
        load({
          url,
          headers,
          body: options.body,
          referenceField: options.referenceField,
          run: nextRun(),
        });
      const ours = () => side(`${services.baseUrl}${options.path}`, services.authorization(options.as));
      // Both sides are warm before the first run counts.
      await ours();
      await side(`${bare.url}/bare`, {});
      return {
        measure: async (): Promise<Measured> => {
          const first = await ours();
          const rival = await side(`${bare.url}/bare`, {});
          const parts: Record<string, number> = {};
          for (const part of ['validated', 'transaction', 'outbox', 'idempotency'])
            parts[`bare + ${part}`] = (await side(`${bare.url}/${part}`, {})).perSecond;
          const rivalAgain = await side(`${bare.url}/bare`, {});
          const again = await ours();
          const perSecond = (first.perSecond + again.perSecond) / 2;
          const bareSecond = (rival.perSecond + rivalAgain.perSecond) / 2;
          return {
            ratio: perSecond / bareSecond,
            figures: { 'ours a second': perSecond, 'ours p99 ms': again.p99, 'bare a second': bareSecond, ...parts },
          };
        },
        close: async () => {
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
