import { FuelName } from '@greenlane/contracts/vessel-offer';
import { ASK_WORDS, both, escapeHtml, PAGE_STYLE } from './diagnosis-words.ts';
import { EVIDENCE_FORM_SCRIPT } from './evidence-form-script.ts';
import type { Ask } from './supplied-evidence.ts';

type Pair = readonly [en: string, zh: string];
const words = ([en, zh]: Pair): string => both(en, zh);

const TITLE: Pair = ['Evidence for past shipments', '历史货运证据'];
const THANKS: Pair = [
  'Thank you. Your answer was received; you can close this page.',
  '谢谢，已收到您的答复，可以关闭本页。',
];
const STYLE = `${PAGE_STYLE}
  body { max-width: 860px } fieldset { border: 1px solid #cfdad5; border-radius: 8px; margin: 18px 0; padding: 12px 16px } legend { font-weight: 700; color: #0b6b4b; padding: 0 6px }
  label.field { display: block; margin: 10px 0 } label.field > span { display: block; font-size: 14px } input, select { font: inherit; padding: 7px 9px; border: 1px solid #8ca39a; border-radius: 6px; max-width: 100%; box-sizing: border-box }
  input[type=text] { width: min(22em, 100%) } input[type=file] { width: 100%; max-width: 24em } .pair { display: flex; flex-wrap: wrap; gap: 0 18px; align-items: end } button { font: inherit; font-weight: 600; background: #0b6b4b; color: #fff; border: 0; border-radius: 8px; padding: 11px 22px; cursor: pointer }
  #status { margin: 16px 0; padding: 0; list-style: none; color: #8d2219; font-weight: 600 } form[hidden] + #status { color: #0b6b4b; font-size: 18px } :focus-visible { outline: 3px solid #e0b13c; outline-offset: 1px }`;

function field(text: Pair, input: string): string {
  return `<label class="field"><span>${words(text)}</span>${input}</label>`;
}
const options = (names: readonly string[]): string =>
  names.map((name) => `<option value="${name}">${escapeHtml(name.replaceAll('_', ' '))}</option>`).join('');

function documentFields(): string {
  return `<div class="pair">${field(['Document number', '文件编号'], '<input type="text" name="reference" maxlength="100">')}
    ${field(['Its fingerprint (SHA-256): choose the file, it is not sent', '文件指纹（SHA-256）：选择文件即可，文件不会上传'], '<input type="file"> <input type="text" name="sha256" pattern="[0-9a-f]{64}" placeholder="SHA-256">')}</div>`;
}

export type ShownShipment = {
  readonly rowNumber: number;
  readonly reference: string;
  readonly vesselName?: string;
  readonly vesselIMONumber?: string;
  readonly loadPort?: string;
  readonly dischargePort?: string;
  readonly departureDate?: string;
  readonly units: number;
  readonly ISOEquipmentCode: string;
};

const INLAND_MODES = ['ROAD', 'RAIL', 'INLAND_WATERWAY', 'FEEDER'] as const;

