import { gramsToKilogramText } from '@greenlane/kernel/quantities';
import type { FuelEvidenceLine, Shipment, SignedStatement } from '@greenlane/statement/statement';
import { NOTE_WORDS, WORDS, type Word } from './domain/statement-words.ts';

/** A labelled value; `chinese` stands after an English value that has a translation. */
export type SheetField = { readonly word: Word; readonly value: string; readonly chinese?: string };

export type SheetRow = {
  readonly word: Word;
  /** Mode, places and times. */
  readonly detail: readonly string[];
  readonly activity: readonly string[];
  readonly intensity: readonly string[];
  readonly factor: readonly string[];
  readonly quality: Word;
  readonly wellToTank: string;
  readonly tankToWake: string;
  readonly wellToWake: string;
};

export type SheetTotal = Pick<SheetRow, 'wellToTank' | 'tankToWake' | 'wellToWake'> & {
  readonly word: Word;
  readonly suffix: string;
};

/** A sentence in English, and in Chinese where it is one of ours. */
export type SheetText = { readonly word?: Word; readonly text: string; readonly chinese?: string };

/** One A4 page: a shipment of a statement, with everything that its signed JSON says of it. HTML and PDF both draw this. */
export type StatementSheet = {
  readonly head: readonly SheetField[];
  readonly pageNumber: string;
  readonly indicative: boolean;
  readonly fields: readonly SheetField[];
  readonly rows: readonly SheetRow[];
  readonly totals: readonly SheetTotal[];
  readonly figures: readonly SheetField[];
  readonly evidence: readonly SheetText[];
  readonly notes: readonly SheetText[];
  readonly method: readonly SheetText[];
  readonly signature: readonly SheetText[];
};

/** More containers than this do not fit a page; the rest are named in the JSON. */
const MOST_CONTAINERS_SHOWN = 96;

/** `1234567.8` → `1,234,567.8`: for readers; machines read the JSON. */
export function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

const GRAM_DIGITS = 3;
const kilograms = (grams: number): string => {
  const [whole = '0', fraction = ''] = gramsToKilogramText(grams).split('.');
  return grouped(`${whole}.${fraction.padEnd(GRAM_DIGITS, '0')}`);
};

/** `2026-12-04T14:00:00+08:00` → `2026-12-04 14:00 +08:00`. */
const moment = (text: string): string =>
  text.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/, '$1 $2 $5').replace(/ Z$/, ' UTC');

const gramsOf = (part: { readonly wellToTankGrams: number; readonly tankToWakeGrams: number }) => ({
  wellToTank: kilograms(part.wellToTankGrams),
  tankToWake: kilograms(part.tankToWakeGrams),
  wellToWake: kilograms(part.wellToTankGrams + part.tankToWakeGrams),
});

const DEFAULT_TABLE = 'GLEC Framework v3.2';

const ADJUSTMENTS = {
  INCLUDED_IN_FACTOR: '15 % adjustment inside the factor',
  MULTIPLIED_INTO_INTENSITY: '× 1.15 inside the intensity',
  NONE: '',
} as const;

function rowOf(shipment: Shipment, index: number): SheetRow | undefined {
  const element = shipment.perContainer.elements[index];
  const leg = shipment.legs[index];
  if (element === undefined || leg === undefined) return undefined;
  const isHub = leg.categoryType === 'HOC';
  const energy = leg.energyCarriers.map(({ energyCarrier, share }) => `${energyCarrier} ${share}`).join(' + ');
  const places = isHub
    ? leg.destination
    : [leg.origin ?? '', leg.destination ?? ''].every((place) => place === '')
      ? ''
      : `${leg.origin ?? ''} → ${leg.destination ?? ''}`;
  // The title of the default table stands once, with the method.
  const source = element.source.title.startsWith(DEFAULT_TABLE)
    ? element.source.locator
    : `${element.source.title}, ${element.source.locator}`;
  return {
    word: element.kind,
    detail: [
      isHub ? (places ?? '') : `${leg.mode.replaceAll('_', ' ')} ${places}`.trim(),
      ...(leg.departureDateTime === undefined ? [] : [moment(leg.departureDateTime)]),
      ...(leg.arrivalDateTime === undefined ? [] : [moment(leg.arrivalDateTime)]),
    ],
    activity: [
      `${grouped(element.activity)} ${element.activityUnit}`,
      ...(isHub ? [] : [`${grouped(element.distanceKm)} km ${element.distanceBasis}`]),
      ...(ADJUSTMENTS[leg.distanceAdjustment] === '' ? [] : [ADJUSTMENTS[leg.distanceAdjustment]]),
    ],
    intensity: [`${element.intensityWellToTank} + ${element.intensityTankToWake}`, element.intensityUnit],
    factor: [
      element.factorId,
      `${element.factorSetVersion}, GWP ${element.gwpSet.replaceAll('_', ' ')}, trust ${element.trust}`,
      source,
      leg.categoryId === element.factorId ? energy : `${leg.categoryType} ${leg.categoryId}; ${energy}`,
    ],
    quality: element.dataQuality,
    ...gramsOf(element),
  };
}

