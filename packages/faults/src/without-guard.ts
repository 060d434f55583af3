import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One guard of the product: the line that is it, and the same line without it. */
export type Guard = { readonly file: string; readonly line: string; readonly without: string };

/**
 * What the broken twins switch off. Each is taken out of the source as a process of the product loads it, so that the twin
 * is the whole platform but for this, and nothing in the product knows of it.
 */
export const GUARDS = {
  /** F1: what was granted takes its space before the next is decided. */
  'what-is-held-takes-its-space': {
    file: 'services/matching/src/domain/book-changes.ts',
    line: '  offer.used = movedSpace(offer.used, allocation, sign);\n',
    without: '',
  },
  /** F5: of an event that was corrected or retracted the newest version counts, not the one that came last. */
  'the-newest-version-counts': {
    file: 'services/port-channel/src/domain/dwell.ts',
    line: 'if (!known || supersedes(event, known)) newest.set(event.eventID, event);',
    without: 'newest.set(event.eventID, event);',
  },
  /** F8: a full disk is an outage that passes, not an error of ours. */
  'disk-full-is-an-outage': {
    file: 'packages/messaging/src/consumer.ts',
    line: '/^(08|53|57P|',
    without: '/^(08|57P|',
  },
  /** F9: bodies are parsed before anything else sees them. */
  'bodies-are-parsed': {
    file: 'packages/runtime/src/http.ts',
    line: ": parsePart(route.body ?? NO_BODY, request.body, 'The body is not valid');",
    without: ': request.body;',
  },
  /** F10: a route is for the roles that it names. */
  'roles-are-asked-for': {
    file: 'packages/runtime/src/access.ts',
    line: '!route.allow.includes(principal.role)',
    without: 'false',
  },
  /** F12: standard cargo leaves a cut sailing before priority cargo does. */
  'standard-is-bumped-first': {
    file: 'services/matching/src/domain/offer-changes.ts',
    line: 'return rank(a) - rank(b) || b.number - a.number;',
    without: 'return rank(a) - rank(a) || b.number - a.number;',
  },
  /** F13: a name is not asked a second time. */
  'what-was-checked-is-connected-to': {
    file: 'services/notifications/src/guarded-post.ts',
    line: '      host: address,\n',
    without: '      host: url.hostname,\n',
  },
  /** F14: nothing is acknowledged, and no more of a partition taken, before what was taken is done. */
  'acknowledging-waits-for-handling': {
    file: 'packages/messaging/src/kafka.ts',
    line: 'const isDone = await handleUntilDone(subscription, deliveries, partition, { isOurs, log });',
    without: 'const isDone = true; void handleUntilDone(subscription, deliveries, partition, { isOurs, log });',
  },
  /** F15: the digits of a stamp are read with their offset, by the dwell clock … */
  'a-gate-move-has-its-offset': {
    file: 'services/port-channel/src/domain/dwell.ts',
    line: 'Math.floor(Date.parse(dateTime) / 60_000);',
    without: "Math.floor(Date.parse(dateTime.slice(0, 19) + 'Z') / 60_000);",
  },
  /** … and by the market. */
  'a-deadline-has-its-offset': {
    file: 'services/matching/src/domain/request-terms.ts',
    line: 'const milliseconds = Date.parse(dateTime);',
    without: "const milliseconds = Date.parse(dateTime.slice(0, 19) + 'Z');",
  },
  /** F17: halves of a gram go to the even one, as the rule says that every statement names. */
  'grams-are-rounded-half-to-even': {
    file: 'packages/kernel/src/decimal.ts',
    line: 'const whole = roundHalfEven(value, 0).toNumber();',
    without: 'const whole = Math.round(value.toNumber());',
  },
  /** F17: whoever verifies a statement computes its figures again; a signature alone is whose word it is. */
  'the-verifier-computes-again': {
    file: 'packages/statement/src/verify.ts',
    line: 'const difference = recompute(signed.statement);',
    without: 'const difference = undefined;',
  },
  /** F19: whoever is told to stop first says so, lets what was begun end, and then goes. */
  'an-end-is-orderly': {
    file: 'packages/runtime/src/run.ts',
    line: "process.on('SIGTERM', () => void shutDown(0));",
    without: '',
  },
} as const satisfies Readonly<Record<string, Guard>>;
export type GuardName = keyof typeof GUARDS;

export const sourceOf = ({ file }: Guard): string =>
  readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');

/** The source without its guard; throws when the guard is not there exactly once, as then nothing would be switched off. */
export function withoutGuard(source: string, { file, line, without }: Guard): string {
  const parts = source.split(line);
  if (parts.length !== 2) throw new Error(`${file} has its guard ${parts.length - 1} times: ${line}`);
  return parts.join(without);
}

/** Settings of a process that is started without one guard. */
export const environmentWithout = (guard: GuardName): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import ${new URL('./take-guard-out.ts', import.meta.url).href}`,
  FAULTS_WITHOUT_GUARD: guard,
});
