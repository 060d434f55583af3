import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiProblem, answerOf } from '../src/answer.ts';
import { greenlaneClient } from '../src/client.ts';
import { retryAfterOf } from '../src/retry.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A real server that answers each request in turn as it is told, and remembers what it was asked. */
async function answering(...answers: readonly RequestListener[]) {
  const asked: {
    readonly method: string;
    readonly key: string | undefined;
    readonly authorization: string | undefined;
  }[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const { 'idempotency-key': key, authorization } = request.headers;
    asked.push({ method: request.method ?? '', key: key?.toString(), authorization });
    (answers[asked.length - 1] ?? answers.at(-1))?.(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const notNow =
  (status: number, retryAfter: string): RequestListener =>
  (_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json', 'retry-after': retryAfter })
      .end(JSON.stringify({ type: 'about:blank', title: 'Not now', status, instance: '/', correlationId: 'c' }));
const good: RequestListener = (_request, response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
const brokenOff: RequestListener = (request) => request.socket.destroy();

const PATIENT = { attempts: 4, longestWaitMilliseconds: 2_000 };
const withdraw = (baseUrl: string, key?: string) =>
  answerOf(
    greenlaneClient({ baseUrl, key: 'gl_x', retrying: PATIENT }).POST('/v1/vessel-offers/{offerId}/withdrawal', {
      params: { path: { offerId: 'o' }, ...(key === undefined ? {} : { header: { 'Idempotency-Key': key } }) },
    }),
  );

describe('a request that the platform cannot take now', () => {
  test('is asked again after the time that Retry-After names, a write with one key each time', async () => {
    const { baseUrl, asked } = await answering(notNow(503, '0'), notNow(429, '1'), brokenOff, good);
    const started = performance.now();
    await withdraw(baseUrl);
    expect(performance.now() - started).toBeGreaterThan(1_000);
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'POST']);
    expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer gl_x']));
    const keys = new Set(asked.map(({ key }) => key));
    expect([keys.size, [...keys][0]]).toEqual([1, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  test('carries the key that its caller gave, and another call another key', async () => {
    const { baseUrl, asked } = await answering(good);
    await withdraw(baseUrl, 'mine');
    await withdraw(baseUrl);
    await withdraw(baseUrl);
    expect(asked[0]?.key).toBe('mine');
    expect(new Set(asked.map(({ key }) => key)).size).toBe(3);
  });

  test('is given up when the patience asked for is too long, or the attempts are used up: the problem is thrown', async () => {
    const tooLong = await answering(notNow(429, '3600'));
    const refused = await withdraw(tooLong.baseUrl).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiProblem);
    expect([(refused as ApiProblem).status, (refused as ApiProblem).message, tooLong.asked.length]).toEqual([
      429,
      '429 Not now',
      1,
    ]);
    const never = await answering(notNow(503, '0'));
    await expect(withdraw(never.baseUrl)).rejects.toThrow('503 Not now');
    expect(never.asked.length).toBe(PATIENT.attempts);
  });

  test('of another kind is not asked again, and neither is one that its caller stopped', async () => {
    const html: RequestListener = (_request, response) => response.writeHead(502).end('<html>gateway</html>');
    const gateway = await answering(html);
    const refused = await withdraw(gateway.baseUrl).catch((error: unknown) => error);
    expect([(refused as ApiProblem).problem, (refused as ApiProblem).message, gateway.asked.length]).toEqual([
      undefined,
      '502 Bad Gateway',
      1,
    ]);
    const slow = await answering(notNow(503, '1'));
    const stop = new AbortController();
    const asking = greenlaneClient({ baseUrl: slow.baseUrl, retrying: PATIENT }).GET('/v1/vessel-offers', {
      signal: stop.signal,
    });
    stop.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
  });
});

test('Retry-After is read in seconds and as a date', () => {
  const now = Date.parse('2026-11-26T08:00:00Z');
  expect([
    retryAfterOf('7', now),
    retryAfterOf('Thu, 26 Nov 2026 08:00:09 GMT', now),
    retryAfterOf('Thu, 26 Nov 2026 07:00:00 GMT', now),
    retryAfterOf('soon', now),
    retryAfterOf(null, now),
  ]).toEqual([7_000, 9_000, 0, undefined, undefined]);
});
