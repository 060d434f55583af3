import { connect } from 'node:net';

type Range = { readonly name: string; readonly minimum: number; readonly maximum: number };

/**
 * The protocol versions that kafkajs 2.2.4 speaks (its src/protocol/requests), by API key. A broker serves it when each
 * range overlaps the broker's own; Kafka 4 dropped old versions (KIP-896), so a newer broker can drop more.
 */
const CLIENT_RANGES: ReadonlyMap<number, Range> = new Map([
  [0, { name: 'Produce', minimum: 0, maximum: 7 }],
  [1, { name: 'Fetch', minimum: 0, maximum: 11 }],
  [2, { name: 'ListOffsets', minimum: 0, maximum: 3 }],
  [3, { name: 'Metadata', minimum: 0, maximum: 6 }],
  [8, { name: 'OffsetCommit', minimum: 0, maximum: 5 }],
  [9, { name: 'OffsetFetch', minimum: 0, maximum: 4 }],
  [10, { name: 'FindCoordinator', minimum: 0, maximum: 2 }],
  [11, { name: 'JoinGroup', minimum: 0, maximum: 5 }],
  [12, { name: 'Heartbeat', minimum: 0, maximum: 3 }],
  [13, { name: 'LeaveGroup', minimum: 0, maximum: 3 }],
  [14, { name: 'SyncGroup', minimum: 0, maximum: 3 }],
  [19, { name: 'CreateTopics', minimum: 0, maximum: 3 }],
]);

const API_VERSIONS = 18;
const TIMEOUT_MILLISECONDS = 5_000;

/** Asks a broker for its API ranges (ApiVersions v0, the one request that every broker answers). */
function brokerRanges(
  broker: string,
): Promise<ReadonlyMap<number, { readonly minimum: number; readonly maximum: number }>> {
  const [host = '', port = '9092'] = broker.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port) });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(TIMEOUT_MILLISECONDS, () =>
      fail(new Error(`${broker} did not answer within ${TIMEOUT_MILLISECONDS} ms`)),
    );
    socket.once('error', fail);
    socket.once('connect', () => {
      const client = Buffer.from('greenlane');
      const request = Buffer.alloc(4 + 10 + client.length);
      request.writeInt32BE(10 + client.length, 0);
      request.writeInt16BE(API_VERSIONS, 4);
      request.writeInt16BE(0, 6);
      request.writeInt32BE(1, 8);
      request.writeInt16BE(client.length, 12);
      client.copy(request, 14);
      socket.write(request);
    });
    let received = Buffer.alloc(0);
    socket.on('data', (part) => {
      received = Buffer.concat([received, part]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      socket.destroy();
      const count = received.readInt32BE(10);
      const ranges = new Map<number, { minimum: number; maximum: number }>();
      for (let index = 0; index < count; index += 1) {
        const at = 14 + index * 6;
        ranges.set(received.readInt16BE(at), {
          minimum: received.readInt16BE(at + 2),
          maximum: received.readInt16BE(at + 4),
        });
      }
      resolve(ranges);
    });
  });
}

/** What stands in the way between kafkajs and a broker's ranges; empty when they can talk. */
export function incompatibilities(
  ranges: ReadonlyMap<number, { readonly minimum: number; readonly maximum: number }>,
): readonly string[] {
  return [...CLIENT_RANGES].flatMap(([key, client]) => {
    const broker = ranges.get(key);
    if (!broker) return [`${client.name}: the broker does not offer it`];
    if (broker.minimum > client.maximum)
      return [
        `${client.name}: the broker is too new (from version ${broker.minimum}; the client speaks up to ${client.maximum})`,
      ];
    if (broker.maximum < client.minimum)
      return [
        `${client.name}: the broker is too old (up to version ${broker.maximum}; the client speaks from ${client.minimum})`,
      ];
    return [];
  });
}

/** @throws Error that names each API in which the broker is too new or too old */
export async function assertBrokerSpeaksOurVersions(broker: string): Promise<void> {
  const problems = incompatibilities(await brokerRanges(broker));
  if (problems.length > 0)
    throw new Error(
      `the Kafka broker ${broker} and the client kafkajs 2.2.4 share no version of some calls:\n  ${problems.join('\n  ')}`,
    );
}
