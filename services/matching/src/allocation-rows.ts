import { bigintArray, booleanArray, integerArray, textArray } from '@greenlane/database/array-parameters';
import type { Transaction } from '@greenlane/database/database';
import { allOf, writeWithCommit } from './batch-statement.ts';
import type { AllocationChange } from './domain/market.ts';

type ChangedAllocation = { readonly change: AllocationChange; readonly decisionSequence: number; isNew: boolean };

/** The newest state of each changed allocation. `sequence` is the journal entry of the change. */
export function writeAllocations(
  tx: Transaction,
  changes: readonly { readonly change: AllocationChange; readonly sequence: number }[],
): void {
  const newest = new Map<string, ChangedAllocation>();
  for (const { change, sequence } of changes) {
    const { allocationId, version } = change.payload;
    const before = newest.get(allocationId);
    newest.set(allocationId, {
      change,
      decisionSequence: before?.decisionSequence ?? sequence,
      isNew: before?.isNew ?? version === 1,
    });
  }
  const rows = [...newest.values()];
  insertAllocations(
    tx,
    rows.filter(({ isNew }) => isNew),
  );
  updateAllocations(
    tx,
    rows.filter(({ isNew }) => !isNew).map(({ change }) => change),
  );
}

function insertAllocations(tx: Transaction, rows: readonly ChangedAllocation[]): void {
  if (rows.length === 0) return;
  const texts = (value: (change: AllocationChange) => string) => textArray(rows.map(({ change }) => value(change)));
  const integers = (value: (change: AllocationChange) => number) =>
    integerArray(rows.map(({ change }) => value(change)));
  writeWithCommit(tx, () => ({
    name: 'matching allocations',
    text: `insert into matching.allocation (allocation_id, market, number, decision_sequence, request_id, offer_id, exporter_id,
        submitted_by, carrier_id, load_port, load_call, discharge_call, status, priority, version, quarter_teu, weight_kg,
        dangerous_goods_quarter_teu, reefer_plugs, payload)
      select allocation_id, market, number, decision_sequence, request_id, offer_id, exporter_id, submitted_by, carrier_id,
        load_port, load_call, discharge_call, status, priority, version, quarter_teu, weight_kg, dangerous_goods_quarter_teu,
        reefer_plugs, payload::json
      from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
        $10::text[], $11::integer[], $12::integer[], $13::text[], $14::boolean[], $15::integer[], $16::integer[], $17::integer[],
        $18::integer[], $19::integer[], $20::text[]) as born (allocation_id, market, number, decision_sequence, request_id,
        offer_id, exporter_id, submitted_by, carrier_id, load_port, load_call, discharge_call, status, priority, version,
        quarter_teu, weight_kg, dangerous_goods_quarter_teu, reefer_plugs, payload)`,
    values: [
      texts(({ payload }) => payload.allocationId),
      texts(({ payload }) => payload.market),
      bigintArray(rows.map(({ change }) => change.number)),
      bigintArray(rows.map(({ decisionSequence }) => decisionSequence)),
      texts(({ payload }) => payload.requestId),
      texts(({ payload }) => payload.offerId),
      texts(({ payload }) => payload.exporterId),
      texts(({ payload }) => payload.submittedBy),
      texts(({ payload }) => payload.carrierId),
      texts(({ payload }) => payload.loadPort),
      integers(({ loadCall }) => loadCall),
      integers(({ dischargeCall }) => dischargeCall),
      texts(({ payload }) => payload.status),
      booleanArray(rows.map(({ change }) => change.payload.priority)),
      integers(({ payload }) => payload.version),
      integers(({ payload }) => payload.space.quarterTeu),
      integers(({ payload }) => payload.space.weightKg),
      integers(({ payload }) => payload.space.dangerousGoodsQuarterTeu),
      integers(({ payload }) => payload.space.reeferPlugs),
      texts(({ text }) => text),
    ],
  }));
}

function updateAllocations(tx: Transaction, changes: readonly AllocationChange[]): void {
  if (changes.length === 0) return;
  writeWithCommit(tx, () => ({
    name: 'matching changed allocations',
    text: `with updated as (
        update matching.allocation as row set status = changed.status, version = changed.version,
          load_call = changed.load_call, discharge_call = changed.discharge_call, payload = changed.payload::json
        from unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::integer[], $6::text[])
          as changed (allocation_id, status, version, load_call, discharge_call, payload)
        where row.allocation_id = changed.allocation_id returning 1)
      ${allOf('updated', '$7::integer')}`,
    values: [
      textArray(changes.map(({ payload }) => payload.allocationId)),
      textArray(changes.map(({ payload }) => payload.status)),
      integerArray(changes.map(({ payload }) => payload.version)),
      integerArray(changes.map(({ loadCall }) => loadCall)),
      integerArray(changes.map(({ dischargeCall }) => dischargeCall)),
      textArray(changes.map(({ text }) => text)),
      changes.length,
    ],
  }));
}
