import { findPort } from './ports.ts';
import type { Region } from './regions.ts';

/** Trade lanes of the GLEC v3.2 Module 2 Table 18 default factors (Clean Cargo). */
export type TradeLane =
  | 'ASIA_NEUR'
  | 'ASIA_MED'
  | 'ASIA_NAWC'
  | 'ASIA_NAEC'
  | 'ASIA_SAM'
  | 'ASIA_MEI'
  | 'ASIA_AFR'
  | 'ASIA_OCE'
  | 'SEA_NEA'
  | 'INTRA_SEA'
  | 'INTRA_MEI'
  | 'EUR_MEI'
  | 'INDUSTRY_AVG';

type Block = 'NEA' | 'SEA' | 'MEI' | 'NEUR' | 'MED' | 'NAWC' | 'NAEC' | 'SAM' | 'AFR' | 'OCE';

const BLOCK_OF: Readonly<Record<Region, Block>> = {
  CHINA: 'NEA',
  NORTH_EAST_ASIA: 'NEA',
  SOUTH_EAST_ASIA: 'SEA',
  SOUTH_ASIA_MIDDLE_EAST: 'MEI',
  NORTH_EUROPE: 'NEUR',
  MEDITERRANEAN: 'MED',
  NORTH_AMERICA_WEST: 'NAWC',
  NORTH_AMERICA_EAST: 'NAEC',
  SOUTH_AMERICA: 'SAM',
  AFRICA: 'AFR',
  OCEANIA: 'OCE',
};

const FROM_ASIA: Readonly<Partial<Record<Block, TradeLane>>> = {
  NEUR: 'ASIA_NEUR',
  MED: 'ASIA_MED',
  NAWC: 'ASIA_NAWC',
  NAEC: 'ASIA_NAEC',
  SAM: 'ASIA_SAM',
  MEI: 'ASIA_MEI',
  AFR: 'ASIA_AFR',
  OCE: 'ASIA_OCE',
};

/**
 * The default-factor lane of a port pair, in either direction. Pairs without a lane of their own (within North-East Asia, for
 * one: the table has no such row) take the industry average.
 */
export function tradeLaneOf(leg: { readonly loadPort: string; readonly dischargePort: string }): TradeLane {
  const load = findPort(leg.loadPort);
  const discharge = findPort(leg.dischargePort);
  if (!load || !discharge) return 'INDUSTRY_AVG';
  const ends = new Set([BLOCK_OF[load.region], BLOCK_OF[discharge.region]]);
  const [only] = ends;
  if (ends.size === 1) return only === 'SEA' ? 'INTRA_SEA' : only === 'MEI' ? 'INTRA_MEI' : 'INDUSTRY_AVG';
  if (ends.has('NEA') && ends.has('SEA')) return 'SEA_NEA';
  if (ends.has('NEA') || ends.has('SEA')) {
    const other = [...ends].find((block) => block !== 'NEA' && block !== 'SEA');
    return (other && FROM_ASIA[other]) ?? 'INDUSTRY_AVG';
  }
  if (ends.has('MEI') && (ends.has('NEUR') || ends.has('MED'))) return 'EUR_MEI';
  return 'INDUSTRY_AVG';
}
