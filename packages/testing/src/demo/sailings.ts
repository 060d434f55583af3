import { createHash } from 'node:crypto';
import type { VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import type { z } from 'zod';
import { DAY_MILLISECONDS, HOUR_MILLISECONDS, localDateTime } from './local-time.ts';
import type { LinerService } from './services.ts';
import type { Ship } from './ships.ts';

export type DemoOffer = { readonly carrierId: string; readonly body: z.input<typeof VesselOfferBody> };

/** A proof of sustainability as its carrier registers it. */
export type DemoProof = {
  readonly carrierId: string;
  readonly body: {
    readonly type: 'PROOF_OF_SUSTAINABILITY';
    readonly reference: string;
    readonly sha256: string;
    readonly fuel: string;
    readonly energyMJ: string;
    readonly certifiedGramsPerMJ: string;
  };
};

const CHINESE_PORTS = ['CNSGH', 'CNNBO', 'CNYTN', 'CNSHK', 'CNNSA', 'CNQIN'];

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Fuel of a quarter that gives some 20 to 35 % less than the lane default. Where part of it is biofuel, that part counts by its
 * proof of sustainability.
 */
const QUARTER_FUELS = {
  LNG: [{ fuel: 'LNG', tonnes: '1750' }],
  METHANOL: [
    { fuel: 'METHANOL', tonnes: '3700' },
    { fuel: 'BIO_METHANOL', tonnes: '1200', certifiedGramsPerMJ: '12.5' },
  ],
  HVO: [
    { fuel: 'HFO', tonnes: '1900' },
    { fuel: 'HVO', tonnes: '1300', certifiedGramsPerMJ: '16' },
  ],
} as const;

/** MJ of the biofuels above, by their lower calorific values (FuelEU Annex II): 1,200 t × 20,000 and 1,300 t × 44,000 MJ/t. */
const PROVEN_MJ = { METHANOL: '24000000', HVO: '57200000' } as const;

/** The proofs behind sailings that burnt certified fuel, as their carriers register them; each third one is left out of the ledger. */
export function proofsOf(offers: readonly DemoOffer[]): readonly DemoProof[] {
  const proofs = offers.flatMap(({ carrierId, body: { emissionProfile: profile } }) => {
    if (profile?.dataQuality !== 'PRIMARY') return [];
    const certified = profile.fuels.find((use) => use.certifiedGramsPerMJ !== undefined);
    const proof = profile.evidence?.find((item) => item.type === 'PROOF_OF_SUSTAINABILITY');
    if (certified?.certifiedGramsPerMJ === undefined || proof?.sha256 === undefined) return [];
    const { fuel, certifiedGramsPerMJ } = certified;
    const energyMJ = fuel === 'HVO' ? PROVEN_MJ.HVO : PROVEN_MJ.METHANOL;
    const { reference, sha256: fingerprint } = proof;
    const type = 'PROOF_OF_SUSTAINABILITY' as const;
    return [{ carrierId, body: { type, reference, sha256: fingerprint, fuel, energyMJ, certifiedGramsPerMJ } }];
  });
  return proofs.filter((_unused, index) => index % 3 !== 2);
}

function profileOf(
  service: LinerService,
  ship: Ship,
  sailing: { readonly week: number; readonly departure: Date },
): z.input<typeof VesselOfferBody>['emissionProfile'] {
  const { primaryFuel } = service;
  if (primaryFuel !== undefined && sailing.week % 2 === 0) {
    // A quarter that ended well before the demo begins.
    const start = new Date(sailing.departure.getTime() - 200 * DAY_MILLISECONDS);
    const end = new Date(sailing.departure.getTime() - 110 * DAY_MILLISECONDS);
    const teuKm = 310_000_000;
    const quarter = `${service.carrierServiceCode}-${ship.vesselIMONumber}-${start.toISOString().slice(0, 10)}`;
    const document = (type: 'BUNKER_DELIVERY_NOTE' | 'PROOF_OF_SUSTAINABILITY', reference: string) => ({
      type,
      reference,
      sha256: sha256(reference),
    });
    return {
      dataQuality: 'PRIMARY',
      fuels: QUARTER_FUELS[primaryFuel].map((use) => ({ ...use })),
      referencePeriod: { start: start.toISOString().slice(0, 10), end: end.toISOString().slice(0, 10) },
      transportWorkTeuKm: String(teuKm),
      evidence: [
        document('BUNKER_DELIVERY_NOTE', `BDN-${quarter}`),
        ...(primaryFuel === 'LNG' ? [] : [document('PROOF_OF_SUSTAINABILITY', `ISCC-PoS-${quarter}`)]),
      ],
    };
  }
  if (sailing.week % 5 === 3) return { dataQuality: 'DEFAULT' };
  return {
    dataQuality: 'MODELLED',
    gCO2PerTonneNauticalMile: ship.gCO2PerTonneNauticalMile,
    reportingYear: 2023,
    source: 'EU-MRV',
  };
}

/** One week's sailing of a service, with the week's share of its ships and fuels. */
export function sailing(service: LinerService, week: number, firstMonday: Date): DemoOffer {
  const ship = service.ships[((week % service.ships.length) + service.ships.length) % service.ships.length] as Ship;
  const begin = new Date(
    firstMonday.getTime() + (week * 7 + service.weekday) * DAY_MILLISECONDS + 4 * HOUR_MILLISECONDS,
  );
  const voyage = `${String(((week % 52) + 60) % 52).padStart(3, '0')}${service.calls.at(-1)?.UNLocationCode.startsWith('US') ? 'E' : 'W'}`;
  const portCalls = service.calls.map(({ UNLocationCode, day }, index) => {
    const arrival = new Date(begin.getTime() + day * DAY_MILLISECONDS);
    const departure = new Date(arrival.getTime() + 18 * HOUR_MILLISECONDS);
    const isLoading = CHINESE_PORTS.includes(UNLocationCode);
    const before = (hours: number) =>
      localDateTime(new Date(departure.getTime() - hours * HOUR_MILLISECONDS), UNLocationCode);
    return {
      UNLocationCode,
      arrivalDateTime: localDateTime(arrival, UNLocationCode),
      ...(index < service.calls.length - 1 ? { departureDateTime: localDateTime(departure, UNLocationCode) } : {}),
      ...(isLoading
        ? {
            cutOffs: [
              { cutOffDateTimeCode: 'EFC' as const, cutOffDateTime: before(9 * 24) },
              { cutOffDateTimeCode: 'DGC' as const, cutOffDateTime: before(40) },
              { cutOffDateTimeCode: 'FCO' as const, cutOffDateTime: before(28) },
            ],
          }
        : {}),
    };
  });
  const first = portCalls[0];
  const lastLoading = portCalls.findLast((call) => call.cutOffs !== undefined);
  return {
    carrierId: service.carrierId,
    body: {
      carrierOfferReference: `${service.carrierServiceCode}-${voyage}-${first?.arrivalDateTime.slice(0, 10)}`,
      vessel: { vesselIMONumber: ship.vesselIMONumber, name: ship.name },
      carrierServiceCode: service.carrierServiceCode,
      carrierExportVoyageNumber: voyage,
      ...(service.route === undefined ? {} : { route: service.route }),
      portCalls,
      capacity: {
        teu: service.teu,
        weightTonnes: String(service.teu * 14),
        dangerousGoodsTeu: Math.floor(service.teu / 4),
        reeferPlugs: 0,
      },
      acceptedEquipment: ['22G1', '42G1', '45G1'],
      acceptedUNNumbers: week % 4 === 1 ? [] : ['3480', '3481', '3536'],
      rates: [
        { ISOEquipmentCode: '22G1', amount: `${Math.round(service.ratePerFeu * 0.6)}.00`, currencyCode: 'USD' },
        { ISOEquipmentCode: '42G1', amount: `${service.ratePerFeu}.00`, currencyCode: 'USD' },
        { ISOEquipmentCode: '45G1', amount: `${service.ratePerFeu + 40}.00`, currencyCode: 'USD' },
      ],
      emissionProfile: profileOf(service, ship, { week: week + 52, departure: begin }),
      confirmation: week % 3 === 0 ? 'AUTO' : 'MANUAL',
      validUntil: lastLoading?.cutOffs?.[2]?.cutOffDateTime ?? first?.arrivalDateTime ?? '',
    },
  };
}
