import { PreCarriageMode } from '@greenlane/contracts/cargo-request';
import { CalendarDate, PositiveDecimal, Reference, Sha256, VesselIMONumber } from '@greenlane/contracts/values';
import { Evidence, FuelName } from '@greenlane/contracts/vessel-offer';
import { z } from 'zod';
import type { FindingCode } from './findings.ts';

/** What a supplier or carrier can be asked for; each ask is one member of the answer. */
export const ASKS = ['VOYAGE_FUEL', 'VESSEL', 'EU_MRV', 'CARGO_WEIGHT', 'PRE_CARRIAGE'] as const;
export const Ask = z.enum(ASKS);
export type Ask = z.infer<typeof Ask>;

const NotAvailable = z.strictObject({ notAvailable: z.string().trim().min(3).max(500) });
const Document = z.strictObject({ reference: Reference, sha256: Sha256.optional() });
const rowOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ rowNumber: z.int().positive(), ...shape });

/** The member of the answer for each ask. A fuel answer names at least one document by its hash: else it proves nothing. */
const ANSWERS = {
  VOYAGE_FUEL: z.strictObject({
    fuels: z
      .array(
        z.strictObject({ fuel: FuelName, tonnes: PositiveDecimal, certifiedGramsPerMJ: PositiveDecimal.optional() }),
      )
      .min(1)
      .max(10),
    transportWorkTeuKm: PositiveDecimal,
    referencePeriod: z.strictObject({ start: CalendarDate, end: CalendarDate }),
    evidence: z
      .array(Evidence)
      .min(1)
      .max(20)
      .refine((list) => list.some(({ sha256 }) => sha256 !== undefined), 'at least one document with its sha256'),
  }),
  VESSEL: z.strictObject({ vesselIMONumber: VesselIMONumber }),
  EU_MRV: z.strictObject({
    gCO2PerTonneNauticalMile: PositiveDecimal,
    reportingYear: z.int().min(2018).max(2100),
    document: Document,
  }),
  CARGO_WEIGHT: z.strictObject({
    rows: z.array(rowOf({ cargoGrossWeightKgPerContainer: PositiveDecimal })),
    document: Document,
  }),
  PRE_CARRIAGE: z.strictObject({
    rows: z.array(
      rowOf({
        legs: z
          .array(z.strictObject({ mode: PreCarriageMode, distanceKm: PositiveDecimal }))
          .min(1)
          .max(6),
      }),
    ),
    document: Document,
  }),
} as const;

export type EvidenceAnswer = {
  readonly suppliedBy: string;
  readonly VOYAGE_FUEL?: z.infer<(typeof ANSWERS)['VOYAGE_FUEL']> | z.infer<typeof NotAvailable>;
  readonly VESSEL?: z.infer<(typeof ANSWERS)['VESSEL']> | z.infer<typeof NotAvailable>;
  readonly EU_MRV?: z.infer<(typeof ANSWERS)['EU_MRV']> | z.infer<typeof NotAvailable>;
  readonly CARGO_WEIGHT?: z.infer<(typeof ANSWERS)['CARGO_WEIGHT']> | z.infer<typeof NotAvailable>;
  readonly PRE_CARRIAGE?: z.infer<(typeof ANSWERS)['PRE_CARRIAGE']> | z.infer<typeof NotAvailable>;
};

/** An answer that was accepted, and for which rows. */
export type SuppliedEvidence = {
  readonly evidenceRequestId: string;
  /** RFC 3339. */
  readonly suppliedAt: string;
  readonly rowNumbers: readonly number[];
  readonly answer: EvidenceAnswer;
};

/**
 * Exactly what a request asks for: every asked member must be there (given, or said not to be available, with the reason),
 * row by row for exactly the asked rows, and anything else is refused.
 */
export function answerSchemaOf(request: {
  readonly asks: readonly Ask[];
  readonly rowNumbers: readonly number[];
}): z.ZodType<EvidenceAnswer> {
  const asked = [...new Set(request.rowNumbers)].sort((a, b) => a - b);
  const coversRows = (value: { readonly rows?: readonly { readonly rowNumber: number }[] }): boolean => {
    const given = value.rows?.map(({ rowNumber }) => rowNumber).sort((a, b) => a - b);
    return given === undefined || (given.length === asked.length && given.every((row, index) => row === asked[index]));
  };
  const members = request.asks.map((ask) => [
    ask,
    z
      .union([ANSWERS[ask], NotAvailable])
      .refine((value) => coversRows(value as never), `rows must be exactly ${asked.join(', ')}, each once`),
  ]);
  return z.strictObject({
    suppliedBy: z.string().trim().min(2).max(200),
    ...Object.fromEntries(members),
  }) as unknown as z.ZodType<EvidenceAnswer>;
}

/** Findings that an ask settles: what made it worth asking. */
export const SETTLED_BY: Readonly<Record<Ask, readonly FindingCode[]>> = {
  VOYAGE_FUEL: ['FUEL_MISSING', 'FUEL_UNREADABLE', 'EVIDENCE_MISSING', 'PRIMARY_REFUSED'],
  VESSEL: [
    'VESSEL_MISSING',
    'VESSEL_NAME_AMBIGUOUS',
    'VESSEL_FOUND_BY_NAME',
    'IMO_NUMBER_INVALID',
    'VESSEL_CONTRADICTION',
  ],
  EU_MRV: ['VESSEL_NOT_IN_EU_MRV', 'MRV_REFUSED'],
  CARGO_WEIGHT: [
    'WEIGHT_MISSING',
    'WEIGHT_UNREADABLE',
    'WEIGHT_IMPLAUSIBLE',
    'WEIGHT_UNIT_ASSUMED',
    'WEIGHT_BASIS_ASSUMED',
    'NET_WEIGHT_USED',
    'CHARGEABLE_WEIGHT_REFUSED',
    'TARE_SUBTRACTED',
  ],
  PRE_CARRIAGE: ['PRE_CARRIAGE_MISSING', 'PRE_CARRIAGE_IMPLAUSIBLE', 'PRE_CARRIAGE_MODE_ASSUMED'],
};
