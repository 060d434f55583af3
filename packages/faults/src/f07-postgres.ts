import { inHours, requestBody } from '@greenlane/testing/cargo';
import { checkWorld } from './check-world.ts';
import { type Fault, findings, type Outcome } from './fault.ts';
import { type History, recordHistory, serverErrors } from './history.ts';
import { checkHistory, countOk, startLoad } from './load.ts';
import { until, wait } from './process.ts';
import { startProxy } from './proxy.ts';
import type { Stage, World } from './stage.ts';

/**
 * Requests that are sent once and never again, so that each answer can be held against what is stored: 202 is there, 503
 * with "nothing was stored" is not, and only an answer that says so leaves it open.
 */
export function startProbes(options: {
  readonly world: World;
  readonly url: string;
  readonly history: History;
  readonly clients: number;
}) {
  let isStopping = false;
  const running = Array.from({ length: options.clients }, async (_none, client) => {
    for (let turn = 0; !isStopping; turn += 1) {
      const reference = `P-${client}-${turn}`;
      await options.history.call({
        client,
        name: 'probe',
        reference,
        method: 'POST',
        url: `${options.url}/v1/cargo-requests`,
        key: options.world.keys.trader,
        body: requestBody({ reference, units: 1, latestArrivalDateTime: inHours(1_600, '+01:00') }),
        patienceMilliseconds: 60_000,
      });
      await wait(20);
    }
  });
  return async () => {
    isStopping = true;
    await Promise.all(running);
  };
}

export async function checkProbes(world: World, history: History) {
  const { all, expect } = findings();
  const rows = await world.query<{ reference: string }>(
    `select body ->> 'requestReference' as reference from cargo_request.request where body ->> 'requestReference' like 'P-%'`,
  );
  const stored = new Set(rows.map(({ reference }) => reference));
  const probes = history.operations.filter(({ name }) => name === 'probe');
  const lost = probes.filter(({ outcome, reference }) => outcome === 'ok' && !stored.has(reference));
  const denied = probes.filter(({ outcome, reference }) => outcome === 'fail' && stored.has(reference));
  expect(
    lost.length === 0,
    'I2',
    `${lost.length} of ${probes.length} requests were accepted and never stored: ${lost[0]?.reference}`,
  );
  expect(
    denied.length === 0,
    'I2',
    `${denied.length} requests are stored though the answer said they were not: ${denied[0]?.reference} ${denied[0]?.status}`,
  );
  return {
    findings: all,
    probes: probes.length,
    unknown: probes.filter(({ outcome }) => outcome === 'unknown').length,
  };
}

