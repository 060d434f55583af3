import { carbon } from '@greenlane/carbon/service';
import { cargoRequest } from '@greenlane/cargo-request/service';
import { matching } from '@greenlane/matching/service';
import { notifications } from '@greenlane/notifications/service';
import { portChannel } from '@greenlane/port-channel/service';
import { programme } from '@greenlane/programme/service';
import type { Service } from '@greenlane/runtime/service';
import { vesselOffer } from '@greenlane/vessel-offer/service';

/** Every service, in the order they start: identities first. */
export const SERVICES: readonly Service[] = [
  programme,
  vesselOffer,
  cargoRequest,
  matching,
  portChannel,
  carbon,
  notifications,
];

/** Schemas to migrate: one a service that keeps data, and the Postgres log's. */
export const SCHEMAS: readonly string[] = [
  ...SERVICES.filter((service) => service.schema !== 'none').map((service) => service.schema),
  'event_log',
];
