import type { Policy } from '@greenlane/contracts/policy';
import { manualClock } from '@greenlane/kernel/clock';
import { POLICY_RULES } from '@greenlane/testing/cargo';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cargoRequest } from '../src/service.ts';

const TAKES_EFFECT = new Date('2026-12-01T08:00:00.010Z');
const clock = manualClock(new Date('2026-12-01T08:00:00.000Z'));
let services: RunningServices;

beforeAll(async () => {
  services = await startServices({
    services: [cargoRequest],
    organisations: [{ organisationId: 'solar', role: 'exporter' }],
    clock,
  });
});
afterAll(async () => services?.stop());

const publish = (change: Partial<Policy>) => {
  const data: Policy = {
    policyId: 'national',
    version: '1',
    status: 'in-force',
    basis: 'ASSUMED',
    effectiveFrom: '2026-01-01T00:00:00Z',
    evidence: [],
    rules: POLICY_RULES,
    ...change,
  };
  return services.bus.publish([
    {
      topic: 'programme',
      envelope: sampleEnvelope({ type: 'org.greenlane.policy.published.v1', subject: data.policyId, data }),
    },
  ]);
};

async function submit(requestReference: string): Promise<string> {
  const { status, body } = await services.call({
    method: 'POST',
    path: '/v1/cargo-requests',
    as: 'solar',
    body: {
      requestReference,
      cargo: {
        extendedHSCode: '850760',
        commodityType: 'Batteries',
        dangerousGoods: [{ UNNumber: '3480', imoClass: '9', certificateReference: 'MSDS-1' }],
      },
      equipment: { ISOEquipmentCode: '45G1', units: 4, cargoGrossWeightKg: '24500' },
      origin: { loadPorts: ['CNSGH'] },
      destination: { dischargePorts: ['NLRTM'] },
      cargoReadyDateTime: '2026-12-05T08:00:00Z',
      latestArrivalDateTime: '2027-02-05T08:00:00Z',
    },
  });
  return status === 202 ? 'taken' : body.errors.map(({ code }: { readonly code: string }) => code).join();
}

test('a request is screened by the policy in force when it is made, to the millisecond', async () => {
  await publish({});
  await publish({
    version: '2',
    effectiveFrom: TAKES_EFFECT.toISOString(),
    rules: { ...POLICY_RULES, portRestrictions: [{ UNLocationCode: 'CNSGH', refusedUNNumbers: ['3480'] }] },
  });
  await services.platform.settled();
  const at = (milliseconds: number) => {
    clock.set(new Date(TAKES_EFFECT.getTime() + milliseconds));
    return submit(`R${milliseconds}`);
  };
  expect(await at(-9)).toBe('taken');
  expect(await at(-1)).toBe('taken');
  expect(await at(0)).toBe('PORT_REFUSES_UN_NUMBER');
  expect(await at(1)).toBe('PORT_REFUSES_UN_NUMBER');
});
