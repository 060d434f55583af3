import { toText } from '@greenlane/kernel/decimal';
import type { ChainElement, DoorToPortInput } from './door-to-port.ts';
import { emissionEquipmentOf } from './equipment.ts';
import { burntFuels } from './primary-fuels.ts';

/**
 * Where the 15 % between actual and shortest feasible distance went (GLEC v3.2): already inside a trade-lane factor,
 * multiplied into the ship's own intensity, or of no concern to the mode.
 */
export type DistanceAdjustment = 'INCLUDED_IN_FACTOR' | 'MULTIPLIED_INTO_INTENSITY' | 'NONE';

export type EnergyShare = { readonly energyCarrier: string; readonly share: string };

/** The transport (TOC) or hub operation category (HOC) of an element, ISO 14083 and iLEAP. */
export type OperationCategory = {
  readonly categoryType: 'TOC' | 'HOC';
  readonly categoryId: string;
  readonly energyCarriers: readonly EnergyShare[];
  readonly distanceAdjustment: DistanceAdjustment;
};

type Of = {
  readonly chain: Pick<DoorToPortInput, 'ISOEquipmentCode' | 'sea'>;
  readonly vesselIMONumber: string;
};

/**
 * A row of the default table is one category as it is; a figure of the ship's own is one a ship, period and temperature. A
 * terminal's factor counts containers and a HOC counts TEU, so each size has its own.
 */
function categoryIdOf(element: ChainElement, of: Of): string {
  const equipment = emissionEquipmentOf(of.chain.ISOEquipmentCode);
  if (element.mode === 'TERMINAL') return `${element.factorId}-${equipment?.emissionTeu}TEU`;
  if (element.dataQuality === 'DEFAULT') return element.factorId;
  return `${element.factorId}-IMO${of.vesselIMONumber}${equipment?.refrigerated === true ? '-REEFER' : ''}`;
}

/** Fuel by type where it is evidenced, by share of energy; otherwise the fuel that the default factor stands for. */
function energyOf(element: ChainElement, of: Of): readonly EnergyShare[] {
  const { profile } = of.chain.sea;
  if (element.kind === 'SEA' && element.dataQuality === 'PRIMARY' && profile.dataQuality === 'PRIMARY')
    return burntFuels(profile).map(({ fuel, energyShare }) => ({ energyCarrier: fuel, share: toText(energyShare) }));
  return [{ energyCarrier: element.mode === 'SEA' || element.mode === 'FEEDER' ? 'HFO' : 'DIESEL', share: '1' }];
}

function distanceAdjustmentOf(element: ChainElement): DistanceAdjustment {
  if (element.mode !== 'SEA' && element.mode !== 'FEEDER') return 'NONE';
  return element.dataQuality === 'DEFAULT' ? 'INCLUDED_IN_FACTOR' : 'MULTIPLIED_INTO_INTENSITY';
}

export function operationCategoryOf(element: ChainElement, of: Of): OperationCategory {
  return {
    categoryType: element.mode === 'TERMINAL' ? 'HOC' : 'TOC',
    categoryId: categoryIdOf(element, of),
    energyCarriers: energyOf(element, of),
    distanceAdjustment: distanceAdjustmentOf(element),
  };
}
