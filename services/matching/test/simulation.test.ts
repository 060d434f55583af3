import { rowOf } from '@greenlane/testing/simulate/figures';
import { hindsight } from '@greenlane/testing/simulate/hindsight';
import { plotOf } from '@greenlane/testing/simulate/plot';
import { CONTENDERS } from '@greenlane/testing/simulate/policies';
import { runSeason } from '@greenlane/testing/simulate/run-season';
import { drawScenario, SCENARIO } from '@greenlane/testing/simulate/scenario';
import { describe, expect, it } from 'vitest';

const contender = (name: string) => CONTENDERS.find((each) => each.name === name)!;

describe('the simulated season', () => {
  it('is the same for everyone who draws it, and has the load it names', () => {
    const draw = drawScenario(3, 0.9);
    expect(drawScenario(3, 0.9)).toEqual(draw);
    const capacity = SCENARIO.weeks * SCENARIO.sailingsPerWeek * SCENARIO.sailingTeu;
    const teu = (priority?: boolean) =>
      draw.requests
        .filter((request) => priority === undefined || request.priority === priority)
        .reduce((sum, { terms }) => sum + (terms.units * terms.emissionQuarterTeu) / 4, 0);
    expect(teu() / capacity).toBeCloseTo(0.9, 1);
    expect(teu(true) / teu()).toBeCloseTo(SCENARIO.priorityShare, 1);
    const lowEmission = draw.offers.filter(
      ({ terms }) => terms.referenceSeaGrams * 100 <= terms.referenceDefaultGrams * 80,
    );
    expect(lowEmission).toHaveLength(SCENARIO.weeks);
  });

  it('shows what bid prices are for: priority cargo on low-emission ships, and no more left behind', async () => {
    const draw = drawScenario(1, 0.9);
    const best = await hindsight(draw);
    const row = (name: string, forecastError = 0) => {
      const figures = runSeason(draw, contender(name), forecastError);
      const about = { load: 0.9, forecastError, policy: name, title: name };
      return rowOf(about, [{ seed: 1, figures, hindsight: best }]);
    };
    const first = row('FIRST_COME');
    const priced = row('BID_PRICE');
    expect(priced.lowEmissionPercent.mean).toBeGreaterThan(first.lowEmissionPercent.mean + 60);
    expect(priced.priorityServedPercent.mean).toBeGreaterThan(first.priorityServedPercent.mean);
    // The bound of hindsight is a bound: no policy costs less.
    expect(first.regretPercent.mean).toBeGreaterThan(priced.regretPercent.mean);
    expect(priced.regretPercent.mean).toBeGreaterThan(0);
    expect(plotOf([first, priced])).toContain('load 0.9');
  }, 180_000);
});
