import autocannon from 'autocannon';

/**
 * The client of the HTTP benches, in a process of its own so that it does not share the servers' event loop, and one for
 * all stretches so that its own code is compiled once: sends one POST after another on each connection, every body under a
 * reference of its own, and tells what came back.
 */
export type LoadOrder = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly referenceField: string;
  /** Begins the references and keys of this stretch. */
  readonly stretch: string;
  readonly connections: number;
  readonly amount: number;
};

export type Load = {
  /** From the first request until the last answer. */
  readonly milliseconds: number;
  readonly ok: number;
  readonly other: number;
  readonly p50: number;
  readonly p99: number;
};

/** Its clock looks so often whether all was answered; by itself it would idle until the next whole second. */
const LOOK_EVERY_MILLISECONDS = 10;

async function load(order: LoadOrder): Promise<Load> {
  let sent = 0;
  const started = performance.now();
  let ended = started;
  const options: autocannon.Options = {
    url: order.url,
    connections: order.connections,
    amount: order.amount,
    sampleInt: LOOK_EVERY_MILLISECONDS,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...order.headers },
        setupRequest: (request) => {
          sent += 1;
          const reference = `${order.stretch}-${sent}`;
          return {
            ...request,
            headers: { ...request.headers, 'idempotency-key': reference },
            body: JSON.stringify({ ...order.body, [order.referenceField]: reference }),
          };
        },
      },
    ],
  };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(options, (error, found) => (error ? reject(error) : resolve(found)));
    running.on('response', () => {
      ended = performance.now();
    });
  });
  return {
    milliseconds: ended - started,
    ok: result['2xx'],
    other: result.non2xx + result.errors,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

process.on('message', async (order: LoadOrder) => process.send?.(await load(order)));
