import type { Envelope } from '@greenlane/contracts/envelope';
import type { Transaction } from '@greenlane/database/database';
import type { Clock } from '@greenlane/kernel/clock';
import { faultPoint } from '@greenlane/kernel/fault-point';
import type { EmitFor } from '@greenlane/runtime/emit';
import { writeAllocations } from './allocation-rows.ts';
import { answerCommands } from './commands.ts';
import type { Decided } from './decided.ts';
import { takesSpace } from './domain/book.ts';
import { writeLedger } from './ledger-rows.ts';
import { advanceMarket, writeJournal, writeLeft, writeParties } from './store.ts';

/** Writes what a batch decided, and the events that tell of it, into its transaction. */
export type WriteBatch = (tx: Transaction, name: string, decided: Decided) => Promise<void>;

export function batchWriter({ emitFor, clock }: { readonly emitFor: EmitFor; readonly clock: Clock }): WriteBatch {
  return async (tx, name, decided) => {
    const newest = new Map(decided.decisions.map((each) => [each.decision.requestId, each]));
    writeJournal(tx, name, decided.journal);
    writeParties(tx, name, decided.inputs, newest);
    writeLeft(tx, decided.left);
    writeAllocations(tx, decided.changes);
    faultPoint('mid-batch');
    if (decided.changes.some(({ change }) => !takesSpace(change.payload.status))) faultPoint('during-release');
    writeLedger(tx, name, decided.ledger);
    for (const { change, cause } of decided.changes) {
      const { payload, text } = change;
      await emitAs(cause)(tx, {
        type: `org.greenlane.allocation.${payload.status}.v1`,
        subject: payload.allocationId,
        key: payload.requestId,
        data: payload,
        text,
        audience: [payload.exporterId, payload.submittedBy, payload.carrierId],
        subjectVersion: payload.version,
        priority: payload.priority,
      });
    }
    for (const { decision, text, submittedBy, cause } of decided.decisions) {
      await emitAs(cause)(tx, {
        type: 'org.greenlane.cargo-request.decided.v1',
        subject: decision.requestId,
        key: decision.requestId,
        data: decision,
        text,
        audience: [decision.exporterId, submittedBy],
        subjectVersion: decision.decisionNumber,
        priority: decision.isPriorityUnit,
      });
    }
    answerCommands(tx, decided.answers, clock.now());
    advanceMarket(tx, name, decided.market);
  };

  function emitAs(cause: Envelope | undefined) {
    return emitFor({
      traceparent: cause?.traceparent,
      correlationId: cause?.correlationid ?? cause?.id,
      causationId: cause?.id,
    });
  }
}
