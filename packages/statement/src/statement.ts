import { DoorToPortInput, Grams } from '@greenlane/contracts/allocation';
import { DateTime, Identifier, Incoterm, Sha256 } from '@greenlane/contracts/values';
import {
  computeDoorToPort,
  type DoorToPortResult,
  PRIMARY_SHARE_RULE,
  ROUNDING_RULE,
} from '@greenlane/emissions/door-to-port';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
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

/** One shipment of a statement: what it was, the inputs of its chain, and every figure that follows from them. */
const Shipment = z.strictObject({
  allocationId: Identifier,
  footprintId: Identifier,
  footprintKind: z.enum(['PLANNED', 'ACTUAL']),
  requestReference: z.string(),
  carrier: z.string(),
  vessel: z.strictObject({ vesselIMONumber: z.string(), name: z.string() }),
  carrierServiceCode: z.string(),
  carrierExportVoyageNumber: z.string(),
  loadPort: z.string(),
  dischargePort: z.string(),
  departureDateTime: DateTime,
  arrivalDateTime: DateTime,
  extendedHSCode: z.string(),
  commodityType: z.string(),
  consignee: z.string().optional(),
  incoterm: Incoterm.optional(),
  scope3Category: z.union([z.literal(4), z.literal(9)]).nullable(),
  ISOEquipmentCode: z.string(),
  units: z.int().positive(),
  equipmentReferences: z.array(z.string()),
  chain: DoorToPortInput,
  /** Per container, as the emissions package answers it. */
  perContainer: z.custom<DoorToPortResult>((value) => typeof value === 'object' && value !== null),
  /** Of all containers: whole multiples of the grams of one. */
  totals: ShipmentTotals,
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
    exclusions: z.array(z.string()),
    notice: z.string(),
  }),
  factorSetVersion: Identifier,
  engine: z.string(),
  shipments: z.array(Shipment).min(1),
  totals: ShipmentTotals,
});
export type StatementDocument = z.infer<typeof StatementDocument>;

export const METHOD: StatementDocument['method'] = {
  standard: 'ISO 14083:2023 (EN ISO 14083:2023)',
  framework: 'GLEC Framework v3.2 default factors; fuel by type where evidenced',
  boundary:
    'door to discharge port: pre-carriage, load terminal, sea leg, discharge terminal; well-to-wake with the tank-to-wake split',
  rounding: ROUNDING_RULE,
  primaryShare: PRIMARY_SHARE_RULE,
  exclusions: [
    'packaging production',
    'manufacture of vehicles, vessels and infrastructure',
    'black carbon',
    'carbon offsets (none are netted)',
    'book-and-claim certificates (none are included)',
  ],
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
  jwk: z.strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string(),
    kid: z.string(),
    alg: z.literal('EdDSA'),
    use: z.literal('sig'),
  }),
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

export type Difference = { readonly path: string; readonly stated: unknown; readonly recomputed: unknown };

/** The first place, in document order, where two JSON values differ. */
export function firstDifference(stated: unknown, recomputed: unknown, path: string): Difference | undefined {
  if (typeof stated === 'object' && stated !== null && typeof recomputed === 'object' && recomputed !== null) {
    const keys = [...new Set([...Object.keys(stated), ...Object.keys(recomputed)])];
    for (const key of keys) {
      const found = firstDifference(
        (stated as Record<string, unknown>)[key],
        (recomputed as Record<string, unknown>)[key],
        Array.isArray(stated) ? `${path}[${key}]` : `${path}.${key}`,
      );
      if (found) return found;
    }
    return undefined;
  }
  return Object.is(stated, recomputed) ? undefined : { path, stated, recomputed };
}

/** Recomputes every figure of a statement from its stated inputs. */
export function recompute(document: StatementDocument): Difference | undefined {
  for (const [index, shipment] of document.shipments.entries()) {
    const path = `statement.shipments[${index}]`;
    const result = computeDoorToPort(shipment.chain);
    if (!result.ok) return { path: `${path}.chain`, stated: shipment.chain, recomputed: result.refusal };
    const found =
      firstDifference(shipment.chain.factorSetVersion, document.factorSetVersion, `${path}.chain.factorSetVersion`) ??
      // Compared in JSON form: what an absent member and an undefined one have in common.
      firstDifference(shipment.perContainer, JSON.parse(canonicalJson(result.value)), `${path}.perContainer`) ??
      firstDifference(shipment.totals, totalsOfUnits(result.value, shipment.units), `${path}.totals`) ??
      firstDifference(shipment.scope3Category, scope3CategoryOf(shipment.incoterm), `${path}.scope3Category`);
    if (found) return found;
  }
  return firstDifference(
    document.totals,
    sumTotals(document.shipments.map((shipment) => shipment.totals)),
    'statement.totals',
  );
}
