import { createHash } from 'node:crypto';
import { problemItems } from '@greenlane/contracts/problem-items';
import { SIGNING_KEY_MEMBERS } from '@greenlane/contracts/values';
import { FACTOR_SET_VERSIONS } from '@greenlane/emissions/factors';
import { canonicalJson, hasCanonicalForm } from '@greenlane/kernel/canonical-json';
import { calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { recompute } from './recompute.ts';
import { RULE_SET_VERSION, SignedStatement } from './statement.ts';

export type Verification = {
  readonly ok: boolean;
  /** What was checked, in order; the first that failed names the difference. */
  readonly checks: readonly {
    readonly check: 'FORM' | 'VERSIONS' | 'FIGURES' | 'HASH' | 'CHAIN' | 'SIGNATURE' | 'SIGNER';
    readonly ok: boolean;
    readonly message: string;
  }[];
  /** `established` only when the key is one of a pinned set. */
  readonly signer: 'established' | 'not established' | 'wrong';
};

export type Pins = { readonly jwks?: { readonly keys: readonly JWK[] }; readonly fingerprint?: string };

/** The statement that the reporter issued before this one, when the reader has it: checks the link between the two. */
export type Lineage = { readonly previous?: unknown };

type Check = Verification['checks'][number];

/** A key set may hold keys of other kinds beside ours; those sign no statement. */
const SigningKey = z.looseObject(SIGNING_KEY_MEMBERS);

/** Everything after this reads a document of the right form, so that no file can do more than fail a check. */
function readStatement(value: unknown): SignedStatement | { readonly wrong: string } {
  const parsed = SignedStatement.safeParse(value);
  if (!parsed.success) {
    const [first] = problemItems(parsed.error, value);
    return { wrong: `${first?.property ?? 'the file'}: ${first?.message}` };
  }
  return hasCanonicalForm(value)
    ? parsed.data
    : {
        wrong:
          'statement: a text in it is no Unicode (half of a surrogate pair), so it has no canonical form (RFC 8785)',
      };
}

/** This build recomputes by the editions it knows; a figure of another edition is not wrong, it cannot be judged here. */
function checkVersions({ statement }: SignedStatement): Check {
  const { factorSetVersion, ruleSetVersion } = statement;
  const unknown = [
    ...(FACTOR_SET_VERSIONS.includes(factorSetVersion) ? [] : [`factor set ${factorSetVersion}`]),
    ...(ruleSetVersion === RULE_SET_VERSION ? [] : [`rule set ${ruleSetVersion}`]),
  ];
  return unknown.length === 0
    ? {
        check: 'VERSIONS',
        ok: true,
        message: `factor set ${factorSetVersion}, rules ${ruleSetVersion}: known to this build`,
      }
    : { check: 'VERSIONS', ok: false, message: `this build does not know ${unknown.join(' and ')}` };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}

/** Each statement of a reporter names the hash of the one before, so none can be taken out or exchanged unseen. */
function checkChain({ statement }: SignedStatement, { previous }: Lineage): Check {
  const stated = statement.previousSha256;
  if (previous === undefined) {
    const message =
      stated === null
        ? 'the first statement of its reporter'
        : `follows the statement with hash ${stated} (give it to check the link)`;
    return { check: 'CHAIN', ok: true, message };
  }
  const before = readStatement(previous);
  if ('wrong' in before)
    return { check: 'CHAIN', ok: false, message: 'the statement given as the previous one is none' };
  const actual = hashOf((previous as { statement: unknown }).statement);
  const isSameReporter = before.statement.reporter.organisationId === statement.reporter.organisationId;
  const isLinked = isSameReporter && stated === actual && before.sha256 === actual;
  return {
    check: 'CHAIN',
    ok: isLinked,
    message: isLinked
      ? `follows statement ${before.statement.statementId} by its hash`
      : `the statement before hashes to ${actual}, stated is ${stated}`,
  };
}

async function checkSignature(signed: SignedStatement, canonical: string): Promise<Check> {
  try {
    // Unused bits of a last base64url character decode to the same bytes: only the one canonical spelling is the signature.
    if (signed.jws.split('.').some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part))
      return { check: 'SIGNATURE', ok: false, message: 'the signature is not in its canonical base64url form' };
    const { payload, protectedHeader } = await compactVerify(signed.jws, await importJWK(signed.jwk, 'EdDSA'), {
      algorithms: ['EdDSA'],
    });
    if (protectedHeader.kid !== signed.jwk.kid)
      return {
        check: 'SIGNATURE',
        ok: false,
        message: `the signature names key ${protectedHeader.kid}, the statement carries ${signed.jwk.kid}`,
      };
    if (Buffer.from(payload).toString('utf8') !== canonical)
      return { check: 'SIGNATURE', ok: false, message: 'the signature is of another document than the one stated' };
    return { check: 'SIGNATURE', ok: true, message: `signature valid (Ed25519, key ${signed.jwk.kid})` };
  } catch (error) {
    return { check: 'SIGNATURE', ok: false, message: `the signature does not verify: ${(error as Error).message}` };
  }
}

