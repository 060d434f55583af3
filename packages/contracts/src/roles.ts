import { z } from 'zod';

export const Role = z.enum(['carrier', 'exporter', 'logistics-provider', 'port-operator', 'authority', 'verifier']);
export type Role = z.infer<typeof Role>;
