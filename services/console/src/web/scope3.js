import {
  Bar,
  Card,
  day,
  Figures,
  html,
  Indicative,
  number,
  Shown,
  save,
  Table,
  Trouble,
  useData,
} from '/console/parts.js';
import { say } from '/console/words.js';

const tonnes = (grams) => number(grams / 1e6, 1);
/** What sails soon is of next year already, when it is December. */
const YEARS = [1, 0, -1, -2, -3];
const signed = (percent) =>
  percent === null ? '–' : `${Number(percent) > 0 ? '+' : ''}${percent.replace('-', '−')} %`;
/** GHG Protocol categories in words; every other key is a name or a word of its own. */
const keyOf = (key) => (key === '4' || key === '9' ? say(`category${key}`) : say(key));

/** A year of an exporter's transport, each figure the sum of signed statements. */
export function Scope3View({ api, me, tick, path, go }) {
  const isOverseer = me.role === 'authority' || me.role === 'verifier';
  const { value: statements = [] } = useData(
    () => (isOverseer ? api.list('/v1/carbon/statements', 10) : Promise.resolve([])),
    [tick],
  );
  const exporters = [...new Set(statements.map(({ exporterId }) => exporterId))].toSorted();
  const [known, wanted] = (path ?? '').split(' ');
  const thisYear = new Date().getFullYear();
  const year = Number(known) || thisYear;
  const exporterId = isOverseer ? (wanted ?? exporters[0]) : me.organisationId;
  const query = `year=${year}&exporterId=${encodeURIComponent(exporterId ?? '')}`;
  const { value: found } = useData(
    () =>
      exporterId === undefined
        ? Promise.resolve(undefined)
        : api.get(`/v1/carbon/scope3-reports?${query}`).then(
            (report) => ({ report }),
            // A year without a statement is an answer, not a trouble.
            (problem) => (problem.status === 404 ? { report: null } : { error: problem.message }),
          ),
    [query, tick],
  );
  const choose = (next) => go(`${next.year ?? year}${isOverseer ? ` ${next.exporterId ?? exporterId ?? ''}` : ''}`);
  const download = async () =>
    save(await api.blob(`/v1/carbon/scope3-reports?${query}&format=csv`), `scope3-${year}.csv`);
  const report = found?.report;
  return html`<${Trouble} error=${found?.error} /><${Card} title=${`${say('scope3Title')} ${report?.exporter.name ?? ''} ${year}`} aside=${html`<span class="no-print fields">
      ${isOverseer && html`<select aria-label=${say('exporter')} value=${exporterId} onChange=${(event) => choose({ exporterId: event.target.value })}>${exporters.map((id) => html`<option key=${id} value=${id}>${id}</option>`)}</select>`}
      <select aria-label=${say('year')} value=${year} onChange=${(event) => choose({ year: event.target.value })}>${YEARS.map((offset) => thisYear + offset).map((value) => html`<option key=${value} value=${value}>${value}</option>`)}</select>
      ${report && html`<button onClick=${download}>CSV</button><button onClick=${() => print()}>${say('print')}</button>`}</span>`}>
    <p class="soft">${say('scope3Hint')}</p>
    ${found?.report === null && html`<p>${say('noStatements')}</p>`}
    ${report && html`<p><span class="tag ${report.reconciliation.ok ? 'on' : 'alarm'}">${say(report.reconciliation.ok ? 'reconciled' : 'notReconciled')}</span></p>`}<//>
    ${report && html`${report.indicative && html`<${Indicative} />`}<${Report} report=${report} />`}`;
}

function Report({ report }) {
  const { totals, lastYear } = report;
  const againstDefault =
    totals.laneDefaultWellToWakeGrams === 0
      ? null
      : (100 * (totals.wellToWakeGrams - totals.laneDefaultWellToWakeGrams)) / totals.laneDefaultWellToWakeGrams;
  const groups = [
    ['byCategory', report.byCategory],
    ['byMode', report.byMode],
    ['byGrade', report.byDataGrade],
    ['byLane', report.byLane],
    ['byCarrier', report.byCarrier],
    ['byKind', report.byFootprintKind],
  ];
  return html`<${Figures} items=${[
    [`${tonnes(totals.wellToWakeGrams)} t`, say('wtw')],
    [totals.gramsPerTonneKm ?? '–', 'g CO2e / t-km'],
    [`${totals.shipments} / ${totals.containers}`, say('shipmentsContainers')],
    [againstDefault === null ? '–' : `${number(againstDefault, 1)} %`, say('below'), 'on'],
    lastYear === null
      ? ['–', say('lastYear')]
      : [signed(lastYear.differencePercent), `${say('against')} ${lastYear.year} (${say('comparison')})`],
  ]} />
    <div class="thirds">${groups.map(([name, rows]) => html`<${Card} key=${name} title=${say(name)}><${Groups} rows=${rows} total=${totals.wellToWakeGrams} name=${say(name)} /><//>`)}</div>
    <${Card} title=${say('scope3Shipments')}><${Table} caption=${say('scope3Shipments')} rows=${report.shipments} keyOf=${(row) => row.allocationId} columns=${[
      [say('reference'), (row) => row.requestReference],
      [say('lane'), (row) => `${row.loadPort} → ${row.dischargePort}`],
      [say('carrier'), (row) => row.carrier],
      [say('departure'), (row) => day(row.departureDateTime)],
      [say('units'), (row) => row.units, 'n'],
      [say('category'), (row) => row.scope3Category ?? '–', 'n'],
      [say('grade'), (row) => say(row.dataQuality)],
      ['kg CO2e', (row) => number(row.wellToWakeGrams / 1000), 'n'],
      [
        say('statement'),
        (row) =>
          html`<a href=${`#/statements/${encodeURIComponent(row.statementId)}`}>…${row.statementId.slice(-8)}</a>`,
      ],
    ]} /><//>
    ${
      report.notCounted.length > 0 &&
      html`<${Card} title=${say('notCounted')}><ul class="why">${report.notCounted.map((row) => html`<li key=${row.statementId + row.allocationId}>…${row.statementId.slice(-8)}: ${say(row.reason)}</li>`)}</ul><//>`
    }
    <${Card} title=${say('scope3Method')}><ul class="plain">${['standard', 'calculation', 'year', 'counting', 'excluded', 'notice'].map((name) => html`<li key=${name}>${say(`method.${name}`)}</li>`)}</ul>
      <${Table} caption=${say('factors')} rows=${report.factors} keyOf=${(row) => row.key + row.factorSetVersion} columns=${[
        [say('factors'), (row) => row.key],
        [say('version'), (row) => row.factorSetVersion],
        ['GWP', (row) => row.gwpSet],
        ['t CO2e', (row) => tonnes(row.wellToWakeGrams), 'n'],
      ]} /><//>`;
}

const MOST_GROUPS = 12;
const Groups = ({ rows, total, name }) =>
  html`<${Shown} shown=${Math.min(MOST_GROUPS, rows.length)} of=${rows.length} /><${Table} caption=${name} rows=${rows.toSorted((a, b) => b.wellToWakeGrams - a.wellToWakeGrams).slice(0, MOST_GROUPS)} keyOf=${({ key }) => key} columns=${[
    [say('item'), (row) => keyOf(row.key), 'wrap-short'],
    ['t CO2e', (row) => tonnes(row.wellToWakeGrams), 'n'],
    [
      say('share'),
      (row) => {
        const percent = total === 0 ? 0 : (100 * row.wellToWakeGrams) / total;
        return html`<${Bar} percent=${percent} text=${`${number(percent)} %`} />`;
      },
    ],
  ]} />`;
