import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';

export type SigningKey = { readonly privateKey: CryptoKey; readonly publicJwk: JWK & { readonly kid: string } };

export async function makeSigningKey(algorithm: 'RS256' | 'ES256' = 'ES256'): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const jwk = await exportJWK(publicKey);
  return { privateKey, publicJwk: { ...jwk, alg: algorithm, use: 'sig', kid: await calculateJwkThumbprint(jwk) } };
}

/** Signs claims as an issuer would; nothing is added to them, wrong ones are signed as they are. */
export function signToken(
  key: SigningKey,
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new SignJWT(claims as JWTPayload)
    .setProtectedHeader({ alg: key.publicJwk.alg ?? 'ES256', kid: key.publicJwk.kid, typ: 'at+jwt', ...header })
    .sign(key.privateKey);
}

export type IssuerServer = {
  readonly issuer: string;
  readonly jwksUri: string;
  /** How often each path was asked. */
  readonly asked: ReadonlyMap<string, number>;
  /** What it answers from now on: these keys, or a failure. */
  publish(keys: readonly SigningKey[] | 'failure'): void;
  close(): Promise<void>;
};

/** An identity provider's two documents over real HTTP on this machine: discovery and keys. */
export async function startIssuerServer(initial: readonly SigningKey[]): Promise<IssuerServer> {
  let published: readonly SigningKey[] | 'failure' = initial;
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.set(path, (asked.get(path) ?? 0) + 1);
    if (published === 'failure') {
      response.writeHead(500).end();
      return;
    }
    response.setHeader('content-type', 'application/json');
    if (path === '/.well-known/openid-configuration') {
      response.end(JSON.stringify({ issuer: origin, jwks_uri: `${origin}/keys` }));
    } else if (path === '/keys') {
      response.end(JSON.stringify({ keys: published.map(({ publicJwk }) => publicJwk) }));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer: origin,
    jwksUri: `${origin}/keys`,
    asked,
    publish: (keys) => {
      published = keys;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
