import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guardedPost, type Resolve } from '../src/guarded-post.ts';

/** Listens where nothing may ever call: counts the connections it gets. */
let canary: Server;
let canaryConnections = 0;
let receiver: Server;
let receiverUrl = '';
let canaryPort = 0;
const received: { method: string; host: string; body: string }[] = [];

const listen = (server: Server, host: string) =>
  new Promise<number>((settle) => server.listen(0, host, () => settle((server.address() as AddressInfo).port)));

beforeAll(async () => {
  canary = createServer((_request, response) => response.end('secret'));
  canary.on('connection', () => {
    canaryConnections += 1;
  });
  canaryPort = await listen(canary, '127.0.0.2');
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ method: request.method ?? '', host: request.headers.host ?? '', body });
      if (request.url === '/redirect')
        return response.writeHead(307, { location: `http://127.0.0.2:${canaryPort}/` }).end();
      if (request.url === '/slow') return undefined;
      if (request.url === '/reset') return request.socket.destroy();
      if (request.url === '/busy') return response.writeHead(503, { 'retry-after': '7' }).end();
      if (request.url === '/endless') {
        response.writeHead(200);
        const timer = setInterval(() => response.write('x'.repeat(1_000)), 1);
        response.on('close', () => clearInterval(timer));
        return undefined;
      }
      return response.writeHead(200).end('{"challenge":"abc"}');
    });
  });
  receiverUrl = `http://127.0.0.1:${await listen(receiver, '127.0.0.1')}`;
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
  canary.close();
});

type More = { resolve?: Resolve; wantsBody?: boolean; allowLoopback?: boolean; timeoutMilliseconds?: number };
const post = (url: string, more: More = {}) =>
  guardedPost({
    url,
    headers: { 'content-type': 'application/json' },
    body: '{}',
    rules: { allowLoopback: more.allowLoopback ?? true },
    timeoutMilliseconds: more.timeoutMilliseconds ?? 10_000,
    signal: new AbortController().signal,
    resolve: more.resolve ?? (async () => ['127.0.0.1']),
    wantsBody: more.wantsBody ?? false,
  });

test('posts the body to the address that was checked, under the name that was given', async () => {
  const { port } = new URL(receiverUrl);
  expect(await post(`http://receiver.test:${port}/hook`, { wantsBody: true })).toEqual({
    status: 200,
    body: '{"challenge":"abc"}',
  });
  expect(received.at(-1)).toEqual({ method: 'POST', host: `receiver.test:${port}`, body: '{}' });
});

test('a redirect is an answer, not a place to go', async () => {
  expect(await post(`${receiverUrl}/redirect`)).toEqual({ status: 307, body: '' });
  expect(canaryConnections).toBe(0);
});

test.each([
  ['names it literally', () => `http://127.0.0.2:${canaryPort}/`, ['127.0.0.1']],
  ['names it as one number', () => `http://2130706434:${canaryPort}/`, ['127.0.0.1']],
  ['names it in octal', () => `http://0177.0.0.02:${canaryPort}/`, ['127.0.0.1']],
  ['names it mapped into IPv6', () => `http://[::ffff:127.0.0.2]:${canaryPort}/`, ['127.0.0.1']],
  ['resolves to it', () => `http://evil.test:${canaryPort}/`, ['127.0.0.2']],
  ['resolves to it beside an allowed one', () => `http://evil.test:${canaryPort}/`, ['127.0.0.1', '127.0.0.2']],
])('no connection is made to a refused address when the URL %s', async (_how, url, addresses) => {
  expect(await post(url(), { resolve: async () => addresses })).toEqual({ error: 'ADDRESS_REFUSED' });
  expect(canaryConnections).toBe(0);
});

test('a name that changes its address between check and connection (rebinding) is connected to where it was checked', async () => {
  const answers = ['127.0.0.1', '127.0.0.2', '127.0.0.2'];
  let asked = 0;
  const rebinding: Resolve = async () => [answers[Math.min(asked++, 2)] ?? ''];
  const { port } = new URL(receiverUrl);
  expect(await post(`http://rebinding.test:${port}/`, { resolve: rebinding })).toEqual({ status: 200, body: '' });
  // Once for the first post; the second is refused at its own check.
  expect(asked).toBe(1);
  expect(await post(`http://rebinding.test:${canaryPort}/`, { resolve: rebinding })).toEqual({
    error: 'ADDRESS_REFUSED',
  });
  expect(canaryConnections).toBe(0);
});

test('plain HTTP goes to this machine alone, whatever a name claims', async () => {
  expect(await post('http://public.test/', { resolve: async () => ['93.184.215.14'] })).toEqual({ error: 'NOT_HTTPS' });
});

test('a slow, a resetting, a busy and an endless receiver each end in a word, within the time-out', async () => {
  expect(await post(`${receiverUrl}/slow`, { timeoutMilliseconds: 300 })).toEqual({ error: 'TIMED_OUT' });
  expect(await post(`${receiverUrl}/reset`)).toEqual({ error: 'ECONNRESET' });
  expect(await post(`${receiverUrl}/busy`)).toEqual({ status: 503, retryAfterSeconds: 7, body: '' });
  expect(await post(`${receiverUrl}/endless`)).toEqual({ status: 200, body: '' });
  expect(await post(`${receiverUrl}/endless`, { wantsBody: true })).toEqual({
    error: 'the answer is longer than 4 KiB',
  });
  const unresolved = { resolve: () => new Promise<never>(() => {}), timeoutMilliseconds: 300 };
  expect(await post('http://nowhere.test/', unresolved)).toEqual({ error: 'TIMED_OUT' });
});
