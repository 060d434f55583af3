import { computeDoorToPort, type DoorToPortInput, type DoorToPortResult } from '@greenlane/emissions/door-to-port';
import { CURRENT_FACTOR_SET_VERSION } from '@greenlane/emissions/factors';
import { SEA_DISTANCE_ADJUSTMENT } from '@greenlane/emissions/glec-factors';
import type { DataQuality, EmissionProfile } from '@greenlane/emissions/sea-intensity';
import type { SeaRoute } from '@greenlane/geography/sea-distances';
import { tradeLaneOf } from '@greenlane/geography/trade-lanes';
import { decimal, roundHalfEven, toText } from '@greenlane/kernel/decimal';
import { scope3CategoryOf } from '@greenlane/statement/statement';
import { type Finding, type FindingCode, makeFinding } from './findings.ts';
import { type RowSeaLeg, seaLegOfRow } from './sea-leg-of-row.ts';
import { EU_MRV_REPORTING_YEAR, fleetBand, type ShipIntensity, shipByImo, shipsByName } from './ship-intensities.ts';
import type { ColumnMatch } from './shipment-columns.ts';
import type { ReadRow, ShipmentFacts } from './shipment-facts.ts';
import { SETTLED_BY, type SuppliedEvidence } from './supplied-evidence.ts';

/** Whole grams CO2e of all containers of a row. */
export type RowFigure = {
  readonly wellToWakeGrams: number;
  readonly wellToTankGrams: number;
  readonly tankToWakeGrams: number;
};

/**
 * What the row would be with better evidence. ROW_ESTIMATE: the row's own fuel estimate, if documents confirm it.
 * FLEET_BAND: the ship's EU-MRV figure, within the middle 80 % of real ships. NOT_KNOWN: no figure until the carrier answers.
 */
export type BetterEvidence = {
  readonly grade: DataQuality;
  readonly basis: 'ROW_ESTIMATE' | 'FLEET_BAND' | 'NOT_KNOWN';
  readonly lowGrams: number | null;
  readonly highGrams: number | null;
  readonly reason: string;
  readonly reasonZh: string;
};

export type RowDiagnosis = {
  readonly rowNumber: number;
  readonly reference: string;
  readonly carrier?: string;
  readonly vesselName?: string;
  readonly vesselIMONumber?: string;
  readonly loadPort?: string;
  readonly dischargePort?: string;
  readonly departureDate?: string;
  readonly units: number;
  readonly ISOEquipmentCode: string;
  readonly extendedHSCode?: string;
  readonly incoterm?: string;
  readonly scope3Category: 4 | 9 | null;
  /** The grade of the sea leg; null when no footprint can be computed. */
  readonly grade: DataQuality | null;
  readonly gradeReason: string;
  readonly gradeReasonZh: string;
  readonly now: RowFigure | null;
  readonly better: BetterEvidence | null;
  /** Mass × distance of all containers, and the part of it with primary data. */
  readonly transportActivityTkm: string;
  readonly primaryActivityTkm: string;
  /** What `now` is computed from, per container: anyone can compute it again. */
  readonly chain: DoorToPortInput | null;
  readonly isMassAssumed: boolean;
  readonly findings: readonly Finding[];
  readonly evidence: readonly {
    readonly evidenceRequestId: string;
    readonly suppliedBy: string;
    readonly suppliedAt: string;
  }[];
};

export type DiagnosisContext = {
  /** Calendar date on which evidence is judged. */
  readonly asOf: string;
  readonly eastWestDefault: SeaRoute;
  readonly evidence: readonly SuppliedEvidence[];
};

type PrimaryProfile = Extract<EmissionProfile, { dataQuality: 'PRIMARY' }>;
type Supplied = ShipmentFacts & { readonly suppliedPrimary?: PrimaryProfile };

/** Stands for documents that nobody has seen: used only to ask what a figure would be, never in a chain that is kept. */
const UNSEEN_DOCUMENT = { type: 'OTHER', reference: 'to be provided', sha256: '0'.repeat(64) } as const;

