import type { SignedStatement } from '@greenlane/statement/statement';
import QRCode from 'qrcode';
import { WORDS } from './domain/statement-words.ts';
import { escapeHtml, htmlPage, label } from './page.ts';
import {
  type SheetField,
  type SheetRow,
  type SheetText,
  type SheetTotal,
  type StatementSheet,
  statementSheets,
} from './statement-sheet.ts';

const STYLE = `
  @page { size: A4; margin: 0 }
  * { box-sizing: border-box }
  body { margin: 0; color: #14231d; line-height: 1.3; background: #e9eeeb }
  [lang=zh] { font-size: .93em; color: #4a5d55 } p, ul { margin: 0 }
  .sheet { font-size: 7.5pt; width: 210mm; min-height: 297mm; margin: 6mm auto; padding: 11mm 13mm 9mm; background: #fff; display: flex; flex-direction: column; gap: 2.4mm; box-shadow: 0 1px 8px #0003 }
  .sheet.dense { font-size: 6.7pt; gap: 1.7mm } .sheet.denser { font-size: 5.8pt; gap: 1.2mm }
  header { display: flex; gap: 6mm; align-items: flex-start; border-bottom: 2px solid #0b6b4b; padding-bottom: 2.2mm }
  header div { flex: 1; min-width: 0 } h1 { font-size: 14.5pt; line-height: 1.15; margin: 0 0 1.8mm } h1 span { display: block; font-size: 12pt; font-weight: 400; margin-top: .6mm } h1 span[lang=zh] { color: #14231d }
  .qr { flex: none; width: 25mm; text-align: center; color: #4a5d55; font-size: 6.6pt; text-decoration: none; line-height: 1.2 } .qr svg { display: block; width: 25mm; height: 25mm; margin-bottom: .8mm }
  dl { display: grid; grid-template-columns: 1fr 1fr; gap: .6mm 6mm; margin: 0 } dl > div { display: grid; grid-template-columns: 41mm 1fr; gap: 2mm }
  dl.head { grid-template-columns: 1fr } dl > div.wide { grid-column: 1 / -1 } dt { color: #4a5d55 } dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums }
  .scroll { overflow-x: auto; flex: none } table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: .88em; line-height: 1.26; font-variant-numeric: tabular-nums }
  th, td { text-align: left; padding: .8mm 1mm; border-bottom: .3mm solid #cfdad5; vertical-align: top } th { color: #0b6b4b; font-weight: 600; vertical-align: bottom } th span, td > span { display: block }
  th:nth-child(1) { width: 18% } th:nth-child(2) { width: 13.5% } th:nth-child(3) { width: 11.5% } th:nth-child(5) { width: 7% } th:nth-child(n+6) { width: 8% }
  td.n, th.n { text-align: right; white-space: nowrap; padding-left: 0 } td small { display: block; font-size: .88em; color: #4a5d55; overflow-wrap: anywhere } td b { font-weight: 600 } td b + span { display: inline }
  tfoot td { font-weight: 700; border-bottom: 0 } tfoot td span { display: inline; font-weight: 400 } tfoot tr:first-child td { border-top: .5mm solid #0b6b4b } tfoot tr:last-child td { background: #e3f3ea }
  .indicative { background: #fff4d6; border-left: 1mm solid #b07d00; padding: 1mm 2.5mm }
  .figures > div { border: .3mm solid #cfdad5; border-radius: 1mm; padding: 1mm 1.8mm; grid-template-columns: 1fr; gap: 0; align-content: space-between } .figures { grid-template-columns: repeat(auto-fit, minmax(32mm, 1fr)); gap: 2mm }
  .figures dd { font-size: 1.06em; font-weight: 600; white-space: nowrap } .figures dt { font-size: .85em }
  .small { font-size: .81em; line-height: 1.28; color: #4a5d55; overflow-wrap: anywhere } .small strong { color: #14231d; font-weight: 600 } .small li { margin-bottom: .4mm } .small ul { list-style: none; padding: 0 } strong [lang=zh] { font-weight: 400 }
  .evidence { background: #f3f7f5; padding: 1mm 2mm; border-radius: 1mm } footer { margin-top: auto; border-top: .3mm solid #cfdad5; padding-top: 1.4mm; display: flex; gap: 4mm } footer div { flex: 1 } footer span.n { white-space: nowrap }
  code { font-family: ui-monospace, "Liberation Mono", monospace; font-size: .95em }
  @media print { body { background: #fff } .scroll { overflow: visible } .sheet { margin: 0; box-shadow: none; height: 297mm; break-after: page; overflow: hidden } .sheet:last-child { break-after: auto } }
  @media screen and (max-width: 800px) {
    body { background: #fff } .sheet, .sheet.dense, .sheet.denser { font-size: 11pt; width: auto; min-height: 0; margin: 0; padding: 4mm; box-shadow: none } header { flex-wrap: wrap }
    dl, .figures { grid-template-columns: 1fr } dl > div { grid-template-columns: 1fr; gap: 0; margin-bottom: 1mm } table { min-width: 820px }
  }`;

const chineseAfter = (chinese: string | undefined): string =>
  chinese === undefined ? '' : ` <span lang="zh">${escapeHtml(chinese)}</span>`;

