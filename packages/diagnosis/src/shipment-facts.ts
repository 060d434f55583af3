import { EQUIPMENT, hasValidImoCheckDigit, type ISOEquipmentCode } from '@greenlane/contracts/values';
import type { FuelName } from '@greenlane/emissions/sea-intensity';
import { findPortsByText } from '@greenlane/geography/port-names';
import type { Port } from '@greenlane/geography/ports';
import { type Decimal, decimal, roundHalfEven, toText } from '@greenlane/kernel/decimal';
import {
  dateStyleOf,
  type IncotermName,
  type InlandMode,
  isOtherVesselType,
  numberStyleOf,
  readEquipment,
  readFuel,
  readIncoterm,
  readInlandMode,
  readMainMode,
  readNumber,
  readRoute,
} from './cell-values.ts';
import type { Finding } from './findings.ts';
import { makeReader, optional, type Reader } from './row-reader.ts';
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

const ASSUMED_EQUIPMENT: ISOEquipmentCode = '45G1';
/** Average of the iLEAP Technical Specifications v1.0.0, the same that converts EU-MRV figures. */
const ASSUMED_KG_PER_TEU = decimal(10_000);
const MASS_KG = { minimum: decimal(500), maximum: decimal(33_000) } as const;
const MAXIMUM_UNITS = 2_000;
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
const within = (value: Decimal, band: { readonly minimum: Decimal; readonly maximum: Decimal }): boolean =>
  value.greaterThanOrEqualTo(band.minimum) && value.lessThanOrEqualTo(band.maximum);

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

const ABSENT_CARGO = {
  ISOEquipmentCode: ASSUMED_EQUIPMENT,
  units: 0,
  cargoMassKg: '0',
  isMassAssumed: true,
} as const;

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

function readBoxes(reader: Reader): Pick<ShipmentFacts, 'ISOEquipmentCode' | 'units'> {
  const { cell, find, number } = reader;
  const equipment = readEquipment(cell('ISOEquipmentCode'));
  const numbers = cell('equipmentReferences')
    .toUpperCase()
    .match(/[A-Z]{3}[UJZ]\d{7}/g);
  const stated = number('units');
  const isWhole =
    stated?.kind === 'VALUE' &&
    stated.value.isInteger() &&
    within(stated.value, { minimum: decimal(1), maximum: decimal(MAXIMUM_UNITS) });
  if (stated !== undefined && !isWhole) find('UNITS_IMPLAUSIBLE');
  const teuCell = number('teu');
  const teu = teuCell?.kind === 'VALUE' && teuCell.value.greaterThan(0) ? teuCell.value : undefined;
  const unitsStated = isWhole ? stated.value.toNumber() : (equipment.units ?? numbers?.length);
  const code = (equipment.code as ISOEquipmentCode | undefined) ?? codeFromTeu(teu, unitsStated);
  if (cell('ISOEquipmentCode') === '' && code === undefined) find('EQUIPMENT_MISSING');
  if (cell('ISOEquipmentCode') !== '' && equipment.code === undefined) find('EQUIPMENT_UNKNOWN');
  const ISOEquipmentCode = code ?? ASSUMED_EQUIPMENT;
  const teuEach = decimal(EQUIPMENT[ISOEquipmentCode].emissionTeu);
  const fromTeu = teu === undefined ? undefined : teu.div(teuEach);
  const units =
    unitsStated ?? (fromTeu?.isInteger() && fromTeu.lessThanOrEqualTo(MAXIMUM_UNITS) ? fromTeu.toNumber() : undefined);
  if (teu !== undefined && (units === undefined || !teuEach.times(units).equals(teu))) {
    // A 45-foot box is often booked as 2 TEU: that is the slot, not an error.
    if (units === undefined || ISOEquipmentCode !== 'L5G1') find('TEU_MISMATCH');
  }
  if (units === undefined && stated === undefined) find('UNITS_MISSING');
  return { ISOEquipmentCode, units: units ?? 1 };
}

