import type { Transaction } from '@greenlane/database/database';
import { eq } from 'drizzle-orm';
import { appendAudit } from './audit.ts';
import { type Act, announceOrganisation, exchange } from './store.ts';
import { mandates, organisations } from './tables.ts';

export type MandateRow = typeof mandates.$inferSelect;
type Parties = { readonly exporterId: string; readonly providerId: string };

/**
 * Grants or revokes a provider's mandate to act for an exporter. The provider's own row follows, and with it what every
 * service knows of the provider: what it may do for the exporter ends with the event. Runs as the worker: it changes
 * the row of an organisation that the exporter does not see.
 * @returns the reason when it cannot be
 */
export async function setMandate(
  worker: Transaction,
  act: Act,
  { exporterId, providerId, status }: Parties & { readonly status: MandateRow['status'] },
): Promise<MandateRow | 'NOT_AN_EXPORTER' | 'NOT_A_PROVIDER'> {
  const exporters = await worker
    .select({ role: organisations.role })
    .from(organisations)
    .where(eq(organisations.organisationId, exporterId));
  if (exporters[0]?.role !== 'exporter') return 'NOT_AN_EXPORTER';
  const providers = await worker
    .select()
    .from(organisations)
    .where(eq(organisations.organisationId, providerId))
    .for('update');
  const provider = providers[0];
  if (provider?.role !== 'logistics-provider') return 'NOT_A_PROVIDER';
  const others = provider.actsFor.filter((id) => id !== exporterId);
  const isGranted = provider.actsFor.length > others.length;
  const row: MandateRow = { exporterId, providerId, status, changedBy: act.actor, changedAt: act.now };
  if (isGranted !== (status === 'granted')) {
    const changed = await worker
      .update(organisations)
      .set({
        actsFor: status === 'granted' ? [...others, exporterId].toSorted() : others,
        version: provider.version + 1,
      })
      .where(eq(organisations.organisationId, providerId))
      .returning();
    const action = status === 'granted' ? 'MANDATE_GRANTED' : 'MANDATE_REVOKED';
    if (changed[0]) await announceOrganisation(worker, act, changed[0], action);
    await appendAudit(worker, {
      chainId: exporterId,
      occurredAt: act.now.toISOString(),
      action,
      subject: providerId,
      actor: act.actor,
      detail: { exporterId, providerId, status, ...exchange(act) },
    });
    await worker
      .insert(mandates)
      .values(row)
      .onConflictDoUpdate({ target: [mandates.exporterId, mandates.providerId], set: row });
  }
  return row;
}
