import { type Pins, verifyStatement } from '@greenlane/statement/verify';
import { readJsonFile, readKeySet } from './json-file.ts';

/** Verifies a statement file offline and prints each check; answers whether all hold. */
export async function verifyStatementFile(
  path: string,
  options: { readonly jwks?: string; readonly fingerprint?: string; readonly previous?: string },
): Promise<boolean> {
  const value = await readJsonFile(path);
  const previous = options.previous === undefined ? undefined : await readJsonFile(options.previous);
  const pins: Pins = {
    ...(options.jwks === undefined ? {} : { jwks: await readKeySet(options.jwks) }),
    ...(options.fingerprint === undefined ? {} : { fingerprint: options.fingerprint }),
  };
  const { ok, checks } = await verifyStatement(value, pins, previous === undefined ? {} : { previous });
  for (const check of checks)
    console.log(`${check.ok ? 'ok    ' : 'WRONG '} ${check.check.padEnd(10)} ${check.message}`);
  console.log(ok ? 'the statement holds' : 'the statement does not hold');
  return ok;
}
