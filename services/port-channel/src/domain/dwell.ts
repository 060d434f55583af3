import { canonicalJson } from '@greenlane/kernel/canonical-json';
import type { EquipmentEvent } from './equipment-event.ts';

/** Why an event takes no part in a clock. */
export type QuarantineCode =
  /** A load without a gate-in before it, here or anywhere. */
  | 'LOAD_WITHOUT_GATE_IN'
  /** Loaded at another port than it gated in at. */
  | 'LOAD_AT_OTHER_PORT'
  /** Customs events outside any visit. */
  | 'CUSTOMS_WITHOUT_GATE_IN'
  /** Only a day is known (midnight, local): an ACT stamp that a clock cannot stand on. */
  | 'DATE_ONLY_STAMP';

export type PauseReason = 'CUSTOMS_INSPECTION' | 'EXPORTER_HOLD' | 'WEATHER';
/** A pause that somebody declared for a container: an exporter's hold, weather. */
export type DeclaredPause = { readonly reason: PauseReason; readonly from: string; readonly to: string };

export type Visit = {
  /** Follows from the gate-in event, so every order of arrival gives the same id. */
  readonly visitId: string;
  readonly equipmentReference: string;
  readonly UNLocationCode: string;
  readonly gateInEventID: string;
  readonly gateInDateTime: string;
  readonly gateInFacilityCode?: string;
  readonly gateInMode?: string;
  readonly loadDateTime?: string;
  readonly loadFacilityCode?: string;
  /** `left`: gated out again; `open`: neither loaded nor left (censored in statistics). */
  readonly state: 'open' | 'completed' | 'left';
  readonly pauses: readonly { readonly reason: PauseReason; readonly minutes: number }[];
  readonly pausedMinutes: number;
  /** LOAD − GTIN − pauses; only of completed visits; never negative. */
  readonly dwellMinutes?: number;
  readonly stages: { readonly gateInToCustomsReleaseMinutes?: number; readonly customsReleaseToLoadMinutes?: number };
  readonly notes: readonly string[];
};

export type Folded = {
  readonly visits: readonly Visit[];
  readonly quarantined: readonly { readonly eventID: string; readonly code: QuarantineCode }[];
};

/** Same instant: gate-in comes before customs, customs before load, load before gate-out. */
const ORDER: Readonly<Partial<Record<EquipmentEvent['equipmentEventTypeCode'], number>>> = {
  GTIN: 0,
  CUSS: 1,
  CUSI: 2,
  INSP: 3,
  CUSR: 4,
  LOAD: 5,
  GTOT: 6,
};

const minutesOf = (dateTime: string): number => Math.floor(Date.parse(dateTime) / 60_000);

/** Midnight local time to the second, without a fraction: the form of a stamp that only ever held a day. */
export function isDateOnlyStamp(eventDateTime: string): boolean {
  return /T00:00(:00(\.0+)?)?(Z|[+-]\d{2}:\d{2})$/.test(eventDateTime);
}

/** Of every eventID the version that was updated last; ties fall to the canonical text, so any arrival order agrees. */
function newestVersions(events: readonly EquipmentEvent[]): readonly EquipmentEvent[] {
  const newest = new Map<string, EquipmentEvent>();
  for (const event of events) {
    const known = newest.get(event.eventID);
    if (!known) {
      newest.set(event.eventID, event);
      continue;
    }
    const difference = Date.parse(event.updatedDateTime) - Date.parse(known.updatedDateTime);
    if (difference > 0 || (difference === 0 && canonicalJson(event) > canonicalJson(known)))
      newest.set(event.eventID, event);
  }
  return [...newest.values()];
}

