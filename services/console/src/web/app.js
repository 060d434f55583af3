import { render } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { makeApi } from '/console/api.js';
import { PortView } from '/console/board.js';
import { MarketView } from '/console/market.js';
import { html } from '/console/parts.js';
import { PlanView } from '/console/plan.js';
import { ProgrammeView } from '/console/programme.js';
import { RequestView } from '/console/request.js';
import { StatementView } from '/console/statement.js';
import { currentLanguage, say, switchLanguage } from '/console/words.js';
import { WorkView } from '/console/work.js';

/** Which views a role may see; the API refuses the rest anyway. */
const VIEWS = {
  carrier: ['market', 'ports'],
  exporter: ['requests', 'plan', 'work', 'market', 'ports', 'statements'],
  'logistics-provider': ['work', 'requests', 'plan', 'market', 'ports', 'statements'],
  'port-operator': ['ports'],
  authority: ['programme', 'market', 'plan', 'ports', 'statements'],
  verifier: ['statements', 'programme', 'market', 'ports'],
};
const COMPONENTS = {
  market: MarketView,
  requests: RequestView,
  plan: PlanView,
  work: WorkView,
  ports: PortView,
  programme: ProgrammeView,
  statements: StatementView,
};
const KEPT_EVENTS = 60;
/** A burst of events reads the view again once. */
const SETTLE_MILLISECONDS = 1500;

function SignIn({ onCredential, error }) {
  const input = useRef(null);
  return html`<form class="sign" onSubmit=${(event) => {
    event.preventDefault();
    onCredential(input.current.value.trim());
  }}>
    <h1>greenlane</h1><p>${say('motto')}</p><label for="key">${say('signIn')}</label>
    <input id="key" ref=${input} type="password" autocomplete="off" placeholder="gl_… / eyJ…" required />
    ${error && html`<p class="error" role="alert">${error}</p>`}<button class="main">${say('enter')}</button><p class="soft">${say('keyHint')}</p>
  </form>`;
}

/** `#/requests/<id>`: the view, and what is chosen in it; so that back, reload and a sent link work. */
const place = () => location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);

function App() {
  const [credential, setCredential] = useState(
    () => new URLSearchParams(location.hash.slice(1)).get('key') ?? sessionStorage.getItem('key'),
  );
  const [me, setMe] = useState(null);
  const [error, setError] = useState('');
  const [[view, path], setPlace] = useState(place);
  const [events, setEvents] = useState([]);
  const [connection, setConnection] = useState('reconnecting');
  const [tick, setTick] = useState(0);
  const [, setLanguage] = useState(currentLanguage());
  const api = useRef(null);

  useEffect(() => {
    const follow = () => setPlace(place());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    if (!credential) return;
    if (location.hash.includes('key=')) history.replaceState(null, '', location.pathname);
    api.current = makeApi(credential);
    const aborted = new AbortController();
    api.current
      .get('/v1/programme/me')
      .then((found) => {
        sessionStorage.setItem('key', credential);
        setMe(found);
        setPlace(place());
        void api.current
          .get('/v1/events?last=40')
          .then(({ events: recent }) => setEvents((known) => [...known, ...recent.toReversed()].slice(0, KEPT_EVENTS)));
        let timer;
        api.current.stream(
          (event) => {
            setEvents((known) => [event, ...known].slice(0, KEPT_EVENTS));
            if (timer !== undefined) return;
            timer = setTimeout(() => {
              timer = undefined;
              setTick((count) => count + 1);
            }, SETTLE_MILLISECONDS);
          },
          setConnection,
          aborted.signal,
        );
      })
      .catch((problem) => {
        setError(problem.message);
        sessionStorage.removeItem('key');
        setCredential(null);
      });
    return () => aborted.abort();
  }, [credential]);
  const leave = useCallback(() => {
    sessionStorage.removeItem('key');
    history.replaceState(null, '', location.pathname);
    setCredential(null);
    setMe(null);
    setEvents([]);
  }, []);

  if (!credential || !me)
    return html`<${SignIn} onCredential=${(given) => {
      setError('');
      setCredential(given);
    }} error=${error} />`;
  const allowed = VIEWS[me.role];
  const shown = allowed.includes(view) ? view : allowed[0];
  const View = COMPONENTS[shown];
  return html`<a class="skip" href="#main" onClick=${(event) => {
    event.preventDefault();
    document.getElementById('main').focus();
  }}>${say('skip')}</a><header class="top"><h1>greenlane</h1>
      <nav aria-label="views">${allowed.map(
        (name) =>
          html`<button key=${name} aria-current=${shown === name ? 'page' : undefined} onClick=${() => {
            location.hash = `/${name}`;
          }}>${say(name)}</button>`,
      )}</nav>
      <span class="who"><span class="dot ${connection}" title=${say(connection)}></span><span class="hidden" role="status">${say(connection)}</span>${me.name} · ${say(me.role)}</span>
      <button onClick=${() => {
        switchLanguage();
        setLanguage(currentLanguage());
      }}>${currentLanguage() === 'zh' ? 'English' : '中文'}</button><button onClick=${leave}>${say('leave')}</button></header>
    <main id="main" tabindex="-1"><${View} api=${api.current} me=${me} tick=${tick} events=${events} path=${shown === view ? path : undefined} go=${(
      id,
    ) => {
      location.hash = `/${shown}/${encodeURIComponent(id)}`;
    }} key=${shown} /></main>`;
}

document.documentElement.lang = currentLanguage();
render(html`<${App} />`, document.getElementById('app'));
