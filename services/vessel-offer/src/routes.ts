import { Feedback } from '@greenlane/contracts/cargo-request';
import { Identifier, Reference, UNLocationCode } from '@greenlane/contracts/values';
import { Capacity, VesselOffer, VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import { EMISSIONS_IN_CHINESE } from '@greenlane/emissions/refusals-in-chinese';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { REGIONS } from '@greenlane/geography/regions';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import { ndjsonReply, takeLines } from '@greenlane/runtime/ndjson';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { etagOf, requireIfMatch } from '@greenlane/runtime/preconditions';
import { defineRoute, ProblemError, type ProblemItem, type Route } from '@greenlane/runtime/service';
import { wordedInAll } from '@greenlane/runtime/translation';
import { z } from 'zod';
import { cutsBelowLoaded, poolsOf } from './domain/legs.ts';
import { checkOffer } from './domain/offer-check.ts';
import { audienceOf, hashOf, type Publishing, publishOffers, toEventData } from './publish.ts';
import { VESSEL_OFFER_IN_CHINESE } from './refusals-in-chinese.ts';
import { findOffer, listOffers, lockOffer, type OfferRow, replaceOffer, spacesOnOffer } from './store.ts';

const OfferStatus = z.enum(['OPEN', 'ENDED', 'WITHDRAWN']);

/** An offer as its carrier reads it. */
export const OfferResource = VesselOffer.extend({
  /** OPEN until `validUntil`, then ENDED; WITHDRAWN when the carrier took it back. */
  status: OfferStatus,
  updatedAt: z.iso.datetime(),
  withdrawnAt: z.iso.datetime().optional(),
  withdrawalReason: z.string().optional(),
  feedbacks: z.array(Feedback),
});

const PoolResource = z.strictObject({
  fromUNLocationCode: UNLocationCode,
  toUNLocationCode: UNLocationCode,
  offered: Capacity,
  held: Capacity,
  confirmed: Capacity,
  loaded: Capacity,
  remaining: Capacity,
});

export const OfferWithPools = OfferResource.extend({ pools: z.array(PoolResource) });

const BatchResult = z.strictObject({
  line: z.int().positive(),
  status: z.int(),
  carrierOfferReference: z.string().optional(),
  offerId: Identifier.optional(),
  version: z.int().positive().optional(),
  feedbacks: z.array(Feedback).optional(),
  errors: z
    .array(z.strictObject({ code: z.string(), property: z.string().optional(), message: z.string() }))
    .optional(),
});

const OfferParams = z.object({ offerId: Identifier });
const WithdrawalBody = z.strictObject({ reason: z.string().trim().min(1).max(500).optional() }).nullish();

const OFFER_EXAMPLE = {
  carrierOfferReference: 'AEU3-054W-CNSGH',
  vessel: { vesselIMONumber: '9795610', name: 'COSCO SHIPPING UNIVERSE' },
  carrierServiceCode: 'AEU3',
  carrierExportVoyageNumber: '054W',
  portCalls: [
    {
      UNLocationCode: 'CNSGH',
      arrivalDateTime: '2026-12-03T06:00:00+08:00',
      departureDateTime: '2026-12-04T14:00:00+08:00',
      cutOffs: [{ cutOffDateTimeCode: 'FCO', cutOffDateTime: '2026-12-02T18:00:00+08:00' }],
    },
    { UNLocationCode: 'NLRTM', arrivalDateTime: '2027-01-05T04:00:00+01:00' },
  ],
  capacity: { teu: 400, weightTonnes: '4800', dangerousGoodsTeu: 60, reeferPlugs: 0 },
  acceptedEquipment: ['22G1', '42G1', '45G1'],
  acceptedUNNumbers: ['3480', '3536'],
  rates: [{ ISOEquipmentCode: '45G1', amount: '2150.00', currencyCode: 'USD' }],
  emissionProfile: {
    dataQuality: 'MODELLED',
    gCO2PerTonneNauticalMile: '7.2',
    reportingYear: 2023,
    source: 'EU-MRV',
  },
  validUntil: '2026-12-02T18:00:00+08:00',
};

const inAllLanguages = wordedInAll<Feedback>([VESSEL_OFFER_IN_CHINESE, EMISSIONS_IN_CHINESE]);

function toResource(row: OfferRow, now: Date): z.infer<typeof OfferResource> {
  const isOver = row.validUntil < now;
  return {
    ...toEventData(row),
    status: row.withdrawnAt ? 'WITHDRAWN' : isOver ? 'ENDED' : 'OPEN',
    updatedAt: row.updatedAt.toISOString(),
    ...(row.withdrawnAt ? { withdrawnAt: row.withdrawnAt.toISOString() } : {}),
    ...(row.withdrawalReason === null ? {} : { withdrawalReason: row.withdrawalReason }),
    feedbacks: row.feedbacks.map(inAllLanguages),
  };
}

function locationOf(row: OfferRow): string {
  return `/v1/vessel-offers/${row.offerId}`;
}

const noSuchOffer = () => new ProblemError({ status: 404, title: 'No such offer' });

const refused = (status: number, errors: readonly ProblemItem[]) =>
  new ProblemError({
    status,
    title: status === 409 ? 'The offer conflicts with what is already there' : 'The offer cannot be accepted',
    errors,
  });

export function vesselOfferRoutes(newId: () => string): readonly Route[] {
  const withPools = async (tx: Publishing['tx'], row: OfferRow, now: Date) => ({
    ...toResource(row, now),
    pools: poolsOf(row.body, await spacesOnOffer(tx, row.offerId)),
  });

  const publish = defineRoute({
    method: 'POST',
    path: '/v1/vessel-offers',
    operationId: 'publishVesselOffer',
    summary: 'Publish capacity on a sailing',
    description:
      '`carrierOfferReference` names the offer once per carrier: a repeat with the same body answers 200 with the offer, another body 409.',
    allow: ['carrier'],
    scope: 'offers:write',
    commit: 'together',
    body: VesselOfferBody,
    examples: { 'Shanghai to Rotterdam': OFFER_EXAMPLE },
    responses: {
      201: { description: 'Published; `Location` names it, `ETag` its version.', schema: OfferWithPools },
      200: { description: 'This offer was published before with the same body.', schema: OfferWithPools },
    },
    handle: async ({ tx, emit, principal, now, body }) => {
      const [result] = await publishOffers({ tx, emit, principal, now, newId }, [body]);
      if (!result || 'problems' in result) throw refused(result?.status ?? 422, result?.problems ?? []);
      return {
        status: result.status,
        headers: { location: locationOf(result.offer), etag: etagOf(result.offer.version) },
        // Nobody has space on an offer that is new.
        body:
          result.status === 201
            ? { ...toResource(result.offer, now), pools: poolsOf(result.offer.body, []) }
            : await withPools(tx, result.offer, now),
      };
    },
  });

  const publishBatch = defineRoute({
    method: 'POST',
    path: '/v1/vessel-offers/batch',
    operationId: 'publishVesselOffers',
    summary: 'Publish many offers, one JSON object a line',
    description:
      'Each line is judged alone and answered by a line: 201 published, 200 repeated, 400 malformed, 409 or 422 refused. Lines that were answered 201 are all stored before the answer begins.',
    allow: ['carrier'],
    scope: 'offers:write',
    bodyType: 'ndjson',
    worded: true,
    responses: {
      200: { description: 'A result for each line.', schema: BatchResult, contentType: 'application/x-ndjson' },
    },
    handle: async ({ tx, emit, principal, now, body, inLanguage }) => {
      const lines = await takeLines(String(body), VesselOfferBody, (bodies) =>
        publishOffers({ tx, emit, principal, now, newId }, bodies),
      );
      const answers = lines.map(({ line, taken }): z.infer<typeof BatchResult> => {
        if (!taken.ok) return { line, status: 400, errors: inLanguage(taken.refusal) };
        const { result, document } = taken.value;
        const { carrierOfferReference } = document;
        if ('problems' in result) {
          return { line, status: result.status, carrierOfferReference, errors: inLanguage(result.problems) };
        }
        const { offerId, version, feedbacks } = result.offer;
        return {
          line,
          status: result.status,
          carrierOfferReference,
          offerId,
          version,
          ...(feedbacks.length > 0 ? { feedbacks: feedbacks.map(inAllLanguages) } : {}),
        };
      });
      return ndjsonReply(200, answers);
    },
  });

  const list = defineRoute({
    method: 'GET',
    path: '/v1/vessel-offers',
    operationId: 'listVesselOffers',
    summary: 'The carrier’s offers, oldest first',
    allow: ['carrier', 'authority', 'verifier'],
    query: z.strictObject({
      ...PAGE_QUERY,
      market: z.enum(REGIONS).optional(),
      carrierOfferReference: Reference.optional(),
      /** Offers that call at this port. */
      UNLocationCode: UNLocationCode.optional(),
    }),
    responses: {
      200: { description: 'One page; `Next-Page-Cursor` when there is more.', schema: z.array(OfferResource) },
    },
    handle: async ({ tx, now, query }) => {
      const { limit, cursor, UNLocationCode: port, ...filter } = query;
      const rows = await listOffers(tx, {
        after: readCursor(cursor),
        limit: limit + 1,
        filter: { ...filter, UNLocationCode: port === undefined ? undefined : canonicalLocationCode(port) },
      });
      const page = pageOf(rows, limit, (row) => row.offerId);
      return { status: 200, headers: page.headers, body: page.rows.map((row) => toResource(row, now)) };
    },
  });

  const read = defineRoute({
    method: 'GET',
    path: '/v1/vessel-offers/{offerId}',
    operationId: 'getVesselOffer',
    summary: 'One offer with the space that remains on each leg',
    allow: ['carrier', 'authority', 'verifier'],
    params: OfferParams,
    responses: { 200: { description: 'The offer.', schema: OfferWithPools } },
    handle: async ({ tx, now, params }) => {
      const row = await findOffer(tx, params.offerId);
      if (!row) throw noSuchOffer();
      return { status: 200, headers: { etag: etagOf(row.version) }, body: await withPools(tx, row, now) };
    },
  });

  const amend = defineRoute({
    method: 'PUT',
    path: '/v1/vessel-offers/{offerId}',
    operationId: 'amendVesselOffer',
    summary: 'Replace an offer with its full new state',
    description:
      'Market and reference stay. Space that is loaded cannot be cut (409); held and confirmed cargo that no longer fits rolls. The same state again makes no version.',
    allow: ['carrier'],
    scope: 'offers:write',
    params: OfferParams,
    body: VesselOfferBody,
    examples: { 'Shanghai to Rotterdam': OFFER_EXAMPLE },
    responses: { 200: { description: 'The offer as it is now.', schema: OfferWithPools } },
    handle: async ({ tx, emit, headers, params, body, now }) => {
      const row = await lockOffer(tx, params.offerId);
      if (!row) throw noSuchOffer();
      requireIfMatch(headers['if-match'], row.version);
      if (row.withdrawnAt) {
        throw refused(409, [{ code: 'OFFER_WITHDRAWN', message: 'a withdrawn offer stays as it was' }]);
      }
      if (hashOf(body) === row.bodyHash) {
        return { status: 200, headers: { etag: etagOf(row.version) }, body: await withPools(tx, row, now) };
      }
      const checked = checkOffer({ body, now, present: row });
      if (!checked.ok) throw refused(422, checked.refusal);
      const cuts = cutsBelowLoaded(checked.value.body, await spacesOnOffer(tx, row.offerId));
      if (cuts.length > 0) throw refused(409, cuts);
      const amended: OfferRow = {
        ...row,
        version: row.version + 1,
        body: checked.value.body,
        bodyHash: canonicalHash(checked.value.body),
        feedbacks: checked.value.feedbacks,
        validUntil: new Date(body.validUntil),
        updatedAt: now,
      };
      await replaceOffer(tx, amended);
      await emit(tx, {
        type: 'org.greenlane.vessel-offer.amended.v1',
        subject: amended.offerId,
        key: amended.market,
        subjectVersion: amended.version,
        audience: audienceOf(amended),
        data: toEventData(amended),
      });
      return { status: 200, headers: { etag: etagOf(amended.version) }, body: await withPools(tx, amended, now) };
    },
  });

  const withdraw = defineRoute({
    method: 'POST',
    path: '/v1/vessel-offers/{offerId}/withdrawal',
    operationId: 'withdrawVesselOffer',
    summary: 'Take an offer back; its cargo that is not on board rolls',
    description: 'Withdrawing again changes nothing and answers the same. `If-Match` is honoured when it is sent.',
    allow: ['carrier'],
    scope: 'offers:write',
    params: OfferParams,
    body: WithdrawalBody,
    examples: { 'with a reason': { reason: 'the sailing was blanked' } },
    responses: { 200: { description: 'The offer, withdrawn.', schema: OfferWithPools } },
    handle: async ({ tx, emit, headers, params, body, now }) => {
      const row = await lockOffer(tx, params.offerId);
      if (!row) throw noSuchOffer();
      if (headers['if-match'] !== undefined) requireIfMatch(headers['if-match'], row.version);
      if (row.withdrawnAt) {
        return { status: 200, headers: { etag: etagOf(row.version) }, body: await withPools(tx, row, now) };
      }
      const reason = body?.reason ?? 'withdrawn by the carrier';
      const withdrawn: OfferRow = {
        ...row,
        version: row.version + 1,
        updatedAt: now,
        withdrawnAt: now,
        withdrawalReason: reason,
      };
      await replaceOffer(tx, withdrawn);
      await emit(tx, {
        type: 'org.greenlane.vessel-offer.withdrawn.v1',
        subject: withdrawn.offerId,
        key: withdrawn.market,
        subjectVersion: withdrawn.version,
        audience: audienceOf(withdrawn),
        data: {
          offerId: withdrawn.offerId,
          version: withdrawn.version,
          market: withdrawn.market,
          carrierId: withdrawn.carrierId,
          reason,
        },
      });
      return { status: 200, headers: { etag: etagOf(withdrawn.version) }, body: await withPools(tx, withdrawn, now) };
    },
  });

  return [publish, publishBatch, list, read, amend, withdraw];
}
