import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Hoc, ShipmentFootprint, Toc } from '../src/domain/ileap.ts';
import { checkIleapImport, IleapImport } from '../src/domain/ileap-check.ts';
import { hocsOf, type IleapSource, shipmentFootprint, tocsOf } from '../src/domain/ileap-export.ts';
import { productFootprints } from '../src/domain/pact.ts';
import { allocation, type Chain, chainWith, PRIMARY, PRIMARY_BIO, resultOf } from './chains.ts';

function sourceOf(chain: Chain, units = 3): IleapSource {
  const state = allocation('A-1', { chain, units });
  return { allocation: state, vessel: state.vessel, chain, result: resultOf(chain), units };
}

const MODELLED = {
  dataQuality: 'MODELLED',
  gCO2PerTonneNauticalMile: '6.05',
  reportingYear: 2023,
  source: 'EU-MRV',
} as const;
const CHAINS: readonly (readonly [string, Chain])[] = [
  ['the ship’s EU-MRV figure', chainWith(MODELLED)],
  ['the trade-lane default', chainWith({ dataQuality: 'DEFAULT' })],
  ['primary fuel', chainWith(PRIMARY)],
  ['primary fuel with a certified biofuel', chainWith(PRIMARY_BIO)],
  [
    'a refrigerated box on rail and a feeder',
    chainWith(PRIMARY, {
      ISOEquipmentCode: '45R1',
      preCarriage: [
        { mode: 'RAIL', distanceKm: '812.5' },
        { mode: 'FEEDER', distanceKm: '640' },
      ],
    }),
  ],
  [
    'a 45-foot box on a barge',
    chainWith(MODELLED, {
      ISOEquipmentCode: 'L5G1',
      cargoMassKg: '17333.3',
      preCarriage: [{ mode: 'INLAND_WATERWAY', distanceKm: '287' }],
    }),
  ],
  ['a 20-foot box without pre-carriage', chainWith(MODELLED, { ISOEquipmentCode: '22G1', preCarriage: [] })],
];

const importOf = (source: IleapSource): IleapImport => ({
  shipmentFootprint: shipmentFootprint(source),
  tocs: [...tocsOf(source)],
  hocs: [...hocsOf(source)],
});

