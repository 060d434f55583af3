import { type Decimal, decimal, sum, toText } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { z } from 'zod';
import { Hoc, ShipmentFootprint, type Tce, Toc } from './ileap.ts';

/** What an import check reads: a received ShipmentFootprint and the categories that its elements name. */
export const IleapImport = z.strictObject({
  shipmentFootprint: ShipmentFootprint,
  tocs: z.array(Toc).max(200).default([]),
  hocs: z.array(Hoc).max(200).default([]),
});
export type IleapImport = z.infer<typeof IleapImport>;

/**
 * How far a stated total may lie from intensity × activity: exporters round to grams per container and part, so one gram
 * for each TEU, and never less than one gram.
 */
export const ILEAP_TOLERANCE_RULE = 'ONE_GRAM_PER_TEU_AT_LEAST_ONE';
const GRAM_IN_KILOGRAMS = decimal('0.001');

export type IleapElementCheck = {
  readonly tceId: string;
  readonly activity: string;
  readonly activityUnit: 'tkm' | 'TEUkm' | 'TEU' | 'tonnes';
  readonly statedWTW: string;
  readonly recomputedWTW: string;
  readonly statedTTW: string;
  readonly recomputedTTW: string;
};

export type IleapCheck = {
  readonly shipmentId: string;
  readonly transportActivityTkm: string;
  readonly statedWTW: string;
  readonly recomputedWTW: string;
  readonly toleranceRule: typeof ILEAP_TOLERANCE_RULE;
  readonly elements: readonly IleapElementCheck[];
};

const TEU_OF_TYPE: Readonly<Record<string, string>> = { 'Container-TEU': '1', 'Container-FEU': '2' };

function teuOf(tce: Tce): Decimal | undefined {
  const perPiece = TEU_OF_TYPE[tce.packagingOrTrEqType ?? ''];
  if (perPiece === undefined || tce.packagingOrTrEqAmount === undefined) return undefined;
  return decimal(tce.packagingOrTrEqAmount).times(perPiece);
}

/** ISO 14083 activity is on the shortest feasible or great-circle distance; an actual one is taken when it is all there is. */
function distanceOf(tce: Tce): Decimal {
  return decimal(tce.distance.sfd ?? tce.distance.gcd ?? tce.distance.actual ?? '0');
}

type Category = {
  readonly intensityWTW: Decimal;
  readonly intensityTTW: Decimal;
  readonly unit: IleapElementCheck['activityUnit'];
};

function categoriesOf(input: IleapImport): {
  readonly toc: ReadonlyMap<string, Category>;
  readonly hoc: ReadonlyMap<string, Category>;
} {
  const entry = (id: string, row: Toc | Hoc, unit: Category['unit']): readonly [string, Category] => [
    id,
    { intensityWTW: decimal(row.co2eIntensityWTW), intensityTTW: decimal(row.co2eIntensityTTW), unit },
  ];
  return {
    toc: new Map(input.tocs.map((toc) => entry(toc.tocId, toc, toc.transportActivityUnit))),
    hoc: new Map(input.hocs.map((hoc) => entry(hoc.hocId, hoc, hoc.hubActivityUnit))),
  };
}

function shareProblems(input: IleapImport): readonly Problem[] {
  const rows = [
    ...input.tocs.map((toc, index) => ({ path: `tocs.${index}`, carriers: toc.energyCarriers })),
    ...input.hocs.map((hoc, index) => ({ path: `hocs.${index}`, carriers: hoc.energyCarriers })),
  ];
  return rows.flatMap(({ path, carriers }) => {
    const total = sum(carriers.map((carrier) => decimal(carrier.relativeShare)));
    return total.equals(1)
      ? []
      : [
          {
            code: 'ENERGY_SHARES_DO_NOT_SUM_TO_ONE',
            property: `${path}.energyCarriers`,
            message: `the relative shares add up to ${toText(total)}, not to 1`,
          },
        ];
  });
}

function activityOf(tce: Tce, unit: Category['unit']): Decimal | undefined {
  switch (unit) {
    case 'tkm':
      return decimal(tce.mass).div(1_000).times(distanceOf(tce));
    case 'TEUkm':
      return teuOf(tce)?.times(distanceOf(tce));
    case 'tonnes':
      return decimal(tce.mass).div(1_000);
    case 'TEU':
      return teuOf(tce);
  }
}

/** What is wrong with an element apart from its emissions: its place in the chain, its mass, its t-km. */
function elementProblems(input: IleapImport, index: number, path: string): readonly Problem[] {
  const { shipmentFootprint } = input;
  const tce = shipmentFootprint.tces[index] as Tce;
  const problems: Problem[] = [];
  const known = new Set(shipmentFootprint.tces.map((other) => other.tceId));
  if (tce.shipmentId !== shipmentFootprint.shipmentId) {
    problems.push({
      code: 'SHIPMENT_ID_MISMATCH',
      property: `${path}.shipmentId`,
      message: `the element is of shipment ${tce.shipmentId}, the footprint of ${shipmentFootprint.shipmentId}`,
    });
  }
  if (tce.prevTceIds?.some((id) => id === tce.tceId || !known.has(id))) {
    problems.push({
      code: 'CHAIN_BROKEN',
      property: `${path}.prevTceIds`,
      message: 'an element before this one is not in the footprint',
    });
  }
  if (decimal(tce.mass).greaterThan(shipmentFootprint.mass)) {
    problems.push({
      code: 'MASS_MISMATCH',
      property: `${path}.mass`,
      message: `${tce.mass} kg are more than the ${shipmentFootprint.mass} kg of the shipment`,
    });
  }
  const tonneKm = decimal(tce.mass).div(1_000).times(distanceOf(tce));
  // Hubs move nothing: their t-km are 0, whatever they are said to be.
  if (tce.tocId !== undefined && !tonneKm.equals(tce.transportActivity)) {
    problems.push({
      code: 'ACTIVITY_MISMATCH',
      property: `${path}.transportActivity`,
      message: `${tce.transportActivity} t-km stated; ${tce.mass} kg × ${toText(distanceOf(tce))} km give ${toText(tonneKm)}`,
    });
  }
  return problems;
}

