import { hasValidImoCheckDigit, type ISOEquipmentCode } from '@greenlane/contracts/values';
import type { FuelName } from '@greenlane/emissions/sea-intensity';
import { findPortsByText } from '@greenlane/geography/port-names';
import type { Port } from '@greenlane/geography/ports';
import { type Decimal, decimal, toText } from '@greenlane/kernel/decimal';
import {
  dateStyleOf,
  type IncotermName,
  type InlandMode,
  isOtherVesselType,
  numberStyleOf,
  readFuel,
  readIncoterm,
  readInlandMode,
  readMainMode,
  readNumber,
  readRoute,
} from './cell-values.ts';
import type { Finding } from './findings.ts';
import { makeReader, optional, type Reader, within } from './row-reader.ts';
import { ABSENT_CARGO, readBoxes, readMass } from './shipment-cargo.ts';
import { type ColumnMatch, matchColumns } from './shipment-columns.ts';
import type { ShipmentField } from './shipment-fields.ts';
import type { ShipmentTable, TableRow } from './shipment-table.ts';

export type InlandLeg = { readonly mode: InlandMode; readonly distanceKm: string };

/** What a row says, after reading; absent members are unknown. */
export type ShipmentFacts = {
  readonly rowNumber: number;
  readonly reference: string;
  readonly carrier?: string;
  readonly vesselIMONumber?: string;
  readonly vesselName?: string;
  readonly loadPort?: Port;
  readonly dischargePort?: Port;
  readonly departureDate?: string;
  readonly arrivalDate?: string;
  readonly route?: 'SUEZ' | 'CAPE' | 'PANAMA' | 'DIRECT';
  readonly distance?: { readonly value: Decimal; readonly unit?: 'km' | 'nm'; readonly cell: string };
  readonly ISOEquipmentCode: ISOEquipmentCode;
  readonly units: number;
  /** Goods and packaging of one container, tare excluded. */
  readonly cargoMassKg: string;
  readonly isMassAssumed: boolean;
  readonly preCarriage: readonly InlandLeg[];
  readonly fuel?: FuelName;
  readonly fuelTonnes?: Decimal;
  readonly vesselCapacityTeu?: Decimal;
  readonly loadFactorPercent?: Decimal;
  readonly mrv?: { readonly gCO2PerTonneNauticalMile: string; readonly reportingYear?: number };
  readonly evidence?: { readonly reference: string; readonly sha256: string };
  readonly incoterm?: IncotermName;
  readonly extendedHSCode?: string;
  readonly commodityType?: string;
  /** False for rows that no sea chain can be made of: a total line, another mode, another kind of ship. */
  readonly isContainerShipmentBySea: boolean;
};

export type ReadRow = { readonly facts: ShipmentFacts; readonly findings: readonly Finding[] };
export type ReadTable = { readonly columns: ColumnMatch; readonly rows: readonly ReadRow[] };

const INLAND_KM = { minimum: decimal(1), maximum: decimal(5_000) } as const;
const CAPACITY_TEU = { minimum: decimal(100), maximum: decimal(25_000) } as const;
const NUMBER_FIELDS: readonly ShipmentField[] = [
  'distance',
  'units',
  'teu',
  'cargoWeightPerContainer',
  'cargoWeightTotal',
  'cargoWeight',
  'netWeight',
  'verifiedGrossMass',
  'preCarriageDistance',
  'fuelTonnes',
  'vesselCapacityTeu',
  'loadFactorPercent',
  'gCO2PerTonneNauticalMile',
];
/** Reads every row of a table; the styles of numbers and dates are those of the whole file. */
export function readTable(table: ShipmentTable, named: Readonly<Record<string, ShipmentField>> = {}): ReadTable {
  const columns = matchColumns(table.headers, named);
  const cellsOf = (fields: readonly ShipmentField[]) =>
    columns.matched
      .filter(({ field }) => fields.includes(field))
      .flatMap(({ index }) => table.rows.map(({ cells }) => cells[index] ?? ''));
  const styles = {
    number: numberStyleOf(cellsOf(NUMBER_FIELDS)),
    date: dateStyleOf(cellsOf(['departureDate', 'arrivalDate'])),
  };
  const byField = new Map(columns.matched.map((column) => [column.field, column]));
  const identities = Map.groupBy(table.rows, ({ cells }) => cells.join('\u001f'));
  return {
    columns,
    rows: table.rows.map((row) => {
      const reader = makeReader(row, byField, styles);
      if (row.cells.length > table.headers.length) reader.find('ROW_TOO_LONG');
      if (row.cells.length < table.headers.length) reader.find('ROW_TOO_SHORT');
      const twins = identities.get(row.cells.join('\u001f')) ?? [];
      if (twins.length > 1) reader.find('DUPLICATE_ROW', { detail: `(${twins.length} ×)` });
      return readRow(row, reader);
    }),
  };
}