export function diagnoseRow(row: ReadRow, columns: ColumnMatch, context: DiagnosisContext): RowDiagnosis {
  const applied = applyEvidence(row, columns, context.evidence);
  const { facts } = applied;
  const findings: Finding[] = [...applied.findings];
  const headers = new Map(columns.matched.map((column) => [column.field, column.header]));
  const find = (code: FindingCode, detail?: string): void => {
    const { field } = makeFinding(code);
    findings.push(makeFinding(code, { column: headers.get(field), ...(detail === undefined ? {} : { detail }) }));
  };
  if (facts.departureDate !== undefined && facts.departureDate >= context.asOf) find('DEPARTURE_NOT_PAST');
  const ship = findShip(facts, find);
  const sea = facts.isContainerShipmentBySea
    ? seaLegOfRow(facts, context.eastWestDefault)
    : { leg: undefined, findings: [] };
  for (const { code, detail } of sea.findings) find(code, detail);
  const named = identityOf(facts, ship, applied.sources);
  if (sea.leg === undefined) return { ...named, ...NOT_COMPUTED, findings };
  const graded = gradeRow({ facts, ship, leg: sea.leg, context, find });
  return graded === undefined ? { ...named, ...NOT_COMPUTED, findings } : { ...named, ...graded, findings };
}

const NOT_COMPUTED = {
  grade: null,
  gradeReason: 'No footprint can be computed until the findings are settled.',
  gradeReasonZh: '须先解决所列问题，才能计算碳足迹。',
  now: null,
  better: null,
  transportActivityTkm: '0',
  primaryActivityTkm: '0',
  chain: null,
} as const;

function identityOf(facts: ShipmentFacts, ship: ShipIntensity | undefined, evidence: RowDiagnosis['evidence']) {
  const vesselIMONumber = facts.vesselIMONumber ?? ship?.vesselIMONumber;
  return {
    rowNumber: facts.rowNumber,
    reference: facts.reference,
    ...(facts.carrier === undefined ? {} : { carrier: facts.carrier }),
    ...(facts.vesselName === undefined ? {} : { vesselName: facts.vesselName }),
    ...(vesselIMONumber === undefined ? {} : { vesselIMONumber }),
    ...(facts.loadPort === undefined ? {} : { loadPort: facts.loadPort.UNLocationCode }),
    ...(facts.dischargePort === undefined ? {} : { dischargePort: facts.dischargePort.UNLocationCode }),
    ...(facts.departureDate === undefined ? {} : { departureDate: facts.departureDate }),
    units: facts.units,
    ISOEquipmentCode: facts.ISOEquipmentCode,
    ...(facts.extendedHSCode === undefined ? {} : { extendedHSCode: facts.extendedHSCode }),
    ...(facts.incoterm === undefined ? {} : { incoterm: facts.incoterm }),
    scope3Category: scope3CategoryOf(facts.incoterm),
    isMassAssumed: facts.isMassAssumed,
    evidence,
  };
}

function findShip(facts: ShipmentFacts, find: (code: FindingCode, detail?: string) => void): ShipIntensity | undefined {
  const byName = facts.vesselName === undefined ? [] : shipsByName(facts.vesselName);
  if (facts.vesselIMONumber !== undefined) {
    const ship = shipByImo(facts.vesselIMONumber);
    if (byName.length > 0 && byName.every(({ vesselIMONumber }) => vesselIMONumber !== facts.vesselIMONumber))
      find('VESSEL_CONTRADICTION', ship && `(${ship.name})`);
    if (ship === undefined && facts.mrv === undefined) find('VESSEL_NOT_IN_EU_MRV');
    return ship;
  }
  const [ship] = byName;
  if (facts.vesselName === undefined || facts.mrv !== undefined) return ship;
  if (byName.length > 1) {
    find('VESSEL_NAME_AMBIGUOUS', `(IMO ${byName.map(({ vesselIMONumber }) => vesselIMONumber).join(', ')})`);
    return undefined;
  }
  if (ship === undefined) find('VESSEL_NOT_IN_EU_MRV');
  else find('VESSEL_FOUND_BY_NAME', `(IMO ${ship.vesselIMONumber})`);
  return ship;
}

