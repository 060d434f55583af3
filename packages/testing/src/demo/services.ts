import { LARGE_SHIPS, MIDDLE_SHIPS, type Ship, SMALL_SHIPS } from './ships.ts';

/** A weekly service of the demo: calls with the day of the voyage on which the ship arrives. */
export type LinerService = {
  readonly carrierServiceCode: string;
  readonly carrierId: string;
  /** Days before or after the week's Monday on which the first call begins. */
  readonly weekday: number;
  readonly calls: readonly { readonly UNLocationCode: string; readonly day: number }[];
  readonly ships: readonly Ship[];
  /** Space put on the platform, in TEU; a small part of the ship. */
  readonly teu: number;
  readonly route?: 'SUEZ' | 'CAPE' | 'PANAMA';
  /** Fuel evidence of the last quarter, on every n-th sailing; the others are MODELLED, or DEFAULT now and then. */
  readonly primaryFuel?: 'LNG' | 'METHANOL' | 'HVO';
  readonly ratePerFeu: number;
};

/**
 * Call sequences and sailing times are of the kind that carriers publish on these trades (Shanghai–Rotterdam about 40 days round the
 * Cape, Shanghai–Los Angeles 14, Shanghai–Singapore 6); the service codes are the demo's own.
 */
export const LINER_SERVICES: readonly LinerService[] = [
  {
    carrierServiceCode: 'NE1',
    carrierId: 'oceanbridge',
    weekday: 2,
    teu: 160,
    route: 'CAPE',
    primaryFuel: 'LNG',
    ratePerFeu: 2350,
    ships: LARGE_SHIPS.slice(0, 9),
    calls: [
      { UNLocationCode: 'CNSGH', day: 0 },
      { UNLocationCode: 'CNNBO', day: 2 },
      { UNLocationCode: 'CNYTN', day: 5 },
      { UNLocationCode: 'NLRTM', day: 38 },
      { UNLocationCode: 'DEHAM', day: 41 },
      { UNLocationCode: 'BEANR', day: 44 },
    ],
  },
  {
    carrierServiceCode: 'NE2',
    carrierId: 'silkway',
    primaryFuel: 'LNG',
    weekday: 5,
    teu: 140,
    route: 'CAPE',
    ratePerFeu: 2180,
    ships: LARGE_SHIPS.slice(9, 18),
    calls: [
      { UNLocationCode: 'CNNBO', day: 0 },
      { UNLocationCode: 'CNSGH', day: 1 },
      { UNLocationCode: 'CNNSA', day: 5 },
      { UNLocationCode: 'GBFXT', day: 37 },
      { UNLocationCode: 'NLRTM', day: 39 },
      { UNLocationCode: 'DEBRV', day: 42 },
    ],
  },
  {
    carrierServiceCode: 'MD1',
    carrierId: 'oceanbridge',
    weekday: 4,
    teu: 110,
    route: 'SUEZ',
    ratePerFeu: 2510,
    ships: MIDDLE_SHIPS.slice(0, 6),
    calls: [
      { UNLocationCode: 'CNQIN', day: 0 },
      { UNLocationCode: 'CNSGH', day: 3 },
      { UNLocationCode: 'CNYTN', day: 6 },
      { UNLocationCode: 'GRPIR', day: 27 },
      { UNLocationCode: 'ITGOA', day: 31 },
      { UNLocationCode: 'ESVLC', day: 34 },
    ],
  },
  {
    carrierServiceCode: 'PS1',
    carrierId: 'pacificarrow',
    weekday: 1,
    teu: 150,
    primaryFuel: 'METHANOL',
    ratePerFeu: 1890,
    ships: MIDDLE_SHIPS.slice(6, 12),
    calls: [
      { UNLocationCode: 'CNSGH', day: 0 },
      { UNLocationCode: 'CNNBO', day: 1 },
      { UNLocationCode: 'USLAX', day: 15 },
      { UNLocationCode: 'USOAK', day: 18 },
    ],
  },
  {
    carrierServiceCode: 'PS2',
    carrierId: 'silkway',
    weekday: 3,
    teu: 90,
    ratePerFeu: 1760,
    ships: LARGE_SHIPS.slice(4, 9),
    calls: [
      { UNLocationCode: 'CNYTN', day: 0 },
      { UNLocationCode: 'CNSHK', day: 1 },
      { UNLocationCode: 'USLGB', day: 16 },
      { UNLocationCode: 'USSEA', day: 20 },
    ],
  },
  {
    carrierServiceCode: 'EC1',
    carrierId: 'pacificarrow',
    weekday: 6,
    teu: 80,
    route: 'PANAMA',
    ratePerFeu: 2890,
    ships: MIDDLE_SHIPS.slice(2, 8),
    calls: [
      { UNLocationCode: 'CNNBO', day: 0 },
      { UNLocationCode: 'CNSGH', day: 1 },
      { UNLocationCode: 'USSAV', day: 29 },
      { UNLocationCode: 'USNYC', day: 32 },
    ],
  },
  {
    carrierServiceCode: 'SE1',
    carrierId: 'harbourlink',
    weekday: 2,
    teu: 70,
    primaryFuel: 'HVO',
    ratePerFeu: 640,
    ships: SMALL_SHIPS.slice(0, 6),
    calls: [
      { UNLocationCode: 'CNSGH', day: 0 },
      { UNLocationCode: 'CNYTN', day: 3 },
      { UNLocationCode: 'VNSGN', day: 6 },
      { UNLocationCode: 'SGSIN', day: 8 },
      { UNLocationCode: 'THLCH', day: 11 },
    ],
  },
  {
    carrierServiceCode: 'ME1',
    carrierId: 'harbourlink',
    primaryFuel: 'METHANOL',
    weekday: 4,
    teu: 90,
    ratePerFeu: 1480,
    ships: MIDDLE_SHIPS.slice(11, 17),
    calls: [
      { UNLocationCode: 'CNSGH', day: 0 },
      { UNLocationCode: 'CNNBO', day: 1 },
      { UNLocationCode: 'CNSHK', day: 4 },
      { UNLocationCode: 'AEJEA', day: 20 },
      { UNLocationCode: 'SADMM', day: 23 },
    ],
  },
  {
    carrierServiceCode: 'SA1',
    carrierId: 'silkway',
    weekday: 6,
    teu: 80,
    ratePerFeu: 2720,
    ships: MIDDLE_SHIPS.slice(5, 11),
    calls: [
      { UNLocationCode: 'CNSGH', day: 0 },
      { UNLocationCode: 'CNYTN', day: 4 },
      { UNLocationCode: 'BRSSZ', day: 33 },
      { UNLocationCode: 'ARBUE', day: 38 },
    ],
  },
  {
    carrierServiceCode: 'SE2',
    carrierId: 'oceanbridge',
    primaryFuel: 'HVO',
    weekday: 5,
    teu: 60,
    ratePerFeu: 590,
    ships: SMALL_SHIPS.slice(6, 12),
    calls: [
      { UNLocationCode: 'CNNBO', day: 0 },
      { UNLocationCode: 'CNSGH', day: 1 },
      { UNLocationCode: 'MYPKG', day: 9 },
      { UNLocationCode: 'IDJKT', day: 12 },
    ],
  },
];
