import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { readSignIn } from '@greenlane/console/sign-in';
import { makeFolder } from '@greenlane/database/make-folder';
import { startEmbedded } from '@greenlane/embedded/embedded';
import { bootstrapAuthority } from '@greenlane/programme/bootstrap';
import { collectByGrowth } from '@greenlane/runtime/collector';
import { readTokenIssuers } from '@greenlane/runtime/config';
import { makeLogger, makePlainLogger } from '@greenlane/runtime/log';
import { loadDemo } from '@greenlane/testing/demo/load';
import { replayClock } from '@greenlane/testing/demo/replay-clock';
import cliProgress from 'cli-progress';
import { hasOrganisations, printSummary } from './summary.ts';

export type StartOptions = {
  readonly port: number;
  readonly fresh: boolean;
  readonly demo: boolean;
  readonly bus: string;
  readonly data: string;
  readonly seed: number;
};

async function brokersOf(
  bus: string,
): Promise<{ readonly kind: 'postgres' } | { readonly kind: 'kafka'; readonly brokers: readonly string[] }> {
  if (bus === 'postgres') return { kind: 'postgres' };
  if (bus !== 'kafka') throw new Error(`--bus is postgres or kafka, not ${bus}`);
  if (process.env['KAFKA_BROKERS']) return { kind: 'kafka', brokers: process.env['KAFKA_BROKERS'].split(',') };
  const { startLocalKafka } = await import('@greenlane/kafka-local/kafka');
  return { kind: 'kafka', brokers: [(await startLocalKafka()).broker] };
}

/**
 * Before anything is touched: the platform that has the port may be using the same data, which `--fresh` removes.
 * @throws Error naming the port and what to do
 */
async function requireFreePort(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((settle, fail) => {
    probe.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is taken, perhaps by a platform that runs already; another one: --port ${port + 1}`)
          : error,
      ),
    );
    probe.listen({ host: '127.0.0.1', port }, () => probe.close(() => settle()));
  });
}

/** @throws Error where the folder holds something else than a platform's data: a slip in `--data` must not cost anybody theirs */
async function removeData(data: string): Promise<void> {
  const held: readonly string[] = await readdir(data).catch(() => []);
  if (held.length > 0 && !held.includes('role-secret'))
    throw new Error(`${data} holds no platform's data, so --fresh does not remove it; name another folder with --data`);
  await rm(data, { recursive: true, force: true });
}

/** The main job in one command: database, services, demo, and then serving until Ctrl-C. */
export async function start(options: StartOptions): Promise<void> {
  collectByGrowth();
  await requireFreePort(options.port);
  const data = resolve(options.data);
  if (options.fresh) await removeData(data);
  await makeFolder(data);
  const level = process.env['LOG_LEVEL'];
  // Who names a level collects the records; who does not reads the terminal.
  const log =
    level === undefined
      ? makePlainLogger({ level: 'warn', name: 'greenlane' }, (lines) => process.stderr.write(lines))
      : makeLogger({ level, name: 'greenlane' });
  const clock = replayClock();
  const stopping = new AbortController();
  const ended = new Promise<void>((settle) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        stopping.abort();
        settle();
      });
    }
  });
  const began = performance.now();
  const bus = await brokersOf(options.bus);
  const embedded = await startEmbedded({
    port: options.port,
    dataDirectory: data,
    clock,
    log,
    bus,
    // Webhook receivers of a newcomer's own machine are allowed on a machine of one's own.
    config: { WEBHOOK_ALLOW_LOOPBACK: '1', WEBHOOK_SECRET_KEYS: process.env['WEBHOOK_SECRET_KEYS'] },
    developmentIssuer: true,
    tokenIssuers: readTokenIssuers(process.env),
    signIn: readSignIn(process.env),
    onDead: (error) => {
      log.fatal({ err: error }, 'a consumer died; the process ends');
      process.exit(1);
    },
  });
  console.log(
    `greenlane is up after ${((performance.now() - began) / 1_000).toFixed(1)} s: PostgreSQL ${embedded.server.adopted ? 'adopted' : 'started'} on port ${embedded.server.port}, bus ${bus.kind}`,
  );
  const credentialsFile = join(data, 'demo-credentials.json');
  try {
    const progressFile = join(data, 'demo-progress.json');
    // A restored backup, or data of somebody's own: the demo would replay three weeks over them.
    const isTaken = options.demo && !existsSync(progressFile) && (await hasOrganisations(embedded.admin));
    if (isTaken) console.log('there are data already, so no demo is loaded; --fresh begins anew, without them');
    const isDemo = options.demo && !isTaken;
    if (isDemo) {
      const bar = new cliProgress.SingleBar(
        {
          format: 'demo |{bar}| {percentage} % of three weeks replayed, {duration_formatted}',
          hideCursor: true,
          stream: process.stdout,
        },
        cliProgress.Presets.shades_classic,
      );
      let isShown = false;
      await loadDemo({
        baseUrl: embedded.baseUrl,
        seed: options.seed,
        clock,
        progressFile,
        credentialsFile,
        firstKey: async () => {
          const context = embedded.platform.contextOf('programme');
          const first = await bootstrapAuthority(context.db, { name: 'Programme Authority', ...context });
          if (!first) throw new Error('the authority has two keys already; --fresh begins anew');
          return first;
        },
        settled: embedded.platform.settled,
        onProgress: (done, total) => {
          if (!isShown) bar.start(total, done);
          isShown = true;
          bar.update(done);
        },
        signal: stopping.signal,
      });
      if (isShown) bar.stop();
      await embedded.platform.settled();
    }
    if (!stopping.signal.aborted) {
      await printSummary(embedded.admin);
      console.log(`  open     ${embedded.baseUrl}/`);
      console.log(`  API      ${embedded.baseUrl}/docs`);
      console.log(`  keys     ${isDemo ? credentialsFile : 'make one with: npx -y pnpm@12 greenlane keys create'}`);
      console.log('\nCtrl-C stops it; the data stay. --fresh begins anew.\n');
      await ended;
    }
  } finally {
    console.log('stopping …');
    await embedded.stop();
    console.log('stopped');
  }
}
