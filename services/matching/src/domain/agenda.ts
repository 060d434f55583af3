/**
 * Names by the minute at which they fall due: a calendar wheel of minutes in use, and a heap of those minutes. Noting and
 * taking cost what is noted and taken, not what is in the book. An entry is a hint: whoever takes it looks whether it still
 * holds, so nothing is ever searched for and removed. What became of no concern is swept out all at once, when there may be
 * as much of it as of the rest.
 */
export type Agenda<Name> = {
  readonly byMinute: Map<number, Name[]>;
  readonly minutes: number[];
  /** Entries in it, and how many there may be before a sweep looks which of them still matter. */
  noted: number;
  roomFor: number;
};

const LEAST_ROOM = 1_024;

export function emptyAgenda<Name>(): Agenda<Name> {
  return { byMinute: new Map(), minutes: [], noted: 0, roomFor: LEAST_ROOM };
}

export function noteDue<Name>(agenda: Agenda<Name>, minute: number, name: Name): void {
  agenda.noted += 1;
  const names = agenda.byMinute.get(minute);
  if (names !== undefined) {
    names.push(name);
    return;
  }
  agenda.byMinute.set(minute, [name]);
  push(agenda.minutes, minute);
}

/** Takes what is due by a minute, earliest first; of one minute in the order in which it was noted. */
export function takeDue<Name>(agenda: Agenda<Name>, minute: number): Name[] {
  const due: Name[] = [];
  while (agenda.minutes.length > 0 && agenda.minutes[0]! <= minute) {
    const first = pop(agenda.minutes);
    for (const name of agenda.byMinute.get(first)!) due.push(name);
    agenda.byMinute.delete(first);
  }
  agenda.noted -= due.length;
  return due;
}

/**
 * Called when names leave: forgets the entries of those that matter no more, and keeps each name once a minute. It looks
 * only when the entries have doubled since the last look, so that each entry pays for one look.
 */
export function sweep<Name>(agenda: Agenda<Name>, matters: (name: Name, minute: number) => boolean): void {
  if (agenda.noted <= agenda.roomFor) return;
  let kept = 0;
  for (const [minute, names] of agenda.byMinute) {
    const left = [...new Set(names)].filter((name) => matters(name, minute));
    kept += left.length;
    if (left.length === 0) agenda.byMinute.delete(minute);
    else agenda.byMinute.set(minute, left);
  }
  // Ascending numbers are a heap. One by one: a call does not take as many arguments as there may be minutes.
  agenda.minutes.length = 0;
  for (const minute of agenda.byMinute.keys()) agenda.minutes.push(minute);
  agenda.minutes.sort((a, b) => a - b);
  agenda.noted = kept;
  agenda.roomFor = Math.max(LEAST_ROOM, 2 * kept);
}

function push(heap: number[], value: number): void {
  let at = heap.length;
  heap.push(value);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]! <= value) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = value;
}

function pop(heap: number[]): number {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child += 1;
    if (heap[child]! >= last) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}
