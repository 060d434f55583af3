import { isDecimalText } from '@greenlane/kernel/decimal';
import { z } from 'zod';
import { COUNTRY_CODES } from './countries.ts';

/** Values shared by every message: each parses at the edge and says what is allowed when it refuses. */

/** Control characters, line ends, marks of direction, and what has no width: two texts that differ by them look the same. */
const HIDDEN = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
/** Letters, digits, signs and emoji; not spaces, marks without a letter, or anything that is not drawn. */
const DRAWN = /[\p{L}\p{N}\p{P}\p{S}]/u;
export function isVisibleLine(text: string): boolean {
  return DRAWN.test(text) && !HIDDEN.test(text);
}
/** A name or number that persons read, compare and type. */
export const lineOf = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine(isVisibleLine, 'one line of visible text, without control characters or marks that nobody sees');

/** UN/LOCODE: two letters of the country, three of the place (letters or 2–9). */
export const UNLocationCode = z
  .string()
  .regex(/^[A-Z]{2}[A-Z2-9]{3}$/, 'a UN/LOCODE such as CNSGH: two letters of the country, then three of A–Z or 2–9');

/** IMO number by pattern; a wrong check digit is only a warning (see {@link hasValidImoCheckDigit}). */
export const VesselIMONumber = z.string().regex(/^\d{7}$/, 'an IMO number of 7 digits, without "IMO"');

/** PostgreSQL keeps no year 0, and nothing here is older than this. */
const isLateEnough = (text: string): boolean => !/^\d{4}-/.test(text) || text >= '1900';
/** RFC 3339 with offset; a time without one is refused because ports lie in different zones. */
export const DateTime = z.iso
  .datetime({
    offset: true,
    message: 'an RFC 3339 date-time with offset, such as 2026-12-03T06:00:00+08:00',
  })
  .refine(isLateEnough, 'a date-time from 1900 on, such as 2026-12-03T06:00:00+08:00');
export const CalendarDate = z.iso
  .date({ message: 'a date such as 2026-12-03' })
  .refine(isLateEnough, 'a date from 1900 on, such as 2026-12-03');

/** A period that ends before it begins would be answered as one in which nothing happened. */
export function isPeriod({
  from,
  to,
}: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): boolean {
  return from === undefined || to === undefined || from <= to;
}

const MAXIMUM_DECIMAL_LENGTH = 30;
/** A decimal in a JSON string. */
export const DecimalText = z
  .string()
  .max(MAXIMUM_DECIMAL_LENGTH)
  .refine(isDecimalText, 'a decimal in a string, such as "12.5"')
  .meta({ pattern: '^-?\\d+(\\.\\d+)?$' });
export const NonNegativeDecimal = DecimalText.refine(
  (text) => !isDecimalText(text) || !text.startsWith('-'),
  'a decimal of 0 or more, in a string',
).meta({ pattern: '^\\d+(\\.\\d+)?$' });
export const PositiveDecimal = DecimalText.refine(
  (text) => !isDecimalText(text) || (!text.startsWith('-') && /[1-9]/.test(text)),
  'a decimal above 0, in a string',
).meta({ pattern: '^\\d+(\\.\\d+)?$' });

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
export const CurrencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'an ISO 4217 currency code such as USD')
  .refine((code) => !/^[A-Z]{3}$/.test(code) || CURRENCIES.has(code), 'a currency of ISO 4217, such as USD or CNY');
export const Money = z.strictObject({ amount: NonNegativeDecimal, currencyCode: CurrencyCode });
export type Money = z.infer<typeof Money>;

