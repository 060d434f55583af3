import type { ChainElement, DoorToPortInput } from '@greenlane/emissions/door-to-port';

/**
 * The grams of a chain by the rule alone (activity × intensity, halves to the even gram), in whole numbers of as many digits
 * as it takes. It shares nothing with the platform's decimals but the texts that it judges.
 */

type Exact = { readonly digits: bigint; readonly places: number };

function exact(text: string): Exact {
  const [whole = '', fraction = ''] = text.split('.');
  return { digits: BigInt(whole + fraction), places: fraction.length };
}

const product = (factors: readonly Exact[]): Exact => ({
  digits: factors.reduce((total, { digits }) => total * digits, 1n),
  places: factors.reduce((total, { places }) => total + places, 0),
});

/** Of numbers that are not negative. */
function halfToEven({ digits, places }: Exact): number {
  const one = 10n ** BigInt(places);
  const whole = digits / one;
  const twice = (digits % one) * 2n;
  return Number(twice > one || (twice === one && whole % 2n === 1n) ? whole + 1n : whole);
}

/** By length: 20, 40 and 45 feet (iLEAP). */
const EMISSION_TEU: Readonly<Partial<Record<string, string>>> = {
  '22G1': '1',
  '42G1': '2',
  '45G1': '2',
  '45R1': '2',
  L5G1: '2.25',
};

/** Mass × distance of a leg on land, TEU × distance at sea, one container at a terminal. */
function activityOf(element: ChainElement, chain: DoorToPortInput): Exact {
  const teu = exact(EMISSION_TEU[chain.ISOEquipmentCode] ?? '');
  if (element.activityUnit === 'container') return exact('1');
  const distance = exact(element.kind === 'SEA' ? chain.sea.distanceKm : element.distanceKm);
  if (element.activityUnit === 'TEU-km') return product([teu, distance]);
  return product([exact(chain.cargoMassKg), distance, exact('0.001')]);
}

/** What the elements of a chain come to, well-to-tank and tank-to-wake. */
export function exactGrams(
  chain: DoorToPortInput,
  elements: readonly ChainElement[],
): { readonly wellToTankGrams: number; readonly tankToWakeGrams: number } {
  const total = (intensityOf: (element: ChainElement) => string) =>
    elements.reduce(
      (grams, element) => grams + halfToEven(product([activityOf(element, chain), exact(intensityOf(element))])),
      0,
    );
  return {
    wellToTankGrams: total(({ intensityWellToTank }) => intensityWellToTank),
    tankToWakeGrams: total(({ intensityTankToWake }) => intensityTankToWake),
  };
}
