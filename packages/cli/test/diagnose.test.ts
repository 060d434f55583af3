import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The command as a reader types it; an exit code other than 0 is an answer too. */
async function diagnose(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await run(process.execPath, [cli, 'diagnose', ...args])) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

describe('greenlane diagnose', () => {
  let folder: string;
  let list: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'greenlane-diagnose-'));
    list = join(folder, 'list.csv');
    await writeFile(
      list,
      'My ref;From port;目的港;Boxes;Gross weight (t)\nA;上海;鹿特丹;2;43,5\nB;Ningbo;Hamburg;1;\n',
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('answers JSON on standard output, and files by their ending, with the same figures', async () => {
    const json = await diagnose(list, '--as-of', '2026-11-26', '--column', 'My ref=shipmentReference');
    const { totals, rows } = JSON.parse(json.stdout);
    expect(rows.map(({ reference, units }: { reference: string; units: number }) => [reference, units])).toEqual([
      ['A', 2],
      ['B', 1],
    ]);
    const page = join(folder, 'page.html');
    const written = await diagnose(list, '--as-of', '2026-11-26', '--out', page);
    expect([written.code, written.stdout]).toEqual([
      0,
      `2 rows, 2 computed: ${totals.now.wellToWakeGrams / 1_000} kg CO2e well-to-wake; PRIMARY 0, MODELLED 0, DEFAULT 2; readiness NO_POLICY; ${page} written\n`,
    ]);
    expect(await readFile(page, 'utf8')).toContain('物流数据诊断');
    expect((await diagnose(list, '--format', 'csv')).stdout.trim().split('\n')).toHaveLength(3);
  });

  test('refuses, in words and by its exit code, what it cannot read', async () => {
    const noList = join(folder, 'no-list.csv');
    await writeFile(noList, 'hello\n');
    const refused = await diagnose(noList);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('NO_HEADER_RECOGNISED')]);
    const missing = await diagnose(join(folder, 'absent.csv'));
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('absent.csv')]);
    const misnamed = await diagnose(list, '--column', 'My ref=nonsense');
    expect([misnamed.code, misnamed.stderr]).toEqual([1, expect.stringContaining('shipmentReference')]);
  });
});