function readRow(row: TableRow, reader: Reader): ReadRow {
  const { cell, find } = reader;
  const isTotalLine = row.cells.some((text) => /^(总计|合计|小计|total|sum|gesamt|summe)[:：]?$/i.test(text.trim()));
  const named = {
    rowNumber: row.rowNumber,
    reference: cell('shipmentReference') || `row ${row.rowNumber}`,
    ...optional('carrier', cell('carrier')),
    ...optional('commodityType', cell('commodityType')),
  };
  if (isTotalLine) {
    find('TOTAL_LINE');
    return {
      facts: { ...named, ...ABSENT_CARGO, preCarriage: [], isContainerShipmentBySea: false },
      findings: reader.findings,
    };
  }
  const equipment = readBoxes(reader);
  const facts: ShipmentFacts = {
    ...named,
    isContainerShipmentBySea: isBySea(reader),
    ...readPorts(reader),
    ...readDates(reader),
    ...optional('route', readRoute(cell('route'))),
    ...readDistance(reader),
    ...equipment,
    ...readMass(reader, equipment),
    preCarriage: readPreCarriage(reader),
    ...readVessel(reader),
    ...readFuelFacts(reader),
    ...readMrv(reader),
    ...readEvidence(reader),
    ...readTrade(reader),
  };
  return { facts, findings: reader.findings };
}

function isBySea({ cell, find }: Reader): boolean {
  const mode = cell('transportMode') === '' ? 'SEA' : readMainMode(cell('transportMode'));
  if (mode === 'OTHER') find('MODE_NOT_SEA');
  if (mode === undefined) find('MODE_UNKNOWN');
  const isOther = isOtherVesselType(cell('vesselType'));
  if (isOther) find('VESSEL_TYPE_NOT_CONTAINER');
  return mode !== 'OTHER' && !isOther;
}

function readPorts({ cell, find }: Reader): Pick<ShipmentFacts, 'loadPort' | 'dischargePort'> {
  const read = (field: 'loadPort' | 'dischargePort', prefix: 'LOAD_PORT' | 'DISCHARGE_PORT'): Port | undefined => {
    if (cell(field) === '') return void find(`${prefix}_MISSING`);
    const found = findPortsByText(cell(field));
    if (found.length === 0) return void find(`${prefix}_UNKNOWN`);
    if (found.length === 1) return found[0];
    return void find(`${prefix}_AMBIGUOUS`, {
      detail: `(${found.map((port) => `${port.UNLocationCode} ${port.name}`).join(', ')})`,
    });
  };
  const loadPort = read('loadPort', 'LOAD_PORT');
  const dischargePort = read('dischargePort', 'DISCHARGE_PORT');
  if (loadPort !== undefined && loadPort === dischargePort) {
    find('SAME_PORTS');
    return { loadPort };
  }
  return { ...optional('loadPort', loadPort), ...optional('dischargePort', dischargePort) };
}

function readDates(reader: Reader): Pick<ShipmentFacts, 'departureDate' | 'arrivalDate'> {
  const departureDate = reader.date('departureDate');
  const arrivalDate = reader.date('arrivalDate');
  if (reader.cell('departureDate') === '') reader.find('DEPARTURE_MISSING');
  const isBackwards = departureDate !== undefined && arrivalDate !== undefined && arrivalDate < departureDate;
  if (isBackwards) reader.find('ARRIVAL_BEFORE_DEPARTURE');
  return {
    ...optional('departureDate', departureDate),
    ...optional('arrivalDate', isBackwards ? undefined : arrivalDate),
  };
}

function readDistance(reader: Reader): Pick<ShipmentFacts, 'distance'> {
  const read = reader.number('distance');
  if (read === undefined) return {};
  if (read.kind === 'UNREADABLE' || !read.value.greaterThan(0)) {
    reader.find('DISTANCE_UNREADABLE');
    return {};
  }
  const unit = read.unit ?? reader.column('distance')?.unit;
  return {
    distance: {
      value: read.value,
      ...(unit === 'km' || unit === 'nm' ? { unit } : {}),
      cell: reader.cell('distance'),
    },
  };
}

const LEG_DIVIDER = /[+&;；、→>]|\bthen\b|再|转/;

function readPreCarriage(reader: Reader): readonly InlandLeg[] {
  const { cell, find } = reader;
  if (cell('preCarriageDistance') === '') {
    find('PRE_CARRIAGE_MISSING');
    return [];
  }
  const column = reader.column('preCarriageDistance');
  const modes = cell('preCarriageMode').normalize('NFKC').split(LEG_DIVIDER).map(readInlandMode);
  const parts = cell('preCarriageDistance').normalize('NFKC').split(LEG_DIVIDER);
  const distances = parts.map((part) =>
    parts.length === 1 ? reader.number('preCarriageDistance') : readNumber(part, { decimalMark: '.', isProven: true }),
  );
  if (parts.length > 1 && parts.length !== modes.length) {
    find('PRE_CARRIAGE_IMPLAUSIBLE');
    return [];
  }
  const legs = distances.map((distance, index) => {
    const unit = distance?.kind === 'VALUE' ? (distance.unit ?? column?.unit) : undefined;
    const kilometres = distance?.kind === 'VALUE' ? distance.value.times(unit === 'nm' ? '1.852' : 1) : undefined;
    return { mode: modes[index], kilometres };
  });
  if (legs.some(({ kilometres }) => kilometres === undefined || !within(kilometres, INLAND_KM))) {
    find('PRE_CARRIAGE_IMPLAUSIBLE');
    return [];
  }
  if (legs.some(({ mode }) => mode === undefined)) find('PRE_CARRIAGE_MODE_ASSUMED');
  return legs.map(({ mode, kilometres }) => ({ mode: mode ?? 'ROAD', distanceKm: toText(kilometres ?? decimal(0)) }));
}

