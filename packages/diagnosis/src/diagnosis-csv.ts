import { gramsToKilogramText } from '@greenlane/kernel/quantities';
import { stringify } from 'csv-stringify/sync';
import type { Diagnosis } from './diagnosis.ts';
import { blockersOf, type ReadinessPolicy } from './readiness.ts';

const COLUMNS = [
  'rowNumber',
  'reference',
  'vessel',
  'vesselIMONumber',
  'loadPort',
  'dischargePort',
  'departureDate',
  'containers',
  'equipment',
  'scope3Category',
  'grade',
  'gradeReason',
  'nowWellToWakeKg',
  'betterGrade',
  'betterLowKg',
  'betterHighKg',
  'ready',
  'blockers',
  'findings',
  'toFix',
  'toFixZh',
] as const;

const kilograms = (grams: number | null | undefined): string =>
  grams === null || grams === undefined ? '' : gramsToKilogramText(grams);

/** One line a row of the list, in its order, with a byte order mark so that spreadsheets read the Chinese. */
export function diagnosisCsv(diagnosis: Diagnosis, policy: ReadinessPolicy | undefined): string {
  const lines = diagnosis.rows.map((row) => {
    const blockers = policy === undefined ? undefined : blockersOf(row, policy);
    const toFix = row.findings.filter(({ severity }) => severity !== 'ASSUMED');
    return {
      rowNumber: row.rowNumber,
      reference: row.reference,
      vessel: row.vesselName ?? '',
      vesselIMONumber: row.vesselIMONumber ?? '',
      loadPort: row.loadPort ?? '',
      dischargePort: row.dischargePort ?? '',
      departureDate: row.departureDate ?? '',
      containers: row.units,
      equipment: row.ISOEquipmentCode,
      scope3Category: row.scope3Category ?? '',
      grade: row.grade ?? 'NONE',
      gradeReason: row.gradeReason,
      nowWellToWakeKg: kilograms(row.now?.wellToWakeGrams),
      betterGrade: row.better?.grade ?? '',
      betterLowKg: kilograms(row.better?.lowGrams),
      betterHighKg: kilograms(row.better?.highGrams),
      ready: blockers === undefined ? '' : blockers.length === 0 ? 'yes' : 'no',
      blockers: blockers?.join(' ') ?? '',
      findings: row.findings.map(({ code }) => code).join(' '),
      toFix: toFix.map(({ column, message }) => `${column}: ${message}`).join(' | '),
      toFixZh: toFix.map(({ column, messageZh }) => `${column}：${messageZh}`).join(' | '),
    };
  });
  // Cells come from the list itself: one that a spreadsheet would run as a formula is kept as text.
  return stringify(lines, { header: true, columns: [...COLUMNS], escape_formulas: true, bom: true });
}
