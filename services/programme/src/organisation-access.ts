import type { Transaction } from '@greenlane/database/database';
import type { Principal } from '@greenlane/runtime/service';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { notFound } from './refusals.ts';
import type { OrganisationRow } from './store.ts';
import { organisations } from './tables.ts';

export const OrganisationId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,60}$/, 'lower-case letters, digits and hyphens, 2 to 61 characters');

/** @throws ProblemError 404 when there is none that the caller may see */
export async function loadOrganisation(tx: Transaction, organisationId: string): Promise<OrganisationRow> {
  const rows = await tx.select().from(organisations).where(eq(organisations.organisationId, organisationId));
  if (!rows[0]) throw notFound('organisation');
  return rows[0];
}

/** Who acts for an organisation is for itself and the authority to say, and to see. @throws ProblemError 404 for anyone else */
export async function requireOwn(
  { tx, principal }: { readonly tx: Transaction; readonly principal: Principal },
  organisationId: string,
): Promise<OrganisationRow> {
  if (principal.role !== 'authority' && principal.organisationId !== organisationId) throw notFound('organisation');
  return loadOrganisation(tx, organisationId);
}
