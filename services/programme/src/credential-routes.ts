import { Scope } from '@greenlane/contracts/scopes';
import { DateTime, Identifier } from '@greenlane/contracts/values';
import { defineRoute, type Principal, ProblemError, type Route, type ServiceContext } from '@greenlane/runtime/service';
import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { type ApiKeyRow, addUser, issueKey, removeUser, revokeKey, type UserRow } from './credentials.ts';
import { OrganisationId, requireOwn } from './organisation-access.ts';
import { actOf, conflict, impossible, notFound } from './refusals.ts';
import { apiKeys, organisationUsers } from './tables.ts';

const params = z.object({ organisationId: OrganisationId });
const Label = z.string().trim().min(1).max(60);
/** Without it a credential may do whatever the role of its organisation may. */
const Scopes = z.array(Scope).min(1).max(Scope.options.length).optional();

/** A narrowed credential hands on no more than it has: otherwise `keys:write` alone would be everything. */
function requireWithin({ scopes: own }: Principal, wanted: readonly Scope[] | undefined): void {
  if (own.length === 0) return;
  const beyond = wanted === undefined ? ['everything'] : wanted.filter((scope) => !own.includes(scope));
  if (beyond.length === 0) return;
  throw new ProblemError({
    status: 403,
    title: 'This credential may not do this',
    errors: [
      {
        code: 'SCOPE_EXCEEDED',
        property: 'scopes',
        message: `this credential has ${own.join(', ')} and cannot give ${beyond.join(', ')}`,
      },
    ],
  });
}

const scopesView = (scopes: readonly string[]) => (scopes.length === 0 ? {} : { scopes });
const lastUsedView = (at: Date | null) => (at === null ? {} : { lastUsedAt: at.toISOString() });

const keyView = (row: ApiKeyRow) => ({
  keyId: row.keyId,
  label: row.label,
  ...scopesView(row.scopes),
  status: row.status,
  ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt.toISOString() }),
  createdAt: row.createdAt.toISOString(),
  ...lastUsedView(row.lastUsedAt),
});

const userView = (row: UserRow) => ({
  userId: row.userId,
  organisationId: row.organisationId,
  issuer: row.issuer,
  subject: row.subject,
  label: row.label,
  ...scopesView(row.scopes),
  status: row.status,
  createdAt: row.createdAt.toISOString(),
  ...lastUsedView(row.lastUsedAt),
});

function keyRoutes({ newId }: ServiceContext): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/programme/organisations/{organisationId}/api-keys',
      operationId: 'issueApiKey',
      summary: 'Makes an API key; it is shown this once.',
      description:
        'At most two are good at once, so that one can be rotated. Only a hash is stored. Every service knows the key a moment later. Without `scopes` it may do whatever the role of its organisation may.',
      allow: 'authenticated',
      scope: 'keys:write',
      params,
      body: z.strictObject({ label: Label.default('key'), scopes: Scopes, expiresAt: DateTime.optional() }),
      examples: { 'a key for reading': { label: 'dashboard', scopes: ['read'] } },
      responses: { 201: { description: 'The key.' } },
      handle: async (context) => {
        const { tx, body, now } = context;
        const organisation = await requireOwn(context, context.params.organisationId);
        requireWithin(context.principal, body.scopes);
        if (body.expiresAt !== undefined && Date.parse(body.expiresAt) <= now.getTime())
          throw impossible('IN_THE_PAST', 'expiresAt', 'must lie in the future');
        const issued = await issueKey(tx, actOf(context), {
          keyId: newId(),
          organisationId: organisation.organisationId,
          label: body.label,
          scopes: body.scopes ?? [],
          ...(body.expiresAt === undefined ? {} : { expiresAt: new Date(body.expiresAt) }),
        });
        if (!issued) throw conflict('TWO_KEYS_ACTIVE', 'organisationId', 'two keys are active; revoke one first');
        return {
          status: 201,
          body: { keyId: issued.row.keyId, organisationId: organisation.organisationId, apiKey: issued.apiKey },
        };
      },
      // The answer holds the key, which is stored nowhere, not even for a replay.
      idempotent: false,
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/organisations/{organisationId}/api-keys',
      operationId: 'listApiKeys',
      summary: 'Keys of an organisation, without the keys themselves.',
      description: '`lastUsedAt` is known to within five minutes or so.',
      allow: 'authenticated',
      params,
      responses: { 200: { description: 'Newest first, at most 100.' } },
      handle: async (context) => {
        await requireOwn(context, context.params.organisationId);
        const rows = await context.tx
          .select()
          .from(apiKeys)
          .where(eq(apiKeys.organisationId, context.params.organisationId))
          .orderBy(desc(apiKeys.createdAt))
          .limit(100);
        return { status: 200, body: rows.map(keyView) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/programme/organisations/{organisationId}/api-keys/{keyId}',
      operationId: 'revokeApiKey',
      summary: 'Revokes a key at once, on every service.',
      allow: 'authenticated',
      scope: 'keys:write',
      params: params.extend({ keyId: Identifier }),
      responses: { 204: { description: 'Revoked.' } },
      handle: async (context) => {
        const { organisationId, keyId } = context.params;
        await requireOwn(context, organisationId);
        const rows = await context.tx
          .select()
          .from(apiKeys)
          .where(and(eq(apiKeys.organisationId, organisationId), eq(apiKeys.keyId, keyId)));
        if (!rows[0]) throw notFound('key');
        await revokeKey(context.tx, actOf(context), rows[0]);
        return { status: 204 };
      },
    }),
  ];
}