export const UNNumber = z.string().regex(/^\d{4}$/, 'a UN number of 4 digits, such as 3480');
export const ImoClass = z.string().regex(/^[1-9](\.[1-6][A-S]?)?$/, 'an IMO class such as 9 or 4.1');
export const ExtendedHSCode = z.string().regex(/^\d{6,12}$/, 'an HS code of 6 to 12 digits, such as 854143');
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');
/** 32 bytes, as an Ed25519 public key and the thumbprint of one (RFC 7638) are written. */
export const Base64Url32 = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, '32 bytes in base64url without padding, 43 characters');
/** Of an Ed25519 public key (RFC 8037): what its thumbprint is taken over, and the thumbprint. */
export const SIGNING_KEY_MEMBERS = {
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: Base64Url32,
  kid: Base64Url32,
};
export const Incoterm = z.enum(['EXW', 'FCA', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP', 'FAS', 'FOB', 'CFR', 'CIF']);
/**
 * The place that a rule of Incoterms names after its three letters, as the contract of sale spells it ("Rotterdam, Maasvlakte II").
 * DCSA Booking 2.x has `incoTerms` alone and no field for it.
 */
export const IncotermNamedPlace = lineOf(100);
export const CountryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 country code such as NL')
  .refine((code) => !/^[A-Z]{2}$/.test(code) || COUNTRY_CODES.has(code), 'a country of ISO 3166-1, such as NL');
export const Reference = lineOf(100);
export const Identifier = z.string().min(1).max(100);

/**
 * Container sizes that the platform books, with the space each takes: `quarterTeu` is the slot space that pools count
 * (a 45-foot box takes two slots), `emissionTeu` the ISO 14083 / Clean Cargo convention (45-foot = 2.25), `tareKg` a
 * usual tare (BIC size-type groups; manufacturers' plates differ by a few per cent).
 */
export const EQUIPMENT = {
  '22G1': { quarterTeu: 4, emissionTeu: '1', tareKg: 2300, refrigerated: false },
  '22R1': { quarterTeu: 4, emissionTeu: '1', tareKg: 3000, refrigerated: true },
  '22U1': { quarterTeu: 4, emissionTeu: '1', tareKg: 2350, refrigerated: false },
  '42G1': { quarterTeu: 8, emissionTeu: '2', tareKg: 3750, refrigerated: false },
  '42P1': { quarterTeu: 8, emissionTeu: '2', tareKg: 5000, refrigerated: false },
  '42U1': { quarterTeu: 8, emissionTeu: '2', tareKg: 3850, refrigerated: false },
  '45G1': { quarterTeu: 8, emissionTeu: '2', tareKg: 3900, refrigerated: false },
  '45R1': { quarterTeu: 8, emissionTeu: '2', tareKg: 4500, refrigerated: true },
  L5G1: { quarterTeu: 8, emissionTeu: '2.25', tareKg: 4700, refrigerated: false },
} as const;
export type ISOEquipmentCode = keyof typeof EQUIPMENT;
export const ISOEquipmentCode = z.enum(Object.keys(EQUIPMENT) as [ISOEquipmentCode, ...ISOEquipmentCode[]]);

/** Seven digits: the sum of the first six weighted 7…2 ends in the seventh. */
export function hasValidImoCheckDigit(imoNumber: string): boolean {
  const digits = [...imoNumber].map(Number);
  const weighted = digits.slice(0, 6).reduce((total, digit, index) => total + digit * (7 - index), 0);
  return weighted % 10 === digits[6];
}

/** By character code: digits count as they are, letters from 10, leaving out the multiples of 11. */
const ISO6346_VALUES: readonly number[] = (() => {
  const values: number[] = Array.from({ length: 128 }, () => Number.NaN);
  for (let digit = 0; digit < 10; digit += 1) values['0'.charCodeAt(0) + digit] = digit;
  let value = 10;
  for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
    if (value % 11 === 0) value += 1;
    values[letter.charCodeAt(0)] = value;
    value += 1;
  }
  return values;
})();

/**
 * ISO 6346: the values of the first ten characters, weighted by powers of two, modulo 11, then modulo 10. A plain loop: each
 * equipment event passes here when it is read and when it is told.
 */
export function hasValidIso6346CheckDigit(equipmentReference: string): boolean {
  let total = 0;
  for (let index = 0; index < 10; index += 1)
    total += (ISO6346_VALUES[equipmentReference.charCodeAt(index)] ?? Number.NaN) * 2 ** index;
  return (total % 11) % 10 === Number(equipmentReference[10]);
}

const EQUIPMENT_REFERENCE = /^[A-Z]{3}[UJZ]\d{7}$/;
/** A container number of ISO 6346 with a valid check digit. */
export const EquipmentReference = z
  .string()
  .regex(EQUIPMENT_REFERENCE, 'a container number of ISO 6346: four letters ending in U, J or Z, then 7 digits')
  .refine(
    (text) => !EQUIPMENT_REFERENCE.test(text) || hasValidIso6346CheckDigit(text),
    'a container number whose last digit is its ISO 6346 check digit',
  );

/** Languages that explanations are worded in; the first where nothing else is asked for. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
