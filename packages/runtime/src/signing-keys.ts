import type { Transaction } from '@greenlane/database/database';
import { and, desc, isNull, lt, sql } from 'drizzle-orm';
import { jsonb, type PgSchema, text, timestamp } from 'drizzle-orm/pg-core';
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { Job, ServiceContext } from './service.ts';

/** An Ed25519 public key as JWKS publish it; `kid` is its RFC 7638 thumbprint. */
export type SigningJwk = {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
};

/** The signing keys of a service, in its own schema. A retired key signs no more; it stays published for what it signed. */
export function signingKeyTable<Name extends string>(schema: PgSchema<Name>) {
  return schema.table('signing_key', {
    kid: text('kid').primaryKey(),
    publicJwk: jsonb('public_jwk').$type<SigningJwk>().notNull(),
    privateJwk: jsonb('private_jwk').$type<Record<string, string>>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    retiredAt: timestamp('retired_at', { withTimezone: true }),
  });
}
export type SigningKeyTable = ReturnType<typeof signingKeyTable>;

async function makeKey(tx: Transaction, table: SigningKeyTable, now: Date): Promise<SigningJwk> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x = '' } = await exportJWK(publicKey);
  const { d = '' } = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
  const publicJwk: SigningJwk = { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
  await tx.insert(table).values({ kid, publicJwk, privateJwk: { kty: 'OKP', crv: 'Ed25519', x, d }, createdAt: now });
  return publicJwk;
}

/** Any fixed number: makers of keys take turns, so that one key is active. */
const KEY_LOCK = 7_226_013;
const lockKeys = (tx: Transaction) => tx.execute(sql`select pg_advisory_xact_lock(${KEY_LOCK})`);

/** Makes the first key where there is none; later ones are made by rotation. */
export async function ensureSigningKey(tx: Transaction, table: SigningKeyTable, now: Date): Promise<void> {
  await lockKeys(tx);
  const active = await tx.select({ kid: table.kid }).from(table).where(isNull(table.retiredAt));
  if (active.length === 0) await makeKey(tx, table, now);
}

/** Retires the present key and makes the next. */
export async function rotateSigningKey(tx: Transaction, table: SigningKeyTable, now: Date): Promise<SigningJwk> {
  await lockKeys(tx);
  await tx.update(table).set({ retiredAt: now }).where(isNull(table.retiredAt));
  return makeKey(tx, table, now);
}

const HOUR_MILLISECONDS = 3_600_000;
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;

/** Rotates a key that has signed for so many days: what leaks once signs no longer than that. */
export function keyRotationJob(
  { db, clock }: Pick<ServiceContext, 'db' | 'clock'>,
  options: { readonly name: string; readonly table: SigningKeyTable; readonly days: number },
): Job {
  const { name, table, days } = options;
  return {
    name,
    everyMilliseconds: HOUR_MILLISECONDS,
    run: () =>
      db.asWorker(async (tx) => {
        const now = clock.now();
        await lockKeys(tx);
        const due = await tx
          .select({ kid: table.kid })
          .from(table)
          .where(and(isNull(table.retiredAt), lt(table.createdAt, new Date(now.getTime() - days * DAY_MILLISECONDS))));
        if (due.length > 0) await rotateSigningKey(tx, table, now);
        return false;
      }),
  };
}

/** Every key that ever signed, newest first. */
export async function publishedKeys(tx: Transaction, table: SigningKeyTable): Promise<readonly SigningJwk[]> {
  const rows = await tx.select({ publicJwk: table.publicJwk }).from(table).orderBy(desc(table.createdAt));
  return rows.map((row) => row.publicJwk);
}

/** Signs canonical text (RFC 8785) with the newest active key, as compact JWS. */
export async function signCanonical(
  tx: Transaction,
  table: SigningKeyTable,
  canonical: string,
): Promise<{ readonly jws: string; readonly kid: string; readonly jwk: SigningJwk }> {
  const rows = await tx.select().from(table).where(isNull(table.retiredAt)).orderBy(desc(table.createdAt)).limit(1);
  const key = rows[0];
  if (!key) throw new Error('there is no active signing key');
  const jws = await new CompactSign(Buffer.from(canonical, 'utf8'))
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'JOSE' })
    .sign(await importJWK(key.privateJwk, 'EdDSA'));
  return { jws, kid: key.kid, jwk: key.publicJwk };
}
