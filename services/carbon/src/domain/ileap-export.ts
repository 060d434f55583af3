import type { Allocation } from '@greenlane/contracts/allocation';
import type { ChainElement, DoorToPortResult } from '@greenlane/emissions/door-to-port';
import { ENERGY_CARRIERS } from '@greenlane/emissions/energy-factors';
import { emissionEquipmentOf } from '@greenlane/emissions/equipment';
import { splitOf } from '@greenlane/emissions/factors';
import { operationCategoryOf } from '@greenlane/emissions/operation-categories';
import { burntFuels } from '@greenlane/emissions/primary-fuels';
import type { FuelName } from '@greenlane/emissions/sea-intensity';
import { findPort } from '@greenlane/geography/ports';
import { assert } from '@greenlane/kernel/assert';
import { type Decimal, decimal, roundHalfEven, toText } from '@greenlane/kernel/decimal';
import { gramsToKilogramText } from '@greenlane/kernel/quantities';
import type { EnergyCarrier, Hoc, Location, ShipmentFootprint, Tce, Toc } from './ileap.ts';

/** What the views are made of: the newest footprint of an allocation. */
export type IleapSource = {
  readonly allocation: Allocation;
  readonly vessel: Allocation['vessel'];
  readonly chain: Allocation['chain'];
  readonly result: DoorToPortResult;
  readonly units: number;
};

/** A terminal's factor is per container and a HOC's per TEU: for a 45-foot box the quotient does not end. */
const INTENSITY_DECIMALS = 12;

const MODES = {
  ROAD: 'Road',
  RAIL: 'Rail',
  INLAND_WATERWAY: 'InlandWaterway',
  FEEDER: 'Sea',
  SEA: 'Sea',
} as const;

/** The enumeration of energy carriers knows neither VLSFO, FAME nor ammonia: each goes out as its nearest, said in the description. */
const CARRIERS: Readonly<Record<FuelName, EnergyCarrier['energyCarrier']>> = {
  HFO: 'HFO',
  VLSFO: 'HFO',
  MDO_MGO: 'MGO',
  LNG: 'LNG',
  BIO_LNG: 'LNG',
  METHANOL: 'Methanol',
  BIO_METHANOL: 'Methanol',
  FAME: 'HVO',
  HVO: 'HVO',
  AMMONIA: 'Hydrogen',
};

const perTonne = (element: ChainElement) => element.activityUnit === 't-km';
const isHub = (element: ChainElement) => element.mode === 'TERMINAL';

function equipmentOf(source: IleapSource) {
  const equipment = emissionEquipmentOf(source.chain.ISOEquipmentCode);
  assert(equipment !== undefined, 'a footprint is of a known size-type');
  return equipment;
}

const categoryIdOf = (element: ChainElement, source: IleapSource) =>
  operationCategoryOf(element, { chain: source.chain, vesselIMONumber: source.vessel.vesselIMONumber }).categoryId;

function place(UNLocationCode: string): Location {
  return {
    city: findPort(UNLocationCode)?.name ?? UNLocationCode,
    country: UNLocationCode.slice(0, 2),
    locode: UNLocationCode,
  };
}

function placesOf(element: ChainElement, index: number, source: IleapSource): Pick<Tce, 'origin' | 'destination'> {
  const [load, discharge] = [place(source.chain.sea.loadPort), place(source.chain.sea.dischargePort)];
  switch (element.kind) {
    case 'PRE_CARRIAGE':
      return index === source.chain.preCarriage.length - 1 ? { destination: load } : {};
    case 'LOAD_TERMINAL':
      return { origin: load, destination: load };
    case 'SEA':
      return { origin: load, destination: discharge };
    case 'DISCHARGE_TERMINAL':
      return { origin: discharge, destination: discharge };
  }
}

const utc = (moment: string): string => new Date(moment).toISOString();

function tce(element: ChainElement, index: number, source: IleapSource, massKg: Decimal): Tce {
  const { allocation, units } = source;
  const isSea = element.kind === 'SEA';
  return {
    tceId: `${allocation.allocationId}-${index + 1}`,
    prevTceIds: index === 0 ? [] : [`${allocation.allocationId}-${index}`],
    ...(isHub(element) ? { hocId: categoryIdOf(element, source) } : { tocId: categoryIdOf(element, source) }),
    shipmentId: allocation.requestReference,
    consignmentId: allocation.allocationId,
    mass: toText(massKg),
    packagingOrTrEqType: 'Container-TEU',
    packagingOrTrEqAmount: toText(decimal(equipmentOf(source).emissionTeu).times(units)),
    distance: element.distanceBasis === 'SFD' ? { sfd: element.distanceKm } : { actual: element.distanceKm },
    ...placesOf(element, index, source),
    transportActivity: toText(massKg.div(1_000).times(element.distanceKm)),
    ...(isSea
      ? {
          departureAt: utc(allocation.departureDateTime),
          arrivalAt: utc(allocation.arrivalDateTime),
          voyageNo: allocation.carrierExportVoyageNumber,
        }
      : {}),
    ...(allocation.incoterm === undefined ? {} : { incoterms: allocation.incoterm }),
    co2eWTW: gramsToKilogramText((element.wellToTankGrams + element.tankToWakeGrams) * units),
    co2eTTW: gramsToKilogramText(element.tankToWakeGrams * units),
  };
}

