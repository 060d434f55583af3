import { z } from 'zod';

/**
 * What a key or a user can be narrowed to. A credential without scopes may do whatever its organisation's role may; one
 * with scopes may do what is in both.
 */
export const Scope = z.enum([
  'read',
  'offers:write',
  'requests:write',
  'allocations:write',
  'port-channel:write',
  'carbon:write',
  'webhooks:write',
  'keys:write',
  'programme:write',
]);
export type Scope = z.infer<typeof Scope>;
