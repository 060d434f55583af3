import autocannon from 'autocannon';

/**
 * The client of the HTTP benches, in a process of its own so that it does not share the servers' event loop: sends one
 * POST after another on each connection, every body under a reference of its own, and prints what came back.
 */
type Order = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly referenceField: string;
  readonly run: string;
  readonly connections: number;
  readonly amount: number;
};

const order = JSON.parse(process.argv[2] ?? '') as Order;
let sent = 0;
// Its own clock ends at the next whole second: the last answer is what counts.
const started = performance.now();
let ended = started;
const options: autocannon.Options = {
  url: order.url,
  connections: order.connections,
  amount: order.amount,
  requests: [
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...order.headers },
      setupRequest: (request) => {
        sent += 1;
        return {
          ...request,
          headers: { ...request.headers, 'idempotency-key': `${order.run}-${sent}` },
          body: JSON.stringify({ ...order.body, [order.referenceField]: `${order.run}-${sent}` }),
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
console.log(
  JSON.stringify({
    perSecond: (result['2xx'] * 1_000) / (ended - started),
    ok: result['2xx'],
    other: result.non2xx + result.errors,
    p50: result.latency.p50,
    p99: result.latency.p99,
  }),
);
