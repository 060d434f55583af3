/**
 * The integer language of the engine. Every figure is a whole number: quarter-TEU, kilograms, counts, grams CO2e, minor
 * currency units and minutes since 1970. Translators make these terms from events once; the core never sees a decimal.
 */

/** The four dimensions of a pool, in the order in which every vector of this folder holds them. */
export const DIMENSIONS = ['quarterTeu', 'weightKg', 'dangerousGoodsQuarterTeu', 'reeferPlugs'] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export const DIMENSION_COUNT = 4;
/** quarterTeu, weightKg, dangerousGoodsQuarterTeu, reeferPlugs. */
export type Space = readonly [number, number, number, number];
export const NO_SPACE: Space = [0, 0, 0, 0];

export function timesUnits(space: Space, units: number): Space {
  return [space[0] * units, space[1] * units, space[2] * units, space[3] * units];
}

/**
 * Sea-leg factors differ by slot count and refrigeration only, so nine size-types share five classes and a lane holds
 * five figures: 20-foot dry and refrigerated, 40-foot dry and refrigerated, 45-foot dry.
 */
export const EMISSION_CLASS_COUNT = 5;

/** One pair of calls of a sailing that cargo of the market can use. */
export type Lane = {
  readonly loadPort: string;
  readonly dischargePort: string;
  /** Position of the calls in the sailing; a container takes space on every leg from one to the other. */
  readonly loadCall: number;
  readonly dischargeCall: number;
  readonly departureMinute: number;
  readonly arrivalMinute: number;
  /** Latest minute at which the gate takes the box, by what it holds. */
  readonly gateCutOffMinute: number;
  readonly dangerousGoodsCutOffMinute: number;
  readonly reeferCutOffMinute: number;
  /** Latest minute at which the carrier takes a booking: standard, and special (dangerous or refrigerated). */
  readonly standardBookingMinute: number;
  readonly specialBookingMinute: number;
  /** Well-to-wake grams of the sea leg for one container, by emission class. */
  readonly seaGrams: readonly number[];
};

/** Keys of the pairs of ports met so far: a string put together anew would be hashed anew at each look-up. */
const laneKeys = new Map<string, Map<string, string>>();

export function laneKey(loadPort: string, dischargePort: string): string {
  let ofPort = laneKeys.get(loadPort);
  if (ofPort === undefined) {
    ofPort = new Map();
    laneKeys.set(loadPort, ofPort);
  }
  let key = ofPort.get(dischargePort);
  if (key === undefined) {
    key = `${loadPort}>${dischargePort}`;
    ofPort.set(dischargePort, key);
  }
  return key;
}

/** Calls that a sailing makes one after the other, with no sourced sea distance between them: no figure, so no lane. */
export type UnmeasuredLane = Pick<Lane, 'loadPort' | 'dischargePort'>;

export type Rate = { readonly amountMinor: number; readonly currencyCode: string };

/** One version of an offer, as the engine sees it. */
export type OfferTerms = {
  readonly offerId: string;
  readonly version: number;
  readonly carrierId: string;
  readonly validUntilMinute: number;
  readonly confirmation: 'MANUAL' | 'AUTO';
  /** Bit i: the i-th size-type of EQUIPMENT_CODES is accepted. */
  readonly equipmentBits: number;
  /** UN numbers accepted, ascending. */
  readonly unNumbers: readonly number[];
  /** By position in EQUIPMENT_CODES; null where the carrier named no rate. */
  readonly rates: readonly (Rate | null)[];
  /** Published capacity of each leg between consecutive calls. */
  readonly legs: readonly Space[];
  readonly lanes: readonly Lane[];
  readonly unmeasuredLanes: readonly UnmeasuredLane[];
  /** Earliest gate cut-off of the load calls: protection is released a policy's hours before it. */
  readonly earliestCutOffMinute: number;
  /**
   * The sailing's own sea grams against the trade-lane default, both for a dry 40-foot box on its longest lane: what
   * makes an offer low-emission. Whole grams.
   */
  readonly referenceSeaGrams: number;
  readonly referenceDefaultGrams: number;
  /** When the last call is reached: afterwards the sailing can leave the book. */
  readonly endsMinute: number;
};

