import type { AllocationStatus } from '@greenlane/contracts/allocation';
import type { Feedback } from '@greenlane/contracts/cargo-request';
import type { VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import { messagingTables } from '@greenlane/messaging/tables';
import { runtimeTables } from '@greenlane/runtime/tables';
import { index, integer, jsonb, pgSchema, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

export const vesselOfferSchema = pgSchema('vessel_offer');

export const { outbox, inbox, parked } = messagingTables(vesselOfferSchema);
export const { idempotency, identityOrganisation, identityKey } = runtimeTables(vesselOfferSchema);

export const offers = vesselOfferSchema.table(
  'offer',
  {
    offerId: text('offer_id').primaryKey(),
    carrierId: text('carrier_id').notNull(),
    carrierName: text('carrier_name').notNull(),
    carrierOfferReference: text('carrier_offer_reference').notNull(),
    version: integer('version').notNull(),
    market: text('market').notNull(),
    /** As the carrier gave it, times with their offsets; only retired port codes are replaced. */
    body: jsonb('body').$type<VesselOfferBody>().notNull(),
    /** Of the body that created the offer: tells a repeated POST from another offer under the same reference. */
    publishedHash: text('published_hash').notNull(),
    /** Of the present body: an amendment that changes nothing makes no version. */
    bodyHash: text('body_hash').notNull(),
    feedbacks: jsonb('feedbacks').$type<readonly Feedback[]>().notNull(),
    validUntil: timestamp('valid_until', { withTimezone: true }).notNull(),
    publishedAt: timestamp('published_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
    withdrawnAt: timestamp('withdrawn_at', { withTimezone: true }),
    withdrawalReason: text('withdrawal_reason'),
  },
  (table) => [
    uniqueIndex('offer_reference').on(table.carrierId, table.carrierOfferReference),
    index('offer_by_carrier').on(table.carrierId, table.offerId),
  ],
);

/** The space that each allocation takes on an offer: a projection of allocation events, the newest version of each. */
export const allocatedSpaces = vesselOfferSchema.table(
  'allocated_space',
  {
    allocationId: text('allocation_id').primaryKey(),
    version: integer('version').notNull(),
    offerId: text('offer_id').notNull(),
    carrierId: text('carrier_id').notNull(),
    status: text('status').$type<AllocationStatus>().notNull(),
    loadPort: text('load_port').notNull(),
    dischargePort: text('discharge_port').notNull(),
    departureDateTime: text('departure_date_time').notNull(),
    quarterTeu: integer('quarter_teu').notNull(),
    weightKg: integer('weight_kg').notNull(),
    dangerousGoodsQuarterTeu: integer('dangerous_goods_quarter_teu').notNull(),
    reeferPlugs: integer('reefer_plugs').notNull(),
  },
  (table) => [index('allocated_space_by_offer').on(table.offerId)],
);
