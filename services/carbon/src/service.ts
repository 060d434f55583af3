import type { Service } from '@greenlane/runtime/service';
import { ensureSigningKey, keyRotationJob } from '@greenlane/runtime/signing-keys';
import { calculatorRoutes } from './calculators.ts';
import { claimRoutes } from './claims.ts';
import { carbonConsumers } from './consumers.ts';
import { diagnosisRoutes } from './diagnoses.ts';
import { evidenceRequestRoutes } from './evidence-requests.ts';
import { footprintRoutes } from './footprints.ts';
import { fuelEvidenceRoutes } from './fuel-evidence-routes.ts';
import { ileapRoutes } from './ileap-routes.ts';
import { pactRoutes } from './pact-routes.ts';
import { CARBON_IN_CHINESE } from './refusals-in-chinese.ts';
import { scope3Routes } from './scope3-reports.ts';
import { statementRoutes } from './statements.ts';
import { signingKeys } from './tables.ts';

/** CARBON_SIGNING_KEY_DAYS says otherwise. */
const DEFAULT_KEY_DAYS = 90;

/** Footprints that anyone can recompute, signed statements of them, and claims on statements. */
export const carbon: Service = {
  name: 'carbon',
  schema: 'carbon',
  inChinese: CARBON_IN_CHINESE,
  prefixes: ['/v1/carbon', '/2/footprints', '/.well-known/jwks.json'],
  compose: (context) => ({
    routes: [
      ...calculatorRoutes(),
      ...footprintRoutes(),
      ...ileapRoutes(),
      ...pactRoutes(),
      ...fuelEvidenceRoutes(context),
      ...statementRoutes(context),
      ...claimRoutes(context),
      ...scope3Routes(),
      ...diagnosisRoutes(context),
      ...evidenceRequestRoutes(context),
    ],
    consumers: carbonConsumers(context),
    jobs: [
      keyRotationJob(context, {
        name: 'rotate-signing-key',
        table: signingKeys,
        days: Number(context.config['CARBON_SIGNING_KEY_DAYS'] ?? DEFAULT_KEY_DAYS),
      }),
    ],
    start: () => context.db.asWorker((tx) => ensureSigningKey(tx, signingKeys, context.clock.now())),
  }),
};
