import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { newSecret, standardSignature, trackAndTraceSignature } from '../src/signatures.ts';

test('the signature of Standard Webhooks’ own sample comes out', () => {
  expect(
    standardSignature(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestampSeconds: 1_614_265_330,
      body: '{"test": 2432232314}',
    }),
  ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('during a rotation a receiver verifies with either secret, and with no third', () => {
  const [old, fresh, foreign] = [newSecret(), newSecret(), newSecret()];
  const timestampSeconds = Math.floor(Date.now() / 1_000);
  const body = '{"type":"x"}';
  const headers = {
    'webhook-id': 'id-1',
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': standardSignature([fresh, old], { id: 'id-1', timestampSeconds, body }),
  };
  expect(new Webhook(old).verify(body, headers)).toEqual({ type: 'x' });
  expect(new Webhook(fresh).verify(body, headers)).toEqual({ type: 'x' });
  expect(() => new Webhook(foreign).verify(body, headers)).toThrow();
  expect(() => new Webhook(fresh).verify('{"type":"y"}', headers)).toThrow();
});

test('a T&T 2.2 notification is signed over its bytes under the decoded secret', () => {
  const secret = Buffer.from('a shared secret of 24 bytes and more').toString('base64');
  const body = '[{"eventID":"København"}]';
  const expected = createHmac('sha256', 'a shared secret of 24 bytes and more').update(Buffer.from(body)).digest('hex');
  expect(trackAndTraceSignature(secret, body)).toBe(`sha256=${expected}`);
});
