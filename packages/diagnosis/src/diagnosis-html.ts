import { decimal, roundHalfEven } from '@greenlane/kernel/decimal';
import type { Diagnosis, FindingSummary } from './diagnosis.ts';
import { both, escapeHtml, FIELD_WORDS, label, PAGE_STYLE, WORDS, type Word } from './diagnosis-words.ts';
import type { Finding } from './findings.ts';
import type { RowDiagnosis } from './row-diagnosis.ts';

const GRADES = ['PRIMARY', 'MODELLED', 'DEFAULT', 'NONE'] as const;
const SHOWN_ROW_NUMBERS = 24;

/** Kilograms for reading, whole and with thin spaces: the exact figures are in the JSON and CSV. */
function kilograms(grams: number): string {
  const whole = roundHalfEven(decimal(grams).div(1_000), 0).toFixed();
  return `${whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, '\u202f')}\u00a0kg`;
}

/** 2, 3, 4, 7 → "2–4, 7". */
function rowList(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  const shown = ranges.slice(0, SHOWN_ROW_NUMBERS).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return `${shown.join(', ')}${ranges.length > SHOWN_ROW_NUMBERS ? ' …' : ''}`;
}

const card = (word: Word, value: string): string => `<div class="card"><b>${value}</b>${label(word)}</div>`;
const tag = (word: Word, classes: string): string => `<span class="tag ${classes}">${label(word)}</span>`;

function bandText(low: number, high: number): string {
  return low === high ? kilograms(low) : `${kilograms(low).replace('\u00a0kg', '')} – ${kilograms(high)}`;
}

function summary({ totals }: Diagnosis): string {
  const { grades } = totals;
  const segments = GRADES.map(
    (grade) => `<i class="${grade}" style="width:${(grades[grade] / Math.max(totals.rows, 1)) * 100}%"></i>`,
  ).join('');
  const legend = GRADES.map(
    (grade) => `<li><i class="dot ${grade}"></i><b>${grades[grade]}</b> ${label(grade)}</li>`,
  ).join('');
  return `<div class="cards">
      ${card('rows', String(totals.rows))}${card('computed', `${totals.computedRows}<span class="of"> / ${totals.rows}</span>`)}
      ${card('containers', String(totals.containers))}${card('now', kilograms(totals.now.wellToWakeGrams))}
      ${card('better', bandText(totals.better.lowGrams, totals.better.highGrams))}${card('primaryShare', `${totals.primaryDataSharePercent ?? '–'}\u00a0%`)}
    </div>
    <p class="muted">${label('betterNote')}</p>
    <h2>${label('grades')}</h2><div class="bar" role="img" aria-label="${GRADES.map((grade) => `${grade} ${grades[grade]}`).join(', ')}">${segments}</div><ul class="legend">${legend}</ul>`;
}

/** The file's own header; for a column that the file does not have, what it would be called. */
function columnName({ column, field }: Pick<Finding, 'column' | 'field'>): string {
  const [en, zh] = FIELD_WORDS[field];
  return column === field ? `<span class="absent">${both(en, zh)}</span>` : `<code>${escapeHtml(column)}</code>`;
}

function findingLine(finding: FindingSummary): string {
  return `<tr><td class="mid">${tag(finding.severity, finding.severity)}</td><td>${columnName(finding)}</td>
    <td>${both(finding.message, finding.messageZh)}</td><td>${finding.allowed === undefined ? '' : both(finding.allowed, finding.allowedZh ?? '')}</td><td>${rowList(finding.rowNumbers)}</td></tr>`;
}

function fixes({ findings }: Diagnosis): string {
  if (findings.length === 0) return `<h2>${label('fix')}</h2><p>${label('allFine')}</p>`;
  return `<h2>${label('fix')}</h2><div class="scroll"><table><thead><tr><th></th><th>${label('column')}</th><th>${label('problem')}</th><th>${label('accepted')}</th><th>${label('affected')}</th></tr></thead>
    <tbody>${findings.map(findingLine).join('')}</tbody></table></div>`;
}

function questions(diagnosis: Diagnosis): string {
  if (diagnosis.questions.length === 0) return '';
  const lines = diagnosis.questions
    .map(
      ({ question, questionZh, rowNumbers }) =>
        `<tr><td>${both(question, questionZh)}</td><td>${rowList(rowNumbers)}</td></tr>`,
    )
    .join('');
  return `<h2>${label('questions')}</h2><div class="scroll"><table><thead><tr><th>${label('question')}</th><th>${label('affected')}</th></tr></thead><tbody>${lines}</tbody></table></div>`;
}

function readiness({ readiness: found, totals }: Diagnosis): string {
  const lines = found.blockers
    .map(
      ({ message, messageZh, rowNumbers }) =>
        `<tr><td>${both(message, messageZh)}</td><td>${rowList(rowNumbers)}</td></tr>`,
    )
    .join('');
  const version = found.policyVersion === null ? '' : ` · ${label('policy')} ${escapeHtml(found.policyVersion)}`;
  return `<h2>${label('readiness')}</h2>
    <p><span class="outcome ${found.outcome}text">${label(found.outcome)}</span>${found.policyVersion === null ? '' : ` · ${found.readyRows} / ${totals.rows} ${label('readyRows')}`}${version}</p>
    ${found.policyVersion !== null && found.indicative ? `<p class="notice">${label('indicative')}</p>` : ''}
    ${found.isPriorityUnit === false ? `<p class="notice">${label('notDesignated')}</p>` : ''}
    ${lines === '' ? '' : `<div class="scroll"><table><thead><tr><th>${label('problem')}</th><th>${label('affected')}</th></tr></thead><tbody>${lines}</tbody></table></div>`}
    ${found.rowsBeforePolicy === 0 ? '' : `<p class="muted">${found.rowsBeforePolicy} ${label('rowsBeforePolicy')}</p>`}
    <p class="muted">${both(found.notice, found.noticeZh)}</p>`;
}