export type Objective = 'LOWEST_EMISSIONS' | 'BALANCED' | 'EARLIEST_ARRIVAL';

export type LoadPortTerms = {
  readonly port: string;
  /** When the cargo can be at that port's gate: ready time plus pre-carriage. */
  readonly atGateMinute: number;
  /** Pre-carriage and both terminals: the grams that this load port adds to every sea leg, for one container. */
  readonly addedGrams: number;
};

export type RequestTerms = {
  readonly requestId: string;
  readonly version: number;
  readonly exporterId: string;
  readonly hsCode: string;
  readonly units: number;
  /** Position in EQUIPMENT_CODES. */
  readonly equipment: number;
  readonly emissionClass: number;
  /** Emission TEU of one container in quarters: 4, 8 or 9. */
  readonly emissionQuarterTeu: number;
  readonly refrigerated: boolean;
  /** Space of one container. */
  readonly space: Space;
  readonly loadPorts: readonly LoadPortTerms[];
  readonly dischargePorts: readonly string[];
  readonly latestArrivalMinute: number;
  /** Cap for one container, from the cap per TEU; null where none is asked. */
  readonly maximumGrams: number | null;
  readonly maximumRate: Rate | null;
  readonly dangerousGoods: readonly {
    readonly unNumber: number;
    readonly imoClass: string;
    readonly certified: boolean;
  }[];
  readonly objective: Objective;
  readonly splitAllowed: boolean;
  readonly manual: boolean;
  readonly rollable: boolean;
};

/** Points of BID_PRICE protection, and when prices are learned and solved. */
export type BidPriceTerms = {
  readonly priorityServedPoints: number;
  readonly standardServedPoints: number;
  readonly priorityPointsPerKilogram: number;
  readonly standardPointsPerKilogram: number;
  readonly protectionQuantilePercent: number;
  readonly resolveMinutes: number;
  readonly resolveAfterChanges: number;
  readonly historyMinutes: number;
  readonly minimumHistoryMinutes: number;
  readonly minimumPriorityRequests: number;
};

/**
 * What the solver says about one low-emission sailing: a price in thousandths of a point for each unit of each dimension,
 * and the space kept for expected priority demand, which falls by itself as the booking curve runs out.
 */
export type OfferGate = {
  readonly offerId: string;
  readonly prices: Space;
  /** Ascending; each holds from its minute on. */
  readonly protection: readonly { readonly fromMinute: number; readonly quarterTeu: number }[];
};

/** A policy version in integers. */
export type PolicyTerms = {
  readonly policyId: string;
  readonly version: string;
  readonly indicative: boolean;
  readonly effectiveFromMinute: number;
  readonly hsPrefixes: readonly string[];
  /** Prefixes that hold instead for units of a province that rules otherwise. */
  readonly provinceHsPrefixes: Readonly<Record<string, readonly string[]>>;
  readonly markets: readonly string[];
  readonly protectionMode: 'FIXED_SHARE' | 'BID_PRICE';
  readonly sharePercent: number;
  readonly floorSharePercent: number;
  readonly releaseMinutes: number;
  readonly bidPrice: BidPriceTerms;
  readonly confirmMinutes: number;
  readonly standardMaximumWaitMinutes: number;
  /** What one exporter may hold unconfirmed; null: no limit. */
  readonly maximumHeldQuarterTeu: number | null;
  readonly lateCancellationMinutes: number;
  readonly belowLaneDefaultPercent: number;
  readonly balanced: {
    readonly emissionsWeight: number;
    readonly arrivalWeight: number;
    readonly rateWeight: number;
    readonly emissionsGramsPerTeu: number;
    readonly arrivalMinutes: number;
    readonly rateMinorPerTeu: number;
  };
  readonly dangerousGoods: readonly {
    readonly unNumber: number;
    readonly imoClass: string;
    readonly certificateRequired: boolean;
  }[];
};

export type DesignationTerms = {
  readonly designationId: string;
  readonly exporterId: string;
  readonly status: 'granted' | 'suspended' | 'revoked';
  readonly province: string;
  readonly hsPrefixes: readonly string[];
  readonly markets: readonly string[];
  /** First minute of the first day, and first minute after the last day; null: without end. */
  readonly validFromMinute: number;
  readonly validToMinute: number | null;
};
