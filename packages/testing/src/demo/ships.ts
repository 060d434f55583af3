/** A real container ship with its verified intensity. */
export type Ship = {
  readonly vesselIMONumber: string;
  readonly name: string;
  readonly gCO2PerTonneNauticalMile: string;
};

/**
 * Names, IMO numbers and CO2 per tonne-nautical mile (mass) of 2023, from EMSA THETIS-MRV (reuse with attribution). Ships whose
 * IMO check digit fails, and figures that are zero (missing) or far outside the fleet, are left out. The carriers of the
 * demo are invented; that a ship is named in it says nothing about her operator.
 */
export const LARGE_SHIPS: readonly Ship[] = [
  ['9321500', 'ELEONORA MAERSK', '7.34'],
  ['9462029', 'APL SALALAH', '8.27'],
  ['9606338', 'MSC AMSTERDAM', '9.16'],
  ['9631979', 'APL RAFFLES', '7.24'],
  ['9632179', 'MATHILDE MAERSK', '6.07'],
  ['9689615', 'ONE MANHATTAN', '6.84'],
  ['9706906', 'CMA CGM ZHENG HE', '8.57'],
  ['9732307', 'AL DHAIL', '7.22'],
  ['9762326', 'MSC JADE', '7.57'],
  ['9776224', 'OOCL INDONESIA', '6.96'],
  ['9780469', 'MANILA MAERSK', '6.05'],
  ['9784324', 'MAERSK HERRERA', '8.56'],
  ['9820855', 'EVER GRADE', '8.07'],
  ['9839296', 'MSC NELA', '8.61'],
  ['9864215', 'ZENITH LUMOS', '6.63'],
  ['9893931', 'EVER ARM', '6.91'],
  ['9897779', 'CMA CGM DIGNITY', '6.11'],
  ['9929429', 'MSC IRINA', '8.63'],
].map(([vesselIMONumber = '', name = '', gCO2PerTonneNauticalMile = '']) => ({
  vesselIMONumber,
  name,
  gCO2PerTonneNauticalMile,
}));

export const MIDDLE_SHIPS: readonly Ship[] = [
  ['9085534', 'KOTKA', '11.54'],
  ['9226918', 'MSC MELISSA', '11.45'],
  ['9290282', 'MSC RACHELE', '11.32'],
  ['9302138', 'ONE HANNOVER', '11.06'],
  ['9309461', 'MSC TOMOKO', '11.97'],
  ['9321548', 'EDITH MAERSK', '9.83'],
  ['9365790', 'CMA CGM BUTTERFLY', '12.21'],
  ['9406623', 'CMA CGM NERVAL', '13.11'],
  ['9450387', 'BREMEN', '11.07'],
  ['9467299', 'CSCL SATURN', '10.66'],
  ['9535137', 'HELLA', '13.65'],
  ['9632143', 'MARCHEN MAERSK', '8.45'],
  ['9687552', 'CAUQUENES', '11.18'],
  ['9706310', 'MSC ADONIS', '11.7'],
  ['9724049', 'MSC BRITTANY', '13.78'],
  ['9776171', 'OOCL HONG KONG', '8.36'],
  ['9857183', 'MSC AURIGA', '11.46'],
].map(([vesselIMONumber = '', name = '', gCO2PerTonneNauticalMile = '']) => ({
  vesselIMONumber,
  name,
  gCO2PerTonneNauticalMile,
}));

export const SMALL_SHIPS: readonly Ship[] = [
  ['8512906', 'MSC ADELE', '18.85'],
  ['9116369', 'MSC SENA', '20.12'],
  ['9203954', 'MSC SANDRA', '17.53'],
  ['9235050', 'MSC ALYSSA', '16.64'],
  ['9256365', 'MSC TURIN II', '27.51'],
  ['9301926', 'LUCIE SCHULTE', '26.24'],
  ['9315537', 'OCEAN CASTLE', '15.78'],
  ['9337262', 'HALSTED', '23.7'],
  ['9356139', 'MAERSK NORFOLK', '22.1'],
  ['9394870', 'MAERSK BALI', '20.35'],
  ['9509152', 'GSL MELINA', '28.05'],
  ['9743473', 'MIMMI SCHULTE', '18.62'],
].map(([vesselIMONumber = '', name = '', gCO2PerTonneNauticalMile = '']) => ({
  vesselIMONumber,
  name,
  gCO2PerTonneNauticalMile,
}));
