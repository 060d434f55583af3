import { hash } from 'node:crypto';
import type { EventData } from '@greenlane/contracts/registry';
import { Role } from '@greenlane/contracts/roles';
import type { Database, Transaction } from '@greenlane/database/database';
import { and, eq, lt, sql } from 'drizzle-orm';
import type { TokenVerifier } from './access-tokens.ts';
import type { Handlers, Principal } from './service.ts';
import type { runtimeTables } from './tables.ts';

export type IdentityTables = Pick<ReturnType<typeof runtimeTables>, 'identityOrganisation' | 'identityKey'>;

export type Identity = {
  /**
   * Finds who holds the credential, an API key or an access token; `undefined` when it is unknown, expired, revoked, or its
   * organisation is suspended.
   */
  authenticate(bearer: string, now: Date): Promise<Principal | undefined>;
  /** The consumer handlers that keep the projection of organisations, key hashes and users. */
  readonly handlers: Handlers;
  /** Call it when what the handlers did is committed: no principal found before is reused after. */
  forget(): void;
  /** Credentials that were let in and have not been reported for a while, with the last time of each. */
  takeUses(): readonly CredentialUse[];
};

export type CredentialUse = { readonly keyId: string; readonly organisationId: string; readonly lastUsedAt: string };

/** How long a found principal may be reused; an identity event in this process forgets it at once. */
const CACHE_MILLISECONDS = 1_000;
const CACHE_LIMIT = 10_000;
/** "Last used" is told this exactly: a key in constant use costs one row of an event in so long, however often it is used. */
const USE_PRECISION_MILLISECONDS = 300_000;
const USES_LIMIT = 1_000;

export function hashKey(key: string): string {
  return hash('sha256', key);
}

