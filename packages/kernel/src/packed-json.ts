import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** No JSON text begins with it. */
const PACKED = 1;
/** Small documents: a window of 4 KB and little state, since thousands are packed one by one. */
const LEVEL = { level: 6, windowBits: 12, memLevel: 4 } as const;

/**
 * The JSON of a document in fewer bytes: deflated against a text that such documents resemble. The same dictionary must be
 * at hand to read it again.
 */
export function packJson(document: unknown, dictionary: Buffer): Buffer {
  const packed = deflateRawSync(JSON.stringify(document), { ...LEVEL, dictionary });
  // A copy, so that it can live in the shared pool: a buffer of its own costs more than a short document.
  const bytes = Buffer.allocUnsafe(packed.length + 1);
  bytes[0] = PACKED;
  packed.copy(bytes, 1);
  return bytes;
}

/** The document of {@link packJson}, or of plain JSON in UTF-8. */
export function unpackJson(bytes: Buffer, dictionary: Buffer): unknown {
  const text = bytes[0] === PACKED ? inflateRawSync(bytes.subarray(1), { windowBits: 12, dictionary }) : bytes;
  return JSON.parse(text.toString('utf8'));
}
