import { type Decimal, decimal, roundHalfEven, sum, toText } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { PRIMARY_SHARE_RULE, weakest } from './door-to-port.ts';
import { ENERGY_CARRIERS } from './energy-factors.ts';
import { type FactorIdentity, isWeak, type Split, splitOf } from './factors.ts';
import { HUBS, type HubTemperature, type HubType, PRE_CARRIAGE_FACTORS } from './glec-factors.ts';
import { type DataQuality, type Note, tradeLaneOf } from './sea-intensity.ts';
import { chainProblems } from './transport-chain-problems.ts';
import { convert, type Unit } from './units.ts';

/**
 * General transport chains by ISO 14083: an ordered list of legs and hubs, each intensity × activity, without any
 * rounding: the text of a result holds every digit of the product. (The door-to-port chain of an allocation rounds to
 * grams; this is the calculator for any chain.)
 */
export type LegMode = 'ROAD' | 'RAIL' | 'INLAND_WATERWAY' | 'SEA' | 'AIR';
export type DistanceBasis = 'SFD' | 'GCD' | 'ACTUAL';

export type LegIntensity =
  | { readonly kind: 'DEFAULT'; readonly refrigerated?: boolean | undefined }
  | { readonly kind: 'TRADE_LANE'; readonly tradeLane: string; readonly refrigerated?: boolean | undefined }
  | { readonly kind: 'PER_TONNE_KM'; readonly wellToTankG: string; readonly tankToWakeG: string }
  | { readonly kind: 'PER_TEU_KM'; readonly wellToTankG: string; readonly tankToWakeG: string }
  /** Totals of the leg that somebody else computed. */
  | { readonly kind: 'TOTALS'; readonly wellToWakeKg: string; readonly tankToWakeKg: string }
  /** Energy bought for the operation, and the share of it that this consignment bears. */
  | {
      readonly kind: 'ENERGY';
      readonly carriers: readonly { readonly carrier: string; readonly quantity: string; readonly unit: Unit }[];
      readonly allocationShare: string;
    };

export type ChainLeg = {
  readonly type: 'LEG';
  readonly mode: LegMode;
  readonly distanceKm: string;
  readonly distanceBasis: DistanceBasis;
  readonly intensity: LegIntensity;
  readonly dataQuality?: DataQuality | undefined;
};

export type ChainHub = {
  readonly type: 'HUB';
  readonly hubType: HubType;
  readonly temperature: HubTemperature;
  readonly dataQuality?: DataQuality | undefined;
};

export type TransportChainInput = {
  /** Goods and the shipper's packaging, without carrier equipment. */
  readonly massKg: string;
  /** Chargeable (volumetric) weight is refused: ISO 14083 activity is real mass. */
  readonly massBasis: 'ACTUAL' | 'CHARGEABLE';
  readonly teu?: string | undefined;
  readonly containers?: number | undefined;
  readonly elements: readonly (ChainLeg | ChainHub)[];
};

export type TransportChainElement = {
  readonly type: 'LEG' | 'HUB';
  readonly mode: LegMode | HubType;
  readonly activity: string;
  readonly activityUnit: 't-km' | 'TEU-km' | 't' | 'container';
  readonly transportActivityTkm: string;
  readonly wellToTankKg: string;
  readonly tankToWakeKg: string;
  readonly wellToWakeKg: string;
  readonly factorId: string;
  readonly factorSetVersion: string;
  readonly trust?: string;
  readonly dataQuality: DataQuality;
};

export type TransportChainResult = {
  readonly framework: 'ISO14083_GLEC';
  readonly transportActivityTkm: string;
  readonly wellToWakeKg: string;
  readonly wellToTankKg: string;
  readonly tankToWakeKg: string;
  /** Well-to-wake kg per t-km, 9 decimals half even; absent without a leg. */
  readonly intensityKgPerTkm?: string;
  readonly dataQuality: DataQuality;
  readonly primaryDataSharePercent: string;
  readonly primaryShareRule: typeof PRIMARY_SHARE_RULE;
  readonly elements: readonly TransportChainElement[];
  readonly notes: readonly Note[];
};

