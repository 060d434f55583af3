import type { Transaction } from '@greenlane/database/database';
import type { Emit } from '@greenlane/runtime/service';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { refoldContainers } from './clocks.ts';
import { lockContainers } from './container-context.ts';
import { readEquipmentEvent } from './domain/equipment-event.ts';
import { type IngestResult, ingestEvents } from './ingest.ts';
import { equipmentEvents, quarantine } from './tables.ts';

/** After so many days a box that gated in and neither loaded nor left lacks an event; somebody should say which. */
const NEVER_LOADED_DAYS = 30;
const BATCH = 500;

export type QuarantineRow = typeof quarantine.$inferSelect;

/** What a person may say of a quarantined event: nothing else of it is changed, and nothing is guessed. */
export type Correction = {
  readonly eventDateTime?: string | undefined;
  readonly UNLocationCode?: string | undefined;
  readonly facilityCode?: string | undefined;
};

/** In the turn of its container, as whoever records events: what they send may have resolved it meanwhile. */
async function isStillHeld(tx: Transaction, { eventID, equipmentReference }: QuarantineRow): Promise<boolean> {
  await lockContainers(tx, [equipmentReference]);
  const rows = await tx
    .select({ eventID: quarantine.eventID })
    .from(quarantine)
    .where(and(eq(quarantine.eventID, eventID), isNull(quarantine.resolvedAt)));
  return rows.length > 0;
}

type Resolver = { readonly resolution: string; readonly resolvedBy: string; readonly now: Date };

async function close(
  tx: Transaction,
  eventID: string,
  outcome: NonNullable<QuarantineRow['outcome']>,
  { resolution, resolvedBy, now }: Resolver,
): Promise<void> {
  await tx
    .update(quarantine)
    .set({ outcome, resolution, resolvedBy, resolvedAt: now })
    .where(and(eq(quarantine.eventID, eventID), isNull(quarantine.resolvedAt)));
}

/**
 * Leaves the event out of every clock for good; a later version of it from its sender speaks for itself again.
 * @returns false when it is no longer held
 */
export async function discardEvent(
  tx: Transaction,
  emit: Emit,
  row: QuarantineRow,
  resolver: Resolver,
): Promise<boolean> {
  if (!(await isStillHeld(tx, row))) return false;
  await close(tx, row.eventID, 'DISCARDED', resolver);
  await refoldContainers(tx, emit, [row.equipmentReference], resolver.now);
  return true;
}

/** @returns false when it is no longer held */
export async function closeEvent(tx: Transaction, row: QuarantineRow, resolver: Resolver): Promise<boolean> {
  if (!(await isStillHeld(tx, row))) return false;
  await close(tx, row.eventID, 'CLOSED', resolver);
  return true;
}

/**
 * Records a corrected version of the event, as its sender might have: the same eventID, a later update. A stamp that looks like
 * a mere day counts once somebody has answered for it.
 */
export async function correctEvent(
  tx: Transaction,
  emit: Emit,
  row: QuarantineRow,
  { correction, ...resolver }: Resolver & { readonly correction: Correction },
): Promise<IngestResult | undefined> {
  if (!(await isStillHeld(tx, row))) return undefined;
  const found = await tx
    .select()
    .from(equipmentEvents)
    .where(and(eq(equipmentEvents.eventID, row.eventID), eq(equipmentEvents.isCurrent, true)));
  const current = found[0];
  if (!current) return undefined;
  const sent = current.original as { readonly eventLocation?: Readonly<Record<string, unknown>> };
  const location = {
    ...(correction.UNLocationCode === undefined ? {} : { UNLocationCode: correction.UNLocationCode }),
    ...(correction.facilityCode === undefined ? {} : { facilityCode: correction.facilityCode }),
  };
  const updated = Math.max(resolver.now.getTime(), Date.parse(current.updatedDateTime) + 1);
  const original = {
    ...sent,
    ...(correction.eventDateTime === undefined ? {} : { eventDateTime: correction.eventDateTime }),
    eventLocation: { UNLocationCode: current.UNLocationCode, ...sent.eventLocation, ...location },
    eventUpdatedDateTime: new Date(updated).toISOString(),
  };
  const read = readEquipmentEvent(original);
  if (!read.ok || read.value.kind !== 'equipment') return undefined;
  await tx.delete(quarantine).where(eq(quarantine.eventID, row.eventID));
  const [result] = await ingestEvents(
    tx,
    emit,
    [
      {
        event: { ...read.value.event, isConfirmed: correction.eventDateTime !== undefined },
        details: read.value.details,
        original: JSON.stringify(original),
      },
    ],
    { recordedBy: resolver.resolvedBy, now: resolver.now, mayCorrectAll: true },
  );
  // The person's word stays on record beside the event that it placed.
  if (result?.result === 'corrected')
    await tx.insert(quarantine).values({
      ...row,
      outcome: 'CORRECTED',
      resolution: resolver.resolution,
      resolvedBy: resolver.resolvedBy,
      resolvedAt: resolver.now,
    });
  return result;
}

/** Puts gate-ins that never loaded before a person. Their visits stay open: a clock that nobody stopped is not stopped by waiting. */
export async function quarantineNeverLoaded(tx: Transaction, now: Date): Promise<void> {
  await tx.execute(sql`
    insert into ${quarantine} (event_id, equipment_reference, un_location_code, code, quarantined_at)
    select v.details ->> 'gateInEventID', v.equipment_reference, v.un_location_code, 'NEVER_LOADED', ${now.toISOString()}::timestamptz
    from port_channel.visit v
    where v.state = 'open' and v.gate_in_at < ${new Date(now.getTime() - NEVER_LOADED_DAYS * 86_400_000).toISOString()}::timestamptz
      and not exists (select 1 from ${quarantine} q where q.event_id = v.details ->> 'gateInEventID')
    order by v.gate_in_at limit ${BATCH}
    on conflict do nothing`);
}
