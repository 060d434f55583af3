import type { ChainElement } from '@greenlane/emissions/door-to-port';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
import { type Decimal, decimal, roundHalfEven, sum, toText } from '@greenlane/kernel/decimal';
import type { Shipment, SignedStatement } from './statement.ts';

/** Whole grams CO2e; well-to-wake is the sum of the two. */
export type Scope3Figure = {
  readonly wellToWakeGrams: number;
  readonly wellToTankGrams: number;
  readonly tankToWakeGrams: number;
};

/** What one shipment of one statement adds to a figure. */
export type Scope3Part = Scope3Figure & { readonly statementId: string; readonly allocationId: string };

/** A figure of the report beside the statement figures that it is the sum of. */
export type Scope3Group = Scope3Figure & { readonly key: string; readonly parts: readonly Scope3Part[] };

export type Scope3Shipment = Scope3Part & {
  readonly statementSha256: string;
  readonly requestReference: string;
  readonly footprintKind: 'PLANNED' | 'ACTUAL';
  readonly incoterm: string | null;
  /** Absent where the shipment names none. */
  readonly incotermNamedPlace?: string;
  readonly scope3Category: 4 | 9 | null;
  readonly carrier: string;
  readonly vesselIMONumber: string;
  readonly loadPort: string;
  readonly dischargePort: string;
  readonly departureDateTime: string;
  readonly units: number;
  readonly cargoMassKg: string;
  /** Mass × distance of all legs and containers (ISO 14083 transport activity). */
  readonly transportActivityTkm: string;
  /** The grade of the sea leg. */
  readonly dataQuality: string;
  readonly laneDefaultWellToWakeGrams: number;
};

export type Scope3Factor = Scope3Group & {
  readonly factorSetVersion: string;
  readonly framework: string;
  readonly gwpSet: string;
  readonly trust: string;
};

export const NOT_COUNTED_REASONS = {
  STATEMENT_SUPERSEDED: 'a later statement supersedes the whole statement',
  STATED_AGAIN_LATER: 'a later statement states the same allocation again; it is counted there, once',
  NOT_SHIPPED: 'the allocation was cancelled, declined or moved to another sailing after the statement was made',
} as const;
export type NotCountedReason = keyof typeof NOT_COUNTED_REASONS;

export type Scope3Report = {
  readonly documentType: 'Scope3TransportReport';
  readonly schemaVersion: '1';
  readonly exporter: { readonly organisationId: string; readonly name: string };
  readonly year: number;
  readonly method: typeof SCOPE3_METHOD;
  /** True when any statement in it is. */
  readonly indicative: boolean;
  readonly totals: Scope3Figure & {
    readonly shipments: number;
    readonly containers: number;
    readonly transportActivityTkm: string;
    /** g CO2e per t-km, 3 decimals half even; null without shipments. */
    readonly gramsPerTonneKm: string | null;
    readonly laneDefaultWellToWakeGrams: number;
  };
  readonly byCategory: readonly Scope3Group[];
  readonly byMode: readonly Scope3Group[];
  readonly byLane: readonly Scope3Group[];
  readonly byCarrier: readonly Scope3Group[];
  readonly byDataGrade: readonly Scope3Group[];
  readonly byFootprintKind: readonly Scope3Group[];
  readonly factors: readonly Scope3Factor[];
  readonly shipments: readonly Scope3Shipment[];
  readonly notCounted: readonly {
    readonly statementId: string;
    readonly allocationId: string;
    readonly reason: NotCountedReason;
  }[];
  readonly lastYear: Scope3Comparison | null;
};

export type Scope3Comparison = Scope3Figure & {
  readonly year: number;
  readonly shipments: number;
  readonly transportActivityTkm: string;
  readonly gramsPerTonneKm: string | null;
  /** This year minus last year. */
  readonly differenceWellToWakeGrams: number;
  /** Per cent of last year, 2 decimals half even; null when last year is zero. */
  readonly differencePercent: string | null;
  readonly intensityDifferencePercent: string | null;
  readonly label: string;
};

/**
 * GHG Protocol Corporate Value Chain (Scope 3) Standard: freight that the reporter pays for is category 4, freight that
 * its customer pays for category 9; the Incoterm decides. Factors and boundary are those of the statements.
 */
export const SCOPE3_METHOD = {
  standard: 'GHG Protocol Corporate Value Chain (Scope 3) Standard, categories 4 and 9',
  calculation: 'distance-based, per transport chain element (ISO 14083:2023), as stated in the signed statements',
  year: 'calendar year of departure from the load port, in the port’s own time',
  counting: 'each allocation once, by the newest statement that is not superseded',
  excluded: [
    'biogenic CO2, which is reported apart and is not part of the statements',
    'carbon offsets and book-and-claim certificates (none are netted)',
  ],
  notice: 'A comparison between years is not a reduction: volumes, lanes and evidence differ.',
} as const;

