import { EQUIPMENT, type ISOEquipmentCode } from '@greenlane/contracts/values';
import { assert } from '@greenlane/kernel/assert';

/** Size-types in a fixed order: their position is what terms and bit sets hold. Only ever append. */
export const EQUIPMENT_CODES = [
  '22G1',
  '22R1',
  '22U1',
  '42G1',
  '42P1',
  '42U1',
  '45G1',
  '45R1',
  'L5G1',
] as const satisfies readonly ISOEquipmentCode[];

/** The size-type that stands for each emission class, in the order of the classes. */
export const CLASS_REPRESENTATIVES = [
  '22G1',
  '22R1',
  '45G1',
  '45R1',
  'L5G1',
] as const satisfies readonly ISOEquipmentCode[];

/** Whether the size-types of each emission class are refrigerated. */
export const REFRIGERATED_CLASSES = CLASS_REPRESENTATIVES.map((code) => EQUIPMENT[code].refrigerated);

export function equipmentPosition(code: ISOEquipmentCode): number {
  const position = (EQUIPMENT_CODES as readonly string[]).indexOf(code);
  assert(position >= 0, `size-type ${code} has a position in the engine`);
  return position;
}

/** Emission TEU in quarters: '2.25' → 9. */
export function emissionQuarterTeu(code: ISOEquipmentCode): number {
  const quarters = Number(EQUIPMENT[code].emissionTeu) * 4;
  assert(Number.isInteger(quarters), 'emission TEU come in quarters');
  return quarters;
}

export function emissionClass(code: ISOEquipmentCode): number {
  const facts = EQUIPMENT[code];
  const position = CLASS_REPRESENTATIVES.findIndex(
    (representative) =>
      EQUIPMENT[representative].emissionTeu === facts.emissionTeu &&
      EQUIPMENT[representative].refrigerated === facts.refrigerated,
  );
  assert(position >= 0, `size-type ${code} has an emission class`);
  return position;
}