/** Lays accepted evidence over what the file says; findings that it settles go, later answers win. */
function applyEvidence(row: ReadRow, columns: ColumnMatch, all: readonly SuppliedEvidence[]) {
  const { rowNumber } = row.facts;
  const own = all.filter(({ rowNumbers }) => rowNumbers.includes(rowNumber));
  let facts: Supplied = row.facts;
  let findings: readonly Finding[] = row.findings;
  for (const { answer } of own) {
    for (const ask of Object.keys(SETTLED_BY) as (keyof typeof SETTLED_BY)[]) {
      const given = answer[ask];
      if (given === undefined) continue;
      if ('notAvailable' in given) {
        const column = columns.matched.find(({ field }) => field === 'evidenceReference')?.header;
        findings = [...findings, makeFinding('NOT_AVAILABLE', { column, detail: `(${ask}: ${given.notAvailable})` })];
      } else {
        findings = findings.filter(({ code }) => !SETTLED_BY[ask].includes(code));
      }
    }
    facts = { ...facts, ...factsOfAnswer(answer, rowNumber) };
  }
  const sources = own.map(({ evidenceRequestId, suppliedAt, answer }) => ({
    evidenceRequestId,
    suppliedBy: answer.suppliedBy,
    suppliedAt,
  }));
  return { facts, findings, sources };
}

function factsOfAnswer(answer: SuppliedEvidence['answer'], rowNumber: number): Partial<Supplied> {
  const { VOYAGE_FUEL: fuel, VESSEL: vessel, EU_MRV: mrv, CARGO_WEIGHT: weight, PRE_CARRIAGE: inland } = answer;
  const rowWeight = weight && 'rows' in weight ? weight.rows.find((row) => row.rowNumber === rowNumber) : undefined;
  const rowInland = inland && 'rows' in inland ? inland.rows.find((row) => row.rowNumber === rowNumber) : undefined;
  return {
    ...(fuel && 'fuels' in fuel ? { suppliedPrimary: { dataQuality: 'PRIMARY', ...fuel } } : {}),
    ...(vessel && 'vesselIMONumber' in vessel ? { vesselIMONumber: vessel.vesselIMONumber } : {}),
    ...(mrv && 'gCO2PerTonneNauticalMile' in mrv
      ? { mrv: { gCO2PerTonneNauticalMile: mrv.gCO2PerTonneNauticalMile, reportingYear: mrv.reportingYear } }
      : {}),
    ...(rowWeight ? { cargoMassKg: rowWeight.cargoGrossWeightKgPerContainer, isMassAssumed: false } : {}),
    ...(rowInland ? { preCarriage: rowInland.legs } : {}),
  };
}

type GradeInput = {
  readonly facts: Supplied;
  readonly ship: ShipIntensity | undefined;
  readonly leg: RowSeaLeg;
  readonly context: DiagnosisContext;
  readonly find: (code: FindingCode, detail?: string) => void;
};

function chainOf({ facts, leg, context }: GradeInput, profile: EmissionProfile): DoorToPortInput {
  return {
    factorSetVersion: CURRENT_FACTOR_SET_VERSION,
    ISOEquipmentCode: facts.ISOEquipmentCode,
    cargoMassKg: facts.cargoMassKg,
    preCarriage: facts.preCarriage,
    sea: {
      loadPort: leg.loadPort,
      dischargePort: leg.dischargePort,
      route: leg.route,
      distanceKm: leg.distanceKm,
      distanceSource: leg.distanceSource,
      tradeLane: tradeLaneOf(leg),
      profile,
      profileJudgedOn: context.asOf,
    },
  };
}

