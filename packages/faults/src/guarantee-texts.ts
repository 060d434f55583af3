/** The sentences of docs/guarantees.md; every figure beside them comes from the last results. */

export type Guarantee = {
  readonly sentence: string;
  readonly invariants: string;
  readonly faults: readonly string[];
  /** Where else it is held, at every change: paths from the root. */
  readonly tests?: readonly string[];
};

export const GUARANTEES: readonly Guarantee[] = [
  {
    sentence:
      'No ship is sold twice over: however many ask at once, what is held, confirmed and loaded never exceeds what the carrier published, on any leg, in TEU, weight, dangerous goods or reefer plugs.',
    invariants: 'I1, I4',
    faults: ['F1', 'F12', 'F16'],
    tests: ['services/matching/test/properties.test.ts'],
  },
  {
    sentence:
      'What you were told is accepted stays accepted: a request, offer, confirmation or claim that was answered with a yes is there afterwards, once, whatever crashed in between.',
    invariants: 'I2',
    faults: ['F2', 'F3', 'F7', 'F8', 'F19'],
  },
  {
    sentence:
      'An answer is honest: “nothing was stored” means that, and when the platform cannot know, it says so and tells you to send the same again.',
    invariants: 'I2',
    faults: ['F7', 'F8'],
  },
  {
    sentence:
      'Everything counts once, even when the same message arrives five times or a whole history is read again: no box is booked, passed or paid for twice.',
    invariants: 'I3, I6',
    faults: ['F4', 'F2', 'F6'],
  },
  {
    sentence:
      'A message that cannot be read stops nobody: it is put aside with the reason and exactly as it came, the others go on, and it is taken once the cause is mended.',
    invariants: 'I2, I3',
    faults: ['F6', 'F14'],
  },
  {
    sentence:
      'Priority units come first: nobody else is let into space that is kept for them before its release, and when a carrier cuts capacity their cargo is moved last, and whoever is moved is queued again and told why.',
    invariants: 'I7',
    faults: ['F12', 'F15', 'F16'],
    tests: ['services/matching/test/properties.test.ts'],
  },
  {
    sentence:
      'Nobody waits beside an empty slot: once space is open to everyone, cargo that fits it gets it, and who has waited as long as the policy allows is not passed over for later cargo without priority.',
    invariants: 'I7',
    faults: ['F16'],
    tests: ['packages/faults/test/checks.int.test.ts'],
  },
  {
    sentence:
      'A decision can be looked up and computed again: from the same offers and requests in the same order comes the same decision, to the byte.',
    invariants: 'I8',
    faults: ['F16', 'F17'],
    tests: ['services/matching/test/market.test.ts'],
  },
  {
    sentence: 'A container is subsidised once, and never more is granted than the cap allows.',
    invariants: 'I9',
    faults: ['F11', 'F2'],
  },
  {
    sentence:
      'The time a box spent in port is the same in whichever order the port’s reports arrive, and never negative.',
    invariants: 'I10',
    faults: ['F5', 'F15', 'F16'],
  },
  {
    sentence:
      'Your business stays yours: nobody sees or changes what belongs to another organisation, and nothing is sent to an address that was not checked.',
    invariants: 'I11',
    faults: ['F10', 'F13'],
    tests: ['services/embedded/test/tenancy.int.test.ts'],
  },
  {
    sentence:
      'Whatever is sent to the API, the answer is one that its document describes; a wrong request is told what is wrong with it.',
    invariants: 'contract',
    faults: ['F9'],
    tests: ['packages/faults/test/model.int.test.ts', 'packages/faults/test/life-model.int.test.ts'],
  },
  {
    sentence:
      'The platform is changed without a pause, its tables grow and shrink under load without an error, and a backup that is brought back is whole.',
    invariants: 'I1–I6',
    faults: ['F18', 'F19'],
  },
  {
    sentence:
      'Every decision and change is in a log whose rows hang together, so that one that was changed, left out or swapped afterwards is found.',
    invariants: 'I5',
    faults: ['F2', 'F7'],
    tests: ['services/programme/test/audit.int.test.ts'],
  },
  {
    sentence: 'The grams on a statement are exact, and anyone can compute them again from the file alone.',
    invariants: 'I8',
    faults: ['F17'],
  },
];

/** What each invariant says; the queries of `greenlane verify` stand beside it, from the code. */
export const INVARIANTS: readonly (readonly [name: string, sentence: string])[] = [
  [
    'I1',
    'No oversell: per offer, leg and dimension, held + confirmed + loaded ≤ published. Loaded and completed cargo keeps its space.',
  ],
  ['I2', 'Nothing lost: what a client saw accepted exists once, in a legal state.'],
  ['I3', 'Effects once: delivering an event, or a whole topic, again changes no row.'],
  [
    'I4',
    'Conservation: published = free + held + confirmed + loaded + withdrawn, per leg and dimension, at every version.',
  ],
  ['I5', 'Audit chain: the hash of every row recomputes, there are no gaps, and anchors match.'],
  ['I6', 'Order: a copy of a state stands at the version that its owner decided last.'],
  [
    'I7',
    'Priority: no standard cargo in protected space before its release; afterwards no open space stays empty while cargo that fits waits; the wait of standard cargo is bounded.',
  ],
  ['I8', 'Determinism: the same book and events give the same decisions and the same grams, byte for byte.'],
  ['I9', 'One active claim per container, leg and programme; the sum of subsidies stays within every cap.'],
  ['I10', 'Dwell is the same for any order of arrival of the same events, and never negative.'],
  ['I11', 'Isolation: no organisation sees or changes the rows, events or webhooks of another.'],
];

