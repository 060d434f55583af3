import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Call = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Receiver = {
  readonly url: string;
  /** Calls that were answered with success. */
  readonly accepted: readonly Call[];
  /** Every call that came in whole. */
  readonly calls: readonly Call[];
  readonly connections: () => number;
  close(): Promise<void>;
};

type Behave = (
  call: Call,
  /** How often this id has come before. */
  earlier: number,
  response: ServerResponse,
  request: IncomingMessage,
) => 'accept' | 'handled';

async function listen(server: Server, host: string): Promise<string> {
  await new Promise<void>((settle) => server.listen(0, host, settle));
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

/** A webhook receiver of a test: echoes challenges, keeps what it got, and behaves as it is told. */
export async function startReceiver(behave: Behave = () => 'accept', host = '127.0.0.1'): Promise<Receiver> {
  const calls: Call[] = [];
  const accepted: Call[] = [];
  const seen = new Map<string, number>();
  let connections = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call = {
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const parsed = JSON.parse(call.body) as { type?: string; data?: { challenge?: string } } | unknown[];
    if (!Array.isArray(parsed) && parsed.type === 'org.greenlane.webhook.challenge.v1') {
      calls.push(call);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ challenge: parsed.data?.challenge }));
      return;
    }
    const id = call.headers['webhook-id'] ?? '';
    const earlier = seen.get(id) ?? 0;
    seen.set(id, earlier + 1);
    calls.push(call);
    if (behave(call, earlier, response, request) === 'handled') return;
    accepted.push(call);
    response.writeHead(204).end();
  });
  server.on('connection', () => {
    connections += 1;
  });
  const base = await listen(server, host);
  return {
    url: `${base}/hook`,
    accepted,
    calls,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      await new Promise((settle) => server.close(settle));
    },
  };
}
