import createFetchClient, { type Client } from 'openapi-fetch';
import type { paths } from './api.d.ts';
import { DEFAULT_RETRYING, type Retrying, retryingFetch } from './retry.ts';

export type ClientOptions = {
  /** Where the platform or its gateway is, without `/v1`. */
  readonly baseUrl: string;
  /** An API key (`gl_…`) or an OpenID Connect access token; absent for the paths that are open to anyone. */
  readonly key?: string | undefined;
  readonly retrying?: Retrying;
  readonly fetch?: (request: Request) => Promise<Response>;
};

/** One method a verb, typed by path from the platform's own OpenAPI document; {@link answerOf} takes the body or throws. */
export type GreenlaneClient = Client<paths>;

/**
 * A client of the public API. A write carries a new Idempotency-Key unless it is given one, so that asking again after a
 * lost answer, here or by the caller with the same key, never does it twice.
 */
export function greenlaneClient(options: ClientOptions): GreenlaneClient {
  const client = createFetchClient<paths>({
    baseUrl: options.baseUrl,
    fetch: retryingFetch(options.fetch ?? ((request) => fetch(request)), options.retrying ?? DEFAULT_RETRYING),
    ...(options.key === undefined ? {} : { headers: { authorization: `Bearer ${options.key}` } }),
  });
  client.use({
    onRequest: ({ request }) => {
      if (request.method !== 'GET' && !request.headers.has('idempotency-key'))
        request.headers.set('idempotency-key', crypto.randomUUID());
      return request;
    },
  });
  return client;
}