describe('the iLEAP views of a footprint', () => {
  test('have the exact fields of the specification, decimals as strings and nothing null', () => {
    const source = sourceOf(chainWith(PRIMARY_BIO));
    const { tces, ...head } = shipmentFootprint(source);
    expect(head).toEqual({ mass: '73500', shipmentId: 'R-A-1' });
    expect(tces[2]).toEqual({
      tceId: 'A-1-3',
      prevTceIds: ['A-1-2'],
      tocId: 'PRIMARY-2026-07-01-2026-09-30-IMO9780469',
      shipmentId: 'R-A-1',
      consignmentId: 'A-1',
      mass: '73500',
      packagingOrTrEqType: 'Container-TEU',
      packagingOrTrEqAmount: '6',
      distance: { sfd: '19668.24' },
      origin: { city: 'Shanghai', country: 'CN', locode: 'CNSGH' },
      destination: { city: 'Rotterdam', country: 'NL', locode: 'NLRTM' },
      transportActivity: '1445615.64',
      departureAt: '2026-12-04T06:00:00.000Z',
      arrivalAt: '2027-01-05T03:00:00.000Z',
      voyageNo: '054W',
      incoterms: 'CIF',
      co2eWTW: '2509.221',
      co2eTTW: '1955.733',
    });
    expect(tocsOf(source)[1]).toEqual({
      tocId: 'PRIMARY-2026-07-01-2026-09-30-IMO9780469',
      description: expect.stringContaining('1500 t HFO (GLEC-FUEL-VLSFO-HFO) + 600 t FAME (FUELEU-FAME)'),
      mode: 'Sea',
      temperatureControl: 'ambient',
      energyCarriers: [
        {
          energyCarrier: 'HFO',
          relativeShare: '0.732369',
          energyConsumptionUnit: 'kg',
          emissionFactorWTW: '3.84',
          emissionFactorTTW: '3.16',
        },
        {
          energyCarrier: 'HVO',
          relativeShare: '0.267631',
          feedstocks: [{ feedstock: 'Cooking oil' }],
          energyConsumptionUnit: 'kg',
          emissionFactorWTW: '0.60619',
          emissionFactorTTW: '0.05489',
        },
      ],
      co2eIntensityWTW: '0.021262896',
      co2eIntensityTTW: '0.016572688',
      transportActivityUnit: 'TEUkm',
    });
    expect(hocsOf(source)).toEqual([
      {
        hocId: 'GLEC-T3-MaritimeContainerTerminal-AMBIENT-2TEU',
        description: expect.stringContaining('per container of 2 TEU'),
        hubType: 'MaritimeContainerTerminal',
        temperatureControl: 'ambient',
        energyCarriers: [
          {
            energyCarrier: 'Diesel',
            relativeShare: '1',
            energyConsumptionUnit: 'kg',
            emissionFactorWTW: '4.19',
            emissionFactorTTW: '3.22',
          },
        ],
        co2eIntensityWTW: '5.7',
        co2eIntensityTTW: '4.3805',
        hubActivityUnit: 'TEU',
      },
    ]);
  });

  test.each(CHAINS)('of %s parse by the specification’s types and recompute in the import check', (_, chain) => {
    const source = sourceOf(chain, 7);
    const body = importOf(source);
    expect(ShipmentFootprint.parse(JSON.parse(JSON.stringify(body.shipmentFootprint)))).toEqual(body.shipmentFootprint);
    for (const toc of body.tocs) expect(Toc.parse(JSON.parse(JSON.stringify(toc)))).toEqual(toc);
    for (const hoc of body.hocs) expect(Hoc.parse(JSON.parse(JSON.stringify(hoc)))).toEqual(hoc);
    expect(JSON.stringify(body)).not.toContain('null');
    const checked = checkIleapImport(body);
    expect(checked).toMatchObject({ ok: true, value: { shipmentId: 'R-A-1' } });
  });

  test('tell PACT the IPCC reports and factor sources of each figure', () => {
    const source = {
      ...sourceOf(chainWith(PRIMARY_BIO)),
      footprintId: '019a7b1e-0000-7000-8000-000000000001',
      version: 1,
      supersedes: null,
      createdAt: '2026-11-24T08:00:00.000Z',
      isActive: true,
    };
    const glec = { name: 'GLEC Framework', version: '3.2' };
    const fuelEu = { name: 'FuelEU Maritime, Regulation (EU) 2023/1805, Annex II', version: '2023' };
    expect(
      productFootprints(source).map(({ pcf }) => [
        pcf.characterizationFactors,
        pcf.ipccCharacterizationFactorsSources,
        pcf.secondaryEmissionFactorSources,
      ]),
    ).toEqual([
      ['AR5', ['AR4', 'AR6'], [glec, fuelEu]],
      ['AR6', ['AR6'], [glec]],
      ['AR5', ['AR4', 'AR6'], [glec, fuelEu]],
      ['AR6', ['AR6'], [glec]],
    ]);
  });

  test('are wrapped for PACT: one extension each, the shipment first, ids that its parts keep', () => {
    const source = {
      ...sourceOf(chainWith(PRIMARY)),
      footprintId: '019a7b1e-0000-7000-8000-000000000001',
      version: 2,
      supersedes: '019a7b1e-0000-7000-8000-000000000000',
      createdAt: '2026-11-24T08:00:00.000Z',
      isActive: true,
    };
    const [shipment, ...categories] = productFootprints(source);
    expect(shipment).toMatchObject({
      id: source.footprintId,
      specVersion: '2.1.0',
      version: 2,
      precedingPfIds: [source.supersedes],
      productIds: ['urn:pathfinder:product:customcode:vendor-assigned:shipment:R-A-1'],
      productCategoryCpc: '83117',
      pcf: {
        declaredUnit: 'ton kilometer',
        unitaryProductAmount: '1468400.64',
        pCfExcludingBiogenic: '6678.297',
        fossilGhgEmissions: '6678.297',
        biogenicCarbonContent: '0',
        packagingEmissionsIncluded: false,
        primaryDataShare: 98.45,
      },
      extensions: [
        {
          specVersion: '2.0.0',
          dataSchema: 'https://api.ileap.sine.dev/shipment-footprint.json',
          documentation: 'https://sine-fdn.github.io/ileap-extension/',
          data: shipmentFootprint(source),
        },
      ],
    });
    expect(
      categories.map(({ productIds, pcf }) => [productIds[0], pcf.declaredUnit, pcf.unitaryProductAmount]),
    ).toEqual([
      ['urn:pathfinder:product:customcode:vendor-assigned:toc:GLEC-ROAD-ARTICULATED-DIESEL', 'ton kilometer', '1'],
      [
        'urn:pathfinder:product:customcode:vendor-assigned:toc:PRIMARY-2026-07-01-2026-09-30-IMO9780469',
        'ton kilometer',
        '1',
      ],
      [
        'urn:pathfinder:product:customcode:vendor-assigned:hoc:GLEC-T3-MaritimeContainerTerminal-AMBIENT-2TEU',
        'kilogram',
        '1000',
      ],
    ]);
    expect(categories.map(({ id }) => id)).toEqual(
      productFootprints(source)
        .slice(1)
        .map(({ id }) => id),
    );
    for (const { id } of categories)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

const SPECIFICATION: IleapImport = IleapImport.parse({
  shipmentFootprint: {
    mass: '87',
    shipmentId: '1237890',
    tces: [
      {
        tceId: 'abcdef',
        prevTceIds: [],
        tocId: 'truck',
        shipmentId: '1237890',
        mass: '87',
        distance: { actual: '423' },
        transportActivity: '36.801',
        co2eWTW: '3.6801',
        co2eTTW: '3.2801',
      },
      {
        tceId: 'ghijkl',
        prevTceIds: ['abcdef'],
        tocId: 'other',
        shipmentId: '1237890',
        mass: '87',
        distance: { actual: '321' },
        transportActivity: '27.927',
        co2eWTW: '4.74759',
        co2eTTW: '4.272831',
      },
    ],
  },
  tocs: [
    {
      tocId: 'truck',
      mode: 'Road',
      energyCarriers: [
        { energyCarrier: 'Diesel', relativeShare: '1', emissionFactorWTW: '4.19', emissionFactorTTW: '3.22' },
      ],
      co2eIntensityWTW: '0.1',
      co2eIntensityTTW: '0.08913',
      transportActivityUnit: 'tkm',
    },
    {
      tocId: 'other',
      mode: 'Road',
      energyCarriers: [
        { energyCarrier: 'Diesel', relativeShare: '0.3', emissionFactorWTW: '4.19', emissionFactorTTW: '3.22' },
        { energyCarrier: 'Electric', relativeShare: '0.7', emissionFactorWTW: '0.05', emissionFactorTTW: '0' },
      ],
      co2eIntensityWTW: '0.17',
      co2eIntensityTTW: '0.153',
      transportActivityUnit: 'tkm',
    },
  ],
});

type Change = (body: IleapImport) => IleapImport;
const change =
  (index: number, fields: Record<string, unknown>): Change =>
  (body) => ({
    ...body,
    shipmentFootprint: {
      ...body.shipmentFootprint,
      tces: body.shipmentFootprint.tces.map((tce, at) => (at === index ? { ...tce, ...fields } : tce)),
    },
  });

describe('the import check', () => {
  test('accepts the two legs of the specification and shows both sides', () => {
    expect(checkIleapImport(SPECIFICATION)).toEqual({
      ok: true,
      value: {
        shipmentId: '1237890',
        transportActivityTkm: '64.728',
        statedWTW: '8.42769',
        recomputedWTW: '8.42769',
        toleranceRule: 'ONE_GRAM_PER_TEU_AT_LEAST_ONE',
        elements: [
          {
            tceId: 'abcdef',
            activity: '36.801',
            activityUnit: 'tkm',
            statedWTW: '3.6801',
            recomputedWTW: '3.6801',
            statedTTW: '3.2801',
            recomputedTTW: '3.28007313',
          },
          {
            tceId: 'ghijkl',
            activity: '27.927',
            activityUnit: 'tkm',
            statedWTW: '4.74759',
            recomputedWTW: '4.74759',
            statedTTW: '4.272831',
            recomputedTTW: '4.272831',
          },
        ],
      },
    });
  });

  test.each<[string, Change, readonly (readonly [string, string])[]]>([
    [
      'a total that activity × intensity does not give',
      change(1, { co2eWTW: '4.84759' }),
      [['WTW_MISMATCH', 'shipmentFootprint.tces.1.co2eWTW']],
    ],
    [
      'a tank-to-wake part that does not follow',
      change(0, { co2eTTW: '3.1801' }),
      [['TTW_MISMATCH', 'shipmentFootprint.tces.0.co2eTTW']],
    ],
    [
      'an activity with a misplaced point, as the specification prints it',
      change(0, { transportActivity: '3.6801' }),
      [['ACTIVITY_MISMATCH', 'shipmentFootprint.tces.0.transportActivity']],
    ],
    [
      'tank-to-wake above well-to-wake',
      change(0, { co2eTTW: '3.7' }),
      [
        ['TTW_MISMATCH', 'shipmentFootprint.tces.0.co2eTTW'],
        ['TTW_ABOVE_WTW', 'shipmentFootprint.tces.0.co2eTTW'],
      ],
    ],
    [
      'an element of another shipment',
      change(1, { shipmentId: 'X' }),
      [['SHIPMENT_ID_MISMATCH', 'shipmentFootprint.tces.1.shipmentId']],
    ],
    [
      'an element after one that is not there',
      change(1, { prevTceIds: ['zzz'] }),
      [['CHAIN_BROKEN', 'shipmentFootprint.tces.1.prevTceIds']],
    ],
    [
      'an element that comes after itself',
      change(1, { prevTceIds: ['ghijkl'] }),
      [['CHAIN_BROKEN', 'shipmentFootprint.tces.1.prevTceIds']],
    ],
    [
      'an element twice',
      change(1, { tceId: 'abcdef', prevTceIds: [] }),
      [['ELEMENT_TWICE', 'shipmentFootprint.tces.1.tceId']],
    ],
    [
      'more mass than the shipment has',
      (body) => ({ ...body, shipmentFootprint: { ...body.shipmentFootprint, mass: '86' } }),
      [
        ['MASS_MISMATCH', 'shipmentFootprint.tces.0.mass'],
        ['MASS_MISMATCH', 'shipmentFootprint.tces.1.mass'],
      ],
    ],
    [
      'a category that was not sent',
      (body) => ({ ...body, tocs: body.tocs.slice(0, 1) }),
      [['TOC_NOT_GIVEN', 'shipmentFootprint.tces.1.tocId']],
    ],
    [
      'a hub that was not sent',
      change(1, { tocId: undefined, hocId: 'H' }),
      [['HOC_NOT_GIVEN', 'shipmentFootprint.tces.1.hocId']],
    ],
    [
      'an intensity per TEU-km without TEU',
      (body) => ({ ...body, tocs: body.tocs.map((toc) => ({ ...toc, transportActivityUnit: 'TEUkm' as const })) }),
      [
        ['TEU_NOT_STATED', 'shipmentFootprint.tces.0.packagingOrTrEqAmount'],
        ['TEU_NOT_STATED', 'shipmentFootprint.tces.1.packagingOrTrEqAmount'],
      ],
    ],
    [
      'energy shares that are not one',
      (body) => ({
        ...body,
        tocs: body.tocs.map((toc) => ({ ...toc, energyCarriers: toc.energyCarriers.slice(0, 1) })),
      }),
      [['ENERGY_SHARES_DO_NOT_SUM_TO_ONE', 'tocs.1.energyCarriers']],
    ],
  ])('refuses %s', (_, alter, expected) => {
    const checked = checkIleapImport(alter(SPECIFICATION));
    expect(checked.ok ? [] : checked.refusal.map(({ code, property }) => [code, property])).toEqual(expected);
  });

  test.each([null, 3, '1,5', ''])('refuses %j where a decimal string is due, by the form', (mass) => {
    expect(
      IleapImport.safeParse({ ...SPECIFICATION, shipmentFootprint: { ...SPECIFICATION.shipmentFootprint, mass } })
        .success,
    ).toBe(false);
  });

  test('finds any total that is off by more than a gram a TEU, on any element of a real chain', () => {
    const body = importOf(sourceOf(chainWith(PRIMARY), 1));
    fc.assert(
      fc.property(
        fc.nat(3),
        fc.constantFrom('co2eWTW', 'co2eTTW'),
        fc.integer({ min: 3, max: 5_000_000 }),
        fc.boolean(),
        (index, field, grams, isMore) => {
          const tce = body.shipmentFootprint.tces[index];
          const stated = Math.round(Number(tce?.[field as 'co2eWTW']) * 1_000) + (isMore ? grams : -grams);
          fc.pre(stated >= 0);
          const altered = change(index, { [field]: (stated / 1_000).toFixed(3) })(body);
          expect(checkIleapImport(altered).ok).toBe(false);
        },
      ),
    );
  });
});
