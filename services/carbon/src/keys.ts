import type { Transaction } from '@greenlane/database/database';
import type { Job, ServiceContext } from '@greenlane/runtime/service';
import type { SignedStatement } from '@greenlane/statement/statement';
import { and, desc, isNull, lt, sql } from 'drizzle-orm';
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import { signingKeys } from './tables.ts';

/** Makes the first signing key; later ones are made by rotation, and old ones stay published. */
export async function ensureSigningKey({ db, clock }: Pick<ServiceContext, 'db' | 'clock'>): Promise<void> {
  await db.asWorker(async (tx) => {
    const active = await tx.select({ kid: signingKeys.kid }).from(signingKeys).where(isNull(signingKeys.retiredAt));
    if (active.length === 0) await makeKey(tx, clock.now());
  });
}

async function makeKey(tx: Transaction, now: Date): Promise<SignedStatement['jwk']> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x = '' } = await exportJWK(publicKey);
  const { d = '' } = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
  const publicJwk: SignedStatement['jwk'] = { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
  await tx
    .insert(signingKeys)
    .values({ kid, publicJwk, privateJwk: { kty: 'OKP', crv: 'Ed25519', x, d }, createdAt: now });
  return publicJwk;
}

const ROTATION_LOCK = 13;

/** Retires the present key and makes the next; rotations take turns, so that one key is active. */
export async function rotateSigningKey(tx: Transaction, now: Date): Promise<SignedStatement['jwk']> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ROTATION_LOCK})`);
  await tx.update(signingKeys).set({ retiredAt: now }).where(isNull(signingKeys.retiredAt));
  return makeKey(tx, now);
}

const DEFAULT_KEY_DAYS = 90;
const MILLISECONDS_PER_DAY = 86_400_000;
const HOUR = 3_600_000;

/** Rotates a key that has signed for CARBON_SIGNING_KEY_DAYS (90): what leaks once signs no longer than that. */
export function keyRotationJob({ db, clock, config }: Pick<ServiceContext, 'db' | 'clock' | 'config'>): Job {
  const days = Number(config['CARBON_SIGNING_KEY_DAYS'] ?? DEFAULT_KEY_DAYS);
  return {
    name: 'rotate-signing-key',
    everyMilliseconds: HOUR,
    run: () =>
      db.asWorker(async (tx) => {
        const now = clock.now();
        await tx.execute(sql`select pg_advisory_xact_lock(${ROTATION_LOCK})`);
        const old = new Date(now.getTime() - days * MILLISECONDS_PER_DAY);
        const due = await tx
          .select({ kid: signingKeys.kid })
          .from(signingKeys)
          .where(and(isNull(signingKeys.retiredAt), lt(signingKeys.createdAt, old)));
        if (due.length > 0) await rotateSigningKey(tx, now);
        return false;
      }),
  };
}

export async function publishedKeys(tx: Transaction): Promise<readonly SignedStatement['jwk'][]> {
  const rows = await tx
    .select({ publicJwk: signingKeys.publicJwk })
    .from(signingKeys)
    .orderBy(desc(signingKeys.createdAt));
  return rows.map((row) => row.publicJwk);
}

/** Signs the canonical text with the newest key. */
export async function sign(tx: Transaction, canonical: string): Promise<Pick<SignedStatement, 'jws' | 'jwk'>> {
  const rows = await tx
    .select()
    .from(signingKeys)
    .where(isNull(signingKeys.retiredAt))
    .orderBy(desc(signingKeys.createdAt))
    .limit(1);
  const key = rows[0];
  if (!key) throw new Error('there is no active signing key');
  const jws = await new CompactSign(Buffer.from(canonical, 'utf8'))
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'JOSE' })
    .sign(await importJWK(key.privateJwk, 'EdDSA'));
  return { jws, jwk: key.publicJwk };
}