function field({ word, value, chinese }: SheetField, isWide = false): string {
  return `<div${isWide ? ' class="wide"' : ''}><dt>${label(word)}</dt><dd>${escapeHtml(value)}${chineseAfter(chinese)}</dd></div>`;
}

const lines = ([first = '', ...others]: readonly string[]): string =>
  `${escapeHtml(first)}${others.map((text) => `<small>${escapeHtml(text)}</small>`).join('')}`;

const amounts = (part: Pick<SheetRow, 'wellToTank' | 'tankToWake' | 'wellToWake'>): string =>
  `<td class="n">${part.wellToTank}</td><td class="n">${part.tankToWake}</td><td class="n">${part.wellToWake}</td>`;

function row(part: SheetRow): string {
  return `<tr><td><b>${WORDS[part.word][0]}</b> <span lang="zh">${WORDS[part.word][1]}</span>${part.detail.map((text) => `<small>${escapeHtml(text)}</small>`).join('')}</td>
    <td>${lines(part.activity)}</td><td>${lines(part.intensity)}</td><td>${lines(part.factor)}</td><td>${label(part.quality)}</td>${amounts(part)}</tr>`;
}

const total = (part: SheetTotal): string =>
  `<tr><td colspan="5">${label(part.word)}${escapeHtml(part.suffix)}</td>${amounts(part)}</tr>`;

function text({ word, text: english, chinese }: SheetText): string {
  const name = word === undefined ? '' : `<strong>${label(word)}</strong> `;
  const isCode = word === 'hash' || word === 'key' || word === 'previous';
  return `<li>${name}${isCode ? `<code>${escapeHtml(english)}</code>` : escapeHtml(english)}${chineseAfter(chinese)}</li>`;
}

const list = (texts: readonly SheetText[]): string => `<ul>${texts.map(text).join('')}</ul>`;

/** Letters that fit a line: fields stand in two columns, factors in the widest column of the table. */
const LETTERS_IN_A_FIELD = 44;
const LETTERS_IN_A_FACTOR = 48;

const wrapped = (texts: readonly string[], letters: number): number =>
  texts.reduce((lines, one) => lines + Math.ceil(one.length / letters), 0);

/** Lines that a sheet takes, roughly: what decides how small it is set so that it prints on one page. */
function densityOf(part: StatementSheet): '' | ' dense' | ' denser' {
  const longest = (row: SheetRow) =>
    Math.max(row.detail.length + 1, row.activity.length, wrapped(row.factor, LETTERS_IN_A_FACTOR) + 1);
  const letters = [...part.evidence, ...part.notes, ...part.method].reduce((sum, { text: one }) => sum + one.length, 0);
  const rowLines = part.rows.reduce((sum, one) => sum + longest(one), 0);
  const fieldLines = wrapped(
    part.fields.map(({ value }) => value),
    LETTERS_IN_A_FIELD,
  );
  const score = rowLines + letters / 150 + fieldLines / 2;
  return score < 46 ? '' : score < 62 ? ' dense' : ' denser';
}

function sheet(part: StatementSheet, qr: string, verifyUrl: string): string {
  const columns = ['element', 'activity', 'intensity', 'factor', 'quality'] as const;
  const numbers = ['wellToTank', 'tankToWake', 'wellToWake'] as const;
  return `<section class="sheet${densityOf(part)}">
    <header><div><h1>${WORDS.title[0]} <span lang="zh">${WORDS.title[1]}</span></h1><dl class="head">${part.head.map((one) => field(one)).join('')}</dl></div>
      <a class="qr" href="${escapeHtml(verifyUrl)}">${qr}${label('scan')}</a></header>
    ${part.indicative ? `<p class="indicative">${label('indicative')}</p>` : ''}
    <dl>${part.fields.map((one) => field(one, one.word === 'containers' || one.word === 'consignee')).join('')}</dl>
    <div class="scroll" tabindex="0" role="region" aria-label="${WORDS.element[0]}"><table><thead><tr>${columns.map((word) => `<th>${label(word)}</th>`).join('')}${numbers.map((word) => `<th class="n">${label(word)}</th>`).join('')}</tr></thead>
      <tbody>${part.rows.map(row).join('')}</tbody><tfoot>${part.totals.map(total).join('')}</tfoot></table></div>
    <dl class="figures">${part.figures.map((one) => field(one)).join('')}</dl>
    ${part.evidence.length === 0 ? '' : `<div class="small evidence">${list(part.evidence)}</div>`}
    ${part.notes.length === 0 ? '' : `<div class="small"><strong>${label('notes')}</strong>${list(part.notes)}</div>`}
    <div class="small">${list(part.method)}</div>
    <footer class="small"><div>${list(part.signature)}</div><span class="n">${part.pageNumber}</span></footer>
  </section>`;
}

/** The statement as one self-contained page: the same content as the JSON, printing on one A4 page per shipment. */
export async function statementHtml(signed: SignedStatement, verifyUrl: string): Promise<string> {
  const qr = await QRCode.toString(verifyUrl, { type: 'svg', margin: 0 });
  return htmlPage({
    title: `${WORDS.title[0]} ${signed.statement.statementId}`,
    style: STYLE,
    body: `<main>${statementSheets(signed)
      .map((part) => sheet(part, qr, verifyUrl))
      .join('')}</main>`,
  });
}
