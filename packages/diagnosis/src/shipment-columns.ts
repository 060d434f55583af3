import { SHIPMENT_FIELD_NAMES, SHIPMENT_FIELDS, type ShipmentField } from './shipment-fields.ts';

export type ColumnUnit = 'kg' | 't' | 'km' | 'nm' | '%' | 'TEU';

/** How units are written in headers and cells; 吨 and MT are metric tonnes, 海里 nautical miles. */
const UNIT_SPELLINGS: readonly (readonly [ColumnUnit, RegExp])[] = [
  ['kg', /^(kgs?|kilograms?|kilo|公斤|千克)$/i],
  ['t', /^(t|to|mt|mts|tons?|tonnes?|metric ?tons?|吨|公吨)$/i],
  ['km', /^(kms?|kilomet(er|re)s?|公里|千米)$/i],
  ['nm', /^(n ?mi?les?|nmi?|nautical ?miles?|sm|seemeilen|海里|浬)$/i],
  ['%', /^(%|percent|pct|百分比)$/i],
  ['TEU', /^(teus?|标箱)$/i],
];

export function unitOf(text: string): ColumnUnit | undefined {
  const plain = text.normalize('NFKC').trim();
  return UNIT_SPELLINGS.find(([, spelling]) => spelling.test(plain))?.[0];
}

export type MatchedColumn = {
  readonly header: string;
  readonly field: ShipmentField;
  readonly index: number;
  readonly unit?: ColumnUnit;
};

export type ColumnMatch = {
  readonly matched: readonly MatchedColumn[];
  /** Columns that say nothing a footprint needs, or that a better column already says. */
  readonly ignored: readonly string[];
};

const keyOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]/gu, '');

const FIELD_BY_KEY: ReadonlyMap<string, ShipmentField> = new Map(
  SHIPMENT_FIELD_NAMES.flatMap((field) =>
    [field, ...SHIPMENT_FIELDS[field]].map((name): [string, ShipmentField] => [keyOf(name), field]),
  ),
);
/** Longest first: 前程运输距离 must not be taken for 距离. Short Latin words are matched only as a whole. */
const CONTAINED_KEYS = [...FIELD_BY_KEY.keys()]
  .filter((key) => (/^[\x20-\x7e]+$/.test(key) ? key.length >= 5 : key.length >= 2))
  .sort((a, b) => b.length - a.length);

/** "毛重(KG)" → 毛重 and kg; "Distance_nm" → distance and nm; "Load factor %" → load factor and %. */
function splitUnit(header: string): { readonly name: string; readonly unit?: ColumnUnit } {
  const plain = header.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
  const bracketed = /^(.*?)[([{【]\s*([^)\]}】]*?)\s*[)\]}】]\s*(.*)$/.exec(plain);
  if (bracketed) {
    const unit = unitOf(bracketed[2] ?? '');
    if (unit !== undefined) return { name: `${bracketed[1]} ${bracketed[3]}`, unit };
  }
  const trailing = /^(.*?)[\s_/,:-]+([^\s_/,:-]+)$/.exec(plain);
  const unit = trailing && unitOf(trailing[2] ?? '');
  if (trailing && unit) return { name: trailing[1] ?? '', unit };
  const glued = /^(.*?)(千克|公斤|公吨|吨|公里|千米|海里|%|Kg|Km|Nm)$/.exec(plain);
  const gluedUnit = glued && glued[1] !== '' ? unitOf(glued[2] ?? '') : undefined;
  return glued && gluedUnit ? { name: glued[1] ?? '', unit: gluedUnit } : { name: plain };
}

type Candidate = MatchedColumn & { readonly isExact: boolean };

function candidateOf(header: string, index: number, named: ShipmentField | undefined): Candidate | undefined {
  const { name, unit } = splitUnit(header);
  const withUnit = unit === undefined ? {} : { unit };
  if (named !== undefined) return { header, index, field: named, isExact: true, ...withUnit };
  const whole = FIELD_BY_KEY.get(keyOf(header));
  const exact = whole ?? FIELD_BY_KEY.get(keyOf(name)) ?? FIELD_BY_KEY.get(keyOf(name.replaceAll(/[([{【].*/g, '')));
  if (exact !== undefined) return { header, index, field: exact, isExact: true, ...withUnit };
  // A header in two languages, "起运港 POL", names one field twice.
  const parts = name.split(/[\s/|()[\]·-]+/).flatMap((part) => FIELD_BY_KEY.get(keyOf(part)) ?? []);
  const key = keyOf(name);
  const contained = CONTAINED_KEYS.find((candidate) => key.includes(candidate));
  const field = parts[0] ?? (contained === undefined ? undefined : FIELD_BY_KEY.get(contained));
  return field === undefined ? undefined : { header, index, field, isExact: false, ...withUnit };
}

/** A longer cell is text, not a header; the patterns above are not made for it. */
const MAXIMUM_HEADER_LENGTH = 120;

/**
 * Which column says what, by its header in English, Chinese or German, with units in it; `named` overrides by header. A
 * field is read from one column: the one that names it exactly, else the first.
 */
export function matchColumns(
  headers: readonly string[],
  named: Readonly<Record<string, ShipmentField>> = {},
): ColumnMatch {
  const candidates = headers.flatMap((header, index) => {
    const isHeader = header.trim() !== '' && header.length <= MAXIMUM_HEADER_LENGTH;
    const own = Object.hasOwn(named, header) ? named[header] : undefined;
    const candidate = isHeader ? candidateOf(header, index, own) : undefined;
    return candidate === undefined ? [] : [candidate];
  });
  const best = new Map<ShipmentField, Candidate>();
  for (const candidate of candidates) {
    const earlier = best.get(candidate.field);
    if (earlier === undefined || (candidate.isExact && !earlier.isExact)) best.set(candidate.field, candidate);
  }
  const matched = [...best.values()]
    .sort((a, b) => a.index - b.index)
    .map(({ isExact: _isExact, ...column }): MatchedColumn => column);
  const used = new Set(matched.map(({ index }) => index));
  return { matched, ignored: headers.filter((header, index) => header.trim() !== '' && !used.has(index)) };
}
