import { EU_MRV_REPORTING_YEAR, EU_MRV_SHIP_LINES } from './eu-mrv-ship-lines.ts';

/** A container ship with her verified intensity of {@link EU_MRV_REPORTING_YEAR}. */
export type ShipIntensity = {
  readonly vesselIMONumber: string;
  readonly name: string;
  readonly gCO2PerTonneNauticalMile: string;
  /** By average cargo on board: L from 50,000 t, M from 20,000 t, S below. */
  readonly size: 'L' | 'M' | 'S';
};

const SHIPS: readonly ShipIntensity[] = EU_MRV_SHIP_LINES.trim()
  .split(/[\n|]/)
  .map((line) => {
    const [vesselIMONumber = '', name = '', gCO2PerTonneNauticalMile = '', size = ''] = line.split(':');
    return { vesselIMONumber, name, gCO2PerTonneNauticalMile, size: size as ShipIntensity['size'] };
  });
const BY_IMO = new Map(SHIPS.map((ship) => [ship.vesselIMONumber, ship]));
const BY_NAME = Map.groupBy(SHIPS, (ship) => ship.name);

export function shipByImo(vesselIMONumber: string): ShipIntensity | undefined {
  return BY_IMO.get(vesselIMONumber);
}

const LONGEST_NAME = 100;

/** The ships of a name as shipping papers write it: with M/V before it or a voyage number behind it. Names are not unique. */
export function shipsByName(text: string): readonly ShipIntensity[] {
  const name = text
    .slice(0, LONGEST_NAME)
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[“”"'’]/g, '')
    .replace(/^M\.?[/.]?[VS]\.?\s+/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const withoutVoyage = name.replace(/[\s/,-]+(V\.?\s?)?\d{2,4}[A-Z]{0,2}$/, '').trim();
  return BY_NAME.get(name) ?? BY_NAME.get(withoutVoyage) ?? BY_NAME.get(name.split('/')[0]?.trim() ?? '') ?? [];
}

/** What sails on a way of this length in liner service: no ship under 20,000 t of cargo on deep-sea ways, under 50,000 t between Asia and Europe. */
const SIZES_FROM_KM: readonly (readonly [number, string])[] = [
  [15_000, 'L'],
  [8_000, 'LM'],
  [0, 'LMS'],
];

export type FleetBand = { readonly low: string; readonly high: string; readonly ships: number };

function bandOf(sizes: string): FleetBand {
  const sorted = SHIPS.filter(({ size }) => sizes.includes(size))
    .map((ship) => ship.gCO2PerTonneNauticalMile)
    .sort((a, b) => Number.parseFloat(a) - Number.parseFloat(b));
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? '';
  return { low: at(0.1), high: at(0.9), ships: sorted.length };
}

const BANDS = SIZES_FROM_KM.map(([fromKm, sizes]) => ({ fromKm, band: bandOf(sizes) }));

/**
 * The band in which the middle 80 % of real ships of a usual size lie, for a ship that is not named. A band of what
 * evidence may show, not a forecast.
 */
export function fleetBand(distanceKm: number): FleetBand {
  return BANDS.find(({ fromKm }) => distanceKm >= fromKm)?.band ?? bandOf('LMS');
}

export { EU_MRV_REPORTING_YEAR };
