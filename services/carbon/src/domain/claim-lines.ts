import type { PolicyRules } from '@greenlane/contracts/policy';
import { type Decimal, decimal, roundHalfEven, sum } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';

export type ClaimLine = { readonly allocationId: string; readonly unitNumber: number; readonly amount: Decimal };

export type ClaimInvoice = {
  readonly reference: string;
  readonly sha256: string;
  readonly amount: { readonly amount: string; readonly currencyCode: string };
};

/** As much of a statement's shipment as its subsidy follows from. */
export type ClaimShipment = { readonly allocationId: string; readonly units: number; readonly cargoMassKg: string };

const MONEY_DECIMALS = 2;

/**
 * Shares out an amount over equal parts in whole cents: the n-th part is the difference of the rounded running totals, so
 * the parts always add up to the amount.
 */
export function spread(total: Decimal, parts: number): readonly Decimal[] {
  const upTo = (count: number) => roundHalfEven(total.times(count).div(parts), MONEY_DECIMALS);
  return Array.from({ length: parts }, (_unused, index) => upTo(index + 1).minus(upTo(index)));
}

/** What a claim for a share of cost must show: invoices, in the currency of the policy. */
function invoiceProblems(
  rate: PolicyRules['subsidy']['rate'],
  invoices: readonly ClaimInvoice[] | undefined,
): readonly Problem[] {
  if (rate.basis !== 'SHARE_OF_COST') {
    return invoices === undefined
      ? []
      : [{ code: 'INVOICE_NOT_EXPECTED', property: 'invoices', message: `the policy pays by ${rate.basis}` }];
  }
  if (decimal(rate.amount).greaterThan(1)) {
    return [
      { code: 'SHARE_OUT_OF_RANGE', message: `the policy pays ${rate.amount} of the cost: a share is at most 1` },
    ];
  }
  if (invoices === undefined) {
    return [
      {
        code: 'INVOICE_NEEDED',
        property: 'invoices',
        message: 'the policy pays a share of invoiced cost: give the invoices with their SHA-256',
      },
    ];
  }
  return invoices.flatMap(({ amount, reference }, index) =>
    amount.currencyCode === rate.currencyCode
      ? []
      : [
          {
            code: 'CURRENCY_MISMATCH',
            property: `invoices[${index}].amount.currencyCode`,
            message: `invoice ${reference} is in ${amount.currencyCode}; the policy pays in ${rate.currencyCode}`,
          },
        ],
  );
}

/**
 * The line items of a statement under a policy, one a container: a rate per container or tonne, or its part of a rate per
 * calculation (a shipment), per statement, or of a share of the invoiced cost.
 */
export function claimLines(input: {
  readonly shipments: readonly ClaimShipment[];
  readonly rate: PolicyRules['subsidy']['rate'];
  readonly invoices?: readonly ClaimInvoice[] | undefined;
}): Decision<readonly ClaimLine[], readonly Problem[]> {
  const { shipments, rate, invoices } = input;
  const problems = invoiceProblems(rate, invoices);
  if (problems.length > 0) return refuse(problems);
  const value = decimal(rate.amount);
  const units = shipments.flatMap(({ allocationId, units: count }) =>
    Array.from({ length: count }, (_unused, index) => ({ allocationId, unitNumber: index + 1 })),
  );
  const amounts = (): readonly Decimal[] => {
    switch (rate.basis) {
      case 'CONTAINER':
        return units.map(() => roundHalfEven(value, MONEY_DECIMALS));
      case 'TONNE':
        return shipments.flatMap(({ cargoMassKg, units: count }) =>
          Array.from({ length: count }, () => roundHalfEven(value.times(cargoMassKg).div(1_000), MONEY_DECIMALS)),
        );
      case 'CALCULATION':
        return shipments.flatMap((shipment) => spread(value, shipment.units));
      case 'STATEMENT':
        return spread(value, units.length);
      case 'SHARE_OF_COST':
        return spread(value.times(sum((invoices ?? []).map(({ amount }) => decimal(amount.amount)))), units.length);
    }
  };
  const list = amounts();
  return accept(units.map((unit, index) => ({ ...unit, amount: list[index] ?? decimal(0) })));
}
