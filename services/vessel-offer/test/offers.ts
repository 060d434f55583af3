import { VesselOfferBody } from '@greenlane/contracts/vessel-offer';

/** A moment at which the sample sailing is still open. */
export const NOW = new Date('2026-11-24T08:00:00Z');

/** Shanghai and Ningbo to Rotterdam; each test changes what it is about. */
export function sampleOffer(change: Partial<VesselOfferBody> = {}): VesselOfferBody {
  return {
    ...VesselOfferBody.parse({
      carrierOfferReference: 'AEU3-054W-CNSGH',
      vessel: { vesselIMONumber: '9795610', name: 'COSCO SHIPPING UNIVERSE' },
      carrierServiceCode: 'AEU3',
      carrierExportVoyageNumber: '054W',
      portCalls: [
        {
          UNLocationCode: 'CNSGH',
          arrivalDateTime: '2026-12-03T06:00:00+08:00',
          departureDateTime: '2026-12-04T14:00:00+08:00',
          cutOffs: [{ cutOffDateTimeCode: 'FCO', cutOffDateTime: '2026-12-02T18:00:00+08:00' }],
        },
        {
          UNLocationCode: 'CNNBO',
          arrivalDateTime: '2026-12-05T06:00:00+08:00',
          departureDateTime: '2026-12-06T02:00:00+08:00',
        },
        { UNLocationCode: 'NLRTM', arrivalDateTime: '2027-01-05T04:00:00+01:00' },
      ],
      capacity: { teu: 400, weightTonnes: '4800', dangerousGoodsTeu: 60, reeferPlugs: 20 },
      acceptedEquipment: ['22G1', '42G1', '45G1'],
      acceptedUNNumbers: ['3480', '3536'],
      rates: [{ ISOEquipmentCode: '45G1', amount: '2150.00', currencyCode: 'USD' }],
      emissionProfile: { dataQuality: 'DEFAULT' },
      validUntil: '2026-12-02T18:00:00+08:00',
    }),
    ...change,
  };
}

/** The calls of the sample, with changes to some of them. */
export function sampleCalls(
  ...changes: readonly (Partial<VesselOfferBody['portCalls'][number]> | undefined)[]
): VesselOfferBody['portCalls'] {
  return sampleOffer().portCalls.map((call, index) => ({ ...call, ...changes[index] }));
}
