export type Retrying = {
  /** How often a request is sent at most, the first time included. */
  readonly attempts: number;
  /** A server that asks for more patience than this gets none: its answer is handed on. */
  readonly longestWaitMilliseconds: number;
};

export const DEFAULT_RETRYING: Retrying = { attempts: 5, longestWaitMilliseconds: 65_000 };

const FIRST_WAIT_MILLISECONDS = 250;
const NOT_NOW: ReadonlySet<number> = new Set([429, 503]);

/** Milliseconds that a `Retry-After` asks for, in seconds or as an HTTP date; undefined when there is none to read. */
export function retryAfterOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Doubles from a quarter second, half of it at random: a thousand clients that were refused together do not come back together. */
function backOff(attempt: number): number {
  const whole = FIRST_WAIT_MILLISECONDS * 2 ** (attempt - 1);
  return whole / 2 + (whole / 2) * Math.random();
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Sent twice it does what it does once: a read, or a write that the platform remembers by its key. */
const isRepeatable = (request: Request): boolean => request.method === 'GET' || request.headers.has('idempotency-key');

/**
 * A `fetch` that asks again when the platform says "not now" (429, 503) or when the connection broke, as long as the
 * request may be repeated. Each time it is the same request with the same Idempotency-Key, so that a write whose answer was
 * lost is answered with what it did, and not done again.
 */
export function retryingFetch(
  send: (request: Request) => Promise<Response>,
  { attempts, longestWaitMilliseconds }: Retrying,
): (request: Request) => Promise<Response> {
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= attempts || !isRepeatable(request);
      let wait = backOff(attempt);
      try {
        const response = await send(request.clone());
        if (!NOT_NOW.has(response.status) || isLast) return response;
        wait = retryAfterOf(response.headers.get('retry-after'), Date.now()) ?? wait;
        if (wait > longestWaitMilliseconds) return response;
        await response.body?.cancel();
      } catch (error) {
        if (isLast || request.signal.aborted) throw error;
      }
      await pause(wait, request.signal);
    }
  };
}
