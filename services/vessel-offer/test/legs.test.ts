import type { AllocationStatus } from '@greenlane/contracts/allocation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutsBelowLoaded, legsOf, poolsOf, type TakenSpace } from '../src/domain/legs.ts';
import { sampleCalls, sampleOffer } from './offers.ts';

const space = (change: Partial<TakenSpace> = {}): TakenSpace => ({
  status: 'confirmed',
  loadPort: 'CNSGH',
  dischargePort: 'NLRTM',
  departureDateTime: '2026-12-04T14:00:00+08:00',
  quarterTeu: 80,
  weightKg: 284_000,
  dangerousGoodsQuarterTeu: 0,
  reeferPlugs: 0,
  ...change,
});
const NONE = { teu: 0, weightTonnes: '0', dangerousGoodsTeu: 0, reeferPlugs: 0 };
const CAPACITY = { teu: 400, weightTonnes: '4800', dangerousGoodsTeu: 60, reeferPlugs: 20 };

describe('legs of a sailing', () => {
  it('lie between consecutive calls and take the capacity unless their own is given', () => {
    const own = { teu: 300, weightTonnes: '3600.5', dangerousGoodsTeu: 0, reeferPlugs: 0 };
    expect(
      legsOf(sampleOffer({ legCapacities: [{ fromUNLocationCode: 'CNNBO', toUNLocationCode: 'NLRTM', ...own }] })),
    ).toEqual([
      { fromUNLocationCode: 'CNSGH', toUNLocationCode: 'CNNBO', offered: CAPACITY },
      { fromUNLocationCode: 'CNNBO', toUNLocationCode: 'NLRTM', offered: own },
    ]);
  });

  it('skip a call that the ship omits', () => {
    expect(legsOf(sampleOffer({ portCalls: sampleCalls(undefined, { statusCode: 'OMIT' }) }))).toEqual([
      { fromUNLocationCode: 'CNSGH', toUNLocationCode: 'NLRTM', offered: CAPACITY },
    ]);
  });
});

