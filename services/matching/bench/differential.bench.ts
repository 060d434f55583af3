import { assert } from '@greenlane/kernel/assert';
import type { Bench } from '@greenlane/testing/bench/bench';
import fc from 'fast-check';
import { apply } from '../src/domain/apply.ts';
import { assertBook } from '../src/domain/book-invariants.ts';
import { bookHash } from '../src/domain/book-snapshot.ts';
import { naiveRanking } from '../src/domain/naive-ranking.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import { eagerIndex, eventsOf, newPlay, type Step, step } from '../test/random-books.ts';

const COMMANDS = 1_000_000;
const STEPS_OF_A_BOOK = 1_000;
const LARGEST_BOOK = 200;
/** Time passes more slowly than in the property tests, so that long histories stay between first and last cut-off. */
const WAIT_DIVISOR = 6;

function stepsOf(seed: number): readonly Step[] {
  const [steps] = fc.sample(fc.array(step, { minLength: STEPS_OF_A_BOOK, maxLength: STEPS_OF_A_BOOK, size: 'max' }), {
    numRuns: 1,
    seed,
  });
  return steps!.map((each) =>
    each.kind === 'wait' ? { ...each, minutes: Math.ceil(each.minutes / WAIT_DIVISOR) } : each,
  );
}

/** Both engines through one seeded history: whether effects and state stayed equal, and what each took. */
function playBoth(seed: number) {
  const steps = stepsOf(seed);
  const naive = newPlay(naiveRanking);
  // Every other book reaches the bit sets, which only longer lanes would.
  const fast = newPlay(seed % 2 === 0 ? indexedRanking : eagerIndex);
  const milliseconds = { naive: 0, fast: 0 };
  let commands = 0;
  let equal = true;
  const timed = (side: 'naive' | 'fast', play: typeof naive, event: Parameters<typeof apply>[2]) => {
    const from = performance.now();
    const outcome = apply(play.book, play.engine, event);
    milliseconds[side] += performance.now() - from;
    return JSON.stringify([outcome.effects, outcome.refusal ?? null, outcome.changed]);
  };
  for (const next of steps) {
    // Beyond the largest book only what is there goes on.
    if (next.kind === 'publish' && naive.book.offers.size >= LARGEST_BOOK) continue;
    const events = eventsOf(naive, next);
    eventsOf(fast, next);
    for (const event of events) {
      commands += 1;
      equal &&= timed('naive', naive, event) === timed('fast', fast, event);
    }
  }
  assertBook(fast.book);
  return { commands, milliseconds, equal: equal && bookHash(naive.book) === bookHash(fast.book) };
}

export const benches: Bench[] = [
  {
    name: 'matching.differential-million',
    what: `${COMMANDS.toLocaleString('en')} random commands on books of up to ${LARGEST_BOOK} offers through core and index and through the naive reference: share of books with equal effects and equal state hashes`,
    rival: 'the naive reference engine',
    better: 'higher',
    floor: 1,
    judged: 'best',
    runs: 1,
    prepare: async ({ part }) => ({
      measure: async () => {
        let commands = 0;
        let books = 0;
        let same = 0;
        const milliseconds = { naive: 0, fast: 0 };
        // A part plays every so many-th book: all parts together play a million commands and no book twice.
        for (let seed = part.number; commands < COMMANDS / part.of; seed += part.of) {
          const played = playBoth(seed);
          if (!played.equal) console.error(`the book of seed ${seed} differs`);
          commands += played.commands;
          books += 1;
          same += played.equal ? 1 : 0;
          milliseconds.naive += played.milliseconds.naive;
          milliseconds.fast += played.milliseconds.fast;
        }
        assert(books > 0, 'books were played');
        return {
          ratio: same / books,
          figures: {
            part: `${part.number} of ${part.of}`,
            commands,
            books,
            'index µs a command': (milliseconds.fast * 1000) / commands,
            'naive µs a command': (milliseconds.naive * 1000) / commands,
          },
        };
      },
    }),
  },
];