async function shake(stage: Stage, crashes: number): Promise<Outcome> {
  const postgres = await stage.postgres();
  const world = await stage.world();
  const proxy = await startProxy({ host: postgres.address.host, port: postgres.address.port });
  const service = await world.start({ databasePort: proxy.port });
  const history = recordHistory();
  const { all, expect } = findings();
  let slowest = { milliseconds: 0, what: '' };
  /** Writes succeed, and what was written before them comes of it: space is held, for a carrier to confirm or an exporter to give back. */
  const served = async (what: string) => {
    const began = performance.now();
    const before = history.operations.length;
    await until(`writes succeed and space is held again after ${what}`, 90_000, async () => {
      const since = history.operations.slice(before);
      return (
        countOk(since) > 10 &&
        since.some(
          // A command that was carried out, for a request that was made, delivered and held: not one that was only taken.
          ({ name, status, invokedAt }) => ['confirm', 'cancel'].includes(name) && status === 200 && invokedAt >= began,
        )
      );
    });
    const milliseconds = performance.now() - began;
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, what };
  };
  try {
    const load = startLoad({ world, url: service.url, history, clients: 4, seed: stage.seed, pauseMilliseconds: 20 });
    const stopProbes = startProbes({ world, url: service.url, history, clients: 3 });
    await wait(1_500);
    for (let crash = 0; crash < crashes; crash += 1) {
      await postgres.crash();
      await wait(crash % 2 === 0 ? 0 : 1_500);
      await postgres.start();
      await served('an immediate restart');
      await wait(700);
    }
    const frozen = proxy.freezeOpenConnections();
    await served(`${frozen} connections went half-open`);
    proxy.cut();
    await served('every connection was reset');
    proxy.delay(30);
    await wait(1_500);
    proxy.delay(0);
    // Someone holds a lock that every write needs, so that each takes a connection and none gives one back.
    const blocker = world.query(
      `begin; lock table cargo_request.request in access exclusive mode; select pg_sleep(6); commit`,
    );
    await Promise.all([blocker, wait(6_000)]);
    await served('the pool was exhausted');
    await stopProbes();
    await load.stop();
    await world.settled(120_000);
    expect(await service.isReady(), 'recovery', 'the process is not ready again');
    expect(service.isRunning(), 'recovery', `the process ended: ${service.output().slice(-600)}`);
    const others = serverErrors(history.operations).filter(({ status }) => status !== 503);
    expect(
      others.length === 0,
      'I2',
      `${others.length} answers were ${others[0]?.status}, which tells a client nothing`,
    );
    const probes = await checkProbes(world, history);
    all.push(...probes.findings, ...(await checkHistory(world, history.operations)), ...(await checkWorld(world)));
    const worst = `${(slowest.milliseconds / 1_000).toFixed(1)} s after ${slowest.what}`;
    return {
      figure: `${crashes} immediate restarts, ${frozen} half-open connections, resets, an exhausted pool: ${countOk(history.operations).toLocaleString('en')} writes accepted, ${probes.unknown} of ${probes.probes} answers said that they could not know, slowest recovery ${worst}`,
      findings: all,
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${service.output()}`, { cause: error });
  } finally {
    await service.end('SIGKILL');
    if (!(await postgres.isRunning())) await postgres.start();
    await proxy.close();
    await world.drop();
  }
}

/** Off, so that nothing but an answered commit could put a transaction on disk: no cleaning, no writing of pages. */
const QUIET = { autovacuum: 'off', bgwriter_lru_maxpages: '0' };

/**
 * Answers before the commit is on disk, as asynchronous commit does: a crash takes back what was promised. The process that
 * would write it a moment later is stopped first, so the crash always falls between the answer and the disk.
 */
async function forget(stage: Stage): Promise<Outcome> {
  const postgres = await stage.postgres();
  const world = await stage.world();
  await postgres.query('postgres', `alter database ${world.database} set synchronous_commit = off`);
  for (const [name, value] of Object.entries(QUIET))
    await postgres.query('postgres', `alter system set ${name} = ${value}`);
  await postgres.query('postgres', 'select pg_reload_conf()');
  const service = await world.start();
  const history = recordHistory();
  try {
    await postgres.stopWalWriter();
    const stop = startProbes({ world, url: service.url, history, clients: 6 });
    await until('requests were accepted', 60_000, async () => countOk(history.operations) > 20);
    await postgres.crash();
    await postgres.start();
    await stop();
    const { findings: found } = await checkProbes(world, history);
    return { figure: 'commits answered before they were on disk, 1 crash', findings: found };
  } finally {
    await service.end('SIGKILL');
    for (const name of Object.keys(QUIET)) await postgres.query('postgres', `alter system reset ${name}`);
    await postgres.query('postgres', 'select pg_reload_conf()');
    await world.drop();
  }
}

export const postgresGone: Fault = {
  name: 'F7',
  title: 'PostgreSQL crashes, half-open connections, exhausted pool',
  invariants: ['I1', 'I2', 'I3', 'I4', 'I5', 'I6'],
  run: (stage) => shake(stage, stage.sized(6, { short: 2, nightly: 30 })),
  twin: forget,
};
