import htm from 'htm';
import { h, render } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { MarketView, PortView, ProgrammeView, RequestView, StatementView } from '/console/views.js';
import { currentLanguage, say, switchLanguage } from '/console/words.js';

const html = htm.bind(h);

/** Which views a role may see; the API refuses the rest anyway. */
const VIEWS = {
  carrier: ['market', 'ports'],
  exporter: ['market', 'requests', 'ports', 'statements'],
  'logistics-provider': ['market', 'requests', 'ports', 'statements'],
  'port-operator': ['ports'],
  authority: ['programme', 'market', 'ports', 'statements'],
  verifier: ['statements', 'programme', 'market', 'ports'],
};
const COMPONENTS = {
  market: MarketView,
  requests: RequestView,
  ports: PortView,
  programme: ProgrammeView,
  statements: StatementView,
};

function makeApi(key) {
  const headers = { authorization: `Bearer ${key}` };
  const get = async (path) => {
    const response = await fetch(path, { headers });
    if (!response.ok) throw new Error((await response.json().catch(() => ({}))).title ?? `HTTP ${response.status}`);
    return { body: await response.json(), next: response.headers.get('next-page-cursor') };
  };
  return {
    get: async (path) => (await get(path)).body,
    /** Up to ten pages of a list. */
    list: async (path) => {
      const items = [];
      let cursor = '';
      for (let page = 0; page < 10; page += 1) {
        const { body, next } = await get(`${path}${path.includes('?') ? '&' : '?'}limit=100${cursor}`);
        items.push(...body);
        if (!next) break;
        cursor = `&cursor=${next}`;
      }
      return items;
    },
    blob: async (path) => (await fetch(path, { headers })).blob(),
    /** Server-sent events over fetch, since EventSource sends no Authorization; reconnects with Last-Event-ID. */
    stream: (onEvent, signal) => {
      let last;
      const open = async () => {
        const response = await fetch(`/v1/events/stream${last ? '' : '?after=now'}`, {
          headers: { ...headers, ...(last ? { 'last-event-id': last } : {}) },
          signal,
        });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
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
          await new Promise((resolve) => setTimeout(resolve, 2000));
        }
      };
      void loop();
    },
  };
}

function SignIn({ onKey, error }) {
  const input = useRef(null);
  return html`<form class="sign" onSubmit=${(event) => {
    event.preventDefault();
    onKey(input.current.value.trim());
  }}>
    <h1>greenlane</h1><label for="key">${say('signIn')}</label>
    <input id="key" ref=${input} type="password" autocomplete="off" placeholder="gl_…" required />
    ${error && html`<p class="error" role="alert">${error}</p>`}<button>${say('enter')}</button><p class="soft">${say('keyHint')}</p>
  </form>`;
}

function App() {
  const [key, setKey] = useState(
    () => new URLSearchParams(location.hash.slice(1)).get('key') ?? sessionStorage.getItem('key'),
  );
  const [me, setMe] = useState(null);
  const [error, setError] = useState('');
  const [view, setView] = useState('');
  const [events, setEvents] = useState([]);
  const [tick, setTick] = useState(0);
  const [, setLanguage] = useState(currentLanguage());
  const api = useRef(null);

  useEffect(() => {
    if (!key) return;
    if (location.hash.includes('key=')) history.replaceState(null, '', location.pathname);
    api.current = makeApi(key);
    const aborted = new AbortController();
    api.current
      .get('/v1/programme/me')
      .then((found) => {
        sessionStorage.setItem('key', key);
        setMe(found);
        setView(VIEWS[found.role]?.[0] ?? 'market');
        void api.current
          .get('/v1/events?last=40')
          .then(({ events: recent }) => setEvents((known) => [...known, ...recent.toReversed()].slice(0, 60)));
        let timer;
        api.current.stream((event) => {
          setEvents((known) => [event, ...known].slice(0, 60));
          // A burst of events reads the view again once.
          if (timer === undefined)
            timer = setTimeout(() => {
              timer = undefined;
              setTick((count) => count + 1);
            }, 1500);
        }, aborted.signal);
      })
      .catch((problem) => {
        setError(problem.message);
        sessionStorage.removeItem('key');
        setKey(null);
      });
    return () => aborted.abort();
  }, [key]);
  const leave = useCallback(() => {
    sessionStorage.removeItem('key');
    setKey(null);
    setMe(null);
    setEvents([]);
  }, []);

  if (!key || !me)
    return html`<${SignIn} onKey=${(given) => {
      setError('');
      setKey(given);
    }} error=${error} />`;
  const View = COMPONENTS[view];
  return html`<header class="top"><h1>greenlane</h1>
      <nav aria-label="views">${VIEWS[me.role].map((name) => html`<button key=${name} aria-current=${view === name ? 'page' : undefined} onClick=${() => setView(name)}>${say(name)}</button>`)}</nav>
      <span class="who">${me.name} · ${me.role}</span>
      <button onClick=${() => {
        switchLanguage();
        setLanguage(currentLanguage());
      }}>${currentLanguage() === 'zh' ? 'English' : '中文'}</button><button onClick=${leave}>${say('leave')}</button></header>
    <main><${View} api=${api.current} me=${me} tick=${tick} events=${events} key=${view} /></main>`;
}

document.documentElement.lang = currentLanguage();
render(html`<${App} />`, document.getElementById('app'));
