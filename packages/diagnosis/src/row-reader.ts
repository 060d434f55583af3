import type { Decimal } from '@greenlane/kernel/decimal';
import { type DateStyle, type NumberCell, type NumberStyle, readDate, readNumber } from './cell-values.ts';
import { type Finding, type FindingCode, makeFinding } from './findings.ts';
import type { MatchedColumn } from './shipment-columns.ts';
import type { ShipmentField } from './shipment-fields.ts';
import type { TableRow } from './shipment-table.ts';

type Place = { readonly field?: ShipmentField; readonly detail?: string };
/** Reads the cells of one row and gathers what is wrong with them. */
export type Reader = {
  readonly cell: (field: ShipmentField) => string;
  readonly column: (field: ShipmentField) => MatchedColumn | undefined;
  readonly number: (field: ShipmentField) => NumberCell | undefined;
  readonly date: (field: ShipmentField) => string | undefined;
  readonly find: (code: FindingCode, place?: Place) => void;
  readonly findings: readonly Finding[];
};

export function makeReader(
  row: TableRow,
  byField: ReadonlyMap<ShipmentField, MatchedColumn>,
  styles: { readonly number: NumberStyle; readonly date: DateStyle },
): Reader {
  const findings: Finding[] = [];
  const cell = (field: ShipmentField): string => {
    const column = byField.get(field);
    const text = column === undefined ? '' : (row.cells[column.index] ?? '').trim();
    // What people write for "nothing".
    return /^(-+|—+|–|\/|n[./]?a\.?|#n\/a|null|none|无|暂无|未知|unknown|tbd|\?+)$/i.test(text) ? '' : text;
  };
  const find = (code: FindingCode, place: Place = {}): void => {
    const fallback = makeFinding(code).field;
    const field = place.field ?? fallback;
    findings.push(makeFinding(code, { ...place, field, column: byField.get(field)?.header, value: cell(field) }));
  };
  return {
    cell,
    find,
    findings,
    column: (field) => byField.get(field),
    number: (field) => {
      if (cell(field) === '') return undefined;
      const read = readNumber(cell(field), styles.number);
      if (read.kind === 'VALUE' && read.isAmbiguous) find('NUMBER_AMBIGUOUS', { field });
      return read;
    },
    date: (field) => {
      if (cell(field) === '') return undefined;
      const read = readDate(cell(field), styles.date);
      if (read.kind === 'VALUE') return read.date;
      find(read.kind === 'AMBIGUOUS' ? 'DATE_AMBIGUOUS' : 'DATE_UNREADABLE', { field });
      return undefined;
    },
  };
}

/** A member that is left out when there is nothing to say. */
export function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined | '',
): { readonly [key in Name]?: Value } {
  return (value === undefined || value === '' ? {} : { [name]: value }) as { readonly [key in Name]?: Value };
}

export const within = (value: Decimal, band: { readonly minimum: Decimal; readonly maximum: Decimal }): boolean =>
  value.greaterThanOrEqualTo(band.minimum) && value.lessThanOrEqualTo(band.maximum);
