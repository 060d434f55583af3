import { execFile, spawn } from 'node:child_process';
import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** `pnpm kafka:start | kafka:stop`: one Apache Kafka node (KRaft) on 127.0.0.1, from Docker or from Maven Central with Java 17+. */
const run = promisify(execFile);
const KAFKA_VERSION = '4.1.1';
const IMAGE = `apache/kafka:${KAFKA_VERSION}`;
const CONTAINER = 'greenlane-kafka';
const START_SECONDS = 60;
const root = fileURLToPath(new URL('../../', import.meta.url));

export type LocalKafka = { readonly broker: string; readonly from: 'docker' | 'java'; stop(): Promise<void> };

export type LocalKafkaOptions = {
  readonly port?: number;
  /** Keeps the jars (shared) and the node's data and pid. */
  readonly directory?: string;
  /** A throw-away node with a data folder of its own. */
  readonly isTemporary?: boolean;
  /** Runs Java as Kafka's own scripts and image do, not with a small heap: what is measured beside a broker needs that. */
  readonly asPublished?: boolean;
};

/** Enough for tests; under load its collector marks without end, since a large batch takes a good part of so small a heap. */
const SMALL_HEAP = ['-Xmx512m', '-Xms128m'];
/** As of `bin/kafka-server-start.sh` and `bin/kafka-run-class.sh`. */
const PUBLISHED_JAVA = [
  '-server',
  '-Xmx1G',
  '-Xms1G',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-XX:+ExplicitGCInvokesConcurrent',
];

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return run(command, [...args], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}

function answers(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      settle(true);
    });
    socket.once('error', () => settle(false));
  });
}

async function waitFor(port: number, isAlive: () => Promise<boolean>, log: string): Promise<void> {
  for (let attempt = 0; attempt < START_SECONDS * 5; attempt += 1) {
    if (await answers(port)) return;
    if (!(await isAlive())) break;
    await new Promise((settle) => setTimeout(settle, 200));
  }
  const lines = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-12).join('\n');
  throw new Error(`Kafka did not come up on 127.0.0.1:${port}; the end of its log says:\n${lines}`);
}

/** Why neither Docker nor Java can run a broker here; `undefined` when one can. */
export async function whyNoKafka(): Promise<string | undefined> {
  if (await succeeds('docker', ['info'])) return undefined;
  const java = await run('java', ['-version']).then(
    ({ stderr, stdout }) => Number(/version "(\d+)/.exec(stderr + stdout)?.[1] ?? 0),
    () => 0,
  );
  if (java < 17)
    return java === 0
      ? 'no Docker engine answers and there is no Java'
      : `no Docker engine answers and Java ${java} is older than 17`;
  if (!(await succeeds('mvn', ['--version']))) return 'no Docker engine answers and Maven (mvn) is missing';
  return undefined;
}

/** Downloads Kafka and what it needs at run time into one folder, once. */
async function resolveJars(directory: string): Promise<string> {
  const libs = join(directory, `kafka-${KAFKA_VERSION}`);
  if (await stat(join(libs, 'complete')).catch(() => undefined)) return libs;
  await rm(libs, { recursive: true, force: true });
  await mkdir(libs, { recursive: true });
  await writeFile(
    join(libs, 'pom.xml'),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>local</groupId><artifactId>kafka</artifactId><version>1</version>
<dependencies><dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency></dependencies></project>`,
  );
  await run(
    'mvn',
    [
      '-q',
      '-B',
      '-f',
      join(libs, 'pom.xml'),
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${libs}`,
    ],
    { timeout: 300_000, maxBuffer: 32 * 1024 * 1024 },
  );
  await writeFile(join(libs, 'complete'), '');
  return libs;
}

async function processOf(pidFile: string, marker: string): Promise<number | undefined> {
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).trim());
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  // The pid may have been given to another program since: only our own java on this very folder counts.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(
    async () => (await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }))).stdout,
  );
  return command.includes(marker) ? pid : undefined;
}

async function stopProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  for (let attempt = 0; attempt < 150; attempt += 1) {
    await new Promise((settle) => setTimeout(settle, 100));
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
  }
  process.kill(pid, 'SIGKILL');
}

