import { assert } from '@greenlane/kernel/assert';

export const textOf = (document: unknown): string => JSON.stringify(document);

/**
 * Many documents, held as strings: small buffers are cut from slabs of 64 KiB that all of the process shares, and one that stays
 * keeps its whole slab (16 kB for each request in a soak). Requests and allocations, which come and go, are JSON. Offers stay, and differ in little: names and order
 * of their fields stand once a shape, and values that come again from offer to offer (ports, ships, days, times of day, rates) once in all, as words with a number. Of
 * an offer its shape is left, two bytes a value, and what it alone says: 164 bytes of 1,525. With that and `withSharedParts` a process with a market of 100,000
 * open offers has 530 MB where it had 598 (`pnpm bench matching.memory`). Requests and allocations as words would make it 485, but took a fifth of what one market on
 * Kafka decides a second. Deflating would save no more than words, but a compressor that is set up for each document costs ten times the time, and memory until the
 * next tick. A library that is full takes no more words: what is new after 65,536 of them, each offer says by itself.
 *
 * The last ones are held as they were given, and packed when others push them out: what changes twice in one decision is not packed
 * in between. Nobody may change a document, given or got.
 */
export type PackedDocuments<Key extends string | number = string> = {
  readonly size: number;
  readonly keys: () => Iterable<Key>;
  readonly has: (key: Key) => boolean;
  /** With its JSON, where that is at hand: a form that holds text takes it as it is. */
  readonly set: (key: Key, document: unknown, text?: string) => void;
  readonly get: <Document>(key: Key) => Document;
  /** Its JSON, made once by a form that holds text. */
  readonly text: (key: Key) => string;
  /** All of them, each as JSON would give it back. */
  readonly entries: () => Iterable<readonly [Key, unknown]>;
  readonly delete: (key: Key) => void;
  /** With the same documents in it; changes to it leave this one as it is. */
  readonly copy: () => PackedDocuments<Key>;
};

type Primitive = string | number | boolean | null;
type Json = Primitive | readonly Json[] | { readonly [name: string]: Json | undefined };

/** A value, or a text that begins with a day: the day and what follows are two pieces, since each minute is a rarer word than either. */
type Leaf = 'value' | 'day and rest';
type ObjectShape = { readonly names: readonly string[]; readonly parts: readonly Shape[]; readonly blank: object };
type Shape = Leaf | readonly Shape[] | ObjectShape;

/** What documents share. It only grows, and nothing in it changes: documents of several kinds, and their copies, can have one. */
type Library = {
  /** With the pieces that a document of each has. */
  readonly shapes: { readonly shape: Shape; readonly pieces: number }[];
  readonly shapeNumbers: Map<string, number>;
  readonly words: Primitive[];
  readonly wordNumbers: Map<Primitive, number>;
  /** Values met of late: one that is met again becomes a word. */
  readonly met: Set<Primitive>;
};

/** Codes that are no words: what a document alone says, and its own key. */
const OWN = 0;
const KEY = 1;

/** Two bytes say which. A document of yet another shape is held as it is, a value that is no word is its document's own. */
const MOST_SHAPES = 0xffff;
const NO_SHAPE = MOST_SHAPES;
const MOST_WORDS = 0x1_0000;
const LONGEST_WORD = 64;
const MOST_MET = 8_192;
function emptyLibrary(): Library {
  return { shapes: [], shapeNumbers: new Map(), words: [OWN, KEY], wordNumbers: new Map(), met: new Set() };
}

// --- packing ---------------------------------------------------------------------------------------------------------

/** A document that is being packed; one at a time, so that the arrays are kept. */
const bytes: number[] = [];
const own: Primitive[] = [];

function addCode(code: number): void {
  bytes.push(code >>> 8, code & 0xff);
}

