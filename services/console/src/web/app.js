import { render } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { makeApi } from '/console/api.js';
import { PortView } from '/console/board.js';
import { DiagnosisView } from '/console/diagnosis.js';
import { MarketView } from '/console/market.js';
import { html } from '/console/parts.js';
import { PlanView } from '/console/plan.js';
import { ProgrammeView } from '/console/programme.js';
import { RequestView } from '/console/request.js';
import { Scope3View } from '/console/scope3.js';
import { openSession } from '/console/session.js';
import { SignIn } from '/console/sign-in.js';
import { StatementView } from '/console/statement.js';
import { currentLanguage, say, switchLanguage } from '/console/words.js';
import { WorkView } from '/console/work.js';

/** Which views a role may see; the API refuses the rest anyway. */
const VIEWS = {
  carrier: ['market', 'ports'],
  exporter: ['requests', 'plan', 'work', 'market', 'ports', 'statements', 'scope3', 'diagnosis'],
  'logistics-provider': ['work', 'requests', 'plan', 'market', 'ports', 'statements', 'diagnosis'],
  'port-operator': ['ports'],
  authority: ['programme', 'market', 'plan', 'ports', 'statements', 'scope3'],
  verifier: ['statements', 'scope3', 'programme', 'market', 'ports'],
};
const COMPONENTS = {
  market: MarketView,
  requests: RequestView,
  plan: PlanView,
  work: WorkView,
  ports: PortView,
  programme: ProgrammeView,
  statements: StatementView,
  scope3: Scope3View,
  diagnosis: DiagnosisView,
};
const KEPT_EVENTS = 60;
/** A burst of events reads the view again once. */
const SETTLE_MILLISECONDS = 1500;

/** `#/requests/<id>`: the view, and what is chosen in it; so that back, reload and a sent link work. */
const place = () => location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);

function App({ signIn, first }) {
  const [credential, setCredential] = useState(first.credential);
  const [me, setMe] = useState(null);
  const [error, setError] = useState(first.error);
  const [[view, path], setPlace] = useState(place);
  const [events, setEvents] = useState([]);
  const [connection, setConnection] = useState('reconnecting');
  const [tick, setTick] = useState(0);
  const [, setLanguage] = useState(currentLanguage());
  const api = useRef(null);
  const turnLanguage = () => {
    switchLanguage();
    setLanguage(currentLanguage());
  };
  const out = useCallback((message) => {
    setError(message);
    setCredential(null);
    setMe(null);
    setEvents([]);
  }, []);

  useEffect(() => {
    const follow = () => setPlace(place());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    if (!credential) return;
    const aborted = new AbortController();
    let isIn = false;
    // Where the page was stays in its address: whoever signs in again goes on there.
    const end = (message) => {
      if (aborted.signal.aborted) return;
      credential.forget();
      out(message);
    };
    api.current = makeApi(credential, () => isIn && end(say('signInEnded')));
    const enter = async () => {
      const found = await api.current.get('/v1/programme/me');
      if (aborted.signal.aborted) return;
      isIn = true;
      credential.remember?.();
      setMe(found);
      setPlace(place());
      void api.current
        .get('/v1/events?last=40')
        .then(({ events: recent }) => setEvents((known) => [...known, ...recent.toReversed()].slice(0, KEPT_EVENTS)))
        .catch(() => {});
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
    };
    enter().catch((problem) => end(refusal(problem, credential)));
    return () => aborted.abort();
  }, [credential]);
  const leave = useCallback(() => {
    history.replaceState(null, '', location.pathname);
    out('');
    // Out here whatever the issuer answers.
    void credential.leave().catch(() => {});
  }, [credential]);

  if (!credential || !me)
    return html`<${SignIn} signIn=${signIn} error=${error} onLanguage=${turnLanguage} onCredential=${(given) => {
      setError('');
      setCredential(given);
    }} />`;
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
      <div class="me"><span class="who"><span class="dot ${connection}" title=${say(connection)}></span><span class="hidden" role="status">${say(connection)}</span>${me.name} · ${say(me.role)}</span>
      <button onClick=${turnLanguage}>${currentLanguage() === 'zh' ? 'English' : '中文'}</button><button onClick=${leave}>${say('leave')}</button></div></header>
    <main id="main" tabindex="-1"><${View} api=${api.current} me=${me} tick=${tick} events=${events} path=${shown === view ? path : undefined} go=${(
      id,
    ) => {
      location.hash = `/${shown}/${encodeURIComponent(id)}`;
    }} key=${shown} /></main>`;
}

/** A good token of somebody who is no user here is told so, with what an administrator needs to make one. */
function refusal(problem, { kind, issuer, subject }) {
  if (problem.isEnd) return say('signInEnded');
  if (problem.status === 401 && kind === 'person') return say('notAUser', { issuer, subject });
  return problem.message;
}

document.documentElement.lang = currentLanguage();
const { signIn, ...first } = await openSession().catch(({ message }) => ({
  signIn: null,
  credential: null,
  error: message,
}));
render(html`<${App} signIn=${signIn} first=${first} />`, document.getElementById('app'));
