import type { FuelName } from '@greenlane/emissions/sea-intensity';
import { type Decimal, decimal } from '@greenlane/kernel/decimal';
import { type ColumnUnit, unitOf } from './shipment-columns.ts';

/** How numbers of one file are written, judged from all its numbers together so that the order of rows does not matter. */
export type NumberStyle = { readonly decimalMark: '.' | ','; readonly isProven: boolean };

const plainOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s'’\u00a0\u202f]/g, '')
    .replaceAll(/[，]/g, ',');

/** The leading number of a cell and what follows it: "24,500 kg" → "24,500" and "kg". */
function splitNumber(text: string): { readonly digits: string; readonly rest: string } | undefined {
  const match = /^([-+]?[\d.,]*\d)(.*)$/.exec(plainOf(text).replace(/^(约|ca\.?|approx\.?|~|≈)/i, ''));
  return match ? { digits: match[1] ?? '', rest: match[2] ?? '' } : undefined;
}

/** What a number says about the decimal mark: "310,5" proves a comma, "1.234,5" too, "24,500" says nothing. */
function provenMark(digits: string): '.' | ',' | undefined {
  const lastDot = digits.lastIndexOf('.');
  const lastComma = digits.lastIndexOf(',');
  if (lastDot >= 0 && lastComma >= 0) return lastDot > lastComma ? '.' : ',';
  const mark = lastDot >= 0 ? '.' : lastComma >= 0 ? ',' : undefined;
  if (mark === undefined) return undefined;
  const parts = digits.split(mark);
  if (parts.length > 2) return mark === '.' ? ',' : '.';
  return parts[1]?.length === 3 && parts[0] !== '0' && (parts[0] ?? '').length <= 3 ? undefined : mark;
}

export function numberStyleOf(cells: readonly string[]): NumberStyle {
  const marks = new Set(cells.flatMap((cell) => provenMark(splitNumber(cell)?.digits ?? '') ?? []));
  if (marks.size === 1) return { decimalMark: marks.has(',') ? ',' : '.', isProven: true };
  return { decimalMark: '.', isProven: false };
}

export type NumberCell =
  | { readonly kind: 'VALUE'; readonly value: Decimal; readonly unit?: ColumnUnit; readonly isAmbiguous: boolean }
  | { readonly kind: 'UNREADABLE' };

const LONGEST_NUMBER = 25;

/** Reads a number with thousands separators, a unit behind it, full-width digits. The file's style decides "24.500". */
export function readNumber(cell: string, style: NumberStyle): NumberCell {
  const split = splitNumber(cell);
  if (!split || split.digits.length > LONGEST_NUMBER) return { kind: 'UNREADABLE' };
  const unit = split.rest === '' ? undefined : unitOf(split.rest);
  if (split.rest !== '' && unit === undefined) return { kind: 'UNREADABLE' };
  const own = provenMark(split.digits);
  const decimalMark = own ?? style.decimalMark;
  const thousandsMark = decimalMark === '.' ? ',' : '.';
  const text = split.digits
    .replaceAll(thousandsMark, '')
    .replace(decimalMark, '.')
    .replace(/^\+/, '')
    .replace(/^\./, '0.');
  if (!/^-?\d+(\.\d+)?$/.test(text)) return { kind: 'UNREADABLE' };
  return {
    kind: 'VALUE',
    value: decimal(text),
    ...(unit === undefined ? {} : { unit }),
    // A comma before three digits is a thousands separator in English and Chinese lists alike; a point may be either.
    isAmbiguous: split.digits.includes('.') && own === undefined && !style.isProven,
  };
}

export type DateCell =
  | { readonly kind: 'VALUE'; readonly date: string }
  | { readonly kind: 'AMBIGUOUS' | 'UNREADABLE' };
/** Which of two numbers comes first in "03/04/2025", proven by any date of the file with a number above 12. */
export type DateStyle = 'DAY_FIRST' | 'MONTH_FIRST' | 'UNKNOWN';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TWO_FIRST = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})/;
const EXCEL_EPOCH_MILLISECONDS = Date.UTC(1899, 11, 30);
const MILLISECONDS_PER_DAY = 86_400_000;

