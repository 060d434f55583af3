import { decimal, sum, toText } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';

/** Borrowing takes at most 2 % of limit × energy from the next year (Art. 20), which pays back 110 %. */
export function fuelEuBorrowing(input: {
  readonly balanceG: string;
  readonly limitGPerMJ: string;
  readonly energyMJ: string;
  readonly borrowedG: string;
  readonly borrowedLastYear: boolean;
}): Decision<{ readonly balanceAfterG: string; readonly repaymentNextYearG: string }, readonly Problem[]> {
  const balance = decimal(input.balanceG);
  const borrowed = decimal(input.borrowedG);
  const most = decimal(input.limitGPerMJ).times(input.energyMJ).times('0.02');
  const problems: Problem[] = [];
  if (!balance.isNegative())
    problems.push(problemOf('NO_DEFICIT', 'balanceG', 'Only a deficit can be covered by borrowing.'));
  if (input.borrowedLastYear) {
    problems.push(
      problemOf('BORROWED_TWICE', 'borrowedLastYear', 'Borrowing in two consecutive years is not allowed.'),
    );
  }
  if (!borrowed.greaterThan(0) || borrowed.greaterThan(most)) {
    problems.push(
      problemOf(
        'BORROWING_LIMIT',
        'borrowedG',
        `Borrowing is above 0 and at most ${toText(most)} g (2 % of limit × energy).`,
      ),
    );
  }
  if (problems.length > 0) return refuse(problems);
  return accept({
    balanceAfterG: toText(balance.plus(borrowed)),
    repaymentNextYearG: toText(borrowed.times('1.1')),
  });
}

/** Banking carries at most the surplus into the next year (Art. 20). */
export function fuelEuBanking(input: {
  readonly balanceG: string;
  readonly bankedG: string;
}): Decision<{ readonly balanceAfterG: string; readonly bankedG: string }, readonly Problem[]> {
  const balance = decimal(input.balanceG);
  const banked = decimal(input.bankedG);
  if (!banked.greaterThan(0) || banked.greaterThan(balance)) {
    return refuse([problemOf('BANKING_LIMIT', 'bankedG', 'Only a surplus can be banked, and no more than all of it.')]);
  }
  return accept({ balanceAfterG: toText(balance.minus(banked)), bankedG: toText(banked) });
}

export type PoolMember = { readonly ship: string; readonly balanceG: string; readonly allocatedG: string };

/**
 * A pool (Art. 21): balances are shared out anew. Their sum is unchanged and not negative; no ship with a deficit leaves
 * with a larger one, none with a surplus leaves with a deficit; no ship is in it twice.
 */
export function fuelEuPool(members: readonly PoolMember[]): Decision<{ readonly totalG: string }, readonly Problem[]> {
  const total = sum(members.map((member) => decimal(member.balanceG)));
  const allocated = sum(members.map((member) => decimal(member.allocatedG)));
  const problems: Problem[] = [];
  if (total.isNegative())
    problems.push(problemOf('POOL_NEGATIVE', 'members', 'The balances of a pool add up to 0 or more.'));
  if (!allocated.equals(total)) {
    problems.push(
      problemOf('POOL_NOT_CONSERVED', 'members', `${toText(allocated)} g were shared out of ${toText(total)} g.`),
    );
  }
  if (new Set(members.map((member) => member.ship)).size !== members.length) {
    problems.push(problemOf('POOL_SHIP_TWICE', 'members', 'A ship is in one pool, once.'));
  }
  for (const [index, member] of members.entries()) {
    const before = decimal(member.balanceG);
    const after = decimal(member.allocatedG);
    if (before.isNegative() && after.lessThan(before)) {
      problems.push(
        problemOf('POOL_DEFICIT_GREW', `members.${index}`, `${member.ship} would leave with a larger deficit.`),
      );
    }
    if (!before.isNegative() && after.isNegative()) {
      problems.push(problemOf('POOL_SURPLUS_LOST', `members.${index}`, `${member.ship} would leave with a deficit.`));
    }
  }
  return problems.length > 0 ? refuse(problems) : accept({ totalG: toText(total) });
}

function problemOf(code: string, property: string, message: string): Problem {
  return { code, property, message };
}