function addPiece(value: Primitive, key: string | number, { words, wordNumbers, met }: Library): void {
  const known = value === key ? KEY : wordNumbers.get(value);
  if (known !== undefined) {
    addCode(known);
    return;
  }
  if (met.delete(value) && words.length < MOST_WORDS) {
    wordNumbers.set(value, words.length);
    addCode(words.length);
    words.push(value);
    return;
  }
  if (typeof value !== 'string' || value.length <= LONGEST_WORD) {
    if (met.size === MOST_MET) met.clear();
    met.add(value);
  }
  addCode(OWN);
  own.push(value);
}

const DAY_LENGTH = '2026-11-26'.length;
/** Told by its fifth, eighth and eleventh character: a text that only looks like one is two pieces as well, and comes back the same. */
const beginsWithDay = (text: string) => text[DAY_LENGTH] === 'T' && text[4] === '-' && text[7] === '-';

/**
 * Packs the values of a document, and names its shape: each name after its length and before what it names, so that no two shapes
 * have one name.
 */
function addValues(value: Json | undefined, key: string | number, library: Library): string {
  if (typeof value === 'object' && value !== null) {
    let name = '';
    if (Array.isArray(value)) {
      for (const each of value as readonly Json[]) name += addValues(each, key, library);
      return `[${name}]`;
    }
    for (const field of Object.keys(value)) {
      const each = (value as { readonly [name: string]: Json | undefined })[field];
      if (each !== undefined) name += `${field.length}:${field}${addValues(each, key, library)}`;
    }
    return `{${name}}`;
  }
  if (typeof value === 'string' && beginsWithDay(value)) {
    addPiece(value.slice(0, DAY_LENGTH), key, library);
    addPiece(value.slice(DAY_LENGTH), key, library);
    return ';';
  }
  addPiece(value ?? null, key, library);
  return ',';
}

function shapeOf(value: Json | undefined): Shape {
  if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value)) return value.map(shapeOf);
    const fields = Object.entries(value).filter(([, each]) => each !== undefined);
    return {
      names: fields.map(([name]) => name),
      parts: fields.map(([, each]) => shapeOf(each)),
      blank: Object.fromEntries(fields.map(([name]) => [name, null])),
    };
  }
  return typeof value === 'string' && beginsWithDay(value) ? 'day and rest' : 'value';
}

/** A call takes only so many arguments. */
const CHARACTERS_AT_ONCE = 8_192;

function textOfBytes(): string {
  if (bytes.length <= CHARACTERS_AT_ONCE) return String.fromCharCode.apply(null, bytes);
  let text = '';
  for (let from = 0; from < bytes.length; from += CHARACTERS_AT_ONCE) {
    text += String.fromCharCode.apply(null, bytes.slice(from, from + CHARACTERS_AT_ONCE));
  }
  return text;
}

function pack(document: Json, key: string | number, library: Library): string {
  const { shapes, shapeNumbers } = library;
  bytes.length = 0;
  own.length = 0;
  addCode(NO_SHAPE);
  const name = addValues(document, key, library);
  let number = shapeNumbers.get(name);
  if (number === undefined && shapes.length < MOST_SHAPES) {
    number = shapes.length;
    shapes.push({ shape: shapeOf(document), pieces: bytes.length / 2 - 1 });
    shapeNumbers.set(name, number);
  }
  if (number === undefined) bytes.length = 2;
  else {
    bytes[0] = number >>> 8;
    bytes[1] = number & 0xff;
  }
  // In one text with the codes: two that are put together would be held as two.
  const said = number === undefined ? textOf(document) : own.length === 0 ? '' : textOf(own);
  for (let at = 0; at < said.length; at += 1) bytes.push(said.charCodeAt(at));
  return textOfBytes();
}

// --- unpacking -------------------------------------------------------------------------------------------------------

const codeAt = (text: string, at: number) => (text.charCodeAt(at) << 8) | text.charCodeAt(at + 1);

