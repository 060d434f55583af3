import { findPort } from './ports.ts';

/**
 * Load regions: each is a market, the unit that is ordered and owned together. Which ports make which region is data in
 * ports.ts. Hong Kong lies in CHINA because sailings load there and at Yantian or Nansha on one call sequence, so their legs
 * must be one ledger; Taiwan’s ports lie in NORTH_EAST_ASIA, as in the trade lanes of Clean Cargo.
 */
export const REGIONS = [
  'CHINA',
  'NORTH_EAST_ASIA',
  'SOUTH_EAST_ASIA',
  'SOUTH_ASIA_MIDDLE_EAST',
  'NORTH_EUROPE',
  'MEDITERRANEAN',
  'NORTH_AMERICA_WEST',
  'NORTH_AMERICA_EAST',
  'SOUTH_AMERICA',
  'AFRICA',
  'OCEANIA',
] as const;
export type Region = (typeof REGIONS)[number];

/** The market that cargo loaded at this port belongs to; `undefined` for an unknown port. */
export function marketOf(UNLocationCode: string): Region | undefined {
  return findPort(UNLocationCode)?.region;
}