function fieldsOf(ask: Ask, rows: readonly ShownShipment[]): string {
  const number = (name: string, hint: string) =>
    `<input type="text" inputmode="decimal" name="${name}" placeholder="${hint}">`;
  const rowFields = (cell: string) =>
    rows
      .map(
        ({ rowNumber, reference }) =>
          `<div data-row="${rowNumber}"><b>${escapeHtml(reference)}</b><div>${cell}</div></div>`,
      )
      .join('');
  const fuel = `<div class="pair" data-fuel>${field(['Fuel', '燃料'], `<select name="fuel">${options(FuelName.options)}</select>`)}${field(['Tonnes burnt', '消耗吨数'], number('tonnes', '3850.5'))}</div>`;
  const leg = `<span class="pair" data-leg><select name="mode">${options(INLAND_MODES)}</select> ${number('distanceKm', 'km')}</span>`;
  switch (ask) {
    case 'VOYAGE_FUEL':
      return `${fuel}${fuel}${fuel}${field(['Transport work: TEU on board × kilometres sailed, over the period', '运输量：期间内在船 TEU × 航行公里数'], number('transportWorkTeuKm', '331200000'))}
        <div class="pair">${field(['Period from', '期间自'], '<input type="date" name="start">')}${field(['to', '至'], '<input type="date" name="end">')}</div>
        ${field(['Kind of document', '文件种类'], `<select name="type">${options(['BUNKER_DELIVERY_NOTE', 'VOYAGE_REPORT', 'VERIFICATION_STATEMENT', 'OTHER'])}</select>`)}${documentFields()}`;
    case 'VESSEL':
      return field(
        ['IMO number of the ship, 7 digits', '船舶 IMO 编号，7 位数字'],
        number('vesselIMONumber', '9780469'),
      );
    case 'EU_MRV':
      return `${field(['g CO2 per tonne and nautical mile', '每吨海里二氧化碳克数'], number('gCO2PerTonneNauticalMile', '6.05'))}${field(['Reporting year', '报告年度'], number('reportingYear', '2024'))}${documentFields()}`;
    case 'CARGO_WEIGHT':
      return `<p class="muted">${words(['Kilograms of cargo with packaging in one container, without the container itself', '每箱货物含包装的千克数，不含箱体自重'])}</p>${rowFields(number('kg', '21500'))}${documentFields()}`;
    case 'PRE_CARRIAGE':
      return `<p class="muted">${words(['Mode and kilometres of each leg', '每段运输的方式和公里数'])}</p>${rowFields(`${leg}${leg}`)}${documentFields()}`;
  }
}

function fieldset(ask: Ask, rows: readonly ShownShipment[]): string {
  return `<fieldset data-ask="${ask}"><legend>${words(ASK_WORDS[ask])}</legend><div class="given">${fieldsOf(ask, rows)}</div>
    <label><input type="checkbox" name="cannot"> ${words(['We cannot give this', '我们无法提供'])}</label>
    <div class="reason" hidden>${field(['Why', '原因'], '<input type="text" name="notAvailable" maxlength="500">')}</div></fieldset>`;
}

const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><meta name="robots" content="noindex"><title>${TITLE.join(' ')}</title><style>${STYLE}</style></head><body data-thanks="${escapeHtml(THANKS.join(' '))}">${body}</body></html>`;

/** The form behind a link: exactly the asked fields, in English and Chinese. */
export function evidenceFormHtml(request: {
  readonly exporterName: string;
  readonly addressee: string;
  readonly asks: readonly Ask[];
  readonly rows: readonly ShownShipment[];
  readonly expiresAt: string;
}): string {
  const lines = request.rows
    .map((row) => {
      const ship = [row.vesselName, row.vesselIMONumber && `IMO ${row.vesselIMONumber}`].filter(
        (part) => part !== undefined,
      );
      return `<tr><td>${escapeHtml(row.reference)}</td><td>${escapeHtml(ship.join(', ') || '–')}</td><td>${escapeHtml(row.loadPort ?? '?')} → ${escapeHtml(row.dischargePort ?? '?')}</td><td>${escapeHtml(row.departureDate ?? '–')}</td><td>${row.units} × ${escapeHtml(row.ISOEquipmentCode)}</td></tr>`;
    })
    .join('');
  return page(`<header><h1>${words(TITLE)}</h1></header>
    <p>${both(`${request.exporterName} asks ${request.addressee} for evidence on these shipments. Only what is asked below is taken; the link works once, until ${request.expiresAt.slice(0, 10)}.`, `${request.exporterName} 请 ${request.addressee} 为以下货运提供证据。仅接收下列内容；链接只能使用一次，有效期至 ${request.expiresAt.slice(0, 10)}。`)}</p>
    <div class="scroll"><table><tbody>${lines}</tbody></table></div>
    <form novalidate>${field(['Your name and company', '您的姓名与公司'], '<input type="text" name="suppliedBy" maxlength="200">')}
      ${request.asks.map((ask) => fieldset(ask, request.rows)).join('')}<button>${words(['Send', '提交'])}</button></form><ul id="status" role="status"></ul><script>${EVIDENCE_FORM_SCRIPT}</script>`);
}

/** What a link shows once it is closed. */
export function closedHtml(message: Pair): string {
  return page(`<header><h1>${words(TITLE)}</h1></header><p>${words(message)}</p>`);
}
