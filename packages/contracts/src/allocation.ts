import { z } from 'zod';
import { DangerousGoods, Objective, PreCarriageMode } from './cargo-request.ts';
import {
  DateTime,
  Identifier,
  Incoterm,
  IncotermNamedPlace,
  ISOEquipmentCode,
  Money,
  PositiveDecimal,
  UNLocationCode,
  VesselIMONumber,
} from './values.ts';
import { CutOff, EmissionProfile, Route } from './vessel-offer.ts';

export const AllocationStatus = z.enum([
  'held',
  'confirmed',
  'loaded',
  'completed',
  'released',
  'expired',
  'declined',
  'cancelled',
  'rolled',
]);
export type AllocationStatus = z.infer<typeof AllocationStatus>;

/**
 * Everything that the figure was computed from, for one container: ranking, footprint, statement and the offline
 * verifier all call the emissions package with exactly this value, so they can only give the same grams.
 */
export const DoorToPortInput = z.strictObject({
  factorSetVersion: Identifier,
  ISOEquipmentCode,
  /** Goods and packaging of one container, without tare (ISO 14083 activity). */
  cargoMassKg: PositiveDecimal,
  preCarriage: z.array(z.strictObject({ mode: PreCarriageMode, distanceKm: PositiveDecimal })),
  sea: z.strictObject({
    loadPort: UNLocationCode,
    dischargePort: UNLocationCode,
    route: Route,
    /** Shortest feasible distance of the declared route. */
    distanceKm: PositiveDecimal,
    distanceSource: z.string(),
    /** Trade lane of the GLEC default table. */
    tradeLane: Identifier,
    profile: EmissionProfile,
    /** Day on which the profile was judged (a PRIMARY period must lie before it). */
    profileJudgedOn: z.iso.date(),
  }),
});
export type DoorToPortInput = z.infer<typeof DoorToPortInput>;

/** Whole grams CO2e of one container. */
export const Grams = z.int().nonnegative();
export const DoorToPortGrams = z.strictObject({
  wellToWakeGrams: Grams,
  wellToTankGrams: Grams,
  tankToWakeGrams: Grams,
  laneDefaultWellToWakeGrams: Grams,
});

/** An allocation as events carry it: full state at each change, so that a listener needs no other source. */
export const Allocation = z.strictObject({
  allocationId: Identifier,
  version: z.int().positive(),
  status: AllocationStatus,
  /** Why the status is what it is: AUTO_MATCH, CARRIER_CONFIRMED, HOLD_EXPIRED, CAPACITY_CUT, OFFER_WITHDRAWN … */
  cause: z.string(),
  market: Identifier,
  requestId: Identifier,
  requestReference: z.string(),
  offerId: Identifier,
  /** The version of the offer that it was decided on: a newer one may name another ship or other fuel evidence. */
  offerVersion: z.int().positive().optional(),
  carrierOfferReference: z.string(),
  exporterId: Identifier,
  exporterName: z.string(),
  submittedBy: Identifier,
  carrierId: Identifier,
  carrierName: z.string(),
  clusterCode: z.string().optional(),
  priority: z.boolean(),
  /** True when a policy of basis ASSUMED was applied: nothing here promises capacity or money. */
  indicative: z.boolean(),
  policyVersion: Identifier,
  objective: Objective,
  units: z.int().positive(),
  ISOEquipmentCode,
  /** Space taken on every leg from load to discharge port, for all units. */
  space: z.strictObject({
    quarterTeu: z.int().nonnegative(),
    weightKg: z.int().nonnegative(),
    dangerousGoodsQuarterTeu: z.int().nonnegative(),
    reeferPlugs: z.int().nonnegative(),
  }),
  extendedHSCode: z.string(),
  commodityType: z.string(),
  dangerousGoods: z.array(DangerousGoods),
  incoterm: Incoterm.optional(),
  incotermNamedPlace: IncotermNamedPlace.optional(),
  consignee: z.string().optional(),
  vessel: z.strictObject({ vesselIMONumber: VesselIMONumber, name: z.string() }),
  carrierServiceCode: z.string(),
  carrierExportVoyageNumber: z.string(),
  loadPort: UNLocationCode,
  facilitySMDGCode: z.string().optional(),
  dischargePort: UNLocationCode,
  departureDateTime: DateTime,
  arrivalDateTime: DateTime,
  cutOffs: z.array(CutOff),
  rate: Money.nullable(),
  /** While `held`: when it lapses. */
  holdExpiresAt: DateTime.optional(),
  /** The allocation that this one replaces after a roll. */
  replaces: Identifier.optional(),
  chain: DoorToPortInput,
  perContainer: DoorToPortGrams,
  decidedAt: DateTime,
  changedAt: DateTime,
});
export type Allocation = z.infer<typeof Allocation>;
