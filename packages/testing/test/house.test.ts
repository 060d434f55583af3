import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

/** The rules of the house, held against the code itself. Each failure says what to write instead. */
const root = fileURLToPath(new URL('../../../', import.meta.url));

function filesUnder(folder: string, accept: (path: string) => boolean): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) return [];
    if (entry.isDirectory()) return filesUnder(path, accept);
    return accept(path) ? [path] : [];
  });
}

const isSource = (path: string) => path.endsWith('.ts') || path.endsWith('.js');
const sources = ['packages', 'services', 'infra'].flatMap((folder) => filesUnder(folder, isSource));
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const withoutComments = (code: string) => code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');

type Import = { readonly from: string; readonly specifier: string; readonly isType: boolean };
const imports: readonly Import[] = sources.flatMap((from) =>
  [
    ...withoutComments(text(from)).matchAll(
      /(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|import\s*\(\s*'([^']+)'\s*\)|import\s+'([^']+)'|new URL\('(\.[^']+\.[jt]s)', import\.meta\.url\)/g,
    ),
  ].map((match) => ({
    from,
    specifier: match[2] ?? match[3] ?? match[4] ?? match[5] ?? '',
    isType: match[1] !== undefined,
  })),
);

/** `packages/kernel/src/x.ts` → `kernel`. */
const roomOf = (path: string) => path.split('/')[1] ?? '';
const isIn = (path: string, part: 'src' | 'test' | 'bench') => path.split('/')[2] === part;

const PURE = ['kernel'];
const CORE = [...PURE, 'contracts', 'emissions', 'geography', 'statement', 'planning', 'diagnosis'];
const STORAGE = [...CORE, 'database'];
const TRANSPORT = [...STORAGE, 'messaging'];
const PROCESS = [...TRANSPORT, 'runtime'];
const SERVICES = readdirSync(join(root, 'services'));
/** What each room may import; a service may import no other service, only `embedded` may import them all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  contracts: PURE,
  emissions: PURE,
  geography: PURE,
  statement: [...PURE, 'emissions', 'contracts'],
  planning: PURE,
  // What a stranger may use: it knows the platform by its OpenAPI document alone.
  client: [],
  diagnosis: [...PURE, 'contracts', 'emissions', 'geography', 'statement'],
  database: [...PURE, 'contracts'],
  messaging: STORAGE,
  runtime: TRANSPORT,
  ...Object.fromEntries(SERVICES.map((service) => [service, PROCESS])),
  embedded: [...PROCESS, ...SERVICES],
  testing: [...PROCESS, ...SERVICES, 'kafka-local'],
  faults: [...PROCESS, ...SERVICES, 'testing', 'kafka-local'],
  cli: [...PROCESS, ...SERVICES, 'client', 'testing', 'faults', 'kafka-local'],
  'kafka-local': PURE,
};

describe('the house', () => {
  test('imports go in one direction: kernel ← contracts, emissions, geography ← database ← messaging ← runtime ← services ← embedded', () => {
    const wrong = imports
      .filter(({ from, specifier }) => specifier.startsWith('@greenlane/') && isIn(from, 'src'))
      .filter(({ from, specifier }) => {
        const target = specifier.split('/')[1] ?? '';
        return target !== roomOf(from) && !(MAY_IMPORT[roomOf(from)] ?? []).includes(target);
      })
      .map(
        ({ from, specifier }) =>
          `${from} imports ${specifier}: move the shared part down to a package that both may import`,
      );
    expect(wrong).toEqual([]);
  });

  test('a room reaches another only by its package name', () => {
    const wrong = imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .filter(
        ({ from, specifier }) =>
          !relative(join(root, from.split('/').slice(0, 2).join('/')), resolve(root, dirname(from), specifier)).match(
            /^(?!\.\.)/,
          ),
      )
      .filter(({ from }) => isIn(from, 'src'))
      .map(({ from, specifier }) => `${from} imports ${specifier}: write @greenlane/<room>/<file>`);
    expect(wrong).toEqual([]);
  });

  test('domain folders are pure: no I/O, no clock, no ids, no async, no other rooms than kernel, contracts, emissions, geography, planning', () => {
    const allowed = ['kernel', 'contracts', 'emissions', 'geography', 'planning'];
    const domain = sources.filter((path) => path.includes('/src/domain/'));
    const wrongImports = imports
      .filter(({ from }) => domain.includes(from))
      .filter(
        ({ specifier }) =>
          !specifier.startsWith('./') &&
          !specifier.startsWith('../domain/') &&
          // Pure: parsing at the edge is what zod is for.
          specifier !== 'zod' &&
          !allowed.some((name) => specifier.startsWith(`@greenlane/${name}/`)),
      )
      .map(({ from, specifier }) => `${from} imports ${specifier}: hand the value in as an argument`);
    const wrongWords = domain.flatMap((path) =>
      [/\basync\b/, /\bDate\.now\(/, /\bnew Date\(\)/, /\bMath\.random\(/, /\brandomUUID\(/, /\bprocess\./]
        .filter((word) => word.test(withoutComments(text(path))))
        .map((word) => `${path} uses ${word.source}: take it as an argument`),
    );
    expect([...wrongImports, ...wrongWords]).toEqual([]);
  });

  test('kafkajs is imported by its adapter, and by the stranger of the faults who writes what no client of ours would', () => {
    const importers = new Set(
      imports.filter(({ specifier, from }) => specifier === 'kafkajs' && isIn(from, 'src')).map(({ from }) => from),
    );
    expect([...importers].toSorted()).toEqual([
      'packages/faults/src/kafka-control.ts',
      'packages/messaging/src/kafka-client.ts',
      'packages/messaging/src/kafka.ts',
      'packages/messaging/src/producer-worker.ts',
    ]);
  });

  test('testing is imported by tests, benches, faults and the command line alone', () => {
    const wrong = imports
      .filter(
        ({ specifier, from }) =>
          specifier.startsWith('@greenlane/testing/') &&
          isIn(from, 'src') &&
          !['testing', 'faults', 'cli'].includes(roomOf(from)),
      )
      .map(({ from }) => from);
    expect(wrong).toEqual([]);
  });

  test('no file is dead: each is imported, run by a script, a main or a worker', () => {
    const roots = [text('package.json'), text('vitest.config.ts'), text('docker-compose.yml'), text('.ci/run')].join(
      '\n',
    );
    const reached = new Set(
      imports.map(({ from, specifier }) => {
        if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(from), specifier));
        const [, room, ...rest] = specifier.split('/');
        const home = ['packages', 'services'].find((folder) =>
          sources.includes(`${folder}/${room}/src/${rest.join('/')}.ts`),
        );
        return home ? `${home}/${room}/src/${rest.join('/')}.ts` : `infra/${room}/${rest.join('/')}.ts`;
      }),
    );
    const dead = sources
      .filter((path) => isIn(path, 'src') && path.endsWith('.ts'))
      .filter(
        (path) =>
          !reached.has(path) &&
          !roots.includes(path) &&
          !path.endsWith('/main.ts') &&
          !path.endsWith('.d.ts') &&
          !path.endsWith('/tables.ts'),
      );
    expect(dead).toEqual([]);
  });

  test('no default exports, enums, any, or suppressed type errors', () => {
    const wrong = sources.flatMap((path) =>
      [/@ts-ignore/, /@ts-nocheck/, /^export default /m, /^(export )?(const )?enum /m, /\bas any\b/]
        .filter((word) => path !== 'packages/testing/test/house.test.ts' && word.test(withoutComments(text(path))))
        .map((word) => `${path}: ${word.source}`),
    );
    expect(wrong).toEqual([]);
  });

  const documents = ['.', 'docs'].flatMap((folder) =>
    folder === '.'
      ? readdirSync(root).filter((name) => name.endsWith('.md'))
      : filesUnder(folder, (path) => path.endsWith('.md')),
  );

  test('every path that a document names exists', () => {
    const missing = documents.flatMap((document) =>
      [
        ...text(document).matchAll(
          /`((?:packages|services|infra|migrations|docs|\.ci)\/[\w./-]+)`|\]\((?!https?:|#)([^)#]+)/g,
        ),
      ]
        .map((match) =>
          match[1]
            ? { named: match[1], path: join(root, match[1]) }
            : { named: match[2] ?? '', path: resolve(root, dirname(document), match[2] ?? '') },
        )
        .filter(({ path }) => !statSync(path, { throwIfNoEntry: false }))
        .map(({ named }) => `${document} names ${named}`),
    );
    expect(missing).toEqual([]);
  });

  test('decisions are numbered one after another, each number once', () => {
    const files = readdirSync(join(root, 'docs/adr')).sort();
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_file, index) => index + 1));
    expect(files.map((file) => text(`docs/adr/${file}`).match(/^# (\d+)\. /)?.[1])).toEqual(
      files.map((file) => String(Number(file.slice(0, 4)))),
    );
  });

  test('every pnpm command that a document names is a script', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const own = new Set([...Object.keys(scripts), 'install', 'exec', 'patch']);
    const missing = documents.flatMap((document) =>
      [...text(document).matchAll(/(?:npx -y pnpm@12|`pnpm) ([a-z][\w:-]*)/g)]
        .filter((match) => !own.has(match[1] ?? ''))
        .map((match) => `${document} names pnpm ${match[1]}`),
    );
    expect(missing).toEqual([]);
  });

  test('packages are judged by the Node that runs them, not by the one that installs them', () => {
    expect(parse(text('pnpm-workspace.yaml')).nodeVersion).toBe(process.versions.node);
  });

  test('docker-compose runs every service by a file that exists, and the gateway routes every prefix', async () => {
    const compose = parse(text('docker-compose.yml'), { merge: true }) as {
      services: Record<string, { command?: string[]; build?: { dockerfile: string } }>;
    };
    const commands = Object.values(compose.services).flatMap(({ command }) => (command ? [command[1] ?? ''] : []));
    expect(commands.filter((path) => !statSync(join(root, path), { throwIfNoEntry: false }))).toEqual([]);
    for (const service of SERVICES.filter((name) => name !== 'embedded'))
      expect(Object.keys(compose.services)).toContain(service);
    const gateway = text('infra/gateway/nginx.conf');
    const { SERVICES: values } = await import('@greenlane/embedded/services');
    const unrouted = values
      .filter((service) => service.name !== 'console')
      .flatMap((service) =>
        service.prefixes.filter(
          (prefix) => !gateway.includes(`location ${prefix} { proxy_pass http://${service.name}:8080; }`),
        ),
      );
    expect(unrouted).toEqual([]);
  });
});
