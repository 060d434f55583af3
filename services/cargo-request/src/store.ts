import type { Allocation } from '@greenlane/contracts/allocation';
import type { CargoRequestBody, RequestStatus } from '@greenlane/contracts/cargo-request';
import type { Policy } from '@greenlane/contracts/policy';
import type { Transaction } from '@greenlane/database/database';
import { insertNew } from '@greenlane/database/insert-new';
import { readStatement } from '@greenlane/database/read-statement';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { and, asc, eq, gt, inArray, lt } from 'drizzle-orm';
import type { DangerousGoodsRules, ScreeningRules } from './domain/pre-screen.ts';
import {
  acceptedUNNumbers,
  allocations,
  type DecisionOfMatching,
  identityOrganisation,
  policies,
  requests,
} from './tables.ts';

export type RequestRow = typeof requests.$inferSelect;
export type ReferenceOfExporter = { readonly exporterId: string; readonly requestReference: string };

/** One text for an exporter's reference; JSON keeps two ids apart whatever characters they hold. */
export function referenceKey({ exporterId, requestReference }: ReferenceOfExporter): string {
  return JSON.stringify([exporterId, requestReference]);
}

/** Stores requests under references that their exporters have not used; answers those that were stored. */
export function insertRequests(tx: Transaction, rows: readonly RequestRow[]): Promise<ReadonlySet<string>> {
  const key = [requests.exporterId, requests.requestReference];
  return insertNew(tx, { table: requests, key, id: requests.requestId }, rows);
}

