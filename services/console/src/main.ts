import { makeLogger } from '@greenlane/runtime/log';
import Fastify from 'fastify';
import { readSignIn } from './sign-in.ts';
import { registerConsole } from './site.ts';

/** The page alone, behind a gateway that sends API paths to their services. */
const log = makeLogger({ level: process.env['LOG_LEVEL'] ?? 'info', name: 'console' });
const app = Fastify({ forceCloseConnections: 'idle' });
await registerConsole(app, { signIn: readSignIn(process.env) });
for (const path of ['/livez', '/readyz'])
  app.get(path, async (_request, reply) => reply.type('text/plain').send('ok\n'));
const url = await app.listen({ host: process.env['HOST'] ?? '127.0.0.1', port: Number(process.env['PORT'] ?? 8080) });
log.info({ url }, 'ready');
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    void app.close().then(() => process.exit(0));
  });
}
