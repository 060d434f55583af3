import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import {
  type BidPriceRules,
  DEFAULT_BID_PRICE_RULES,
  type Designation,
  type Policy,
} from '@greenlane/contracts/policy';
import { EQUIPMENT, type Money } from '@greenlane/contracts/values';
import { landWellToWakeGrams } from '@greenlane/emissions/container-grams';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { assert } from '@greenlane/kernel/assert';
import { decimal } from '@greenlane/kernel/decimal';
import { type Scaled, scaled, scaledQuotientUp, scaledToWholeHalfEven, times } from '@greenlane/kernel/scaled';
import { emissionClass, emissionQuarterTeu, equipmentPosition } from './equipment.ts';
import type {
  BidPriceTerms,
  DesignationTerms,
  LoadPortTerms,
  PolicyTerms,
  Rate,
  RequestTerms,
  Space,
} from './terms.ts';

const MILLISECONDS_PER_MINUTE = 60_000;
const MINUTES_PER_HOUR = 60;
const QUARTERS_PER_TEU = 4;
const MINUTES_PER_DAY = 1_440;
/** Hundredths of the unit, for every currency: enough to order and cap rates. */
const MINOR_UNITS: Scaled = { digits: 100n, places: 0 };
const SCALED_MINUTES_PER_DAY: Scaled = { digits: BigInt(MINUTES_PER_DAY), places: 0 };

const LARGEST_MINUTE = 2_147_483_647;

/**
 * Minutes since 1970, cut down: a cut-off inside a minute counts from its beginning. What lies beyond 32 bits (the year 6053)
 * counts as their end: the index orders rows by these figures, and one that wrapped stood where nobody found it again.
 */
export function minuteOf(dateTime: string): number {
  const milliseconds = Date.parse(dateTime);
  assert(Number.isFinite(milliseconds), `${dateTime} is a date-time`);
  return Math.min(LARGEST_MINUTE, Math.floor(milliseconds / MILLISECONDS_PER_MINUTE));
}

/** RFC 3339 in UTC. */
export function dateTimeOf(minute: number): string {
  return new Date(minute * MILLISECONDS_PER_MINUTE).toISOString();
}

export function rateTerms(money: Pick<Money, 'amount' | 'currencyCode'>): Rate {
  return {
    amountMinor: scaledToWholeHalfEven(times(scaled(money.amount), MINOR_UNITS)),
    currencyCode: money.currencyCode,
  };
}

/** Pre-carriage of one candidate load port: the legs that name it. */
export function preCarriageTo(request: Pick<CargoRequest, 'origin'>, loadPort: string) {
  return request.origin.preCarriage.filter((leg) => canonicalLocationCode(leg.loadPort) === loadPort);
}

/** A request in integers. Planning speeds of the policy say when the cargo reaches each gate. */
export function requestTerms(request: CargoRequest, policy: Policy): RequestTerms {
  const code = request.equipment.ISOEquipmentCode;
  const facts = EQUIPMENT[code];
  const dangerous = request.cargo.dangerousGoods.length > 0;
  const weightKg = scaledQuotientUp(scaled(request.equipment.cargoGrossWeightKg), 1) + facts.tareKg;
  const space: Space = [facts.quarterTeu, weightKg, dangerous ? facts.quarterTeu : 0, facts.refrigerated ? 1 : 0];
  const ports = [...new Set(request.origin.loadPorts.map(canonicalLocationCode))].sort();
  const { maxCo2eKgPerTeu, maxRate } = request.constraints;
  const quarters = emissionQuarterTeu(code);
  return {
    requestId: request.requestId,
    version: request.version,
    exporterId: request.exporterId,
    hsCode: request.cargo.extendedHSCode,
    units: request.equipment.units,
    equipment: equipmentPosition(code),
    emissionClass: emissionClass(code),
    emissionQuarterTeu: quarters,
    refrigerated: facts.refrigerated,
    space,
    loadPorts: ports.map((port) => loadPortTerms(request, port, policy)),
    dischargePorts: [...new Set(request.destination.dischargePorts.map(canonicalLocationCode))].sort(),
    latestArrivalMinute: minuteOf(request.latestArrivalDateTime),
    maximumGrams:
      maxCo2eKgPerTeu === undefined
        ? null
        : decimal(maxCo2eKgPerTeu).times(1000).times(quarters).div(4).floor().toNumber(),
    maximumRate: maxRate === undefined ? null : rateTerms(maxRate),
    dangerousGoods: request.cargo.dangerousGoods.map((goods) => ({
      unNumber: Number(goods.UNNumber),
      imoClass: goods.imoClass,
      certified: goods.certificateReference !== undefined,
    })),
    objective: request.objective,
    splitAllowed: request.splitAllowed,
    manual: request.allocationMode === 'MANUAL',
    rollable: request.rollable,
  };
}

