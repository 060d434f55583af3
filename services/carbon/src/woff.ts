import { inflateSync } from 'node:zlib';
import { assert } from '@greenlane/kernel/assert';

const WOFF_SIGNATURE = 0x774f4646;
const WOFF_HEADER_BYTES = 44;
const WOFF_ENTRY_BYTES = 20;
const SFNT_HEADER_BYTES = 12;
const SFNT_ENTRY_BYTES = 16;

const aligned = (length: number): number => (length + 3) & ~3;

/** Unpacks a WOFF 1.0 font (W3C Recommendation, 2012) into the sfnt (TrueType, OpenType) that it wraps. */
export function woffToSfnt(woff: Buffer): Buffer {
  assert(woff.readUInt32BE(0) === WOFF_SIGNATURE, 'the font file is WOFF 1.0');
  const flavour = woff.readUInt32BE(4);
  const tableCount = woff.readUInt16BE(12);
  const tables = Array.from({ length: tableCount }, (_unused, index) => {
    const at = WOFF_HEADER_BYTES + index * WOFF_ENTRY_BYTES;
    const [offset, packedLength, length] = [
      woff.readUInt32BE(at + 4),
      woff.readUInt32BE(at + 8),
      woff.readUInt32BE(at + 12),
    ];
    const packed = woff.subarray(offset, offset + packedLength);
    return {
      tag: woff.readUInt32BE(at),
      checksum: woff.readUInt32BE(at + 16),
      data: packedLength < length ? inflateSync(packed) : packed,
    };
  });
  const size = tables.reduce(
    (total, { data }) => total + aligned(data.length),
    SFNT_HEADER_BYTES + tableCount * SFNT_ENTRY_BYTES,
  );
  const sfnt = Buffer.alloc(size);
  const power = 2 ** Math.floor(Math.log2(tableCount));
  sfnt.writeUInt32BE(flavour, 0);
  sfnt.writeUInt16BE(tableCount, 4);
  sfnt.writeUInt16BE(power * 16, 6);
  sfnt.writeUInt16BE(Math.log2(power), 8);
  sfnt.writeUInt16BE((tableCount - power) * 16, 10);
  let offset = SFNT_HEADER_BYTES + tableCount * SFNT_ENTRY_BYTES;
  tables.forEach(({ tag, checksum, data }, index) => {
    const at = SFNT_HEADER_BYTES + index * SFNT_ENTRY_BYTES;
    sfnt.writeUInt32BE(tag, at);
    sfnt.writeUInt32BE(checksum, at + 4);
    sfnt.writeUInt32BE(offset, at + 8);
    sfnt.writeUInt32BE(data.length, at + 12);
    data.copy(sfnt, offset);
    offset += aligned(data.length);
  });
  return sfnt;
}
