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
const result = await autocannon({
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
});
console.log(
  JSON.stringify({
    perSecond: (result['2xx'] * 1_000) / (result.finish.getTime() - result.start.getTime()),
    ok: result['2xx'],
    other: result.non2xx + result.errors,
    p50: result.latency.p50,
    p99: result.latency.p99,
  }),
);