function loadPortTerms(request: CargoRequest, port: string, policy: Policy): LoadPortTerms {
  const legs = preCarriageTo(request, port);
  const speeds = policy.rules.preCarriage.kilometresPerDay;
  const minutes = legs.map((leg) =>
    leg.durationHours === undefined
      ? scaledQuotientUp(times(scaled(leg.distanceKm), SCALED_MINUTES_PER_DAY), speeds[leg.mode])
      : leg.durationHours * MINUTES_PER_HOUR,
  );
  const added = landWellToWakeGrams({
    ISOEquipmentCode: request.equipment.ISOEquipmentCode,
    cargoMassKg: request.equipment.cargoGrossWeightKg,
    preCarriage: legs.map(({ mode, distanceKm }) => ({ mode, distanceKm })),
  });
  assert(added.ok, 'the contract allows only equipment, mass and modes that the factor set knows');
  const ready = Math.ceil(Date.parse(request.cargoReadyDateTime) / MILLISECONDS_PER_MINUTE);
  return {
    port,
    atGateMinute: minutes.reduce((total, leg) => total + leg, ready),
    addedGrams: added.value,
  };
}

function bidPriceTerms(rules: BidPriceRules): BidPriceTerms {
  const { points, learning } = rules;
  return {
    priorityServedPoints: points.priorityServedPerTeu,
    standardServedPoints: points.standardServedPerTeu,
    priorityPointsPerKilogram: points.priorityPerKilogram,
    standardPointsPerKilogram: points.standardPerKilogram,
    protectionQuantilePercent: rules.protectionQuantilePercent,
    resolveMinutes: rules.resolveHours * MINUTES_PER_HOUR,
    resolveAfterChanges: rules.resolveAfterChanges,
    historyMinutes: learning.historyDays * MINUTES_PER_DAY,
    minimumHistoryMinutes: learning.minimumDays * MINUTES_PER_DAY,
    minimumPriorityRequests: learning.minimumPriorityRequests,
  };
}

/** A policy version in integers. */
export function policyTerms(policy: Policy): PolicyTerms {
  const { rules } = policy;
  const { balanced } = rules.ranking;
  return {
    policyId: policy.policyId,
    version: policy.version,
    indicative: policy.basis === 'ASSUMED',
    effectiveFromMinute: minuteOf(policy.effectiveFrom),
    hsPrefixes: rules.eligibility.hsPrefixes,
    provinceHsPrefixes: Object.fromEntries(
      (rules.provinceOverrides ?? []).flatMap(({ province, eligibility }) =>
        eligibility === undefined ? [] : [[province, eligibility.hsPrefixes]],
      ),
    ),
    markets: rules.eligibility.markets,
    protectionMode: rules.protection.mode,
    sharePercent: rules.protection.sharePercent,
    floorSharePercent: rules.protection.floorSharePercent,
    releaseMinutes: rules.protection.releaseHoursBeforeCutOff * MINUTES_PER_HOUR,
    bidPrice: bidPriceTerms(rules.protection.bidPrice ?? DEFAULT_BID_PRICE_RULES),
    confirmMinutes: rules.deadlines.carrierConfirmHours * MINUTES_PER_HOUR,
    standardMaximumWaitMinutes: rules.deadlines.standardMaximumWaitHours * MINUTES_PER_HOUR,
    maximumHeldQuarterTeu: rules.limits === undefined ? null : rules.limits.maximumHeldTeuPerUnit * QUARTERS_PER_TEU,
    lateCancellationMinutes: rules.deadlines.lateCancellationHoursBeforeCutOff * MINUTES_PER_HOUR,
    belowLaneDefaultPercent: rules.lowEmission.belowLaneDefaultPercent,
    balanced: {
      emissionsWeight: balanced.emissionsWeight,
      arrivalWeight: balanced.arrivalWeight,
      rateWeight: balanced.rateWeight,
      emissionsGramsPerTeu: balanced.emissionsKgPerTeu * 1000,
      arrivalMinutes: balanced.arrivalHours * MINUTES_PER_HOUR,
      rateMinorPerTeu: balanced.rateMinorUnitsPerTeu,
    },
    dangerousGoods: rules.dangerousGoods.map((goods) => ({
      unNumber: Number(goods.UNNumber),
      imoClass: goods.imoClass,
      certificateRequired: goods.certificateRequired,
    })),
  };
}

/** Days of a designation are days in China: the programme's own calendar. */
const PROGRAMME_OFFSET = '+08:00';

export function designationTerms(
  designation: Designation & { readonly status: 'granted' | 'suspended' | 'revoked' },
): DesignationTerms {
  const startOf = (day: string) => minuteOf(`${day}T00:00:00${PROGRAMME_OFFSET}`);
  return {
    designationId: designation.designationId,
    exporterId: designation.organisationId,
    status: designation.status,
    province: designation.province,
    hsPrefixes: designation.hsPrefixes,
    markets: designation.markets,
    validFromMinute: startOf(designation.validFrom),
    validToMinute: designation.validTo === undefined ? null : startOf(designation.validTo) + MINUTES_PER_DAY,
  };
}
