import type { DoorToPortInput } from '@greenlane/contracts/allocation';
import { doorToPortGrams } from '@greenlane/emissions/container-grams';
import { computeDoorToPort } from '@greenlane/emissions/door-to-port';
import { CURRENT_FACTOR_SET_VERSION } from '@greenlane/emissions/factors';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
import type { StatementDocument } from '@greenlane/statement/statement';
import { verifyStatement } from '@greenlane/statement/verify';
import { seededRandom } from '@greenlane/testing/random';
import { judgeWithout } from './alone.ts';
import { runTests } from './by-tests.ts';
import { exactGrams } from './exact-grams.ts';
import { type Fault, findings } from './fault.ts';
import { signStatement, statementOf } from './signed-statements.ts';

/** Any chain; every other one is made of round figures, whose grams end in a half often enough to tell a rounding from another. */
function chainOf(seed: number): DoorToPortInput {
  const random = seededRandom(seed);
  const isRound = seed % 2 === 0;
  return {
    factorSetVersion: CURRENT_FACTOR_SET_VERSION,
    ISOEquipmentCode: random.pick(['22G1', '42G1', '45G1', '45R1', 'L5G1'] as const),
    cargoMassKg: String(isRound ? random.whole(2, 50) * 500 : random.whole(1_000, 25_000)),
    preCarriage: Array.from({ length: random.whole(0, 3) }, () => ({
      mode: random.pick(['ROAD', 'RAIL', 'INLAND_WATERWAY'] as const),
      distanceKm: (random.whole(10, 20_000) / (isRound ? 2 : 10)).toFixed(1),
    })),
    sea: {
      loadPort: 'CNSGH',
      dischargePort: 'NLRTM',
      route: 'SUEZ',
      distanceKm: (random.whole(100_000, 2_500_000) / 100).toFixed(isRound ? 1 : 2),
      distanceSource: 'faults',
      tradeLane: 'ASIA_NEUR',
      profile:
        random.next() < 0.5
          ? { dataQuality: 'DEFAULT' }
          : {
              dataQuality: 'MODELLED',
              gCO2PerTonneNauticalMile: (random.whole(40, 160) / 10).toFixed(1),
              reportingYear: 2023,
              source: 'EU-MRV',
            },
      profileJudgedOn: '2026-11-24',
    },
  };
}

/** The same numbers otherwise written. */
function padded(chain: DoorToPortInput): DoorToPortInput {
  const text = (value: string) => `${value.includes('.') ? value : `${value}.0`}00`;
  return {
    ...chain,
    cargoMassKg: text(chain.cargoMassKg),
    preCarriage: chain.preCarriage.map((leg) => ({ ...leg, distanceKm: text(leg.distanceKm) })),
    sea: { ...chain.sea, distanceKm: text(chain.sea.distanceKm) },
  };
}

const TOTALS = ['wellToWakeGrams', 'wellToTankGrams', 'tankToWakeGrams', 'laneDefaultWellToWakeGrams'] as const;

/** One gram less than it is, at the top and where it comes from, signed anew. */
function oneGramLess(statement: StatementDocument): StatementDocument {
  const less = <Totals extends { readonly wellToWakeGrams: number }>(totals: Totals): Totals => ({
    ...totals,
    wellToWakeGrams: totals.wellToWakeGrams - 1,
  });
  return {
    ...statement,
    shipments: statement.shipments.map((shipment) => ({ ...shipment, totals: less(shipment.totals) })),
    totals: less(statement.totals),
  };
}

/**
 * Every chain by three ways of arithmetic: of statements, of decisions, and of this fault alone; then as a signed statement
 * before the offline verifier, and every tenth with a gram taken off by whoever holds the key.
 */
const judge: NonNullable<Fault['judge']> = async ({ seed: from, sized }) => {
  const count = sized(10_000, { short: 3_000 });
  const { all, expect } = findings();
  let altered = 0;
  for (let index = 0; index < count; index += 1) {
    const seed = from * 10_000 + index;
    const chain = chainOf(seed);
    const says = (what: string) => `seed ${seed}: ${what}`;
    const computed = computeDoorToPort(chain);
    const statement = statementOf(chain, 1 + (seed % 9));
    if (!computed.ok || !statement) {
      expect(false, 'I8', says(`a sound chain is refused: ${canonicalJson(computed)}`));
      continue;
    }
    const { wellToWakeGrams, wellToTankGrams, tankToWakeGrams } = computed.value;
    const own = exactGrams(chain, computed.value.elements);
    expect(
      own.wellToTankGrams === wellToTankGrams &&
        own.tankToWakeGrams === tankToWakeGrams &&
        wellToWakeGrams === wellToTankGrams + tankToWakeGrams,
      'I8',
      says(`${wellToTankGrams} + ${tankToWakeGrams} g, by the rule ${own.wellToTankGrams} + ${own.tankToWakeGrams} g`),
    );
    for (const [what, other] of [
      ['decision', doorToPortGrams(chain)],
      ['other spelling', doorToPortGrams(padded(chain))],
    ] as const)
      expect(
        other.ok && TOTALS.every((total) => other.value[total] === computed.value[total]),
        'I8',
        says(`a statement has other grams than the ${what} of the same numbers`),
      );
    expect(
      (await verifyStatement(signStatement(statement))).ok,
      'I8',
      says('the verifier refuses an honest statement'),
    );
    if (index % 10 > 0) continue;
    altered += 1;
    expect(
      !(await verifyStatement(signStatement(oneGramLess(statement)))).ok,
      'I8',
      says('a gram was taken off and signed for, and the verifier did not see it'),
    );
  }
  return {
    figure: `${count.toLocaleString('en')} chains exact by three arithmetics and verified from their files, ${altered.toLocaleString('en')} signed with a gram too few found`,
    findings: all,
  };
};

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
    const judged = await judge(stage);
    return {
      figure: `${judged.figure}; ${cases.passed} published cases and properties; every flipped digit of an issued statement found (${verified.passed} tests)`,
      findings: [...cases.findings, ...verified.findings, ...judged.findings],
    };
  },
  judge,
  // Halves that always go up, and a verifier that believes a signature.
  twin: (stage) => judgeWithout(stage, 'F17', ['grams-are-rounded-half-to-even', 'the-verifier-computes-again']),
};
