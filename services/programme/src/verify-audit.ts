import { problemItems } from '@greenlane/contracts/problem-items';
import { SIGNING_KEY_MEMBERS } from '@greenlane/contracts/values';
import { canonicalJson, hasCanonicalForm } from '@greenlane/kernel/canonical-json';
import type { SigningJwk } from '@greenlane/runtime/signing-keys';
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { z } from 'zod';
import { type AuditRow, chainChecker, verifyAnchors } from './domain/audit-chain.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Row = z.strictObject({
  chainId: z.string(),
  sequence: z.int().positive(),
  previousHash: Hash,
  hash: Hash,
  occurredAt: z.string(),
  action: z.string(),
  subject: z.string(),
  actor: z.string(),
  detail: z.unknown(),
});

/** The answer of `GET /v1/programme/audit/anchors`. */
export const AnchorFile = z.object({
  keys: z.array(z.looseObject(SIGNING_KEY_MEMBERS)),
  anchors: z.array(
    z.strictObject({
      document: z.strictObject({
        day: z.string(),
        issuedAt: z.string(),
        chains: z.int(),
        rows: z.int(),
        root: Hash,
        previousAnchor: Hash,
      }),
      jws: z.string(),
      ends: z.array(z.strictObject({ chainId: z.string(), sequence: z.int(), hash: Hash })),
    }),
  ),
});
export type AnchorFile = z.infer<typeof AnchorFile>;

export type AuditReport = {
  readonly rows: number;
  readonly chains: number;
  readonly anchors: number;
  /** The first thing that is wrong; undefined when all holds. */
  readonly fault: string | undefined;
  /** Whether the anchors are signed by a key that the reader pinned. */
  readonly signer: 'established' | 'not established' | 'no anchors';
};

/** A row of an export. @returns the reason when the line is none */
export function parseAuditRow(line: string): AuditRow | { readonly wrong: string } {
  try {
    const value: unknown = JSON.parse(line);
    const parsed = Row.safeParse(value);
    if (parsed.success && !hasCanonicalForm(parsed.data)) return { wrong: 'a text in it is no Unicode' };
    if (parsed.success) return parsed.data;
    const [first] = problemItems(parsed.error, value);
    return { wrong: `${first?.property ?? 'the line'}: ${first?.message}` };
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

async function signatureFault(
  file: AnchorFile,
  pinned: readonly { readonly kid: string }[] | undefined,
): Promise<{ readonly fault?: string; readonly signer: AuditReport['signer'] }> {
  const keys = new Map<string, SigningJwk>();
  for (const key of file.keys) {
    // A key is what its thumbprint says, whatever name it is given.
    if ((await calculateJwkThumbprint({ kty: key.kty, crv: key.crv, x: key.x })) !== key.kid)
      return { fault: `the key ${key.kid} does not have that thumbprint`, signer: 'not established' };
    keys.set(key.kid, key as unknown as SigningJwk);
  }
  let established = pinned !== undefined;
  for (const { document, jws } of file.anchors) {
    const fault = `the signature of the anchor of ${document.day} does not hold`;
    const kid = (() => {
      try {
        return (JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString('utf8')) as { kid?: string }).kid;
      } catch {
        return undefined;
      }
    })();
    const key = kid === undefined ? undefined : keys.get(kid);
    if (key === undefined)
      return { fault: `the anchor of ${document.day} names no key of the file`, signer: 'not established' };
    if (pinned !== undefined && !pinned.some((each) => each.kid === key.kid)) established = false;
    try {
      const { payload } = await compactVerify(jws, await importJWK({ ...key }, 'EdDSA'), { algorithms: ['EdDSA'] });
      if (Buffer.from(payload).toString('utf8') !== canonicalJson(document))
        return { fault, signer: 'not established' };
    } catch {
      return { fault, signer: 'not established' };
    }
  }
  return { signer: file.anchors.length === 0 ? 'no anchors' : established ? 'established' : 'not established' };
}

/**
 * Checks an audit log from its rows alone, and against signed anchors where given: every hash and link, no gap, no row
 * that differs from what was anchored, no tail cut below an anchor. Stops at the first fault.
 * @param rows ordered by chain and sequence
 * @param chain the one that the rows are of, where they are not the whole log: of the anchors only its ends are looked for
 * @param pinned keys that the reader knows to be the platform's, from elsewhere
 */
export async function verifyAuditLog(
  rows: AsyncIterable<AuditRow | { readonly wrong: string }>,
  options: {
    readonly anchors?: AnchorFile | undefined;
    readonly pinned?: readonly { readonly kid: string }[] | undefined;
    readonly chain?: string | undefined;
  } = {},
): Promise<AuditReport> {
  const { anchors, chain } = options;
  const signed =
    anchors === undefined ? { signer: 'no anchors' as const } : await signatureFault(anchors, options.pinned);
  const report = (count: number, chains: number, fault: string | undefined): AuditReport => ({
    rows: count,
    chains,
    anchors: anchors?.anchors.length ?? 0,
    fault,
    signer: signed.signer,
  });
  if ('fault' in signed && signed.fault !== undefined) return report(0, 0, signed.fault);
  const wrongAnchor = anchors === undefined ? undefined : verifyAnchors(anchors.anchors);
  if (wrongAnchor !== undefined) return report(0, 0, wrongAnchor);
  const ends = anchors?.anchors.flatMap((anchor) => anchor.ends) ?? [];
  const checker = chainChecker(chain === undefined ? ends : ends.filter(({ chainId }) => chainId === chain));
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if ('wrong' in row) return report(count, checker.chains(), `line ${count} is no audit row: ${row.wrong}`);
    if (chain !== undefined && row.chainId !== chain)
      return report(count, checker.chains(), `line ${count} is of the chain ${row.chainId}, not of ${chain}`);
    const fault = checker.next(row);
    if (fault !== undefined) return report(count, checker.chains(), `chain ${fault.chainId}: ${fault.message}`);
  }
  const cut = checker.end();
  return report(count, checker.chains(), cut && `chain ${cut.chainId}: ${cut.message}`);
}
