import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/**
 * Makes a folder and those above it that are missing. By hand, since Node's own way never ends where a folder is there and still
 * takes none, as /proc does (Node 24: mkdir asks for the folder above again and again).
 * @throws Error that names the folder that could not be made, and why
 */
export async function makeFolder(path: string, { mode = 0o777 }: { readonly mode?: number } = {}): Promise<void> {
  const folder = resolve(path);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (found) throw new Error(`${folder} is no folder`);
  if (dirname(folder) !== folder) await makeFolder(dirname(folder), { mode });
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw new Error(`the folder ${folder} cannot be made (${String(codeOf(error))})`, { cause: error });
  }
}
