import { CURRENT_FACTOR_SET_VERSION } from '@greenlane/emissions/factors';
import type { DataQuality } from '@greenlane/emissions/sea-intensity';
import type { SeaRoute } from '@greenlane/geography/sea-distances';
import { decimal, roundHalfEven, sum, toText } from '@greenlane/kernel/decimal';
import { auditQuestionOf, type FindingCode, makeFinding, type Severity } from './findings.ts';
import { type Readiness, type ReadinessPolicy, readinessOf } from './readiness.ts';
import { diagnoseRow, type RowDiagnosis, type RowFigure } from './row-diagnosis.ts';
import { type ReadRow, readTable } from './shipment-facts.ts';
import type { ShipmentField } from './shipment-fields.ts';
import type { ShipmentTable } from './shipment-table.ts';
import type { SuppliedEvidence } from './supplied-evidence.ts';

export type DiagnosisInput = {
  readonly table: ShipmentTable;
  /** Headers that the sender named himself. */
  readonly named?: Readonly<Record<string, ShipmentField>>;
  /** Calendar date on which evidence is judged. */
  readonly asOf: string;
  readonly policy?: ReadinessPolicy | undefined;
  /** Route between Asia and Europe where nothing says it: the policy's, else the longer way. */
  readonly eastWestDefault?: SeaRoute | undefined;
  readonly isPriorityUnit?: boolean | undefined;
  readonly evidence?: readonly SuppliedEvidence[];
};

export type Diagnosis = {
  readonly documentType: 'LogisticsDataDiagnosis';
  readonly schemaVersion: '1';
  readonly asOf: string;
  readonly factorSetVersion: string;
  readonly source: ShipmentTable['source'];
  readonly columns: {
    readonly understood: readonly { readonly header: string; readonly field: ShipmentField; readonly unit?: string }[];
    readonly ignored: readonly string[];
  };
  readonly totals: DiagnosisTotals;
  readonly findings: readonly FindingSummary[];
  readonly questions: readonly {
    readonly question: string;
    readonly questionZh: string;
    readonly codes: readonly FindingCode[];
    readonly rowNumbers: readonly number[];
  }[];
  readonly readiness: Readiness;
  readonly rows: readonly RowDiagnosis[];
  readonly notice: string;
  readonly noticeZh: string;
};

export type DiagnosisTotals = {
  readonly rows: number;
  readonly computedRows: number;
  readonly containers: number;
  readonly grades: Readonly<Record<DataQuality | 'NONE', number>>;
  /** Of all computed rows. */
  readonly now: RowFigure;
  /** Now, with every row that has a figure with better evidence replaced by it. */
  readonly better: { readonly lowGrams: number; readonly highGrams: number; readonly rows: number };
  readonly transportActivityTkm: string;
  /** Share of transport activity with primary data, per cent, 2 decimals half even; null when nothing was computed. */
  readonly primaryDataSharePercent: string | null;
};

export type FindingSummary = {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly column: string;
  readonly field: ShipmentField;
  readonly message: string;
  readonly messageZh: string;
  readonly allowed?: string;
  readonly allowedZh?: string;
  readonly rowNumbers: readonly number[];
};

const NOTICE = [
  'A diagnosis of data, not a statement: figures on assumed values stand for orientation and cannot be claimed.',
  '这是数据诊断，不是碳排放声明：基于假设值的数字仅供参考，不能用于申报。',
] as const;
const SHARE_DECIMALS = 2;
const SEVERITY_ORDER: readonly Severity[] = ['MISSING', 'UNREADABLE', 'IMPLAUSIBLE', 'EVIDENCE', 'ASSUMED'];

export type DiagnosisWork = {
  readonly rows: readonly ReadRow[];
  readonly diagnoseRow: (row: ReadRow) => RowDiagnosis;
  readonly conclude: (rows: readonly RowDiagnosis[]) => Diagnosis;
};

/**
 * A diagnosis row by row: a server gives way to other requests between rows (2,000 rows take a second or two). Rows are
 * judged each by itself; what needs all of them (number and date styles, repeated rows) is read before.
 */
export function beginDiagnosis(input: DiagnosisInput): DiagnosisWork {
  const read = readTable(input.table, input.named);
  const context = {
    asOf: input.asOf,
    eastWestDefault: input.eastWestDefault ?? 'CAPE',
    evidence: input.evidence ?? [],
  } as const;
  return {
    rows: read.rows,
    diagnoseRow: (row) => diagnoseRow(row, read.columns, context),
    conclude: (rows) => ({
      documentType: 'LogisticsDataDiagnosis',
      schemaVersion: '1',
      asOf: input.asOf,
      factorSetVersion: CURRENT_FACTOR_SET_VERSION,
      source: input.table.source,
      columns: {
        understood: read.columns.matched.map(({ header, field, unit }) => ({
          header,
          field,
          ...(unit === undefined ? {} : { unit }),
        })),
        ignored: read.columns.ignored,
      },
      totals: totalsOf(rows),
      findings: summariesOf(rows),
      questions: questionsOf(rows),
      readiness: readinessOf(rows, { policy: input.policy, isPriorityUnit: input.isPriorityUnit }),
      rows,
      notice: NOTICE[0],
      noticeZh: NOTICE[1],
    }),
  };
}

