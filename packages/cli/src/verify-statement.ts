import { readFile } from 'node:fs/promises';
import { type Pins, verifyStatement } from '@greenlane/statement/verify';

/** Verifies a statement file offline and prints each check; answers whether all hold. */
export async function verifyStatementFile(
  path: string,
  options: { readonly jwks?: string; readonly fingerprint?: string },
): Promise<boolean> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    console.error(`${path} is not readable as JSON: ${(error as Error).message}`);
    return false;
  }
  const pins: Pins = {
    ...(options.jwks === undefined ? {} : { jwks: JSON.parse(await readFile(options.jwks, 'utf8')) }),
    ...(options.fingerprint === undefined ? {} : { fingerprint: options.fingerprint }),
  };
  const { ok, checks } = await verifyStatement(value, pins);
  for (const check of checks)
    console.log(`${check.ok ? 'ok    ' : 'WRONG '} ${check.check.padEnd(10)} ${check.message}`);
  console.log(ok ? 'the statement holds' : 'the statement does not hold');
  return ok;
}
