import { Envelope } from '@greenlane/contracts/envelope';
import { accept, type Decision, refuse } from '@greenlane/kernel/decision';

/** A record as CloudEvents' Kafka protocol binding has it: attributes as `ce_` headers, the data as the value. */
export type BinaryRecord = {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
};

const NUMBERS = new Set(['subjectversion']);
const BOOLEANS = new Set(['priority']);

/**
 * Binary mode (CloudEvents 1.0, Kafka protocol binding): header values are text, `content-type` is the data's own.
 * @param written the data as JSON, where it has been written before
 */
export function toBinary(envelope: Envelope, written?: string): BinaryRecord {
  const { data, datacontenttype, ...attributes } = envelope;
  const headers: Record<string, string> = { 'content-type': datacontenttype };
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) headers[`ce_${name}`] = String(value);
  }
  return { key: envelope.partitionkey, headers, value: Buffer.from(written ?? JSON.stringify(data), 'utf8') };
}

/** An event as JSON in two texts, all but its data and its data; with its key, by which it is put into a partition. */
export type WrittenEvent = { readonly key: string; readonly attributes: string; readonly data: string };

const DATA = ',"data":';

/** @param data the data as JSON, where it has been written before */
export function writtenEvent(envelope: Envelope, data = JSON.stringify(envelope.data)): WrittenEvent {
  return { key: envelope.partitionkey, attributes: JSON.stringify({ ...envelope, data: undefined }), data };
}

/** Events as one JSON text each, in a line each. In one go: lines that are put together one by one are held twice. */
export function linesOf(events: readonly WrittenEvent[]): string {
  const pieces: string[] = [];
  for (const { attributes, data } of events) pieces.push(attributes.slice(0, -1), DATA, data, '}\n');
  return pieces.join('').slice(0, -1);
}

function attributeOf(name: string, text: string): string | number | boolean {
  if (NUMBERS.has(name)) return Number(text);
  if (BOOLEANS.has(name)) return text === 'true';
  return text;
}

function attributesOf(headers: Readonly<Record<string, string>>): Record<string, string | number | boolean> {
  const attributes: Record<string, string | number | boolean> = {};
  for (const header in headers) {
    if (!header.startsWith('ce_')) continue;
    const name = header.slice(3);
    attributes[name] = attributeOf(name, headers[header]!);
  }
  return attributes;
}

/** Reads a record in binary mode, or in structured mode when its content type says so; the refusal says what is wrong. */
export function fromRecord(headers: Readonly<Record<string, string>>, value: Buffer): Decision<Envelope, string> {
  let candidate: unknown;
  try {
    const data: unknown = JSON.parse(value.toString('utf8'));
    const contentType = (headers['content-type'] ?? '').toLowerCase();
    candidate = contentType.startsWith('application/cloudevents')
      ? data
      : {
          ...attributesOf(headers),
          datacontenttype: headers['content-type'],
          data,
        };
  } catch (error) {
    return refuse(`the value is not JSON: ${(error as Error).message}`);
  }
  const parsed = Envelope.safeParse(candidate);
  return parsed.success
    ? accept(parsed.data)
    : refuse(
        `not a CloudEvents envelope of ours: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
      );
}
