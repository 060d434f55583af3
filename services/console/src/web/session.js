import { say } from '/console/words.js';

/** A key, or an access token that was pasted: good until it is not. */
export const keyCredential = (key) => ({
  kind: 'key',
  token: async () => key,
  renew: async () => false,
  remember: () => sessionStorage.setItem('key', key),
  forget: () => sessionStorage.removeItem('key'),
  leave: async () => sessionStorage.removeItem('key'),
});

/** A credential handed over in the link (`/#key=…`), else the one of this tab. */
function knownKey() {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given !== null) history.replaceState(null, '', location.pathname);
  const key = given ?? sessionStorage.getItem('key');
  return key === null ? null : keyCredential(key);
}

/** What the issuer sent this page back with, if it did. */
function isAnswer() {
  const parameters = new URLSearchParams(location.search);
  return parameters.has('state') && (parameters.has('code') || parameters.has('error'));
}

/** How this page can be signed in to, and who is signed in already. */
export async function openSession() {
  const { oidc } = await fetch('/console/sign-in.json').then((response) => response.json());
  const key = knownKey();
  if (oidc === null) return { signIn: null, credential: key, error: '' };
  const { makeSignIn } = await import('/console/oidc.js');
  const signIn = makeSignIn(oidc);
  if (!isAnswer()) return { signIn, credential: key ?? signIn.resume(), error: '' };
  try {
    return { signIn, credential: await signIn.finish(), error: '' };
  } catch (problem) {
    return { signIn, credential: null, error: `${say('signInFailed')} ${reasonOf(problem)}` };
  }
}

/** The issuer's own words where it gave some. */
const reasonOf = (problem) => problem.error_description ?? problem.error ?? problem.message;
