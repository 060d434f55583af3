import type { AllocationStatus } from '@greenlane/contracts/allocation';
import type { Capacity, PortCall, VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import { decimal, toText } from '@greenlane/kernel/decimal';
import type { Problem } from '@greenlane/kernel/decision';

/** Calls that the ship still makes: DCSA's OMIT, BLNK and CUTR take a call out of the sailing. */
const STATUS_OF_DROPPED_CALLS: ReadonlySet<string | undefined> = new Set(['OMIT', 'BLNK', 'CUTR']);

export type PositionedCall = {
  readonly call: PortCall /** Place in `portCalls`, for messages. */;
  readonly index: number;
};

export function callsMade(portCalls: readonly PortCall[]): readonly PositionedCall[] {
  return portCalls
    .map((call, index) => ({ call, index }))
    .filter(({ call }) => !STATUS_OF_DROPPED_CALLS.has(call.statusCode));
}

/** The voyage between two consecutive calls, with the space offered on it. */
export type Leg = {
  readonly fromUNLocationCode: string;
  readonly toUNLocationCode: string;
  readonly offered: Capacity;
};

/** `capacity` holds on every leg; an entry of `legCapacities` replaces it on the legs between its two ports. */
export function legsOf(offer: Pick<VesselOfferBody, 'portCalls' | 'capacity' | 'legCapacities'>): readonly Leg[] {
  const calls = callsMade(offer.portCalls);
  return calls.slice(1).map(({ call: to }, index) => {
    const fromUNLocationCode = calls[index]!.call.UNLocationCode;
    const override = offer.legCapacities?.find(
      (leg) => leg.fromUNLocationCode === fromUNLocationCode && leg.toUNLocationCode === to.UNLocationCode,
    );
    const { teu, weightTonnes, dangerousGoodsTeu, reeferPlugs } = override ?? offer.capacity;
    return {
      fromUNLocationCode,
      toUNLocationCode: to.UNLocationCode,
      offered: { teu, weightTonnes, dangerousGoodsTeu, reeferPlugs },
    };
  });
}

/** What an allocation takes from every leg between its two ports. */
export type TakenSpace = {
  readonly status: AllocationStatus;
  readonly loadPort: string;
  readonly dischargePort: string;
  readonly departureDateTime: string;
  readonly quarterTeu: number;
  readonly weightKg: number;
  readonly dangerousGoodsQuarterTeu: number;
  readonly reeferPlugs: number;
};

/**
 * The legs that an allocation sails on, as a half-open range; undefined when the sailing no longer makes its calls. A port
 * that is called twice is told apart by the departure; a departure that moved falls back on the first call there.
 */
function legsSailed(
  calls: readonly PositionedCall[],
  space: TakenSpace,
): { readonly first: number; readonly end: number } | undefined {
  const departure = Date.parse(space.departureDateTime);
  const isLoadPort = ({ call }: PositionedCall) => call.UNLocationCode === space.loadPort;
  const exact = calls.findIndex(
    (positioned) =>
      isLoadPort(positioned) &&
      positioned.call.departureDateTime !== undefined &&
      Date.parse(positioned.call.departureDateTime) === departure,
  );
  const first = exact >= 0 ? exact : calls.findIndex(isLoadPort);
  const end = calls.findIndex(({ call }, index) => index > first && call.UNLocationCode === space.dischargePort);
  return first < 0 || end < 0 ? undefined : { first, end };
}

type Amounts = {
  readonly quarterTeu: number;
  readonly weightKg: number;
  readonly dangerousGoodsQuarterTeu: number;
  readonly reeferPlugs: number;
};
const NOTHING: Amounts = { quarterTeu: 0, weightKg: 0, dangerousGoodsQuarterTeu: 0, reeferPlugs: 0 };

function plus(left: Amounts, right: Amounts): Amounts {
  return {
    quarterTeu: left.quarterTeu + right.quarterTeu,
    weightKg: left.weightKg + right.weightKg,
    dangerousGoodsQuarterTeu: left.dangerousGoodsQuarterTeu + right.dangerousGoodsQuarterTeu,
    reeferPlugs: left.reeferPlugs + right.reeferPlugs,
  };
}

const NO_CAPACITY: Capacity = { teu: 0, weightTonnes: '0', dangerousGoodsTeu: 0, reeferPlugs: 0 };

/** Every bookable size takes whole TEU, so a rounded-up quarter never shows; rounding up keeps a future size safe. */
function toCapacity(amounts: Amounts): Capacity {
  return {
    teu: Math.ceil(amounts.quarterTeu / 4),
    weightTonnes: toText(decimal(amounts.weightKg).div(1000)),
    dangerousGoodsTeu: Math.ceil(amounts.dangerousGoodsQuarterTeu / 4),
    reeferPlugs: amounts.reeferPlugs,
  };
}

/** `offered − taken`, and 0 where a cut left less than is taken until the cargo has rolled. */
function remainingOf(offered: Capacity, taken: Capacity): Capacity {
  const weight = decimal(offered.weightTonnes).minus(taken.weightTonnes);
  return {
    teu: Math.max(0, offered.teu - taken.teu),
    weightTonnes: weight.isNegative() ? '0' : toText(weight),
    dangerousGoodsTeu: Math.max(0, offered.dangerousGoodsTeu - taken.dangerousGoodsTeu),
    reeferPlugs: Math.max(0, offered.reeferPlugs - taken.reeferPlugs),
  };
}

/** A leg's space and who has it: offered = remaining + held + confirmed + loaded while the offer stands. */
export type Pool = Leg & {
  readonly held: Capacity;
  readonly confirmed: Capacity;
  /** On board or already discharged: this space can no longer be cut. */
  readonly loaded: Capacity;
  readonly remaining: Capacity;
};

const STATUSES_OF = {
  held: new Set<AllocationStatus>(['held']),
  confirmed: new Set<AllocationStatus>(['confirmed']),
  loaded: new Set<AllocationStatus>(['loaded', 'completed']),
} as const;

function takenOnLegs(
  offer: Pick<VesselOfferBody, 'portCalls'>,
  spaces: readonly TakenSpace[],
  statuses: ReadonlySet<AllocationStatus>,
): readonly Amounts[] {
  const calls = callsMade(offer.portCalls);
  const taken: Amounts[] = calls.slice(1).map(() => NOTHING);
  for (const space of spaces) {
    const sailed = statuses.has(space.status) ? legsSailed(calls, space) : undefined;
    if (!sailed) continue;
    for (let leg = sailed.first; leg < sailed.end; leg += 1) taken[leg] = plus(taken[leg]!, space);
  }
  return taken;
}

export function poolsOf(
  offer: Pick<VesselOfferBody, 'portCalls' | 'capacity' | 'legCapacities'>,
  spaces: readonly TakenSpace[],
): readonly Pool[] {
  // An offer that is being published: nobody can have space on it yet.
  if (spaces.length === 0)
    return legsOf(offer).map((leg) => ({
      ...leg,
      held: NO_CAPACITY,
      confirmed: NO_CAPACITY,
      loaded: NO_CAPACITY,
      remaining: { ...leg.offered, weightTonnes: toText(decimal(leg.offered.weightTonnes)) },
    }));
  const held = takenOnLegs(offer, spaces, STATUSES_OF.held);
  const confirmed = takenOnLegs(offer, spaces, STATUSES_OF.confirmed);
  const loaded = takenOnLegs(offer, spaces, STATUSES_OF.loaded);
  return legsOf(offer).map((leg, index) => ({
    ...leg,
    held: toCapacity(held[index]!),
    confirmed: toCapacity(confirmed[index]!),
    loaded: toCapacity(loaded[index]!),
    remaining: remainingOf(leg.offered, toCapacity(plus(plus(held[index]!, confirmed[index]!), loaded[index]!))),
  }));
}

/**
 * Why an amended offer cannot replace the present one: cargo on board keeps its ports and its space. Held and confirmed
 * cargo may lose its place; it rolls.
 */
export function cutsBelowLoaded(
  amended: Pick<VesselOfferBody, 'portCalls' | 'capacity' | 'legCapacities'>,
  spaces: readonly TakenSpace[],
): readonly Problem[] {
  const calls = callsMade(amended.portCalls);
  const lostPorts = new Set(
    spaces
      .filter((space) => STATUSES_OF.loaded.has(space.status) && legsSailed(calls, space) === undefined)
      .map((space) => `${space.loadPort} → ${space.dischargePort}`),
  );
  const lost = [...lostPorts].map((ports) => ({
    code: 'CALL_OF_LOADED_CARGO',
    property: 'portCalls',
    message: `cargo for ${ports} is on board: its calls stay part of the sailing`,
  }));
  const loaded = takenOnLegs(amended, spaces, STATUSES_OF.loaded);
  const cut = legsOf(amended).flatMap((leg, index) => {
    const least = toCapacity(loaded[index]!);
    const overrideIndex = (amended.legCapacities ?? []).findIndex(
      (entry) => entry.fromUNLocationCode === leg.fromUNLocationCode && entry.toUNLocationCode === leg.toUNLocationCode,
    );
    const where = overrideIndex >= 0 ? `legCapacities[${overrideIndex}]` : 'capacity';
    const dimensions = ['teu', 'weightTonnes', 'dangerousGoodsTeu', 'reeferPlugs'] as const;
    return dimensions
      .filter((dimension) => decimal(leg.offered[dimension]).lessThan(least[dimension]))
      .map((dimension) => ({
        code: 'CUT_BELOW_LOADED',
        property: `${where}.${dimension}`,
        message: `${least[dimension]} is loaded on ${leg.fromUNLocationCode} → ${leg.toUNLocationCode}; ${leg.offered[dimension]} would cut below it`,
      }));
  });
  return [...lost, ...cut];
}
