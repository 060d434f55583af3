import { lookup } from 'node:dns/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runTests } from './by-tests.ts';
import type { Fault, Outcome } from './fault.ts';

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * The guard that most senders have: the name is looked up and judged, then the URL is fetched, wherever it leads. A
 * receiver that redirects leads it to an address that it would never have let through.
 */
async function naiveSender(): Promise<Outcome> {
  let reached = 0;
  const forbidden = createServer((_request, response) => {
    reached += 1;
    response.end();
  });
  const forbiddenPort = await listen(forbidden);
  const receiver = createServer((_request, response) => {
    response.writeHead(307, { location: `http://127.0.0.1:${forbiddenPort}/latest/meta-data` });
    response.end();
  });
  const receiverPort = await listen(receiver);
  try {
    const { address } = await lookup('localhost', { family: 4 });
    if (address) await fetch(`http://localhost:${receiverPort}/hook`, { method: 'POST', body: '{}' });
    return {
      figure: `${reached} connection to a refused address`,
      findings:
        reached === 0
          ? []
          : [{ invariant: 'I11', says: `${reached} connection reached an address that was never checked` }],
    };
  } finally {
    forbidden.close();
    receiver.close();
  }
}

export const receivers: Fault = {
  name: 'F13',
  title: 'webhook receivers: slow, failing, resetting, redirecting, rebinding',
  invariants: ['I11', 'I2'],
  run: async (stage) => {
    const guard = await runTests(stage, {
      name: 'F13-guard',
      project: 'pure',
      files: ['services/notifications/test/guarded-post.test.ts', 'services/notifications/test/addresses.test.ts'],
      invariant: 'I11',
    });
    const delivered = await runTests(stage, {
      name: 'F13',
      project: 'int',
      files: [
        'services/notifications/test/webhooks.int.test.ts',
        'services/notifications/test/survives-kill.int.test.ts',
      ],
      invariant: 'I2',
    });
    return {
      figure: `1,000 events: each delivered under one id, 0 connections to refused addresses (${guard.passed + delivered.passed} tests)`,
      findings: [...guard.findings, ...delivered.findings],
    };
  },
  twin: naiveSender,
};
