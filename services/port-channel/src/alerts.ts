import type { Transaction } from '@greenlane/database/database';
import type { Emit } from '@greenlane/runtime/service';
import { alerts } from './tables.ts';

type Alert = Omit<typeof alerts.$inferInsert, 'raisedAt'>;

/** Raises an alert once; the same id again says nothing. */
export async function raise(tx: Transaction, emit: Emit, alert: Alert, now: Date): Promise<void> {
  const inserted = await tx
    .insert(alerts)
    .values({ ...alert, raisedAt: now })
    .onConflictDoNothing()
    .returning({ alertId: alerts.alertId });
  if (inserted.length === 0) return;
  await emit(tx, {
    type: 'org.greenlane.port-alert.raised.v1',
    subject: alert.alertId,
    key: alert.equipmentReference ?? alert.passId ?? alert.alertId,
    audience: [alert.exporterId, alert.submittedBy, alert.carrierId].filter((id) => id != null),
    data: {
      alertId: alert.alertId,
      kind: alert.kind,
      UNLocationCode: alert.UNLocationCode,
      ...(alert.equipmentReference == null ? {} : { equipmentReference: alert.equipmentReference }),
      ...(alert.passId == null ? {} : { passId: alert.passId }),
      ...(alert.allocationId == null ? {} : { allocationId: alert.allocationId }),
      ...(alert.exporterId == null ? {} : { exporterId: alert.exporterId }),
      ...(alert.carrierId == null ? {} : { carrierId: alert.carrierId }),
      message: alert.message,
      ...(alert.translations == null ? {} : { translations: alert.translations }),
      raisedAt: now.toISOString(),
    },
  });
}