/** What each broken twin lacks. */
export const TWINS: Readonly<Record<string, string>> = {
  F1: 'what was granted takes no space yet when the next is decided, and the tables check nothing',
  F2: 'no inbox remembers what was taken',
  F3: 'events that were not published are dropped, as without an outbox',
  F4: 'no inbox remembers what was taken',
  F5: 'of a corrected event the version that came last counts, not the newest',
  F6: 'what cannot be read is not put aside',
  F7: 'PostgreSQL answers a commit before it is on disk',
  F8: 'a full disk is taken for an error of ours',
  F9: 'bodies are believed as they come',
  F10: 'nobody asks for the role of a caller',
  F11: 'the unique index of active claims is dropped',
  F12: 'whoever booked last is moved first, priority or not',
  F13: 'the name is asked again after its address was checked',
  F14: 'what was fetched is acknowledged before it is done',
  F15: 'stamps are read without their offset, by the dwell clock and by the market',
  F16: 'an owner that was replaced may still commit; the sender forgets what it could not deliver; the receiver forgets what it took',
  F17: 'half a gram always goes up; the verifier believes the signature',
  F18: 'a column is dropped while the old version still writes it; a backup is read without one snapshot',
  F19: 'nobody taught the process to stop',
};

/** Faults that start no process of the platform: what they run instead. */
export const NOT_PROCESSES: Readonly<Record<string, string>> = {
  F5: 'the pure dwell clock',
  F10: 'tests of the whole route table over HTTP and of every table’s row level security',
  F13: 'tests of the sender against real receivers on this machine, and of its process killed',
  F15: 'the pure dwell clock and market',
  F16: 'the pure market and dwell clock, and the way of their events with the tables stood for by lists',
  F17: 'the emissions package, the offline verifier and tests of the service',
};

export const NOT_GUARANTEED: readonly string[] = [
  'That there is space, or money: rules of basis ASSUMED make everything that rests on them indicative.',
  'How fast: recoveries and waits beside the faults were measured on one machine with two cores; they are figures, not promises. F2 allows 10 s from a kill to readiness, or two and a half times a start where a start takes longer; F7 waits out its connections that went half-open, which only a time-out tells.',
  'That a message is delivered exactly once: listeners get it at least once, with an id that tells them so.',
  'Order between different requests, containers or markets: only what belongs together stays in order.',
  'Survival of a lost disk: the last backup and what was archived since are what is left. Run PostgreSQL with replication.',
  'Correct answers from a PostgreSQL that runs with `fsync` or `synchronous_commit` off: the broken twin of F7 shows what is lost.',
  'That a carrier or a port tells the truth: figures say where they come from, and evidence can be attested or refused.',
  'Protection from whoever operates the database: the log and its anchors show a change, they do not prevent it.',
  'What was accepted after a backup began: it is as old as its beginning, and on Kafka the events are not in it (docs/operations.md).',
  'That any version reads what any other wrote: F18 upgrades from the version before the newest migrations to this one under load, and not from every version to every later one.',
  'Kafka with one broker and one copy, as in the tests, survives its restarts and kills, not the loss of its disk.',
  'That every interleaving was tried: F16 simulates the market, the dwell clock and the way of a decision from its commit through outbox, relay and topic to a listener’s inbox. Tables and topics are lists there, as what PostgreSQL and Kafka do with them is no code of ours; F2, F3, F4 and F7 break the real ones. Subsidy claims are not simulated at all: what races for a box or a cap is settled by a unique index and a checked update inside PostgreSQL, so that a model of them would test itself; F11 races them on real processes. Neither is HTTP, nor the log of changes (I5).',
  'That more was tried than was run: `--scale ci`, by which this page is measured, kills 40 times (F2, 200 nightly), restarts Kafka 3 times (F3, 20) and PostgreSQL 6 times (F7, 30), as restarts take the time they take; all others run at their full figure.',
  'That `greenlane verify` sees every breach of I7: from rows it judges only sailings and requests about which rows leave no doubt (packages/faults/src/priority-checks.ts says which). F16 judges every step.',
  'That the checkers are strangers everywhere: those of rows and histories share no code with the platform; F16 asks the platform’s own slow reference ranking whether somebody waits in vain, and F10, F13 and a part of F17 run tests of the project.',
];
