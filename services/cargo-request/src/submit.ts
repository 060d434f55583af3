import type { CargoRequest, CargoRequestBody } from '@greenlane/contracts/cargo-request';
import type { Transaction } from '@greenlane/database/database';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import type { Problem } from '@greenlane/kernel/decision';
import type { Emit, Principal } from '@greenlane/runtime/service';
import { exporterOf } from './domain/acting-for.ts';
import type { ScreeningRules } from './domain/pre-screen.ts';
import { checkRequest, withCanonicalPorts } from './domain/request-check.ts';
import {
  findRequestsByReference,
  insertRequests,
  namesOfExporters,
  type RequestRow,
  referenceKey,
  screeningRules,
} from './store.ts';

export type Submitting = {
  readonly tx: Transaction;
  readonly emit: Emit;
  readonly principal: Principal;
  readonly now: Date;
  readonly newId: () => string;
};

/** What became of one body: a new request, the request that it repeats, or why it is refused. */
export type Submitted =
  | { readonly status: 202 | 200; readonly request: RequestRow }
  | { readonly status: 403 | 409 | 422; readonly problems: readonly Problem[] };

/** The request as events carry it. */
export function toEventData(row: RequestRow): CargoRequest {
  return {
    ...row.body,
    requestId: row.requestId,
    version: row.version,
    exporterId: row.exporterId,
    exporterName: row.exporterName,
    submittedBy: row.submittedBy,
    market: row.market,
    submittedAt: row.submittedAt.toISOString(),
  };
}

export function audienceOf(row: RequestRow): readonly string[] {
  return [...new Set([row.exporterId, row.submittedBy])];
}

export function hashOf(body: CargoRequestBody): string {
  return canonicalHash(withCanonicalPorts(body));
}

const referenceTaken = (message: string): Submitted => ({
  status: 409,
  problems: [{ code: 'REFERENCE_TAKEN', property: 'requestReference', message }],
});

function repeatOf(request: RequestRow, body: CargoRequestBody): Submitted {
  if (request.submittedHash === hashOf(body)) return { status: 200, request };
  return referenceTaken(
    `${body.requestReference} names the request ${request.requestId}, submitted with another body; amend that one with PUT`,
  );
}

type Exporter = { readonly exporterId: string; readonly exporterName: string };

/** Whose cargo each body is; a provider's client must be an exporter that is registered and active. */
async function exportersOf(
  given: Submitting,
  bodies: readonly CargoRequestBody[],
): Promise<readonly (Exporter | Problem)[]> {
  const { principal } = given;
  const decisions = bodies.map((body) => exporterOf(principal, body.onBehalfOf));
  const others = decisions.flatMap((decision) =>
    decision.ok && decision.value !== principal.organisationId ? [decision.value] : [],
  );
  const names = await namesOfExporters(given.tx, [...new Set(others)]);
  return decisions.map((decision): Exporter | Problem => {
    if (!decision.ok) return decision.refusal;
    const exporterId = decision.value;
    const exporterName = exporterId === principal.organisationId ? principal.organisationName : names.get(exporterId);
    if (exporterName !== undefined) return { exporterId, exporterName };
    return { code: 'EXPORTER_NOT_ACTIVE', property: 'onBehalfOf', message: `${exporterId} is no active exporter` };
  });
}

function newRow(
  body: CargoRequestBody,
  exporter: Exporter,
  rules: ScreeningRules,
  given: Submitting,
): RequestRow | { readonly problems: readonly Problem[] } {
  const checked = checkRequest({ body, now: given.now, rules });
  if (!checked.ok) return { problems: checked.refusal };
  const hash = canonicalHash(checked.value.body);
  return {
    requestId: given.newId(),
    ...exporter,
    submittedBy: given.principal.organisationId,
    requestReference: body.requestReference,
    version: 1,
    market: checked.value.market,
    status: 'RECEIVED',
    body: checked.value.body,
    submittedHash: hash,
    bodyHash: hash,
    feedbacks: checked.value.feedbacks,
    decisionNumber: 0,
    decision: null,
    submittedAt: given.now,
    updatedAt: given.now,
    cancellationReason: null,
  };
}

/**
 * Submits bodies in their order, one alone or the lines of a batch, each with a result of its own: a refused one takes
 * nothing from the others. New ones are stored at once; only for a body that is refused, or whose reference is taken, is
 * it looked up what its reference names, so that a repeat is answered alike however late it comes.
 */
export async function submitRequests(
  given: Submitting,
  bodies: readonly CargoRequestBody[],
): Promise<readonly Submitted[]> {
  const [rules, exporters] = await Promise.all([
    screeningRules(given.tx, bodies, given.now),
    exportersOf(given, bodies),
  ]);
  const judged = bodies.map((body, index) => {
    const exporter = exporters[index]!;
    return 'code' in exporter ? undefined : { exporter, row: newRow(body, exporter, rules, given) };
  });
  const fresh = judged.flatMap((each) => (each === undefined || 'problems' in each.row ? [] : [each.row]));
  const stored = await insertRequests(given.tx, fresh);
  const isStored = (row: (typeof fresh)[number] | { readonly problems: readonly Problem[] }) =>
    !('problems' in row) && stored.has(row.requestId);
  const earlier = await findRequestsByReference(
    given.tx,
    judged.flatMap((each, index) =>
      each === undefined || isStored(each.row)
        ? []
        : [{ exporterId: each.exporter.exporterId, requestReference: bodies[index]!.requestReference }],
    ),
  );
  const results = bodies.map((body, index): Submitted => {
    const each = judged[index];
    if (each === undefined) return { status: 403, problems: [exporters[index] as Problem] };
    const { row, exporter } = each;
    if (!('problems' in row) && stored.has(row.requestId)) return { status: 202, request: row };
    const named = earlier.get(
      referenceKey({ exporterId: exporter.exporterId, requestReference: body.requestReference }),
    );
    if (named) return repeatOf(named, body);
    if ('problems' in row) return { status: 422, problems: row.problems };
    // A party submitted it whose requests this caller may not see.
    return referenceTaken(
      `${body.requestReference} is already used for a request of this exporter; choose another reference`,
    );
  });
  for (const row of fresh) {
    if (!stored.has(row.requestId)) continue;
    await given.emit(given.tx, {
      type: 'org.greenlane.cargo-request.submitted.v1',
      subject: row.requestId,
      key: row.market,
      subjectVersion: row.version,
      audience: audienceOf(row),
      data: toEventData(row),
    });
  }
  return results;
}
