import { EQUIPMENT, type ISOEquipmentCode } from '@greenlane/contracts/values';
import { type Decimal, decimal, roundHalfEven, toText } from '@greenlane/kernel/decimal';
import { readEquipment } from './cell-values.ts';
import { type Reader, within } from './row-reader.ts';
import type { ShipmentFacts } from './shipment-facts.ts';

const ASSUMED_EQUIPMENT: ISOEquipmentCode = '45G1';
/** Average of the iLEAP Technical Specifications v1.0.0, the same that converts EU-MRV figures. */
const ASSUMED_KG_PER_TEU = decimal(10_000);
const MASS_KG = { minimum: decimal(500), maximum: decimal(33_000) } as const;
const MAXIMUM_UNITS = 2_000;

/** What a row without cargo says of it. */
export const ABSENT_CARGO = {
  ISOEquipmentCode: ASSUMED_EQUIPMENT,
  units: 0,
  cargoMassKg: '0',
  isMassAssumed: true,
} as const;

/** Which containers, and how many: what is not stated follows from TEU or container numbers, or is assumed. */
export function readBoxes(reader: Reader): Pick<ShipmentFacts, 'ISOEquipmentCode' | 'units'> {
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
export function readMass(
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