function userRoutes({ newId }: ServiceContext): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/programme/organisations/{organisationId}/users',
      operationId: 'addUser',
      summary: 'Makes a person a user of the organisation, by what their OpenID Connect issuer calls them.',
      description:
        'From then on access tokens of that issuer and subject act for the organisation, as far as its role and the `scopes` given here go. A person is a user of one organisation at a time.',
      allow: 'authenticated',
      scope: 'keys:write',
      params,
      body: z.strictObject({
        issuer: z.url().max(300),
        subject: z.string().min(1).max(255),
        label: Label.default('user'),
        scopes: Scopes,
      }),
      examples: {
        'a person who reads': { issuer: 'https://login.example.com', subject: '248289761001', scopes: ['read'] },
      },
      responses: { 201: { description: 'The user.' } },
      handle: async (context) => {
        const { body } = context;
        const { organisationId } = await requireOwn(context, context.params.organisationId);
        requireWithin(context.principal, body.scopes);
        const user = { ...body, scopes: body.scopes ?? [], userId: newId(), organisationId };
        return context.writeAsWorker(async (worker) => {
          const added = await addUser(worker, actOf(context), user);
          if (added === 'ALREADY_A_USER')
            throw conflict(added, 'subject', 'this person is a user of an organisation; remove them there first');
          if (added === 'TOO_MANY_USERS') throw conflict(added, 'organisationId', 'the organisation has 200 users');
          return { status: 201, body: userView(added) };
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/organisations/{organisationId}/users',
      operationId: 'listUsers',
      summary: 'Persons who act, or acted, for an organisation.',
      allow: 'authenticated',
      params,
      responses: { 200: { description: 'Newest first, at most 500.' } },
      handle: async (context) => {
        await requireOwn(context, context.params.organisationId);
        const rows = await context.tx
          .select()
          .from(organisationUsers)
          .where(eq(organisationUsers.organisationId, context.params.organisationId))
          .orderBy(desc(organisationUsers.createdAt))
          .limit(500);
        return { status: 200, body: rows.map(userView) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/programme/organisations/{organisationId}/users/{userId}',
      operationId: 'removeUser',
      summary: 'Removes a user at once, on every service; their open streams end.',
      allow: 'authenticated',
      scope: 'keys:write',
      params: params.extend({ userId: Identifier }),
      responses: { 204: { description: 'Removed.' } },
      handle: async (context) => {
        const { organisationId, userId } = context.params;
        await requireOwn(context, organisationId);
        const rows = await context.tx
          .select()
          .from(organisationUsers)
          .where(and(eq(organisationUsers.organisationId, organisationId), eq(organisationUsers.userId, userId)));
        if (!rows[0]) throw notFound('user');
        await removeUser(context.tx, actOf(context), rows[0]);
        return { status: 204 };
      },
    }),
  ];
}

/** Keys and persons that act for an organisation. */
export function credentialRoutes(context: ServiceContext): readonly Route[] {
  return [...keyRoutes(context), ...userRoutes(context)];
}
