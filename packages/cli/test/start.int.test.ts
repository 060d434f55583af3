import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const cli = `${root}packages/cli/src/main.ts`;

type Running = { readonly child: ChildProcess; readonly output: () => string; readonly ended: Promise<number | null> };

function start(data: string): Running {
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=2', '--optimize-for-size', cli, 'start', '--data', data, '--port', '0'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let text = '';
  const read = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  return { child, output: () => text, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

const doneSteps = async (data: string): Promise<number> =>
  JSON.parse(await readFile(join(data, 'demo-progress.json'), 'utf8').catch(() => '{"doneSteps":0}')).doneSteps;
const figure = (output: string, name: string): number =>
  Number(new RegExp(`${name}\\s+(\\d+)`).exec(output)?.[1] ?? Number.NaN);

/** The README's tour, as a reader would type it. */
async function tour(): Promise<string> {
  const readme = await readFile(`${root}README.md`, 'utf8');
  const part = readme.slice(readme.indexOf('<!-- tour:'), readme.indexOf('<!-- end of tour -->'));
  return [...part.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]).join('\n');
}

describe('greenlane start', () => {
  let directory: string;
  let data: string;
  let platform: Running;

  beforeAll(async () => {
    // Where many a root user lives: a folder that PostgreSQL's own user cannot enter.
    directory = await mkdtemp(join(tmpdir(), 'greenlane-start-'));
    await chmod(directory, 0o700);
    data = join(directory, 'data');
  });
  afterAll(async () => {
    platform?.child.kill('SIGINT');
    await platform?.ended;
    await rm(directory, { recursive: true, force: true });
  }, 60_000);

  test('killed in the middle of the demo load (PostgreSQL left behind), it goes on at the next start: nothing lost, nothing twice', async () => {
    const first = start(data);
    await vi.waitFor(async () => expect(await doneSteps(data)).toBeGreaterThanOrEqual(12), {
      timeout: 120_000,
      interval: 50,
    });
    first.child.kill('SIGKILL');
    await first.ended;
    platform = start(data);
    await vi.waitFor(() => expect(`${platform.output()} ${platform.child.exitCode}`).toContain('Ctrl-C stops it'), {
      timeout: 240_000,
      interval: 200,
    });
    expect(platform.output()).toContain('PostgreSQL adopted');
    const { stdout } = await run(process.execPath, [cli, 'verify', '--data', data]);
    const lines = stdout.trim().split('\n');
    expect(lines.filter((line) => !/^I\d+ +holds /.test(line))).toEqual([]);
    expect([...new Set(lines.map((line) => line.split(' ')[0]))]).toEqual([
      'I1',
      'I2',
      'I3',
      'I4',
      'I5',
      'I6',
      'I7',
      'I8',
      'I9',
      'I10',
      'I11',
    ]);
  }, 400_000);

  test('the audit log of all that the demo decided holds', async () => {
    const { stdout } = await run(process.execPath, [cli, 'audit', 'verify', '--data', data]);
    expect(stdout).toContain('the audit log holds');
    expect(Number(/^(\d+) rows/.exec(stdout)?.[1])).toBeGreaterThan(3_000);
  }, 60_000);

  test('shows the main job working', () => {
    const output = platform.output();
    expect(output).toMatch(/^warning: secrets of webhooks lie readable in the database/m);
    expect(output).not.toMatch(/^\{/m);
    expect(figure(output, 'offers')).toBe(120);
    expect(figure(output, 'requests')).toBe(420);
    expect(figure(output, 'allocations')).toBeGreaterThanOrEqual(100);
    expect(figure(output, 'green-lane passes')).toBeGreaterThanOrEqual(30);
    expect(figure(output, 'dwell GREEN')).toBeGreaterThanOrEqual(30);
    expect(figure(output, 'dwell ORDINARY')).toBeGreaterThanOrEqual(30);
    expect(figure(output, 'fuel evidence')).toBe(16);
    expect(figure(output, 'footprints\\s+for')).toBeGreaterThanOrEqual(figure(output, 'allocations'));
  });

  test('the README’s tour works as it is typed', async () => {
    const base = /open\s+(http:\S+?)\/\n/.exec(platform.output())?.[1] ?? '';
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    const folder = await mkdtemp(join(tmpdir(), 'greenlane-tour-'));
    const script = (await tour()).replaceAll('npx -y pnpm@12 greenlane', `node ${cli}`);
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      env: {
        ...process.env,
        PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
        BASE: base,
        CREDENTIALS: join(data, 'demo-credentials.json'),
      },
      maxBuffer: 16 * 1024 * 1024,
    });
    await rm(folder, { recursive: true, force: true });
    expect(stdout).toContain('boxes in the green lane wait');
    expect(stdout).toContain('the statement holds');
    expect(stdout).toContain('signer established');
    expect(stdout).toContain('reconciled: true');
    expect(stdout).toContain('2 rows, 2 computed');
    expect(stdout).toContain('/v1/carbon/evidence/');
    expect(stdout).toContain('YANCHENG');
  }, 60_000);

  test('every allocation of the demo: ranking grams = footprint grams = recomputed grams', async () => {
    const base = /open\s+(http:\S+?)\/\n/.exec(platform.output())?.[1] ?? '';
    const { keys } = JSON.parse(await readFile(join(data, 'demo-credentials.json'), 'utf8'));
    const headers = { authorization: `Bearer ${keys.authority.apiKey}` };
    let compared = 0;
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Response = await fetch(
        `${base}/v1/allocations?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`,
        { headers },
      );
      for (const allocation of (await page.json()) as {
        allocationId: string;
        perContainer: { wellToWakeGrams: number; tankToWakeGrams: number };
      }[]) {
        const footprint = (await (
          await fetch(`${base}/v1/carbon/footprints/${allocation.allocationId}`, { headers })
        ).json()) as { perContainer: { wellToWakeGrams: number; tankToWakeGrams: number } };
        expect([
          allocation.allocationId,
          footprint.perContainer.wellToWakeGrams,
          footprint.perContainer.tankToWakeGrams,
        ]).toEqual([
          allocation.allocationId,
          allocation.perContainer.wellToWakeGrams,
          allocation.perContainer.tankToWakeGrams,
        ]);
        compared += 1;
      }
      cursor = page.headers.get('next-page-cursor');
    }
    expect(compared).toBeGreaterThan(100);
  }, 120_000);

  test('Ctrl-C stops it, the database included; a second start keeps the data', async () => {
    platform.child.kill('SIGINT');
    expect(await platform.ended).toBe(0);
    expect(platform.output()).toContain('stopped');
    platform = start(data);
    await vi.waitFor(() => expect(`${platform.output()} ${platform.child.exitCode}`).toContain('Ctrl-C stops it'), {
      timeout: 60_000,
      interval: 200,
    });
    expect(platform.output()).toContain('PostgreSQL started');
    expect(figure(platform.output(), 'requests')).toBe(421);
    // The market is taken up from its snapshot, and still says why.
    const base = /open\s+(http:\S+?)\/\n/.exec(platform.output())?.[1] ?? '';
    const { keys } = JSON.parse(await readFile(join(data, 'demo-credentials.json'), 'utf8'));
    const ask = async (path: string) => {
      const answer = await fetch(`${base}${path}`, {
        headers: { authorization: `Bearer ${keys['yancheng-solar'].apiKey}` },
      });
      expect([path, answer.status]).toEqual([path, 200]);
      return answer.json();
    };
    const [{ requestId }] = (await ask('/v1/cargo-requests?limit=1')) as [{ requestId: string }];
    // It has the history of three weeks by now, and has learned from it.
    await vi.waitFor(
      async () => {
        const { protection } = (await ask(`/v1/rankings/${requestId}`)) as { protection: Record<string, string> };
        expect([protection['mode'], protection['basis'], protection['message']]).toEqual([
          'BID_PRICE',
          'BOOKING_CURVE',
          expect.stringMatching(
            /^On low-emission sailings space is kept for priority units: .*, learned from \d+ of their requests/,
          ),
        ]);
      },
      { timeout: 30_000, interval: 200 },
    );
  }, 120_000);

  test('a backup of it is brought back elsewhere, whole, served under the keys that were, and without a second demo', async () => {
    const [backup, restored] = [join(directory, 'backup'), join(directory, 'restored')];
    const { keys } = JSON.parse(await readFile(join(data, 'demo-credentials.json'), 'utf8'));
    await run(process.execPath, [cli, 'backup', backup, '--data', data]);
    const refused = await run(process.execPath, [cli, 'backup', backup, '--data', data]).catch((error) => error);
    expect([refused.code, refused.stderr]).toEqual([1, `error: ${backup} is not empty\n`]);
    platform.child.kill('SIGINT');
    await platform.ended;
    await run(process.execPath, [cli, 'restore', backup, '--data', restored]);
    const { stdout } = await run(process.execPath, [cli, 'verify', '--data', restored]);
    expect(
      stdout
        .trim()
        .split('\n')
        .filter((line) => !/^I\d+ +holds /.test(line)),
    ).toEqual([]);
    platform = start(restored);
    await vi.waitFor(() => expect(`${platform.output()} ${platform.child.exitCode}`).toContain('Ctrl-C stops it'), {
      timeout: 60_000,
      interval: 200,
    });
    expect(platform.output()).toContain('no demo is loaded');
    const base = /open\s+(http:\S+?)\/\n/.exec(platform.output())?.[1] ?? '';
    const headers = { authorization: `Bearer ${keys['yancheng-solar'].apiKey}` };
    expect((await fetch(`${base}/v1/cargo-requests?limit=1`, { headers })).status).toBe(200);
  }, 180_000);
});