/** The footprint of all containers of an allocation as a ShipmentFootprint. */
export function shipmentFootprint(source: IleapSource): ShipmentFootprint {
  const massKg = decimal(source.chain.cargoMassKg).times(source.units);
  return {
    mass: toText(massKg),
    shipmentId: source.allocation.requestReference,
    tces: source.result.elements.map((element, index) => tce(element, index, source, massKg)),
  };
}

/** Intensities in kg; well-to-wake is the sum of both parts. */
function intensityOf(element: ChainElement, per: Decimal) {
  const kilograms = (grams: Decimal) => toText(roundHalfEven(grams.div(per).div(1_000), INTENSITY_DECIMALS));
  const tankToWake = decimal(element.intensityTankToWake);
  return {
    co2eIntensityWTW: kilograms(tankToWake.plus(element.intensityWellToTank)),
    co2eIntensityTTW: kilograms(tankToWake),
  };
}

/** Operators meter by mass, so the factors are per kilogram. */
function tableCarrier(energyCarrier: EnergyCarrier['energyCarrier'], name: string): readonly EnergyCarrier[] {
  const factor = ENERGY_CARRIERS.get(name)?.factor;
  assert(factor !== undefined, `the factor set holds ${name}`);
  const { wellToTank, tankToWake } = splitOf(factor);
  return [
    {
      energyCarrier,
      relativeShare: '1',
      energyConsumptionUnit: 'kg',
      emissionFactorWTW: toText(wellToTank.plus(tankToWake)),
      emissionFactorTTW: toText(tankToWake),
    },
  ];
}

function energyCarriersOf(element: ChainElement, source: IleapSource): readonly EnergyCarrier[] {
  const { profile } = source.chain.sea;
  if (element.kind === 'SEA' && element.dataQuality === 'PRIMARY' && profile.dataQuality === 'PRIMARY') {
    return burntFuels(profile).map(({ fuel, energyShare, factor }) => ({
      energyCarrier: CARRIERS[fuel],
      relativeShare: toText(energyShare),
      ...(factor.isCertified ? { feedstocks: [{ feedstock: 'Cooking oil' as const }] } : {}),
      energyConsumptionUnit: 'kg' as const,
      emissionFactorWTW: toText(roundHalfEven(factor.wellToTank.plus(factor.tankToWake), INTENSITY_DECIMALS)),
      emissionFactorTTW: toText(roundHalfEven(factor.tankToWake, INTENSITY_DECIMALS)),
    }));
  }
  return MODES[element.mode as keyof typeof MODES] === 'Sea'
    ? tableCarrier('HFO', 'HFO')
    : tableCarrier('Diesel', 'DIESEL');
}

function descriptionOf(element: ChainElement): string {
  const weak = `trust ${element.trust}`;
  return `${element.source.title}, ${element.source.locator}; ${element.factorSetVersion}, GWP ${element.gwpSet}, ${weak}; data ${element.dataQuality}.`.slice(
    0,
    500,
  );
}

/** The transport operation categories that the elements name, each once. */
export function tocsOf(source: IleapSource): readonly Toc[] {
  const refrigerated = equipmentOf(source).refrigerated;
  const tocs = source.result.elements
    .filter((element) => !isHub(element))
    .map(
      (element): Toc => ({
        tocId: categoryIdOf(element, source),
        description: descriptionOf(element),
        mode: MODES[element.mode as keyof typeof MODES],
        temperatureControl: refrigerated ? 'refrigerated' : 'ambient',
        energyCarriers: [...energyCarriersOf(element, source)],
        ...intensityOf(element, decimal(1)),
        transportActivityUnit: perTonne(element) ? 'tkm' : 'TEUkm',
      }),
    );
  return [...new Map(tocs.map((toc) => [toc.tocId, toc])).values()];
}

/** The hub operation categories that the elements name, each once. */
export function hocsOf(source: IleapSource): readonly Hoc[] {
  const { emissionTeu, refrigerated } = equipmentOf(source);
  const hocs = source.result.elements.filter(isHub).map(
    (element): Hoc => ({
      hocId: categoryIdOf(element, source),
      description: `${descriptionOf(element).slice(0, -1)}; per container of ${emissionTeu} TEU.`,
      hubType: 'MaritimeContainerTerminal',
      temperatureControl: refrigerated ? 'refrigerated' : 'ambient',
      energyCarriers: [...energyCarriersOf(element, source)],
      ...intensityOf(element, decimal(emissionTeu)),
      hubActivityUnit: 'TEU',
    }),
  );
  return [...new Map(hocs.map((hoc) => [hoc.hocId, hoc])).values()];
}
