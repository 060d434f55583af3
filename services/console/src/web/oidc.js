import * as oauth from 'oauth4webapi';

/** Kept in this tab alone, and gone with it: the tokens, and between two pages what the answer must match. */
const SESSION = 'session';
const BEGUN = 'sign-in';
/** A token is renewed this long before its end, but never in the first half of its life. */
const RENEW_BEFORE_MILLISECONDS = 30_000;

const read = (name) => JSON.parse(sessionStorage.getItem(name) ?? 'null');
const write = (name, value) => sessionStorage.setItem(name, JSON.stringify(value));
/** The page's own address, which the client is registered with. */
const redirectUri = () => `${location.origin}/`;

const isLoopback = (address) => ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(address).hostname);

/** The sign-in has ended, as a 401 says it: only a new one helps. */
export const ended = () => Object.assign(new Error('the sign-in has ended'), { status: 401, isEnd: true });

/** What the page keeps of an answer of the token endpoint; what the answer leaves out stays as it was. */
function sessionOf(tokens, known = {}) {
  const lifetime = tokens.expires_in === undefined ? null : tokens.expires_in * 1_000;
  return {
    ...known,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? known.refreshToken ?? null,
    idToken: tokens.id_token ?? known.idToken,
    subject: oauth.getValidatedIdTokenClaims(tokens)?.sub ?? known.subject,
    renewAt: lifetime === null ? null : Date.now() + lifetime - Math.min(RENEW_BEFORE_MILLISECONDS, lifetime / 2),
    endsAt: lifetime === null ? null : Date.now() + lifetime,
  };
}

/**
 * The authorization code flow with PKCE at one issuer, as a public client. `settings` is what the platform is configured with.
 * Answers are checked by oauth4webapi: state, issuer, nonce, and the claims of the ID token.
 */
export function makeSignIn(settings) {
  const client = { client_id: settings.clientId };
  const issuer = new URL(settings.issuer);
  const options = { [oauth.allowInsecureRequests]: isLoopback(issuer) };
  const resource = settings.resource === null ? {} : { resource: settings.resource };
  let discovered;
  const server = () => {
    discovered ??= oauth
      .discoveryRequest(issuer, { ...options, algorithm: 'oidc' })
      .then((response) => oauth.processDiscoveryResponse(issuer, response))
      .catch((error) => {
        discovered = undefined;
        throw error;
      });
    return discovered;
  };

  const renew = async (session) => {
    if (session.refreshToken === null) throw ended();
    const as = await server();
    const given = { ...options, additionalParameters: resource };
    const response = await oauth.refreshTokenGrantRequest(as, client, oauth.None(), session.refreshToken, given);
    const tokens = await oauth.processRefreshTokenResponse(as, client, response).catch((error) => {
      // The issuer was reached and says no: the person was signed out there, or the token is used up.
      throw error.code === oauth.RESPONSE_BODY_ERROR ? ended() : error;
    });
    return sessionOf(tokens, session);
  };

  const credentialOf = (first) => {
    let session = first;
    let renewing;
    const renewed = () => {
      renewing ??= renew(session)
        .then((next) => {
          session = next;
          write(SESSION, session);
        })
        .finally(() => {
          renewing = undefined;
        });
      return renewing;
    };
    return {
      kind: 'person',
      issuer: settings.issuer,
      subject: session.subject,
      token: async () => {
        const now = Date.now();
        if (session.renewAt !== null && now >= session.renewAt) {
          if (session.refreshToken !== null) await renewed();
          else if (now >= session.endsAt) throw ended();
        }
        return session.accessToken;
      },
      /** After a refusal: whether there is another token to try with. */
      renew: async () => {
        if (session.refreshToken === null) return false;
        await renewed();
        return true;
      },
      forget: () => sessionStorage.removeItem(SESSION),
      /** Ends the sign-in here and at the issuer, which then sends the browser back. */
      leave: async () => {
        sessionStorage.removeItem(SESSION);
        const as = await server();
        if (as.revocation_endpoint && session.refreshToken !== null)
          await oauth
            .revocationRequest(as, client, oauth.None(), session.refreshToken, options)
            .then(oauth.processRevocationResponse)
            .catch(() => {});
        if (!as.end_session_endpoint) return;
        const address = new URL(as.end_session_endpoint);
        const parameters = { client_id: client.client_id, post_logout_redirect_uri: redirectUri() };
        for (const [name, value] of Object.entries({ ...parameters, id_token_hint: session.idToken }))
          address.searchParams.set(name, value);
        location.assign(address);
      },
    };
  };

  return {
    issuer: settings.issuer,
    /** Leaves for the issuer; the place in the page is found again. */
    begin: async () => {
      const as = await server();
      const begun = {
        verifier: oauth.generateRandomCodeVerifier(),
        state: oauth.generateRandomState(),
        nonce: oauth.generateRandomNonce(),
        place: location.hash,
      };
      write(BEGUN, begun);
      const address = new URL(as.authorization_endpoint);
      const parameters = {
        client_id: client.client_id,
        redirect_uri: redirectUri(),
        response_type: 'code',
        scope: settings.scope,
        ...resource,
        code_challenge: await oauth.calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
        state: begun.state,
        nonce: begun.nonce,
        // OpenID Connect Core, section 11: only with consent may a refresh token outlive the sign-in at the issuer.
        ...(settings.scope.split(' ').includes('offline_access') ? { prompt: 'consent' } : {}),
      };
      for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
      location.assign(address);
    },
    /** Back from the issuer with a code: the tokens for it. The code is out of the address before anything is asked. */
    finish: async () => {
      const answer = new URL(location.href);
      const begun = read(BEGUN);
      sessionStorage.removeItem(BEGUN);
      history.replaceState(null, '', `/${begun?.place ?? ''}`);
      if (begun === null) throw ended();
      const as = await server();
      const parameters = oauth.validateAuthResponse(as, client, answer, begun.state);
      const response = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        oauth.None(),
        parameters,
        redirectUri(),
        begun.verifier,
        { ...options, additionalParameters: resource },
      );
      const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, {
        expectedNonce: begun.nonce,
        requireIdToken: true,
      });
      const session = sessionOf(tokens);
      write(SESSION, session);
      return credentialOf(session);
    },
    /** After a reload of this tab. */
    resume: () => {
      const session = read(SESSION);
      return session === null ? null : credentialOf(session);
    },
  };
}
