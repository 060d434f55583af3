import { Incoterm } from '@greenlane/contracts/values';
import { isDecimalText } from '@greenlane/kernel/decimal';
import { z } from 'zod';

/**
 * The data types of the iLEAP Technical Specifications v1.0.0 (27 May 2025), with exact field names: decimals are strings,
 * what is optional is left out and never null.
 */
export const ILEAP_MEDIA_TYPE = 'application/vnd.ileap+json';

const Decimal = z.string().max(60).refine(isDecimalText, 'a decimal in a string, such as "36.801"');
const Text = z.string().min(1).max(500);
/** ISO 8601 in UTC, as the specification wants. */
const UtcDateTime = z.iso.datetime({ message: 'a date-time in UTC, such as 2026-12-04T06:00:00Z' });

export const PackagingOrTrEqType = z.enum(['Box', 'Pallet', 'Container-TEU', 'Container-FEU', 'Container']);
const Certification = z.enum(['ISO14083:2023', 'GLECv2', 'GLECv3', 'GLECv3.1']);
const TransportMode = z.enum(['Road', 'Rail', 'Air', 'Sea', 'InlandWaterway']);
const TemperatureControl = z.enum(['ambient', 'refrigerated', 'mixed']);

const GlecDistance = z
  .strictObject({ actual: Decimal.optional(), gcd: Decimal.optional(), sfd: Decimal.optional() })
  .refine((distance) => Object.keys(distance).length > 0, 'at least one of actual, gcd and sfd');

const Location = z.strictObject({
  street: Text.optional(),
  zip: Text.optional(),
  city: Text,
  country: z.string().length(2),
  iata: Text.optional(),
  locode: Text.optional(),
  uic: Text.optional(),
  lat: Decimal.optional(),
  lng: Decimal.optional(),
});
export type Location = z.infer<typeof Location>;

export const Tce = z
  .strictObject({
    tceId: Text,
    prevTceIds: z.array(Text).optional(),
    tocId: Text.optional(),
    hocId: Text.optional(),
    shipmentId: Text,
    consignmentId: Text.optional(),
    mass: Decimal,
    packagingOrTrEqType: PackagingOrTrEqType.optional(),
    packagingOrTrEqAmount: Decimal.optional(),
    distance: GlecDistance,
    origin: Location.optional(),
    destination: Location.optional(),
    transportActivity: Decimal,
    departureAt: UtcDateTime.optional(),
    arrivalAt: UtcDateTime.optional(),
    flightNo: Text.optional(),
    voyageNo: Text.optional(),
    incoterms: Incoterm.optional(),
    co2eWTW: Decimal,
    co2eTTW: Decimal,
    noxTTW: Decimal.optional(),
    soxTTW: Decimal.optional(),
    ch4TTW: Decimal.optional(),
    pmTTW: Decimal.optional(),
  })
  .refine((tce) => (tce.tocId === undefined) !== (tce.hocId === undefined), 'exactly one of tocId and hocId');
export type Tce = z.infer<typeof Tce>;

export const ShipmentFootprint = z.strictObject({
  mass: Decimal,
  volume: Decimal.optional(),
  shipmentId: Text,
  tces: z.array(Tce).min(1).max(200),
});
export type ShipmentFootprint = z.infer<typeof ShipmentFootprint>;

const Feedstock = z.strictObject({
  feedstock: z.enum(['Fossil', 'Natural gas', 'Grid', 'Renewable electricity', 'Cooking oil']),
  feedstockShare: Decimal.optional(),
  regionProvenance: Text.optional(),
});

export const EnergyCarrier = z.strictObject({
  energyCarrier: z.enum([
    'Diesel',
    'HVO',
    'Petrol',
    'CNG',
    'LNG',
    'LPG',
    'HFO',
    'MGO',
    'Aviation fuel',
    'Hydrogen',
    'Methanol',
    'Electric',
  ]),
  relativeShare: Decimal,
  feedstocks: z.array(Feedstock).min(1).optional(),
  energyConsumption: Decimal.optional(),
  energyConsumptionUnit: z.enum(['l', 'kg', 'kWh', 'MJ']).optional(),
  emissionFactorWTW: Decimal,
  emissionFactorTTW: Decimal,
});
export type EnergyCarrier = z.infer<typeof EnergyCarrier>;

export const Toc = z.strictObject({
  tocId: Text,
  certifications: z.array(Certification).min(1).optional(),
  description: Text.optional(),
  mode: TransportMode,
  loadFactor: Decimal.optional(),
  emptyDistanceFactor: Decimal.optional(),
  temperatureControl: TemperatureControl.optional(),
  truckLoadingSequence: z.enum(['LTL', 'FTL']).optional(),
  airShippingOption: z.enum(['belly freight', 'freighter']).optional(),
  flightLength: z.enum(['short-haul', 'long-haul']).optional(),
  energyCarriers: z.array(EnergyCarrier).min(1),
  co2eIntensityWTW: Decimal,
  co2eIntensityTTW: Decimal,
  transportActivityUnit: z.enum(['TEUkm', 'tkm']),
});
export type Toc = z.infer<typeof Toc>;

export const Hoc = z.strictObject({
  hocId: Text,
  description: Text.optional(),
  certifications: z.array(Certification).min(1).optional(),
  hubType: z.enum([
    'Transshipment',
    'StorageAndTransshipment',
    'Warehouse',
    'LiquidBulkTerminal',
    'MaritimeContainerTerminal',
  ]),
  temperatureControl: TemperatureControl.optional(),
  hubLocation: Location.optional(),
  inboundTransportMode: TransportMode.optional(),
  outboundTransportMode: TransportMode.optional(),
  packagingOrTrEqType: PackagingOrTrEqType.optional(),
  packagingOrTrEqAmount: z.union([z.int().positive(), Decimal]).optional(),
  energyCarriers: z.array(EnergyCarrier).min(1),
  co2eIntensityWTW: Decimal,
  co2eIntensityTTW: Decimal,
  hubActivityUnit: z.enum(['TEU', 'tonnes']),
});
export type Hoc = z.infer<typeof Hoc>;
