import type { PolicyRules } from '@greenlane/contracts/policy';

/** Bodies that clients send in tests: one kind of sailing, one kind of cargo, everything that varies an argument. */
const HOUR = 3_600_000;

/** A time so many hours from now, on the minute, with the given offset. */
export const inHours = (hours: number, offset: '+08:00' | '+01:00' = '+08:00'): string => {
  const shift = offset === '+08:00' ? 8 : 1;
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  return `${new Date(minute + (hours + shift) * HOUR).toISOString().slice(0, 19)}${offset}`;
};

/** The same as a gate writes it, to the second: midnight on the minute is the stamp of a day, on which no clock stands. */
export const atGate = (hours: number): string => inHours(hours).replace(':00+', ':30+');

export type Sailing = { readonly reference: string; readonly teu: number } & Readonly<Record<string, unknown>>;

/** Shanghai – Yantian – Rotterdam; capacity is the same on both legs. */
export function offerBody({ reference, teu, ...change }: Sailing): Record<string, unknown> {
  return {
    carrierOfferReference: reference,
    vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
    carrierServiceCode: 'NE1',
    carrierExportVoyageNumber: '054W',
    route: 'CAPE',
    portCalls: [
      {
        UNLocationCode: 'CNSGH',
        arrivalDateTime: inHours(400),
        departureDateTime: inHours(420),
        cutOffs: [{ cutOffDateTimeCode: 'FCO', cutOffDateTime: inHours(390) }],
      },
      {
        UNLocationCode: 'CNYTN',
        arrivalDateTime: inHours(480),
        departureDateTime: inHours(500),
        cutOffs: [{ cutOffDateTimeCode: 'FCO', cutOffDateTime: inHours(470) }],
      },
      { UNLocationCode: 'NLRTM', arrivalDateTime: inHours(1_300, '+01:00') },
    ],
    capacity: { teu, weightTonnes: String(teu * 30), dangerousGoodsTeu: teu, reeferPlugs: 0 },
    acceptedEquipment: ['22G1', '45G1'],
    acceptedUNNumbers: ['3480'],
    rates: [{ ISOEquipmentCode: '45G1', amount: '2150.00', currencyCode: 'USD' }],
    emissionProfile: { dataQuality: 'DEFAULT' },
    confirmation: 'MANUAL',
    validUntil: inHours(390),
    ...change,
  };
}

export function requestBody({
  reference,
  units,
  isoCode = '22G1',
  ...change
}: {
  readonly reference: string;
  readonly units: number;
  readonly isoCode?: '22G1' | '45G1';
} & Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    requestReference: reference,
    cargo: { extendedHSCode: '854143', commodityType: 'PV modules', dangerousGoods: [] },
    equipment: { ISOEquipmentCode: isoCode, units, cargoGrossWeightKg: '14500' },
    origin: {
      clusterCode: 'YANCHENG',
      loadPorts: ['CNSHA'],
      preCarriage: [{ loadPort: 'CNSHA', mode: 'ROAD', distanceKm: '310' }],
    },
    destination: { dischargePorts: ['NLRTM'] },
    cargoReadyDateTime: inHours(24),
    latestArrivalDateTime: inHours(1_600, '+01:00'),
    constraints: {},
    incoterm: 'CIF',
    ...change,
  };
}

/** The twenty-foot unit counts one TEU, the forty-foot two. */
export const teuOf = (isoCode: '22G1' | '45G1', units: number): number => (isoCode === '22G1' ? units : 2 * units);

/** A valid ISO 6346 reference: the check digit is computed from the first ten characters. */
export function containerReference(prefix: string, serial: number): string {
  const base = `${prefix}${String(serial).padStart(6, '0')}`;
  const sum = [...base].reduce((total, character, index) => {
    const code = character.charCodeAt(0);
    // Letters count from 10 and skip the multiples of 11.
    const value = code >= 65 ? 10 + (code - 65) + Math.floor((code - 65 + 9) / 10) : Number(character);
    return total + value * 2 ** index;
  }, 0);
  return `${base}${(sum % 11) % 10}`;
}

export const POLICY_RULES: PolicyRules = {
  eligibility: { hsPrefixes: ['854143', '850760'], markets: ['CHINA'] },
  protection: { mode: 'FIXED_SHARE', sharePercent: 30, floorSharePercent: 10, releaseHoursBeforeCutOff: 72 },
  deadlines: { carrierConfirmHours: 24, standardMaximumWaitHours: 336, lateCancellationHoursBeforeCutOff: 72 },
  lowEmission: { belowLaneDefaultPercent: 20 },
  ranking: {
    balanced: {
      emissionsWeight: 50,
      arrivalWeight: 30,
      rateWeight: 20,
      emissionsKgPerTeu: 100,
      arrivalHours: 72,
      rateMinorUnitsPerTeu: 10_000,
    },
  },
  routes: { eastWestDefault: 'CAPE' },
  preCarriage: { kilometresPerDay: { ROAD: 500, RAIL: 400, INLAND_WATERWAY: 150, FEEDER: 400 } },
  dangerousGoods: [
    { UNNumber: '3480', imoClass: '9', properShippingName: 'LITHIUM ION BATTERIES', certificateRequired: true },
  ],
  dwell: { targetHours: { GREEN: 48, ORDINARY: 120 }, pauses: ['CUSTOMS_INSPECTION'], minimumSample: 30 },
  // Room for 50 containers of one exporter, and for 30 of a second beside them.
  subsidy: {
    rate: { basis: 'CONTAINER', amount: '40.00', currencyCode: 'CNY' },
    capPerUnit: '2000.00',
    capTotal: '3200.00',
  },
};
