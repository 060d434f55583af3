import { decimal, sum, toText } from '@greenlane/kernel/decimal';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doorToPortGrams, landWellToWakeGrams } from '../src/container-grams.ts';
import {
  computeDoorToPort,
  type DoorToPortInput,
  preCarriageAndTerminalGrams,
  seaLegGrams,
} from '../src/door-to-port.ts';
import { CURRENT_FACTOR_SET_VERSION } from '../src/factors.ts';
import { TRADE_LANES } from '../src/glec-factors.ts';
import type { EmissionProfile } from '../src/sea-intensity.ts';
import { type ChainLeg, computeTransportChain } from '../src/transport-chain.ts';
import { convert, type Unit } from '../src/units.ts';

const RUNS = { numRuns: 10_000 };

/** Decimals as people write them: up to six digits before the point and three after. */
const decimalText = (minimum: number, maximum: number) =>
  fc
    .tuple(fc.integer({ min: minimum, max: maximum }), fc.integer({ min: 0, max: 999 }))
    .map(([whole, thousandths]) => toText(decimal(whole).plus(decimal(thousandths).div(1_000))));

const profile: fc.Arbitrary<EmissionProfile> = fc.oneof(
  fc.constant({ dataQuality: 'DEFAULT' as const }),
  decimalText(4, 130).map((gCO2PerTonneNauticalMile) => ({
    dataQuality: 'MODELLED' as const,
    gCO2PerTonneNauticalMile,
    reportingYear: 2023,
    source: 'EU-MRV' as const,
  })),
  fc.tuple(decimalText(1, 5_000), decimalText(1, 5_000)).map(([hfo, fame]) => ({
    dataQuality: 'PRIMARY' as const,
    fuels: [
      { fuel: 'HFO' as const, tonnes: hfo },
      { fuel: 'FAME' as const, tonnes: fame, certifiedGramsPerMJ: '14.9' },
    ],
    referencePeriod: { start: '2026-07-01', end: '2026-09-30' },
    transportWorkTeuKm: '331200000',
    evidence: [{ type: 'PROOF_OF_SUSTAINABILITY', reference: 'POS-1', sha256: 'b'.repeat(64) }],
  })),
);

const input: fc.Arbitrary<DoorToPortInput> = fc.record({
  factorSetVersion: fc.constant(CURRENT_FACTOR_SET_VERSION),
  ISOEquipmentCode: fc.constantFrom('22G1', '42G1', '45G1', '45R1', 'L5G1'),
  cargoMassKg: decimalText(1, 30_000),
  preCarriage: fc.array(
    fc.record({
      mode: fc.constantFrom('ROAD' as const, 'RAIL' as const, 'INLAND_WATERWAY' as const, 'FEEDER' as const),
      distanceKm: decimalText(1, 3_000),
    }),
    { maxLength: 3 },
  ),
  sea: fc.record({
    loadPort: fc.constant('CNSGH'),
    dischargePort: fc.constant('NLRTM'),
    route: fc.constant('CAPE'),
    distanceKm: decimalText(100, 30_000),
    distanceSource: fc.constant('test'),
    tradeLane: fc.constantFrom(...TRADE_LANES.keys()),
    profile,
    profileJudgedOn: fc.constant('2026-11-20'),
  }),
});

function resultOf(one: DoorToPortInput) {
  const computed = computeDoorToPort(one);
  if (!computed.ok) throw new Error(JSON.stringify(computed.refusal));
  return computed.value;
}

