import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { assert } from '@greenlane/kernel/assert';
import { decimal } from '@greenlane/kernel/decimal';
import { type Bench, cpuMilliseconds, inTurn, sumOf } from '@greenlane/testing/bench/bench';
import { doorToPortGrams } from '../src/domain/feasibility.ts';
import { offerTerms } from '../src/domain/offer-rows.ts';
import { requestTerms } from '../src/domain/request-terms.ts';
import { seaPassage } from '../src/domain/sea-passage.ts';
import type { Lane } from '../src/domain/terms.ts';
import { sampleOffer, samplePolicy, sampleRequest } from '../test/samples.ts';

const OFFERS = 4_000;
const SCANS = 60;
/** Stretches of so many scans of each side in a run. */
const ROUNDS = 4;
const TEU = 2;
const TERMINALS_GRAMS = 2 * 11_400;
const ROAD_GRAMS_PER_TKM = 116;
/** Two parts and two terminals are rounded on our side, nothing on the other. */
const MOST_DIFFERENCE_GRAMS = 4;

/** One chain as a plain program would keep it: numbers, multiplied when somebody asks. */
type FloatChain = { readonly distanceKm: number; readonly gramsPerTeuKm: number };

function profileOf(index: number): VesselOffer['emissionProfile'] {
  if (index % 3 === 0) return { dataQuality: 'DEFAULT' };
  const gCO2PerTonneNauticalMile = decimal(450 + (index % 900))
    .div(100)
    .toFixed();
  return { dataQuality: 'MODELLED', gCO2PerTonneNauticalMile, reportingYear: 2023, source: 'EU-MRV' };
}

function floatIntensity(profile: VesselOffer['emissionProfile']): number {
  if (profile.dataQuality !== 'MODELLED') return 46.9;
  return (((Number(profile.gCO2PerTonneNauticalMile) * 10) / 1.852) * 1.15 * 3.84) / 3.114;
}

/** How often exact decimals are multiplied or added while `work` runs. */
function decimalOperations(work: () => void): number {
  const prototype = Object.getPrototypeOf(decimal(1)) as Record<
    'times' | 'plus' | 'div' | 'minus',
    (...all: unknown[]) => unknown
  >;
  const names = ['times', 'plus', 'div', 'minus'] as const;
  const originals = names.map((name) => prototype[name]);
  let count = 0;
  names.forEach((name, index) => {
    prototype[name] = function counted(this: unknown, ...all: unknown[]) {
      count += 1;
      return originals[index]?.apply(this, all);
    };
  });
  try {
    work();
  } finally {
    names.forEach((name, index) => {
      const original = originals[index];
      if (original) prototype[name] = original;
    });
  }
  return count;
}

const chains: Bench = {
  name: 'carbon.chain-ranking',
  what: `door-to-port chains a second in ranking use: ${OFFERS.toLocaleString('en')} sailings with 4 lanes each, index rows built, grams of every chain summed`,
  rival: 'a plain floating-point formula over the same chains (TEU × km × intensity + mass × km × 116 + terminals)',
  better: 'higher',
  floor: 0.5,
  judged: 'best',
  prepare: async () => {
    const request = requestTerms(sampleRequest(), samplePolicy());
    const [loadPort] = request.loadPorts;
    assert(loadPort, 'the sample request has a load port');
    const offers = Array.from({ length: OFFERS }, (_unused, index) =>
      sampleOffer({ offerId: `offer-${index}`, emissionProfile: profileOf(index) }),
    );
    const begun = performance.now();
    const terms = offers.map((offer) => offerTerms(offer, 'CAPE'));
    const rowsASecond = Math.round(
      (terms.reduce((count, { lanes }) => count + lanes.length, 0) * 1_000) / (performance.now() - begun),
    );
    const rows: readonly Lane[] = terms.flatMap(({ lanes }) => lanes);
    const floats: readonly FloatChain[] = offers.flatMap((offer, index) =>
      (terms[index]?.lanes ?? []).map((lane) => {
        const sea = seaPassage({
          from: lane.loadPort,
          to: lane.dischargePort,
          route: offer.route,
          eastWestDefault: 'CAPE',
        });
        assert(sea, 'a row has a sourced distance');
        return { distanceKm: Number(sea.distanceKm), gramsPerTeuKm: floatIntensity(offer.emissionProfile) };
      }),
    );
    const massTonnes = 18;
    const preCarriageKm = 310;
    const ours = (): number => {
      let total = 0;
      for (const lane of rows) total += doorToPortGrams(lane, loadPort, request);
      return total;
    };
    const theirs = (): number => {
      let total = 0;
      for (const chain of floats)
        total +=
          TEU * chain.distanceKm * chain.gramsPerTeuKm +
          massTonnes * preCarriageKm * ROAD_GRAMS_PER_TKM +
          TERMINALS_GRAMS;
      return total;
    };
    rows.forEach((lane, index) => {
      const chain = floats[index];
      const float =
        chain === undefined
          ? Number.NaN
          : TEU * chain.distanceKm * chain.gramsPerTeuKm +
            massTonnes * preCarriageKm * ROAD_GRAMS_PER_TKM +
            TERMINALS_GRAMS;
      const difference = Math.abs(doorToPortGrams(lane, loadPort, request) - float);
      assert(
        difference <= MOST_DIFFERENCE_GRAMS,
        `both ways give the same grams of row ${index} (${difference} apart)`,
      );
    });
    assert(decimalOperations(ours) === 0, 'no decimal operation per scanned row');
    let sink = 0;
    const timed = (work: () => number): number => {
      const start = cpuMilliseconds();
      for (let scan = 0; scan < SCANS; scan += 1) sink += work();
      return cpuMilliseconds() - start;
    };
    timed(ours);
    timed(theirs);
    return {
      measure: async () => {
        const scans = await inTurn(ROUNDS, { ours: async () => timed(ours), theirs: async () => timed(theirs) });
        const rate = (all: readonly number[]) => Math.round((rows.length * SCANS * ROUNDS * 1_000) / sumOf(all));
        const [own, other] = [rate(scans.ours), rate(scans.theirs)];
        assert(sink > 0, 'the sums were made');
        return {
          ratio: own / other,
          figures: { 'chains a second': own, 'floats a second': other, 'rows built a second': rowsASecond },
        };
      },
    };
  },
};

export const benches: readonly Bench[] = [chains];