async function startFromJava(options: {
  readonly port: number;
  readonly directory: string;
  readonly home: string;
  readonly asPublished: boolean;
}): Promise<LocalKafka> {
  const { port, home, asPublished } = options;
  const libs = await resolveJars(options.directory);
  const properties = join(home, 'server.properties');
  const log = join(home, 'server.log');
  const pidFile = join(home, 'pid');
  const data = join(home, 'data');
  const running = await processOf(pidFile, properties);
  if (running !== undefined && (await answers(port)))
    return { broker: `127.0.0.1:${port}`, from: 'java', stop: () => stopProcess(running) };
  if (running !== undefined) await stopProcess(running);
  await mkdir(home, { recursive: true });
  const controller = port + 10_000 > 65_000 ? port - 10_000 : port + 10_000;
  await writeFile(
    properties,
    [
      'process.roles=broker,controller',
      'node.id=1',
      `controller.quorum.voters=1@127.0.0.1:${controller}`,
      `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
      `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
      'controller.listener.names=CONTROLLER',
      'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      `log.dirs=${data}`,
      'offsets.topic.replication.factor=1',
      'offsets.topic.num.partitions=8',
      'transaction.state.log.replication.factor=1',
      'transaction.state.log.min.isr=1',
      'group.initial.rebalance.delay.ms=200',
      'auto.create.topics.enable=false',
      '',
    ].join('\n'),
  );
  const java = (main: string, args: readonly string[]) => [
    ...(asPublished ? PUBLISHED_JAVA : SMALL_HEAP),
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-cp',
    join(libs, '*'),
    main,
    ...args,
  ];
  if (!(await stat(join(data, 'meta.properties')).catch(() => undefined))) {
    await run('java', java('kafka.tools.StorageTool', ['format', '-t', 'MkU3OEVBNTcwNTJENDM2Qk', '-c', properties]), {
      timeout: 60_000,
    });
  }
  const output = await open(log, 'a');
  const child = spawn('java', java('kafka.Kafka', [properties]), {
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
  });
  child.unref();
  await output.close();
  const { pid } = child;
  if (pid === undefined) throw new Error('java did not start');
  await writeFile(pidFile, `${pid}\n`);
  await waitFor(port, async () => (await processOf(pidFile, properties)) !== undefined, log);
  return { broker: `127.0.0.1:${port}`, from: 'java', stop: () => stopProcess(pid) };
}

async function startFromDocker(port: number): Promise<LocalKafka> {
  const stop = async () => {
    await run('docker', ['rm', '-f', `${CONTAINER}-${port}`]).catch(() => {});
  };
  if (!(await answers(port))) {
    await stop();
    await run(
      'docker',
      [
        'run',
        '-d',
        '--name',
        `${CONTAINER}-${port}`,
        '-p',
        `127.0.0.1:${port}:9092`,
        '-e',
        `KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://127.0.0.1:${port}`,
        IMAGE,
      ],
      { timeout: 300_000 },
    );
    await waitFor(port, async () => true, '');
  }
  return { broker: `127.0.0.1:${port}`, from: 'docker', stop };
}

/**
 * Starts the local node, or finds it running. Its files lie under `.greenlane/kafka`; a node that a killed process left behind is
 * found by its pid file and used.
 */
export async function startLocalKafka(options: LocalKafkaOptions = {}): Promise<LocalKafka> {
  const port = options.port ?? Number(process.env['KAFKA_PORT'] ?? 9092);
  const directory = resolve(options.directory ?? join(root, '.greenlane', 'kafka'));
  const reason = await whyNoKafka();
  if (reason !== undefined) throw new Error(`no Kafka can be started here: ${reason}`);
  await mkdir(directory, { recursive: true });
  if (!options.isTemporary && (await succeeds('docker', ['info']))) return startFromDocker(port);
  const home = join(directory, options.isTemporary ? `node-${port}-${process.pid}` : `node-${port}`);
  const kafka = await startFromJava({ port, directory, home, asPublished: options.asPublished === true });
  if (!options.isTemporary) return kafka;
  return {
    ...kafka,
    stop: async () => {
      await kafka.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function stopAll(): Promise<void> {
  const port = Number(process.env['KAFKA_PORT'] ?? 9092);
  const home = join(root, '.greenlane', 'kafka', `node-${port}`);
  const pid = await processOf(join(home, 'pid'), join(home, 'server.properties'));
  if (pid !== undefined) await stopProcess(pid);
  if (await succeeds('docker', ['info'])) await run('docker', ['rm', '-f', `${CONTAINER}-${port}`]).catch(() => {});
  console.log(pid === undefined ? 'no local Kafka was running' : `stopped Kafka on 127.0.0.1:${port}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command] = process.argv.slice(2);
  if (command === 'start') {
    const kafka = await startLocalKafka();
    console.log(`Kafka ${KAFKA_VERSION} (${kafka.from}) is up: KAFKA_BROKERS=${kafka.broker}`);
  } else if (command === 'stop') {
    await stopAll();
  } else {
    console.error('usage: pnpm kafka:start | kafka:stop');
    process.exitCode = 2;
  }
}
