import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { CHAIN } from './chains.ts';

/** The offer of a sampled allocation's sailing, as its carrier amended it. */
export const amendedOffer = (offerId: string, version: number, change: Partial<VesselOffer>): VesselOffer => ({
  offerId,
  version,
  carrierId: 'line',
  carrierName: 'Ocean Bridge Line',
  market: 'CHINA',
  publishedAt: '2026-11-25T08:00:00.000Z',
  carrierOfferReference: 'O-1',
  vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
  carrierServiceCode: 'NE1',
  carrierExportVoyageNumber: '054W',
  portCalls: [
    { UNLocationCode: 'CNSGH', departureDateTime: '2026-12-04T14:00:00+08:00' },
    { UNLocationCode: 'NLRTM', arrivalDateTime: '2027-01-05T04:00:00+01:00' },
  ],
  capacity: { teu: 400, weightTonnes: '4800', dangerousGoodsTeu: 60, reeferPlugs: 0 },
  acceptedEquipment: ['45G1'],
  acceptedUNNumbers: [],
  rates: [],
  emissionProfile: CHAIN.sea.profile,
  confirmation: 'AUTO',
  validUntil: '2026-12-02T18:00:00+08:00',
  ...change,
});
