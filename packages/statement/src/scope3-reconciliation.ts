import { assert } from '@greenlane/kernel/assert';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import { type Difference, firstDifference, recompute } from './recompute.ts';
import { add, figureOf, makeScope3Report, type Scope3Report, type Scope3Sources } from './scope3-report.ts';
import type { SignedStatement } from './statement.ts';

/** The dimensions that each divide the whole: their groups add up to the totals. */
const DIMENSIONS = [
  'byCategory',
  'byMode',
  'byLane',
  'byCarrier',
  'byDataGrade',
  'byFootprintKind',
  'factors',
] as const;

/**
 * Reconciles a report to the statements that it sums, and names the first difference: each statement to its own hash and
 * its recomputed figures, each group to its parts, each dimension to the totals, each shipment line to its statement,
 * and at last the whole report to one made anew.
 * @returns undefined when everything agrees
 */
export function reconcileScope3Report(report: Scope3Report, sources: Scope3Sources): Difference | undefined {
  return (
    statementDifference(sources.statements) ??
    sumDifference(report) ??
    lineDifference(report, sources.statements) ??
    firstDifference(report, makeScope3Report(sources), 'report')
  );
}

function statementDifference(statements: readonly SignedStatement[]): Difference | undefined {
  for (const signed of statements) {
    const path = `statements[${signed.statement.statementId}]`;
    const found =
      firstDifference(signed.sha256, canonicalHash(signed.statement), `${path}.sha256`) ?? recompute(signed.statement);
    if (found) return { ...found, path: found.path.replace(/^statement\b(?!s)/, path) };
  }
  return undefined;
}

function sumDifference(report: Scope3Report): Difference | undefined {
  const totals = figureOf(report.totals);
  for (const name of DIMENSIONS) {
    for (const [index, group] of report[name].entries()) {
      const found = firstDifference(figureOf(group), add(group.parts), `report.${name}[${index}]`);
      if (found) return found;
    }
    const found = firstDifference(totals, add(report[name]), `report.totals (by ${name})`);
    if (found) return found;
  }
  return firstDifference(totals, add(report.shipments), 'report.totals (by shipments)');
}

function lineDifference(report: Scope3Report, statements: readonly SignedStatement[]): Difference | undefined {
  const byId = new Map(statements.map((signed) => [signed.statement.statementId, signed]));
  for (const [index, line] of report.shipments.entries()) {
    const signed = byId.get(line.statementId);
    const shipment = signed?.statement.shipments.find(({ allocationId }) => allocationId === line.allocationId);
    const path = `report.shipments[${index}]`;
    const found =
      firstDifference(line.statementSha256, signed?.sha256, `${path}.statementSha256`) ??
      firstDifference(figureOf(line), shipment && figureOf(shipment.totals), path);
    if (found) return found;
  }
  assert(
    new Set(report.shipments.map((line) => line.allocationId)).size === report.shipments.length,
    'each allocation is counted once',
  );
  return undefined;
}
