import { Readable } from 'node:stream';
import Fastify from 'fastify';

/** The rival of notifications.sse-2000: fastify, one stream a listener, and nothing else. */
const streams = new Set<Readable>();
const app = Fastify();
app.get('/stream', async (request, reply) => {
  const stream = new Readable({ read: () => {} });
  streams.add(stream);
  request.raw.on('close', () => streams.delete(stream));
  stream.push(': connected\n\n');
  return reply.type('text/event-stream').send(stream);
});
app.post('/send', async (request) => {
  for (const text of request.body as readonly string[]) for (const stream of streams) stream.push(text);
  return { listeners: streams.size };
});
app.get('/memory', async () => ({ bytes: process.memoryUsage.rss() }));
await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
