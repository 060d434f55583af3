/** A client of the public API with one organisation's key. */
export type ApiClient = {
  get<Answer>(path: string): Promise<Answer>;
  /** Every page of a list. */
  all<Item>(path: string): Promise<Item[]>;
  post<Answer>(
    path: string,
    body: unknown,
    options?: { readonly key?: string; readonly allow?: readonly number[] },
  ): Promise<Answer>;
  /** NDJSON; answers a result a line. */
  batch<Result>(path: string, lines: readonly unknown[], key: string): Promise<Result[]>;
};

class ApiError extends Error {
  override readonly name = 'ApiError';
}

const RETRIES = 5;

export function apiClient(baseUrl: string, apiKey: string): ApiClient {
  const send = async (
    method: string,
    path: string,
    body?: { readonly text: string; readonly type: string },
    key?: string,
    allow: readonly number[] = [],
  ): Promise<Response> => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(body ? { 'content-type': body.type } : {}),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body ? { body: body.text } : {}),
      });
      if (response.ok || allow.includes(response.status)) return response;
      // Not now (503, 429), or the first request under this key still runs (409 with Retry-After): as any client would.
      const isPassing =
        response.status === 503 ||
        response.status === 429 ||
        (response.status === 409 && response.headers.has('retry-after'));
      if (isPassing && attempt < RETRIES) {
        await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(response.headers.get('retry-after') ?? 1)));
        continue;
      }
      throw new ApiError(`${method} ${path} answered ${response.status}: ${(await response.text()).slice(0, 600)}`);
    }
  };
  return {
    get: async <Answer>(path: string) => (await (await send('GET', path)).json()) as Answer,
    all: async <Item>(path: string) => {
      const items: Item[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const separator = path.includes('?') ? '&' : '?';
        const response: Response = await send(
          'GET',
          `${path}${separator}limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        items.push(...((await response.json()) as Item[]));
        cursor = response.headers.get('next-page-cursor');
      }
      return items;
    },
    post: async <Answer>(
      path: string,
      body: unknown,
      options: { readonly key?: string; readonly allow?: readonly number[] } = {},
    ) => {
      const response = await send(
        'POST',
        path,
        body === undefined ? undefined : { text: JSON.stringify(body), type: 'application/json' },
        options.key,
        options.allow,
      );
      const text = await response.text();
      return (text === '' ? undefined : JSON.parse(text)) as Answer;
    },
    batch: async <Result>(path: string, lines: readonly unknown[], key: string) => {
      const response = await send(
        'POST',
        path,
        { text: lines.map((line) => `${JSON.stringify(line)}\n`).join(''), type: 'application/x-ndjson' },
        key,
      );
      return (await response.text())
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Result);
    },
  };
}
