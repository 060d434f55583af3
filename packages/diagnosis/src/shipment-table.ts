import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { parse } from 'csv-parse/sync';
import { matchColumns } from './shipment-columns.ts';
import type { ShipmentField } from './shipment-fields.ts';

/** A shipping list as it was given: its own headers, its own cells. */
export type ShipmentTable = {
  readonly headers: readonly string[];
  readonly rows: readonly TableRow[];
  readonly source: {
    readonly encoding: string;
    readonly delimiter: string;
    /** Lines above the header (a title, a date). */
    readonly preamble: readonly string[];
    readonly blankRows: number;
  };
};
export type TableRow = {
  /** As a spreadsheet counts: the header of a plain file is row 1, the first shipment row 2. */
  readonly rowNumber: number;
  readonly cells: readonly string[];
};

/** More rows than this are several files: the answer would no longer be one page that a person reads. */
export const MAXIMUM_ROWS = 2_000;
const MAXIMUM_COLUMNS = 300;
const MAXIMUM_CELL_LENGTH = 2_000;
const HEADER_SEARCH_ROWS = 15;
const DELIMITERS = [',', ';', '\t', '|'] as const;

function problem(code: string, message: string): { readonly ok: false; readonly refusal: readonly Problem[] } {
  return refuse([{ code, message }]);
}

/** How Excel begins what it saves: a ZIP since 2007, a compound file before. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];
const startsWith = (bytes: Uint8Array, signature: readonly number[]) =>
  signature.every((byte, index) => bytes[index] === byte);

/**
 * Text of a file of unknown encoding: by its byte order mark, else UTF-8 when it is valid, else GB18030 (which contains
 * GBK and GB2312, what Excel writes in China). Node reads all of them without a library.
 */
function decodeText(bytes: Uint8Array): Decision<{ text: string; encoding: string }, readonly Problem[]> {
  if (startsWith(bytes, ZIP) || startsWith(bytes, COMPOUND_FILE))
    return problem('NOT_A_CSV', 'this is a workbook (such as .xlsx), not a CSV; save it as CSV UTF-8');
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  for (const encoding of marked === undefined ? ['utf-8', 'gb18030'] : [marked]) {
    try {
      return accept({ text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding });
    } catch {
      // Not this one.
    }
  }
  return problem('ENCODING_UNKNOWN', 'the file is neither UTF-8, UTF-16 nor GBK/GB18030; save it as CSV UTF-8');
}

function recordsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  return parse(text, {
    delimiter,
    bom: true,
    trim: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: 200_000,
  }) as string[][];
}

/** The header is the line that names most fields; a title above it is no row. */
function headerIndexOf(
  records: readonly (readonly string[])[],
  named: Readonly<Record<string, ShipmentField>>,
): { readonly index: number; readonly fields: number } {
  return records
    .slice(0, HEADER_SEARCH_ROWS)
    .map((cells, index) => ({ index, fields: matchColumns(cells.slice(0, MAXIMUM_COLUMNS), named).matched.length }))
    .reduce((best, candidate) => (candidate.fields > best.fields ? candidate : best), { index: 0, fields: 0 });
}

/**
 * Reads a CSV of any common make: BOM, UTF-8, UTF-16 or GBK; comma, semicolon, tab or stroke; titles above the header;
 * rows with too few or too many cells. No row with anything in it is left out.
 */
export function readShipmentCsv(
  bytes: Uint8Array,
  named: Readonly<Record<string, ShipmentField>> = {},
): Decision<ShipmentTable, readonly Problem[]> {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const { text, encoding } = decoded.value;
  const tries: { delimiter: string; records: readonly (readonly string[])[]; index: number; fields: number }[] = [];
  let failure = '';
  for (const delimiter of DELIMITERS) {
    try {
      const records = recordsOf(text, delimiter);
      tries.push({ delimiter, records, ...headerIndexOf(records, named) });
    } catch (error) {
      failure = (error as Error).message;
    }
  }
  const best = tries.reduce(
    (a, b) => (b.fields > a.fields ? b : a),
    tries[0] ?? { fields: 0, records: [], index: 0, delimiter: ',' },
  );
  if (best.fields < 2) {
    return problem(
      'NO_HEADER_RECOGNISED',
      `no line names at least two columns of a shipping list, such as "POL", "POD", "Gross weight (kg)" or 起运港, 目的港, 毛重${failure === '' ? '' : ` (${failure})`}`,
    );
  }
  const headers = best.records[best.index] ?? [];
  const body = best.records.map((cells, index) => ({ rowNumber: index + 1, cells })).slice(best.index + 1);
  const rows = body.filter(({ cells }) => cells.some((cell) => cell !== ''));
  return sizeChecked({
    headers,
    rows: rows.map((row) => ({ ...row, cells: row.cells.map((cell) => cell.slice(0, MAXIMUM_CELL_LENGTH)) })),
    source: {
      encoding,
      delimiter: best.delimiter,
      preamble: best.records.slice(0, best.index).map((cells) => cells.filter((cell) => cell !== '').join(' ')),
      blankRows: body.length - rows.length,
    },
  });
}

/** Shipments as JSON objects with members of any name: the same table, row by row from 1. */
export function tableOfObjects(
  shipments: readonly Readonly<Record<string, string | number | null>>[],
): Decision<ShipmentTable, readonly Problem[]> {
  const headers = [...new Set(shipments.flatMap((shipment) => Object.keys(shipment)))];
  return sizeChecked({
    headers,
    rows: shipments.map((shipment, index) => ({
      rowNumber: index + 1,
      cells: headers.map((header) => (Object.hasOwn(shipment, header) ? String(shipment[header] ?? '').trim() : '')),
    })),
    source: { encoding: 'JSON', delimiter: '', preamble: [], blankRows: 0 },
  });
}

function sizeChecked(table: ShipmentTable): Decision<ShipmentTable, readonly Problem[]> {
  if (table.headers.length > MAXIMUM_COLUMNS)
    return problem('TOO_MANY_COLUMNS', `${table.headers.length} columns; a list has at most ${MAXIMUM_COLUMNS}`);
  if (table.rows.length === 0) return problem('NO_ROWS', 'there is a header but no shipment under it');
  if (table.rows.length > MAXIMUM_ROWS)
    return problem(
      'TOO_MANY_ROWS',
      `${table.rows.length} shipments; one diagnosis takes ${MAXIMUM_ROWS}: split the file`,
    );
  return accept(table);
}
