import { assert } from '@greenlane/kernel/assert';

/**
 * A document as JSON, parsed only when a payload needs it. A string, not a buffer: small buffers are cut from slabs of 64 KiB that
 * all of the process shares, and one that stays keeps its whole slab (16 kB for each request in a soak).
 */
export const textOf = (document: unknown): string => JSON.stringify(document);

export function documentOf<Document>(documents: ReadonlyMap<unknown, string>, key: unknown, what: string): Document {
  const text = documents.get(key);
  assert(text, `the market holds ${what} ${String(key)}`);
  return JSON.parse(text);
}

/**
 * The documents that were read last, beside the texts that they were read from: what is asked for again is not parsed again.
 * Nobody may change one.
 */
export type RecentDocuments<Document> = {
  readonly get: (key: string, text: string, parse: (text: string) => Document) => Document;
  readonly put: (key: string, text: string, document: Document) => void;
};

export function recentDocuments<Document>(most: number): RecentDocuments<Document> {
  const held = new Map<string, { readonly text: string; readonly document: Document }>();
  const put = (key: string, text: string, document: Document): void => {
    held.delete(key);
    held.set(key, { text, document });
    if (held.size <= most) return;
    for (const oldest of held.keys()) {
      held.delete(oldest);
      return;
    }
  };
  return {
    put,
    get: (key, text, parse) => {
      const known = held.get(key);
      if (known !== undefined && known.text === text) return known.document;
      const document = parse(text);
      put(key, text, document);
      return document;
    },
  };
}

/**
 * Many documents of one kind, packed. They differ in little but figures, so names and order of their fields are kept once a
 * shape, and of each document only its shape's number and its values: a third of the text. Deflating
 * would save more, but a compressor that is set up for each document costs ten times the time, and memory until the next tick.
 */
export type PackedDocuments = {
  readonly size: number;
  readonly keys: () => Iterable<string>;
  readonly has: (key: string) => boolean;
  readonly set: (key: string, document: unknown) => void;
  readonly get: <Document>(key: string) => Document;
  readonly delete: (key: string) => void;
  /** With the same documents in it; changes to it leave this one as it is. */
  readonly copy: () => PackedDocuments;
};

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Primitive = string | number | boolean | null;
/** A document with 0 in the place of each value, in the order in which {@link fill} takes them. */
type Shape = 0 | readonly Shape[] | { readonly [name: string]: Shape };

function shapeOf(value: Json, values: Primitive[]): Shape {
  if (Array.isArray(value)) return value.map((each: Json) => shapeOf(each, values));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shapeOf(each, values)]));
  }
  values.push(value as Primitive);
  return 0;
}

function fill(shape: Shape, values: Iterator<Primitive>): Json {
  if (shape === 0) return values.next().value as Primitive;
  if (Array.isArray(shape)) return shape.map((each: Shape) => fill(each, values));
  return Object.fromEntries(Object.entries(shape).map(([name, each]) => [name, fill(each, values)]));
}

/** The shapes met so far: a copy of the documents shares them, since one that is known never changes. */
type Shapes = { readonly known: Shape[]; readonly numbers: Map<string, number> };

/** Documents of yet another shape are held as they are. */
const MOST_SHAPES = 4_096;
/** Those that take cargo at one time are few: about ten kilobytes each. */
const MOST_UNPACKED = 256;

export function packedDocuments(
  what: string,
  packed = new Map<string, string>(),
  shapes: Shapes = { known: [], numbers: new Map() },
): PackedDocuments {
  const unpacked = recentDocuments<unknown>(MOST_UNPACKED);
  const unpack = (text: string): unknown => {
    const held: Json = JSON.parse(text);
    if (!Array.isArray(held)) return held;
    const [number, ...values] = held as [number, ...Primitive[]];
    return fill(shapes.known[number]!, values.values());
  };
  return {
    get size() {
      return packed.size;
    },
    keys: () => packed.keys(),
    has: (key) => packed.has(key),
    set: (key, document) => {
      const values: Primitive[] = [];
      // Parsed anew, so that what JSON leaves out (undefined) is in neither.
      const shape = shapeOf(JSON.parse(JSON.stringify(document)), values);
      const name = JSON.stringify(shape);
      let number = shapes.numbers.get(name);
      if (number === undefined && shapes.known.length === MOST_SHAPES) {
        packed.set(key, textOf(document));
        return;
      }
      if (number === undefined) {
        number = shapes.known.length;
        shapes.known.push(shape);
        shapes.numbers.set(name, number);
      }
      packed.set(key, textOf([number, ...values]));
    },
    get: <Document>(key: string): Document => {
      const text = packed.get(key);
      assert(text, `the market holds ${what} ${key}`);
      return unpacked.get(key, text, unpack) as Document;
    },
    delete: (key) => {
      packed.delete(key);
    },
    copy: () => packedDocuments(what, new Map(packed), shapes),
  };
}
