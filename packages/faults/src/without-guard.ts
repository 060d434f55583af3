import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One guard of the product: the line that is it, and the same line without it. */
export type Guard = { readonly file: string; readonly line: string; readonly without: string };

/**
 * What the broken twins switch off. Each is taken out of the source as a process of the product loads it, so that the twin
 * is the whole platform but for this, and nothing in the product knows of it.
 */
export const GUARDS = {
  /** F8: a full disk is an outage that passes, not an error of ours. */
  'disk-full-is-an-outage': {
    file: 'packages/runtime/src/http.ts',
    line: "  '53100',\n",
    without: '',
  },
  /** F9: bodies are parsed before anything else sees them. */
  'bodies-are-parsed': {
    file: 'packages/runtime/src/http.ts',
    line: ": parsePart(route.body ?? NO_BODY, request.body, 'The body is not valid');",
    without: ': request.body;',
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
  /** F14: nothing more is fetched before what was fetched is done. */
  'fetching-waits-for-handling': {
    file: 'packages/messaging/src/kafka.ts',
    line: 'if (!(await handleUntilDone(subscription, deliveries, batch.partition, context))) return;',
    without: 'void handleUntilDone(subscription, deliveries, batch.partition, context);',
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
