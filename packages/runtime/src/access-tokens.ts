import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import { ProblemError } from './service.ts';

/** Signatures by a private key alone: a shared secret would let whoever verifies also sign. */
export const TOKEN_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'EdDSA',
] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/** An OpenID Connect issuer whose access tokens are taken. */
export type TokenIssuer = {
  /** The `iss` claim, compared as text. */
  readonly issuer: string;
  /** What `aud` must hold: this API, so that a token made for another one is refused. */
  readonly audience: string;
  readonly algorithms: readonly TokenAlgorithm[];
  /** How far the issuer's clock may be from ours. */
  readonly clockToleranceSeconds: number;
  /** After a fetch of the issuer's keys, how long an unknown `kid` causes no other; after a failed one, how long none is tried. */
  readonly cooldownSeconds: number;
  /** Where its keys are: named, found by OpenID discovery at the issuer, or given. */
  readonly keys: { readonly uri: string } | 'discovery' | JSONWebKeySet;
};

/** What a good token says. */
export type TokenClaims = { readonly issuer: string; readonly subject: string; readonly expiresAt: Date };

export type TokenVerifier = {
  /**
   * @returns undefined for any token that is not good now, whatever is wrong with it
   * @throws ProblemError 503 when the issuer's keys cannot be had
   */
  verify(token: string, now: Date): Promise<TokenClaims | undefined>;
};

const FETCH_TIMEOUT_MILLISECONDS = 5_000;
const KEYS_FRESH_MILLISECONDS = 600_000;

/** Keys over a network are fetched by TLS; on one's own machine plain HTTP will do. */
function assertSafe(address: string): URL {
  const url = new URL(address);
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))
    throw new Error(`${address} must be an https URL (http on this machine alone)`);
  return url;
}

const Discovery = z.looseObject({ issuer: z.string(), jwks_uri: z.url() });

/** OpenID Connect Discovery 1.0, section 4: the document must name the issuer that was asked. */
async function discoverKeys(issuer: string): Promise<URL> {
  const address = assertSafe(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const response = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MILLISECONDS),
  });
  if (!response.ok) throw new Error(`${address.href} answers ${response.status}`);
  const found = Discovery.parse(await response.json());
  if (found.issuer !== issuer) throw new Error(`${address.href} is of the issuer ${found.issuer}`);
  return assertSafe(found.jwks_uri);
}

/** The token is at fault, not the issuer's server. */
const isRefusal = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

/**
 * The issuer's key for a token. jose fetches the set when it is old or a `kid` is new, at most once a cool-down and once at a
 * time; this adds the cool-down after a failed fetch, during which known keys go on being used: otherwise a flood of unknown
 * `kid`s would ask a broken server once each.
 */
function keysOf(issuer: TokenIssuer): JWTVerifyGetKey {
  const { keys } = issuer;
  if (keys !== 'discovery' && 'keys' in keys) return createLocalJWKSet(keys);
  const cooldownMilliseconds = issuer.cooldownSeconds * 1_000;
  const open = async () =>
    createRemoteJWKSet(keys === 'discovery' ? await discoverKeys(issuer.issuer) : assertSafe(keys.uri), {
      cooldownDuration: cooldownMilliseconds,
      cacheMaxAge: Math.max(KEYS_FRESH_MILLISECONDS, cooldownMilliseconds),
      timeoutDuration: FETCH_TIMEOUT_MILLISECONDS,
    });
  let opening: ReturnType<typeof open> | undefined;
  let failedUntil = 0;
  return async (header, token) => {
    const isCoolingDown = performance.now() < failedUntil;
    if (isCoolingDown) {
      const known = opening === undefined ? undefined : (await opening).jwks();
      if (known === undefined) throw new Error('the keys could not be fetched a moment ago');
      return createLocalJWKSet(known)(header, token);
    }
    try {
      opening ??= open();
      const set = await opening;
      return await set(header, token);
    } catch (error) {
      if (isRefusal(error)) throw error;
      failedUntil = performance.now() + cooldownMilliseconds;
      const wasOpened = await opening?.then(
        () => true,
        () => false,
      );
      if (!wasOpened) opening = undefined;
      throw error;
    }
  };
}

/** The issuer that a token names, unverified: it only chooses whose keys must verify it. */
function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

export function makeTokenVerifier(issuers: readonly TokenIssuer[]): TokenVerifier {
  const known = new Map(issuers.map((issuer) => [issuer.issuer, { issuer, keys: keysOf(issuer) }]));
  return {
    verify: async (token, now) => {
      const found = known.get(claimedIssuer(token) ?? '');
      if (!found) return undefined;
      const { issuer, keys } = found;
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer: issuer.issuer,
          audience: issuer.audience,
          algorithms: [...issuer.algorithms],
          clockTolerance: issuer.clockToleranceSeconds,
          requiredClaims: ['iss', 'aud', 'sub', 'exp'],
          currentDate: now,
        });
        if (!payload.sub || payload.exp === undefined) return undefined;
        return {
          issuer: issuer.issuer,
          subject: payload.sub,
          expiresAt: new Date((payload.exp + issuer.clockToleranceSeconds) * 1_000),
        };
      } catch (error) {
        if (isRefusal(error) || isTokenAtFault(error)) return undefined;
        throw new ProblemError({
          status: 503,
          title: 'The token cannot be checked now',
          errors: [{ code: 'ISSUER_UNAVAILABLE', message: `the keys of ${issuer.issuer} cannot be had; try again` }],
          headers: { 'retry-after': String(issuer.cooldownSeconds) },
        });
      }
    },
  };
}

const FAULTS_OF_TOKENS = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
];
const isTokenAtFault = (error: unknown): boolean => FAULTS_OF_TOKENS.some((fault) => error instanceof fault);
