import type { Port } from './ports.ts';

/** Mean radius of the Earth (IUGG), in nautical miles. */
const EARTH_RADIUS_NM = 3440.065;

type Position = Pick<Port, 'latitude' | 'longitude'>;

/** Great-circle distance in nautical miles by the haversine formula: a lower bound of every sea distance, never a sea distance itself. */
export function greatCircleNauticalMiles(from: Position, to: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const latitudeHalf = radians(to.latitude - from.latitude) / 2;
  const longitudeHalf = radians(to.longitude - from.longitude) / 2;
  const haversine =
    Math.sin(latitudeHalf) ** 2 +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.sin(longitudeHalf) ** 2;
  return 2 * EARTH_RADIUS_NM * Math.asin(Math.sqrt(haversine));
}
