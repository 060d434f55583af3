import { currentLanguage, sayProblem } from '/console/words.js';

/**
 * The public API under one credential: the page uses nothing else. When the credential is good no longer, and no renewal
 * helps, `onEnded` is told; a refusal by one service alone is no end, since each learns of a new key a moment later.
 */
export function makeApi(credential, onEnded) {
  const ask = async (path, options) =>
    fetch(path, {
      ...options,
      headers: {
        authorization: `Bearer ${await credential.token()}`,
        'accept-language': currentLanguage(),
        ...options.headers,
      },
    });
  const isOver = async () => (await ask('/v1/programme/me', {})).status === 401;
  const attempt = async (path, options) => {
    const response = await ask(path, options);
    if (response.status !== 401) return response;
    if (await credential.renew()) return ask(path, options);
    return response;
  };
  const call = async (path, options = {}) => {
    const response = await attempt(path, options).catch((problem) => {
      if (problem.status === 401) onEnded();
      if (problem instanceof TypeError) throw new Error(sayProblem({ code: 'NO_CONNECTION' }));
      throw problem;
    });
    if (response.ok) return response;
    if (response.status === 401 && (await isOver())) onEnded();
    const problem = await response.json().catch(() => ({}));
    const message = sayProblem(problem.errors?.[0] ?? { message: problem.title ?? `HTTP ${response.status}` });
    throw Object.assign(new Error(message), { status: response.status });
  };
  const page = async (path) => {
    const response = await call(path);
    return { body: await response.json(), next: response.headers.get('next-page-cursor') };
  };
  return {
    get: async (path) => (await page(path)).body,
    /** Up to `pages` pages of a list. */
    list: async (path, pages = 10) => {
      const items = [];
      let cursor = '';
      for (let count = 0; count < pages; count += 1) {
        const { body, next } = await page(`${path}${path.includes('?') ? '&' : '?'}limit=100${cursor}`);
        items.push(...body);
        if (!next) break;
        cursor = `&cursor=${next}`;
      }
      return items;
    },
    post: async (path, body) => {
      const response = await call(path, {
        method: 'POST',
        headers: {
          'idempotency-key': crypto.randomUUID(),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return response.status === 204 ? undefined : response.json();
    },
    /** Any other body, under its own type. */
    send: async (path, body, type) =>
      (
        await call(path, {
          method: 'POST',
          headers: { 'idempotency-key': crypto.randomUUID(), 'content-type': type },
          body,
        })
      ).json(),
    text: async (path) => (await call(path)).text(),
    blob: async (path) => (await call(path)).blob(),
    /** Server-sent events over fetch, since EventSource sends no Authorization; reconnects with Last-Event-ID. */
    stream: (onEvent, onState, signal) => {
      let last;
      const open = async () => {
        const response = await call(`/v1/events/stream${last ? '' : '?after=now'}`, {
          headers: last ? { 'last-event-id': last } : {},
          signal,
        });
        onState('live');
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        let text = '';
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          text += value;
          const blocks = text.split('\n\n');
          text = blocks.pop();
          for (const block of blocks) {
            const data = /^data: (.*)$/m.exec(block);
            last = /^id: (.*)$/m.exec(block)?.[1] ?? last;
            if (data) onEvent(JSON.parse(data[1]));
          }
        }
      };
      const loop = async () => {
        while (!signal.aborted) {
          await open().catch(() => {});
          if (!signal.aborted) onState('reconnecting');
          await new Promise((resolve) => setTimeout(resolve, 2000));
        }
      };
      void loop();
    },
  };
}