describe('pools of an offer', () => {
  it('are of an offer that nobody has space on what they are where all of it was given back', () => {
    const capacity = { ...CAPACITY, weightTonnes: '4800.50' };
    const pools = poolsOf(sampleOffer({ capacity }), []);
    expect(pools[0]?.remaining.weightTonnes).toBe('4800.5');
    expect(pools).toEqual(poolsOf(sampleOffer({ capacity }), [space({ status: 'cancelled' })]));
  });

  it('share space between lanes: a box from the first to the last call takes from every leg between', () => {
    const pools = poolsOf(sampleOffer(), [
      space(),
      space({
        status: 'held',
        loadPort: 'CNNBO',
        departureDateTime: '2026-12-06T02:00:00+08:00',
        quarterTeu: 40,
        weightKg: 100_500,
        dangerousGoodsQuarterTeu: 40,
      }),
      space({ status: 'completed', dischargePort: 'CNNBO', quarterTeu: 8, weightKg: 20_000, reeferPlugs: 1 }),
      space({ status: 'cancelled' }),
    ]);
    expect(pools).toEqual([
      {
        fromUNLocationCode: 'CNSGH',
        toUNLocationCode: 'CNNBO',
        offered: CAPACITY,
        held: NONE,
        confirmed: { ...NONE, teu: 20, weightTonnes: '284' },
        loaded: { ...NONE, teu: 2, weightTonnes: '20', reeferPlugs: 1 },
        remaining: { teu: 378, weightTonnes: '4496', dangerousGoodsTeu: 60, reeferPlugs: 19 },
      },
      {
        fromUNLocationCode: 'CNNBO',
        toUNLocationCode: 'NLRTM',
        offered: CAPACITY,
        held: { ...NONE, teu: 10, weightTonnes: '100.5', dangerousGoodsTeu: 10 },
        confirmed: { ...NONE, teu: 20, weightTonnes: '284' },
        loaded: NONE,
        remaining: { teu: 370, weightTonnes: '4415.5', dangerousGoodsTeu: 50, reeferPlugs: 20 },
      },
    ]);
  });

  it('tell two calls at one port apart by the departure', () => {
    const twice = sampleOffer({
      portCalls: [
        ...sampleCalls().slice(0, 2),
        {
          UNLocationCode: 'CNSGH',
          arrivalDateTime: '2026-12-07T02:00:00+08:00',
          departureDateTime: '2026-12-08T02:00:00+08:00',
        },
        ...sampleCalls().slice(2),
      ],
    });
    const taken = poolsOf(twice, [space({ departureDateTime: '2026-12-07T18:00:00Z' })]).map(
      (pool) => pool.confirmed.teu,
    );
    expect(taken).toEqual([0, 0, 20]);
  });

  it('follow cargo whose departure has moved', () => {
    const late = sampleOffer({ portCalls: sampleCalls({ departureDateTime: '2026-12-04T20:00:00+08:00' }) });
    expect(poolsOf(late, [space()]).map((pool) => pool.confirmed.teu)).toEqual([20, 20]);
  });

  it('show nothing left, not less than nothing, while cut cargo has yet to roll', () => {
    const cut = sampleOffer({ capacity: { teu: 10, weightTonnes: '100', dangerousGoodsTeu: 0, reeferPlugs: 0 } });
    expect(poolsOf(cut, [space()])[0]?.remaining).toEqual(NONE);
  });

  it('conserve: offered = remaining + held + confirmed + loaded on every leg while nothing is oversold', () => {
    const status = fc.constantFrom<AllocationStatus>('held', 'confirmed', 'loaded', 'completed', 'rolled', 'expired');
    const ports = fc.constantFrom(['CNSGH', 'CNNBO'], ['CNSGH', 'NLRTM'], ['CNNBO', 'NLRTM']);
    const spaces = fc.array(
      fc.record({ status, ports, teu: fc.nat(20), weightKg: fc.nat(200_000), plugs: fc.nat(1) }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(spaces, (drawn) => {
        const pools = poolsOf(
          sampleOffer(),
          drawn.map((draw) =>
            space({
              status: draw.status,
              loadPort: draw.ports[0]!,
              dischargePort: draw.ports[1]!,
              quarterTeu: draw.teu * 4,
              weightKg: draw.weightKg,
              reeferPlugs: draw.plugs,
            }),
          ),
        );
        for (const { offered, remaining, held, confirmed, loaded } of pools) {
          const parts = [remaining, held, confirmed, loaded];
          expect(parts.reduce((total, part) => total + part.teu, 0)).toBe(offered.teu);
          expect(parts.reduce((total, part) => total + part.reeferPlugs, 0)).toBe(offered.reeferPlugs);
          const grams = parts.reduce((total, part) => total + Math.round(Number(part.weightTonnes) * 1_000_000), 0);
          expect(grams).toBe(Number(offered.weightTonnes) * 1_000_000);
        }
      }),
    );
  });
});

describe('a cut', () => {
  it('may take held and confirmed space: that cargo rolls', () => {
    const cut = sampleOffer({ capacity: { ...CAPACITY, teu: 0, dangerousGoodsTeu: 0 } });
    expect(cutsBelowLoaded(cut, [space(), space({ status: 'held' })])).toEqual([]);
  });

  it('may go down to what is loaded and no further', () => {
    const loaded = [space({ status: 'loaded' })];
    const to = (teu: number, weightTonnes: string) =>
      cutsBelowLoaded(sampleOffer({ capacity: { ...CAPACITY, teu, weightTonnes, dangerousGoodsTeu: 0 } }), loaded);
    expect(to(20, '284')).toEqual([]);
    expect(to(19, '283.999')).toEqual([
      {
        code: 'CUT_BELOW_LOADED',
        property: 'capacity.teu',
        message: '20 is loaded on CNSGH → CNNBO; 19 would cut below it',
      },
      {
        code: 'CUT_BELOW_LOADED',
        property: 'capacity.weightTonnes',
        message: '284 is loaded on CNSGH → CNNBO; 283.999 would cut below it',
      },
      {
        code: 'CUT_BELOW_LOADED',
        property: 'capacity.teu',
        message: '20 is loaded on CNNBO → NLRTM; 19 would cut below it',
      },
      {
        code: 'CUT_BELOW_LOADED',
        property: 'capacity.weightTonnes',
        message: '284 is loaded on CNNBO → NLRTM; 283.999 would cut below it',
      },
    ]);
  });

  it('names the leg capacity that cuts', () => {
    const leg = { fromUNLocationCode: 'CNNBO', toUNLocationCode: 'NLRTM', ...CAPACITY, teu: 4, dangerousGoodsTeu: 0 };
    expect(cutsBelowLoaded(sampleOffer({ legCapacities: [leg] }), [space({ status: 'loaded' })])).toEqual([
      {
        code: 'CUT_BELOW_LOADED',
        property: 'legCapacities[0].teu',
        message: '20 is loaded on CNNBO → NLRTM; 4 would cut below it',
      },
    ]);
  });

  it('cannot drop a call of cargo that is on board', () => {
    const without = sampleOffer({ portCalls: sampleCalls().slice(0, 2) });
    expect(cutsBelowLoaded(without, [space({ status: 'loaded' }), space()])).toEqual([
      {
        code: 'CALL_OF_LOADED_CARGO',
        property: 'portCalls',
        message: 'cargo for CNSGH → NLRTM is on board: its calls stay part of the sailing',
      },
    ]);
  });
});
