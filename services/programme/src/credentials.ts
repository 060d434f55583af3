import { createHash, randomBytes } from 'node:crypto';
import type { CredentialsUsedEventData } from '@greenlane/contracts/programme-events';
import type { Transaction } from '@greenlane/database/database';
import { and, asc, eq, gt, inArray, isNull, max, or, sql } from 'drizzle-orm';
import { appendAudit } from './audit.ts';
import { type Act, exchange } from './store.ts';
import { apiKeys, organisations, organisationUsers } from './tables.ts';

export type ApiKeyRow = typeof apiKeys.$inferSelect;
export type UserRow = typeof organisationUsers.$inferSelect;

/** Two, so that one is rotated while the other works. */
const MAXIMUM_ACTIVE_KEYS = 2;
const MAXIMUM_ACTIVE_USERS = 200;

async function announceKey(tx: Transaction, act: Act, row: ApiKeyRow, action: string): Promise<void> {
  const { emit, actor, now } = act;
  await emit(tx, {
    type: 'org.greenlane.api-key.changed.v1',
    subject: row.keyId,
    key: row.organisationId,
    subjectVersion: row.version,
    audience: [row.organisationId],
    data: {
      keyId: row.keyId,
      organisationId: row.organisationId,
      version: row.version,
      keyHash: row.keyHash,
      scopes: row.scopes,
      status: row.status,
      ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt.toISOString() }),
    },
  });
  await appendAudit(tx, {
    chainId: row.organisationId,
    occurredAt: now.toISOString(),
    action,
    subject: row.keyId,
    actor,
    detail: { label: row.label, scopes: row.scopes, status: row.status, ...exchange(act) },
  });
}

export type NewKey = {
  readonly keyId: string;
  readonly organisationId: string;
  readonly label: string;
  /** Empty: whatever the organisation's role may. */
  readonly scopes: readonly string[];
  readonly expiresAt?: Date | undefined;
};

/** The organisation's row, locked: two requests at once must not both find room for one more. */
async function lockOrganisation(tx: Transaction, organisationId: string): Promise<void> {
  await tx
    .select({ id: organisations.organisationId })
    .from(organisations)
    .where(eq(organisations.organisationId, organisationId))
    .for('update');
}

/** Makes a key of 256 random bits; the caller shows it once. @returns undefined when two keys are good already */
export async function issueKey(
  tx: Transaction,
  act: Act,
  request: NewKey,
): Promise<{ readonly row: ApiKeyRow; readonly apiKey: string } | undefined> {
  await lockOrganisation(tx, request.organisationId);
  const active = await tx
    .select({ keyId: apiKeys.keyId })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.organisationId, request.organisationId),
        eq(apiKeys.status, 'active'),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, act.now)),
      ),
    );
  if (active.length >= MAXIMUM_ACTIVE_KEYS) return undefined;
  const apiKey = `gl_${randomBytes(32).toString('base64url')}`;
  const rows = await tx
    .insert(apiKeys)
    .values({
      keyId: request.keyId,
      organisationId: request.organisationId,
      version: 1,
      keyHash: createHash('sha256').update(apiKey, 'utf8').digest('hex'),
      label: request.label,
      scopes: [...request.scopes],
      status: 'active',
      expiresAt: request.expiresAt ?? null,
      createdAt: act.now,
    })
    .returning();
  const row = rows[0];
  if (!row) return undefined;
  await announceKey(tx, act, row, 'API_KEY_ISSUED');
  return { row, apiKey };
}

export async function revokeKey(tx: Transaction, act: Act, row: ApiKeyRow): Promise<void> {
  if (row.status === 'revoked') return;
  const rows = await tx
    .update(apiKeys)
    .set({ status: 'revoked', version: row.version + 1 })
    .where(eq(apiKeys.keyId, row.keyId))
    .returning();
  if (rows[0]) await announceKey(tx, act, rows[0], 'API_KEY_REVOKED');
}

