import { z } from 'zod';
import { Role } from './roles.ts';
import { DateTime, Identifier } from './values.ts';

export const OrganisationEventData = z.strictObject({
  organisationId: Identifier,
  version: z.int().positive(),
  name: z.string(),
  role: Role,
  status: z.enum(['active', 'suspended']),
  clusterCode: z.string().optional(),
  province: z.string().optional(),
  /** For a port operator: the ports whose passes and events it sees. */
  ports: z.array(z.string()).optional(),
  /** For a logistics provider: the exporters it may act for. */
  actsFor: z.array(Identifier).optional(),
});
export type OrganisationEventData = z.infer<typeof OrganisationEventData>;

export const ApiKeyEventData = z.strictObject({
  keyId: Identifier,
  organisationId: Identifier,
  version: z.int().positive(),
  /** SHA-256 of the whole key; the key itself is shown once and never stored. */
  keyHash: z.string(),
  scopes: z.array(z.string()),
  status: z.enum(['active', 'revoked']),
  expiresAt: DateTime.optional(),
});
export type ApiKeyEventData = z.infer<typeof ApiKeyEventData>;

/** A person of an organisation, known by what an OpenID Connect issuer calls them. */
export const UserEventData = z.strictObject({
  userId: Identifier,
  organisationId: Identifier,
  version: z.int().positive(),
  issuer: z.string(),
  subject: z.string(),
  scopes: z.array(z.string()),
  status: z.enum(['active', 'removed']),
});
export type UserEventData = z.infer<typeof UserEventData>;

export const CredentialsUsedEventData = z.strictObject({
  service: z.string(),
  /** Keys and users, with the last time that the service let each in. */
  uses: z.array(z.strictObject({ keyId: Identifier, organisationId: Identifier, lastUsedAt: DateTime })).max(1_000),
});
export type CredentialsUsedEventData = z.infer<typeof CredentialsUsedEventData>;