/** An access token by its form: three parts of base64url. API keys have no dots. */
const isToken = (bearer: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(bearer);

async function saveOrganisation(
  tx: Transaction,
  tables: IdentityTables,
  data: EventData<'org.greenlane.organisation.changed.v1'>,
) {
  const table = tables.identityOrganisation;
  const row = {
    organisationId: data.organisationId,
    version: data.version,
    name: data.name,
    role: data.role,
    status: data.status,
    clusterCode: data.clusterCode ?? null,
    province: data.province ?? null,
    ports: data.ports ?? [],
    actsFor: data.actsFor ?? [],
  };
  await tx
    .insert(table)
    .values(row)
    .onConflictDoUpdate({ target: table.organisationId, set: row, setWhere: lt(table.version, data.version) });
}

async function saveKey(tx: Transaction, tables: IdentityTables, data: EventData<'org.greenlane.api-key.changed.v1'>) {
  const table = tables.identityKey;
  const row = {
    keyHash: data.keyHash,
    keyId: data.keyId,
    organisationId: data.organisationId,
    version: data.version,
    scopes: [...data.scopes],
    status: data.status,
    expiresAt: data.expiresAt ? new Date(data.expiresAt) : null,
  };
  await tx
    .insert(table)
    .values(row)
    .onConflictDoUpdate({ target: table.keyHash, set: row, setWhere: lt(table.version, data.version) });
}

/** A person stands in the same table as a key: under the hash of what their issuer calls them, which no bearer credential can spell. */
const userHash = (issuer: string, subject: string): string => hashKey(`user ${issuer} ${subject}`);

async function saveUser(tx: Transaction, tables: IdentityTables, data: EventData<'org.greenlane.user.changed.v1'>) {
  const table = tables.identityKey;
  const row = {
    keyHash: userHash(data.issuer, data.subject),
    keyId: data.userId,
    organisationId: data.organisationId,
    version: data.version,
    scopes: [...data.scopes],
    status: data.status,
    expiresAt: null,
  };
  // Versions count per person, across organisations: one who moves is never moved back by a late event of the first.
  await tx
    .insert(table)
    .values(row)
    .onConflictDoUpdate({ target: table.keyHash, set: row, setWhere: lt(table.version, data.version) });
}

/**
 * Each service's own knowledge of who may call, projected from programme events into its schema. The cache is shared by
 * nothing but this process, lives one second, and is emptied when an identity event arrives.
 */
export function makeIdentity(
  { db, tokens }: { readonly db: Database; readonly tokens: TokenVerifier },
  tables: IdentityTables,
): Identity {
  const cache = new Map<string, { readonly principal: Principal; readonly until: number }>();
  let forgotten = 0;

  const find = async (keyHash: string, now: Date): Promise<Principal | undefined> => {
    const { identityKey: key, identityOrganisation: organisation } = tables;
    const rows = await db.asWorker((tx) =>
      tx
        .select()
        .from(key)
        .innerJoin(organisation, eq(organisation.organisationId, key.organisationId))
        .where(
          and(
            eq(key.keyHash, keyHash),
            eq(key.status, 'active'),
            eq(organisation.status, 'active'),
            sql`(${key.expiresAt} is null or ${key.expiresAt} > ${now.toISOString()})`,
          ),
        ),
    );
    const row = rows[0];
    if (!row) return undefined;
    const { identity_organisation: found, identity_key: foundKey } = row;
    return {
      organisationId: found.organisationId,
      keyId: foundKey.keyId,
      organisationName: found.name,
      role: Role.parse(found.role),
      scopes: foundKey.scopes,
      ports: found.ports,
      actsFor: found.actsFor,
      ...(found.clusterCode === null ? {} : { clusterCode: found.clusterCode }),
      ...(found.province === null ? {} : { province: found.province }),
      ...(foundKey.expiresAt === null ? {} : { expiresAt: foundKey.expiresAt }),
    };
  };

  const uses = new Map<string, { readonly organisationId: string; readonly at: Date }>();
  const reported = new Map<string, number>();
  const noteUse = ({ keyId, organisationId }: Principal, now: Date): void => {
    if (now.getTime() - (reported.get(keyId) ?? Number.NEGATIVE_INFINITY) < USE_PRECISION_MILLISECONDS) return;
    if (uses.size < USES_LIMIT || uses.has(keyId)) uses.set(keyId, { organisationId, at: now });
  };

  /** The hash that the credential is known under, and when it ends of itself; undefined for a token that is not good. */
  const credentialOf = async (
    bearer: string,
    now: Date,
  ): Promise<{ readonly keyHash: string; readonly endsAt?: Date } | undefined> => {
    if (!isToken(bearer)) return { keyHash: hashKey(bearer) };
    const claims = await tokens.verify(bearer, now);
    return claims && { keyHash: userHash(claims.issuer, claims.subject), endsAt: claims.expiresAt };
  };

  return {
    authenticate: async (bearer, now) => {
      const cacheKey = hashKey(bearer);
      const cached = cache.get(cacheKey);
      const time = performance.now();
      if (cached && cached.until > time && (cached.principal.expiresAt ?? now) >= now) {
        noteUse(cached.principal, now);
        return cached.principal;
      }
      const generation = forgotten;
      const credential = await credentialOf(bearer, now);
      const found = credential && (await find(credential.keyHash, now));
      if (!found) {
        cache.delete(cacheKey);
        return undefined;
      }
      const ends = [found.expiresAt, credential.endsAt].filter((end) => end !== undefined);
      const principal: Principal = {
        ...found,
        ...(ends.length === 0 ? {} : { expiresAt: new Date(Math.min(...ends.map((end) => end.getTime()))) }),
      };
      if (cache.size >= CACHE_LIMIT) cache.clear();
      // What was read before an identity event was committed must not outlive it.
      if (generation === forgotten) cache.set(cacheKey, { principal, until: time + CACHE_MILLISECONDS });
      noteUse(principal, now);
      return principal;
    },
    forget: () => {
      forgotten += 1;
      cache.clear();
    },
    takeUses: () => {
      const taken = [...uses].map(([keyId, { organisationId, at }]) => {
        reported.set(keyId, at.getTime());
        return { keyId, organisationId, lastUsedAt: at.toISOString() };
      });
      uses.clear();
      if (reported.size > CACHE_LIMIT) reported.clear();
      return taken;
    },
    handlers: {
      'org.greenlane.organisation.changed.v1': ({ tx }, { data }) => saveOrganisation(tx, tables, data),
      'org.greenlane.api-key.changed.v1': ({ tx }, { data }) => saveKey(tx, tables, data),
      'org.greenlane.user.changed.v1': ({ tx }, { data }) => saveUser(tx, tables, data),
    },
  };
}
