import { DoorToPortInput, Grams } from '@greenlane/contracts/allocation';
import {
  DateTime,
  Identifier,
  Incoterm,
  IncotermNamedPlace,
  NonNegativeDecimal,
  Sha256,
  SIGNING_KEY_MEMBERS,
} from '@greenlane/contracts/values';
import { type DoorToPortResult, PRIMARY_SHARE_RULE, ROUNDING_RULE } from '@greenlane/emissions/door-to-port';
import { z } from 'zod';

/**
 * GHG Protocol Scope 3: the seller who pays the sea freight reports it as category 4 (upstream), else it is category 9
 * (downstream) for the seller. Under the Incoterms below the seller pays the main carriage.
 */
const SELLER_PAYS_SEA_FREIGHT = new Set(['CFR', 'CIF', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP']);

export function scope3CategoryOf(incoterm: string | undefined): 4 | 9 | null {
  if (incoterm === undefined) return null;
  return SELLER_PAYS_SEA_FREIGHT.has(incoterm) ? 4 : 9;
}

const ShipmentTotals = z.strictObject({
  wellToWakeGrams: Grams,
  wellToTankGrams: Grams,
  tankToWakeGrams: Grams,
  laneDefaultWellToWakeGrams: Grams,
});
export type ShipmentTotals = z.infer<typeof ShipmentTotals>;

/**
 * Fuel evidence behind a shipment. ALLOCATED: its energy was spent from a registered document, whose balance stands
 * beside it; NOT_REGISTERED: it counts, but no ledger holds it, so that it is not claimed elsewhere rests on the carrier's
 * word; NO_BALANCE: a document that is no energy account (a bunker note, a voyage report).
 */
const FuelEvidenceLine = z.strictObject({
  type: z.string(),
  reference: z.string(),
  sha256: Sha256.optional(),
  fuel: z.string().optional(),
  ledger: z.enum(['ALLOCATED', 'NOT_REGISTERED', 'NO_BALANCE']),
  energyMJ: NonNegativeDecimal.optional(),
  publishedMJ: NonNegativeDecimal.optional(),
  remainingMJ: NonNegativeDecimal.optional(),
});
export type FuelEvidenceLine = z.infer<typeof FuelEvidenceLine>;

/** Where and when an element took place and which operation category it is of; beside `perContainer.elements`, one for one. */
const Leg = z.strictObject({
  kind: z.string(),
  mode: z.string(),
  origin: z.string().optional(),
  destination: z.string().optional(),
  departureDateTime: DateTime.optional(),
  arrivalDateTime: DateTime.optional(),
  categoryType: z.enum(['TOC', 'HOC']),
  categoryId: z.string(),
  energyCarriers: z.array(z.strictObject({ energyCarrier: z.string(), share: NonNegativeDecimal })),
  distanceAdjustment: z.enum(['INCLUDED_IN_FACTOR', 'MULTIPLIED_INTO_INTENSITY', 'NONE']),
});

/** Sizes of a shipment, all containers together, and its intensity by the rule named in the method. */
const Quantities = z.strictObject({
  emissionTeu: NonNegativeDecimal,
  cargoMassKg: NonNegativeDecimal,
  transportActivityTkm: NonNegativeDecimal,
  wellToWakeGramsPerTkm: NonNegativeDecimal,
  /** Outside the total and the scopes. */
  biogenicCo2Grams: Grams,
});

/** What is known of a shipment; every other member of a statement's shipment follows from it. */
const ShipmentFacts = z.strictObject({
  allocationId: Identifier,
  footprintId: Identifier,
  footprintKind: z.enum(['PLANNED', 'ACTUAL']),
  requestReference: z.string(),
  carrier: z.string(),
  vessel: z.strictObject({ vesselIMONumber: z.string(), name: z.string() }),
  carrierServiceCode: z.string(),
  carrierExportVoyageNumber: z.string(),
  /** Cluster or place where the cargo starts. */
  origin: z.string().optional(),
  loadPort: z.string(),
  dischargePort: z.string(),
  departureDateTime: DateTime,
  arrivalDateTime: DateTime,
  extendedHSCode: z.string(),
  commodityType: z.string(),
  consignee: z.string().optional(),
  incoterm: Incoterm.optional(),
  incotermNamedPlace: IncotermNamedPlace.optional(),
  ISOEquipmentCode: z.string(),
  units: z.int().positive(),
  equipmentReferences: z.array(z.string()),
  /** The programme's rules when it was booked. */
  policyVersion: z.string().optional(),
  chain: DoorToPortInput,
  fuelEvidence: z.array(FuelEvidenceLine).optional(),
  /** Certificates bought by book and claim: apart, in no total. */
  bookAndClaim: z.array(FuelEvidenceLine).optional(),
});
export type ShipmentFacts = z.infer<typeof ShipmentFacts>;

/** One shipment of a statement: what it was, the inputs of its chain, and every figure that follows from them. */
const Shipment = ShipmentFacts.extend({
  scope3Category: z.union([z.literal(4), z.literal(9)]).nullable(),
  /** Per container, as the emissions package answers it. */
  perContainer: z.custom<DoorToPortResult>((value) => typeof value === 'object' && value !== null),
  /** Of all containers: whole multiples of the grams of one. */
  totals: ShipmentTotals,
  legs: z.array(Leg),
  quantities: Quantities,
});
export type Shipment = z.infer<typeof Shipment>;

/** The content that is hashed and signed. */
export const StatementDocument = z.strictObject({
  documentType: z.literal('TransportCarbonStatement'),
  title: z.literal('Transport carbon statement (ISO 14083)'),
  schemaVersion: z.literal('1'),
  statementId: Identifier,
  issuedAt: DateTime,
  reporter: z.strictObject({ organisationId: Identifier, name: z.string() }),
  /** True when a policy of basis ASSUMED stood behind the allocation. */
  indicative: z.boolean(),
  supersedes: Identifier.nullable(),
  /** SHA-256 of the reporter's statement before this one; null for the first. */
  previousSha256: Sha256.nullable(),
  method: z.strictObject({
    standard: z.string(),
    framework: z.string(),
    boundary: z.string(),
    rounding: z.literal(ROUNDING_RULE),
    primaryShare: z.literal(PRIMARY_SHARE_RULE),
    intensity: z.string(),
    exclusions: z.array(z.string()),
    limits: z.array(z.string()),
    biogenicCo2: z.string(),
    bookAndClaim: z.string(),
    notice: z.string(),
  }),
  factorSetVersion: Identifier,
  ruleSetVersion: Identifier,
  engine: z.string(),
  /** At issue nobody has verified it; attestations are kept beside the statement and shown on its verification page. */
  verification: z.strictObject({ atIssue: z.literal('NOT_VERIFIED'), standard: z.literal('ISO 14064-3:2019') }),
  shipments: z.array(Shipment).min(1),
  totals: ShipmentTotals,
});
export type StatementDocument = z.infer<typeof StatementDocument>;

/** The edition of the rules in this file: which members follow from which, and how. */
export const RULE_SET_VERSION = 'greenlane-statement-rules-2026.1';

export const VERIFICATION_AT_ISSUE: StatementDocument['verification'] = {
  atIssue: 'NOT_VERIFIED',
  standard: 'ISO 14064-3:2019',
};

export const METHOD: StatementDocument['method'] = {
  standard: 'ISO 14083:2023 (EN ISO 14083:2023)',
  framework: 'GLEC Framework v3.2 default factors; fuel by type where evidenced',
  boundary:
    'door to discharge port: pre-carriage, load terminal, sea leg, discharge terminal; well-to-wake with the tank-to-wake split',
  rounding: ROUNDING_RULE,
  primaryShare: PRIMARY_SHARE_RULE,
  intensity: 'WELL_TO_WAKE_GRAMS_PER_TKM_6_DECIMALS_HALF_EVEN',
  exclusions: [
    'packaging production',
    'manufacture of vehicles, vessels and infrastructure',
    'black carbon',
    'carbon offsets (none are netted)',
    'book-and-claim certificates (shown apart, in no total)',
  ],
  limits: [
    'default factors are averages of a mode or trade lane; a single transport may differ from them by tens of per cent',
    'factors of trust C rest on one secondary source, of trust D on arithmetic; each is named beside its figure',
    'the shortest feasible distance of the declared route is used, not the track that was sailed',
  ],
  biogenicCo2: 'CO2 of burning certified biofuel, outside the total and outside the scopes',
  bookAndClaim: 'SFC Voluntary Market Based Measures Framework (2023): apart from the physical inventory',
  notice:
    'A transport carbon statement. It is not a CBAM declaration and claims no reduction; the trade-lane default is shown for comparison.',
};

/** statement.json: the document beside its hash, signature and the public key that the signature names. */
export const SignedStatement = z.strictObject({
  statement: StatementDocument,
  /** SHA-256 of the RFC 8785 form of `statement`, in hex. */
  sha256: Sha256,
  /** Compact JWS (EdDSA, Ed25519) whose payload is the RFC 8785 form of `statement`. */
  jws: z.string(),
  jwk: z.strictObject({ ...SIGNING_KEY_MEMBERS, alg: z.literal('EdDSA'), use: z.literal('sig') }),
});
export type SignedStatement = z.infer<typeof SignedStatement>;

const ZERO: ShipmentTotals = {
  wellToWakeGrams: 0,
  wellToTankGrams: 0,
  tankToWakeGrams: 0,
  laneDefaultWellToWakeGrams: 0,
};

export function totalsOfUnits(result: Pick<DoorToPortResult, keyof ShipmentTotals>, units: number): ShipmentTotals {
  return {
    wellToWakeGrams: result.wellToWakeGrams * units,
    wellToTankGrams: result.wellToTankGrams * units,
    tankToWakeGrams: result.tankToWakeGrams * units,
    laneDefaultWellToWakeGrams: result.laneDefaultWellToWakeGrams * units,
  };
}

export function sumTotals(parts: readonly ShipmentTotals[]): ShipmentTotals {
  return parts.reduce(
    (total, part) => ({
      wellToWakeGrams: total.wellToWakeGrams + part.wellToWakeGrams,
      wellToTankGrams: total.wellToTankGrams + part.wellToTankGrams,
      tankToWakeGrams: total.tankToWakeGrams + part.tankToWakeGrams,
      laneDefaultWellToWakeGrams: total.laneDefaultWellToWakeGrams + part.laneDefaultWellToWakeGrams,
    }),
    ZERO,
  );
}
