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

const referenceTaken = (body: CargoRequestBody, message: string): Submitted => ({
  status: 409,
  problems: [{ code: 'REFERENCE_TAKEN', property: 'requestReference', message: `${body.requestReference} ${message}` }],
});

function repeatOf(request: RequestRow, body: CargoRequestBody): Submitted {
  if (request.submittedHash === hashOf(body)) return { status: 200, request };
  return referenceTaken(
    body,
    `names the request ${request.requestId}, submitted with another body; amend that one with PUT`,
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
 * nothing from the others. A reference that is already used is looked up before the body is judged, so that a repeat
 * is answered alike however late it comes.
 */
export async function submitRequests(
  given: Submitting,
  bodies: readonly CargoRequestBody[],
): Promise<readonly Submitted[]> {
  const rules = await screeningRules(given.tx, bodies, given.now);
  const exporters = await exportersOf(given, bodies);
  const references = exporters.flatMap((exporter, index) =>
    'exporterId' in exporter
      ? [{ exporterId: exporter.exporterId, requestReference: bodies[index]!.requestReference }]
      : [],
  );
  const taken = new Map(await findRequestsByReference(given.tx, references));
  const results: Submitted[] = bodies.map((body, index) => {
    const exporter = exporters[index]!;
    if ('code' in exporter) return { status: 403, problems: [exporter] };
    const key = referenceKey({ exporterId: exporter.exporterId, requestReference: body.requestReference });
    const earlier = taken.get(key);
    if (earlier) return repeatOf(earlier, body);
    const row = newRow(body, exporter, rules, given);
    if ('problems' in row) return { status: 422, problems: row.problems };
    taken.set(key, row);
    return { status: 202, request: row };
  });

  const fresh = results.flatMap((result) => (result.status === 202 ? [result.request] : []));
  const stored = await insertRequests(given.tx, fresh);
  const lost = new Set(fresh.filter((row) => !stored.has(row.requestId)).map((row) => row.requestId));
  if (lost.size > 0) {
    // Another request has the reference: one that was committed since the look-up, or one that a party submitted whose
    // requests this caller may not see.
    const winners = await findRequestsByReference(
      given.tx,
      fresh.filter((row) => lost.has(row.requestId)),
    );
    results.forEach((result, index) => {
      if (!('request' in result) || !lost.has(result.request.requestId)) return;
      const winner = winners.get(referenceKey(result.request));
      const body = bodies[index]!;
      results[index] = winner
        ? repeatOf(winner, body)
        : referenceTaken(body, 'is already used for a request of this exporter; choose another reference');
    });
  }
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
