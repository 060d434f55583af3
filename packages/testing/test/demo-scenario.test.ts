import { CargoRequestBody } from '@greenlane/contracts/cargo-request';
import { PolicyRules } from '@greenlane/contracts/policy';
import { hasValidImoCheckDigit } from '@greenlane/contracts/values';
import { EmissionProfile, VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import { burntFuels } from '@greenlane/emissions/primary-fuels';
import { toText } from '@greenlane/kernel/decimal';
import { expect, test } from 'vitest';
import { demoScenario } from '../src/demo/scenario.ts';

const options = { seed: 7, now: new Date('2026-11-24T09:30:00Z') };
const scenario = demoScenario(options);

test('the demo is the same for the same seed and present', () => {
  expect(demoScenario(options)).toEqual(scenario);
  expect(demoScenario({ ...options, seed: 8 }).requests).not.toEqual(scenario.requests);
});

test('every offer, request and rule is a valid message', () => {
  for (const { body } of scenario.offers) expect(VesselOfferBody.safeParse(body).error).toBeUndefined();
  for (const { body } of scenario.requests) expect(CargoRequestBody.safeParse(body).error).toBeUndefined();
  expect(PolicyRules.safeParse(scenario.policy.rules).error).toBeUndefined();
});

test('it holds 12 weeks of sailings by at least 40 real ships, and a few hundred requests', () => {
  const ships = new Map(scenario.offers.map(({ body }) => [body.vessel.vesselIMONumber, body]));
  expect(scenario.offers).toHaveLength(120);
  expect(ships.size).toBeGreaterThanOrEqual(40);
  expect([...ships.keys()].every(hasValidImoCheckDigit)).toBe(true);
  expect(new Set(scenario.offers.map(({ carrierId, body }) => `${carrierId} ${body.carrierOfferReference}`)).size).toBe(
    120,
  );
  expect(scenario.requests.length).toBeGreaterThan(300);
});

test('proofs of sustainability cover the certified fuel of the sailings that name them, of two thirds of these sailings', () => {
  const certified = scenario.offers.flatMap(({ carrierId, body: { emissionProfile } }) => {
    const profile = EmissionProfile.parse(emissionProfile);
    if (profile.dataQuality !== 'PRIMARY') return [];
    const proof = profile.evidence.find(({ type }) => type === 'PROOF_OF_SUSTAINABILITY');
    return burntFuels(profile)
      .filter(({ factor }) => factor.isCertified)
      .map(({ fuel, energyMJ }) => `${carrierId} ${proof?.reference} ${fuel} ${toText(energyMJ)}`);
  });
  const registered = scenario.proofs.map(
    ({ carrierId, body: { reference, fuel, energyMJ } }) => `${carrierId} ${reference} ${fuel} ${energyMJ}`,
  );
  expect([certified.length, registered.length, new Set(registered).size]).toEqual([24, 16, 16]);
  expect(registered.filter((line) => !certified.includes(line))).toEqual([]);
});
