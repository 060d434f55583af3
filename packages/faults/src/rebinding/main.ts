import { createServer } from 'node:net';
import { guardedPost } from '@greenlane/notifications/guarded-post';

/**
 * A callback by a name that answers with a public address while it is judged and leads to this machine when it is connected
 * to, as rebinding does. Prints how many connections came here, where none may come.
 */
let reached = 0;
const forbidden = createServer((socket) => {
  reached += 1;
  socket.destroy();
});
await new Promise<void>((resolve) => forbidden.listen(0, '127.0.0.1', resolve));
const address = forbidden.address();
const port = address && typeof address === 'object' ? address.port : 0;
await guardedPost({
  url: `https://localhost:${port}/hook`,
  headers: {},
  body: '{}',
  rules: { allowLoopback: false },
  timeoutMilliseconds: 2_000,
  signal: new AbortController().signal,
  resolve: async () => ['8.8.8.8'],
  wantsBody: false,
});
forbidden.close();
console.log(reached);
