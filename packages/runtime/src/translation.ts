import type { Language } from '@greenlane/contracts/values';
import type { ProblemItem } from './service.ts';

/**
 * What a room says in another language. Refusals are written in English where they are decided, in rows and events too; so
 * that sentence is their key, with `{0}`, `{1}` … for what it names.
 */
export type Translation = {
  readonly sentences: Readonly<Record<string, string>>;
  /** Values that sentences name: states, roles, reasons. */
  readonly terms?: Readonly<Record<string, string>>;
  /** By code, where the message comes from a library: `{message}` is what it said. */
  readonly codes?: Readonly<Record<string, string>>;
};

export type Translator = {
  /** A sentence that no room has words for stays as it is. */
  readonly sentence: (english: string) => string;
  readonly problem: (item: ProblemItem) => ProblemItem;
  /** Between two problems of one answer. */
  readonly separator: string;
  /** Between a property and what is said of it. */
  readonly colon: string;
};

export const IN_ENGLISH: Translator = {
  sentence: (english) => english,
  problem: (item) => item,
  separator: '; ',
  colon: ': ',
};

type Pattern = { readonly pattern: RegExp; readonly translated: string; readonly literalLength: number };

const PLACEHOLDER = /\{(\d+)\}/g;
/** A sentence named in another, and a value in that: deeper none goes. */
const DEEPEST = 3;

function patternOf([english, translated]: readonly [string, string]): Pattern {
  const names: string[] = [];
  const literals = english.split(/\{(\d+)\}/);
  const source = literals
    .map((part, index) => {
      if (index % 2 === 0) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      names.push(part);
      return `(?<_${part}>.*?)`;
    })
    .join('');
  return {
    pattern: new RegExp(`^${source}$`, 's'),
    translated,
    literalLength: english.length - names.reduce((total, name) => total + name.length + 2, 0),
  };
}

/** Several values of which each has words: `held or confirmed`, `ROAD, RAIL`. */
const LIST = / or |, /;

export function makeTranslator(translations: readonly Translation[]): Translator {
  const entries = translations.flatMap(({ sentences }) => Object.entries(sentences));
  const whole = new Map(entries.filter(([english]) => english.search(PLACEHOLDER) < 0));
  const terms = new Map(translations.flatMap((each) => Object.entries(each.terms ?? {})));
  const codes = new Map(translations.flatMap((each) => Object.entries(each.codes ?? {})));
  // The one with the most words of its own is the sentence that was meant.
  const patterns = entries
    .filter(([english]) => english.search(PLACEHOLDER) >= 0)
    .map(patternOf)
    .toSorted((a, b) => b.literalLength - a.literalLength);

  const value = (english: string, depth: number): string => {
    const term = terms.get(english);
    if (term !== undefined) return term;
    const parts = english.split(LIST);
    if (parts.length > 1 && parts.every((part) => terms.has(part)))
      return parts.map((part) => terms.get(part)).join('、');
    return say(english, depth + 1) ?? english;
  };
  const say = (english: string, depth: number): string | undefined => {
    if (depth > DEEPEST) return undefined;
    const known = whole.get(english);
    if (known !== undefined) return known;
    for (const { pattern, translated } of patterns) {
      const named = pattern.exec(english)?.groups;
      if (named) return translated.replaceAll(PLACEHOLDER, (_all, name) => value(named[`_${name}`] ?? '', depth));
    }
    return undefined;
  };
  const sentence = (english: string): string => say(english, 0) ?? english;
  return {
    sentence,
    problem: (item) => {
      const message =
        say(item.message, 0) ?? codes.get(item.code)?.replaceAll('{message}', () => item.message) ?? item.message;
      return { ...item, message };
    },
    separator: '；',
    colon: '：',
  };
}

/** What is stored and read by more than whoever sent it goes out in every language, where its room did not word it itself. */
export function wordedInAll<Said extends { readonly message: string; readonly translations?: object | undefined }>(
  translations: readonly Translation[],
): (said: Said) => Said | (Said & { readonly translations: { readonly zh: string } }) {
  const chinese = makeTranslator(translations);
  return (said) => (said.translations ? said : { ...said, translations: { zh: chinese.sentence(said.message) } });
}

/** Of one process: each language that its answers can be in. */
export type Translators = Readonly<Record<Language, Translator>>;
