import { describe, expect, test } from 'vitest';
import type { VisitRow } from '../src/container-context.ts';
import { dwellChanged } from '../src/port-events.ts';
import { compareVisits, countedBoxes, stateTold } from '../src/visit-rows.ts';

const completed: VisitRow = {
  visitId: 'APZU4812090/CNSGH/gate-in',
  version: 3,
  equipmentReference: 'APZU4812090',
  UNLocationCode: 'CNSGH',
  lane: 'ORDINARY',
  state: 'completed',
  gateInDateTime: '2026-11-02T10:00:00+08:00',
  gateInAt: new Date('2026-11-02T02:00:00Z'),
  loadDateTime: '2026-11-06T22:00:00+08:00',
  loadDay: '2026-11-06',
  pausedMinutes: 0,
  dwellMinutes: 6_480,
  isWithinTarget: true,
  details: { pauses: [], stages: { yardMinutes: 6_480 }, notes: [], gateInEventID: 'gate-in' },
  allocationId: null,
  exporterId: null,
  submittedBy: null,
  carrierId: null,
  clusterCode: null,
  facilityCode: 'T1',
  isDangerous: false,
  gateInMode: null,
  policyVersion: 'v1',
  isRiskAlerted: false,
  isBreachAlerted: false,
};
const open: VisitRow = {
  ...completed,
  state: 'open',
  loadDateTime: null,
  loadDay: null,
  dwellMinutes: null,
  isWithinTarget: false,
};

/** One change of every column that a fold writes. */
const CHANGES: Readonly<Partial<VisitRow>>[] = [
  { lane: 'GREEN' },
  { state: 'open' },
  { state: 'left' },
  { gateInDateTime: '2026-11-02T10:01:00+08:00' },
  { loadDateTime: '2026-11-06T22:01:00+08:00' },
  { loadDay: '2026-11-07' },
  { pausedMinutes: 1 },
  { dwellMinutes: 1 },
  { isWithinTarget: false },
  { details: { ...completed.details, stages: { yardMinutes: 1 } } },
  { details: { ...completed.details, notes: [{ code: 'MOVED_BETWEEN_TERMINALS', message: 'gated in again at T2' }] } },
  { allocationId: 'allocation-1' },
  { exporterId: 'exporter' },
  { submittedBy: 'forwarder' },
  { carrierId: 'carrier' },
  { clusterCode: 'YANCHENG' },
  { facilityCode: 'T2' },
  { isDangerous: true },
  { gateInMode: 'RAIL' },
];
const toldOf = (row: VisitRow) => {
  const { version: _, policyVersion: __, ...told } = dwellChanged(row, stateTold(row)).data;
  return JSON.stringify(told);
};

describe('a fold’s row of a visit beside the known one', () => {
  test.each([completed, open])('is told and counted anew when events or statistics would say otherwise', (known) => {
    for (const change of CHANGES) {
      const row = { ...known, ...change };
      const { isChanged, isCountedAnew, isToldAnew } = compareVisits(known, row);
      const isCountedOtherwise = JSON.stringify(countedBoxes(known, 1)) !== JSON.stringify(countedBoxes(row, 1));
      expect([change, isToldAnew]).toEqual([change, toldOf(known) !== toldOf(row)]);
      // Nothing is lost by taking a box off and adding it as it was; to miss a change would be wrong.
      if (isCountedOtherwise) expect([change, isCountedAnew]).toEqual([change, true]);
      expect([change, isChanged]).toEqual([change, JSON.stringify(known) !== JSON.stringify(row)]);
    }
  });

  test('is the same under another version and another policy, and counted once while customs goes on', () => {
    const nothing = { isChanged: false, isCountedAnew: false, isToldAnew: false };
    expect(compareVisits(completed, { ...completed, version: 9, policyVersion: 'v2' })).toEqual(nothing);
    const released = { ...open, details: { ...open.details, stages: { customsMinutes: 30 } } };
    expect(compareVisits(open, released)).toEqual({ ...nothing, isChanged: true });
  });
});
