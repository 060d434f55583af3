import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { assert } from '@greenlane/kernel/assert';
import type { Bench } from '@greenlane/testing/bench/bench';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { SERVICES } from '../src/services.ts';
import { offerBody, RULES, requestBody } from '../test/journey.ts';

const WORKERS = 4;
const SAMPLES = 60;
/** Caches, compiled code and pools fill at first: the line is drawn through what comes after. */
const WARM_SHARE = 1 / 3;

setFlagsFromString('--expose-gc');
const collectOnce = runInNewContext('gc') as () => void;

/**
 * A collection leaves what lies outside the heap (bytes of buffers, contexts of zlib) to be swept beside the program, and counts it until
 * the next one comes: half a minute of buffers that nobody holds. Of 60 MB that were let go, 31 were counted after one, 4.6 after two.
 */
async function collect(): Promise<void> {
  for (let times = 0; times < 3; times += 1) {
    collectOnce();
    await setImmediate();
  }
}

/** Least squares: units a second. */
function slopeOf(points: readonly (readonly [seconds: number, value: number])[]): number {
  const mean = (place: 0 | 1) => points.reduce((sum, point) => sum + point[place], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  return points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / spread;
}

/** One round: space is published, asked for, held, given back and taken away again, so that the books stay as they are. */
async function round(services: RunningServices, name: string, refusals: { busy: number }): Promise<void> {
  const ask = async (as: string, method: string, path: string, body?: unknown) => {
    const headers = method === 'POST' ? { 'idempotency-key': `${name}-${path}`.slice(-200) } : {};
    let answer = await services.call({ method, path, as, headers, ...(body === undefined ? {} : { body }) });
    // On a machine that others keep busy a database may not answer in time: a client asks again, and so does this one.
    for (; answer.status === 503; refusals.busy += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      answer = await services.call({ method, path, as, headers, ...(body === undefined ? {} : { body }) });
    }
    assert(
      answer.status < 300,
      `${method} ${path} is answered well, not ${answer.status} ${JSON.stringify(answer.body)}`,
    );
    return answer.body;
  };
  const { offerId } = await ask('oceanbridge', 'POST', '/v1/vessel-offers', offerBody(name));
  const { requestId } = await ask('plain-exports', 'POST', '/v1/cargo-requests', {
    ...requestBody(name, 2),
    origin: { loadPorts: ['CNSGH'], preCarriage: [] },
  });
  await ask('plain-exports', 'GET', `/v1/cargo-requests/${requestId}`);
  await ask('plain-exports', 'GET', '/v1/allocations?limit=20');
  await ask('plain-exports', 'POST', `/v1/cargo-requests/${requestId}/cancellation`, { reason: 'soak' });
  await ask('oceanbridge', 'POST', `/v1/vessel-offers/${offerId}/withdrawal`, { reason: 'soak' });
}

const soak: Bench = {
  name: 'soak',
  what: 'memory that is reachable after a collection, of a process with all services under steady load (offers published and withdrawn, requests submitted and cancelled, on the Postgres log): by a line through the last two thirds, its end over its beginning; 30 minutes or --minutes',
  rival: 'flat: 1',
  better: 'lower',
  floor: 1.1,
  judged: 'median',
  runs: 1,
  onlyWhenNamed: true,
  prepare: async ({ postgres, minutes }) => {
    await postgres();
    const services = await startServices({
      services: SERVICES,
      organisations: [
        { organisationId: 'ministry', role: 'authority' },
        { organisationId: 'second-desk', role: 'authority' },
        { organisationId: 'oceanbridge', role: 'carrier' },
        { organisationId: 'plain-exports', role: 'exporter' },
      ],
    });
    const policies = '/v1/programme/policies';
    await services.call({
      method: 'POST',
      path: policies,
      as: 'ministry',
      body: {
        policyId: 'soak',
        version: '1',
        basis: 'ASSUMED',
        effectiveFrom: new Date(Date.now() - 60_000).toISOString(),
        evidence: [],
        rules: RULES,
      },
    });
    await services.call({ method: 'POST', path: `${policies}/soak/versions/1/approval`, as: 'second-desk' });
    await services.platform.settled();
    return {
      measure: async () => {
        const began = performance.now();
        const seconds = () => (performance.now() - began) / 1_000;
        let rounds = 0;
        const refusals = { busy: 0 };
        let isOver = false;
        const workers = Array.from({ length: WORKERS }, async (_none, worker) => {
          for (let number = 0; !isOver; number += 1) {
            await round(services, `soak-${worker}-${number}`, refusals);
            rounds += 1;
          }
        });
        const samples: { readonly at: number; readonly heap: number; readonly rss: number }[] = [];
        for (let sample = 0; sample < SAMPLES; sample += 1) {
          await Promise.race([
            new Promise((resolve) => setTimeout(resolve, (minutes * 60_000) / SAMPLES)),
            Promise.all(workers),
          ]);
          await collect();
          const { heapUsed, external, rss } = process.memoryUsage();
          samples.push({ at: seconds(), heap: (heapUsed + external) / 1e6, rss: rss / 1e6 });
        }
        isOver = true;
        await Promise.all(workers);
        await services.platform.settled();
        const steady = samples.slice(Math.ceil(SAMPLES * WARM_SHARE));
        const slope = slopeOf(steady.map(({ at, heap }) => [at, heap]));
        const from = steady[0]!.at;
        const to = steady.at(-1)!.at;
        const middle = steady.reduce((sum, { heap }) => sum + heap, 0) / steady.length;
        const half = (slope * (to - from)) / 2;
        return {
          ratio: (middle + half) / (middle - half),
          figures: {
            minutes: to / 60,
            rounds,
            'rounds a second': rounds / to,
            'answers 503': refusals.busy,
            'MB at first': steady[0]!.heap,
            'MB at the end': steady.at(-1)!.heap,
            'least MB': Math.min(...steady.map(({ heap }) => heap)),
            'most MB': Math.max(...steady.map(({ heap }) => heap)),
            'slope MB an hour': slope * 3_600,
            'slope kB a round': (slope * to * 1_000) / rounds,
            'resident slope MB an hour': slopeOf(steady.map(({ at, rss }) => [at, rss])) * 3_600,
          },
        };
      },
      close: () => services.stop(),
    };
  },
};

export const benches: readonly Bench[] = [soak];
