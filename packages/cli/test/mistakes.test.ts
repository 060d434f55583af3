import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../src/main.ts', import.meta.url));

async function greenlaneSays(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await run(process.execPath, [cli, ...args])) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}
async function greenlane(...args: readonly string[]): Promise<{ code: number; stderr: string }> {
  const { code, stderr } = await greenlaneSays(...args);
  return { code, stderr };
}

describe('a mistaken command says in one line what to mend', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'greenlane-mistakes-'));
    await writeFile(join(folder, 'statement.json'), '{}');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('verify, when the key set is another file', async () => {
    const file = join(folder, 'statement.json');
    expect(await greenlane('verify', file, '--jwks', file)).toEqual({
      code: 1,
      stderr: `error: ${file} holds no key set: save what /.well-known/jwks.json answers (keys: is required (a list))\n`,
    });
  });

  test('verify, diagnose, plan and audit, when a file is of another kind, by the field and in plain words', async () => {
    const file = join(folder, 'statement.json');
    const [list, none] = [join(folder, 'list.csv'), join(folder, 'none.ndjson')];
    await writeFile(list, 'booking,pol,pod\n1,CNSGH,NLRTM\n');
    await writeFile(none, '');
    const policy = ['--policy', file];
    const plan = ['plan', '--offers', none, '--requests', none, '--out', join(folder, 'plan.json')];
    for (const [args, said] of [
      [['verify', file], 'WRONG  FORM       statement: is required (an object)'],
      [['diagnose', list, ...policy], `error: ${file} is no policy: [0].version: is required (text)`],
      [[...plan, ...policy], `${file}: policyId: is required (text)\n${file}: version: is required (text)`],
      [['audit', 'verify', file], 'line 1 is no audit row: chainId: is required (text)'],
    ] as const) {
      const { code, stdout, stderr } = await greenlaneSays(...args);
      expect([code, `${stdout}${stderr}`]).toEqual([1, expect.stringContaining(said)]);
    }
    await rm(list);
    await rm(none);
  }, 60_000);

  test('verify, audit and plan, when a file is another one or none', async () => {
    const file = join(folder, 'statement.json');
    const absent = join(folder, 'absent.json');
    const text = fileURLToPath(import.meta.url);
    for (const [args, stderr] of [
      [['verify', '--jwks', file], 'error: --jwks, --fingerprint and --previous are about a statement: name its file'],
      [['verify', absent], `error: ${absent} is not readable as JSON: ENOENT`],
      [['verify', file, '--previous', text], `error: ${text} is not readable as JSON: Unexpected token`],
      [
        ['audit', 'verify', file, '--anchors', file],
        `error: ${file} holds no anchors: save what GET /v1/programme/audit/anchors answers (keys`,
      ],
      [['audit', 'verify', file, '--jwks', text], `error: ${text} is not readable as JSON: Unexpected token`],
      [['audit', 'verify', absent], `error: ENOENT: no such file or directory, open '${absent}'`],
      [['diagnose', absent], `error: ENOENT: no such file or directory, open '${absent}'`],
      [
        ['plan', '--offers', absent, '--requests', absent, '--out', folder],
        `ENOENT: no such file or directory, open '${absent}'`,
      ],
    ] as const) {
      const answer = await greenlane(...args);
      expect([answer.code, answer.stderr.slice(0, stderr.length), answer.stderr.trim().split('\n').length]).toEqual([
        1,
        stderr,
        1,
      ]);
    }
  }, 60_000);

  test('restore, when the folder holds no backup, before it makes a database', async () => {
    const data = join(folder, 'data');
    expect(await greenlane('restore', join(folder, 'absent'), '--data', data)).toEqual({
      code: 1,
      stderr: `error: ${join(folder, 'absent')} holds no whole backup: manifest.json is missing\n`,
    });
    for (const manifest of ['{}', 'none']) {
      await writeFile(join(folder, 'manifest.json'), manifest);
      expect(await greenlane('restore', folder, '--data', data)).toEqual({
        code: 1,
        stderr: `error: ${folder} holds no backup of this platform: its manifest.json is of another kind\n`,
      });
    }
    await rm(join(folder, 'manifest.json'));
    expect(await readdir(folder)).toEqual(['statement.json']);
  }, 60_000);

  test('start, when the data folder cannot be made, and when --fresh would remove somebody’s own files', async () => {
    const start = (...args: readonly string[]) => greenlane('start', '--no-demo', '--port', '0', ...args);
    const file = join(folder, 'statement.json');
    // Node’s own mkdir never ends there.
    expect(await start('--data', '/proc/greenlane/data')).toEqual({
      code: 1,
      stderr: 'error: the folder /proc/greenlane cannot be made (ENOENT)\n',
    });
    expect(await start('--data', file)).toEqual({ code: 1, stderr: `error: ${file} is no folder\n` });
    expect(await start('--data', folder, '--fresh')).toEqual({
      code: 1,
      stderr: `error: ${folder} holds no platform's data, so --fresh does not remove it; name another folder with --data\n`,
    });
    expect(await readdir(folder)).toEqual(['statement.json']);
  }, 60_000);

  test('commands that are given a folder for a file, or nowhere to write to, before they work', async () => {
    const nowhere = join(folder, 'absent', 'out.json');
    const list = join(folder, 'list.csv');
    const none = join(folder, 'none.ndjson');
    await writeFile(list, 'booking,pol,pod\n1,CNSGH,NLRTM\n');
    await writeFile(none, '');
    const plan = (out: string) => ['plan', '--offers', none, '--requests', none, '--out', out];
    for (const [args, stderr] of [
      [['diagnose', folder], `error: ${folder} is a folder; name a file\n`],
      [['audit', 'verify', folder], `error: ${folder} is a folder; name a file\n`],
      [['publish', '--key', 'any', '--offers', folder], `${folder} is a folder; name a file\n`],
      [
        ['diagnose', list, '--out', nowhere],
        `error: ${nowhere} cannot be written: there is no folder ${join(folder, 'absent')}\n`,
      ],
      [plan(nowhere), `error: ${nowhere} cannot be written: there is no folder ${join(folder, 'absent')}\n`],
      [plan(folder), `error: ${folder} is a folder; name a file\n`],
    ] as const)
      expect(await greenlane(...args)).toEqual({ code: 1, stderr });
    await rm(list);
    await rm(none);
  }, 60_000);

  test('start, when the port is taken, before it touches any data', async () => {
    const other = createServer();
    await new Promise<void>((settle) => other.listen({ host: '127.0.0.1', port: 0 }, settle));
    const { port } = other.address() as AddressInfo;
    const answer = await greenlane('start', '--port', String(port), '--data', folder, '--fresh');
    other.close();
    expect(answer).toEqual({
      code: 1,
      stderr: `error: port ${port} is taken, perhaps by a platform that runs already; another one: --port ${port + 1}\n`,
    });
    expect(await readdir(folder)).toEqual(['statement.json']);
  });
});
