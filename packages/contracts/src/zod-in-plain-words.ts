import { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  set: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  map: 'an object',
  date: 'a date',
  null: 'null',
  undefined: 'nothing',
  nan: 'NaN',
  nonoptional: 'a value',
};
const kindNamed = (name: string): string => KINDS[name] ?? name;

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return kindNamed('array');
  return kindNamed(typeof value);
}

/** Of what counts its size: the sizes of other values are limits of the value itself. */
const UNITS: Readonly<Record<string, readonly [one: string, several: string]>> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
  set: ['item', 'items'],
  map: ['item', 'items'],
  file: ['byte', 'bytes'],
};

const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'a date and time with its offset, such as 2026-12-03T06:00:00+08:00',
  date: 'a date such as 2026-12-03',
  time: 'a time such as 06:00:00',
  duration: 'a duration such as P3DT12H',
  url: 'a whole web address, such as https://example.org/path',
  uuid: 'a UUID',
  email: 'an email address',
  base64: 'base64 text',
  base64url: 'base64url text',
};

/** What a limit says of a size or of a value: `at least 2 items`, `5 or more`. */
function limitWords(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const unit = UNITS[issue.origin];
  if (unit) {
    const sized = `${limit} ${unit[Number(limit) === 1 ? 0 : 1]}`;
    if (issue.exact) return `must have exactly ${sized}`;
    return issue.code === 'too_small' ? `must have at least ${sized}` : `must have at most ${sized}`;
  }
  if (issue.inclusive !== false)
    return issue.code === 'too_small' ? `must be ${limit} or more` : `must be ${limit} or less`;
  return issue.code === 'too_small' ? `must be more than ${limit}` : `must be less than ${limit}`;
}

/** What zod says beside the format, of those formats that have more to say. */
type FormatIssue = z.core.$ZodIssueInvalidStringFormat & {
  readonly prefix?: string;
  readonly suffix?: string;
  readonly includes?: string;
};

function formatWords(issue: FormatIssue): string {
  switch (issue.format) {
    case 'starts_with':
      return `must begin with “${issue.prefix}”`;
    case 'ends_with':
      return `must end with “${issue.suffix}”`;
    case 'includes':
      return `must contain “${issue.includes}”`;
    case 'regex':
      return `must match the pattern ${issue.pattern}`;
    default:
      return `must be ${FORMATS[issue.format] ?? `text of the format ${issue.format}`}`;
  }
}

const choiceWords = (values: readonly unknown[]): string =>
  values.length === 1 ? `must be ${String(values[0])}` : `must be one of ${values.map(String).join(', ')}`;

/** What may stand in the place of an issue that no schema has words for, as a sentence about the property. */
function plainWords(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type': {
      const isOtherNumber = typeof value === 'number' && ['number', 'int'].includes(issue.expected);
      const expected = `must be ${kindNamed(issue.expected)}`;
      return value === undefined || isOtherNumber ? expected : `${expected}, not ${kindOf(value)}`;
    }
    case 'too_small':
    case 'too_big':
      return limitWords(issue);
    case 'invalid_format':
      return formatWords(issue as FormatIssue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_value':
      return choiceWords(issue.values);
    case 'invalid_union':
      if ('options' in issue && Array.isArray(issue.options) && issue.options.length > 0)
        return choiceWords(issue.options);
      return issue.inclusive === false
        ? 'fits more than one of the forms that it may have'
        : 'has none of the forms that it may have';
    case 'invalid_key':
      return 'is no name that may stand here';
    case 'invalid_element':
      return 'holds a value that may not stand in it';
    case 'unrecognized_keys':
      return 'this property is not part of the message';
    default:
      return 'may not stand here';
  }
}

const zodsOwn = z.locales.en().localeError;

/** Whether the words are zod's own, which are for programmers; a schema that has words for its refusal keeps them. */
function isWordedByZod(issue: z.core.$ZodIssue): boolean {
  // Of a kind zod also says what it was given, which an issue does not keep.
  if (issue.code === 'invalid_type') return issue.message.startsWith('Invalid input: expected ');
  return issue.message === zodsOwn(issue as never);
}

/** What is wrong with a property, in plain English: what its schema says, else what may stand there. */
export function wordsOf(issue: z.core.$ZodIssue, value: unknown): string {
  return isWordedByZod(issue) ? plainWords(issue, value) : issue.message;
}

/** The same of a property that is not there: within “is required (…)”. */
export const neededWordsOf = (issue: z.core.$ZodIssue): string => wordsOf(issue, undefined).replace(/^must be /, '');
