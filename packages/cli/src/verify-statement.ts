import { readFile } from 'node:fs/promises';
import { type Pins, verifyStatement } from '@greenlane/statement/verify';
import { z } from 'zod';

/** Of `/.well-known/jwks.json`; what else a key has is for the verifier. */
const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    console.error(`${path} is not readable as JSON: ${(error as Error).message}`);
    return undefined;
  }
}

/** Verifies a statement file offline and prints each check; answers whether all hold. */
export async function verifyStatementFile(
  path: string,
  options: { readonly jwks?: string; readonly fingerprint?: string; readonly previous?: string },
): Promise<boolean> {
  const value = await readJson(path);
  const previous = options.previous === undefined ? undefined : await readJson(options.previous);
  if (value === undefined || (options.previous !== undefined && previous === undefined)) return false;
  const jwks = options.jwks === undefined ? undefined : KeySet.safeParse(await readJson(options.jwks));
  if (jwks?.success === false) {
    console.error(`${options.jwks} holds no key set: save what /.well-known/jwks.json answers`);
    return false;
  }
  const pins: Pins = {
    ...(jwks === undefined ? {} : { jwks: jwks.data }),
    ...(options.fingerprint === undefined ? {} : { fingerprint: options.fingerprint }),
  };
  const { ok, checks } = await verifyStatement(value, pins, previous === undefined ? {} : { previous });
  for (const check of checks)
    console.log(`${check.ok ? 'ok    ' : 'WRONG '} ${check.check.padEnd(10)} ${check.message}`);
  console.log(ok ? 'the statement holds' : 'the statement does not hold');
  return ok;
}