const INTENSITY_DECIMALS = 3;
const PERCENT_DECIMALS = 2;
const NOT_STATED = 'NOT_STATED';

/** What a report is made of. `notShipped` are allocations that no longer stand. */
export type Scope3Sources = {
  readonly exporter: Scope3Report['exporter'];
  readonly year: number;
  readonly statements: readonly SignedStatement[];
  readonly notShipped: readonly string[];
};

type Counted = { readonly signed: SignedStatement; readonly shipment: Shipment };

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const yearOf = (shipment: Shipment): number => Number(shipment.departureDateTime.slice(0, 4));

/** The report of a year, and of the year before for comparison. The order of the statements does not matter. */
export function makeScope3Report(sources: Scope3Sources): Scope3Report {
  const { counted, notCounted } = countOnce(sources);
  const own = counted.filter(({ shipment }) => yearOf(shipment) === sources.year);
  const before = counted.filter(({ shipment }) => yearOf(shipment) === sources.year - 1);
  const totals = totalsOf(own);
  return {
    documentType: 'Scope3TransportReport',
    schemaVersion: '1',
    exporter: sources.exporter,
    year: sources.year,
    method: SCOPE3_METHOD,
    indicative: own.some(({ signed }) => signed.statement.indicative),
    totals,
    byCategory: groupsOf(own, ({ scope3Category }) => String(scope3Category ?? NOT_STATED)),
    byMode: elementGroupsOf(own, (element) => element.mode),
    byLane: groupsOf(own, ({ loadPort, dischargePort }) => `${loadPort}-${dischargePort}`),
    byCarrier: groupsOf(own, ({ carrier }) => carrier),
    byDataGrade: elementGroupsOf(own, (element) => element.dataQuality),
    byFootprintKind: groupsOf(own, ({ footprintKind }) => footprintKind),
    factors: factorsOf(own),
    shipments: own.map(shipmentLine),
    notCounted: notCounted.filter(({ shipment }) => yearOf(shipment) === sources.year).map(({ line }) => line),
    lastYear: before.length === 0 ? null : comparisonOf(totals, totalsOf(before), sources.year - 1),
  };
}

function countOnce({ statements, notShipped }: Scope3Sources) {
  const superseded = new Set(statements.map(({ statement }) => statement.supersedes));
  const gone = new Set(notShipped);
  const newestFirst = [...statements].sort(
    (a, b) =>
      compareText(b.statement.issuedAt, a.statement.issuedAt) ||
      compareText(b.statement.statementId, a.statement.statementId),
  );
  const seen = new Set<string>();
  const counted: Counted[] = [];
  const notCounted: { readonly shipment: Shipment; readonly line: Scope3Report['notCounted'][number] }[] = [];
  for (const signed of newestFirst) {
    const { statementId } = signed.statement;
    for (const shipment of signed.statement.shipments) {
      const { allocationId } = shipment;
      const reason: NotCountedReason | undefined = superseded.has(statementId)
        ? 'STATEMENT_SUPERSEDED'
        : gone.has(allocationId)
          ? 'NOT_SHIPPED'
          : seen.has(allocationId)
            ? 'STATED_AGAIN_LATER'
            : undefined;
      if (reason !== undefined) {
        notCounted.push({ shipment, line: { statementId, allocationId, reason } });
        continue;
      }
      seen.add(allocationId);
      counted.push({ signed, shipment });
    }
  }
  return {
    counted: counted.sort((a, b) => compareText(a.shipment.allocationId, b.shipment.allocationId)),
    notCounted: notCounted.sort(
      (a, b) =>
        compareText(a.line.allocationId, b.line.allocationId) || compareText(a.line.statementId, b.line.statementId),
    ),
  };
}

/** Figures added up, each kind for itself. */
export function add(figures: readonly Scope3Figure[]): Scope3Figure {
  const total = (read: (figure: Scope3Figure) => number) => figures.reduce((grams, figure) => grams + read(figure), 0);
  return {
    wellToWakeGrams: total((figure) => figure.wellToWakeGrams),
    wellToTankGrams: total((figure) => figure.wellToTankGrams),
    tankToWakeGrams: total((figure) => figure.tankToWakeGrams),
  };
}

function partOf({ signed, shipment }: Counted, figure: Scope3Figure): Scope3Part {
  return { statementId: signed.statement.statementId, allocationId: shipment.allocationId, ...figure };
}

/** The figure alone of whatever has one. */
export function figureOf({ wellToWakeGrams, wellToTankGrams, tankToWakeGrams }: Scope3Figure): Scope3Figure {
  return { wellToWakeGrams, wellToTankGrams, tankToWakeGrams };
}

function elementFigure(element: ChainElement, units: number): Scope3Figure {
  return {
    wellToWakeGrams: (element.wellToTankGrams + element.tankToWakeGrams) * units,
    wellToTankGrams: element.wellToTankGrams * units,
    tankToWakeGrams: element.tankToWakeGrams * units,
  };
}