export function dateStyleOf(cells: readonly string[]): DateStyle {
  const pairs = cells.flatMap((cell) => {
    const match = TWO_FIRST.exec(cell.normalize('NFKC').trim());
    return match ? [[Number(match[1]), Number(match[2])] as const] : [];
  });
  const dayFirst = pairs.some(([first]) => first > 12);
  const monthFirst = pairs.some(([, second]) => second > 12);
  return dayFirst === monthFirst ? 'UNKNOWN' : dayFirst ? 'DAY_FIRST' : 'MONTH_FIRST';
}

function calendarDate(year: number, month: number, day: number): DateCell {
  const moment = new Date(Date.UTC(year, month - 1, day));
  const isReal = moment.getUTCFullYear() === year && moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
  return isReal ? { kind: 'VALUE', date: moment.toISOString().slice(0, 10) } : { kind: 'UNREADABLE' };
}

/** 2025-03-14, 2025/3/14, 20250314, 2025年3月14日, 14.03.2025, 14-Mar-2025, Mar 14, 2025, or a spreadsheet's day number. */
export function readDate(cell: string, style: DateStyle): DateCell {
  const text = cell.normalize('NFKC').trim().toLowerCase();
  const yearFirst =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst) return calendarDate(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const twoFirst = TWO_FIRST.exec(text);
  if (twoFirst) {
    const [first, second, year] = [Number(twoFirst[1]), Number(twoFirst[2]), Number(twoFirst[3])];
    if (first > 12 || style === 'DAY_FIRST') return calendarDate(year, second, first);
    if (second > 12 || style === 'MONTH_FIRST') return calendarDate(year, first, second);
    return first === second ? calendarDate(year, first, second) : { kind: 'AMBIGUOUS' };
  }
  const named = /^(\d{1,2})[\s.-]*([a-z]{3})[a-z]*[\s.,-]*(\d{4})/.exec(text);
  const monthNamed = /^([a-z]{3})[a-z]*[\s.-]*(\d{1,2})[\s.,-]+(\d{4})/.exec(text);
  const month = MONTHS.indexOf(named?.[2] ?? monthNamed?.[1] ?? '') + 1;
  if (month > 0)
    return calendarDate(Number(named?.[3] ?? monthNamed?.[3]), month, Number(named?.[1] ?? monthNamed?.[2]));
  if (/^4\d{4}$/.test(text)) {
    const date = new Date(EXCEL_EPOCH_MILLISECONDS + Number(text) * MILLISECONDS_PER_DAY);
    return { kind: 'VALUE', date: date.toISOString().slice(0, 10) };
  }
  return { kind: 'UNREADABLE' };
}

/** "40HQ", "2*40HQ", "40'HC x 2", "45G1", "20尺柜" → size-type and, where the cell has it, the number of boxes. */
export function readEquipment(cell: string): { readonly code?: string; readonly units?: number } {
  const text = cell
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[’'′"\s]/g, '')
    .replaceAll(/尺|英尺|FT|FEET|FOOT/g, '')
    .replaceAll('高柜', 'HQ')
    .replaceAll(/平柜|小柜|普柜|干柜/g, 'GP')
    .replaceAll(/冷柜|冷藏柜|冷藏箱/g, 'RF')
    .replaceAll(/[×✕]/g, 'X');
  const counted = /^(\d{1,4})[X*](.+)$/.exec(text);
  const trailing = counted ? undefined : /^(.+?)[X*](\d{1,4})$/.exec(text);
  const code = EQUIPMENT_CODES.get(counted?.[2] ?? trailing?.[1] ?? text);
  const units = Number(counted?.[1] ?? trailing?.[2]);
  return { ...(code === undefined ? {} : { code }), ...(Number.isInteger(units) && units > 0 ? { units } : {}) };
}

const EQUIPMENT_CODES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '22G1': '22G1 20GP 20DC 20DV 20ST 20STD 20DRY 20G0 20 22G0 20柜',
    '22R1': '22R1 20RF 20RE 20REEFER 22R0',
    '22U1': '22U1 20OT',
    '42G1': '42G1 40GP 40DC 40DV 40ST 40STD 40DRY 40G0 40 42G0 40柜',
    '42P1': '42P1 40FR',
    '42U1': '42U1 40OT',
    '45G1': '45G1 40HQ 40HC 40HCDC 40HCGP 40H HQ HC 45G0 40HQ柜',
    '45R1': '45R1 40RF 40RH 40RQ 40HR 40REEFER 40HCRF 45R0',
    L5G1: 'L5G1 45HQ 45HC 45 L5G0',
  }).flatMap(([code, spellings]) => spellings.split(' ').map((spelling): [string, string] => [spelling, code])),
);

