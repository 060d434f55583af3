import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Principal, ProblemError } from './service.ts';

/** Requests a minute, counted by this process alone: a deployment of several instances lets through so many each. */
export type RateLimits = {
  readonly perCredential: number;
  /** All keys and users of one organisation together. */
  readonly perOrganisation: number;
  /** Without a credential, and with one that is not good. */
  readonly perAddress: number;
};

export type RateLimiter = {
  takeAddress(request: FastifyRequest): Promise<void>;
  takePrincipal(request: FastifyRequest, principal: Principal): Promise<void>;
};

/** Addresses and credentials counted at once; the least recently seen are forgotten beyond it. */
const COUNTED = 20_000;

/** @throws ProblemError 429 with Retry-After, from each of its functions, when the limit is passed */
export async function makeRateLimiter(app: FastifyInstance, limits: RateLimits): Promise<RateLimiter> {
  await app.register(rateLimit, { global: false, cache: COUNTED, timeWindow: 60_000 });
  const principals = new WeakMap<FastifyRequest, Principal>();
  const counter = (what: string, max: number, keyGenerator: (request: FastifyRequest) => string) => {
    const count = app.createRateLimit({ max, timeWindow: 60_000, keyGenerator });
    return async (request: FastifyRequest): Promise<void> => {
      const counted = await count(request);
      if (counted.isAllowed || !counted.isExceeded) return;
      throw new ProblemError({
        status: 429,
        title: 'Too many requests',
        errors: [{ code: 'RATE_LIMITED', message: `at most ${max} requests a minute of one ${what}` }],
        headers: { 'retry-after': String(Math.max(1, counted.ttlInSeconds)) },
      });
    };
  };
  const takeCredential = counter(
    'key or user',
    limits.perCredential,
    (request) => principals.get(request)?.keyId ?? '',
  );
  const takeOrganisation = counter(
    'organisation',
    limits.perOrganisation,
    (request) => principals.get(request)?.organisationId ?? '',
  );
  return {
    takeAddress: counter('address without a good credential', limits.perAddress, ({ ip }) => ip),
    takePrincipal: async (request, principal) => {
      principals.set(request, principal);
      await takeCredential(request);
      await takeOrganisation(request);
    },
  };
}
