import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Node names no path when a folder is read as a file. @throws Error that does */
export async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new Error(`${path} is a folder; name a file`);
}

/** Before the work whose result is written there. @throws Error that names what stands in the way */
export async function requireWritable(path: string): Promise<void> {
  const folder = dirname(resolve(path));
  const around = await stat(folder).catch(() => undefined);
  if (!around?.isDirectory()) throw new Error(`${path} cannot be written: there is no folder ${folder}`);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new Error(`${path} is a folder; name a file`);
  try {
    await access(found ? path : folder, constants.W_OK);
  } catch (error) {
    throw new Error(`${path} cannot be written (${String((error as { code?: unknown }).code)})`);
  }
}