function unpack(text: string, key: string | number, { shapes, words }: Library): unknown {
  const number = codeAt(text, 0);
  if (number === NO_SHAPE) return JSON.parse(text.slice(2));
  const { shape, pieces } = shapes[number]!;
  let at = 2;
  const end = at + 2 * pieces;
  const said: Primitive[] = end === text.length ? [] : JSON.parse(text.slice(end));
  let taken = 0;
  const piece = (): Primitive => {
    const code = codeAt(text, at);
    at += 2;
    if (code === KEY) return key;
    if (code !== OWN) return words[code]!;
    taken += 1;
    return said[taken - 1]!;
  };
  const filled = (of: Shape): Json => {
    if (of === 'value') return piece();
    if (of === 'day and rest') return `${piece()}${piece()}`;
    if (isArrayShape(of)) return of.map(filled);
    // Every field is its own by now, whatever its name.
    const object = { ...of.blank } as Record<string, Json>;
    for (let field = 0; field < of.names.length; field += 1) object[of.names[field]!] = filled(of.parts[field]!);
    return object;
  };
  return filled(shape);
}

const isArrayShape = (shape: Shape): shape is readonly Shape[] => Array.isArray(shape);

// --- documents -------------------------------------------------------------------------------------------------------

/** How a document becomes a string and comes back, and how many of the last ones stay as they were given. */
export type DocumentForm = {
  readonly pack: (document: unknown, key: string | number) => string;
  readonly unpack: (text: string, key: string | number) => unknown;
  readonly isText: boolean;
  readonly mostRecent: number;
};

/** For many documents that stay long: the smallest, at 17 to 25 µs for an offer. */
export function asWords(): DocumentForm {
  const library = emptyLibrary();
  return {
    pack: (document, key) => pack(document as Json, key, library),
    unpack: (text, key) => unpack(text, key, library),
    isText: false,
    // About ten kilobytes each: those that take cargo at one time are few.
    mostRecent: 256,
  };
}

/** For documents that come and go: a market that decides thousands a second has no time for words. */
export const AS_TEXT: DocumentForm = { pack: textOf, unpack: (text) => JSON.parse(text), isText: true, mostRecent: 64 };

type Recent = { readonly document: unknown; readonly isPacked: boolean };

/** The text of a document that is not packed yet. */
const NOT_YET = '';

export function packedDocuments<Key extends string | number = string>(
  what: string,
  form: DocumentForm,
  texts: Map<Key, string> = new Map<Key, string>(),
  recent: Map<Key, Recent> = new Map<Key, Recent>(),
): PackedDocuments<Key> {
  const note = (key: Key, document: unknown, isPacked: boolean): void => {
    recent.delete(key);
    recent.set(key, { document, isPacked });
    if (recent.size <= form.mostRecent) return;
    for (const [oldest, given] of recent) {
      recent.delete(oldest);
      if (!given.isPacked) texts.set(oldest, form.pack(given.document, oldest));
      return;
    }
  };
  const packed = (key: Key): string => {
    const text = texts.get(key);
    assert(text !== undefined, `the market holds ${what} ${key}`);
    return text;
  };
  return {
    get size() {
      return texts.size;
    },
    keys: () => texts.keys(),
    has: (key) => texts.has(key),
    set: (key, document, text) => {
      const isPacked = form.isText && text !== undefined;
      texts.set(key, isPacked ? text : NOT_YET);
      note(key, document, isPacked);
    },
    get: <Document>(key: Key): Document => {
      const known = recent.get(key);
      if (known !== undefined) return known.document as Document;
      const document = form.unpack(packed(key), key);
      note(key, document, true);
      return document as Document;
    },
    text: (key) => {
      if (!form.isText) return textOf(recent.get(key)?.document ?? form.unpack(packed(key), key));
      const known = recent.get(key);
      if (known === undefined || known.isPacked) return packed(key);
      const text = textOf(known.document);
      texts.set(key, text);
      recent.set(key, { document: known.document, isPacked: true });
      return text;
    },
    entries: function* () {
      for (const key of texts.keys()) {
        const known = recent.get(key);
        yield [key, known === undefined ? form.unpack(packed(key), key) : JSON.parse(textOf(known.document))];
      }
    },
    delete: (key) => {
      texts.delete(key);
      recent.delete(key);
    },
    copy: () => packedDocuments(what, form, new Map(texts), new Map(recent)),
  };
}
