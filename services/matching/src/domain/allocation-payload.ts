import type { Allocation } from '@greenlane/contracts/allocation';
import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import type { PortCall, VesselOffer } from '@greenlane/contracts/vessel-offer';
import { doorToPortGrams } from '@greenlane/emissions/container-grams';
import { computeDoorToPort, type DoorToPortResult } from '@greenlane/emissions/door-to-port';
import { CURRENT_FACTOR_SET_VERSION } from '@greenlane/emissions/factors';
import { assert } from '@greenlane/kernel/assert';
import { moneyText } from '@greenlane/kernel/decimal';
import type { AllocationSnapshot } from './core-events.ts';
import { profileJudgedOn } from './offer-rows.ts';
import { dateTimeOf, preCarriageTo } from './request-terms.ts';
import { type EastWestDefault, seaPassage } from './sea-passage.ts';

/** Where an allocation comes from: the documents of its offer and request, as they were when it was decided. */
export type AllocationPlace = {
  readonly allocationId: string;
  readonly market: string;
  readonly offer: VesselOffer;
  readonly request: CargoRequest;
  readonly eastWestDefault: EastWestDefault;
  readonly replaces?: string;
};

/** The exact input of the emissions package for one container of a request on one pair of calls. */
export function chainOf(
  request: CargoRequest,
  offer: VesselOffer,
  ports: { readonly loadPort: string; readonly dischargePort: string; readonly eastWestDefault: EastWestDefault },
): Allocation['chain'] {
  const sea = seaPassage({
    from: ports.loadPort,
    to: ports.dischargePort,
    route: offer.route,
    eastWestDefault: ports.eastWestDefault,
  });
  assert(sea, 'a lane in the book has a sea distance');
  return {
    factorSetVersion: CURRENT_FACTOR_SET_VERSION,
    ISOEquipmentCode: request.equipment.ISOEquipmentCode,
    cargoMassKg: request.equipment.cargoGrossWeightKg,
    preCarriage: preCarriageTo(request, ports.loadPort).map(({ mode, distanceKm }) => ({ mode, distanceKm })),
    sea: {
      loadPort: ports.loadPort,
      dischargePort: ports.dischargePort,
      route: sea.route,
      distanceKm: sea.distanceKm,
      distanceSource: sea.distanceSource,
      tradeLane: sea.tradeLane,
      profile: offer.emissionProfile,
      profileJudgedOn: profileJudgedOn(offer),
    },
  };
}

export function chainResult(chain: Allocation['chain']): DoorToPortResult {
  const result = computeDoorToPort(chain);
  assert(result.ok, 'what was ranked can be computed');
  return result.value;
}

