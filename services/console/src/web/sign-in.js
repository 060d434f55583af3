import { useRef, useState } from 'preact/hooks';
import { html } from '/console/parts.js';
import { keyCredential } from '/console/session.js';
import { currentLanguage, say } from '/console/words.js';

/** The door: at the identity provider when there is one, else and beside it by key. */
export function SignIn({ signIn, error, onCredential, onLanguage }) {
  const input = useRef(null);
  const [trouble, setTrouble] = useState('');
  const begin = () => signIn.begin().catch((problem) => setTrouble(`${say('signInFailed')} ${problem.message}`));
  const message = trouble || error;
  return html`<main class="sign"><div class="head"><h1>greenlane</h1><button onClick=${onLanguage}>${currentLanguage() === 'zh' ? 'English' : '中文'}</button></div>
    <p>${say('motto')}</p>${message && html`<p class="error" role="alert">${message}</p>`}
    ${signIn && html`<button class="main" onClick=${begin}>${say('signInThrough', { host: new URL(signIn.issuer).host })}</button><p class="or">${say('or')}</p>`}
    <form onSubmit=${(event) => {
      event.preventDefault();
      onCredential(keyCredential(input.current.value.trim()));
    }}><label for="key">${say('signIn')}</label><input id="key" ref=${input} type="password" autocomplete="off" placeholder="gl_…" required />
      <button class=${signIn ? '' : 'main'}>${say('enter')}</button><p class="soft">${say('keyHint')}</p></form></main>`;
}
