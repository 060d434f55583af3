import { decimal } from '@greenlane/kernel/decimal';
import type { Problem } from '@greenlane/kernel/decision';
import { ENERGY_CARRIERS } from './energy-factors.ts';
import { TRADE_LANES } from './glec-factors.ts';
import { nonNegativeProblems, positiveProblems, shareProblems } from './guards.ts';
import { tradeLaneOf } from './sea-intensity.ts';
import type { ChainHub, ChainLeg, TransportChainInput } from './transport-chain.ts';
import type { Unit } from './units.ts';

/** Everything that is wrong with the input of a chain; none, and it can be computed. */
export function chainProblems(input: TransportChainInput): readonly Problem[] {
  return [
    ...positiveProblems('massKg', input.massKg),
    ...(input.massBasis === 'ACTUAL'
      ? []
      : [
          {
            code: 'CHARGEABLE_WEIGHT_REFUSED',
            property: 'massBasis',
            message: 'Transport activity is the real mass of goods and packaging; chargeable weight is a tariff.',
          },
        ]),
    ...(input.teu === undefined ? [] : positiveProblems('teu', input.teu)),
    ...(input.elements.length === 0
      ? [{ code: 'ELEMENTS_MISSING', property: 'elements', message: 'A chain has at least one leg or hub.' }]
      : []),
    ...input.elements.flatMap((element, index) =>
      element.type === 'LEG' ? legProblems(element, input, `elements.${index}`) : hubProblems(element, input, index),
    ),
  ];
}

function legProblems(leg: ChainLeg, input: TransportChainInput, path: string): readonly Problem[] {
  const { intensity } = leg;
  const distance = positiveProblems(`${path}.distanceKm`, leg.distanceKm);
  const needsTeu: readonly Problem[] =
    (intensity.kind === 'TRADE_LANE' || intensity.kind === 'PER_TEU_KM') && input.teu === undefined
      ? [{ code: 'TEU_MISSING', property: 'teu', message: 'An intensity per TEU-km needs the TEU of the consignment.' }]
      : [];
  return [...distance, ...needsTeu, ...intensityProblems(leg, `${path}.intensity`)];
}

function intensityProblems(leg: ChainLeg, path: string): readonly Problem[] {
  const { intensity } = leg;
  switch (intensity.kind) {
    case 'DEFAULT':
      return leg.mode === 'SEA' || leg.mode === 'AIR'
        ? [
            {
              code: 'NO_DEFAULT_FACTOR',
              property: path,
              message: `There is no default for ${leg.mode} without a trade lane.`,
            },
          ]
        : [];
    case 'TRADE_LANE':
      return [
        ...(leg.mode === 'SEA'
          ? []
          : [{ code: 'MODE_MISMATCH', property: path, message: 'Trade-lane factors are for container ships.' }]),
        ...(tradeLaneOf(intensity.tradeLane) === undefined
          ? [
              {
                code: 'TRADE_LANE_UNKNOWN',
                property: `${path}.tradeLane`,
                message: `${intensity.tradeLane} is none of ${[...TRADE_LANES.keys()].join(', ')}.`,
              },
            ]
          : []),
      ];
    case 'PER_TONNE_KM':
    case 'PER_TEU_KM':
      return [
        ...nonNegativeProblems(`${path}.wellToTankG`, intensity.wellToTankG),
        ...nonNegativeProblems(`${path}.tankToWakeG`, intensity.tankToWakeG),
      ];
    case 'TOTALS': {
      const single = [
        ...nonNegativeProblems(`${path}.wellToWakeKg`, intensity.wellToWakeKg),
        ...nonNegativeProblems(`${path}.tankToWakeKg`, intensity.tankToWakeKg),
      ];
      if (single.length > 0 || !decimal(intensity.tankToWakeKg).greaterThan(intensity.wellToWakeKg)) return single;
      return [{ code: 'TTW_ABOVE_WTW', property: path, message: 'Tank-to-wake is a part of well-to-wake.' }];
    }
    case 'ENERGY':
      return [
        ...shareProblems(`${path}.allocationShare`, intensity.allocationShare),
        ...(intensity.carriers.length === 0
          ? [{ code: 'ENERGY_MISSING', property: `${path}.carriers`, message: 'At least one carrier is needed.' }]
          : []),
        ...intensity.carriers.flatMap((use, index) => carrierProblems(use, `${path}.carriers.${index}`)),
      ];
  }
}

function carrierProblems(
  use: { readonly carrier: string; readonly quantity: string; readonly unit: Unit },
  path: string,
): readonly Problem[] {
  const carrier = ENERGY_CARRIERS.get(use.carrier);
  if (carrier === undefined) {
    const known = [...ENERGY_CARRIERS.keys()].join(', ');
    return [{ code: 'CARRIER_UNKNOWN', property: `${path}.carrier`, message: `${use.carrier} is none of ${known}.` }];
  }
  const problems: Problem[] = [...positiveProblems(`${path}.quantity`, use.quantity)];
  if (!carrier.units.includes(use.unit)) {
    problems.push({
      code: 'UNIT_NOT_FOR_CARRIER',
      property: `${path}.unit`,
      message: `${use.carrier} is measured in ${carrier.units.join(', ')}, not in ${use.unit}.`,
    });
  } else if (carrier.factor === undefined) {
    problems.push({
      code: 'FACTOR_NOT_AVAILABLE',
      property: `${path}.carrier`,
      message: `The factor set holds no factor for ${use.carrier}; give the intensity with its source instead.`,
    });
  }
  return problems;
}

function hubProblems(hub: ChainHub, input: TransportChainInput, index: number): readonly Problem[] {
  if (hub.hubType !== 'MaritimeContainerTerminal' || (input.containers ?? 0) >= 1) return [];
  return [
    {
      code: 'CONTAINERS_MISSING',
      property: 'containers',
      message: `Element ${index} is a container terminal: its factor counts containers.`,
    },
  ];
}