/** The full state of a new allocation. */
export function allocationBirth(allocation: AllocationSnapshot, place: AllocationPlace, at: string): Allocation {
  const { offer, request } = place;
  const chain = chainOf(request, offer, {
    ...place,
    loadPort: allocation.loadPort,
    dischargePort: allocation.dischargePort,
  });
  const result = doorToPortGrams(chain);
  assert(result.ok, 'what was ranked can be computed');
  assert(
    result.value.wellToWakeGrams === allocation.grams,
    'the figure that ranked the offer is the figure of its footprint',
  );
  const [quarterTeu, weightKg, dangerousGoodsQuarterTeu, reeferPlugs] = allocation.space;
  const schedule = scheduleOf(allocation, offer);
  const code = request.equipment.ISOEquipmentCode;
  const rate = offer.rates.find((candidate) => candidate.ISOEquipmentCode === code);
  return {
    allocationId: place.allocationId,
    version: allocation.version,
    status: allocation.status,
    cause: allocation.cause,
    market: place.market,
    requestId: allocation.requestId,
    requestReference: request.requestReference,
    offerId: allocation.offerId,
    offerVersion: offer.version,
    carrierOfferReference: offer.carrierOfferReference,
    exporterId: request.exporterId,
    exporterName: request.exporterName,
    submittedBy: request.submittedBy,
    carrierId: offer.carrierId,
    carrierName: offer.carrierName,
    ...(request.origin.clusterCode === undefined ? {} : { clusterCode: request.origin.clusterCode }),
    priority: allocation.priority,
    indicative: allocation.indicative,
    policyVersion: allocation.policyVersion,
    objective: request.objective,
    units: allocation.units,
    ISOEquipmentCode: code,
    space: { quarterTeu, weightKg, dangerousGoodsQuarterTeu, reeferPlugs },
    extendedHSCode: request.cargo.extendedHSCode,
    commodityType: request.cargo.commodityType,
    dangerousGoods: request.cargo.dangerousGoods,
    ...(request.incoterm === undefined ? {} : { incoterm: request.incoterm }),
    ...(request.incotermNamedPlace === undefined ? {} : { incotermNamedPlace: request.incotermNamedPlace }),
    ...(request.consignee === undefined ? {} : { consignee: request.consignee }),
    vessel: offer.vessel,
    carrierServiceCode: offer.carrierServiceCode,
    carrierExportVoyageNumber: offer.carrierExportVoyageNumber,
    loadPort: allocation.loadPort,
    dischargePort: allocation.dischargePort,
    departureDateTime: schedule.departureDateTime,
    arrivalDateTime: schedule.arrivalDateTime,
    cutOffs: schedule.cutOffs,
    rate: rate === undefined ? null : { amount: moneyText(rate.amount), currencyCode: rate.currencyCode },
    ...(place.replaces === undefined ? {} : { replaces: place.replaces }),
    chain,
    perContainer: {
      wellToWakeGrams: result.value.wellToWakeGrams,
      wellToTankGrams: result.value.wellToTankGrams,
      tankToWakeGrams: result.value.tankToWakeGrams,
      laneDefaultWellToWakeGrams: result.value.laneDefaultWellToWakeGrams,
    },
    decidedAt: at,
    changedAt: at,
    ...(schedule.facilitySMDGCode === undefined ? {} : { facilitySMDGCode: schedule.facilitySMDGCode }),
  };
}

/** The times and cut-offs of an allocation's calls in the present version of the offer. */
function scheduleOf(
  allocation: AllocationSnapshot,
  offer: VesselOffer,
): Pick<Allocation, 'departureDateTime' | 'arrivalDateTime' | 'cutOffs'> & Pick<PortCall, 'facilitySMDGCode'> {
  const load = offer.portCalls[allocation.loadCall];
  const discharge = offer.portCalls[allocation.dischargeCall];
  assert(load && discharge, 'an allocation lies between two calls of its offer');
  return {
    facilitySMDGCode: load.facilitySMDGCode,
    departureDateTime: timeOf(load, 'departureDateTime', 'arrivalDateTime'),
    arrivalDateTime: timeOf(discharge, 'arrivalDateTime', 'departureDateTime'),
    cutOffs: load.cutOffs ?? [],
  };
}

/** The same allocation on the schedule of the present version of the offer. */
export function withSchedule(facts: Allocation, allocation: AllocationSnapshot, offer: VesselOffer): Allocation {
  const { facilitySMDGCode, ...times } = scheduleOf(allocation, offer);
  const { facilitySMDGCode: _before, ...rest } = facts;
  return { ...rest, ...(facilitySMDGCode === undefined ? {} : { facilitySMDGCode }), ...times };
}

function timeOf(call: PortCall, first: 'arrivalDateTime' | 'departureDateTime', second: typeof first): string {
  const time = call[first] ?? call[second];
  assert(time, 'a call that cargo uses has a time');
  return time;
}

/** The same allocation after a change: what can differ from one state to the next. */
export function allocationFacts(facts: Allocation, allocation: AllocationSnapshot, at: string): Allocation {
  const { holdExpiresAt: _before, ...rest } = facts;
  return {
    ...rest,
    version: allocation.version,
    status: allocation.status,
    cause: allocation.cause,
    ...(allocation.holdExpiresMinute === null ? {} : { holdExpiresAt: dateTimeOf(allocation.holdExpiresMinute) }),
    changedAt: at,
  };
}