function codeFromTeu(teu: Decimal | undefined, units: number | undefined): ISOEquipmentCode | undefined {
  if (teu === undefined || units === undefined) return undefined;
  if (teu.equals(units)) return '22G1';
  return teu.equals(units * 2) ? ASSUMED_EQUIPMENT : undefined;
}

type MassField = 'cargoWeightPerContainer' | 'cargoWeightTotal' | 'cargoWeight' | 'verifiedGrossMass' | 'netWeight';
const MASS_FIELDS: readonly MassField[] = [
  'cargoWeightPerContainer',
  'cargoWeightTotal',
  'cargoWeight',
  'verifiedGrossMass',
  'netWeight',
];

/** Kilograms of cargo in one container, rounded half even to grams; assumed where nothing usable is given. */
function readMass(
  reader: Reader,
  boxes: Pick<ShipmentFacts, 'ISOEquipmentCode' | 'units'>,
): Pick<ShipmentFacts, 'cargoMassKg' | 'isMassAssumed'> {
  const { cell, find } = reader;
  if (cell('chargeableWeight') !== '') find('CHARGEABLE_WEIGHT_REFUSED');
  const assumed = {
    cargoMassKg: toText(decimal(EQUIPMENT[boxes.ISOEquipmentCode].emissionTeu).times(ASSUMED_KG_PER_TEU)),
    isMassAssumed: true,
  };
  const field = MASS_FIELDS.find((candidate) => cell(candidate) !== '');
  if (field === undefined) {
    find('WEIGHT_MISSING');
    return assumed;
  }
  const read = reader.number(field);
  if (read?.kind !== 'VALUE' || !read.value.greaterThan(0)) {
    find('WEIGHT_UNREADABLE', { field });
    return assumed;
  }
  const unit = read.unit ?? reader.column(field)?.unit;
  const kilograms = kilogramsOf(read.value, unit, boxes.units);
  if (unit !== 'kg' && unit !== 't') find('WEIGHT_UNIT_ASSUMED', { field });
  const tare = field === 'verifiedGrossMass' ? decimal(EQUIPMENT[boxes.ISOEquipmentCode].tareKg) : decimal(0);
  const each = perContainer(kilograms, { field, units: boxes.units, tare });
  if (each.isBasisAssumed) find('WEIGHT_BASIS_ASSUMED', { field });
  if (!within(each.value, MASS_KG)) {
    find('WEIGHT_IMPLAUSIBLE', { field, detail: `(${toText(roundHalfEven(each.value, 0))} kg)` });
    return assumed;
  }
  if (field === 'verifiedGrossMass') find('TARE_SUBTRACTED');
  if (field === 'netWeight') find('NET_WEIGHT_USED');
  return { cargoMassKg: toText(roundHalfEven(each.value, 3)), isMassAssumed: false };
}

/** No container holds 60 kg, and no list of up to 60 t per container is in kilograms: the size tells the unit. */
function kilogramsOf(value: Decimal, unit: string | undefined, units: number): Decimal {
  if (unit === 'kg') return value;
  return unit === 't' || value.div(units).lessThan(60) ? value.times(1_000) : value;
}

function perContainer(
  kilograms: Decimal,
  context: { readonly field: MassField; readonly units: number; readonly tare: Decimal },
): { readonly value: Decimal; readonly isBasisAssumed: boolean } {
  const single = kilograms.minus(context.tare);
  const shared = kilograms.div(context.units).minus(context.tare);
  if (context.field === 'cargoWeightPerContainer') return { value: single, isBasisAssumed: false };
  if (context.field === 'cargoWeightTotal' || context.units === 1) return { value: shared, isBasisAssumed: false };
  const isSingleOnly = within(single, MASS_KG) && !within(shared, { ...MASS_KG, minimum: decimal(2_000) });
  return { value: isSingleOnly ? single : shared, isBasisAssumed: true };
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
