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
  let listFile: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'greenlane-diagnose-'));
    listFile = join(folder, 'list.csv');
    await writeFile(
      listFile,
      'My ref;From port;目的港;Boxes;Gross weight (t)\nA;上海;鹿特丹;2;43,5\nB;Ningbo;Hamburg;1;\n',
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('answers JSON on standard output, and files by their ending, with the same figures', async () => {
    const json = await diagnose(listFile, '--as-of', '2026-11-26', '--column', 'My ref=shipmentReference');
    const { totals, rows } = JSON.parse(json.stdout);
    expect(rows.map(({ reference, units }: { reference: string; units: number }) => [reference, units])).toEqual([
      ['A', 2],
      ['B', 1],
    ]);
    const page = join(folder, 'page.html');
    const written = await diagnose(listFile, '--as-of', '2026-11-26', '--out', page);
    expect([written.code, written.stdout]).toEqual([
      0,
      `2 rows, 2 computed: ${totals.now.wellToWakeGrams / 1_000} kg CO2e well-to-wake; PRIMARY 0, MODELLED 0, DEFAULT 2; readiness NO_POLICY; ${page} written\n`,
    ]);
    expect(await readFile(page, 'utf8')).toContain('物流数据诊断');
    expect((await diagnose(listFile, '--format', 'csv')).stdout.trim().split('\n')).toHaveLength(3);
  });

  test('says of a workbook that it is none of a CSV', async () => {
    const workbook = join(folder, 'list.xlsx');
    await writeFile(workbook, Buffer.from('PK\u0003\u0004 and so on', 'latin1'));
    const { code, stdout, stderr } = await diagnose(workbook);
    expect([code, `${stdout}${stderr}`]).toEqual([
      1,
      expect.stringContaining('this is a workbook (such as .xlsx), not a CSV; save it as CSV UTF-8'),
    ]);
  });

  test('judges readiness for the policy that is in force on the day, of those in the file', async () => {
    const policy = (version: string, effectiveFrom: string, status: string) => ({
      policyId: 'P',
      version,
      status,
      basis: 'ASSUMED',
      effectiveFrom,
      evidence: [],
      author: 'authority',
      changedAt: '2026-01-01T00:00:00Z',
      rules: {
        eligibility: { hsPrefixes: ['854143'], markets: ['CHINA'] },
        routes: { eastWestDefault: 'SUEZ' },
        subsidy: {
          rate: { basis: 'CONTAINER', amount: '40', currencyCode: 'CNY' },
          capPerUnit: '100',
          capTotal: '100',
        },
      },
    });
    const file = join(folder, 'policies.json');
    const list = [
      policy('3', '2027-01-01T00:00:00Z', 'in-force'),
      policy('2', '2026-01-01T00:00:00Z', 'in-force'),
      policy('1', '2025-01-01T00:00:00Z', 'draft'),
    ];
    await writeFile(file, JSON.stringify(list));
    const judged = JSON.parse((await diagnose(listFile, '--policy', file, '--as-of', '2026-11-26')).stdout);
    expect(judged.readiness).toMatchObject({ policyVersion: '2', outcome: 'NOT_READY', indicative: true });
    expect(judged.rows[0].chain.sea.route).toBe('SUEZ');
    const none = await diagnose(listFile, '--policy', file, '--as-of', '2025-11-26');
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('no policy that is in force on 2025-11-26')]);
  });

  test('refuses, in words and by its exit code, what it cannot read', async () => {
    const noList = join(folder, 'no-list.csv');
    await writeFile(noList, 'hello\n');
    const refused = await diagnose(noList);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('NO_HEADER_RECOGNISED')]);
    const missing = await diagnose(join(folder, 'absent.csv'));
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('absent.csv')]);
    const misnamed = await diagnose(listFile, '--column', 'My ref=nonsense');
    expect([misnamed.code, misnamed.stderr]).toEqual([1, expect.stringContaining('shipmentReference')]);
  });
});
