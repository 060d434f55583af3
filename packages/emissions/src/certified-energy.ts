import { type Decimal, decimal, roundHalfEven, sum, toWholeHalfEven } from '@greenlane/kernel/decimal';
import type { DoorToPortInput } from './door-to-port.ts';
import { emissionEquipmentOf } from './equipment.ts';
import { SEA_DISTANCE_ADJUSTMENT } from './glec-factors.ts';
import { type BurntFuel, burntFuels } from './primary-fuels.ts';
import { dataQualityOf, type FuelName } from './sea-intensity.ts';

const MEGAJOULE_DECIMALS = 3;

export type CertifiedShipment = {
  readonly chain: Pick<DoorToPortInput, 'ISOEquipmentCode' | 'sea'>;
  readonly units: number;
};

/**
 * Certified fuels with the energy in MJ that the sea leg of a number of containers bears: energy of the fuel ÷ transport
 * work × TEU-km of shortest feasible distance × 1.15. None when the evidence did not stand up as PRIMARY.
 */
function certifiedFuelsOf({ chain, units }: CertifiedShipment): readonly (BurntFuel & { readonly borneMJ: Decimal })[] {
  const { profile } = chain.sea;
  const equipment = emissionEquipmentOf(chain.ISOEquipmentCode);
  if (equipment === undefined || profile.dataQuality !== 'PRIMARY') return [];
  if (dataQualityOf(profile, chain.sea.profileJudgedOn).dataQuality !== 'PRIMARY') return [];
  const teuKm = decimal(equipment.emissionTeu).times(units).times(chain.sea.distanceKm);
  return burntFuels(profile)
    .filter(({ factor }) => factor.isCertified)
    .map((burnt) => ({
      ...burnt,
      borneMJ: burnt.energyMJ.times(teuKm).times(SEA_DISTANCE_ADJUSTMENT.factor).div(profile.transportWorkTeuKm),
    }));
}

/** What proofs of sustainability are spent on: certified energy by fuel, MJ with 3 decimals half even. */
export function certifiedEnergyOf(shipment: CertifiedShipment): ReadonlyMap<FuelName, Decimal> {
  const energies = new Map<FuelName, Decimal>();
  for (const { fuel, borneMJ } of certifiedFuelsOf(shipment))
    energies.set(fuel, roundHalfEven(borneMJ, MEGAJOULE_DECIMALS).plus(energies.get(fuel) ?? 0));
  return energies;
}

/** Biogenic CO2 of burning the certified fuel, whole grams half even: outside the total and outside the scopes, reported beside. */
export function biogenicCo2GramsOf(shipment: CertifiedShipment): number {
  return toWholeHalfEven(
    sum(
      certifiedFuelsOf(shipment).map(({ borneMJ, factor }) =>
        borneMJ.div(factor.lowerCalorificValue).times(factor.biogenicCo2),
      ),
    ),
  );
}