const FUELS: readonly (readonly [FuelName, RegExp])[] = [
  ['BIO_METHANOL', /(bio|green|绿色?|生物|e-?)\W*(methanol|甲醇)/i],
  ['BIO_LNG', /(bio|生物)\W*(lng|天然气)/i],
  ['METHANOL', /methanol|甲醇/i],
  ['LNG', /lng|天然气/i],
  ['VLSFO', /vlsfo|ulsfo|lsfo|低硫/i],
  ['HFO', /hfo|hsfo|ifo|heavy|重油|重质|高硫/i],
  ['HVO', /hvo/i],
  ['FAME', /fame|biodiesel|生物柴油/i],
  ['MDO_MGO', /mgo|mdo|gas ?oil|diesel|柴油|轻油/i],
  ['AMMONIA', /ammonia|nh3|氨/i],
];

/** A blend (B24, B30) is two fuels with two quantities; one cell cannot say it, so it is not read as either. */
export function readFuel(cell: string): FuelName | undefined {
  const text = cell.normalize('NFKC');
  return /\bB\d{2,3}\b/i.test(text) ? undefined : FUELS.find(([, spelling]) => spelling.test(text))?.[0];
}

export type InlandMode = 'ROAD' | 'RAIL' | 'INLAND_WATERWAY' | 'FEEDER';
const INLAND_MODES: readonly (readonly [InlandMode, RegExp])[] = [
  ['FEEDER', /feeder|支线|二程/i],
  ['INLAND_WATERWAY', /barge|inland ?water|iww|river|驳船|内河|水路|水运|江船/i],
  ['RAIL', /rail|train|铁路|火车|班列|铁海|bahn/i],
  ['ROAD', /road|truck|lorry|haul|lkw|公路|卡车|拖车|汽运|汽车|陆运|集卡/i],
];
export function readInlandMode(cell: string): InlandMode | undefined {
  const text = cell.normalize('NFKC').replaceAll('_', ' ');
  return INLAND_MODES.find(([, spelling]) => spelling.test(text))?.[0];
}

/** SEA, another main mode that this diagnosis does not compute, or undefined when the cell says neither. */
export function readMainMode(cell: string): 'SEA' | 'OTHER' | undefined {
  const text = cell.normalize('NFKC').trim();
  if (/sea|ocean|vessel|ship|海|水运|fcl|seefracht/i.test(text)) return 'SEA';
  if (/air|courier|rail|train|road|truck|express|空|铁|公路|卡车|快递|luft|bahn|lkw/i.test(text)) return 'OTHER';
  return undefined;
}

export function readRoute(cell: string): 'SUEZ' | 'CAPE' | 'PANAMA' | 'DIRECT' | undefined {
  const text = cell.normalize('NFKC');
  if (/suez|苏伊士|红海|red sea/i.test(text)) return 'SUEZ';
  if (/cape|good hope|cogh|好望角/i.test(text)) return 'CAPE';
  if (/panama|巴拿马/i.test(text)) return 'PANAMA';
  return /direct|直航|直达/i.test(text) ? 'DIRECT' : undefined;
}

const INCOTERMS = ['EXW', 'FCA', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP', 'FAS', 'FOB', 'CFR', 'CIF'] as const;
export type IncotermName = (typeof INCOTERMS)[number];
/** "CIF Rotterdam" → CIF; C&F, CNF and CandF are CFR by an older name. */
export function readIncoterm(cell: string): IncotermName | undefined {
  const text = cell.normalize('NFKC').toUpperCase();
  if (/\b(C\s?&\s?F|CNF|C\s?AND\s?F)\b/.test(text)) return 'CFR';
  return INCOTERMS.find((term) => new RegExp(`(?<![A-Z])${term}(?![A-Z])`).test(text));
}

/** Other than a container ship: her emissions need other factors than those of container trade lanes. */
export function isOtherVesselType(cell: string): boolean {
  const text = cell.normalize('NFKC');
  return /bulk|tanker|ro-?ro|general cargo|reefer (ship|vessel)|car carrier|breakbulk|aircraft|散货|油轮|油船|滚装|杂货|件杂/i.test(
    text,
  );
}