function collect(parts: readonly { readonly key: string; readonly part: Scope3Part }[]): readonly Scope3Group[] {
  return [...Map.groupBy(parts, ({ key }) => key)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, members]) => ({
      key,
      ...add(members.map(({ part }) => part)),
      parts: members.map(({ part }) => part),
    }));
}

function groupsOf(counted: readonly Counted[], keyOf: (shipment: Shipment) => string): readonly Scope3Group[] {
  return collect(
    counted.map((one) => ({ key: keyOf(one.shipment), part: partOf(one, figureOf(one.shipment.totals)) })),
  );
}

/** One part a shipment and key: the elements of a shipment that share the key are added up first. */
function elementPartsOf(counted: readonly Counted[], keyOf: (element: ChainElement) => string) {
  return counted.flatMap((one) =>
    [...Map.groupBy(one.shipment.perContainer.elements, keyOf)].map(([key, elements]) => ({
      key,
      part: partOf(one, add(elements.map((element) => elementFigure(element, one.shipment.units)))),
    })),
  );
}

function elementGroupsOf(
  counted: readonly Counted[],
  keyOf: (element: ChainElement) => string,
): readonly Scope3Group[] {
  return collect(elementPartsOf(counted, keyOf));
}

function factorsOf(counted: readonly Counted[]): readonly Scope3Factor[] {
  const identityOf = (element: ChainElement) =>
    canonicalJson([element.factorId, element.factorSetVersion, element.framework, element.gwpSet, element.trust]);
  return elementGroupsOf(counted, identityOf).map((group) => {
    const [key = '', factorSetVersion = '', framework = '', gwpSet = '', trust = ''] = JSON.parse(
      group.key,
    ) as string[];
    return { ...group, key, factorSetVersion, framework, gwpSet, trust };
  });
}

function activityOf({ shipment }: Counted): Decimal {
  return sum(shipment.perContainer.elements.map((element) => decimal(element.transportActivityTkm))).times(
    shipment.units,
  );
}

function totalsOf(counted: readonly Counted[]): Scope3Report['totals'] {
  const figure = add(counted.map(({ shipment }) => shipment.totals));
  const activity = sum(counted.map(activityOf));
  return {
    ...figure,
    shipments: counted.length,
    containers: counted.reduce((total, { shipment }) => total + shipment.units, 0),
    transportActivityTkm: toText(activity),
    gramsPerTonneKm: activity.isZero()
      ? null
      : toText(roundHalfEven(decimal(figure.wellToWakeGrams).div(activity), INTENSITY_DECIMALS)),
    laneDefaultWellToWakeGrams: counted.reduce(
      (total, { shipment }) => total + shipment.totals.laneDefaultWellToWakeGrams,
      0,
    ),
  };
}

function shipmentLine(one: Counted): Scope3Shipment {
  const { signed, shipment } = one;
  return {
    ...partOf(one, figureOf(shipment.totals)),
    statementSha256: signed.sha256,
    requestReference: shipment.requestReference,
    footprintKind: shipment.footprintKind,
    incoterm: shipment.incoterm ?? null,
    ...(shipment.incotermNamedPlace === undefined ? {} : { incotermNamedPlace: shipment.incotermNamedPlace }),
    scope3Category: shipment.scope3Category,
    carrier: shipment.carrier,
    vesselIMONumber: shipment.vessel.vesselIMONumber,
    loadPort: shipment.loadPort,
    dischargePort: shipment.dischargePort,
    departureDateTime: shipment.departureDateTime,
    units: shipment.units,
    cargoMassKg: toText(decimal(shipment.chain.cargoMassKg).times(shipment.units)),
    transportActivityTkm: toText(activityOf(one)),
    dataQuality: shipment.perContainer.seaDataQuality,
    laneDefaultWellToWakeGrams: shipment.totals.laneDefaultWellToWakeGrams,
  };
}

function percentChange(now: Decimal, before: Decimal): string | null {
  if (before.isZero()) return null;
  return toText(roundHalfEven(now.minus(before).times(100).div(before), PERCENT_DECIMALS));
}

function comparisonOf(now: Scope3Report['totals'], before: Scope3Report['totals'], year: number): Scope3Comparison {
  return {
    year,
    ...figureOf(before),
    shipments: before.shipments,
    transportActivityTkm: before.transportActivityTkm,
    gramsPerTonneKm: before.gramsPerTonneKm,
    differenceWellToWakeGrams: now.wellToWakeGrams - before.wellToWakeGrams,
    differencePercent: percentChange(decimal(now.wellToWakeGrams), decimal(before.wellToWakeGrams)),
    intensityDifferencePercent:
      now.gramsPerTonneKm === null || before.gramsPerTonneKm === null
        ? null
        : percentChange(decimal(now.gramsPerTonneKm), decimal(before.gramsPerTonneKm)),
    label: SCOPE3_METHOD.notice,
  };
}