/** Actual over shortest feasible distance by mode (GLEC v3.2: sea about p. 51, road Module 2 Table 7, rail none). */
const DISTANCE_ADJUSTMENT = { SEA: '1.15', ROAD: '1.05', RAIL: '1', INLAND_WATERWAY: '1', AIR: '1' } as const;
/** An actual distance is brought to the shortest feasible one by division: kilometres with this many decimals, half even. */
const ADJUSTED_DISTANCE_DECIMALS = 6;
const GRAMS_PER_KILOGRAM = 1000;

type Computed = {
  readonly element: TransportChainElement;
  readonly wellToTank: Decimal;
  readonly tankToWake: Decimal;
  readonly tonneKm: Decimal;
  readonly notes: readonly Note[];
};

/** Computes a chain, or names everything that is wrong with its input. */
export function computeTransportChain(input: TransportChainInput): Decision<TransportChainResult, readonly Problem[]> {
  const problems = chainProblems(input);
  if (problems.length > 0) return refuse(problems);
  const computed = input.elements.map((element, index) =>
    element.type === 'LEG' ? computeLeg(element, input, index) : accept(computeHub(element, input)),
  );
  const refusals = computed.flatMap((decision) => (decision.ok ? [] : decision.refusal));
  if (refusals.length > 0) return refuse(refusals);
  const parts = computed.flatMap((decision) => (decision.ok ? [decision.value] : []));
  const wellToTank = sum(parts.map((part) => part.wellToTank));
  const tankToWake = sum(parts.map((part) => part.tankToWake));
  const activity = sum(parts.map((part) => part.tonneKm));
  const primary = sum(parts.filter((part) => part.element.dataQuality === 'PRIMARY').map((part) => part.tonneKm));
  const wellToWake = wellToTank.plus(tankToWake);
  return accept({
    framework: 'ISO14083_GLEC',
    transportActivityTkm: toText(activity),
    wellToWakeKg: toText(wellToWake),
    wellToTankKg: toText(wellToTank),
    tankToWakeKg: toText(tankToWake),
    ...(activity.isZero() ? {} : { intensityKgPerTkm: toText(roundHalfEven(wellToWake.div(activity), 9)) }),
    dataQuality: weakest(parts.map((part) => part.element.dataQuality)),
    primaryDataSharePercent: activity.isZero() ? '0' : toText(roundHalfEven(primary.div(activity).times(100), 2)),
    primaryShareRule: PRIMARY_SHARE_RULE,
    elements: parts.map((part) => part.element),
    notes: parts.flatMap((part) => part.notes),
  });
}

function computeLeg(leg: ChainLeg, input: TransportChainInput, index: number): Decision<Computed, readonly Problem[]> {
  const adjusted = adjustedDistance(leg);
  const tonneKm = decimal(input.massKg).div(1000).times(adjusted.distanceKm);
  const teuKm = decimal(input.teu ?? '0').times(adjusted.distanceKm);
  const { intensity } = leg;
  const common = { leg, tonneKm, notes: adjusted.notes };
  switch (intensity.kind) {
    case 'DEFAULT': {
      if (leg.mode === 'SEA' || leg.mode === 'AIR') throw new RangeError('defaults were checked before');
      const row = PRE_CARRIAGE_FACTORS[leg.mode][intensity.refrigerated === true ? 'refrigerated' : 'dry'];
      return accept(
        byFactor({ ...common, activity: tonneKm, activityUnit: 't-km', split: splitOf(row), identity: row }),
      );
    }
    case 'TRADE_LANE': {
      const found = tradeLaneOf(intensity.tradeLane);
      if (found === undefined) throw new RangeError('lanes were checked before');
      const row = intensity.refrigerated === true ? found.lane.refrigerated : found.lane.dry;
      const notes = [...adjusted.notes, ...(found.note === undefined ? [] : [found.note])];
      const part = { ...common, notes, activity: teuKm, activityUnit: 'TEU-km' as const };
      return accept(byFactor({ ...part, split: splitOf(row), identity: row }));
    }
    case 'PER_TONNE_KM':
    case 'PER_TEU_KM': {
      const isPerTeu = intensity.kind === 'PER_TEU_KM';
      const split = { wellToTank: decimal(intensity.wellToTankG), tankToWake: decimal(intensity.tankToWakeG) };
      const activity = isPerTeu ? teuKm : tonneKm;
      return accept(byFactor({ ...common, activity, activityUnit: isPerTeu ? 'TEU-km' : 't-km', split }));
    }
    case 'TOTALS': {
      const tankToWake = decimal(intensity.tankToWakeKg);
      return accept(given({ ...common, wellToTank: decimal(intensity.wellToWakeKg).minus(tankToWake), tankToWake }));
    }
    case 'ENERGY':
      return energyOf(intensity, common, `elements.${index}.intensity`);
  }
}

