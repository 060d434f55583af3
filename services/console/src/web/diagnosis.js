import { useEffect, useRef, useState } from 'preact/hooks';
import { Card, clock, day, Figures, html, number, Shown, save, Table, Trouble, useData } from '/console/parts.js';
import { currentLanguage, say } from '/console/words.js';

const ASKS = ['VOYAGE_FUEL', 'VESSEL', 'EU_MRV', 'CARGO_WEIGHT', 'PRE_CARRIAGE'];
const tonnes = (grams) => number(grams / 1e6, 1);
/** `message` or its Chinese twin: findings carry both. */
const inLanguage = (row, name) => (currentLanguage() === 'zh' ? (row[`${name}Zh`] ?? row[name]) : row[name]);

/** `3, 5-7` as numbers, and back. */
const numbersIn = (text) =>
  text.split(/[,，、\s]+/).flatMap((part) => {
    const [first, last = first] = part.split(/[-–]/).map(Number);
    return first > 0 && last >= first ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [];
  });
function rowsText(numbers) {
  const runs = [];
  for (const value of numbers) {
    const run = runs.at(-1);
    if (run && run[1] === value - 1) run[1] = value;
    else runs.push([value, value]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}
const rowsNamed = (numbers) => `${say(numbers.length === 1 ? 'row' : 'rows')} ${rowsText(numbers)}`;

/** A list of past shipments, judged: what is missing, what it would take, and who is asked for it. */
export function DiagnosisView({ api, tick, path, go }) {
  const { value: lists = [], error } = useData(
    async () => (await api.list('/v1/carbon/diagnoses', 3)).toSorted((a, b) => b.madeAt.localeCompare(a.madeAt)),
    [tick, path],
  );
  const { value: words = {} } = useData(() => api.get('/console/diagnosis-words.json'), []);
  const term = (name) => words[name]?.[currentLanguage() === 'zh' ? 1 : 0] ?? name;
  const chosen = path ?? lists[0]?.diagnosisId;
  const { value: diagnosis, error: trouble } = useData(
    () => (chosen === undefined ? Promise.resolve(undefined) : api.get(`/v1/carbon/diagnoses/${chosen}`)),
    [chosen, tick],
  );
  return html`<${Trouble} error=${error ?? trouble} /><div class="two wide-right"><div class="stack no-print"><${Upload} api=${api} go=${go} />
      <${Card} title=${say('diagnoses')}><${Table} caption=${say('diagnoses')} rows=${lists} keyOf=${(row) => row.diagnosisId} chosen=${chosen} onChoose=${(row) => go(row.diagnosisId)} columns=${[
        [say('file'), (row) => row.fileName],
        [term('computed'), (row) => `${row.totals.computedRows} / ${row.totals.rows}`, 'n'],
        [say('status'), (row) => html`<span class="tag">${term(row.readiness)}</span>`],
        [say('made'), (row) => day(row.madeAt)],
      ]} /><//></div>
    ${diagnosis ? html`<div class="stack"><${Summary} api=${api} diagnosis=${diagnosis} term=${term} /></div>` : html`<${Card} title=${say('diagnosis')}><p class="soft">${say('diagnosisHint')}</p><//>`}</div>
    ${diagnosis && html`<${Findings} diagnosis=${diagnosis} term=${term} /><${Evidence} key=${diagnosis.diagnosisId} api=${api} diagnosis=${diagnosis} term=${term} tick=${tick} /><${Rows} diagnosis=${diagnosis} term=${term} />`}`;
}

function Upload({ api, go }) {
  const [trouble, setTrouble] = useState('');
  const [isBusy, setBusy] = useState(false);
  const take = async (input) => {
    const [file] = input.files;
    if (!file) return;
    setTrouble('');
    setBusy(true);
    try {
      const made = await api.send(`/v1/carbon/diagnoses?fileName=${encodeURIComponent(file.name)}`, file, 'text/csv');
      go(made.diagnosisId);
    } catch (problem) {
      setTrouble(problem.message);
    }
    input.value = '';
    setBusy(false);
  };
  return html`<${Card} title=${say('diagnoseList')}><${Trouble} error=${trouble} /><label for="list" class="soft">${say('diagnoseHint')}</label>
    <div><input id="list" class="hidden" type="file" accept=".csv,.txt,text/csv" disabled=${isBusy} onChange=${(event) => take(event.target)} /><label for="list" class="button">${say(isBusy ? 'busy' : 'chooseFile')}</label></div><//>`;
}

function Summary({ api, diagnosis, term }) {
  const { totals, readiness } = diagnosis;
  const { low, high } = { low: totals.better.lowGrams, high: totals.better.highGrams };
  const download = async (format) =>
    save(await api.blob(`/v1/carbon/diagnoses/${diagnosis.diagnosisId}?format=${format}`), `diagnosis.${format}`);
  return html`<${Figures} items=${[
    [`${totals.computedRows} / ${totals.rows}`, term('computed')],
    [`${tonnes(totals.now.wellToWakeGrams)} t`, term('now')],
    [low === high ? `${tonnes(low)} t` : `${tonnes(low)} – ${tonnes(high)} t`, term('better')],
    [`${totals.primaryDataSharePercent ?? '–'} %`, term('primaryShare'), 'on'],
  ]} />
  <${Card} title=${`${diagnosis.fileName}: ${term('readiness')}`} aside=${html`<span class="no-print">${['csv', 'html'].map((format) => html`<button key=${format} onClick=${() => download(format)}>${format.toUpperCase()}</button> `)}</span>`}>
    <p><span class="tag ${readiness.outcome === 'READY' ? 'on' : ''}">${term(readiness.outcome)}</span> ${readiness.readyRows} / ${totals.rows} ${term('readyRows')}${readiness.policyVersion ? ` · ${term('policy')} ${readiness.policyVersion}` : ''}</p>
    ${readiness.blockers.length > 0 && html`<ul class="why">${readiness.blockers.map((blocker) => html`<li key=${blocker.code}>${inLanguage(blocker, 'message')} <span class="soft">${rowsNamed(blocker.rowNumbers)}</span></li>`)}</ul>`}
    <p class="soft">${term('betterNote')}</p>
    <p class="note">${inLanguage(diagnosis, 'notice')} ${inLanguage(readiness, 'notice')}</p><//>`;
}

function Findings({ diagnosis, term }) {
  return html`<${Card} title=${term('fix')}><${Table} caption=${term('fix')} rows=${diagnosis.findings} keyOf=${(row) => `${row.code} ${row.column}`} columns=${[
    [
      say('kind'),
      (row) => html`<span class="tag ${row.severity === 'ASSUMED' ? '' : 'alarm'}">${term(row.severity)}</span>`,
    ],
    [term('column'), (row) => (row.column === row.field ? term(`field.${row.field}`) : row.column)],
    [
      term('problem'),
      (row) =>
        html`${inLanguage(row, 'message')}${row.allowed ? html`<br /><span class="soft">${term('accepted')}: ${inLanguage(row, 'allowed')}</span>` : ''}`,
      'wrap',
    ],
    [say('rows'), (row) => rowsText(row.rowNumbers), 'wrap-short'],
  ]} /><//>
  ${
    diagnosis.questions.length > 0 &&
    html`<${Card} title=${term('questions')}><ol class="plain">${diagnosis.questions.map((row) => html`<li key=${row.question}>${inLanguage(row, 'question')} <span class="soft">${rowsNamed(row.rowNumbers)}</span></li>`)}</ol><//>`
  }`;
}

/** Links by which a carrier or supplier gives exactly what is asked, once. */
function Evidence({ api, diagnosis, term, tick }) {
  const [count, setCount] = useState(0);
  const [link, setLink] = useState(null);
  const [trouble, setTrouble] = useState('');
  const { value: asked = [] } = useData(
    () => api.get(`/v1/carbon/diagnoses/${diagnosis.diagnosisId}/evidence-requests`),
    [diagnosis.diagnosisId, count, tick],
  );
  const act = async (work) => {
    setTrouble('');
    try {
      await work();
      setCount((known) => known + 1);
    } catch (problem) {
      setTrouble(problem.message);
    }
  };
  const ask = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    void act(async () => {
      const made = await api.post(`/v1/carbon/diagnoses/${diagnosis.diagnosisId}/evidence-requests`, {
        addressee: form.get('addressee').trim(),
        asks: form.getAll('ask'),
        rowNumbers: numbersIn(form.get('rows')),
      });
      setLink(made);
      event.target.reset();
    });
  };
  const withdraw = (row) => act(() => api.post(`/v1/carbon/evidence-requests/${row.evidenceRequestId}/withdrawal`));
  return html`<${Card} title=${say('evidence')}><${Trouble} error=${trouble} />
    <form class="ask no-print" onSubmit=${ask}>
      <p class="soft">${say('evidenceHint')}</p>
      <div class="fields"><label>${say('addressee')}<input name="addressee" required minlength="2" placeholder="Ocean Bridge Line" /></label>
      <label>${say('rowNumbers')}<input name="rows" required placeholder="1, 3-5" pattern="[0-9,，、\\s–\\-]+" /></label></div>
      <fieldset><legend>${say('asks')}</legend>${ASKS.map((name) => html`<label key=${name} class="check"><input type="checkbox" name="ask" value=${name} /> ${term(`ask.${name}`)}</label>`)}</fieldset>
      <button class="main">${say('makeLink')}</button></form>
    ${link && html`<${Link} link=${link} />`}
    ${
      asked.length > 0 &&
      html`<${Table} caption=${say('evidence')} rows=${asked} keyOf=${(row) => row.evidenceRequestId} columns=${[
        [say('addressee'), (row) => row.addressee],
        [say('asks'), (row) => row.asks.map((name) => term(`ask.${name}`)).join('; '), 'wrap'],
        [say('rows'), (row) => rowsText(row.rowNumbers)],
        [
          say('status'),
          (row) => html`<span class="tag ${row.status === 'ANSWERED' ? 'on' : ''}">${say(`link.${row.status}`)}</span>`,
        ],
        [say('until'), (row) => clock(row.answeredAt ?? row.expiresAt)],
        [
          say('act'),
          (row) =>
            row.status === 'OPEN' &&
            html`<button onClick=${() => withdraw(row)} aria-label=${`${say('withdraw')} ${row.addressee}`}>${say('withdraw')}</button>`,
          'no-print',
        ],
      ]} />`
    }<//>`;
}

/** Shown this once: only its hash is kept. */
function Link({ link }) {
  const field = useRef(null);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    field.current.select();
    setCopied(false);
  }, [link.url]);
  return html`<div class="fields no-print"><label>${say('linkFor')} ${link.addressee}: ${say('linkOnce')}<input ref=${field} readonly value=${link.url} /></label>
    <button onClick=${() => navigator.clipboard.writeText(link.url).then(() => setCopied(true))}>${say(isCopied ? 'copied' : 'copy')}</button></div>`;
}

