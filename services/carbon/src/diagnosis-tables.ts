import type { Diagnosis } from '@greenlane/diagnosis/diagnosis';
import type { ReadinessPolicy } from '@greenlane/diagnosis/readiness';
import type { ShipmentField } from '@greenlane/diagnosis/shipment-fields';
import type { ShipmentTable } from '@greenlane/diagnosis/shipment-table';
import type { Ask, EvidenceAnswer } from '@greenlane/diagnosis/supplied-evidence';
import { index, integer, jsonb, type PgSchema, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** What a supplier is shown of a row: enough to know which shipment is meant, and nothing of its price or customer. */
export type ShownRow = {
  readonly rowNumber: number;
  readonly reference: string;
  readonly vesselName?: string;
  readonly vesselIMONumber?: string;
  readonly loadPort?: string;
  readonly dischargePort?: string;
  readonly departureDate?: string;
  readonly units: number;
  readonly ISOEquipmentCode: string;
};

/** Lists of past shipments, their diagnoses version by version, and the links that ask suppliers for evidence. */
export function diagnosisTables(schema: PgSchema<string>) {
  /** The list as it was sent; never edited. */
  const diagnoses = schema.table(
    'diagnosis',
    {
      diagnosisId: text('diagnosis_id').primaryKey(),
      exporterId: text('exporter_id').notNull(),
      submittedBy: text('submitted_by').notNull(),
      fileName: text('file_name').notNull(),
      shipments: jsonb('shipments').$type<ShipmentTable>().notNull(),
      named: jsonb('named').$type<Readonly<Record<string, ShipmentField>>>().notNull(),
      receivedAt: moment('received_at').notNull(),
    },
    (table) => [index('diagnosis_by_exporter').on(table.exporterId, table.diagnosisId)],
  );
  /** Never edited: evidence makes a new version that supersedes the last. */
  const diagnosisVersions = schema.table(
    'diagnosis_version',
    {
      diagnosisId: text('diagnosis_id').notNull(),
      version: integer('version').notNull(),
      exporterId: text('exporter_id').notNull(),
      submittedBy: text('submitted_by').notNull(),
      cause: text('cause').$type<'SUBMITTED' | 'EVIDENCE_SUPPLIED'>().notNull(),
      evidenceRequestId: text('evidence_request_id'),
      policy: jsonb('policy').$type<ReadinessPolicy | null>(),
      result: jsonb('result').$type<Diagnosis>().notNull(),
      madeAt: moment('made_at').notNull(),
    },
    (table) => [primaryKey({ columns: [table.diagnosisId, table.version] })],
  );
  /** A link by which one addressee may give exactly what is asked, once, until it expires. Only the token's hash is kept. */
  const evidenceRequests = schema.table(
    'evidence_request',
    {
      evidenceRequestId: text('evidence_request_id').primaryKey(),
      diagnosisId: text('diagnosis_id').notNull(),
      exporterId: text('exporter_id').notNull(),
      submittedBy: text('submitted_by').notNull(),
      tokenSha256: text('token_sha256').notNull().unique('evidence_request_token'),
      addressee: text('addressee').notNull(),
      exporterName: text('exporter_name').notNull(),
      asks: text('asks').array().$type<readonly Ask[]>().notNull(),
      rows: jsonb('rows').$type<readonly ShownRow[]>().notNull(),
      createdAt: moment('created_at').notNull(),
      expiresAt: moment('expires_at').notNull(),
      withdrawnAt: moment('withdrawn_at'),
      answeredAt: moment('answered_at'),
      answer: jsonb('answer').$type<EvidenceAnswer>(),
    },
    (table) => [index('evidence_request_by_diagnosis').on(table.diagnosisId)],
  );
  return { diagnoses, diagnosisVersions, evidenceRequests };
}