describe('for any door-to-port chain', () => {
  test('the total is the sum of its elements, and of the parts that the ranking index holds', () => {
    fc.assert(
      fc.property(input, (one) => {
        const result = resultOf(one);
        const land = preCarriageAndTerminalGrams(one);
        const sea = seaLegGrams({ ...one, ...one.sea });
        const elements = result.elements.reduce(
          (grams, part) => grams + part.wellToTankGrams + part.tankToWakeGrams,
          0,
        );
        expect([result.wellToWakeGrams, result.wellToTankGrams + result.tankToWakeGrams]).toEqual([elements, elements]);
        expect(land.ok && sea.ok && land.value.wellToWakeGrams + sea.value.wellToWakeGrams).toBe(elements);
      }),
      RUNS,
    );
  });

  test('its grams alone are the grams of its elements, whatever order they were asked in', () => {
    fc.assert(
      fc.property(input, (one) => {
        const { wellToWakeGrams, wellToTankGrams, tankToWakeGrams, laneDefaultWellToWakeGrams } = resultOf(one);
        const totals = { wellToWakeGrams, wellToTankGrams, tankToWakeGrams, laneDefaultWellToWakeGrams };
        const land = preCarriageAndTerminalGrams(one);
        // The second time from the judgement that is kept.
        expect([doorToPortGrams(one), doorToPortGrams(one)]).toEqual([
          { ok: true, value: totals },
          { ok: true, value: totals },
        ]);
        expect(landWellToWakeGrams(one)).toEqual({ ok: true, value: land.ok && land.value.wellToWakeGrams });
      }),
      RUNS,
    );
  });

  test('what cannot be computed is refused for the same reasons, with elements or without', () => {
    const broken = fc
      .tuple(
        input,
        fc.constantFrom<(one: DoorToPortInput) => DoorToPortInput>(
          (one) => ({ ...one, ISOEquipmentCode: '99G1' }),
          (one) => ({ ...one, cargoMassKg: '0.0' }),
          (one) => ({ ...one, cargoMassKg: '-1' }),
          (one) => ({ ...one, preCarriage: [{ mode: 'ROAD', distanceKm: '1e3' }] }),
          (one) => ({ ...one, preCarriage: [{ mode: 'MULE' as never, distanceKm: '1' }] }),
          (one) => ({ ...one, sea: { ...one.sea, distanceKm: '0' } }),
          (one) => ({ ...one, sea: { ...one.sea, tradeLane: 'MARS' } }),
          (one) => ({ ...one, factorSetVersion: 'another' }),
        ),
      )
      .map(([one, spoil]) => spoil(one));
    fc.assert(
      fc.property(broken, (one) => {
        expect(doorToPortGrams(one)).toEqual(computeDoorToPort(one));
        const land = preCarriageAndTerminalGrams(one);
        expect(landWellToWakeGrams(one)).toEqual(land.ok ? { ok: true, value: land.value.wellToWakeGrams } : land);
      }),
      RUNS,
    );
  });

  test('more mass or more distance never emits less', () => {
    fc.assert(
      fc.property(input, decimalText(0, 2_000), fc.nat(2), (one, more, what) => {
        const plus = (text: string) => toText(decimal(text).plus(more));
        const [leg, ...legs] = one.preCarriage;
        const larger: DoorToPortInput =
          what === 0
            ? { ...one, cargoMassKg: plus(one.cargoMassKg) }
            : what === 1 || leg === undefined
              ? { ...one, sea: { ...one.sea, distanceKm: plus(one.sea.distanceKm) } }
              : { ...one, preCarriage: [{ ...leg, distanceKm: plus(leg.distanceKm) }, ...legs] };
        expect(resultOf(larger).wellToWakeGrams).toBeGreaterThanOrEqual(resultOf(one).wellToWakeGrams);
      }),
      RUNS,
    );
  });
});

const leg: fc.Arbitrary<ChainLeg> = fc.record({
  type: fc.constant('LEG' as const),
  mode: fc.constantFrom('ROAD' as const, 'RAIL' as const, 'SEA' as const, 'INLAND_WATERWAY' as const),
  distanceKm: decimalText(1, 20_000),
  distanceBasis: fc.constantFrom('SFD' as const, 'GCD' as const, 'ACTUAL' as const),
  intensity: fc
    .tuple(decimalText(0, 500), decimalText(0, 500))
    .map(([wellToTankG, tankToWakeG]) => ({ kind: 'PER_TONNE_KM' as const, wellToTankG, tankToWakeG })),
});

describe('for any transport chain', () => {
  test('emissions and activity add up exactly over its legs, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(leg, { minLength: 2, maxLength: 6 }),
        decimalText(1, 40_000),
        fc.nat(),
        (legs, massKg, cut) => {
          const figures = (elements: readonly ChainLeg[]) => {
            const computed = computeTransportChain({ massKg, massBasis: 'ACTUAL', elements });
            if (!computed.ok) throw new Error(JSON.stringify(computed.refusal));
            const { wellToWakeKg, wellToTankKg, tankToWakeKg, transportActivityTkm } = computed.value;
            return [wellToWakeKg, wellToTankKg, tankToWakeKg, transportActivityTkm].map((text) => decimal(text));
          };
          const at = 1 + (cut % (legs.length - 1));
          const [whole, first, second] = [figures(legs), figures(legs.slice(0, at)), figures(legs.slice(at))];
          expect(whole.map(toText)).toEqual(
            whole.map((_figure, index) => toText(sum([first[index] ?? decimal(0), second[index] ?? decimal(0)]))),
          );
        },
      ),
      RUNS,
    );
  });
});

describe('for any quantity', () => {
  test('there and back through any unit is the same', () => {
    const pairs: readonly (readonly [Unit, Unit])[] = [
      ['g', 'kg'],
      ['kg', 't'],
      ['g', 't'],
      ['km', 'nm'],
      ['MJ', 'kWh'],
      ['l', 'm3'],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...pairs), fc.boolean(), decimalText(0, 1_000_000), ([one, other], isBack, text) => {
        const [from, to] = isBack ? [other, one] : [one, other];
        const there = convert(decimal(text), { from, to });
        const back = there.ok ? convert(there.value, { from: to, to: from }) : there;
        // A quotient that does not end is cut at the 60th digit: at 30 it is the same again.
        expect(back.ok && toText(back.value.toSignificantDigits(30))).toBe(text);
      }),
      RUNS,
    );
  });
});
