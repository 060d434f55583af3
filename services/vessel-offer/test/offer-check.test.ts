import type { VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import { describe, expect, it } from 'vitest';
import { checkOffer, type PresentOffer } from '../src/domain/offer-check.ts';
import { NOW, sampleCalls, sampleOffer } from './offers.ts';

/** The refusals of a changed sample as `code property`. */
function refusals(change: Partial<VesselOfferBody>, present?: PresentOffer): readonly string[] {
  const checked = checkOffer({ body: sampleOffer(change), now: NOW, present });
  return checked.ok ? [] : checked.refusal.map((problem) => `${problem.code} ${problem.property}`);
}

function feedbacks(change: Partial<VesselOfferBody>): readonly string[] {
  const checked = checkOffer({ body: sampleOffer(change), now: NOW });
  return checked.ok
    ? checked.value.feedbacks.map((feedback) => `${feedback.severity} ${feedback.code} ${feedback.property}`)
    : ['refused'];
}

describe('an offer', () => {
  it('that holds together is accepted as it is, in the market of its first call', () => {
    const checked = checkOffer({ body: sampleOffer(), now: NOW });
    const china = checkOffer({ body: sampleOffer({ portCalls: sampleCalls().slice(1) }), now: NOW });
    expect(checked).toEqual({
      ok: true,
      value: { body: sampleOffer(), market: china.ok && china.value.market, feedbacks: [] },
    });
  });

  it('may name ports by codes that were retired; it is kept under the codes of today', () => {
    const portCalls = sampleCalls({ UNLocationCode: 'CNSHA' }, { UNLocationCode: 'CNNGB' });
    const legCapacities = [{ fromUNLocationCode: 'CNSHA', toUNLocationCode: 'CNNGB', ...sampleOffer().capacity }];
    const checked = checkOffer({ body: sampleOffer({ portCalls, legCapacities }), now: NOW });
    expect(checked.ok && checked.value.body).toEqual(
      sampleOffer({
        portCalls: sampleCalls(),
        legCapacities: [{ fromUNLocationCode: 'CNSGH', toUNLocationCode: 'CNNBO', ...sampleOffer().capacity }],
      }),
    );
  });

  it('names a port that nobody knows', () => {
    expect(refusals({ portCalls: sampleCalls(undefined, { UNLocationCode: 'CNQQQ' }) })).toContain(
      'UNKNOWN_LOCATION portCalls[1].UNLocationCode',
    );
  });

  it('has calls in the order of the voyage', () => {
    expect(refusals({ portCalls: sampleCalls(undefined, { arrivalDateTime: '2026-12-04T10:00:00+08:00' }) })).toEqual([
      'CALLS_OUT_OF_ORDER portCalls[1].arrivalDateTime',
    ]);
  });

  it('is compared by instants, not by the clocks of its ports', () => {
    // 23:30 in Los Angeles is later than 14:00 the next day in Shanghai.
    const portCalls = [
      { UNLocationCode: 'CNSGH', departureDateTime: '2026-12-04T14:00:00+08:00' },
      { UNLocationCode: 'USLAX', arrivalDateTime: '2026-12-03T23:30:00-08:00' },
    ];
    expect(refusals({ portCalls })).toEqual([]);
  });

  it('departs after it arrives', () => {
    expect(refusals({ portCalls: sampleCalls({ departureDateTime: '2026-12-03T05:00:00+08:00' }) })).toEqual([
      'DEPARTURE_BEFORE_ARRIVAL portCalls[0].departureDateTime',
    ]);
  });

  it('needs a departure where cargo loads and an arrival where it is discharged', () => {
    const [shanghai, ningbo, rotterdam] = sampleCalls();
    const { departureDateTime: _, ...withoutDeparture } = ningbo!;
    const { arrivalDateTime: __, ...withoutArrival } = rotterdam!;
    expect(refusals({ portCalls: [shanghai!, withoutDeparture, rotterdam!] })).toEqual([
      'DEPARTURE_REQUIRED portCalls[1].departureDateTime',
    ]);
    expect(refusals({ portCalls: [shanghai!, ningbo!, withoutArrival] })).toEqual([
      'ARRIVAL_REQUIRED portCalls[2].arrivalDateTime',
    ]);
    expect(
      refusals({
        portCalls: [
          shanghai!,
          { UNLocationCode: 'NLRTM', departureDateTime: '2027-01-06T04:00:00+01:00' },
          { UNLocationCode: 'DEHAM', arrivalDateTime: '2027-01-08T04:00:00+01:00' },
        ],
      }),
    ).toEqual(['ARRIVAL_REQUIRED portCalls[1].arrivalDateTime']);
  });

  it('says so when it holds no time at all to plan by', () => {
    const portCalls = [{ UNLocationCode: 'CNSGH' }, { UNLocationCode: 'NLRTM' }];
    expect(refusals({ portCalls })).toEqual([
      'DEPARTURE_REQUIRED portCalls[0].departureDateTime',
      'ARRIVAL_REQUIRED portCalls[1].arrivalDateTime',
      'NO_CUT_OFF_OR_DEPARTURE portCalls',
    ]);
  });

  it('closes its gate before departure, after it opened, once per code', () => {
    const cutOffs = [
      { cutOffDateTimeCode: 'EFC' as const, cutOffDateTime: '2026-12-03T00:00:00+08:00' },
      { cutOffDateTimeCode: 'FCO' as const, cutOffDateTime: '2026-12-02T18:00:00+08:00' },
      { cutOffDateTimeCode: 'DGC' as const, cutOffDateTime: '2026-12-04T14:00:01+08:00' },
      { cutOffDateTimeCode: 'DGC' as const, cutOffDateTime: '2026-12-02T14:00:00+08:00' },
    ];
    expect(refusals({ portCalls: sampleCalls({ cutOffs }) })).toEqual([
      'GATE_CLOSES_BEFORE_IT_OPENS portCalls[0].cutOffs[1].cutOffDateTime',
      'CUT_OFF_AFTER_DEPARTURE portCalls[0].cutOffs[2].cutOffDateTime',
      'DUPLICATE_CUT_OFF portCalls[0].cutOffs[3].cutOffDateTimeCode',
    ]);
  });

  it('does not call at one port twice in a row, nor make fewer than two calls', () => {
    expect(refusals({ portCalls: sampleCalls(undefined, { UNLocationCode: 'CNSGH' }) })).toEqual([
      'SAME_PORT_TWICE portCalls[1].UNLocationCode',
    ]);
    expect(refusals({ portCalls: sampleCalls(undefined, { statusCode: 'OMIT' }, { statusCode: 'CUTR' }) })).toContain(
      'TOO_FEW_CALLS portCalls',
    );
  });

  it('counts dangerous goods within its TEU, on every leg', () => {
    const leg = { teu: 10, weightTonnes: '100', dangerousGoodsTeu: 11, reeferPlugs: 0 };
    expect(
      refusals({
        capacity: { ...leg, teu: 5, dangerousGoodsTeu: 6 },
        legCapacities: [{ fromUNLocationCode: 'CNSGH', toUNLocationCode: 'CNNBO', ...leg }],
      }),
    ).toEqual([
      'DANGEROUS_GOODS_ABOVE_TEU capacity.dangerousGoodsTeu',
      'DANGEROUS_GOODS_ABOVE_TEU legCapacities[0].dangerousGoodsTeu',
    ]);
  });

  it('gives leg capacities for its own legs, each once', () => {
    const { capacity } = sampleOffer();
    const leg = (fromUNLocationCode: string, toUNLocationCode: string) => ({
      fromUNLocationCode,
      toUNLocationCode,
      ...capacity,
    });
    expect(refusals({ legCapacities: [leg('CNSGH', 'NLRTM'), leg('CNSGH', 'CNNBO'), leg('CNSGH', 'CNNBO')] })).toEqual([
      'NOT_CONSECUTIVE_CALLS legCapacities[0].toUNLocationCode',
      'DUPLICATE_LEG legCapacities[2]',
    ]);
  });

  it('gives one rate for a size in a currency', () => {
    const rate = { ISOEquipmentCode: '45G1' as const, amount: '2150.00', currencyCode: 'USD' };
    expect(refusals({ rates: [rate, { ...rate, currencyCode: 'EUR' }, { ...rate, amount: '1' }] })).toEqual([
      'DUPLICATE_RATE rates[2].ISOEquipmentCode',
    ]);
  });

  it('has not ended already', () => {
    expect(refusals({ validUntil: '2026-11-24T15:59:59+08:00' })).toEqual(['VALIDITY_PAST validUntil']);
    expect(refusals({ validUntil: '2026-11-24T16:00:00+08:00' })).toEqual([]);
  });

  it('gives emission data of a period or year that can exist', () => {
    const primary = {
      dataQuality: 'PRIMARY' as const,
      fuels: [{ fuel: 'LNG' as const, tonnes: '2100' }],
      referencePeriod: { start: '2026-09-30', end: '2026-07-01' },
      transportWorkTeuKm: '331200000',
      evidence: [],
    };
    const modelled = {
      dataQuality: 'MODELLED' as const,
      gCO2PerTonneNauticalMile: '7.2',
      reportingYear: 2026,
      source: 'EU-MRV' as const,
    };
    expect(refusals({ emissionProfile: primary })).toEqual([
      'PERIOD_ENDS_BEFORE_IT_STARTS emissionProfile.referencePeriod.end',
    ]);
    expect(refusals({ emissionProfile: modelled })).toEqual(['REPORTING_YEAR_NOT_OVER emissionProfile.reportingYear']);
    expect(refusals({ emissionProfile: { ...modelled, reportingYear: 2025 } })).toEqual([]);
  });

  it('has no figure that no sailing has', () => {
    const { capacity } = sampleOffer();
    const leg = { fromUNLocationCode: 'CNSGH', toUNLocationCode: 'CNNBO', ...capacity, weightTonnes: '2000000.001' };
    expect(
      refusals({
        portCalls: sampleCalls(undefined, undefined, { arrivalDateTime: '9999-12-31T00:00:00Z' }),
        validUntil: '9999-12-31T00:00:00Z',
        capacity: { ...capacity, weightTonnes: '9'.repeat(30) },
        legCapacities: [leg],
        rates: [{ ISOEquipmentCode: '45G1', amount: '9'.repeat(30), currencyCode: 'USD' }],
      }),
    ).toEqual([
      'DATE_OUT_OF_RANGE portCalls[2].arrivalDateTime',
      'DATE_OUT_OF_RANGE validUntil',
      'WEIGHT_OUT_OF_RANGE capacity.weightTonnes',
      'WEIGHT_OUT_OF_RANGE legCapacities[0].weightTonnes',
      'AMOUNT_OUT_OF_RANGE rates[0].amount',
    ]);
    expect(
      refusals({
        capacity: { ...capacity, weightTonnes: '2000000' },
        rates: [{ ISOEquipmentCode: '45G1', amount: '1000000000.00', currencyCode: 'VND' }],
      }),
    ).toEqual([]);
  });

  it('is published before its ship has left the load market', () => {
    const gone = sampleCalls(
      { arrivalDateTime: '2026-11-20T06:00:00+08:00', departureDateTime: '2026-11-21T06:00:00+08:00', cutOffs: [] },
      { arrivalDateTime: '2026-11-22T06:00:00+08:00', departureDateTime: '2026-11-24T15:59:00+08:00' },
    );
    expect(refusals({ portCalls: gone })).toEqual(['SAILING_PAST portCalls']);
    const present = { body: sampleOffer({ portCalls: gone }), market: 'CHINA' };
    expect(refusals({ portCalls: gone }, present)).toEqual([]);
    const loading = sampleCalls(
      { arrivalDateTime: '2026-11-20T06:00:00+08:00', departureDateTime: '2026-11-21T06:00:00+08:00', cutOffs: [] },
      { arrivalDateTime: '2026-11-22T06:00:00+08:00', departureDateTime: '2026-11-24T16:01:00+08:00' },
    );
    expect(refusals({ portCalls: loading })).toEqual([]);
  });

  it('is warned that its emission data will not be taken at their grade', () => {
    const modelled = { dataQuality: 'MODELLED' as const, reportingYear: 2023, source: 'EU-MRV' as const };
    const primary = {
      dataQuality: 'PRIMARY' as const,
      fuels: [{ fuel: 'LNG' as const, tonnes: '9'.repeat(28) }],
      referencePeriod: { start: '2026-07-01', end: '2026-09-30' },
      transportWorkTeuKm: '331200000',
      evidence: [{ type: 'BUNKER_DELIVERY_NOTE' as const, reference: 'BDN-1', sha256: 'a'.repeat(64) }],
    };
    expect(feedbacks({ emissionProfile: { ...modelled, gCO2PerTonneNauticalMile: '72000' } })).toEqual([
      'WARN MRV_FIGURE_IMPLAUSIBLE emissionProfile',
    ]);
    expect(feedbacks({ emissionProfile: { ...modelled, gCO2PerTonneNauticalMile: '7.2' } })).toEqual([]);
    expect(feedbacks({ emissionProfile: primary })).toEqual(['WARN PRIMARY_INTENSITY_IMPLAUSIBLE emissionProfile']);
    expect(
      feedbacks({
        emissionProfile: {
          ...primary,
          fuels: [{ fuel: 'LNG', tonnes: '2100' }],
          evidence: [{ type: 'OTHER', reference: 'without its hash' }],
        },
      }),
    ).toEqual(['WARN PRIMARY_EVIDENCE_MISSING emissionProfile']);
  });

  it('is warned of calls between which no cargo is matched, for want of a sourced distance', () => {
    const [first, second, last] = sampleCalls();
    const checked = checkOffer({
      body: sampleOffer({ portCalls: [{ ...first!, UNLocationCode: 'CNXAM' }, second!, last!] }),
      now: NOW,
    });
    expect(checked.ok && checked.value.feedbacks).toEqual([
      {
        severity: 'WARN',
        code: 'NO_SEA_DISTANCE',
        property: 'portCalls',
        message: 'no sourced sea distance is known for CNXAM → NLRTM: no cargo is matched between these calls',
      },
    ]);
  });

  it('is warned, not refused, about what only weakens it', () => {
    expect(feedbacks({ vessel: { vesselIMONumber: '9456789', name: 'DCSA SAMPLE' } })).toEqual([
      'WARN IMO_CHECK_DIGIT vessel.vesselIMONumber',
    ]);
    expect(feedbacks({ acceptedEquipment: ['22G1'] })).toEqual([
      'WARN RATE_WITHOUT_EQUIPMENT rates[0].ISOEquipmentCode',
    ]);
    expect(
      feedbacks({
        emissionProfile: {
          dataQuality: 'PRIMARY',
          fuels: [{ fuel: 'LNG', tonnes: '2100' }],
          referencePeriod: { start: '2026-09-01', end: '2026-11-24' },
          transportWorkTeuKm: '331200000',
          evidence: [],
        },
      }),
    ).toEqual([
      'WARN PERIOD_NOT_OVER emissionProfile.referencePeriod.end',
      'WARN EVIDENCE_MISSING emissionProfile.evidence',
    ]);
  });
});

describe('an amendment', () => {
  const present: PresentOffer = { body: sampleOffer(), market: presentMarket() };

  function presentMarket(): string {
    const checked = checkOffer({ body: sampleOffer(), now: NOW });
    return checked.ok ? checked.value.market : '';
  }

  it('keeps the market and the reference', () => {
    const portCalls = [
      { UNLocationCode: 'SGSIN', departureDateTime: '2026-12-04T14:00:00+08:00' },
      { UNLocationCode: 'NLRTM', arrivalDateTime: '2027-01-05T04:00:00+01:00' },
    ];
    expect(refusals({ portCalls, carrierOfferReference: 'OTHER' }, present)).toEqual([
      'MARKET_CANNOT_CHANGE portCalls[0].UNLocationCode',
      'REFERENCE_CANNOT_CHANGE carrierOfferReference',
    ]);
  });

  it('may still report a new schedule after booking closed, but not close booking in the past', () => {
    const closed = { ...present, body: sampleOffer({ validUntil: '2026-11-20T00:00:00Z' }) };
    expect(refusals({ validUntil: '2026-11-20T08:00:00+08:00' }, closed)).toEqual([]);
    expect(refusals({ validUntil: '2026-11-21T00:00:00Z' }, closed)).toEqual(['VALIDITY_PAST validUntil']);
  });
});
