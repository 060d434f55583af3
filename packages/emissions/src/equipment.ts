/** What a container is for emissions: its TEU and whether its cargo is kept cold. */
export type EmissionEquipment = { readonly emissionTeu: string; readonly refrigerated: boolean };

/**
 * Reads an ISO 6346 size-type code. The first character is the length (2 = 20 ft, 4 = 40 ft, L = 45 ft) and counts 1, 2
 * and 2.25 TEU (iLEAP and Clean Cargo convention); the third is the type, R and H being refrigerated and insulated.
 */
export function emissionEquipmentOf(equipmentCode: string): EmissionEquipment | undefined {
  const emissionTeu = TEU_BY_LENGTH.get(equipmentCode.charAt(0));
  if (emissionTeu === undefined || !/^[0-9A-Z]{4}$/.test(equipmentCode)) return undefined;
  return { emissionTeu, refrigerated: equipmentCode.charAt(2) === 'R' || equipmentCode.charAt(2) === 'H' };
}

const TEU_BY_LENGTH: ReadonlyMap<string, string> = new Map([
  ['2', '1'],
  ['4', '2'],
  ['L', '2.25'],
]);