const MOST_ROWS = 500;
function Rows({ diagnosis, term }) {
  return html`<${Card} title=${term('eachRow')} aside=${html`<${Shown} shown=${Math.min(MOST_ROWS, diagnosis.rows.length)} of=${diagnosis.rows.length} />`}><${Table} caption=${term('eachRow')} rows=${diagnosis.rows.slice(0, MOST_ROWS)} keyOf=${(row) => row.rowNumber} columns=${[
    ['#', (row) => row.rowNumber, 'n'],
    [
      term('shipment'),
      (row) => html`${row.reference}<br /><span class="soft">${row.units} × ${row.ISOEquipmentCode}</span>`,
    ],
    [
      term('route'),
      (row) =>
        html`${row.loadPort ?? '?'} → ${row.dischargePort ?? '?'}<br /><span class="soft">${row.departureDate ?? ''}</span>`,
    ],
    [term('ship'), (row) => row.vesselName ?? row.vesselIMONumber ?? '–'],
    [
      term('grade'),
      (row) =>
        html`<span class="tag ${row.grade === 'PRIMARY' ? 'on' : ''}">${row.grade ? say(row.grade) : term('NONE')}</span>`,
    ],
    [`${term('now')}, kg`, (row) => (row.now === null ? '–' : number(row.now.wellToWakeGrams / 1000)), 'n'],
    [
      term('better'),
      (row) =>
        row.better === null
          ? '–'
          : html`${row.better.lowGrams === null ? '' : html`${number(row.better.lowGrams / 1000)}${row.better.highGrams === row.better.lowGrams ? '' : ` – ${number(row.better.highGrams / 1000)}`} kg<br />`}<span class="soft">${inLanguage(row.better, 'reason')}</span>`,
      'wrap',
    ],
  ]} /><//>`;
}
