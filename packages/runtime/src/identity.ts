import { createHash } from 'node:crypto';
import type { EventData } from '@greenlane/contracts/registry';
import { Role } from '@greenlane/contracts/roles';
import type { Database, Transaction } from '@greenlane/database/database';
import { and, eq, lt, sql } from 'drizzle-orm';
import type { Handlers, Principal } from './service.ts';
import type { runtimeTables } from './tables.ts';

export type IdentityTables = Pick<ReturnType<typeof runtimeTables>, 'identityOrganisation' | 'identityKey'>;

export type Identity = {
  /** Finds who holds the credential; `undefined` when it is unknown, expired, revoked, or its organisation is suspended. */
  authenticate(bearer: string, now: Date): Promise<Principal | undefined>;
  /** The consumer handlers that keep the projection of organisations and key hashes. */
  readonly handlers: Handlers;
};

/** How long a found principal may be reused; an identity event in this process forgets it at once. */
const CACHE_MILLISECONDS = 1_000;
const CACHE_LIMIT = 10_000;

export function hashKey(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}

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

/**
 * Each service's own knowledge of who may call, projected from programme events into its schema. The cache is shared by
 * nothing but this process, lives one second, and is emptied when an identity event arrives.
 */
export function makeIdentity(db: Database, tables: IdentityTables): Identity {
  const cache = new Map<
    string,
    { readonly principal: Principal; readonly expiresAt: number | undefined; readonly until: number }
  >();

  const find = async (
    keyHash: string,
    now: Date,
  ): Promise<{ principal: Principal; expiresAt: number | undefined } | undefined> => {
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
      principal: {
        organisationId: found.organisationId,
        keyId: foundKey.keyId,
        organisationName: found.name,
        role: Role.parse(found.role),
        scopes: foundKey.scopes,
        ports: found.ports,
        actsFor: found.actsFor,
        ...(found.clusterCode === null ? {} : { clusterCode: found.clusterCode }),
        ...(found.province === null ? {} : { province: found.province }),
      },
      expiresAt: foundKey.expiresAt?.getTime(),
    };
  };

  return {
    authenticate: async (bearer, now) => {
      const keyHash = hashKey(bearer);
      const cached = cache.get(keyHash);
      const time = performance.now();
      if (cached && cached.until > time && (cached.expiresAt === undefined || cached.expiresAt > now.getTime()))
        return cached.principal;
      const found = await find(keyHash, now);
      if (!found) {
        cache.delete(keyHash);
        return undefined;
      }
      if (cache.size >= CACHE_LIMIT) cache.clear();
      cache.set(keyHash, { ...found, until: time + CACHE_MILLISECONDS });
      return found.principal;
    },
    handlers: {
      'org.greenlane.organisation.changed.v1': async ({ tx }, { data }) => {
        await saveOrganisation(tx, tables, data);
        cache.clear();
      },
      'org.greenlane.api-key.changed.v1': async ({ tx }, { data }) => {
        await saveKey(tx, tables, data);
        cache.clear();
      },
    },
  };
}
