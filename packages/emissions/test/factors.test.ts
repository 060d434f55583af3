import { describe, expect, test } from 'vitest';
import { CII_REDUCTION_PERCENT, CII_SHIP_TYPES } from '../src/cii.ts';
import { ENERGY_CARRIERS } from '../src/energy-factors.ts';
import {
  EU_ETS_FACTOR_IDENTITY,
  EU_ETS_FUELS,
  EU_ETS_NEIGHBOURING_TRANSHIPMENT_PORTS,
  EU_ETS_PASS_THROUGH_RULE,
  EU_ETS_SURRENDER,
} from '../src/eu-ets.ts';
import { CURRENT_FACTOR_SET_VERSION, FACTOR_SET_VERSIONS, type FactorRow, isWeak, type Trust } from '../src/factors.ts';
import { FUELEU_REDUCTIONS, FUELEU_REFERENCE_G_PER_MJ, FUELEU_WIND_FACTORS } from '../src/fueleu.ts';
import { FUELEU_FUELS, FUELEU_GWP } from '../src/fueleu-factors.ts';
import {
  GLEC_FUELS,
  HUBS,
  PRE_CARRIAGE_FACTORS,
  SEA_DISTANCE_ADJUSTMENT,
  TRADE_LANE_STAND_INS,
  TRADE_LANES,
} from '../src/glec-factors.ts';
import { IMO_FACTOR_IDENTITY } from '../src/imo-factors.ts';

/** A row with everything that a factor must carry, in one line. */
function line(row: FactorRow): string {
  const { factorId, framework, factorSetVersion, gwpSet, unit, wellToTank, tankToWake, trust, source } = row;
  const proxy = row.proxyFor === undefined ? '' : ` | proxy for ${row.proxyFor}`;
  return `${factorId} | ${framework} ${factorSetVersion} ${gwpSet} | ${wellToTank} + ${tankToWake} ${unit} | ${trust} | ${source.title} | ${source.locator}${proxy}`;
}

