import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { vesselOffer } from '@greenlane/vessel-offer/service';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

const offer = (carrierOfferReference: string, change: Record<string, unknown> = {}) => ({
  carrierOfferReference,
  vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
  carrierServiceCode: 'NE1',
  carrierExportVoyageNumber: '054W',
  portCalls: [
    { UNLocationCode: 'CNSGH', departureDateTime: at(10) },
    { UNLocationCode: 'NLRTM', arrivalDateTime: at(45) },
  ],
  capacity: { teu: 40, weightTonnes: '600', dangerousGoodsTeu: 0, reeferPlugs: 0 },
  acceptedEquipment: ['45G1'],
  emissionProfile: { dataQuality: 'DEFAULT' },
  validUntil: at(9),
  ...change,
});
const linesOf = (...documents: readonly unknown[]) =>
  documents.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');

describe('greenlane publish', () => {
  let services: RunningServices;
  let folder: string;
  beforeAll(async () => {
    services = await startServices({
      services: [vesselOffer],
      organisations: [
        { organisationId: 'line', role: 'carrier' },
        { organisationId: 'solar', role: 'exporter' },
      ],
    });
    folder = await mkdtemp(join(tmpdir(), 'greenlane-publish-'));
  }, 60_000);
  afterAll(async () => {
    await services?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The command as a carrier types it, in the folder of its file. */
  async function publish(text: string, options: { readonly key?: string; readonly baseUrl?: string } = {}) {
    await writeFile(join(folder, 'offers.ndjson'), text);
    const args = ['publish', '--offers', 'offers.ndjson', '--base-url', options.baseUrl ?? services.baseUrl];
    const env = { ...process.env, GREENLANE_API_KEY: options.key ?? 'gl_test_line' };
    try {
      return { code: 0, ...(await run(process.execPath, [cli, ...args], { cwd: folder, env })) };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout, stderr };
    }
  }
  const offersOf = async () =>
    (await services.call({ method: 'GET', path: '/v1/vessel-offers', as: 'line' })).body as {
      readonly offerId: string;
      readonly carrierOfferReference: string;
    }[];

  test('publishes each line, names its offer, and a file that is sent again changes nothing', async () => {
    const bodies = [offer('A-1'), '', { ...offer('A-2'), offerId: 'as greenlane plan calls it' }];
    const text = linesOf(...bodies);
    const first = await publish(text);
    const ids = new Map(
      (await offersOf()).map(({ carrierOfferReference, offerId }) => [carrierOfferReference, offerId]),
    );
    expect(first).toEqual({
      code: 0,
      stdout: `offers.ndjson:1: published: A-1 ${ids.get('A-1')}\noffers.ndjson:3: published: A-2 ${ids.get('A-2')}\n2 published, 0 published before, 0 refused\n`,
      stderr: '',
    });
    const again = await publish(text);
    expect([again.code, again.stdout.split('\n').at(-2)]).toEqual([0, '0 published, 2 published before, 0 refused']);
    expect(await offersOf()).toHaveLength(2);
  });

  test('sends nothing while a line is malformed, and names line and field', async () => {
    const wrong = offer('B-2', { portCalls: [{ UNLocationCode: 'Shanghai' }, { UNLocationCode: 'NLRTM' }] });
    // As Windows editors write it, with a byte order mark.
    const { code, stdout, stderr } = await publish(`\ufeff${linesOf(offer('B-1'), wrong, '{', offer('B-1'))}`);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.split('\n').at(-2)).toBe('nothing was published: mend these lines and send the file again');
    expect(stderr).not.toContain('offers.ndjson:1:');
    expect(stderr).toContain('offers.ndjson:2: portCalls[0].UNLocationCode: a UN/LOCODE such as CNSGH');
    expect(stderr).toContain('offers.ndjson:3: not JSON');
    expect(stderr).toContain('offers.ndjson:4: carrierOfferReference: B-1 is on line 1 already');
    expect((await offersOf()).map(({ carrierOfferReference }) => carrierOfferReference)).not.toContain('B-1');
  });

  test('says which line the platform refused, of which field and why, and publishes the others', async () => {
    const refused = offer('C-1', { validUntil: at(-1) });
    const { code, stdout, stderr } = await publish(linesOf(refused, offer('C-2')));
    expect([code, stdout.split('\n').at(-2)]).toEqual([1, '1 published, 0 published before, 1 refused']);
    expect(stderr).toMatch(/^offers\.ndjson:1: refused: C-1: validUntil: .+ \(422 [A-Z_]+\)$/m);
  });

  test('says so when the key may not publish, is unknown, or nobody answers', async () => {
    const text = linesOf(offer('D-1'));
    expect((await publish(text, { key: 'gl_test_solar' })).stderr).toContain(`${services.baseUrl} refused: 403`);
    expect((await publish(text, { key: 'gl_unknown' })).stderr).toContain(`${services.baseUrl} refused: 401`);
    const nobody = await publish(text, { baseUrl: 'http://127.0.0.1:9' });
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('http://127.0.0.1:9: ')]);
  });
});
