/**
 * Arrays in PostgreSQL's binary form, which `pg` sends as they are: a bulk statement takes one parameter a column and unnests
 * them. As text each element is quoted and escaped here and unescaped there; rows sent as JSON are parsed there by name.
 */

/** Object identifiers of the element types (pg_type.oid). */
const OID = { bool: 16, bytea: 17, int8: 20, int4: 23, text: 25, json: 114, jsonb: 3802, timestamptz: 1184 } as const;
/** From here PostgreSQL counts, in microseconds. */
const EPOCH_MILLISECONDS = Date.UTC(2000, 0, 1);
/** Dimensions, whether there are nulls, element type; then, unless empty, length and lower bound. */
const EMPTY_BYTES = 12;
const HEADER_BYTES = 20;
const NULL_LENGTH = -1;

function startArray(oid: number, length: number, elementBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(length === 0 ? EMPTY_BYTES : HEADER_BYTES + elementBytes);
  buffer.writeInt32BE(length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(oid, 8);
  if (length === 0) return buffer;
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}

function fixedWidthArray<Value>(
  oid: number,
  values: readonly (Value | null)[],
  width: number,
  write: (buffer: Buffer, value: Value, offset: number) => void,
): Buffer {
  const buffer = startArray(oid, values.length, values.length * (4 + width));
  let offset = HEADER_BYTES;
  for (const value of values) {
    if (value === null) {
      offset = buffer.writeInt32BE(NULL_LENGTH, offset);
    } else {
      offset = buffer.writeInt32BE(width, offset);
      write(buffer, value, offset);
      offset += width;
    }
  }
  return values.length === 0 ? buffer : buffer.subarray(0, offset);
}

/** Up to so many characters a loop writes faster than a call out of JavaScript, of ASCII at least. */
const SHORT = 80;

/** Writes a text of ASCII at an offset; false, with nothing to rely on, when it is not. */
function writeAscii(buffer: Buffer, text: string, offset: number): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 127) return false;
    buffer[offset + index] = code;
  }
  return true;
}

/** @param version goes before each element, as a byte of its own */
function stringArray(oid: number, values: readonly (string | null)[], version?: number): Buffer {
  const before = version === undefined ? 4 : 5;
  let bytes = 0;
  // Three bytes are the most that a UTF-16 unit comes to; of long texts, where it matters, they are counted.
  for (const value of values)
    if (value !== null) bytes += value.length <= SHORT ? value.length * 3 : Buffer.byteLength(value);
  const buffer = startArray(oid, values.length, bytes + values.length * before);
  let offset = HEADER_BYTES;
  for (const value of values) {
    if (value === null) {
      offset = buffer.writeInt32BE(NULL_LENGTH, offset);
      continue;
    }
    const isWritten = value.length <= SHORT && writeAscii(buffer, value, offset + before);
    const length = isWritten ? value.length : buffer.write(value, offset + before);
    buffer.writeInt32BE(before - 4 + length, offset);
    if (version !== undefined) buffer[offset + 4] = version;
    offset += before + length;
  }
  return values.length === 0 ? buffer : buffer.subarray(0, offset);
}

/** A `text[]`. */
export const textArray = (values: readonly (string | null)[]): Buffer => stringArray(OID.text, values);

/** A `bytea[]`; as text every byte is two digits. */
export function bytesArray(values: readonly Buffer[]): Buffer {
  const buffer = startArray(
    OID.bytea,
    values.length,
    values.reduce((bytes, value) => bytes + 4 + value.length, 0),
  );
  let offset = HEADER_BYTES;
  for (const value of values) {
    offset = buffer.writeInt32BE(value.length, offset);
    offset += value.copy(buffer, offset);
  }
  return buffer;
}

/** A `json[]` of JSON texts. */
export const jsonArray = (values: readonly (string | null)[]): Buffer => stringArray(OID.json, values);

/** A `jsonb[]` of JSON texts; what is sent as json is parsed twice. */
export const jsonbArray = (values: readonly (string | null)[]): Buffer => stringArray(OID.jsonb, values, 1);

/** An `integer[]`. */
export const integerArray = (values: readonly (number | null)[]): Buffer =>
  fixedWidthArray(OID.int4, values, 4, (buffer, value, offset) => buffer.writeInt32BE(value, offset));

/** A `bigint[]` of safe integers. */
export const bigintArray = (values: readonly (number | null)[]): Buffer =>
  fixedWidthArray(OID.int8, values, 8, (buffer, value, offset) => buffer.writeBigInt64BE(BigInt(value), offset));

/** A `boolean[]`. */
export const booleanArray = (values: readonly (boolean | null)[]): Buffer =>
  fixedWidthArray(OID.bool, values, 1, (buffer, value, offset) => buffer.writeUInt8(value ? 1 : 0, offset));

/** A `timestamptz[]` of milliseconds since 1970. */
export const momentArray = (values: readonly (number | null)[]): Buffer =>
  fixedWidthArray(OID.timestamptz, values, 8, (buffer, value, offset) =>
    buffer.writeBigInt64BE(BigInt(value - EPOCH_MILLISECONDS) * 1_000n, offset),
  );