/** One computation: the same function as ranking, footprint and statement. */
function compute(
  input: GradeInput,
  profile: EmissionProfile,
): { chain: DoorToPortInput; result: DoorToPortResult } | undefined {
  const chain = chainOf(input, profile);
  const result = computeDoorToPort(chain);
  return result.ok ? { chain, result: result.value } : undefined;
}

const GRADE_REASONS: Readonly<Record<DataQuality, readonly [en: string, zh: string]>> = {
  PRIMARY: [
    'PRIMARY: fuel by type over transport work of a past period, with documents by their hash.',
    '一手数据：过去期间按种类划分的燃料消耗与运输量，并有文件哈希佐证。',
  ],
  MODELLED: [
    'MODELLED: the ship’s verified annual EU-MRV figure, converted; not this voyage’s own fuel.',
    '模型数据：该船经核查的年度 EU-MRV 数值换算所得，并非本航次实际燃料。',
  ],
  DEFAULT: [
    'DEFAULT: the trade-lane average; nothing in the row tells this ship from another.',
    '默认数据：航线平均值；该行数据无法区分具体船舶。',
  ],
};

function gradeRow(input: GradeInput) {
  const { facts, find } = input;
  const evidenced = evidencedPrimary(input);
  const primary = evidenced && compute(input, evidenced);
  const isPrimary = primary?.result.seaDataQuality === 'PRIMARY';
  if (primary && !isPrimary) find('PRIMARY_REFUSED', refusalOf(primary.result));
  const modelled = isPrimary ? undefined : bestModelled(input);
  const now = (isPrimary ? primary : modelled) ?? compute(input, { dataQuality: 'DEFAULT' });
  if (now === undefined) return undefined;
  const grade = now.result.seaDataQuality;
  const better = isPrimary ? null : betterOf(input, grade);
  const [gradeReason, gradeReasonZh] = GRADE_REASONS[grade];
  const activity = now.result.elements.map((element) => ({
    tonneKm: decimal(element.transportActivityTkm).times(facts.units),
    isPrimary: element.dataQuality === 'PRIMARY',
  }));
  const total = (list: typeof activity) => toText(list.reduce((sum, { tonneKm }) => sum.plus(tonneKm), decimal(0)));
  return {
    grade,
    gradeReason,
    gradeReasonZh,
    now: figureOf(now.result, facts.units),
    better,
    transportActivityTkm: total(activity),
    primaryActivityTkm: total(activity.filter((part) => part.isPrimary)),
    chain: now.chain,
  };
}

function refusalOf(result: DoorToPortResult): string {
  const [note] = result.notes.filter(({ code }) => /^(PRIMARY|MRV)_/.test(code));
  // What is used instead is said by the row's own grade.
  return note?.message.replace(' The trade-lane default is used instead.', '') ?? '';
}

function figureOf(result: DoorToPortResult, units: number): RowFigure {
  return {
    wellToWakeGrams: result.wellToWakeGrams * units,
    wellToTankGrams: result.wellToTankGrams * units,
    tankToWakeGrams: result.tankToWakeGrams * units,
  };
}

/** Fuel over transport work with documents: what was supplied, else the row's own with its evidence columns. */
function evidencedPrimary(input: GradeInput): PrimaryProfile | undefined {
  if (input.facts.suppliedPrimary) return input.facts.suppliedPrimary;
  const { evidence } = input.facts;
  if (evidence === undefined) return undefined;
  return ownPrimary(input, { type: 'OTHER', ...evidence });
}

/** The row's own estimate as a profile: fuel ÷ (capacity × load factor × distance sailed), over its days at sea. */
function ownPrimary(
  { facts, leg }: GradeInput,
  document: PrimaryProfile['evidence'][number],
): PrimaryProfile | undefined {
  const { fuel, fuelTonnes, vesselCapacityTeu, loadFactorPercent, departureDate } = facts;
  if (!fuel || !fuelTonnes || !vesselCapacityTeu || !loadFactorPercent || !departureDate) return undefined;
  const sailedKm = leg.statedKm ?? decimal(leg.distanceKm).times(SEA_DISTANCE_ADJUSTMENT.factor);
  const work = roundHalfEven(vesselCapacityTeu.times(loadFactorPercent).div(100).times(sailedKm), 0);
  return {
    dataQuality: 'PRIMARY',
    fuels: [{ fuel, tonnes: toText(fuelTonnes) }],
    referencePeriod: { start: departureDate, end: facts.arrivalDate ?? departureDate },
    transportWorkTeuKm: toText(work),
    evidence: [document],
  };
}

