import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { computeDoorToPort } from '@greenlane/emissions/door-to-port';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../src/main.ts', import.meta.url));
let directory: string;

const offer = (offerId: string, teu: number, portCalls: readonly string[]) => ({
  offerId,
  carrierOfferReference: offerId,
  vessel: { vesselIMONumber: '9795610', name: 'COSCO SHIPPING UNIVERSE' },
  carrierServiceCode: 'AEU3',
  carrierExportVoyageNumber: '054W',
  route: 'SUEZ',
  portCalls: portCalls.map((UNLocationCode, at) => ({
    UNLocationCode,
    arrivalDateTime: `2027-01-${String(3 + at * 6).padStart(2, '0')}T06:00:00Z`,
    departureDateTime: `2027-01-${String(4 + at * 6).padStart(2, '0')}T14:00:00Z`,
  })),
  capacity: { teu, weightTonnes: String(teu * 12), dangerousGoodsTeu: 0, reeferPlugs: 0 },
  acceptedEquipment: ['45G1'],
  acceptedUNNumbers: [],
  rates: [],
  emissionProfile: { dataQuality: 'DEFAULT' },
  validUntil: '2027-01-03T06:00:00Z',
});
const request = (requestId: string, units: number, dischargePorts: readonly string[], more = {}) => ({
  requestId,
  requestReference: requestId,
  cargo: { extendedHSCode: '854143', commodityType: 'PV modules' },
  equipment: { ISOEquipmentCode: '45G1', units, cargoGrossWeightKg: '18000' },
  origin: { loadPorts: ['CNSGH'], preCarriage: [{ loadPort: 'CNSGH', mode: 'ROAD', distanceKm: '310' }] },
  destination: { dischargePorts },
  cargoReadyDateTime: '2026-12-20T08:00:00+08:00',
  latestArrivalDateTime: '2027-03-20T00:00:00+01:00',
  ...more,
});
const ndjson = (documents: readonly unknown[]) => documents.map((each) => JSON.stringify(each)).join('\n');
const paths = () => ({
  offers: join(directory, 'offers.ndjson'),
  requests: join(directory, 'requests.ndjson'),
  out: join(directory, 'plan.json'),
});

async function plan(...more: string[]): Promise<{ code: number; text: string; errors: string }> {
  const { offers, requests, out } = paths();
  const line = [cli, 'plan', '--offers', offers, '--requests', requests, '--out', out, ...more];
  return run(process.execPath, line).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout, errors: stderr }),
    (error) => ({ code: error.code, text: error.stdout, errors: error.stderr }),
  );
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'greenlane-plan-'));
  const both = offer('both', 8, ['CNSGH', 'NLRTM', 'DEHAM']);
  await writeFile(paths().offers, ndjson([both, offer('rotterdam', 8, ['CNSGH', 'NLRTM'])]));
  await writeFile(
    paths().requests,
    ndjson([
      request('flexible', 4, ['NLRTM']),
      request('hamburg', 3, ['DEHAM'], { priority: true }),
      request('split', 3, ['NLRTM', 'DEHAM'], { splitAllowed: true }),
      request('nowhere', 1, ['USLAX']),
    ]),
  );
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('greenlane plan', () => {
  test('serves priority first, splits whole containers, and names grams by the emissions code', async () => {
    const { code, text, errors } = await plan('--iterations', '3000');
    expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
    expect(text).toContain('first come, first served');
    const found = JSON.parse(await readFile(paths().out, 'utf8'));
    expect(found.optionsConsidered).toEqual({ mostPerRequest: 200, requestsWithMore: 0 });
    const allocated = found.allocations.map((each: { requestId: string; offerId: string; units: number }) => [
      each.requestId,
      each.offerId,
      each.units,
    ]);
    expect(allocated).toEqual([
      ['flexible', 'rotterdam', 4],
      ['hamburg', 'both', 3],
      ['split', 'both', 1],
    ]);
    expect(found.unserved).toEqual([
      { requestId: 'split', units: 2, reason: 'NO_SPACE' },
      { requestId: 'nowhere', units: 1, reason: 'NO_FEASIBLE_OFFER' },
    ]);
    expect(found.totals).toMatchObject({ servedTeu: 16, priorityServedTeu: 6, priorityUnservedTeu: 0 });
    expect(found.reproducible).toBe(true);
    const hamburg = found.allocations[1];
    const one = computeDoorToPort({
      factorSetVersion: 'greenlane-factors-2026.1',
      ISOEquipmentCode: '45G1',
      cargoMassKg: '18000',
      preCarriage: [{ mode: 'ROAD', distanceKm: '310' }],
      sea: await seaOf('CNSGH', 'DEHAM'),
    });
    expect(hamburg.co2eKg).toBe(String((one.ok ? one.value.wellToWakeGrams * 3 : 0) / 1000));
  });

  test('is the same for the same seed and budget, and says when an early stop made it irreproducible', async () => {
    await plan('--iterations', '2000');
    const first = JSON.parse(await readFile(paths().out, 'utf8'));
    await plan('--iterations', '2000');
    expect(JSON.parse(await readFile(paths().out, 'utf8'))).toEqual(first);
    const { text } = await plan('--iterations', '900000000', '--seconds', '1');
    expect(text).toContain('not reproducible');
    expect(JSON.parse(await readFile(paths().out, 'utf8'))).toMatchObject({ reproducible: false });
  });

  test('certifies with the exact solver', async () => {
    const { text } = await plan('--iterations', '2000', '--seconds', '5', '--certify');
    expect(text).toContain('certified: no plan is better');
  });

  test('names line and field of what is wrong', async () => {
    const good = await readFile(paths().requests, 'utf8');
    await writeFile(
      paths().requests,
      `${ndjson([request('a', 0, ['NLRTM']), { ...request('b', 1, ['NLRTM']), colour: 'green' }])}\n{not json\n{"requestId":"c","requestId":"d"}\n`,
    );
    const { code, errors } = await plan();
    await writeFile(paths().requests, good);
    expect(code).toBe(1);
    expect(errors).toContain('requests.ndjson:1: equipment.units:');
    expect(errors).toContain('requests.ndjson:2: colour: this property is not part of the message');
    expect(errors).toContain('requests.ndjson:3: not JSON');
    expect(errors).toContain('requests.ndjson:4: requestId: is named twice in one object');
  });
});

/** The sea leg as the allocation's footprint would state it. */
async function seaOf(loadPort: string, dischargePort: string) {
  const { seaPassage } = await import('@greenlane/matching/domain/sea-passage');
  const sea = seaPassage({ from: loadPort, to: dischargePort, route: 'SUEZ', eastWestDefault: 'SUEZ' });
  if (sea === undefined) throw new Error('there is a sourced distance');
  return {
    loadPort,
    dischargePort,
    route: sea.route,
    distanceKm: sea.distanceKm,
    distanceSource: sea.distanceSource,
    tradeLane: sea.tradeLane,
    profile: { dataQuality: 'DEFAULT' as const },
    profileJudgedOn: '2027-01-03',
  };
}
