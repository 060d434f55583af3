import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyAgenda, noteDue, takeDue } from '../src/domain/agenda.ts';

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
});
