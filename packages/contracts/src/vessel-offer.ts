import { z } from 'zod';
import {
  CalendarDate,
  DateTime,
  Identifier,
  ISOEquipmentCode,
  lineOf,
  Money,
  NonNegativeDecimal,
  PositiveDecimal,
  Reference,
  Sha256,
  UNLocationCode,
  UNNumber,
  VesselIMONumber,
} from './values.ts';

/** DCSA cut-off codes (Commercial Schedules 1.0.3); EFC opens the gate window, the others close one. */
export const CutOffDateTimeCode = z.enum([
  'DCO',
  'VCO',
  'FCO',
  'LCO',
  'PCO',
  'ECP',
  'EFC',
  'RCO',
  'DGC',
  'OBC',
  'TCO',
  'STA',
  'SPA',
  'CUA',
  'AFC',
]);
export const CutOff = z.strictObject({ cutOffDateTimeCode: CutOffDateTimeCode, cutOffDateTime: DateTime });
export type CutOff = z.infer<typeof CutOff>;

/** DCSA transport-call status: OMIT, BLNK and CUTR take a call out of the sailing; the others ask for a new look. */
export const TransportCallStatus = z.enum(['OMIT', 'BLNK', 'ADHO', 'PHOT', 'PHIN', 'ROTC', 'SLID', 'CUTR']);

export const PortCall = z.strictObject({
  UNLocationCode,
  facilitySMDGCode: z.string().min(1).max(6).optional(),
  arrivalDateTime: DateTime.optional(),
  departureDateTime: DateTime.optional(),
  cutOffs: z.array(CutOff).max(15).optional(),
  statusCode: TransportCallStatus.optional(),
});
export type PortCall = z.infer<typeof PortCall>;

export const Capacity = z.strictObject({
  teu: z.int().min(0).max(30_000),
  weightTonnes: NonNegativeDecimal,
  dangerousGoodsTeu: z.int().min(0).max(30_000),
  reeferPlugs: z.int().min(0).max(30_000),
});
export type Capacity = z.infer<typeof Capacity>;

export const LegCapacity = Capacity.extend({ fromUNLocationCode: UNLocationCode, toUNLocationCode: UNLocationCode });

/** Fuels that a PRIMARY profile can name; each maps to one row of the GLEC factor set, or to a labelled FuelEU row. */
export const FuelName = z.enum([
  'HFO',
  'VLSFO',
  'MDO_MGO',
  'LNG',
  'METHANOL',
  'BIO_METHANOL',
  'FAME',
  'HVO',
  'BIO_LNG',
  'AMMONIA',
]);
export type FuelName = z.infer<typeof FuelName>;

export const Evidence = z.strictObject({
  type: z.enum([
    'BUNKER_DELIVERY_NOTE',
    'PROOF_OF_SUSTAINABILITY',
    'VOYAGE_REPORT',
    'VERIFICATION_STATEMENT',
    'EU_MRV_REPORT',
    'OTHER',
  ]),
  reference: Reference,
  sha256: Sha256.optional(),
});

export const EmissionProfile = z.discriminatedUnion('dataQuality', [
  z.strictObject({
    dataQuality: z.literal('PRIMARY'),
    fuels: z
      .array(
        z.strictObject({
          fuel: FuelName,
          tonnes: PositiveDecimal,
          /** Certified value E of a biofuel's proof of sustainability, g CO2e/MJ; without it the fuel counts as fossil. */
          certifiedGramsPerMJ: PositiveDecimal.optional(),
        }),
      )
      .min(1)
      .max(10),
    referencePeriod: z.strictObject({ start: CalendarDate, end: CalendarDate }),
    transportWorkTeuKm: PositiveDecimal,
    evidence: z.array(Evidence).max(20).default([]),
  }),
  z.strictObject({
    dataQuality: z.literal('MODELLED'),
    gCO2PerTonneNauticalMile: PositiveDecimal,
    reportingYear: z.int().min(2018).max(2100),
    source: z.literal('EU-MRV'),
  }),
  z.strictObject({ dataQuality: z.literal('DEFAULT') }),
]);
export type EmissionProfile = z.infer<typeof EmissionProfile>;

export const Route = z.enum(['SUEZ', 'CAPE', 'PANAMA', 'DIRECT']);
export type Route = z.infer<typeof Route>;

/** What a carrier publishes on one sailing. `POST /v1/vessel-offers`, and one line of a batch. */
export const VesselOfferBody = z.strictObject({
  carrierOfferReference: Reference,
  vessel: z.strictObject({ vesselIMONumber: VesselIMONumber, name: lineOf(50) }),
  carrierServiceCode: lineOf(11),
  carrierExportVoyageNumber: lineOf(50),
  route: Route.optional(),
  portCalls: z.array(PortCall).min(2).max(30),
  capacity: Capacity,
  legCapacities: z.array(LegCapacity).max(29).optional(),
  acceptedEquipment: z.array(ISOEquipmentCode).min(1).max(20),
  acceptedUNNumbers: z.array(UNNumber).max(200).default([]),
  rates: z
    .array(z.strictObject({ ISOEquipmentCode, ...Money.shape }))
    .max(100)
    .default([]),
  emissionProfile: EmissionProfile.default({ dataQuality: 'DEFAULT' }),
  confirmation: z.enum(['MANUAL', 'AUTO']).default('MANUAL'),
  validUntil: DateTime,
});
export type VesselOfferBody = z.infer<typeof VesselOfferBody>;

/** The offer as events carry it: the body, completed by what the platform adds. */
export const VesselOffer = VesselOfferBody.extend({
  offerId: Identifier,
  version: z.int().positive(),
  carrierId: Identifier,
  carrierName: z.string(),
  /** Load region of the first call: the unit that is ordered and owned together. */
  market: Identifier,
  publishedAt: DateTime,
});
export type VesselOffer = z.infer<typeof VesselOffer>;
