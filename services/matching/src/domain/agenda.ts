/**
 * Names by the minute at which they fall due: a calendar wheel of minutes in use, and a heap of those minutes. Noting and
 * taking cost what is noted and taken, not what is in the book. An entry is a hint: whoever takes it looks whether it still
 * holds, so nothing is ever searched for and removed.
 */
export type Agenda<Name> = { readonly byMinute: Map<number, Name[]>; readonly minutes: number[] };

export function emptyAgenda<Name>(): Agenda<Name> {
  return { byMinute: new Map(), minutes: [] };
}

export function noteDue<Name>(agenda: Agenda<Name>, minute: number, name: Name): void {
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
  return due;
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