function energyOf(
  intensity: Extract<LegIntensity, { kind: 'ENERGY' }>,
  common: { readonly leg: ChainLeg; readonly tonneKm: Decimal; readonly notes: readonly Note[] },
  path: string,
): Decision<Computed, readonly Problem[]> {
  let wellToTank = decimal(0);
  let tankToWake = decimal(0);
  const notes: Note[] = [...common.notes];
  for (const [index, use] of intensity.carriers.entries()) {
    const carrier = ENERGY_CARRIERS.get(use.carrier);
    if (carrier?.factor === undefined) throw new RangeError('carriers were checked before');
    const isLitres = use.unit === 'l';
    const isElectric = carrier.units.includes('kWh');
    const quantity = isLitres ? decimal(use.quantity).times(carrier.kilogramsPerLitre ?? '0') : decimal(use.quantity);
    const metered = convert(quantity, { from: isLitres ? 'kg' : use.unit, to: isElectric ? 'kWh' : 'kg' });
    if (!metered.ok) return refuse([{ ...metered.refusal, property: `${path}.carriers.${index}.unit` }]);
    const factor = splitOf(carrier.factor);
    const borne = metered.value.times(intensity.allocationShare);
    wellToTank = wellToTank.plus(borne.times(factor.wellToTank));
    tankToWake = tankToWake.plus(borne.times(factor.tankToWake));
    notes.push({
      code: 'ENERGY_FACTOR',
      message: `${use.carrier} by ${carrier.factor.factorId}, trust ${carrier.factor.trust}.`,
    });
  }
  return accept(given({ ...common, notes, wellToTank, tankToWake }));
}

/** ISO 14083 activity is on the shortest feasible or great-circle distance; an actual one is divided by the mode's adjustment. */
function adjustedDistance(leg: ChainLeg): { readonly distanceKm: Decimal; readonly notes: readonly Note[] } {
  const adjustment = DISTANCE_ADJUSTMENT[leg.mode];
  if (leg.distanceBasis !== 'ACTUAL' || adjustment === '1') return { distanceKm: decimal(leg.distanceKm), notes: [] };
  const distanceKm = roundHalfEven(decimal(leg.distanceKm).div(adjustment), ADJUSTED_DISTANCE_DECIMALS);
  const message = `${leg.distanceKm} km actual ÷ ${adjustment} = ${toText(distanceKm)} km shortest feasible.`;
  return { distanceKm, notes: [{ code: 'DISTANCE_ADJUSTED', message }] };
}

