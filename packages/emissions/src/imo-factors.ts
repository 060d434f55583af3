/** Mass of CO2 per mass of fuel, t/t (resolution MEPC.364(79), 2022 guidelines on the EEDI): the factors of CII and DCS. */
export const IMO_CO2_PER_FUEL: ReadonlyMap<string, string> = new Map([
  ['MDO_MGO', '3.206'],
  ['LFO', '3.151'],
  ['HFO', '3.114'],
  ['LPG_PROPANE', '3.000'],
  ['LPG_BUTANE', '3.030'],
  ['ETHANE', '2.927'],
  ['LNG', '2.750'],
  ['METHANOL', '1.375'],
  ['ETHANOL', '1.913'],
]);

export const IMO_FACTOR_IDENTITY = {
  framework: 'IMO_CII',
  factorSetVersion: 'MEPC.364(79)',
  gwpSet: 'CO2_ONLY',
  unit: 't CO2/t fuel',
  source: { title: 'Resolution MEPC.364(79)', locator: 'section 2.2.1, table of conversion factors' },
  trust: 'B',
} as const;