async function checkSigner(
  jwk: JWK,
  pins: Pins,
): Promise<{ readonly signer: Verification['signer']; readonly message: string }> {
  const thumbprint = await calculateJwkThumbprint(jwk);
  if (jwk.kid !== thumbprint)
    return { signer: 'wrong', message: `the key calls itself ${jwk.kid}, its thumbprint is ${thumbprint}` };
  if (pins.fingerprint === undefined && pins.jwks === undefined)
    return {
      signer: 'not established',
      message: `signature valid, signer not established: pin a key set (--jwks) or the thumbprint ${thumbprint}`,
    };
  const ours = pins.jwks?.keys.filter((key) => SigningKey.safeParse(key).success) ?? [];
  const pinned = await Promise.all(ours.map((key) => calculateJwkThumbprint(key)));
  return pins.fingerprint === thumbprint || pinned.includes(thumbprint)
    ? { signer: 'established', message: `signer established: key ${thumbprint} is pinned` }
    : { signer: 'wrong', message: `the key ${thumbprint} is not among the pinned ones` };
}

/**
 * Verifies a statement from the file alone: form, versions, every figure recomputed from the stated inputs, hash, signature,
 * with the statement before the link to it, and with a pinned key set or thumbprint (RFC 7638) who signed. Needs no network.
 */
export async function verifyStatement(value: unknown, pins: Pins = {}, lineage: Lineage = {}): Promise<Verification> {
  const signed = readStatement(value);
  if ('wrong' in signed)
    return { ok: false, signer: 'not established', checks: [{ check: 'FORM', ok: false, message: signed.wrong }] };
  // The bytes are those of the value as given: parsing must not mend what was altered.
  const given = (value as { statement: unknown }).statement;
  const canonical = canonicalJson(given);
  const sha256 = hashOf(given);
  const difference = recompute(signed.statement);
  const signer = await checkSigner(signed.jwk, pins);
  const checks: Check[] = [
    {
      check: 'FORM',
      ok: true,
      message: `statement ${signed.statement.statementId}, ${signed.statement.shipments.length} shipment(s), factor set ${signed.statement.factorSetVersion}`,
    },
    checkVersions(signed),
    {
      check: 'FIGURES',
      ok: difference === undefined,
      message: difference
        ? `first difference at ${difference.path}: stated ${JSON.stringify(difference.stated)}, recomputed ${JSON.stringify(difference.recomputed)}`
        : 'every figure recomputes from the stated inputs',
    },
    {
      check: 'HASH',
      ok: sha256 === signed.sha256,
      message:
        sha256 === signed.sha256 ? `SHA-256 ${sha256}` : `the document hashes to ${sha256}, stated is ${signed.sha256}`,
    },
    checkChain(signed, lineage),
    await checkSignature(signed, canonical),
    { check: 'SIGNER', ok: signer.signer !== 'wrong', message: signer.message },
  ];
  return { ok: checks.every((check) => check.ok), checks, signer: signer.signer };
}
