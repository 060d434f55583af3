import type { DoorToPortInput } from '@greenlane/contracts/allocation';
import { computeDoorToPort } from '@greenlane/emissions/door-to-port';
import { CURRENT_FACTOR_SET_VERSION } from '@greenlane/emissions/factors';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
import { decimal, sum } from '@greenlane/kernel/decimal';
import { seededRandom } from '@greenlane/testing/random';
import { runTests } from './by-tests.ts';
import { type Fault, findings } from './fault.ts';
import type { Stage } from './stage.ts';

function chainOf(seed: number, isPadded: boolean): DoorToPortInput {
  const random = seededRandom(seed);
  // The same number written otherwise is the same number.
  const text = (value: string) => (isPadded ? `${value.includes('.') ? value : `${value}.0`}00` : value);
  return {
    factorSetVersion: CURRENT_FACTOR_SET_VERSION,
    ISOEquipmentCode: random.pick(['22G1', '42G1', '45G1', '45R1'] as const),
    cargoMassKg: text(String(random.whole(1_000, 25_000))),
    preCarriage: Array.from({ length: random.whole(0, 3) }, () => ({
      mode: random.pick(['ROAD', 'RAIL', 'INLAND_WATERWAY'] as const),
      distanceKm: text((random.whole(10, 20_000) / 10).toFixed(1)),
    })),
    sea: {
      loadPort: 'CNSGH',
      dischargePort: 'NLRTM',
      route: 'SUEZ',
      distanceKm: text((random.whole(100_000, 2_500_000) / 100).toFixed(2)),
      distanceSource: 'faults',
      tradeLane: 'ASIA_NEUR',
      profile:
        random.next() < 0.5
          ? { dataQuality: 'DEFAULT' }
          : {
              dataQuality: 'MODELLED',
              gCO2PerTonneNauticalMile: text((random.whole(40, 160) / 10).toFixed(1)),
              reportingYear: 2023,
              source: 'EU-MRV',
            },
      profileJudgedOn: '2026-11-24',
    },
  };
}

/** Any chain, written one way and another: the same whole grams, which are the sum of their two parts. */
function recompute(stage: Stage) {
  const count = stage.sized(10_000, { short: 3_000 });
  const { all, expect } = findings();
  for (let index = 0; index < count; index += 1) {
    const seed = stage.seed * 10_000 + index;
    const first = computeDoorToPort(chainOf(seed, false));
    const second = computeDoorToPort(chainOf(seed, true));
    const gramsOf = (computed: typeof first) =>
      computed.ok
        ? [computed.value.wellToWakeGrams, computed.value.wellToTankGrams, computed.value.tankToWakeGrams]
        : [canonicalJson(computed.refusal.map(({ code }) => code))];
    expect(
      canonicalJson(gramsOf(first)) === canonicalJson(gramsOf(second)),
      'I8',
      `seed ${seed}: another spelling of the same numbers gives other grams`,
    );
    if (!first.ok) continue;
    const { wellToWakeGrams, wellToTankGrams, tankToWakeGrams } = first.value;
    const isWhole = [wellToWakeGrams, wellToTankGrams, tankToWakeGrams].every(
      (grams) => Number.isSafeInteger(grams) && grams >= 0,
    );
    expect(
      isWhole && wellToWakeGrams === wellToTankGrams + tankToWakeGrams,
      'I8',
      `seed ${seed}: the parts are not the whole`,
    );
  }
  return { count, findings: all };
}

export const carbon: Fault = {
  name: 'F17',
  title: 'carbon figures: published cases, exact decimals, the offline verifier',
  invariants: ['I8'],
  run: async (stage) => {
    const cases = await runTests(stage, {
      name: 'F17-cases',
      project: 'pure',
      files: ['packages/emissions/test', 'packages/statement/test', 'services/carbon/test'],
      invariant: 'I8',
    });
    const verified = await runTests(stage, {
      name: 'F17-statements',
      project: 'int',
      files: ['services/carbon/test/carbon.int.test.ts'],
      invariant: 'I8',
    });
    const recomputed = recompute(stage);
    return {
      figure: `${recomputed.count.toLocaleString('en')} chains exact, ${cases.passed} published cases and properties, every flipped digit of a statement found (${verified.passed} tests)`,
      findings: [...cases.findings, ...verified.findings, ...recomputed.findings],
    };
  },
  // The same sum in binary floats: ten thousand amounts of 0.10 are not 1,000.00.
  twin: async () => {
    const amounts = Array.from({ length: 10_000 }, () => '0.10');
    const floats = amounts.reduce((total, amount) => total + Number(amount), 0);
    const exact = sum(amounts.map((amount) => decimal(amount)));
    const { all, expect } = findings();
    expect(
      String(floats) === exact.toString(),
      'I8',
      `floats add 10,000 × 0.10 up to ${floats}, decimals to ${exact.toString()}`,
    );
    return { figure: `floats give ${floats}`, findings: all };
  },
};