/** Checked against the sources when they were written down; from then on a changed digit, unit or page fails. */
describe('the factor tables', () => {
  test('GLEC v3.2 trade lanes, dry and refrigerated', () => {
    expect([...TRADE_LANES].map(([key, lane]) => [key === lane.id, lane.name])).toMatchInlineSnapshot(`
      [
        [
          true,
          "Asia – North Europe",
        ],
        [
          true,
          "Asia – Mediterranean and Black Sea",
        ],
        [
          true,
          "Asia – North America West Coast",
        ],
        [
          true,
          "Asia – North America East Coast and Gulf",
        ],
        [
          true,
          "Asia – South and Central America",
        ],
        [
          true,
          "Asia – Middle East and India",
        ],
        [
          true,
          "Asia – Africa",
        ],
        [
          true,
          "Asia – Oceania",
        ],
        [
          true,
          "South-East Asia – North-East Asia",
        ],
        [
          true,
          "Intra South-East Asia",
        ],
        [
          true,
          "Intra Middle East and India",
        ],
        [
          true,
          "Europe – Middle East and India",
        ],
        [
          true,
          "Trans-Suez aggregate",
        ],
        [
          true,
          "Industry average",
        ],
      ]
    `);
    expect(
      [...TRADE_LANES.values()].flatMap((lane) => [line(lane.dry), line(lane.refrigerated)]),
    ).toMatchInlineSnapshot(`
      [
        "GLEC-T18-ASIA_NEUR-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 8.2 + 38.7 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_NEUR-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 19.4 + 91.2 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_MED-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 9.1 + 43.1 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_MED-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 20.4 + 96.0 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_NAWC-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 12.0 + 55.0 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_NAWC-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 24.0 + 110.4 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_NAEC-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 10.5 + 48.5 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_NAEC-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 21.9 + 100.6 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_SAM-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 11.8 + 55.9 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_SAM-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 23.9 + 112.2 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_MEI-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 13.8 + 64.5 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_MEI-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 26.5 + 124.1 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_AFR-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 15.4 + 72.8 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_AFR-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 28.3 + 133.0 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_OCE-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 16.9 + 79.0 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-ASIA_OCE-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 30.2 + 141.0 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-SEA_NEA-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 19.3 + 89.2 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-SEA_NEA-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 33.6 + 155.2 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-INTRA_SEA-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 23.5 + 112.1 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-INTRA_SEA-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 39.5 + 188.0 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-INTRA_MEI-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 20.5 + 94.0 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-INTRA_MEI-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 37.2 + 170.6 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-EUR_MEI-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 13.0 + 60.4 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-EUR_MEI-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 24.6 + 114.6 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-TRANS_SUEZ-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 8.9 + 41.7 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-TRANS_SUEZ-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 20.1 + 94.4 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-INDUSTRY_AVG-DRY | ISO14083_GLEC GLEC-3.2 AR6 | 12.7 + 59.0 g CO2e/TEU-km | B | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
        "GLEC-T18-INDUSTRY_AVG-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 25.3 + 117.0 g CO2e/TEU-km | B | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes)",
      ]
    `);
    expect([...TRADE_LANE_STAND_INS]).toMatchInlineSnapshot(`
      [
        [
          "INTRA_NEA",
          "INDUSTRY_AVG",
        ],
      ]
    `);
    expect(SEA_DISTANCE_ADJUSTMENT).toMatchInlineSnapshot(`
      {
        "factor": "1.15",
        "source": {
          "locator": "Module 1, about p. 51: actual sea distances are on average 15 % longer",
          "title": "GLEC Framework v3.2, Smart Freight Centre, October 2025",
        },
      }
    `);
  });

  test('GLEC v3.2 pre-carriage, hubs and fuels', () => {
    expect(
      Object.entries(PRE_CARRIAGE_FACTORS).map(([mode, rows]) => [mode, line(rows.dry), line(rows.refrigerated)]),
    ).toMatchInlineSnapshot(`
      [
        [
          "ROAD",
          "GLEC-ROAD-ARTICULATED-DIESEL | ISO14083_GLEC GLEC-3.2 AR6 | 27 + 89 g CO2e/t-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 8, p. 101 (articulated truck, diesel), with the split of the iLEAP demonstration data | proxy for road haulage in China, for which the GLEC default table was not available; the European figure is used",
          "GLEC-ROAD-ARTICULATED-DIESEL-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 30.24 + 99.68 g CO2e/t-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 8, p. 101 (articulated truck, diesel); + 12 % for temperature-controlled units | proxy for refrigerated road haulage in China; the European figure is used",
        ],
        [
          "RAIL",
          "GLEC-RAIL-EU-AVERAGE | ISO14083_GLEC GLEC-3.2 AR6 | 4.26 + 14.14 g CO2e/t-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 4, p. 97 (EU average, total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1 | proxy for rail freight in China, for which no default was published; the European average is used",
          "GLEC-RAIL-EU-AVERAGE-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 4.7712 + 15.8368 g CO2e/t-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 4, p. 97 (EU average, total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1; + 12 % for temperature-controlled units | proxy for refrigerated rail freight in China; the European average is used",
        ],
        [
          "INLAND_WATERWAY",
          "GLEC-IWT-CONTAINER-110M | ISO14083_GLEC GLEC-3.2 AR6 | 6.8 + 22.5 g CO2e/t-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 2 (container vessel, 110 m) | proxy for container barges on Chinese waterways; the European 110 m vessel is used",
          "GLEC-IWT-CONTAINER-110M-REEFER | ISO14083_GLEC GLEC-3.2 AR6 | 6.8 + 22.5 g CO2e/t-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 2 (container vessel, 110 m); no uplift for refrigerated units is published | proxy for refrigerated containers on Chinese waterways; the European 110 m vessel is used, without an uplift",
        ],
        [
          "FEEDER",
          "GLEC-T18-SEA_NEA-DRY-FEEDER | ISO14083_GLEC GLEC-3.2 AR6 | 19.3 + 89.2 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes), South-East Asia – North-East Asia | proxy for coastal feeders in North-East Asia, for which no lane was published",
          "GLEC-T18-SEA_NEA-REEFER-FEEDER | ISO14083_GLEC GLEC-3.2 AR6 | 33.6 + 155.2 g CO2e/TEU-km | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 18, p. 111 (Clean Cargo trade lanes), South-East Asia – North-East Asia | proxy for coastal feeders with refrigerated containers in North-East Asia, for which no lane was published",
        ],
      ]
    `);
    expect(
      [...HUBS].map(([hub, rows]) => [hub, line(rows.ambient), line(rows.temperatureControlled)]),
    ).toMatchInlineSnapshot(`
      [
        [
          "Transshipment",
          "GLEC-T3-Transshipment-AMBIENT | ISO14083_GLEC GLEC-3.2 AR6 | 278 + 922 g CO2e/t | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 3 (total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1",
          "GLEC-T3-Transshipment-TEMPERATURE-CONTROLLED | ISO14083_GLEC GLEC-3.2 AR6 | 602 + 1998 g CO2e/t | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 3 (total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1",
        ],
        [
          "StorageAndTransshipment",
          "GLEC-T3-StorageAndTransshipment-AMBIENT | ISO14083_GLEC GLEC-3.2 AR6 | 625 + 2075 g CO2e/t | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 3 (total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1",
          "GLEC-T3-StorageAndTransshipment-TEMPERATURE-CONTROLLED | ISO14083_GLEC GLEC-3.2 AR6 | 671 + 2229 g CO2e/t | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 3 (total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1",
        ],
        [
          "Warehouse",
          "GLEC-T3-Warehouse-AMBIENT | ISO14083_GLEC GLEC-3.2 AR6 | 9283 + 30817 g CO2e/t | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 3 (total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1",
          "GLEC-T3-Warehouse-TEMPERATURE-CONTROLLED | ISO14083_GLEC GLEC-3.2 AR6 | 11575 + 38425 g CO2e/t | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 3 (total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1",
        ],
        [
          "LiquidBulkTerminal",
          "GLEC-T3-LiquidBulkTerminal-AMBIENT | ISO14083_GLEC GLEC-3.2 AR6 | 787 + 2613 g CO2e/t | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 3 (total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1",
          "GLEC-T3-LiquidBulkTerminal-TEMPERATURE-CONTROLLED | ISO14083_GLEC GLEC-3.2 AR6 | 2361 + 7839 g CO2e/t | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 3 (total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1",
        ],
        [
          "MaritimeContainerTerminal",
          "GLEC-T3-MaritimeContainerTerminal-AMBIENT | ISO14083_GLEC GLEC-3.2 AR6 | 2639 + 8761 g CO2e/container | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 3 (total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1",
          "GLEC-T3-MaritimeContainerTerminal-TEMPERATURE-CONTROLLED | ISO14083_GLEC GLEC-3.2 AR6 | 3102 + 10298 g CO2e/container | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 2, Table 3 (total only); split by the well-to-wake ratio of EU diesel, 3.22 / 4.19, Module 1",
        ],
      ]
    `);
    expect(Object.entries(GLEC_FUELS).map(([fuel, row]) => [fuel, line(row)])).toMatchInlineSnapshot(`
      [
        [
          "HFO",
          "GLEC-FUEL-VLSFO-HFO | ISO14083_GLEC GLEC-3.2 AR6 | 0.68 + 3.16 g CO2e/g fuel | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 1, fuel factors (marine VLSFO / HFO, 3.84 well-to-wake)",
        ],
        [
          "MDO_MGO",
          "GLEC-FUEL-MDO-MGO | ISO14083_GLEC GLEC-3.2 AR6 | 0.75 + 3.26 g CO2e/g fuel | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 1, fuel factors (marine MDO / MGO, 4.01 well-to-wake)",
        ],
        [
          "LNG",
          "GLEC-FUEL-LNG | ISO14083_GLEC GLEC-3.2 AR6 | 0.88 + 3.73 g CO2e/g fuel | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 1, fuel factors (marine LNG, default engine, 4.61 well-to-wake)",
        ],
      ]
    `);
  });

  test('energy carriers with the units they are metered in', () => {
    expect(
      [...ENERGY_CARRIERS].map(([key, { carrier, units, kilogramsPerLitre, factor }]) => [
        key === carrier,
        carrier,
        units.join(' '),
        kilogramsPerLitre ?? 'no density',
        factor === undefined ? 'no factor' : line(factor),
      ]),
    ).toMatchInlineSnapshot(`
      [
        [
          true,
          "DIESEL",
          "l g kg t",
          "0.83",
          "GLEC-FUEL-EU-DIESEL | ISO14083_GLEC GLEC-3.2 AR6 | 0.97 + 3.22 g CO2e/g fuel | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 1, fuel factors (EU diesel, 4.19 well-to-wake)",
        ],
        [
          true,
          "DIESEL_B5",
          "l g kg t",
          "0.83",
          "GLEC-FUEL-EU-DIESEL-B5 | ISO14083_GLEC GLEC-3.2 AR6 | 0.96 + 3.19 g CO2e/g fuel | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 1, fuel factors (EU diesel B5, 4.15)",
        ],
        [
          true,
          "HFO",
          "g kg t",
          "no density",
          "GLEC-FUEL-VLSFO-HFO | ISO14083_GLEC GLEC-3.2 AR6 | 0.68 + 3.16 g CO2e/g fuel | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 1, fuel factors (marine VLSFO / HFO, 3.84 well-to-wake)",
        ],
        [
          true,
          "VLSFO",
          "g kg t",
          "no density",
          "GLEC-FUEL-VLSFO-HFO | ISO14083_GLEC GLEC-3.2 AR6 | 0.68 + 3.16 g CO2e/g fuel | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 1, fuel factors (marine VLSFO / HFO, 3.84 well-to-wake)",
        ],
        [
          true,
          "MDO_MGO",
          "g kg t",
          "no density",
          "GLEC-FUEL-MDO-MGO | ISO14083_GLEC GLEC-3.2 AR6 | 0.75 + 3.26 g CO2e/g fuel | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 1, fuel factors (marine MDO / MGO, 4.01 well-to-wake)",
        ],
        [
          true,
          "LNG",
          "g kg t",
          "no density",
          "GLEC-FUEL-LNG | ISO14083_GLEC GLEC-3.2 AR6 | 0.88 + 3.73 g CO2e/g fuel | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 1, fuel factors (marine LNG, default engine, 4.61 well-to-wake)",
        ],
        [
          true,
          "JET_KEROSENE",
          "g kg t",
          "no density",
          "GLEC-FUEL-JET | ISO14083_GLEC GLEC-3.2 AR6 | 0.66 + 3.18 g CO2e/g fuel | C | GLEC Framework v3.2, Smart Freight Centre, October 2025 | Module 1, fuel factors (jet kerosene, 3.84)",
        ],
        [
          true,
          "CNG",
          "g kg t",
          "no density",
          "no factor",
        ],
        [
          true,
          "ELECTRICITY_CN_NATIONAL",
          "kWh MJ",
          "no density",
          "CN-GRID-2023-NATIONAL | ISO14083_GLEC CN-MEE-NBS-2023 CO2_ONLY | 0.5306 + 0 kg CO2/kWh | C | Electricity carbon dioxide emission factors 2023, Ministry of Ecology and Environment and National Bureau of Statistics of China | national and regional grid factors",
        ],
        [
          true,
          "ELECTRICITY_CN_EAST",
          "kWh MJ",
          "no density",
          "CN-GRID-2023-EAST | ISO14083_GLEC CN-MEE-NBS-2023 CO2_ONLY | 0.5500 + 0 kg CO2/kWh | C | Electricity carbon dioxide emission factors 2023, Ministry of Ecology and Environment and National Bureau of Statistics of China | national and regional grid factors",
        ],
        [
          true,
          "ELECTRICITY_CN_SOUTH",
          "kWh MJ",
          "no density",
          "CN-GRID-2023-SOUTH | ISO14083_GLEC CN-MEE-NBS-2023 CO2_ONLY | 0.4042 + 0 kg CO2/kWh | C | Electricity carbon dioxide emission factors 2023, Ministry of Ecology and Environment and National Bureau of Statistics of China | national and regional grid factors",
        ],
        [
          true,
          "ELECTRICITY_CN_NORTH",
          "kWh MJ",
          "no density",
          "CN-GRID-2023-NORTH | ISO14083_GLEC CN-MEE-NBS-2023 CO2_ONLY | 0.6361 + 0 kg CO2/kWh | C | Electricity carbon dioxide emission factors 2023, Ministry of Ecology and Environment and National Bureau of Statistics of China | national and regional grid factors",
        ],
        [
          true,
          "ELECTRICITY_CN_NORTHEAST",
          "kWh MJ",
          "no density",
          "CN-GRID-2023-NORTHEAST | ISO14083_GLEC CN-MEE-NBS-2023 CO2_ONLY | 0.5122 + 0 kg CO2/kWh | C | Electricity carbon dioxide emission factors 2023, Ministry of Ecology and Environment and National Bureau of Statistics of China | national and regional grid factors",
        ],
        [
          true,
          "ELECTRICITY_CN_CENTRAL",
          "kWh MJ",
          "no density",
          "CN-GRID-2023-CENTRAL | ISO14083_GLEC CN-MEE-NBS-2023 CO2_ONLY | 0.5271 + 0 kg CO2/kWh | C | Electricity carbon dioxide emission factors 2023, Ministry of Ecology and Environment and National Bureau of Statistics of China | national and regional grid factors",
        ],
        [
          true,
          "ELECTRICITY_CN_NORTHWEST",
          "kWh MJ",
          "no density",
          "CN-GRID-2023-NORTHWEST | ISO14083_GLEC CN-MEE-NBS-2023 CO2_ONLY | 0.5543 + 0 kg CO2/kWh | C | Electricity carbon dioxide emission factors 2023, Ministry of Ecology and Environment and National Bureau of Statistics of China | national and regional grid factors",
        ],
        [
          true,
          "ELECTRICITY_CN_SOUTHWEST",
          "kWh MJ",
          "no density",
          "CN-GRID-2023-SOUTHWEST | ISO14083_GLEC CN-MEE-NBS-2023 CO2_ONLY | 0.2472 + 0 kg CO2/kWh | C | Electricity carbon dioxide emission factors 2023, Ministry of Ecology and Environment and National Bureau of Statistics of China | national and regional grid factors",
        ],
      ]
    `);
  });

  test('FuelEU Annex II', () => {
    expect(
      [...FUELEU_FUELS].map(([key, row]) => {
        const { fuel, fuelClass, factorId, framework, factorSetVersion, gwpSet, unit, trust, source } = row;
        const { lowerCalorificValue, wellToTank, co2, ch4, n2o, slipPercent } = row;
        return `${key === fuel} ${fuel} ${fuelClass} ${factorId} | ${framework} ${factorSetVersion} ${gwpSet} ${unit} | LCV ${lowerCalorificValue} WtT ${wellToTank} Cf ${co2} ${ch4} ${n2o} slip ${slipPercent} | ${trust} | ${source.title}, ${source.locator}`;
      }),
    ).toMatchInlineSnapshot(`
      [
        "true HFO FOSSIL FUELEU-HFO | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0405 WtT 13.5 Cf 3.114 0.00005 0.00018 slip 0 | A | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true LFO FOSSIL FUELEU-LFO | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0410 WtT 13.2 Cf 3.151 0.00005 0.00018 slip 0 | A | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true MDO_MGO FOSSIL FUELEU-MDO_MGO | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0427 WtT 14.4 Cf 3.206 0.00005 0.00018 slip 0 | A | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true LNG_OTTO_MS FOSSIL FUELEU-LNG_OTTO_MS | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0491 WtT 18.5 Cf 2.750 0 0.00011 slip 3.1 | B | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true LNG_OTTO_SS FOSSIL FUELEU-LNG_OTTO_SS | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0491 WtT 18.5 Cf 2.750 0 0.00011 slip 1.7 | B | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true LNG_DIESEL_SS FOSSIL FUELEU-LNG_DIESEL_SS | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0491 WtT 18.5 Cf 2.750 0 0.00011 slip 0.2 | B | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true LNG_LBSI FOSSIL FUELEU-LNG_LBSI | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0491 WtT 18.5 Cf 2.750 0 0.00011 slip 2.6 | B | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true LNG_STEAM FOSSIL FUELEU-LNG_STEAM | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0491 WtT 18.5 Cf 2.750 0 0.00011 slip 0 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true LPG_PROPANE FOSSIL FUELEU-LPG_PROPANE | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0460 WtT 7.8 Cf 3.000 TBM TBM slip 0 | B | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true LPG_BUTANE FOSSIL FUELEU-LPG_BUTANE | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0460 WtT 7.8 Cf 3.030 TBM TBM slip 0 | B | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true METHANOL FOSSIL FUELEU-METHANOL | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0199 WtT 31.3 Cf 1.375 TBM TBM slip 0 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true AMMONIA FOSSIL FUELEU-AMMONIA | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0186 WtT 121 Cf 0 TBM TBM slip 0 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true HYDROGEN FOSSIL FUELEU-HYDROGEN | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.1200 WtT 132 Cf 0 0 TBM slip 0 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true FAME BIOFUEL FUELEU-FAME | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.037 WtT CERTIFIED Cf 2.834 0.00005 0.00018 slip 0 | B | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true HVO BIOFUEL FUELEU-HVO | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.044 WtT CERTIFIED Cf 3.115 0.00005 0.00018 slip 0 | B | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true BIO_LNG_OTTO_MS BIOFUEL FUELEU-BIO_LNG_OTTO_MS | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.050 WtT CERTIFIED Cf 2.750 0 0.00011 slip 3.1 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true BIO_LNG_OTTO_SS BIOFUEL FUELEU-BIO_LNG_OTTO_SS | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.050 WtT CERTIFIED Cf 2.750 0 0.00011 slip 1.7 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true BIO_LNG_DIESEL_SS BIOFUEL FUELEU-BIO_LNG_DIESEL_SS | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.050 WtT CERTIFIED Cf 2.750 0 0.00011 slip 0.2 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true BIO_LNG_LBSI BIOFUEL FUELEU-BIO_LNG_LBSI | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.050 WtT CERTIFIED Cf 2.750 0 0.00011 slip 2.6 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true BIO_LNG_STEAM BIOFUEL FUELEU-BIO_LNG_STEAM | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.050 WtT CERTIFIED Cf 2.750 0 0.00011 slip 0 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true BIO_METHANOL BIOFUEL FUELEU-BIO_METHANOL | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.020 WtT CERTIFIED Cf 1.375 TBM TBM slip 0 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true ETHANOL BIOFUEL FUELEU-ETHANOL | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.027 WtT CERTIFIED Cf 1.913 TBM TBM slip 0 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true E_METHANOL RFNBO FUELEU-E_METHANOL | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0199 WtT CERTIFIED Cf 1.375 TBM TBM slip 0 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true E_AMMONIA RFNBO FUELEU-E_AMMONIA | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.0186 WtT CERTIFIED Cf 0 TBM TBM slip 0 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
        "true E_HYDROGEN RFNBO FUELEU-E_HYDROGEN | FUELEU FUELEU-2023/1805-ANNEX-II AR4 g CO2e/MJ | LCV 0.1200 WtT CERTIFIED Cf 0 0 TBM slip 0 | C | Regulation (EU) 2023/1805 (FuelEU Maritime), Annex II, table of default emission factors",
      ]
    `);
    expect(
      Object.entries(FUELEU_GWP).map(([set, gwp]) => `${set} ${gwp.ch4.toFixed()} ${gwp.n2o.toFixed()}`),
    ).toMatchInlineSnapshot(`
      [
        "AR4 25 298",
        "AR5 28 265",
      ]
    `);
    expect([FUELEU_REFERENCE_G_PER_MJ, FUELEU_REDUCTIONS, FUELEU_WIND_FACTORS]).toMatchInlineSnapshot(`
      [
        "91.16",
        [
          {
            "fromYear": 2025,
            "percent": "2",
          },
          {
            "fromYear": 2030,
            "percent": "6",
          },
          {
            "fromYear": 2035,
            "percent": "14.5",
          },
          {
            "fromYear": 2040,
            "percent": "31",
          },
          {
            "fromYear": 2045,
            "percent": "62",
          },
          {
            "fromYear": 2050,
            "percent": "80",
          },
        ],
        [
          "1",
          "0.99",
          "0.97",
          "0.95",
        ],
      ]
    `);
  });

  test('EU ETS and IMO', () => {
    expect(
      [...EU_ETS_FUELS].map(([fuel, row]) => `${fuel} ${row.co2} ${row.ch4} ${row.n2o} slip ${row.slipPercent}`),
    ).toMatchInlineSnapshot(`
      [
        "HFO 3.114 0.00005 0.00018 slip 0",
        "LFO 3.151 0.00005 0.00018 slip 0",
        "MDO_MGO 3.206 0.00005 0.00018 slip 0",
        "LNG_OTTO_MS 2.750 0 0.00011 slip 3.1",
        "LNG_OTTO_SS 2.750 0 0.00011 slip 1.7",
        "LNG_DIESEL_SS 2.750 0 0.00011 slip 0.2",
        "LNG_LBSI 2.750 0 0.00011 slip 2.6",
        "LPG_PROPANE 3.000 0.00005 0.00018 slip 0",
        "LPG_BUTANE 3.030 0.00005 0.00018 slip 0",
        "METHANOL 1.375 0.00005 0.00018 slip 0",
        "ETHANOL 1.913 0.00005 0.00018 slip 0",
        "FAME 2.834 0.00005 0.00018 slip 0",
        "HVO 3.115 0.00005 0.00018 slip 0",
      ]
    `);
    expect([
      EU_ETS_FACTOR_IDENTITY,
      EU_ETS_SURRENDER,
      EU_ETS_NEIGHBOURING_TRANSHIPMENT_PORTS,
      EU_ETS_PASS_THROUGH_RULE,
    ]).toMatchInlineSnapshot(`
      [
        {
          "factorSetVersion": "EU-MRV-2015/757-ANNEX-I",
          "framework": "EU_ETS",
          "gwpSet": "AR5",
          "source": {
            "locator": "Annex I",
            "title": "Regulation (EU) 2015/757 as amended by Delegated Regulation (EU) 2023/2776",
          },
          "trust": "B",
          "unit": "t/t fuel",
        },
        [
          {
            "fromYear": 2024,
            "share": "0.4",
          },
          {
            "fromYear": 2025,
            "share": "0.7",
          },
          {
            "fromYear": 2026,
            "share": "1",
          },
        ],
        [
          "EGPSE",
          "MAPTM",
        ],
        "CONTAINER_BEARS_ITS_OWN_SEA_LEG_TANK_TO_WAKE",
      ]
    `);
    expect([IMO_FACTOR_IDENTITY, CII_SHIP_TYPES, [...CII_REDUCTION_PERCENT]]).toMatchInlineSnapshot(`
      [
        {
          "factorSetVersion": "MEPC.364(79)",
          "framework": "IMO_CII",
          "gwpSet": "CO2_ONLY",
          "source": {
            "locator": "section 2.2.1, table of conversion factors",
            "title": "Resolution MEPC.364(79)",
          },
          "trust": "B",
          "unit": "t CO2/t fuel",
        },
        {
          "CONTAINER": {
            "a": "1984",
            "c": "0.489",
            "capacity": "DWT",
            "vectors": [
              "0.83",
              "0.94",
              "1.07",
              "1.19",
            ],
          },
          "ROPAX": {
            "a": "2023",
            "c": "0.460",
            "capacity": "GT",
            "vectors": [
              "0.76",
              "0.92",
              "1.14",
              "1.30",
            ],
          },
        },
        [
          [
            2019,
            "0",
          ],
          [
            2020,
            "1",
          ],
          [
            2021,
            "2",
          ],
          [
            2022,
            "3",
          ],
          [
            2023,
            "5",
          ],
          [
            2024,
            "7",
          ],
          [
            2025,
            "9",
          ],
          [
            2026,
            "11",
          ],
          [
            2027,
            "13.625",
          ],
          [
            2028,
            "16.25",
          ],
          [
            2029,
            "18.875",
          ],
          [
            2030,
            "21.5",
          ],
        ],
      ]
    `);
  });

  test('every row names its frame, set, unit, source, page or table, and trust; a weak one is known as such', () => {
    const rows = [
      ...[...TRADE_LANES.values()].flatMap((lane) => [lane.dry, lane.refrigerated]),
      ...Object.values(PRE_CARRIAGE_FACTORS).flatMap((pair) => [pair.dry, pair.refrigerated]),
      ...[...HUBS.values()].flatMap((pair) => [pair.ambient, pair.temperatureControlled]),
      ...Object.values(GLEC_FUELS),
      ...[...ENERGY_CARRIERS.values()].flatMap(({ factor }) => (factor === undefined ? [] : [factor])),
      ...FUELEU_FUELS.values(),
    ];
    for (const row of rows) {
      const { factorId, framework, factorSetVersion, gwpSet, unit, source, trust } = row;
      for (const text of [factorId, framework, factorSetVersion, gwpSet, unit, source.title, source.locator, trust])
        expect([factorId, text.length > 0]).toEqual([factorId, true]);
    }
    expect((['A', 'B', 'C', 'D', 'M'] satisfies Trust[]).map((trust) => [trust, isWeak(trust)])).toEqual([
      ['A', false],
      ['B', false],
      ['C', true],
      ['D', true],
      ['M', true],
    ]);
    expect([CURRENT_FACTOR_SET_VERSION, FACTOR_SET_VERSIONS]).toEqual([
      'greenlane-factors-2026.2',
      ['greenlane-factors-2026.1', 'greenlane-factors-2026.2'],
    ]);
  });
});
