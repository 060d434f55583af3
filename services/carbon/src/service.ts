import type { Service } from '@greenlane/runtime/service';
import { calculatorRoutes } from './calculators.ts';
import { claimRoutes } from './claims.ts';
import { carbonConsumers } from './consumers.ts';
import { diagnosisRoutes } from './diagnoses.ts';
import { evidenceRequestRoutes } from './evidence-requests.ts';
import { footprintRoutes } from './footprints.ts';
import { fuelEvidenceRoutes } from './fuel-evidence-routes.ts';
import { ileapRoutes } from './ileap-routes.ts';
import { ensureSigningKey, keyRotationJob } from './keys.ts';
import { scope3Routes } from './scope3-reports.ts';
import { statementRoutes } from './statements.ts';

/** Footprints that anyone can recompute, signed statements of them, and claims on statements. */
export const carbon: Service = {
  name: 'carbon',
  schema: 'carbon',
  prefixes: ['/v1/carbon', '/.well-known/jwks.json'],
  compose: (context) => ({
    routes: [
      ...calculatorRoutes(),
      ...footprintRoutes(),
      ...ileapRoutes(),
      ...fuelEvidenceRoutes(context),
      ...statementRoutes(context),
      ...claimRoutes(context),
      ...scope3Routes(),
      ...diagnosisRoutes(context),
      ...evidenceRequestRoutes(context),
    ],
    consumers: carbonConsumers(context),
    jobs: [keyRotationJob(context)],
    start: () => ensureSigningKey(context),
  }),
};
