import { parseEnvironment } from '@greenlane/runtime/config';
import { z } from 'zod';

/** How persons sign in on the page: the authorization code flow with PKCE at one OpenID Connect issuer. */
export type SignIn = {
  readonly issuer: string;
  /** A public client: registered without a secret, with the page's address as redirect and post-logout redirect URI. */
  readonly clientId: string;
  readonly scope: string;
  /** The resource indicator (RFC 8707) of this API, for issuers that make its access token only when it is named. */
  readonly resource: string | null;
  /** Origins that the page may ask beside its own: the issuer's, and where its token endpoint lives when that is another. */
  readonly origins: readonly string[];
};

const List = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

const isSafe = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
};
const MUST_BE_SAFE = 'must be an https URL (http on this machine alone)';

const Environment = z.object({
  /** The page signs in at the first of these. */
  OIDC_ISSUER: List.pipe(z.array(z.string().refine(isSafe, MUST_BE_SAFE))).default([]),
  /** Turns the sign-in on. */
  CONSOLE_OIDC_CLIENT_ID: z.string().default(''),
  /** `offline_access` here asks for a refresh token where the issuer gives one only then. */
  CONSOLE_OIDC_SCOPE: z
    .string()
    .default('openid')
    .refine((scope) => scope.split(' ').includes('openid'), 'must hold openid'),
  CONSOLE_OIDC_RESOURCE: z.string().default(''),
  CONSOLE_OIDC_ORIGINS: List.pipe(z.array(z.string().refine(isSafe, MUST_BE_SAFE))).default([]),
});

/**
 * @returns undefined when no client id is set: then the page takes keys and pasted access tokens alone
 * @throws Error naming each variable that is wrong, and what is allowed
 */
export function readSignIn(environment: Readonly<Record<string, string | undefined>>): SignIn | undefined {
  const settings = parseEnvironment(Environment, environment);
  if (settings.CONSOLE_OIDC_CLIENT_ID === '') return undefined;
  const [issuer] = settings.OIDC_ISSUER;
  if (issuer === undefined) throw new Error('CONSOLE_OIDC_CLIENT_ID needs OIDC_ISSUER: where the page signs in');
  return {
    issuer,
    clientId: settings.CONSOLE_OIDC_CLIENT_ID,
    scope: settings.CONSOLE_OIDC_SCOPE,
    resource: settings.CONSOLE_OIDC_RESOURCE || null,
    origins: [...new Set([issuer, ...settings.CONSOLE_OIDC_ORIGINS].map((address) => new URL(address).origin))],
  };
}
