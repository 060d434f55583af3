import { type Decimal, decimal } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';

/** What is measured; a conversion never crosses from one quantity to another. */
type Quantity = 'MASS' | 'DISTANCE' | 'ENERGY' | 'VOLUME';

/** How many base units (kg, km, MJ, l) one of each unit is; exact by definition. */
const UNITS = {
  g: { quantity: 'MASS', base: decimal('0.001') },
  kg: { quantity: 'MASS', base: decimal(1) },
  t: { quantity: 'MASS', base: decimal(1000) },
  km: { quantity: 'DISTANCE', base: decimal(1) },
  nm: { quantity: 'DISTANCE', base: decimal('1.852') },
  MJ: { quantity: 'ENERGY', base: decimal(1) },
  kWh: { quantity: 'ENERGY', base: decimal('3.6') },
  l: { quantity: 'VOLUME', base: decimal(1) },
  m3: { quantity: 'VOLUME', base: decimal(1000) },
} as const satisfies Record<string, { readonly quantity: Quantity; readonly base: Decimal }>;
export type Unit = keyof typeof UNITS;
export const UNIT_NAMES = Object.keys(UNITS) as Unit[];

/** Digits kept by a conversion that does not end (MJ to kWh): far below any figure here, so there and back is the same. */
const CONVERSION_SIGNIFICANT_DIGITS = 60;

/** Converts within one quantity (kg ↔ t, nm ↔ km, MJ ↔ kWh …); refuses to cross quantities, such as litres to kilograms. */
export function convert(value: Decimal, units: { readonly from: Unit; readonly to: Unit }): Decision<Decimal, Problem> {
  const from = UNITS[units.from];
  const to = UNITS[units.to];
  if (from.quantity !== to.quantity) {
    return refuse({
      code: 'UNIT_MISMATCH',
      message: `${units.from} measures ${from.quantity.toLowerCase()} and ${units.to} ${to.quantity.toLowerCase()}: no factor converts one into the other.`,
    });
  }
  return accept(value.times(from.base).div(to.base).toSignificantDigits(CONVERSION_SIGNIFICANT_DIGITS));
}
