import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyAgenda, noteDue, sweep, takeDue } from '../src/domain/agenda.ts';

describe('an agenda', () => {
  it('gives what is due, earliest first and otherwise in the order it was noted, and each once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.record({ note: fc.nat(300) }), fc.record({ take: fc.nat(300) })), { maxLength: 200 }),
        (steps) => {
          const agenda = emptyAgenda<number>();
          let kept: { readonly minute: number; readonly name: number }[] = [];
          for (const [name, step] of steps.entries()) {
            if ('note' in step) {
              noteDue(agenda, step.note, name);
              kept.push({ minute: step.note, name });
              continue;
            }
            const due = kept.filter(({ minute }) => minute <= step.take);
            kept = kept.filter(({ minute }) => minute > step.take);
            expect(takeDue(agenda, step.take)).toEqual(
              due.sort((a, b) => a.minute - b.minute || a.name - b.name).map((entry) => entry.name),
            );
          }
          expect([agenda.byMinute.size, agenda.minutes.length]).toEqual(
            Array(2).fill(new Set(kept.map(({ minute }) => minute)).size),
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('sweeps out what matters no more, and is never more than twice as long as what does', () => {
    const agenda = emptyAgenda<number>();
    let longest = 0;
    for (let name = 0; name < 50_000; name += 1) {
      noteDue(agenda, 1_000 + (name % 97), name);
      // Ten live at a time, one of them noted again and again in the same minute.
      noteDue(agenda, 5, 0);
      sweep(agenda, (other, minute) => other > name - 10 || minute === 5);
      longest = Math.max(longest, agenda.noted);
    }
    expect(longest).toBeLessThan(1_100);
    sweep({ ...agenda, roomFor: 0 }, (other, minute) => other > 49_989 || minute === 5);
    expect(takeDue(agenda, 999)).toEqual([0]);
    expect(takeDue(agenda, 2_000).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_none, at) => 49_990 + at),
    );
    expect([agenda.byMinute.size, agenda.minutes]).toEqual([0, []]);
  });

  it('sweeps an agenda of very many minutes', () => {
    const agenda = emptyAgenda<number>();
    const minutes = 300_000;
    for (let minute = minutes; minute > 0; minute -= 1) noteDue(agenda, minute, minute);
    sweep(agenda, (name) => name % 2 === 0);
    expect([agenda.noted, takeDue(agenda, 6), agenda.noted]).toEqual([minutes / 2, [2, 4, 6], minutes / 2 - 3]);
  });
});
