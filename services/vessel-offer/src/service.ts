import type { Service } from '@greenlane/runtime/service';
import { allocationConsumer } from './consumers.ts';
import { VESSEL_OFFER_IN_CHINESE } from './refusals-in-chinese.ts';
import { vesselOfferRoutes } from './routes.ts';

/** Where carriers publish, amend and withdraw capacity on their sailings. */
export const vesselOffer: Service = {
  name: 'vessel-offer',
  schema: 'vessel_offer',
  inChinese: VESSEL_OFFER_IN_CHINESE,
  prefixes: ['/v1/vessel-offers'],
  compose: ({ newId }) => ({ routes: vesselOfferRoutes(newId), consumers: [allocationConsumer] }),
};