function readVessel({ cell, find }: Reader): Pick<ShipmentFacts, 'vesselIMONumber' | 'vesselName'> {
  const digits = cell('vesselIMONumber').normalize('NFKC').replaceAll(/\D/g, '');
  const isValid = digits.length === 7 && hasValidImoCheckDigit(digits);
  if (cell('vesselIMONumber') !== '' && !isValid) find('IMO_NUMBER_INVALID');
  const vesselName = cell('vesselName');
  if (!isValid && vesselName === '') find('VESSEL_MISSING');
  return { ...optional('vesselIMONumber', isValid ? digits : undefined), ...optional('vesselName', vesselName) };
}

function readFuelFacts(
  reader: Reader,
): Pick<ShipmentFacts, 'fuel' | 'fuelTonnes' | 'vesselCapacityTeu' | 'loadFactorPercent'> {
  const { cell, find, number } = reader;
  const fuel = cell('fuelType') === '' ? undefined : readFuel(cell('fuelType'));
  const tonnes = number('fuelTonnes');
  const tonnesValue = tonnes?.kind === 'VALUE' && tonnes.value.greaterThan(0) ? tonnes.value : undefined;
  const unit = tonnes?.kind === 'VALUE' ? (tonnes.unit ?? reader.column('fuelTonnes')?.unit) : undefined;
  const isUnclear =
    (cell('fuelType') !== '' && fuel === undefined) || (tonnes !== undefined && tonnesValue === undefined);
  if (isUnclear)
    find('FUEL_UNREADABLE', { field: cell('fuelType') !== '' && fuel === undefined ? 'fuelType' : 'fuelTonnes' });
  const capacity = number('vesselCapacityTeu');
  const isCapacity = capacity?.kind === 'VALUE' && within(capacity.value, CAPACITY_TEU);
  if (capacity !== undefined && !isCapacity) find('CAPACITY_IMPLAUSIBLE');
  return {
    ...optional('fuel', fuel),
    ...optional('fuelTonnes', unit === 'kg' ? tonnesValue?.div(1_000) : tonnesValue),
    ...optional('vesselCapacityTeu', isCapacity ? capacity.value : undefined),
    ...optional('loadFactorPercent', readLoadFactor(reader)),
  };
}

function readLoadFactor({ number, find }: Reader): Decimal | undefined {
  const read = number('loadFactorPercent');
  if (read === undefined) return undefined;
  const stated = read.kind === 'VALUE' ? read.value : decimal(0);
  const isFraction = stated.greaterThan(0) && stated.lessThanOrEqualTo(1);
  const percent = isFraction ? stated.times(100) : stated;
  if (!within(percent, { minimum: decimal(10), maximum: decimal(100) })) return void find('LOAD_FACTOR_IMPLAUSIBLE');
  if (isFraction) find('LOAD_FACTOR_AS_FRACTION');
  return percent;
}

function readMrv({ number, cell, find }: Reader): Pick<ShipmentFacts, 'mrv'> {
  const read = number('gCO2PerTonneNauticalMile');
  if (read === undefined) return {};
  if (read.kind === 'UNREADABLE' || read.value.isNegative()) {
    find('MRV_REFUSED');
    return {};
  }
  const year = /(20[12]\d)/.exec(cell('mrvReportingYear'))?.[1];
  return {
    mrv: {
      gCO2PerTonneNauticalMile: toText(read.value),
      ...(year === undefined ? {} : { reportingYear: Number(year) }),
    },
  };
}

function readEvidence({ cell }: Reader): Pick<ShipmentFacts, 'evidence'> {
  const sha256 = cell('evidenceSha256').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(sha256)) return {};
  return { evidence: { reference: cell('evidenceReference') || sha256.slice(0, 12), sha256 } };
}

function readTrade({ cell, find }: Reader): Pick<ShipmentFacts, 'incoterm' | 'extendedHSCode'> {
  const incoterm = readIncoterm(cell('incoterm'));
  if (cell('incoterm') === '') find('INCOTERM_MISSING');
  else if (incoterm === undefined) find('INCOTERM_UNKNOWN');
  const digits = cell('extendedHSCode')
    .normalize('NFKC')
    .replaceAll(/[.\s-]/g, '');
  const isHsCode = /^\d{6,12}$/.test(digits);
  if (cell('extendedHSCode') === '') find('HS_CODE_MISSING');
  else if (!isHsCode) find('HS_CODE_UNREADABLE');
  return { ...optional('incoterm', incoterm), ...optional('extendedHSCode', isHsCode ? digits : undefined) };
}
