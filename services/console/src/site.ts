import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ASK_WORDS, FIELD_WORDS, WORDS } from '@greenlane/diagnosis/diagnosis-words';
import { allPorts } from '@greenlane/geography/ports';
import type { FastifyInstance } from 'fastify';
import type { SignIn } from './sign-in.ts';

const TYPES = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const;
type Asset = { readonly bytes: Buffer; readonly type: string; readonly etag: string };

/** The page's own files, in web/. */
export const WEB_FILES = [
  'api.js',
  'app.js',
  'board.js',
  'coast.json',
  'diagnosis.js',
  'market.js',
  'oidc.js',
  'parts.js',
  'plan.js',
  'programme.js',
  'request.js',
  'scope3.js',
  'session.js',
  'sign-in.js',
  'statement.js',
  'style.css',
  'words.js',
  'work.js',
] as const;

const IMPORT_MAP = JSON.stringify({
  imports: {
    preact: '/console/lib/preact.js',
    'preact/hooks': '/console/lib/hooks.js',
    htm: '/console/lib/htm.js',
    uplot: '/console/lib/uplot.js',
    oauth4webapi: '/console/lib/oauth4webapi.js',
  },
});

function asset(bytes: Buffer, kind: keyof typeof TYPES): Asset {
  return { bytes, type: TYPES[kind], etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}

async function readAssets(signIn: SignIn | undefined): Promise<ReadonlyMap<string, Asset>> {
  const charts = dirname(createRequire(import.meta.url).resolve('uplot'));
  const web = (name: string) => readFile(fileURLToPath(new URL(`./web/${name}`, import.meta.url)));
  const library = async (path: string) => {
    const bytes = await readFile(path);
    // Their source maps are not served.
    return Buffer.from(bytes.toString('utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, ''), 'utf8');
  };
  const page = (await web('index.html'))
    .toString('utf8')
    .replace(
      '<!-- the import map is put in here by site.ts -->',
      () => `<script type="importmap">${IMPORT_MAP}</script>`,
    );
  const ports = Object.fromEntries(
    allPorts().map(({ UNLocationCode, name, latitude, longitude }) => [UNLocationCode, [name, latitude, longitude]]),
  );
  const own = await Promise.all(
    WEB_FILES.map(async (name): Promise<readonly [string, Asset]> => {
      const kind = name.slice(name.lastIndexOf('.') + 1) as keyof typeof TYPES;
      return [`/console/${name}`, asset(await web(name), kind)];
    }),
  );
  return new Map([
    ['/', asset(Buffer.from(page, 'utf8'), 'html')],
    ...own,
    ['/console/ports.json', asset(Buffer.from(JSON.stringify(ports), 'utf8'), 'json')],
    ['/console/diagnosis-words.json', asset(Buffer.from(JSON.stringify(diagnosisWords()), 'utf8'), 'json')],
    ['/console/sign-in.json', asset(Buffer.from(JSON.stringify(signInDocument(signIn)), 'utf8'), 'json')],
    ['/console/lib/preact.js', asset(await library(fileURLToPath(import.meta.resolve('preact'))), 'js')],
    ['/console/lib/hooks.js', asset(await library(fileURLToPath(import.meta.resolve('preact/hooks'))), 'js')],
    ['/console/lib/htm.js', asset(await library(fileURLToPath(import.meta.resolve('htm'))), 'js')],
    ['/console/lib/uplot.js', asset(await library(join(charts, 'uPlot.esm.js')), 'js')],
    ['/console/lib/oauth4webapi.js', asset(await library(fileURLToPath(import.meta.resolve('oauth4webapi'))), 'js')],
    ['/console/lib/uplot.css', asset(await library(join(charts, 'uPlot.min.css')), 'css')],
  ]);
}

/** The diagnosis speaks on the page as it does in its own documents. */
function diagnosisWords(): Readonly<Record<string, readonly [en: string, zh: string]>> {
  const under = (prefix: string, words: Readonly<Record<string, readonly [string, string]>>) =>
    Object.fromEntries(Object.entries(words).map(([name, pair]) => [`${prefix}.${name}`, pair]));
  return { ...WORDS, ...under('field', FIELD_WORDS), ...under('ask', ASK_WORDS) };
}

/** What the page needs to know to sign persons in; none of it is secret. */
function signInDocument(signIn: SignIn | undefined) {
  if (signIn === undefined) return { oidc: null };
  const { issuer, clientId, scope, resource } = signIn;
  return { oidc: { issuer, clientId, scope, resource } };
}

/** Serves the page that people look at: a few files, read once at start; everything they show comes from the public API. */
export async function registerConsole(
  app: FastifyInstance,
  { signIn }: { readonly signIn?: SignIn | undefined } = {},
): Promise<void> {
  const assets = await readAssets(signIn);
  const mapHash = createHash('sha256').update(IMPORT_MAP).digest('base64');
  const policy = `default-src 'self'; script-src 'self' 'sha256-${mapHash}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src ${["'self'", ...(signIn?.origins ?? [])].join(' ')}; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`;
  for (const [path, { bytes, type, etag }] of assets) {
    app.get(path, async (request, reply) => {
      reply.header('etag', etag).header('cache-control', 'no-cache').header('content-security-policy', policy);
      // An authorization code is in the address for a moment: it is told to nobody.
      reply.header('referrer-policy', 'no-referrer').header('x-content-type-options', 'nosniff');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.type(type).send(bytes);
    });
  }
  app.get('/console', async (_request, reply) => reply.redirect('/'));
}