function byFactor(part: {
  readonly leg: ChainLeg;
  readonly tonneKm: Decimal;
  readonly activity: Decimal;
  readonly activityUnit: 't-km' | 'TEU-km';
  readonly split: Split;
  readonly identity?: FactorIdentity;
  readonly notes: readonly Note[];
}): Computed {
  const { identity } = part;
  const weak: readonly Note[] =
    identity !== undefined && isWeak(identity.trust)
      ? [{ code: 'WEAK_FACTOR', message: `${identity.factorId} has trust ${identity.trust}.` }]
      : [];
  const proxy: readonly Note[] =
    identity?.proxyFor === undefined
      ? []
      : [{ code: 'PROXY_FACTOR', message: `${identity.factorId} stands in for ${identity.proxyFor}.` }];
  const wellToTank = part.split.wellToTank.times(part.activity).div(GRAMS_PER_KILOGRAM);
  const tankToWake = part.split.tankToWake.times(part.activity).div(GRAMS_PER_KILOGRAM);
  return {
    element: {
      type: 'LEG',
      mode: part.leg.mode,
      activity: toText(part.activity),
      activityUnit: part.activityUnit,
      transportActivityTkm: toText(part.tonneKm),
      ...kilograms(wellToTank, tankToWake),
      factorId: identity?.factorId ?? 'GIVEN',
      factorSetVersion: identity?.factorSetVersion ?? 'GIVEN',
      ...(identity === undefined ? {} : { trust: identity.trust }),
      dataQuality: part.leg.dataQuality ?? 'DEFAULT',
    },
    wellToTank,
    tankToWake,
    tonneKm: part.tonneKm,
    notes: [...part.notes, ...proxy, ...weak],
  };
}

function given(part: {
  readonly leg: ChainLeg;
  readonly tonneKm: Decimal;
  readonly wellToTank: Decimal;
  readonly tankToWake: Decimal;
  readonly notes: readonly Note[];
}): Computed {
  return {
    element: {
      type: 'LEG',
      mode: part.leg.mode,
      activity: toText(part.tonneKm),
      activityUnit: 't-km',
      transportActivityTkm: toText(part.tonneKm),
      ...kilograms(part.wellToTank, part.tankToWake),
      factorId: 'GIVEN',
      factorSetVersion: 'GIVEN',
      dataQuality: part.leg.dataQuality ?? 'DEFAULT',
    },
    wellToTank: part.wellToTank,
    tankToWake: part.tankToWake,
    tonneKm: part.tonneKm,
    notes: part.notes,
  };
}

function computeHub(hub: ChainHub, input: TransportChainInput): Computed {
  const rows = HUBS.get(hub.hubType);
  if (rows === undefined) throw new RangeError(`hub ${hub.hubType} was checked before`);
  const row = hub.temperature === 'ambient' ? rows.ambient : rows.temperatureControlled;
  const countsContainers = hub.hubType === 'MaritimeContainerTerminal';
  const throughput = countsContainers ? decimal(input.containers ?? 0) : decimal(input.massKg).div(1000);
  const factor = splitOf(row);
  const wellToTank = factor.wellToTank.times(throughput).div(GRAMS_PER_KILOGRAM);
  const tankToWake = factor.tankToWake.times(throughput).div(GRAMS_PER_KILOGRAM);
  return {
    element: {
      type: 'HUB',
      mode: hub.hubType,
      activity: toText(throughput),
      activityUnit: countsContainers ? 'container' : 't',
      transportActivityTkm: '0',
      ...kilograms(wellToTank, tankToWake),
      factorId: row.factorId,
      factorSetVersion: row.factorSetVersion,
      trust: row.trust,
      dataQuality: hub.dataQuality ?? 'DEFAULT',
    },
    wellToTank,
    tankToWake,
    tonneKm: decimal(0),
    notes: [{ code: 'WEAK_FACTOR', message: `${row.factorId} has trust ${row.trust}.` }],
  };
}

function kilograms(wellToTank: Decimal, tankToWake: Decimal) {
  return {
    wellToTankKg: toText(wellToTank),
    tankToWakeKg: toText(tankToWake),
    wellToWakeKg: toText(wellToTank.plus(tankToWake)),
  };
}
