import type { FastifyRequest } from 'fastify';
import type { Identity } from './identity.ts';
import type { RateLimiter } from './rate-limits.ts';
import { type Principal, ProblemError, type Route, scopeOf } from './service.ts';

/** For routes open to anyone: a principal that owns nothing. */
export const NOBODY: Principal = {
  organisationId: '',
  keyId: '',
  organisationName: '',
  role: 'verifier',
  scopes: [],
  ports: [],
  actsFor: [],
};

function bearerOf(request: FastifyRequest): string | undefined {
  const match = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '');
  return match?.[1];
}

const forbidden = (code: string, title: string, message: string) =>
  new ProblemError({ status: 403, title, errors: [{ code, message }] });

const unauthenticated = () =>
  new ProblemError({
    status: 401,
    title: 'A valid credential is needed',
    errors: [
      {
        code: 'UNAUTHENTICATED',
        message: 'send "Authorization: Bearer …" with an API key (gl_…) or an access token that is good now',
      },
    ],
    headers: { 'www-authenticate': 'Bearer realm="greenlane"' },
  });

/**
 * Who is calling, if that caller may use the route at all and has not asked too often: known, of a role that the route
 * allows, and with a credential that was given its scope. Whose rows it then sees is for row level security to say.
 * @throws ProblemError 401 without a credential that is good now, 403 for a role or a scope that the route does not take, 429
 */
export async function admit(
  { route, identity, limiter }: { readonly route: Route; readonly identity: Identity; readonly limiter: RateLimiter },
  request: FastifyRequest,
  now: Date,
): Promise<Principal> {
  const bearer = bearerOf(request);
  const principal =
    route.allow === 'anyone' || bearer === undefined ? undefined : await identity.authenticate(bearer, now);
  if (principal) await limiter.takePrincipal(request, principal);
  else await limiter.takeAddress(request);
  if (route.allow === 'anyone') return NOBODY;
  if (!principal) throw unauthenticated();
  if (route.allow !== 'authenticated' && !route.allow.includes(principal.role)) {
    throw forbidden(
      'FORBIDDEN',
      'This role may not do this',
      `${route.operationId} is for ${route.allow.join(', ')}; the role of this credential is ${principal.role}`,
    );
  }
  const scope = scopeOf(route);
  if (scope !== undefined && principal.scopes.length > 0 && !principal.scopes.includes(scope)) {
    throw forbidden(
      'INSUFFICIENT_SCOPE',
      'This credential may not do this',
      `${route.operationId} needs the scope ${scope}; this credential has ${principal.scopes.join(', ')}`,
    );
  }
  return principal;
}