function fieldsOf(shipment: Shipment): readonly SheetField[] {
  const { chain, quantities, units } = shipment;
  const incoterm =
    shipment.incoterm === undefined
      ? 'no Incoterm stated'
      : `${shipment.incoterm}${shipment.incotermNamedPlace === undefined ? ', place not stated' : ` ${shipment.incotermNamedPlace}`}`;
  return [
    { word: 'shipment', value: shipment.requestReference },
    { word: 'cargo', value: `${shipment.commodityType}, HS ${shipment.extendedHSCode}` },
    { word: 'mass', value: `${grouped(chain.cargoMassKg)} kg × ${units} = ${grouped(quantities.cargoMassKg)} kg` },
    { word: 'route', value: `${shipment.loadPort} → ${shipment.dischargePort} by ${chain.sea.route}` },
    { word: 'carrier', value: shipment.carrier },
    {
      word: 'vessel',
      value: `${shipment.vessel.name}, IMO ${shipment.vessel.vesselIMONumber}, ${shipment.carrierServiceCode} ${shipment.carrierExportVoyageNumber}`,
    },
    { word: 'departure', value: moment(shipment.departureDateTime) },
    { word: 'arrival', value: moment(shipment.arrivalDateTime) },
    {
      word: 'category',
      value: `${incoterm}; ${shipment.scope3Category === null ? 'category not determined' : `category ${shipment.scope3Category}`}`,
    },
    {
      word: 'footprint',
      value: WORDS[shipment.footprintKind][0],
      chinese: WORDS[shipment.footprintKind][1],
    },
    ...(shipment.consignee === undefined ? [] : [{ word: 'consignee' as const, value: shipment.consignee }]),
    { word: 'containers', value: `${units} × ${shipment.ISOEquipmentCode} (${quantities.emissionTeu} TEU)` },
  ];
}

function containersOf({ equipmentReferences }: Shipment): readonly SheetText[] {
  const shown = equipmentReferences.slice(0, MOST_CONTAINERS_SHOWN);
  const more = equipmentReferences.length - shown.length;
  if (shown.length === 0) return [];
  return [
    { word: 'containerNumbers', text: `${shown.join(', ')}${more > 0 ? ` and ${more} more in the signed JSON` : ''}` },
  ];
}

function figuresOf(shipment: Shipment): readonly SheetField[] {
  const { perContainer, quantities, totals } = shipment;
  return [
    { word: 'transportActivity', value: `${grouped(quantities.transportActivityTkm)} t-km` },
    { word: 'shipmentIntensity', value: `${quantities.wellToWakeGramsPerTkm} g CO2e/t-km` },
    { word: 'primaryShare', value: `${perContainer.primaryDataSharePercent} % of t-km` },
    { word: 'comparison', value: `${kilograms(totals.laneDefaultWellToWakeGrams)} kg` },
    ...(quantities.biogenicCo2Grams === 0
      ? []
      : [{ word: 'biogenic' as const, value: `${kilograms(quantities.biogenicCo2Grams)} kg` }]),
  ];
}

