import { describe, expect, test } from 'vitest';
import {
  type ChainHub,
  type ChainLeg,
  computeTransportChain,
  type LegIntensity,
  type TransportChainInput,
} from '../src/transport-chain.ts';

const leg = (intensity: LegIntensity, change: Partial<ChainLeg> = {}): ChainLeg => ({
  type: 'LEG',
  mode: 'ROAD',
  distanceKm: '100',
  distanceBasis: 'SFD',
  intensity,
  ...change,
});
const hub = (hubType: ChainHub['hubType'], temperature: ChainHub['temperature']): ChainHub => ({
  type: 'HUB',
  hubType,
  temperature,
});

function chain(elements: TransportChainInput['elements'], change: Partial<TransportChainInput> = {}) {
  return computeTransportChain({ massKg: '20000', massBasis: 'ACTUAL', elements, ...change });
}
function codes(elements: TransportChainInput['elements'], change: Partial<TransportChainInput> = {}) {
  const result = chain(elements, change);
  return result.ok ? [] : result.refusal.map(({ code, property }) => `${code} ${property}`);
}

describe('a transport chain', () => {
  test('of every kind of element, whole', () => {
    expect(
      chain(
        [
          leg({ kind: 'DEFAULT' }, { distanceBasis: 'ACTUAL', distanceKm: '105' }),
          leg({ kind: 'DEFAULT', refrigerated: true }, { mode: 'RAIL' }),
          hub('MaritimeContainerTerminal', 'ambient'),
          leg(
            { kind: 'TRADE_LANE', tradeLane: 'INTRA_NEA' },
            { mode: 'SEA', distanceBasis: 'ACTUAL', distanceKm: '1150' },
          ),
          hub('Transshipment', 'refrigerated'),
          leg({ kind: 'PER_TEU_KM', wellToTankG: '7', tankToWakeG: '30' }, { mode: 'SEA', dataQuality: 'PRIMARY' }),
          leg(
            { kind: 'TOTALS', wellToWakeKg: '50', tankToWakeKg: '40' },
            { mode: 'INLAND_WATERWAY', dataQuality: 'MODELLED' },
          ),
          leg(
            {
              kind: 'ENERGY',
              carriers: [
                { carrier: 'DIESEL', quantity: '100', unit: 'l' },
                { carrier: 'MDO_MGO', quantity: '0.5', unit: 't' },
                { carrier: 'ELECTRICITY_CN_EAST', quantity: '360', unit: 'MJ' },
              ],
              allocationShare: '0.5',
            },
            { distanceBasis: 'GCD' },
          ),
        ],
        { teu: '2', containers: 1 },
      ),
    ).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "dataQuality": "DEFAULT",
          "elements": [
            {
              "activity": "2000",
              "activityUnit": "t-km",
              "dataQuality": "DEFAULT",
              "factorId": "GLEC-ROAD-ARTICULATED-DIESEL",
              "factorSetVersion": "GLEC-3.2",
              "mode": "ROAD",
              "tankToWakeKg": "178",
              "transportActivityTkm": "2000",
              "trust": "C",
              "type": "LEG",
              "wellToTankKg": "54",
              "wellToWakeKg": "232",
            },
            {
              "activity": "2000",
              "activityUnit": "t-km",
              "dataQuality": "DEFAULT",
              "factorId": "GLEC-RAIL-EU-AVERAGE-REEFER",
              "factorSetVersion": "GLEC-3.2",
              "mode": "RAIL",
              "tankToWakeKg": "31.6736",
              "transportActivityTkm": "2000",
              "trust": "C",
              "type": "LEG",
              "wellToTankKg": "9.5424",
              "wellToWakeKg": "41.216",
            },
            {
              "activity": "1",
              "activityUnit": "container",
              "dataQuality": "DEFAULT",
              "factorId": "GLEC-T3-MaritimeContainerTerminal-AMBIENT",
              "factorSetVersion": "GLEC-3.2",
              "mode": "MaritimeContainerTerminal",
              "tankToWakeKg": "8.761",
              "transportActivityTkm": "0",
              "trust": "C",
              "type": "HUB",
              "wellToTankKg": "2.639",
              "wellToWakeKg": "11.4",
            },
            {
              "activity": "2000",
              "activityUnit": "TEU-km",
              "dataQuality": "DEFAULT",
              "factorId": "GLEC-T18-INDUSTRY_AVG-DRY",
              "factorSetVersion": "GLEC-3.2",
              "mode": "SEA",
              "tankToWakeKg": "118",
              "transportActivityTkm": "20000",
              "trust": "B",
              "type": "LEG",
              "wellToTankKg": "25.4",
              "wellToWakeKg": "143.4",
            },
            {
              "activity": "20",
              "activityUnit": "t",
              "dataQuality": "DEFAULT",
              "factorId": "GLEC-T3-Transshipment-TEMPERATURE-CONTROLLED",
              "factorSetVersion": "GLEC-3.2",
              "mode": "Transshipment",
              "tankToWakeKg": "39.96",
              "transportActivityTkm": "0",
              "trust": "C",
              "type": "HUB",
              "wellToTankKg": "12.04",
              "wellToWakeKg": "52",
            },
            {
              "activity": "200",
              "activityUnit": "TEU-km",
              "dataQuality": "PRIMARY",
              "factorId": "GIVEN",
              "factorSetVersion": "GIVEN",
              "mode": "SEA",
              "tankToWakeKg": "6",
              "transportActivityTkm": "2000",
              "type": "LEG",
              "wellToTankKg": "1.4",
              "wellToWakeKg": "7.4",
            },
            {
              "activity": "2000",
              "activityUnit": "t-km",
              "dataQuality": "MODELLED",
              "factorId": "GIVEN",
              "factorSetVersion": "GIVEN",
              "mode": "INLAND_WATERWAY",
              "tankToWakeKg": "40",
              "transportActivityTkm": "2000",
              "type": "LEG",
              "wellToTankKg": "10",
              "wellToWakeKg": "50",
            },
            {
              "activity": "2000",
              "activityUnit": "t-km",
              "dataQuality": "DEFAULT",
              "factorId": "GIVEN",
              "factorSetVersion": "GIVEN",
              "mode": "ROAD",
              "tankToWakeKg": "948.63",
              "transportActivityTkm": "2000",
              "type": "LEG",
              "wellToTankKg": "255.255",
              "wellToWakeKg": "1203.885",
            },
          ],
          "framework": "ISO14083_GLEC",
          "intensityKgPerTkm": "0.058043367",
          "notes": [
            {
              "code": "DISTANCE_ADJUSTED",
              "message": "105 km actual ÷ 1.05 = 100 km shortest feasible.",
            },
            {
              "code": "PROXY_FACTOR",
              "message": "GLEC-ROAD-ARTICULATED-DIESEL stands in for road haulage in China, for which the GLEC default table was not available; the European figure is used.",
            },
            {
              "code": "WEAK_FACTOR",
              "message": "GLEC-ROAD-ARTICULATED-DIESEL has trust C.",
            },
            {
              "code": "PROXY_FACTOR",
              "message": "GLEC-RAIL-EU-AVERAGE-REEFER stands in for refrigerated rail freight in China; the European average is used.",
            },
            {
              "code": "WEAK_FACTOR",
              "message": "GLEC-RAIL-EU-AVERAGE-REEFER has trust C.",
            },
            {
              "code": "WEAK_FACTOR",
              "message": "GLEC-T3-MaritimeContainerTerminal-AMBIENT has trust C.",
            },
            {
              "code": "DISTANCE_ADJUSTED",
              "message": "1150 km actual ÷ 1.15 = 1000 km shortest feasible.",
            },
            {
              "code": "TRADE_LANE_STAND_IN",
              "message": "The factor table holds no lane INTRA_NEA; the row "Industry average" stands in for it.",
            },
            {
              "code": "WEAK_FACTOR",
              "message": "GLEC-T3-Transshipment-TEMPERATURE-CONTROLLED has trust C.",
            },
            {
              "code": "ENERGY_FACTOR",
              "message": "DIESEL by GLEC-FUEL-EU-DIESEL, trust C.",
            },
            {
              "code": "ENERGY_FACTOR",
              "message": "MDO_MGO by GLEC-FUEL-MDO-MGO, trust C.",
            },
            {
              "code": "ENERGY_FACTOR",
              "message": "ELECTRICITY_CN_EAST by CN-GRID-2023-EAST, trust C.",
            },
          ],
          "primaryDataSharePercent": "6.67",
          "primaryShareRule": "SHARE_OF_TRANSPORT_ACTIVITY_TKM",
          "tankToWakeKg": "1371.0246",
          "transportActivityTkm": "30000",
          "wellToTankKg": "370.2764",
          "wellToWakeKg": "1741.301",
        },
      }
    `);
  });

  test('of one hub has no intensity and no primary share', () => {
    expect(chain([{ ...hub('Warehouse', 'mixed'), dataQuality: 'PRIMARY' }])).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "dataQuality": "PRIMARY",
          "elements": [
            {
              "activity": "20",
              "activityUnit": "t",
              "dataQuality": "PRIMARY",
              "factorId": "GLEC-T3-Warehouse-TEMPERATURE-CONTROLLED",
              "factorSetVersion": "GLEC-3.2",
              "mode": "Warehouse",
              "tankToWakeKg": "768.5",
              "transportActivityTkm": "0",
              "trust": "C",
              "type": "HUB",
              "wellToTankKg": "231.5",
              "wellToWakeKg": "1000",
            },
          ],
          "framework": "ISO14083_GLEC",
          "notes": [
            {
              "code": "WEAK_FACTOR",
              "message": "GLEC-T3-Warehouse-TEMPERATURE-CONTROLLED has trust C.",
            },
          ],
          "primaryDataSharePercent": "0",
          "primaryShareRule": "SHARE_OF_TRANSPORT_ACTIVITY_TKM",
          "tankToWakeKg": "768.5",
          "transportActivityTkm": "0",
          "wellToTankKg": "231.5",
          "wellToWakeKg": "1000",
        },
      }
    `);
  });

  test('brings actual distances to the shortest feasible one by the mode’s adjustment', () => {
    const activity = (mode: ChainLeg['mode'], distanceBasis: ChainLeg['distanceBasis']) => {
      const result = chain([
        leg({ kind: 'PER_TONNE_KM', wellToTankG: '0', tankToWakeG: '1' }, { mode, distanceBasis, distanceKm: '100' }),
      ]);
      return result.ok && result.value.transportActivityTkm;
    };
    const modes = ['ROAD', 'RAIL', 'INLAND_WATERWAY', 'SEA', 'AIR'] as const;
    expect(modes.map((mode) => activity(mode, 'ACTUAL'))).toEqual(
      ['1904.76190', '2000', '2000', '1739.13044', '2000'].map((text) =>
        text.includes('.') ? String(Number(text)) : text,
      ),
    );
    expect(modes.map((mode) => activity(mode, 'SFD'))).toEqual(['2000', '2000', '2000', '2000', '2000']);
  });

  test('refuses with everything that is wrong', () => {
    expect(
      chain(
        [
          leg({ kind: 'DEFAULT' }, { mode: 'SEA', distanceKm: '0' }),
          leg({ kind: 'DEFAULT' }, { mode: 'AIR' }),
          leg({ kind: 'TRADE_LANE', tradeLane: 'MARS' }),
          leg({ kind: 'PER_TONNE_KM', wellToTankG: '-1', tankToWakeG: 'x' }),
          leg({ kind: 'PER_TEU_KM', wellToTankG: '-1', tankToWakeG: 'x' }),
          leg({ kind: 'TOTALS', wellToWakeKg: '1', tankToWakeKg: '2' }),
          leg({ kind: 'TOTALS', wellToWakeKg: '-1', tankToWakeKg: '-2' }),
          leg({ kind: 'ENERGY', carriers: [], allocationShare: '2' }),
          leg({
            kind: 'ENERGY',
            carriers: [
              { carrier: 'COAL', quantity: '1', unit: 'kg' },
              { carrier: 'DIESEL', quantity: '0', unit: 'kWh' },
              { carrier: 'CNG', quantity: '1', unit: 'kg' },
            ],
            allocationShare: '1',
          }),
          hub('MaritimeContainerTerminal', 'ambient'),
        ],
        { massKg: '0', massBasis: 'CHARGEABLE' },
      ),
    ).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "massKg must be a decimal above 0, in text.",
            "property": "massKg",
          },
          {
            "code": "CHARGEABLE_WEIGHT_REFUSED",
            "message": "Transport activity is the real mass of goods and packaging; chargeable weight is a tariff.",
            "property": "massBasis",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "elements.0.distanceKm must be a decimal above 0, in text.",
            "property": "elements.0.distanceKm",
          },
          {
            "code": "NO_DEFAULT_FACTOR",
            "message": "There is no default for SEA without a trade lane.",
            "property": "elements.0.intensity",
          },
          {
            "code": "NO_DEFAULT_FACTOR",
            "message": "There is no default for AIR without a trade lane.",
            "property": "elements.1.intensity",
          },
          {
            "code": "TEU_MISSING",
            "message": "An intensity per TEU-km needs the TEU of the consignment.",
            "property": "teu",
          },
          {
            "code": "MODE_MISMATCH",
            "message": "Trade-lane factors are for container ships.",
            "property": "elements.2.intensity",
          },
          {
            "code": "TRADE_LANE_UNKNOWN",
            "message": "MARS is none of ASIA_NEUR, ASIA_MED, ASIA_NAWC, ASIA_NAEC, ASIA_SAM, ASIA_MEI, ASIA_AFR, ASIA_OCE, SEA_NEA, INTRA_SEA, INTRA_MEI, EUR_MEI, TRANS_SUEZ, INDUSTRY_AVG.",
            "property": "elements.2.intensity.tradeLane",
          },
          {
            "code": "NOT_A_DECIMAL",
            "message": "elements.3.intensity.wellToTankG must be a decimal of 0 or more, in text.",
            "property": "elements.3.intensity.wellToTankG",
          },
          {
            "code": "NOT_A_DECIMAL",
            "message": "elements.3.intensity.tankToWakeG must be a decimal of 0 or more, in text.",
            "property": "elements.3.intensity.tankToWakeG",
          },
          {
            "code": "TEU_MISSING",
            "message": "An intensity per TEU-km needs the TEU of the consignment.",
            "property": "teu",
          },
          {
            "code": "NOT_A_DECIMAL",
            "message": "elements.4.intensity.wellToTankG must be a decimal of 0 or more, in text.",
            "property": "elements.4.intensity.wellToTankG",
          },
          {
            "code": "NOT_A_DECIMAL",
            "message": "elements.4.intensity.tankToWakeG must be a decimal of 0 or more, in text.",
            "property": "elements.4.intensity.tankToWakeG",
          },
          {
            "code": "TTW_ABOVE_WTW",
            "message": "Tank-to-wake is a part of well-to-wake.",
            "property": "elements.5.intensity",
          },
          {
            "code": "NOT_A_DECIMAL",
            "message": "elements.6.intensity.wellToWakeKg must be a decimal of 0 or more, in text.",
            "property": "elements.6.intensity.wellToWakeKg",
          },
          {
            "code": "NOT_A_DECIMAL",
            "message": "elements.6.intensity.tankToWakeKg must be a decimal of 0 or more, in text.",
            "property": "elements.6.intensity.tankToWakeKg",
          },
          {
            "code": "SHARE_OUT_OF_RANGE",
            "message": "elements.7.intensity.allocationShare must be above 0 and at most 1.",
            "property": "elements.7.intensity.allocationShare",
          },
          {
            "code": "ENERGY_MISSING",
            "message": "At least one carrier is needed.",
            "property": "elements.7.intensity.carriers",
          },
          {
            "code": "CARRIER_UNKNOWN",
            "message": "COAL is none of DIESEL, DIESEL_B5, HFO, VLSFO, MDO_MGO, LNG, JET_KEROSENE, CNG, ELECTRICITY_CN_NATIONAL, ELECTRICITY_CN_EAST, ELECTRICITY_CN_SOUTH, ELECTRICITY_CN_NORTH, ELECTRICITY_CN_NORTHEAST, ELECTRICITY_CN_CENTRAL, ELECTRICITY_CN_NORTHWEST, ELECTRICITY_CN_SOUTHWEST.",
            "property": "elements.8.intensity.carriers.0.carrier",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "elements.8.intensity.carriers.1.quantity must be a decimal above 0, in text.",
            "property": "elements.8.intensity.carriers.1.quantity",
          },
          {
            "code": "UNIT_NOT_FOR_CARRIER",
            "message": "DIESEL is measured in l, g, kg, t, not in kWh.",
            "property": "elements.8.intensity.carriers.1.unit",
          },
          {
            "code": "FACTOR_NOT_AVAILABLE",
            "message": "The factor set holds no factor for CNG; give the intensity with its source instead.",
            "property": "elements.8.intensity.carriers.2.carrier",
          },
          {
            "code": "CONTAINERS_MISSING",
            "message": "Element 9 is a container terminal: its factor counts containers.",
            "property": "containers",
          },
        ],
      }
    `);
    expect(codes([])).toEqual(['ELEMENTS_MISSING elements']);
    expect(codes([hub('Transshipment', 'ambient')], { teu: '0' })).toEqual(['NOT_A_POSITIVE_DECIMAL teu']);
    expect(codes([hub('MaritimeContainerTerminal', 'ambient')], { containers: 0 })).toEqual([
      'CONTAINERS_MISSING containers',
    ]);
    expect(codes([hub('MaritimeContainerTerminal', 'ambient')], { containers: 1 })).toEqual([]);
    expect(codes([leg({ kind: 'TRADE_LANE', tradeLane: 'ASIA_NEUR' }, { mode: 'SEA' })], { teu: '1' })).toEqual([]);
    expect(codes([leg({ kind: 'TRADE_LANE', tradeLane: 'ASIA_NEUR' }, { mode: 'RAIL' })], { teu: '1' })).toEqual([
      'MODE_MISMATCH elements.0.intensity',
    ]);
    expect(codes([leg({ kind: 'TOTALS', wellToWakeKg: '2', tankToWakeKg: '2' })])).toEqual([]);
  });
});