/** The clock-relevant events in one order that depends on nothing but themselves; exact duplicates under other ids fall out. */
function inOrder(events: readonly EquipmentEvent[]): readonly EquipmentEvent[] {
  const sorted = newestVersions(events)
    .filter(
      (event) =>
        !event.isRetracted &&
        !event.isEmpty &&
        event.eventClassifierCode === 'ACT' &&
        ORDER[event.equipmentEventTypeCode] !== undefined,
    )
    .toSorted(
      (first, second) =>
        Date.parse(first.eventDateTime) - Date.parse(second.eventDateTime) ||
        (ORDER[first.equipmentEventTypeCode] ?? 0) - (ORDER[second.equipmentEventTypeCode] ?? 0) ||
        (first.eventID < second.eventID ? -1 : 1),
    );
  const seen = new Set<string>();
  return sorted.filter((event) => {
    const key = `${event.equipmentEventTypeCode} ${Date.parse(event.eventDateTime)} ${event.UNLocationCode}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

type OpenVisit = { readonly gateIn: EquipmentEvent; readonly customs: EquipmentEvent[] };
type Interval = { readonly from: number; readonly to: number; readonly reason: PauseReason };

/** From the first selection to the release; a selection without a release pauses until the visit ends. */
function customsPauses(customs: readonly EquipmentEvent[], end: number): readonly Interval[] {
  const intervals: Interval[] = [];
  let since: number | undefined;
  for (const event of customs) {
    if (event.equipmentEventTypeCode === 'CUSR') {
      if (since !== undefined)
        intervals.push({ from: since, to: minutesOf(event.eventDateTime), reason: 'CUSTOMS_INSPECTION' });
      since = undefined;
    } else if (event.equipmentEventTypeCode === 'CUSI') {
      // Only the inspection itself stops the clock; a scan (CUSS) is part of the ordinary way through a port.
      since ??= minutesOf(event.eventDateTime);
    }
  }
  if (since !== undefined) intervals.push({ from: since, to: end, reason: 'CUSTOMS_INSPECTION' });
  return intervals;
}

/** Minutes that the union of the intervals covers between start and end, counted once for the first reason that covers them. */
function coveredMinutes(
  intervals: readonly Interval[],
  start: number,
  end: number,
): { readonly reason: PauseReason; readonly minutes: number }[] {
  const clipped = intervals
    .map((interval) => ({ ...interval, from: Math.max(interval.from, start), to: Math.min(interval.to, end) }))
    .filter((interval) => interval.to > interval.from)
    .toSorted(
      (first, second) => first.from - second.from || second.to - first.to || first.reason.localeCompare(second.reason),
    );
  const byReason = new Map<PauseReason, number>();
  let reached = start;
  for (const interval of clipped) {
    const from = Math.max(interval.from, reached);
    if (interval.to <= from) continue;
    byReason.set(interval.reason, (byReason.get(interval.reason) ?? 0) + interval.to - from);
    reached = interval.to;
  }
  return [...byReason]
    .map(([reason, minutes]) => ({ reason, minutes }))
    .toSorted((first, second) => first.reason.localeCompare(second.reason));
}

function close(open: OpenVisit, end: EquipmentEvent | undefined, rules: DwellRules): Visit {
  const { gateIn, customs } = open;
  const start = minutesOf(gateIn.eventDateTime);
  const isLoaded = end?.equipmentEventTypeCode === 'LOAD';
  const endMinutes = end ? minutesOf(end.eventDateTime) : Number.MAX_SAFE_INTEGER;
  const counted = [
    ...customsPauses(customs, endMinutes),
    ...rules.declaredPauses.map((pause) => ({
      reason: pause.reason,
      from: minutesOf(pause.from),
      to: minutesOf(pause.to),
    })),
  ].filter((interval) => rules.countedPauses.includes(interval.reason));
  const pauses = end ? coveredMinutes(counted, start, endMinutes) : [];
  const pausedMinutes = pauses.reduce((total, pause) => total + pause.minutes, 0);
  const release = customs.findLast((event) => event.equipmentEventTypeCode === 'CUSR');
  const notes = [
    ...(gateIn.sentLocationCode === undefined
      ? []
      : [`gate-in came under the retired code ${gateIn.sentLocationCode}`]),
    ...(isLoaded &&
    end.facilityCode !== undefined &&
    gateIn.facilityCode !== undefined &&
    end.facilityCode !== gateIn.facilityCode
      ? [`loaded at terminal ${end.facilityCode}, gated in at ${gateIn.facilityCode}`]
      : []),
  ];
  return {
    visitId: `${gateIn.equipmentReference}/${gateIn.UNLocationCode}/${gateIn.eventID}`,
    equipmentReference: gateIn.equipmentReference,
    UNLocationCode: gateIn.UNLocationCode,
    gateInEventID: gateIn.eventID,
    gateInDateTime: gateIn.eventDateTime,
    ...(gateIn.facilityCode === undefined ? {} : { gateInFacilityCode: gateIn.facilityCode }),
    ...(gateIn.modeOfTransport === undefined ? {} : { gateInMode: gateIn.modeOfTransport }),
    ...(isLoaded ? { loadDateTime: end.eventDateTime } : {}),
    ...(isLoaded && end.facilityCode !== undefined ? { loadFacilityCode: end.facilityCode } : {}),
    state: isLoaded ? 'completed' : end ? 'left' : 'open',
    pauses,
    pausedMinutes,
    ...(isLoaded ? { dwellMinutes: endMinutes - start - pausedMinutes } : {}),
    stages: {
      ...(release ? { gateInToCustomsReleaseMinutes: minutesOf(release.eventDateTime) - start } : {}),
      ...(release && isLoaded
        ? { customsReleaseToLoadMinutes: Math.max(0, endMinutes - minutesOf(release.eventDateTime)) }
        : {}),
    },
    notes,
  };
}

export type DwellRules = {
  /** Pauses that the policy takes off the clock. */
  readonly countedPauses: readonly PauseReason[];
  readonly declaredPauses: readonly DeclaredPause[];
};

/**
 * The visits of one container, folded from the set of its equipment events: duplicates, order and time of arrival make no
 * difference (invariant I10). Export dwell = ACT LOAD − ACT GTIN of the same laden container at the same port, minus the
 * pauses that the policy names, in whole minutes.
 */
export function foldVisits(events: readonly EquipmentEvent[], rules: DwellRules): Folded {
  const visits: Visit[] = [];
  const quarantined: { eventID: string; code: QuarantineCode }[] = [];
  let open: OpenVisit | undefined;
  for (const event of inOrder(events)) {
    const code = event.equipmentEventTypeCode;
    if (isDateOnlyStamp(event.eventDateTime)) {
      quarantined.push({ eventID: event.eventID, code: 'DATE_ONLY_STAMP' });
    } else if (code === 'GTIN') {
      // A second gate-in at the same port (another terminal) continues the visit; at another port it begins a new one.
      if (open?.gateIn.UNLocationCode === event.UNLocationCode) continue;
      if (open) visits.push(close(open, undefined, rules));
      open = { gateIn: event, customs: [] };
    } else if (code === 'LOAD') {
      if (!open) quarantined.push({ eventID: event.eventID, code: 'LOAD_WITHOUT_GATE_IN' });
      else if (open.gateIn.UNLocationCode !== event.UNLocationCode)
        quarantined.push({ eventID: event.eventID, code: 'LOAD_AT_OTHER_PORT' });
      else {
        visits.push(close(open, event, rules));
        open = undefined;
      }
    } else if (code === 'GTOT') {
      if (open && open.gateIn.UNLocationCode === event.UNLocationCode) {
        visits.push(close(open, event, rules));
        open = undefined;
      }
    } else if (open && open.gateIn.UNLocationCode === event.UNLocationCode) {
      open.customs.push(event);
    } else if (code !== 'INSP') {
      quarantined.push({ eventID: event.eventID, code: 'CUSTOMS_WITHOUT_GATE_IN' });
    }
  }
  if (open) visits.push(close(open, undefined, rules));
  return { visits, quarantined };
}