function evidenceText(line: FuelEvidenceLine, isBookAndClaim: boolean): SheetText {
  const name = `${line.type.replaceAll('_', ' ').toLowerCase()} ${line.reference}`;
  const fingerprint = line.sha256 === undefined ? '' : `, SHA-256 ${line.sha256.slice(0, 16)}…`;
  const balance =
    line.ledger === 'ALLOCATED'
      ? `: ${grouped(line.energyMJ ?? '')} MJ of ${line.fuel} ${WORDS.ALLOCATED[0]}, ${grouped(line.remainingMJ ?? '')} of ${grouped(line.publishedMJ ?? '')} MJ ${WORDS.remaining[0]}`
      : line.ledger === 'NOT_REGISTERED'
        ? `: ${WORDS.NOT_REGISTERED[0]}`
        : '';
  return {
    word: isBookAndClaim ? 'bookAndClaim' : 'evidence',
    text: `${name}${fingerprint}${balance}`,
    ...(line.ledger === 'NO_BALANCE' ? {} : { chinese: WORDS[line.ledger][1] }),
  };
}

function noteOf(note: { readonly code: string; readonly message: string }): SheetText {
  const chinese = NOTE_WORDS[note.code];
  return { text: note.message, ...(chinese === undefined ? {} : { chinese }) };
}

/** Sentences of the weak factors, one each, become one line: a page is full as it is. */
function notesOf(shipment: Shipment): readonly SheetText[] {
  const { notes } = shipment.perContainer;
  const weak = notes.filter((note) => note.code === 'WEAK_FACTOR');
  const others = notes.filter((note) => note.code !== 'WEAK_FACTOR').map(noteOf);
  if (weak.length === 0) return others;
  return [...others, noteOf({ code: 'WEAK_FACTOR', message: weak.map((note) => note.message).join(' ') })];
}

function methodOf({ statement }: SignedStatement, shipment: Shipment): readonly SheetText[] {
  const { method } = statement;
  return [
    {
      word: 'method',
      text: `${method.standard}; ${method.framework} (Smart Freight Centre, October 2025); ${method.boundary}. Rounding ${method.rounding}; primary share ${method.primaryShare}; intensity ${method.intensity}.`,
    },
    { word: 'exclusions', text: WORDS.exclusionsText[0], chinese: WORDS.exclusionsText[1] },
    { word: 'limits', text: WORDS.limitsText[0], chinese: WORDS.limitsText[1] },
    {
      text: `Factor set ${statement.factorSetVersion}; rules ${statement.ruleSetVersion}; engine ${statement.engine}${shipment.policyVersion === undefined ? '' : `; policy ${shipment.policyVersion}`}. ${WORDS.noticeText[0]}`,
      chinese: WORDS.noticeText[1],
    },
  ];
}

/** The pages of a statement, one a shipment. */
export function statementSheets(signed: SignedStatement): readonly StatementSheet[] {
  const { statement } = signed;
  return statement.shipments.map((shipment, index) => ({
    head: [
      { word: 'statement', value: statement.statementId },
      { word: 'issued', value: moment(statement.issuedAt) },
      { word: 'reporter', value: statement.reporter.name },
      { word: 'verified', value: WORDS.notVerified[0], chinese: WORDS.notVerified[1] },
      ...(statement.supersedes === null ? [] : [{ word: 'supersedes' as const, value: statement.supersedes }]),
    ],
    pageNumber: `${index + 1} / ${statement.shipments.length}`,
    indicative: statement.indicative,
    fields: fieldsOf(shipment),
    rows: shipment.perContainer.elements.flatMap((_element, at) => rowOf(shipment, at) ?? []),
    totals: [
      { word: 'perContainer', suffix: '', ...gramsOf(shipment.perContainer) },
      { word: 'total', suffix: ` × ${shipment.units}`, ...gramsOf(shipment.totals) },
    ],
    figures: figuresOf(shipment),
    evidence: [
      ...containersOf(shipment),
      ...(shipment.fuelEvidence ?? []).map((line) => evidenceText(line, false)),
      ...(shipment.bookAndClaim ?? []).map((line) => evidenceText(line, true)),
    ],
    notes: notesOf(shipment),
    method: methodOf(signed, shipment),
    signature: [
      { word: 'hash', text: signed.sha256 },
      ...(statement.previousSha256 === null ? [] : [{ word: 'previous' as const, text: statement.previousSha256 }]),
      { word: 'key', text: `${signed.jwk.kid} (EdDSA, Ed25519)` },
      { text: WORDS.signedJson[0], chinese: WORDS.signedJson[1] },
    ],
  }));
}
