import { ProblemError, type RouteContext } from '@greenlane/runtime/service';
import type { Act } from './store.ts';

/** Who does it, when and in which exchange: for events and the audit log. */
export const actOf = ({
  principal,
  emit,
  now,
  correlationId,
}: Pick<RouteContext, 'principal' | 'emit' | 'now' | 'correlationId'>): Act => ({
  emit,
  correlationId,
  actor: `${principal.organisationId}/${principal.keyId}`,
  now,
});

export const notFound = (what: string) =>
  new ProblemError({
    status: 404,
    title: `No such ${what}`,
    errors: [{ code: 'NOT_FOUND', message: `no such ${what}, or not yours` }],
  });
export const conflict = (code: string, property: string, message: string) =>
  new ProblemError({ status: 409, title: 'Conflict with the present state', errors: [{ code, property, message }] });
export const impossible = (code: string, property: string, message: string) =>
  new ProblemError({ status: 422, title: 'This can never be accepted', errors: [{ code, property, message }] });
