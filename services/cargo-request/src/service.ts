import type { Service } from '@greenlane/runtime/service';
import { acceptanceConsumer, decisionConsumer } from './consumers.ts';
import { CARGO_REQUEST_IN_CHINESE } from './refusals-in-chinese.ts';
import { cargoRequestRoutes } from './routes.ts';

/** Where exporters, and logistics providers for them, ask for space. */
export const cargoRequest: Service = {
  name: 'cargo-request',
  schema: 'cargo_request',
  inChinese: CARGO_REQUEST_IN_CHINESE,
  prefixes: ['/v1/cargo-requests'],
  compose: ({ newId }) => ({ routes: cargoRequestRoutes(newId), consumers: [decisionConsumer, acceptanceConsumer] }),
};
