import { describe, expect, it } from 'vitest';
import { offerTerms } from '../src/domain/offer-rows.ts';
import { sampleOffer } from './samples.ts';

const cut = { teu: 30, weightTonnes: '360', dangerousGoodsTeu: 0, reeferPlugs: 0 };
const everywhere = [400, 1_200_000, 80, 10];
const afterCut = [120, 360_000, 0, 0];

describe('the pools of a sailing', () => {
  it('has the published space on every leg, and on a leg with figures of its own those', () => {
    const legCapacities = [{ ...cut, fromUNLocationCode: 'CNNBO', toUNLocationCode: 'NLRTM' }];
    expect(offerTerms(sampleOffer({ legCapacities }), 'SUEZ').legs).toEqual([everywhere, afterCut, everywhere]);
  });

  it('keeps the figures of a leg that passes by an omitted call, which carriers name by the calls that are made', () => {
    const portCalls = sampleOffer().portCalls.map((call) =>
      call.UNLocationCode === 'NLRTM' ? { ...call, statusCode: 'OMIT' as const } : call,
    );
    const legCapacities = [{ ...cut, fromUNLocationCode: 'CNNBO', toUNLocationCode: 'DEHAM' }];
    const { lanes, legs } = offerTerms(sampleOffer({ portCalls, legCapacities }), 'SUEZ');
    expect(legs).toEqual([everywhere, afterCut, afterCut]);
    expect(lanes.map(({ loadPort, dischargePort }) => `${loadPort}>${dischargePort}`)).toEqual([
      'CNSGH>DEHAM',
      'CNNBO>DEHAM',
    ]);
  });

  it('reads retired port codes in the figures of a leg as those of today', () => {
    const legCapacities = [{ ...cut, fromUNLocationCode: 'CNSHA', toUNLocationCode: 'CNNGB' }];
    expect(offerTerms(sampleOffer({ legCapacities }), 'SUEZ').legs).toEqual([afterCut, everywhere, everywhere]);
  });
});
