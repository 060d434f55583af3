import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import { type PolicyRules, rulesForProvince } from '@greenlane/contracts/policy';
import type { Money } from '@greenlane/contracts/values';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import type { DoorToPortResult } from '@greenlane/emissions/door-to-port';
import { EU_ETS_PASS_THROUGH_RULE, euEtsShareOfSeaLeg, euVoyageCoverage } from '@greenlane/emissions/eu-ets';
import { FUELEU_PASS_THROUGH_RULE, fuelEuShareOfSeaLeg } from '@greenlane/emissions/fueleu-pass-through';
import { type Decimal, decimal, moneyText, roundHalfEven, toText } from '@greenlane/kernel/decimal';
import type { Wording } from './wording.ts';

/** Cost beside carbon: what is charged, and what the sailing's emissions are likely to cost or earn. Estimates promise nothing. */
export type CostDocument = {
  /** The carrier's rate times the units. */
  readonly freight: Money | null;
  /** Allowances that the sea leg stands for; null where the voyage touches no port of the EEA. */
  readonly euEts: {
    readonly allowancesKg: string;
    /** At the price that the policy names; null where it names none. */
    readonly amount: Money | null;
    readonly allocationRule: string;
  } | null;
  readonly fuelEu: {
    readonly amount: Money;
    readonly position: 'DEFICIT' | 'SURPLUS';
    readonly allocationRule: string;
  } | null;
  /** Of a priority unit, under the policy's rate; never a promise. */
  readonly indicativeSubsidy: Money | null;
  readonly message: string;
};

const money = (amount: Decimal, currencyCode: string): Money => ({
  amount: moneyText(roundHalfEven(amount, 2)),
  currencyCode,
});

export function costDocument(sailing: {
  readonly request: CargoRequest;
  readonly offer: VesselOffer;
  readonly chain: DoorToPortResult;
  readonly ports: { readonly loadPort: string; readonly dischargePort: string };
  readonly arrivalDateTime: string;
  readonly units: number;
  readonly priority: boolean;
  readonly province: string | undefined;
  readonly rules: PolicyRules;
  readonly wording: Wording;
}): CostDocument {
  const { request, offer, units } = sailing;
  const rate = offer.rates.find((each) => each.ISOEquipmentCode === request.equipment.ISOEquipmentCode);
  const freight = rate === undefined ? null : money(decimal(rate.amount).times(units), rate.currencyCode);
  const euEts = etsOf(sailing);
  const fuelEu = fuelEuOf(sailing);
  const indicativeSubsidy = sailing.priority ? subsidyOf(sailing, freight) : null;
  const { cost } = sailing.wording;
  const parts = [
    cost.freight(freight),
    euEts === null
      ? cost.noEuPort()
      : cost.allowances({
          amount: euEts.amount,
          kilograms: decimal(euEts.allowancesKg).toFixed(0),
        }),
    ...(fuelEu === null
      ? []
      : [fuelEu.position === 'SURPLUS' ? cost.fuelEuSurplus() : cost.fuelEuPenalty(fuelEu.amount)]),
    ...(indicativeSubsidy === null ? [] : [cost.subsidy(indicativeSubsidy)]),
  ];
  return { freight, euEts, fuelEu, indicativeSubsidy, message: cost.joined(parts) };
}

type Sailing = Parameters<typeof costDocument>[0];

const yearOf = (dateTime: string) => Number(dateTime.slice(0, 4));

function seaTankToWake(chain: DoorToPortResult): number {
  return chain.elements.reduce((sum, { kind, tankToWakeGrams }) => sum + (kind === 'SEA' ? tankToWakeGrams : 0), 0);
}

function etsOf({ chain, ports, arrivalDateTime, units, rules }: Sailing): CostDocument['euEts'] {
  const coverage = euVoyageCoverage(ports.loadPort, ports.dischargePort);
  if (coverage === '0') return null;
  const grams = euEtsShareOfSeaLeg({ tankToWakeGrams: seaTankToWake(chain), coverage, year: yearOf(arrivalDateTime) });
  const kilograms = grams.times(units).div(1000);
  const price = rules.costEstimates?.euAllowanceEurPerTonne;
  return {
    allowancesKg: toText(roundHalfEven(kilograms, 3)),
    amount: price === undefined ? null : money(kilograms.div(1000).times(price), 'EUR'),
    allocationRule: EU_ETS_PASS_THROUGH_RULE,
  };
}

function fuelEuOf({ offer, chain, ports, arrivalDateTime, units }: Sailing): CostDocument['fuelEu'] {
  const coverage = euVoyageCoverage(ports.loadPort, ports.dischargePort);
  if (coverage === '0') return null;
  const { emissionProfile } = offer;
  // Evidence that did not stand up says nothing about the fuel either.
  const isPrimary = emissionProfile.dataQuality === 'PRIMARY' && chain.seaDataQuality === 'PRIMARY';
  const share = fuelEuShareOfSeaLeg({
    tankToWakeGrams: seaTankToWake(chain),
    scopePercent: coverage === '1' ? '100' : '50',
    year: yearOf(arrivalDateTime),
    fuels: isPrimary ? emissionProfile.fuels : undefined,
  });
  if (share === undefined) return null;
  return {
    amount: money(share.costEur.times(units), 'EUR'),
    position: share.balanceG.isNegative() ? 'DEFICIT' : 'SURPLUS',
    allocationRule: FUELEU_PASS_THROUGH_RULE,
  };
}

function subsidyOf({ request, units, rules, province }: Sailing, freight: Money | null): Money | null {
  const { rate, capPerUnit } = rulesForProvince(rules, province).subsidy;
  const amount = {
    CONTAINER: () => decimal(rate.amount).times(units),
    TONNE: () => decimal(rate.amount).times(request.equipment.cargoGrossWeightKg).div(1000).times(units),
    STATEMENT: () => decimal(rate.amount),
    CALCULATION: () => decimal(rate.amount),
    // A share of what is invoiced, in the currency of the freight.
    SHARE_OF_COST: () => (freight === null ? null : decimal(freight.amount).times(rate.amount)),
  }[rate.basis]();
  if (amount === null) return null;
  if (rate.basis === 'SHARE_OF_COST') return money(amount, freight!.currencyCode);
  return money(amount.greaterThan(capPerUnit) ? decimal(capPerUnit) : amount, rate.currencyCode);
}
