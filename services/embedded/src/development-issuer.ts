import type { Clock } from '@greenlane/kernel/clock';
import type { TokenIssuer } from '@greenlane/runtime/access-tokens';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { z } from 'zod';

/** A name that can never be a host's (RFC 2606): no other issuer can be taken for it, nor it for another. */
export const DEVELOPMENT_ISSUER = 'https://development-issuer.invalid';
const AUDIENCE = 'greenlane';
const TOKEN_SECONDS = 900;
const KEY_ID = 'development';

export type DevelopmentIssuer = {
  readonly issuer: TokenIssuer;
  register(app: FastifyInstance): void;
};

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** From this machine, under its own name: a page of the internet that points a name at this machine is not. */
const isFromHere = (request: FastifyRequest): boolean =>
  LOOPBACK.has(request.ip) && ['127.0.0.1', 'localhost', '[::1]'].includes(request.hostname.replace(/:\d+$/, ''));

const TokenBody = z.strictObject({ subject: z.string().min(1).max(255) });

/**
 * FOR DEVELOPMENT ALONE: gives an access token for any subject to whoever asks from this machine, so that users of
 * organisations can be tried without an identity provider. The key lives in memory and ends with the process. Only
 * `greenlane start` has one.
 */
export async function makeDevelopmentIssuer(clock: Clock): Promise<DevelopmentIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'ES256', use: 'sig' }] };
  return {
    issuer: {
      issuer: DEVELOPMENT_ISSUER,
      audience: AUDIENCE,
      algorithms: ['ES256'],
      clockToleranceSeconds: 0,
      cooldownSeconds: 1,
      keys: jwks,
    },
    register: (app) => {
      app.post('/development-issuer/token', async (request, reply) => {
        if (!isFromHere(request)) return reply.code(404).send();
        const parsed = TokenBody.safeParse(request.body);
        if (!parsed.success) return reply.code(400).send({ error: 'invalid_request' });
        const now = Math.floor(clock.now().getTime() / 1_000);
        const token = await new SignJWT({})
          .setProtectedHeader({ alg: 'ES256', kid: KEY_ID, typ: 'at+jwt' })
          .setIssuer(DEVELOPMENT_ISSUER)
          .setAudience(AUDIENCE)
          .setSubject(parsed.data.subject)
          .setIssuedAt(now)
          .setExpirationTime(now + TOKEN_SECONDS)
          .sign(privateKey);
        return reply
          .header('cache-control', 'no-store')
          .send({ access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS });
      });
    },
  };
}
