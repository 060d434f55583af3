import type { VesselOffer, VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import type { Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import type { Problem } from '@greenlane/kernel/decision';
import type { Emit, Principal } from '@greenlane/runtime/service';
import { checkOffer, withCanonicalPorts } from './domain/offer-check.ts';
import { findOffersByReference, insertOffers, type OfferRow } from './store.ts';

export type Publishing = {
  readonly tx: Transaction;
  readonly emit: Emit;
  readonly principal: Principal;
  readonly now: Date;
  readonly newId: () => string;
};

/** What became of one body: a new offer, the offer that it repeats, or why it is refused. */
export type Published =
  | { readonly status: 201 | 200; readonly offer: OfferRow }
  | { readonly status: 409 | 422; readonly problems: readonly Problem[] };

/** The offer as events carry it. */
export function toEventData(row: OfferRow): VesselOffer {
  return {
    ...row.body,
    offerId: row.offerId,
    version: row.version,
    carrierId: row.carrierId,
    carrierName: row.carrierName,
    market: row.market,
    publishedAt: row.publishedAt.toISOString(),
  };
}

/** Only the carrier reads its offers; matching is a service and sees every event. */
export function audienceOf(row: OfferRow): readonly string[] {
  return [row.carrierId];
}

export function hashOf(body: VesselOfferBody): string {
  return canonicalHash(withCanonicalPorts(body));
}

function repeatOf(offer: OfferRow, body: VesselOfferBody): Published {
  if (offer.publishedHash === hashOf(body)) return { status: 200, offer };
  return {
    status: 409,
    problems: [
      {
        code: 'REFERENCE_TAKEN',
        property: 'carrierOfferReference',
        message: `${body.carrierOfferReference} names the offer ${offer.offerId}, published with another body; amend that one with PUT`,
      },
    ],
  };
}

function newRow(body: VesselOfferBody, given: Publishing): OfferRow | { readonly problems: readonly Problem[] } {
  const checked = checkOffer({ body, now: given.now });
  if (!checked.ok) return { problems: checked.refusal };
  const hash = canonicalHash(checked.value.body);
  return {
    offerId: given.newId(),
    carrierId: given.principal.organisationId,
    carrierName: given.principal.organisationName,
    carrierOfferReference: body.carrierOfferReference,
    version: 1,
    market: checked.value.market,
    body: checked.value.body,
    publishedHash: hash,
    bodyHash: hash,
    feedbacks: checked.value.feedbacks,
    validUntil: new Date(body.validUntil),
    publishedAt: given.now,
    updatedAt: given.now,
    withdrawnAt: null,
    withdrawalReason: null,
  };
}

/**
 * Publishes bodies in their order, one alone or the lines of a batch, each with a result of its own: a refused one takes
 * nothing from the others. New ones are stored at once; only for a body that is refused, or whose reference is taken, is
 * it looked up what its reference names: a repeat is answered alike after its `validUntil` has passed.
 */
export async function publishOffers(
  given: Publishing,
  bodies: readonly VesselOfferBody[],
): Promise<readonly Published[]> {
  const carrierId = given.principal.organisationId;
  const judged = bodies.map((body) => newRow(body, given));
  const fresh = judged.flatMap((row) => ('problems' in row ? [] : [row]));
  const stored = await insertOffers(given.tx, fresh);
  const asked = bodies.filter((_body, index) => {
    const row = judged[index]!;
    return 'problems' in row || !stored.has(row.offerId);
  });
  const earlier = await findOffersByReference(
    given.tx,
    carrierId,
    asked.map((body) => body.carrierOfferReference),
  );
  const results = bodies.map((body, index): Published => {
    const row = judged[index]!;
    if (!('problems' in row) && stored.has(row.offerId)) return { status: 201, offer: row };
    const named = earlier.get(body.carrierOfferReference);
    if (named) return repeatOf(named, body);
    assert('problems' in row, 'an offer that was not stored found its reference taken');
    return { status: 422, problems: row.problems };
  });
  for (const row of fresh) {
    if (!stored.has(row.offerId)) continue;
    await given.emit(given.tx, {
      type: 'org.greenlane.vessel-offer.published.v1',
      subject: row.offerId,
      key: row.market,
      subjectVersion: row.version,
      audience: audienceOf(row),
      data: toEventData(row),
    });
  }
  assert(results.length === bodies.length, 'every body has a result');
  return results;
}