type Recomputed = { readonly element?: IleapElementCheck; readonly problems: readonly Problem[] };

function recomputeElement(tce: Tce, category: Category | undefined, path: string): Recomputed {
  const id = tce.tocId ?? tce.hocId;
  const kind = tce.tocId === undefined ? 'HOC' : 'TOC';
  if (category === undefined) {
    return {
      problems: [
        {
          code: `${kind}_NOT_GIVEN`,
          property: `${path}.${kind.toLowerCase()}Id`,
          message: `the ${kind} ${id} was not sent along, so nothing can be recomputed`,
        },
      ],
    };
  }
  const activity = activityOf(tce, category.unit);
  if (activity === undefined) {
    return {
      problems: [
        {
          code: 'TEU_NOT_STATED',
          property: `${path}.packagingOrTrEqAmount`,
          message: `an intensity per ${category.unit} needs an amount of Container-TEU or Container-FEU`,
        },
      ],
    };
  }
  const tolerance = GRAM_IN_KILOGRAMS.times(teuOf(tce)?.greaterThan(1) ? (teuOf(tce) as Decimal) : 1);
  const parts = [
    { field: 'co2eWTW', code: 'WTW_MISMATCH', stated: decimal(tce.co2eWTW), intensity: category.intensityWTW },
    { field: 'co2eTTW', code: 'TTW_MISMATCH', stated: decimal(tce.co2eTTW), intensity: category.intensityTTW },
  ] as const;
  const problems: Problem[] = parts.flatMap(({ field, code, stated, intensity }) => {
    const recomputed = intensity.times(activity);
    return stated.minus(recomputed).abs().lessThanOrEqualTo(tolerance)
      ? []
      : [
          {
            code,
            property: `${path}.${field}`,
            message: `${toText(stated)} kg stated; ${toText(activity)} ${category.unit} × ${toText(intensity)} kg give ${toText(recomputed)}`,
          },
        ];
  });
  if (decimal(tce.co2eTTW).greaterThan(tce.co2eWTW)) {
    problems.push({
      code: 'TTW_ABOVE_WTW',
      property: `${path}.co2eTTW`,
      message: 'tank-to-wake is a part of well-to-wake',
    });
  }
  return {
    problems,
    element: {
      tceId: tce.tceId,
      activity: toText(activity),
      activityUnit: category.unit,
      statedWTW: tce.co2eWTW,
      recomputedWTW: toText(category.intensityWTW.times(activity)),
      statedTTW: tce.co2eTTW,
      recomputedTTW: toText(category.intensityTTW.times(activity)),
    },
  };
}

/**
 * Recomputes a received ShipmentFootprint from its own statements: mass × distance gives the activity, activity ×
 * intensity the emissions. Refuses with every difference, in the order of the document, the first one first.
 */
export function checkIleapImport(input: IleapImport): Decision<IleapCheck, readonly Problem[]> {
  const { shipmentFootprint } = input;
  const categories = categoriesOf(input);
  const ids = shipmentFootprint.tces.map((tce) => tce.tceId);
  const checked = shipmentFootprint.tces.map((tce, index) => {
    const path = `shipmentFootprint.tces.${index}`;
    const category = tce.tocId === undefined ? categories.hoc.get(tce.hocId ?? '') : categories.toc.get(tce.tocId);
    const recomputed = recomputeElement(tce, category, path);
    const twice: readonly Problem[] =
      ids.indexOf(tce.tceId) === index
        ? []
        : [{ code: 'ELEMENT_TWICE', property: `${path}.tceId`, message: `${tce.tceId} is in the chain twice` }];
    return { ...recomputed, problems: [...twice, ...elementProblems(input, index, path), ...recomputed.problems] };
  });
  const problems = [...checked.flatMap((part) => part.problems), ...shareProblems(input)];
  if (problems.length > 0) return refuse(problems);
  const elements = checked.flatMap(({ element }) => (element === undefined ? [] : [element]));
  return accept({
    shipmentId: shipmentFootprint.shipmentId,
    transportActivityTkm: toText(sum(shipmentFootprint.tces.map((tce) => decimal(tce.transportActivity)))),
    statedWTW: toText(sum(elements.map((element) => decimal(element.statedWTW)))),
    recomputedWTW: toText(sum(elements.map((element) => decimal(element.recomputedWTW)))),
    toleranceRule: ILEAP_TOLERANCE_RULE,
    elements,
  });
}
