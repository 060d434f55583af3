import type { Route } from './service.ts';

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * Which methods a path takes: what is asked of it by another one is answered 405 and these, for the path exists.
 * @returns in the order of `Allow`; nothing for a path that no route has
 */
export function methodsByPath(routes: readonly Route[]): (url: string) => readonly string[] {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of routes) {
    const known = methods.get(path) ?? new Set();
    methods.set(path, known);
    known.add(method);
    if (method === 'GET') known.add('HEAD');
  }
  const patterns = [...methods].map(([path, known]) => ({
    pattern: new RegExp(
      `^${path
        .split(/\{\w+\}/)
        .map(escaped)
        .join('[^/]+')}$`,
    ),
    known,
  }));
  return (url) => {
    const [path = ''] = url.split('?');
    const found = patterns.filter(({ pattern }) => pattern.test(path)).flatMap(({ known }) => [...known]);
    return [...new Set(found)].sort();
  };
}
