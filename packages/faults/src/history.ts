/** What a client did and what it saw, as Jepsen records it: `unknown` may have happened or not. */
export type Operation = {
  readonly client: number;
  readonly name: string;
  readonly reference: string;
  readonly invokedAt: number;
  readonly endedAt: number;
  readonly outcome: 'ok' | 'fail' | 'unknown';
  readonly status: number;
  readonly hasRetryAfter: boolean;
  /** The first reason code of a problem document. */
  readonly code: string;
  /** The id that the answer named, if any. */
  readonly id: string;
};

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client reads them, without the platform's types
  readonly body: any;
};

export type Call = {
  readonly client: number;
  readonly name: string;
  readonly reference: string;
  readonly method: string;
  readonly url: string;
  readonly key: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
  /** Gives up on an answer after so long. */
  readonly patienceMilliseconds?: number;
  /** On a connection of its own. */
  readonly isAlone?: boolean;
};

export type History = {
  readonly operations: readonly Operation[];
  /** Calls once and records it; undefined when no answer came. */
  call(call: Call): Promise<Answer | undefined>;
  /** Calls again until an answer says yes or no, as a client with an Idempotency-Key does; undefined past `until`. */
  insist(call: Call & { readonly idempotencyKey: string }, until: () => boolean): Promise<Answer | undefined>;
};

const PATIENCE_MILLISECONDS = 30_000;

export async function fetchAnswer(call: Omit<Call, 'client' | 'name' | 'reference'>): Promise<Answer> {
  const isText = typeof call.body === 'string';
  const response = await fetch(call.url, {
    method: call.method,
    headers: {
      ...(call.isAlone ? { connection: 'close' } : {}),
      ...(call.key === '' ? {} : { authorization: `Bearer ${call.key}` }),
      ...(call.body === undefined ? {} : { 'content-type': isText ? 'application/x-ndjson' : 'application/json' }),
      ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
      ...(call.ifMatch === undefined ? {} : { 'if-match': call.ifMatch }),
    },
    ...(call.body === undefined ? {} : { body: isText ? (call.body as string) : JSON.stringify(call.body) }),
    signal: AbortSignal.timeout(call.patienceMilliseconds ?? PATIENCE_MILLISECONDS),
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const isJson = type.includes('json') && !type.includes('ndjson') && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** A 503 that says that nothing was stored is a refusal; one that cannot know, or any other 5xx, leaves the outcome open. */
function outcomeOf({ status, body }: Answer): Operation['outcome'] {
  if (status < 400) return 'ok';
  if (status < 500) return 'fail';
  return status === 503 && body?.errors?.[0]?.code !== 'OUTCOME_UNKNOWN' ? 'fail' : 'unknown';
}

/** @param areAlone each call has a connection of its own */
export function recordHistory(areAlone = false): History {
  const operations: Operation[] = [];
  const call = async (one: Call): Promise<Answer | undefined> => {
    const invokedAt = performance.now();
    const answer = await fetchAnswer({ ...one, isAlone: areAlone }).catch(() => undefined);
    const { client, name, reference } = one;
    const { body } = answer ?? {};
    const id = body?.commandId ?? body?.requestId ?? body?.offerId ?? body?.claimId ?? '';
    operations.push({
      client,
      name,
      reference,
      invokedAt,
      endedAt: performance.now(),
      outcome: answer === undefined ? 'unknown' : outcomeOf(answer),
      status: answer?.status ?? 0,
      hasRetryAfter: answer?.headers.has('retry-after') ?? false,
      code: answer?.body?.errors?.[0]?.code ?? '',
      id: answer?.body?.allocationId ?? id,
    });
    return answer;
  };
  return {
    operations,
    call,
    insist: async (one, until) => {
      for (let pause = 50; !until(); pause = Math.min(pause * 2, 1_000)) {
        const answer = await call(one);
        const isPassing =
          answer === undefined || answer.status >= 500 || (answer.status === 409 && answer.headers.has('retry-after'));
        if (!isPassing) return answer;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      return undefined;
    },
  };
}

export const serverErrors = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter(({ status }) => status >= 500);
