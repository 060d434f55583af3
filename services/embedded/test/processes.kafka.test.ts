import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { migrate } from '@greenlane/database/migrate';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { SCHEMAS, SERVICES } from '../src/services.ts';
import { journey } from './journey.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const broker = inject('kafkaBroker');
const missing = inject('kafkaMissing');

type ServiceProcess = {
  readonly name: string;
  readonly process: ChildProcess;
  readonly url: string;
  readonly output: string[];
};

function startService(name: string, environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${root}services/${name}/src/main.ts`], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    const read = (chunk: Buffer) => {
      output.push(chunk.toString());
      const ready = /"url":"(http:[^"]+)"/.exec(output.join(''));
      if (ready?.[1]) resolve({ name, process: child, url: ready[1], output });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}:\n${output.join('').slice(-3_000)}`)));
  });
}

if (missing !== '') {
  test.skip(`no Kafka: ${missing}`, () => {});
} else {
  describe('each service as its own process, on Kafka', () => {
    let database: TestDatabase;
    let services: readonly ServiceProcess[] = [];
    let environment: Readonly<Record<string, string>>;

    beforeAll(async () => {
      database = await testDatabase(['event_log']);
      await migrate({ admin: database.admin, schemas: SCHEMAS, roleSecret: TEST_ROLE_SECRET });
      environment = {
        HOST: '127.0.0.1',
        PORT: '0',
        DATABASE_HOST: database.admin.host,
        DATABASE_PORT: String(database.admin.port),
        DATABASE_NAME: database.admin.database,
        DATABASE_ADMIN_USER: database.admin.user,
        DATABASE_ADMIN_PASSWORD: database.admin.password,
        DATABASE_ROLE_SECRET: TEST_ROLE_SECRET,
        BUS: 'kafka',
        KAFKA_BROKERS: broker,
        LOG_LEVEL: 'info',
      };
      services = await Promise.all(SERVICES.map(({ name }) => startService(name, environment)));
    }, 180_000);

    afterAll(async () => {
      await database?.close();
    });

    test('the same journey runs, key made by the command line', async () => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [`${root}packages/cli/src/main.ts`, 'keys', 'create'],
        { env: { ...process.env, ...environment } },
      );
      const { apiKey } = JSON.parse(stdout) as { apiKey: string };
      const urlOf = (path: string): string => {
        const owner = SERVICES.find(({ prefixes }) =>
          prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}?`)),
        );
        return `${services.find(({ name }) => name === owner?.name)?.url}${path}`;
      };
      await journey({ urlOf, authorityKey: apiKey });
    }, 240_000);

    test('allocations travel as CloudEvents with ce_priority', async () => {
      const consumer = new Kafka({ clientId: 'outside', brokers: [broker], logLevel: logLevel.NOTHING }).consumer({
        groupId: `outside-${Date.now()}`,
      });
      await consumer.connect();
      await consumer.subscribe({ topics: ['allocations'], fromBeginning: true });
      const held: Record<string, string>[] = [];
      await consumer.run({
        eachMessage: async ({ message }) => {
          const headers = Object.fromEntries(
            Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
          );
          if (
            headers['ce_type'] === 'org.greenlane.allocation.held.v1' &&
            headers['ce_audience']?.includes('yancheng-solar')
          )
            held.push(headers);
        },
      });
      await vi.waitFor(() => expect(held.length).toBeGreaterThan(0), 30_000);
      await consumer.disconnect();
      expect(held.at(-1)).toMatchObject({
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_source: '/greenlane/matching',
        ce_priority: 'true',
      });
    }, 60_000);

    test('SIGTERM ends every process in order, with exit code 0', async () => {
      const codes = await Promise.all(
        services.map(
          ({ name, process: child, output }) =>
            new Promise<string>((resolve) => {
              child.removeAllListeners('exit');
              child.once('exit', (code) =>
                resolve(code === 0 ? `${name} 0` : `${name} ${code}: ${output.join('').slice(-2_000)}`),
              );
              child.kill('SIGTERM');
            }),
        ),
      );
      expect(codes).toEqual(services.map(({ name }) => `${name} 0`));
    }, 60_000);
  });
}