/** Requests by exporter and reference, by {@link referenceKey}; others that the same lists name may be among them. */
export async function findRequestsByReference(
  tx: Transaction,
  references: readonly ReferenceOfExporter[],
): Promise<ReadonlyMap<string, RequestRow>> {
  if (references.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(requests)
    .where(
      and(
        inArray(requests.exporterId, [...new Set(references.map((reference) => reference.exporterId))]),
        inArray(requests.requestReference, [...new Set(references.map((reference) => reference.requestReference))]),
      ),
    );
  return new Map(rows.map((row) => [referenceKey(row), row]));
}

export async function findRequest(tx: Transaction, requestId: string): Promise<RequestRow | undefined> {
  return (await tx.select().from(requests).where(eq(requests.requestId, requestId)))[0];
}

/** Keeps other writers off the request until the transaction ends, so that versions follow one another. */
export async function lockRequest(tx: Transaction, requestId: string): Promise<RequestRow | undefined> {
  return (await tx.select().from(requests).where(eq(requests.requestId, requestId)).for('update'))[0];
}

export async function replaceRequest(tx: Transaction, row: RequestRow): Promise<void> {
  await tx.update(requests).set(row).where(eq(requests.requestId, row.requestId));
}

export type RequestFilter = {
  readonly status?: RequestStatus | undefined;
  readonly market?: string | undefined;
  readonly exporterId?: string | undefined;
  readonly requestReference?: string | undefined;
};

/** Requests in the order in which they were made (ids are UUIDs of version 7), after the given id. */
export async function listRequests(
  tx: Transaction,
  page: { readonly after: string | undefined; readonly limit: number; readonly filter: RequestFilter },
): Promise<readonly RequestRow[]> {
  const { status, market, exporterId, requestReference } = page.filter;
  return tx
    .select()
    .from(requests)
    .where(
      and(
        page.after === undefined ? undefined : gt(requests.requestId, page.after),
        status === undefined ? undefined : eq(requests.status, status),
        market === undefined ? undefined : eq(requests.market, market),
        exporterId === undefined ? undefined : eq(requests.exporterId, exporterId),
        requestReference === undefined ? undefined : eq(requests.requestReference, requestReference),
      ),
    )
    .orderBy(asc(requests.requestId))
    .limit(page.limit);
}

export async function allocationsOfRequest(tx: Transaction, requestId: string): Promise<readonly Allocation[]> {
  const rows = await tx
    .select({ state: allocations.state })
    .from(allocations)
    .where(eq(allocations.requestId, requestId))
    .orderBy(asc(allocations.allocationId));
  return rows.map((row) => row.state);
}

/** Keeps the newest version of an allocation; an older or repeated one changes nothing. */
export async function saveAllocation(tx: Transaction, allocation: Allocation): Promise<void> {
  const { allocationId, version, requestId, exporterId, submittedBy } = allocation;
  const row = { allocationId, version, requestId, exporterId, submittedBy, state: allocation };
  await tx
    .insert(allocations)
    .values(row)
    .onConflictDoUpdate({ target: allocations.allocationId, set: row, setWhere: lt(allocations.version, version) });
}

export async function saveDecision(
  tx: Transaction,
  row: RequestRow,
  change: { readonly status: RequestStatus; readonly decision: DecisionOfMatching; readonly now: Date },
): Promise<void> {
  await tx
    .update(requests)
    .set({
      status: change.status,
      decision: change.decision,
      decisionNumber: change.decision.decisionNumber,
      updatedAt: change.now,
    })
    .where(eq(requests.requestId, row.requestId));
}

export async function savePolicy(tx: Transaction, policy: Policy): Promise<void> {
  const row = {
    policyId: policy.policyId,
    version: policy.version,
    status: policy.status,
    effectiveFrom: new Date(policy.effectiveFrom),
    dangerousGoods: policy.rules.dangerousGoods,
    portRestrictions: (policy.rules.portRestrictions ?? []).map((restriction) => ({
      ...restriction,
      UNLocationCode: canonicalLocationCode(restriction.UNLocationCode),
    })),
  };
  await tx
    .insert(policies)
    .values(row)
    .onConflictDoUpdate({ target: [policies.policyId, policies.version], set: row });
}

/** Requests of one such moment share a look at whatever is in force in it; each is judged by what is in force when it is made. */
const MOMENT_MILLISECONDS = 20;

/** What bodies are screened against: the version that took effect last, and what carriers of each market take now. */
export async function screeningRules(
  tx: Transaction,
  bodies: readonly CargoRequestBody[],
  now: Date,
): Promise<ScreeningRules> {
  const begins = Math.floor(now.getTime() / MOMENT_MILLISECONDS) * MOMENT_MILLISECONDS;
  const moment = [new Date(begins), new Date(begins + MOMENT_MILLISECONDS)] as const;
  const declared = [...new Set(bodies.flatMap(({ cargo }) => cargo.dangerousGoods.map(({ UNNumber }) => UNNumber)))];
  const [policiesOfMoment, takenInMoment] = await Promise.all([
    readStatement<
      Pick<ScreeningRules, 'portRestrictions'> & { dangerousGoods: DangerousGoodsRules; effectiveFrom: Date }
    >(tx, {
      name: 'policies in force',
      text: `select dangerous_goods as "dangerousGoods", port_restrictions as "portRestrictions", effective_from as "effectiveFrom"
        from cargo_request.policy where status = 'in-force' and effective_from <= $2 and effective_from >= coalesce(
          (select max(effective_from) from cargo_request.policy where status = 'in-force' and effective_from <= $1), '-infinity')
        order by effective_from desc, version desc`,
      values: [...moment],
    }),
    declared.length === 0
      ? []
      : readStatement<{ UNNumber: string; market: string; validUntil: Date }>(tx, {
          name: 'UN numbers that carriers take',
          text: `select un_number as "UNNumber", market, max(valid_until) as "validUntil" from cargo_request.accepted_un_number
            where un_number = any($1) and valid_until > $2 group by un_number, market`,
          values: [declared, moment[0]],
        }),
  ]);
  const policy = policiesOfMoment.find(({ effectiveFrom }) => effectiveFrom <= now);
  const taken = takenInMoment.filter(({ validUntil }) => validUntil > now);
  return {
    dangerousGoods: policy?.dangerousGoods,
    portRestrictions: policy?.portRestrictions ?? [],
    acceptedUNNumbers: new Map(
      [...Map.groupBy(taken, ({ market }) => market)].map(([market, own]) => [
        market,
        new Set(own.map(({ UNNumber }) => UNNumber)),
      ]),
    ),
  };
}

type Acceptance = {
  readonly offerId: string;
  readonly market: string;
  readonly validUntil: string;
  readonly acceptedUNNumbers: readonly string[];
};

/** Forgets what an offer took: before its next version says otherwise, and when it is withdrawn. */
export async function forgetAcceptance(tx: Transaction, offerId: string): Promise<void> {
  await tx.delete(acceptedUNNumbers).where(eq(acceptedUNNumbers.offerId, offerId));
}

/** Notes what an offer takes. */
export async function saveAcceptance(tx: Transaction, offer: Acceptance): Promise<void> {
  const numbers = [...new Set(offer.acceptedUNNumbers)];
  if (numbers.length === 0) return;
  const validUntil = new Date(offer.validUntil);
  await tx
    .insert(acceptedUNNumbers)
    .values(numbers.map((UNNumber) => ({ UNNumber, market: offer.market, offerId: offer.offerId, validUntil })))
    .onConflictDoNothing();
}

/** Names of active exporters by id: what a logistics provider may see of those that it acts for. */
export async function namesOfExporters(
  tx: Transaction,
  organisationIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (organisationIds.length === 0) return new Map();
  const rows = await tx
    .select({ organisationId: identityOrganisation.organisationId, name: identityOrganisation.name })
    .from(identityOrganisation)
    .where(
      and(
        inArray(identityOrganisation.organisationId, [...organisationIds]),
        eq(identityOrganisation.role, 'exporter'),
        eq(identityOrganisation.status, 'active'),
      ),
    );
  return new Map(rows.map((row) => [row.organisationId, row.name]));
}
