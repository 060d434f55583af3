import { DecimalText, NonNegativeDecimal, PositiveDecimal } from '@greenlane/contracts/values';
import { CII_SHIP_TYPES, type CiiShipType } from '@greenlane/emissions/cii';
import { UNIT_NAMES } from '@greenlane/emissions/units';
import { z } from 'zod';

const Year = z.int().min(2018).max(2060);
const Fuel = z.string().min(1).max(40);
const Grade = z.enum(['PRIMARY', 'MODELLED', 'DEFAULT']);

export const FuelEuBody = z.strictObject({
  year: Year,
  scopePercent: NonNegativeDecimal.default('100'),
  fuels: z
    .array(
      z.strictObject({
        fuel: Fuel,
        tonnes: PositiveDecimal,
        certifiedGramsPerMJ: NonNegativeDecimal.optional(),
        scopePercent: NonNegativeDecimal.optional(),
      }),
    )
    .min(1)
    .max(50),
  gwpSet: z.enum(['AR4', 'AR5']).default('AR4'),
  rounding: z
    .strictObject({ ttwDecimals: z.int().min(0).max(12), ghgIntensityDecimals: z.int().min(0).max(12) })
    .optional(),
  shorePowerMJ: NonNegativeDecimal.optional(),
  windFactor: NonNegativeDecimal.optional(),
  consecutiveDeficitYears: z.int().min(1).max(30).optional(),
});

/** In g CO2e: below 0 a deficit, above 0 a surplus. */
const BalanceG = DecimalText;

export const FuelEuFlexibilityBody = z.discriminatedUnion('mechanism', [
  z.strictObject({ mechanism: z.literal('BANKING'), balanceG: BalanceG, bankedG: PositiveDecimal }),
  z.strictObject({
    mechanism: z.literal('BORROWING'),
    year: Year,
    /** All energy of the ship's year in scope. */
    energyMJ: PositiveDecimal,
    balanceG: BalanceG,
    borrowedG: PositiveDecimal,
    borrowedLastYear: z.boolean().default(false),
  }),
  z.strictObject({
    mechanism: z.literal('POOLING'),
    members: z
      .array(z.strictObject({ ship: z.string().trim().min(1).max(100), balanceG: BalanceG, allocatedG: BalanceG }))
      .min(2)
      .max(1_000),
  }),
]);

export const EuEtsBody = z.strictObject({
  year: Year,
  fuels: z
    .array(
      z.strictObject({
        fuel: Fuel,
        tonnes: PositiveDecimal,
        coverage: NonNegativeDecimal,
        zeroRated: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(50),
  grossTonnage: PositiveDecimal.optional(),
  gases: z.enum(['CO2', 'CO2_CH4_N2O']).optional(),
});

export const CiiBody = z.strictObject({
  shipType: z.enum(Object.keys(CII_SHIP_TYPES) as [CiiShipType, ...CiiShipType[]]),
  capacity: PositiveDecimal,
  distanceNm: PositiveDecimal,
  fuels: z
    .array(z.strictObject({ fuel: Fuel, tonnes: PositiveDecimal }))
    .min(1)
    .max(50),
  year: Year,
});

const LegIntensity = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('DEFAULT'), refrigerated: z.boolean().optional() }),
  z.strictObject({
    kind: z.literal('TRADE_LANE'),
    tradeLane: z.string().max(40),
    refrigerated: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('PER_TONNE_KM'), wellToTankG: NonNegativeDecimal, tankToWakeG: NonNegativeDecimal }),
  z.strictObject({ kind: z.literal('PER_TEU_KM'), wellToTankG: NonNegativeDecimal, tankToWakeG: NonNegativeDecimal }),
  z.strictObject({ kind: z.literal('TOTALS'), wellToWakeKg: NonNegativeDecimal, tankToWakeKg: NonNegativeDecimal }),
  z.strictObject({
    kind: z.literal('ENERGY'),
    carriers: z
      .array(
        z.strictObject({
          carrier: z.string().max(60),
          quantity: PositiveDecimal,
          unit: z.enum(UNIT_NAMES as [(typeof UNIT_NAMES)[number], ...(typeof UNIT_NAMES)[number][]]),
        }),
      )
      .min(1)
      .max(20),
    allocationShare: NonNegativeDecimal,
  }),
]);

export const TransportChainBody = z.strictObject({
  massKg: PositiveDecimal,
  massBasis: z.enum(['ACTUAL', 'CHARGEABLE']),
  teu: PositiveDecimal.optional(),
  containers: z.int().positive().max(10_000).optional(),
  elements: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('LEG'),
          mode: z.enum(['ROAD', 'RAIL', 'INLAND_WATERWAY', 'SEA', 'AIR']),
          distanceKm: PositiveDecimal,
          distanceBasis: z.enum(['SFD', 'GCD', 'ACTUAL']),
          intensity: LegIntensity,
          dataQuality: Grade.optional(),
        }),
        z.strictObject({
          type: z.literal('HUB'),
          hubType: z.enum([
            'Transshipment',
            'StorageAndTransshipment',
            'Warehouse',
            'LiquidBulkTerminal',
            'MaritimeContainerTerminal',
          ]),
          temperature: z.enum(['ambient', 'refrigerated', 'mixed']),
          dataQuality: Grade.optional(),
        }),
      ]),
    )
    .min(1)
    .max(100),
});
