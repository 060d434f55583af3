import { canonicalHash } from '@greenlane/kernel/canonical-json';
import { type EquipmentEvent, supersedes } from './equipment-event.ts';

/** Why an event takes no part in a clock. */
export type QuarantineCode =
  /** A load without a gate-in before it, here or anywhere. */
  | 'LOAD_WITHOUT_GATE_IN'
  /** Loaded at another port than it gated in at. */
  | 'LOAD_AT_OTHER_PORT'
  /** Customs events outside any visit. */
  | 'CUSTOMS_WITHOUT_GATE_IN'
  /** Only a day is known (midnight, local): an ACT stamp that a clock cannot stand on. */
  | 'DATE_ONLY_STAMP'
  /** A gate-in whose box neither loaded nor left for so long that something is missing; its visit stays open, and censored. */
  | 'NEVER_LOADED';

export type PauseReason = 'CUSTOMS_INSPECTION' | 'EXPORTER_HOLD' | 'WEATHER';
/** A pause that somebody declared for a container at a port: an exporter's hold, weather. */
export type DeclaredPause = {
  readonly reason: PauseReason;
  readonly from: string;
  readonly to: string;
  /** Absent in those that were declared before it was kept: any port. */
  readonly UNLocationCode?: string;
};

/** What was odd about a visit and by which rule it was taken all the same. */
export type VisitNote = {
  readonly code:
    | 'RETIRED_PORT_CODE'
    | 'MOVED_BETWEEN_TERMINALS'
    | 'LOADED_AT_OTHER_TERMINAL'
    | 'CUSTOMS_NEVER_RELEASED'
    | 'SUPERSEDED_BY_GATE_IN';
  readonly message: string;
};

/** Gate-in → customs → yard → load, in whole minutes; together they are LOAD − GTIN, pauses included. */
export type Stages = {
  /** Gate-in to the first word of customs. */
  readonly gateToCustomsMinutes?: number;
  /** First selection to the last release; nothing when there was only a release. */
  readonly customsMinutes?: number;
  /** Last release (or gate-in, where customs never spoke) to load. */
  readonly yardMinutes?: number;
};

/** A pause as it stands on an open clock; without an end it still runs. */
export type RunningPause = { readonly reason: PauseReason; readonly from: string; readonly to?: string };

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
  readonly stages: Stages;
  /** Of an open visit: the pauses that stop its clock, for whoever watches it. */
  readonly runningPauses: readonly RunningPause[];
  readonly notes: readonly VisitNote[];
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

/** Of every eventID the version that was updated last; ties fall to the version's hash, so any arrival order agrees. */
function newestVersions(events: readonly EquipmentEvent[]): readonly EquipmentEvent[] {
  const newest = new Map<string, EquipmentEvent>();
  for (const event of events) {
    const known = newest.get(event.eventID);
    if (!known || supersedes(event, known)) newest.set(event.eventID, event);
  }
  return [...newest.values()];
}

/** Whether an event can move a clock: an actual move of a laden box that the fold knows. */
export function movesClock(event: EquipmentEvent): boolean {
  return !event.isEmpty && event.eventClassifierCode === 'ACT' && ORDER[event.equipmentEventTypeCode] !== undefined;
}

type Placed = { readonly event: EquipmentEvent; readonly at: number; readonly place: number };

const isSameMove = (first: Placed, second: Placed): boolean =>
  first.at === second.at && first.place === second.place && first.event.UNLocationCode === second.event.UNLocationCode;

/** The clock-relevant events in one order that depends on nothing but themselves; exact duplicates under other ids fall out. */
function inOrder(events: readonly EquipmentEvent[]): readonly EquipmentEvent[] {
  const sorted = newestVersions(events)
    .filter((event) => !event.isRetracted && movesClock(event))
    .map((event) => ({ event, at: Date.parse(event.eventDateTime), place: ORDER[event.equipmentEventTypeCode] ?? 0 }))
    .toSorted(
      (first, second) =>
        first.at - second.at || first.place - second.place || (first.event.eventID < second.event.eventID ? -1 : 1),
    );
  const kept: Placed[] = [];
  for (const next of sorted) {
    let index = kept.length - 1;
    while (index >= 0 && kept[index]?.at === next.at && !isSameMove(kept[index]!, next)) index -= 1;
    if (kept[index]?.at !== next.at) kept.push(next);
  }
  return kept.map(({ event }) => event);
}

