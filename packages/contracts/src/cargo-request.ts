import { z } from 'zod';
import { findDesignatedCluster } from './clusters.ts';
import {
  CountryCode,
  DateTime,
  ExtendedHSCode,
  Identifier,
  ImoClass,
  Incoterm,
  IncotermNamedPlace,
  ISOEquipmentCode,
  lineOf,
  Money,
  PositiveDecimal,
  Reference,
  Sha256,
  UNLocationCode,
  UNNumber,
} from './values.ts';

export const PreCarriageMode = z.enum(['ROAD', 'RAIL', 'INLAND_WATERWAY', 'FEEDER']);
export const PreCarriageLeg = z.strictObject({
  loadPort: UNLocationCode,
  mode: PreCarriageMode,
  distanceKm: PositiveDecimal,
  /** Hours from the door to the terminal gate; absent: a planning speed by mode is used. */
  durationHours: z.int().min(0).max(2_000).optional(),
});
export type PreCarriageLeg = z.infer<typeof PreCarriageLeg>;

export const DangerousGoods = z.strictObject({
  UNNumber,
  imoClass: ImoClass,
  certificateReference: Reference.optional(),
});

export const Objective = z.enum(['LOWEST_EMISSIONS', 'BALANCED', 'EARLIEST_ARRIVAL']);
export type Objective = z.infer<typeof Objective>;

const Origin = z.strictObject({
  clusterCode: z.string().trim().min(1).max(50).optional(),
  UNLocationCode: UNLocationCode.optional(),
  loadPorts: z.array(UNLocationCode).min(1).max(10),
  preCarriage: z.array(PreCarriageLeg).max(20).default([]),
});

const Constraints = z.strictObject({ maxCo2eKgPerTeu: PositiveDecimal.optional(), maxRate: Money.optional() });

/** What an exporter asks for: N containers of one size-type. `POST /v1/cargo-requests`, and one line of a batch. */
export const CargoRequestBody = z.strictObject({
  requestReference: Reference,
  onBehalfOf: Identifier.optional(),
  cargo: z.strictObject({
    extendedHSCode: ExtendedHSCode,
    commodityType: lineOf(550),
    dangerousGoods: z.array(DangerousGoods).max(20).default([]),
  }),
  equipment: z.strictObject({
    ISOEquipmentCode,
    units: z.int().min(1).max(2_000),
    /** Per container: goods and the shipper's packaging, without the container's tare. */
    cargoGrossWeightKg: PositiveDecimal,
  }),
  origin: Origin.extend({
    clusterCode: Origin.shape.clusterCode.refine(
      (code) => code === undefined || findDesignatedCluster(code) !== undefined,
      'the code of a designated cluster, such as YANCHENG; cargo from elsewhere names none',
    ),
  }).meta({
    description:
      'Where the cargo comes from: a designated cluster, a place by its UN/LOCODE, or neither. The chain begins where its pre-carriage does; without pre-carriage, at the gate of the load port.',
  }),
  destination: z.strictObject({ dischargePorts: z.array(UNLocationCode).min(1).max(10) }),
  cargoReadyDateTime: DateTime,
  latestArrivalDateTime: DateTime,
  /** A cap of 0 would wait for good: no carrier carries for nothing. */
  constraints: Constraints.extend({ maxRate: Money.extend({ amount: PositiveDecimal }).optional() }).default({}),
  objective: Objective.default('LOWEST_EMISSIONS'),
  splitAllowed: z.boolean().default(false),
  allocationMode: z.enum(['AUTO', 'MANUAL']).default('AUTO'),
  rollable: z.boolean().default(false),
  importMarket: CountryCode.optional(),
  incoterm: Incoterm.optional(),
  incotermNamedPlace: IncotermNamedPlace.optional(),
  consignee: lineOf(200).optional(),
  documents: z
    .array(z.strictObject({ type: z.string().trim().min(1).max(50), reference: Reference, sha256: Sha256.optional() }))
    .max(50)
    .optional(),
});
export type CargoRequestBody = z.infer<typeof CargoRequestBody>;

/** The request as events carry it. */
export const CargoRequest = CargoRequestBody.extend({
  /** A cluster that is designated later is news to whoever runs yesterday’s version, and no reason to park the event. */
  origin: Origin,
  /** Yesterday’s versions let a cap of 0 pass. */
  constraints: Constraints.default({}),
  requestId: Identifier,
  version: z.int().positive(),
  /** The organisation whose cargo it is and whose designation counts. */
  exporterId: Identifier,
  exporterName: z.string(),
  /** Who sent it: the exporter, or the logistics provider acting for it. */
  submittedBy: Identifier,
  market: Identifier,
  submittedAt: DateTime,
});
export type CargoRequest = z.infer<typeof CargoRequest>;

export const RequestStatus = z.enum([
  'RECEIVED',
  'WAITING',
  'PARTIALLY_ALLOCATED',
  'ALLOCATED',
  'CONFIRMED',
  'SHIPPED',
  'COMPLETED',
  'CANCELLED',
  'EXPIRED',
  'REFUSED',
]);
export type RequestStatus = z.infer<typeof RequestStatus>;

/** DCSA Booking 2.x feedback, without its JSON path. */
export const Feedback = z.strictObject({
  severity: z.enum(['INFO', 'WARN', 'ERROR']),
  code: z.string(),
  message: z.string(),
  /** The same sentence in the other languages. */
  translations: z.strictObject({ zh: z.string() }).optional(),
  property: z.string().optional(),
});
export type Feedback = z.infer<typeof Feedback>;