async function announceUser(tx: Transaction, act: Act, row: UserRow, action: string): Promise<void> {
  const { userId, organisationId, version, issuer, subject, scopes, status } = row;
  await act.emit(tx, {
    type: 'org.greenlane.user.changed.v1',
    subject: userId,
    key: organisationId,
    subjectVersion: version,
    audience: [organisationId],
    data: { userId, organisationId, version, issuer, subject, scopes, status },
  });
  await appendAudit(tx, {
    chainId: organisationId,
    occurredAt: act.now.toISOString(),
    action,
    subject: userId,
    actor: act.actor,
    detail: { issuer, subject, label: row.label, scopes, status, ...exchange(act) },
  });
}

export type NewUser = Pick<UserRow, 'userId' | 'organisationId' | 'issuer' | 'subject' | 'label'> & {
  readonly scopes: readonly string[];
};

/**
 * Makes a person a user of an organisation. Runs as the worker: whether the person is a user elsewhere is no tenant's to see.
 * @returns the reason when it cannot be
 */
export async function addUser(
  worker: Transaction,
  act: Act,
  user: NewUser,
): Promise<UserRow | 'ALREADY_A_USER' | 'TOO_MANY_USERS'> {
  await worker.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${user.issuer} ${user.subject}`}, 12))`);
  await lockOrganisation(worker, user.organisationId);
  const { issuer, subject, status, organisationId } = organisationUsers;
  const isPerson = and(eq(issuer, user.issuer), eq(subject, user.subject));
  const known = await worker
    .select({ version: max(organisationUsers.version) })
    .from(organisationUsers)
    .where(isPerson);
  const active = await worker
    .select({ userId: organisationUsers.userId })
    .from(organisationUsers)
    .where(and(isPerson, eq(status, 'active')));
  if (active.length > 0) return 'ALREADY_A_USER';
  const colleagues = await worker
    .select({ userId: organisationUsers.userId })
    .from(organisationUsers)
    .where(and(eq(organisationId, user.organisationId), eq(status, 'active')));
  if (colleagues.length >= MAXIMUM_ACTIVE_USERS) return 'TOO_MANY_USERS';
  const rows = await worker
    .insert(organisationUsers)
    .values({
      ...user,
      scopes: [...user.scopes],
      version: (known[0]?.version ?? 0) + 1,
      status: 'active',
      createdAt: act.now,
    })
    .returning();
  const row = rows[0];
  if (!row) return 'ALREADY_A_USER';
  await announceUser(worker, act, row, 'USER_ADDED');
  return row;
}

export async function removeUser(tx: Transaction, act: Act, row: UserRow): Promise<void> {
  if (row.status === 'removed') return;
  const rows = await tx
    .update(organisationUsers)
    .set({ status: 'removed', version: row.version + 1 })
    .where(eq(organisationUsers.userId, row.userId))
    .returning();
  if (rows[0]) await announceUser(tx, act, rows[0], 'USER_REMOVED');
}

/** Notes what a service told of the credentials that it let in; a later time is never replaced by an earlier one. */
export async function noteUses(worker: Transaction, { uses }: CredentialsUsedEventData): Promise<void> {
  const byTime = Map.groupBy(uses, ({ lastUsedAt }) => lastUsedAt);
  // Batches of several services name the same keys in orders of their own: locked in one order, they cannot deadlock.
  const named = uses.map(({ keyId }) => keyId);
  await worker
    .select({ id: apiKeys.keyId })
    .from(apiKeys)
    .where(inArray(apiKeys.keyId, named))
    .orderBy(asc(apiKeys.keyId))
    .for('update');
  await worker
    .select({ id: organisationUsers.userId })
    .from(organisationUsers)
    .where(inArray(organisationUsers.userId, named))
    .orderBy(asc(organisationUsers.userId))
    .for('update');
  for (const [lastUsedAt, group] of byTime) {
    const ids = group.map(({ keyId }) => keyId);
    const at = new Date(lastUsedAt);
    const latest = (column: typeof apiKeys.lastUsedAt | typeof organisationUsers.lastUsedAt) =>
      sql`greatest(${column}, ${at.toISOString()}::timestamptz)`;
    await worker
      .update(apiKeys)
      .set({ lastUsedAt: latest(apiKeys.lastUsedAt) })
      .where(inArray(apiKeys.keyId, ids));
    await worker
      .update(organisationUsers)
      .set({ lastUsedAt: latest(organisationUsers.lastUsedAt) })
      .where(inArray(organisationUsers.userId, ids));
  }
}