function findingItem(finding: Finding): string {
  const value = finding.value === undefined ? '' : ` <code>${escapeHtml(finding.value)}</code>`;
  return `<li>${tag(finding.severity, finding.severity)} ${columnName(finding)}${value} ${both(finding.message, finding.messageZh)}</li>`;
}

function betterCell({ better }: RowDiagnosis): string {
  if (better === null) return '–';
  const figure =
    better.lowGrams === null || better.highGrams === null
      ? ''
      : `<b>${bandText(better.lowGrams, better.highGrams)}</b>`;
  return `${figure}<div class="muted">${better.grade}: ${both(better.reason, better.reasonZh)}</div>`;
}

function rowLine(row: RowDiagnosis): string {
  const grade = row.grade ?? 'NONE';
  const isNote = ({ severity }: Finding): boolean => severity === 'ASSUMED' || severity === 'EVIDENCE';
  const shown = row.findings.filter((finding) => !isNote(finding));
  const notes = row.findings.filter(isNote);
  const ship = [row.vesselName, row.vesselIMONumber && `IMO ${row.vesselIMONumber}`].filter(
    (part) => part !== undefined,
  );
  const suppliers = row.evidence
    .map(({ suppliedBy, suppliedAt }) => `${suppliedBy} (${suppliedAt.slice(0, 10)})`)
    .join('; ');
  const of = (word: Word) => `data-label="${escapeHtml(`${WORDS[word][0]} ${WORDS[word][1]}`)}"`;
  return `<tr><td class="n" ${of('row')}>${row.rowNumber}</td><td ${of('shipment')}>${escapeHtml(row.reference)}<div class="muted">${row.units} × ${escapeHtml(row.ISOEquipmentCode)}</div></td>
    <td class="route" ${of('route')}>${escapeHtml(row.loadPort ?? '?')} → ${escapeHtml(row.dischargePort ?? '?')}<div class="muted">${escapeHtml(row.departureDate ?? '')} ${row.chain ? escapeHtml(row.chain.sea.route) : ''}</div></td>
    <td ${of('ship')}>${ship.length === 0 ? '–' : escapeHtml(ship.join(', '))}</td><td ${of('grade')}><span class="tag grade ${grade}" title="${escapeHtml(`${row.gradeReason} ${row.gradeReasonZh}`)}">${grade}</span>${suppliers === '' ? '' : `<div class="muted">${label('evidenceOf')}: ${escapeHtml(suppliers)}</div>`}</td>
    <td class="n" ${of('now')}>${row.now === null ? '–' : kilograms(row.now.wellToWakeGrams)}</td><td ${of('better')}>${betterCell(row)}</td>
    <td ${of('problem')}>${shown.length === 0 ? `<span class="fine">✓</span> ${label('allFine')}` : `<ul class="findings">${shown.map(findingItem).join('')}</ul>`}${notes.length === 0 ? '' : `<details><summary>${label('notes')} (${notes.length})</summary><ul class="findings">${notes.map(findingItem).join('')}</ul></details>`}</td></tr>`;
}

function columnsRead({ columns, source }: Diagnosis): string {
  const lines = columns.understood
    .map(
      ({ header, field, unit }) =>
        `<tr><td><code>${escapeHtml(header)}</code></td><td>${escapeHtml(field)}${unit === undefined ? '' : ` (${unit})`}</td></tr>`,
    )
    .join('');
  const unused = columns.ignored.map((header) => `<code>${escapeHtml(header)}</code>`).join(' ');
  return `<h2>${label('columnsRead')}</h2><details><summary>${columns.understood.length} · ${escapeHtml(source.encoding)}</summary><table><tbody>${lines}</tbody></table>
    ${unused === '' ? '' : `<p class="muted">${label('ignored')}: ${unused}</p>`}</details>`;
}

/** The diagnosis as one self-contained page without scripts, in English and Chinese or either. */
export function diagnosisHtml(diagnosis: Diagnosis, fileName: string): string {
  const heads = (['row', 'shipment', 'route', 'ship', 'grade', 'now', 'better', 'problem'] as const)
    .map((word) => `<th class="${word}${word === 'now' || word === 'row' ? ' n' : ''}">${label(word)}</th>`)
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>${WORDS.title[0]} ${WORDS.title[1]} ${escapeHtml(fileName)}</title><style>${PAGE_STYLE}</style></head><body>
    <header><h1>${label('title')}</h1><div class="muted">${label('file')}: ${escapeHtml(fileName)}<br>${label('asOf')}: ${escapeHtml(diagnosis.asOf)}</div>
      <form class="language"><label><input type="radio" name="language" checked> English + 中文</label><label><input type="radio" name="language" id="only-en"> English</label><label><input type="radio" name="language" id="only-zh"> 中文</label></form></header>
    ${summary(diagnosis)}${readiness(diagnosis)}${fixes(diagnosis)}${questions(diagnosis)}
    <h2>${label('eachRow')}</h2><div class="scroll"><table class="stack"><thead><tr>${heads}</tr></thead><tbody>${diagnosis.rows.map(rowLine).join('')}</tbody></table></div>
    ${columnsRead(diagnosis)}<p class="notice">${both(diagnosis.notice, diagnosis.noticeZh)}</p></body></html>`;
}