/** The row's own EU-MRV figure, else that of the register; a figure that does not stand is a finding. */
function bestModelled(input: GradeInput) {
  const { facts, ship, find } = input;
  if (facts.mrv !== undefined) {
    const { gCO2PerTonneNauticalMile, reportingYear } = facts.mrv;
    const own =
      reportingYear === undefined
        ? undefined
        : compute(input, { dataQuality: 'MODELLED', gCO2PerTonneNauticalMile, reportingYear, source: 'EU-MRV' });
    if (own?.result.seaDataQuality === 'MODELLED') return own;
    find('MRV_REFUSED', own === undefined ? '(no reporting year)' : refusalOf(own.result));
  }
  if (ship === undefined) return undefined;
  const registered = compute(input, {
    dataQuality: 'MODELLED',
    gCO2PerTonneNauticalMile: ship.gCO2PerTonneNauticalMile,
    reportingYear: EU_MRV_REPORTING_YEAR,
    source: 'EU-MRV',
  });
  return registered?.result.seaDataQuality === 'MODELLED' ? registered : undefined;
}

function betterOf(input: GradeInput, grade: DataQuality): BetterEvidence {
  const { facts, find, leg } = input;
  const estimate = ownPrimary(input, UNSEEN_DOCUMENT);
  const confirmed = estimate && compute(input, estimate);
  if (confirmed?.result.seaDataQuality === 'PRIMARY') {
    if (facts.evidence === undefined) find('EVIDENCE_MISSING');
    const grams = confirmed.result.wellToWakeGrams * facts.units;
    return {
      grade: 'PRIMARY',
      basis: 'ROW_ESTIMATE',
      lowGrams: grams,
      highGrams: grams,
      reason: 'If documents confirm the row’s own fuel estimate and transport work.',
      reasonZh: '若文件证实该行的燃料估算和运输量。',
    };
  }
  if (confirmed && facts.evidence === undefined) find('PRIMARY_REFUSED', refusalOf(confirmed.result));
  else if (!confirmed) find('FUEL_MISSING');
  if (grade === 'MODELLED') {
    return {
      grade: 'PRIMARY',
      basis: 'NOT_KNOWN',
      lowGrams: null,
      highGrams: null,
      reason: 'Only the carrier knows the fuel of the voyage; no figure until it answers.',
      reasonZh: '只有承运人掌握本航次燃料数据；答复前没有数字。',
    };
  }
  const band = fleetBand(decimal(leg.distanceKm).toNumber());
  const of = (gCO2PerTonneNauticalMile: string) =>
    compute(input, {
      dataQuality: 'MODELLED',
      gCO2PerTonneNauticalMile,
      reportingYear: EU_MRV_REPORTING_YEAR,
      source: 'EU-MRV',
    });
  const [low, high] = [of(band.low), of(band.high)];
  return {
    grade: 'MODELLED',
    basis: 'FLEET_BAND',
    lowGrams: low === undefined ? null : low.result.wellToWakeGrams * facts.units,
    highGrams: high === undefined ? null : high.result.wellToWakeGrams * facts.units,
    reason: `With the ship’s own EU-MRV figure; the middle 80 % of ${band.ships} real ships (${EU_MRV_REPORTING_YEAR}) lie in this band.`,
    reasonZh: `采用该船的 EU-MRV 数值；${EU_MRV_REPORTING_YEAR} 年 ${band.ships} 艘实船中间 80 % 落在此区间。`,
  };
}
