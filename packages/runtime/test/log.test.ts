import { expect, test } from 'vitest';
import { makePlainLogger } from '../src/log.ts';

test('whoever watches a terminal reads lines, not JSON, and no secret', () => {
  let text = '';
  const log = makePlainLogger({ level: 'warn', name: 'greenlane' }, (lines) => {
    text += lines;
  });
  const error = new Error('no route to host');
  error.stack = 'Error: no route to host\n    at deliver (deliveries.ts:1:1)';
  log.info('not told');
  log.warn('secrets of webhooks lie readable');
  log.error({ err: error, subscriptionId: 's-1', attempt: 3, secret: 'whsec_1' }, 'a webhook was not delivered');
  expect(text).toBe(`warning: secrets of webhooks lie readable
error: a webhook was not delivered (subscriptionId s-1, attempt 3, secret [redacted])
  Error: no route to host
      at deliver (deliveries.ts:1:1)
`);
});