type OpenVisit = {
  readonly gateIn: EquipmentEvent;
  readonly customs: EquipmentEvent[];
  /** Terminals of the same port that it gated in at later. */
  readonly laterTerminals: string[];
};
type Interval = { readonly from: number; readonly to: number; readonly reason: PauseReason };

/** The longest part of an eventID that a visit's id carries as it is: ids of events and alerts are bounded. */
const LONGEST_ID_PART = 60;

function visitIdOf(gateIn: EquipmentEvent): string {
  const { eventID } = gateIn;
  const part = eventID.length <= LONGEST_ID_PART ? eventID : canonicalHash(eventID).slice(0, LONGEST_ID_PART);
  return `${gateIn.equipmentReference}/${gateIn.UNLocationCode}/${part}`;
}

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
): readonly { readonly reason: PauseReason; readonly minutes: number }[] {
  if (intervals.length === 0) return [];
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

function stagesOf(customs: readonly EquipmentEvent[], start: number, end: number | undefined): Stages {
  const [first] = customs.filter(({ equipmentEventTypeCode: code }) => code !== 'INSP');
  const release = customs.findLast((event) => event.equipmentEventTypeCode === 'CUSR');
  const began = first ? minutesOf(first.eventDateTime) : undefined;
  const released = release ? minutesOf(release.eventDateTime) : undefined;
  return {
    ...(began === undefined ? {} : { gateToCustomsMinutes: began - start }),
    ...(began === undefined || released === undefined ? {} : { customsMinutes: released - began }),
    // Not yet released and already loaded: there is no telling where customs ended.
    ...(end === undefined || (began !== undefined && released === undefined)
      ? {}
      : { yardMinutes: end - (released ?? start) }),
  };
}

function notesOf(
  { gateIn, customs, laterTerminals }: OpenVisit,
  end: EquipmentEvent | undefined,
  isSuperseded: boolean,
): readonly VisitNote[] {
  const notes: VisitNote[] = [];
  if (gateIn.sentLocationCode !== undefined)
    notes.push({
      code: 'RETIRED_PORT_CODE',
      message: `gate-in came under the retired code ${gateIn.sentLocationCode}`,
    });
  if (laterTerminals.length > 0)
    notes.push({ code: 'MOVED_BETWEEN_TERMINALS', message: `gated in again at ${laterTerminals.join(', ')}` });
  if (
    end?.equipmentEventTypeCode === 'LOAD' &&
    end.facilityCode !== undefined &&
    gateIn.facilityCode !== undefined &&
    end.facilityCode !== gateIn.facilityCode
  )
    notes.push({
      code: 'LOADED_AT_OTHER_TERMINAL',
      message: `loaded at terminal ${end.facilityCode}, gated in at ${gateIn.facilityCode}`,
    });
  const lastCustoms = customs.findLast(({ equipmentEventTypeCode: code }) => code !== 'INSP');
  if (end && lastCustoms && lastCustoms.equipmentEventTypeCode !== 'CUSR')
    notes.push({ code: 'CUSTOMS_NEVER_RELEASED', message: 'customs selected it and no release was recorded' });
  if (isSuperseded)
    notes.push({
      code: 'SUPERSEDED_BY_GATE_IN',
      message: 'it gated in at another port without a load or a gate-out here',
    });
  return notes;
}

/**
 * A box comes back under the same number for somebody else's cargo, so a declared pause is of one visit: the first at its port
 * that it overlaps.
 */
function isOfVisit(pause: DeclaredPause, { gateIn }: OpenVisit, endMinutes: number): boolean {
  if (pause.UNLocationCode !== undefined && pause.UNLocationCode !== gateIn.UNLocationCode) return false;
  return minutesOf(pause.to) > minutesOf(gateIn.eventDateTime) && minutesOf(pause.from) < endMinutes;
}

function close(open: OpenVisit, end: EquipmentEvent | undefined, rules: DwellRules, isSuperseded = false): Visit {
  const { gateIn, customs } = open;
  const start = minutesOf(gateIn.eventDateTime);
  const isLoaded = end?.equipmentEventTypeCode === 'LOAD';
  const endMinutes = end ? minutesOf(end.eventDateTime) : Number.MAX_SAFE_INTEGER;
  const isOpen = !end && !isSuperseded;
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
  return {
    visitId: visitIdOf(gateIn),
    equipmentReference: gateIn.equipmentReference,
    UNLocationCode: gateIn.UNLocationCode,
    gateInEventID: gateIn.eventID,
    gateInDateTime: gateIn.eventDateTime,
    ...(gateIn.facilityCode === undefined ? {} : { gateInFacilityCode: gateIn.facilityCode }),
    ...(gateIn.modeOfTransport === undefined ? {} : { gateInMode: gateIn.modeOfTransport }),
    ...(isLoaded ? { loadDateTime: end.eventDateTime } : {}),
    ...(isLoaded && end.facilityCode !== undefined ? { loadFacilityCode: end.facilityCode } : {}),
    state: isLoaded ? 'completed' : isOpen ? 'open' : 'left',
    pauses,
    pausedMinutes,
    ...(isLoaded ? { dwellMinutes: endMinutes - start - pausedMinutes } : {}),
    stages: stagesOf(customs, start, isLoaded ? endMinutes : undefined),
    runningPauses: isOpen
      ? counted
          .map(({ reason, from, to }) => ({
            reason,
            from: isoOf(from),
            ...(to === Number.MAX_SAFE_INTEGER ? {} : { to: isoOf(to) }),
          }))
          .toSorted(
            (first, second) => first.from.localeCompare(second.from) || first.reason.localeCompare(second.reason),
          )
      : [],
    notes: notesOf(open, end, isSuperseded),
  };
}

const isoOf = (minutes: number): string => new Date(minutes * 60_000).toISOString();

/** Minutes that an open clock has stood still until now. */
export function pausedMinutesUntil(
  now: string,
  visit: { readonly gateInDateTime: string; readonly runningPauses: readonly RunningPause[] },
): number {
  const end = minutesOf(now);
  const intervals = visit.runningPauses.map(({ reason, from, to }) => ({
    reason,
    from: minutesOf(from),
    to: to === undefined ? end : minutesOf(to),
  }));
  return coveredMinutes(intervals, minutesOf(visit.gateInDateTime), end).reduce(
    (total, { minutes }) => total + minutes,
    0,
  );
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
  let pauses = rules.declaredPauses;
  /** `end` leaves it open where it is absent; `next` is the gate-in elsewhere that says that it ended unseen. */
  const conclude = (visit: OpenVisit, end?: EquipmentEvent, next?: EquipmentEvent): void => {
    const last = end ?? next;
    const endMinutes = last ? minutesOf(last.eventDateTime) : Number.MAX_SAFE_INTEGER;
    const own = pauses.filter((pause) => isOfVisit(pause, visit, endMinutes));
    pauses = pauses.filter((pause) => !own.includes(pause));
    visits.push(close(visit, end, { ...rules, declaredPauses: own }, next !== undefined));
  };
  for (const event of inOrder(events)) {
    const code = event.equipmentEventTypeCode;
    if (isDateOnlyStamp(event.eventDateTime) && event.isConfirmed !== true) {
      quarantined.push({ eventID: event.eventID, code: 'DATE_ONLY_STAMP' });
    } else if (code === 'GTIN') {
      // A second gate-in at the same port (another terminal) continues the visit; at another port it begins a new one.
      if (open?.gateIn.UNLocationCode === event.UNLocationCode) {
        const { facilityCode } = event;
        if (facilityCode !== undefined && facilityCode !== open.gateIn.facilityCode)
          open.laterTerminals.push(facilityCode);
        continue;
      }
      if (open) conclude(open, undefined, event);
      open = { gateIn: event, customs: [], laterTerminals: [] };
    } else if (code === 'LOAD') {
      if (!open) quarantined.push({ eventID: event.eventID, code: 'LOAD_WITHOUT_GATE_IN' });
      else if (open.gateIn.UNLocationCode !== event.UNLocationCode)
        quarantined.push({ eventID: event.eventID, code: 'LOAD_AT_OTHER_PORT' });
      else {
        conclude(open, event);
        open = undefined;
      }
    } else if (code === 'GTOT') {
      if (open && open.gateIn.UNLocationCode === event.UNLocationCode) {
        conclude(open, event);
        open = undefined;
      }
    } else if (open && open.gateIn.UNLocationCode === event.UNLocationCode) {
      open.customs.push(event);
    } else if (code !== 'INSP') {
      quarantined.push({ eventID: event.eventID, code: 'CUSTOMS_WITHOUT_GATE_IN' });
    }
  }
  if (open) conclude(open);
  return { visits, quarantined };
}