/**
 * Diagnoses a list of past shipments: pure, the same on the platform and offline. Every row of the table is in the answer;
 * totals and summaries do not depend on the order of the rows.
 */
export function diagnose(input: DiagnosisInput): Diagnosis {
  const work = beginDiagnosis(input);
  return work.conclude(work.rows.map(work.diagnoseRow));
}

function totalsOf(rows: readonly RowDiagnosis[]): DiagnosisTotals {
  const computed = rows.filter((row) => row.now !== null);
  const add = (read: (row: RowDiagnosis) => number) => computed.reduce((total, row) => total + read(row), 0);
  const activity = sum(computed.map((row) => decimal(row.transportActivityTkm)));
  const primary = sum(computed.map((row) => decimal(row.primaryActivityTkm)));
  const nowOf = (row: RowDiagnosis) => row.now?.wellToWakeGrams ?? 0;
  return {
    rows: rows.length,
    computedRows: computed.length,
    containers: add((row) => row.units),
    grades: {
      PRIMARY: rows.filter(({ grade }) => grade === 'PRIMARY').length,
      MODELLED: rows.filter(({ grade }) => grade === 'MODELLED').length,
      DEFAULT: rows.filter(({ grade }) => grade === 'DEFAULT').length,
      NONE: rows.filter(({ grade }) => grade === null).length,
    },
    now: {
      wellToWakeGrams: add(nowOf),
      wellToTankGrams: add((row) => row.now?.wellToTankGrams ?? 0),
      tankToWakeGrams: add((row) => row.now?.tankToWakeGrams ?? 0),
    },
    better: {
      lowGrams: add((row) => row.better?.lowGrams ?? nowOf(row)),
      highGrams: add((row) => row.better?.highGrams ?? nowOf(row)),
      rows: computed.filter((row) => row.better !== null && row.better.lowGrams !== null).length,
    },
    transportActivityTkm: toText(activity),
    primaryDataSharePercent: activity.isZero()
      ? null
      : toText(roundHalfEven(primary.times(100).div(activity), SHARE_DECIMALS)),
  };
}

const ascending = (numbers: Iterable<number>): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b);

/** One line for each code and column, worst first; rows are named by number. */
function summariesOf(rows: readonly RowDiagnosis[]): readonly FindingSummary[] {
  const all = rows.flatMap((row) => row.findings.map((finding) => ({ finding, rowNumber: row.rowNumber })));
  return [...Map.groupBy(all, ({ finding }) => `${finding.code} ${finding.column}`).values()]
    .map((members): FindingSummary => {
      const [first] = members;
      const { code, column, field, severity } = first?.finding ?? makeFinding('TOTAL_LINE');
      // The general words: what is particular to one row stands with the row.
      const { message, messageZh, allowed, allowedZh } = makeFinding(code);
      return {
        code,
        severity,
        column,
        field,
        message,
        messageZh,
        ...(allowed === undefined || allowedZh === undefined ? {} : { allowed, allowedZh }),
        rowNumbers: ascending(members.map(({ rowNumber }) => rowNumber)),
      };
    })
    .sort(
      (a, b) =>
        SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) ||
        b.rowNumbers.length - a.rowNumbers.length ||
        (`${a.code} ${a.column}` < `${b.code} ${b.column}` ? -1 : 1),
    );
}

/** One question for each thing to prove, however many findings ask it. */
function questionsOf(rows: readonly RowDiagnosis[]): Diagnosis['questions'] {
  const all = rows.flatMap((row) =>
    row.findings.flatMap(({ code }) => {
      const question = auditQuestionOf(code);
      return question === undefined ? [] : [{ code, question, rowNumber: row.rowNumber }];
    }),
  );
  return [...Map.groupBy(all, ({ question }) => question.en)]
    .map(([en, members]) => ({
      question: en,
      questionZh: members[0]?.question.zh ?? '',
      codes: [...new Set(members.map(({ code }) => code))].sort(),
      rowNumbers: ascending(members.map(({ rowNumber }) => rowNumber)),
    }))
    .sort((a, b) => b.rowNumbers.length - a.rowNumbers.length || (a.question < b.question ? -1 : 1));
}
