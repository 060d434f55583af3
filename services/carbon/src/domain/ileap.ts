import type { Allocation } from '@greenlane/contracts/allocation';
import type { ChainElement, DoorToPortResult } from '@greenlane/emissions/door-to-port';
import { type Decimal, decimal, sum, toText } from '@greenlane/kernel/decimal';
import { gramsToKilogramText } from '@greenlane/kernel/quantities';

/** iLEAP Technical Specifications v1.0.0, exact field names; decimals are strings, absent members are left out, never null. */
export type Tce = {
  readonly tceId: string;
  readonly prevTceIds: readonly string[];
  readonly tocId?: string;
  readonly hocId?: string;
  readonly shipmentId: string;
  readonly mass: string;
  readonly packagingOrTrEqType: 'Container-TEU' | 'Container-FEU' | 'Container';
  readonly packagingOrTrEqAmount: number;
  readonly distance: { readonly sfd?: string; readonly actual?: string };
  readonly transportActivity: string;
  readonly departureAt?: string;
  readonly arrivalAt?: string;
  readonly voyageNo?: string;
  readonly incoterms?: string;
  readonly co2eWTW: string;
  readonly co2eTTW: string;
};
export type ShipmentFootprint = { readonly mass: string; readonly shipmentId: string; readonly tces: readonly Tce[] };

const CONTAINER_TYPES: Readonly<Record<string, Tce['packagingOrTrEqType']>> = {
  '2': 'Container-TEU',
  '4': 'Container-FEU',
};

function tce(
  element: ChainElement,
  index: number,
  context: { readonly allocation: Allocation; readonly units: number; readonly massKg: Decimal },
): Tce {
  const { allocation, units, massKg } = context;
  const isHub = element.mode === 'TERMINAL';
  const id = `${allocation.allocationId}-${index + 1}`;
  return {
    tceId: id,
    prevTceIds: index === 0 ? [] : [`${allocation.allocationId}-${index}`],
    ...(isHub ? { hocId: element.factorId } : { tocId: element.factorId }),
    shipmentId: allocation.requestReference,
    mass: toText(massKg),
    packagingOrTrEqType: CONTAINER_TYPES[allocation.ISOEquipmentCode[0] ?? ''] ?? 'Container',
    packagingOrTrEqAmount: units,
    distance: element.distanceBasis === 'SFD' ? { sfd: element.distanceKm } : { actual: element.distanceKm },
    transportActivity: toText(massKg.div(1_000).times(decimal(element.distanceKm))),
    ...(element.kind === 'SEA'
      ? {
          departureAt: allocation.departureDateTime,
          arrivalAt: allocation.arrivalDateTime,
          voyageNo: allocation.carrierExportVoyageNumber,
        }
      : {}),
    ...(allocation.incoterm === undefined ? {} : { incoterms: allocation.incoterm }),
    co2eWTW: gramsToKilogramText((element.wellToTankGrams + element.tankToWakeGrams) * units),
    co2eTTW: gramsToKilogramText(element.tankToWakeGrams * units),
  };
}

/** The footprint of all containers of an allocation as an iLEAP ShipmentFootprint. */
export function shipmentFootprint(input: {
  readonly allocation: Allocation;
  readonly result: DoorToPortResult;
  readonly units: number;
}): ShipmentFootprint {
  const massKg = sum([decimal(input.allocation.chain.cargoMassKg).times(input.units)]);
  return {
    mass: toText(massKg),
    shipmentId: input.allocation.requestReference,
    tces: input.result.elements.map((element, index) =>
      tce(element, index, { allocation: input.allocation, units: input.units, massKg }),
    ),
  };
}
