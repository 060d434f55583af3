import { useState } from 'preact/hooks';
import {
  Card,
  Chart,
  clock,
  colour,
  Figures,
  html,
  Indicative,
  number,
  save,
  Table,
  Trouble,
  useData,
} from '/console/parts.js';
import { say } from '/console/words.js';

export function ProgrammeView({ api, me, tick }) {
  const { value: outcomes, error } = useData(() => api.get('/v1/programme/outcomes'), [tick]);
  const { value: months } = useData(() => api.get('/v1/programme/outcomes?by=month'), [tick]);
  const { value: ports } = useData(() => api.get('/v1/programme/outcomes?by=port'), [tick]);
  if (!outcomes?.total) return html`<${Trouble} error=${error} />`;
  const { total } = outcomes;
  const interval = total.dwell.confidenceInterval95Hours;
  const figures = [
    [percent(total.requests.priority.fillRatePercent), `${say('priority')}: ${say('fillRate')}`, 'on'],
    [percent(total.requests.standard.fillRatePercent), `${say('standard')}: ${say('fillRate')}`],
    [`${number(Number(total.carbon.teuOnLowEmissionSpace))} / ${number(Number(total.carbon.teu))}`, say('lowEmission')],
    [change(total.carbon.belowLaneDefaultPercent), say('below')],
    [
      hours(total.dwell.hoursSavedPerBox),
      `${say('saved')}${interval ? ` (95 %: ${interval[0]} – ${interval[1]})` : ''}`,
    ],
    [`${total.units.active} / ${total.units.designated}`, say('unitsActive')],
  ];
  const download = async () => save(await api.blob('/v1/programme/outcomes?format=csv'), 'outcomes.csv');
  return html`${outcomes.indicative && html`<${Indicative} />`}<${Figures} items=${figures} />
    <div class="two"><${Card} title=${say('trend')}>${months && html`<${Trend} groups=${months.groups} />`}<//>
      <${Policies} api=${api} me=${me} tick=${tick} /></div>
    <${Card} title=${say('cluster')} aside=${html`<button onClick=${download}>CSV</button>`}><${Groups} name=${say('cluster')} rows=${outcomes.clusters.map((row) => ({ ...row, key: `${row.clusterCode}, ${row.province}` }))} /><//>
    ${ports && html`<${Card} title=${say('byPort')}><${Groups} name=${say('port')} rows=${ports.groups} /><//>`}
    <${Card} title=${say('methods')}><dl>${Object.entries(outcomes.methods).map(([name, method]) => html`<div key=${name}><dt>${say(`method.${name}`)}</dt><dd>${method}</dd></div>`)}</dl><//>`;
}

const percent = (text) => (text === null || text === undefined ? '–' : `${text} %`);
/** What lies below is less: 9.9 below is −9.9 %, −25.4 below is +25.4 %. */
const change = (below) =>
  percent(below?.startsWith('-') ? below.replace('-', '+') : below && Number(below) !== 0 ? `−${below}` : below);

const hours = (text) => (text === null ? '–' : `${text} ${say('h')}`);

/** What was approved, of all that was claimed and not claimed anew since: a corrected claim lives on in the one after it. */
function claimsOf(rows) {
  const count = (isCounted) => rows.filter(({ status }) => isCounted(status)).reduce((sum, row) => sum + row.claims, 0);
  return `${count((status) => status === 'approved')} / ${count((status) => status !== 'corrected')}`;
}

const Groups = ({ name, rows }) =>
  html`<${Table} caption=${name} rows=${rows} keyOf=${({ key }) => key} columns=${[
    [name, (row) => row.key],
    [say('asked'), (row) => number(row.requests.priority.unitsRequested + row.requests.standard.unitsRequested), 'n'],
    [`${say('priority')}: ${say('fillRate')}`, (row) => percent(row.requests.priority.fillRatePercent), 'n'],
    [`${say('standard')}: ${say('fillRate')}`, (row) => percent(row.requests.standard.fillRatePercent), 'n'],
    [
      say('hours'),
      (row) => `${row.requests.priority.hoursToAllocation ?? '–'} / ${row.requests.standard.hoursToAllocation ?? '–'}`,
      'n',
    ],
    [
      say('lowEmission'),
      (row) => `${number(Number(row.carbon.teuOnLowEmissionSpace))} / ${number(Number(row.carbon.teu))}`,
      'n',
    ],
    ['t CO2e', (row) => number(Number(row.carbon.co2eKg) / 1000), 'n'],
    [say('below'), (row) => change(row.carbon.belowLaneDefaultPercent), 'n'],
    [say('saved'), (row) => hours(row.dwell.hoursSavedPerBox), 'n'],
    [say('claims'), (row) => (row.claims ? claimsOf(row.claims) : '–'), 'n'],
  ]} />`;

const HALF_MONTH_SECONDS = 15 * 86_400;

/** Fill rate of priority and standard cargo, month after month. */
function Trend({ groups }) {
  const at = groups.map(({ key }) => Date.parse(`${key}-01T00:00:00Z`) / 1000);
  const rate = (kind) =>
    groups.map(({ requests }) =>
      requests[kind].fillRatePercent === null ? null : Number(requests[kind].fillRatePercent),
    );
  const line = (label, name) => ({
    label,
    stroke: colour(name),
    width: 2,
    points: { show: true, size: 8, fill: colour(name) },
  });
  const label = `${say('fillRate')}: ${groups.map(({ key, requests }) => `${key} ${requests.priority.fillRatePercent ?? '–'} / ${requests.standard.fillRatePercent ?? '–'} %`).join(', ')}`;
  return html`<${Chart} label=${label} data=${[at, rate('priority'), rate('standard')]} options=${{
    scales: {
      x: { time: true, range: [at[0] - HALF_MONTH_SECONDS, at.at(-1) + HALF_MONTH_SECONDS] },
      y: { range: [0, 105] },
    },
    axes: [
      {
        splits: () => at,
        values: (_chart, months) => months.map((month) => new Date(month * 1000).toISOString().slice(0, 7)),
      },
      { size: 58, values: (_chart, ticks) => ticks.map((tick) => `${tick} %`) },
    ],
    series: [{ label: say('month') }, line(say('priority'), '--green'), line(say('standard'), '--grey')],
  }} />`;
}

/** Of all versions that were put in force, newest first, the one that holds: later ones are to come, earlier ones are over. */
function stateOf(row, policies) {
  if (row.status === 'draft') return 'draft';
  if (Date.parse(row.effectiveFrom) > Date.now()) return 'upcoming';
  const holds = policies.find(
    ({ status, effectiveFrom }) => status === 'in-force' && Date.parse(effectiveFrom) <= Date.now(),
  );
  return row === holds ? 'in-force' : 'replaced';
}

const PREVIEW_POLLS = 120;

/** Asked for, and read again until the market has answered. */
async function previewed(api, { policyId, version }) {
  const asked = await api.post(`/v1/programme/policies/${policyId}/preview`, { version });
  for (let count = 0; count < PREVIEW_POLLS; count += 1) {
    const preview = await api.get(`/v1/programme/policies/${policyId}/previews/${asked.previewId}`);
    if (preview.status !== 'PENDING') return preview;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error(say('noPreview'));
}

/** Policy versions; a draft can be held against the present book before anyone approves it. */
function Policies({ api, me, tick }) {
  const { value: policies = [], error } = useData(() => api.list('/v1/programme/policies'), [tick]);
  const [preview, setPreview] = useState(null);
  const [trouble, setTrouble] = useState('');
  const look = async (policy) => {
    setTrouble('');
    try {
      setPreview(await previewed(api, policy));
    } catch (problem) {
      setTrouble(problem.message);
    }
  };
  return html`<${Card} title=${say('policies')}><${Trouble} error=${error ?? (trouble || undefined)} /><${Table} caption=${say('policies')} rows=${policies} keyOf=${({ policyId, version }) => `${policyId}/${version}`} columns=${[
    [
      say('version'),
      (row) => {
        const state = stateOf(row, policies);
        return html`${row.version} <span class="tag ${state === 'in-force' ? 'on' : ''}">${say(state)}</span>`;
      },
    ],
    [say('basis'), (row) => say(row.basis)],
    [say('from'), (row) => clock(row.effectiveFrom)],
    ...(me.role === 'authority'
      ? [
          [
            say('act'),
            (row) =>
              html`<button onClick=${() => look(row)} aria-label=${`${say('preview')} ${row.version}`}>${say('preview')}</button>`,
          ],
        ]
      : []),
  ]} />
  ${
    preview?.markets &&
    html`<${Table} caption=${say('preview')} rows=${preview.markets} keyOf=${({ market }) => market} columns=${[
      [`${say('preview')} ${preview.version}`, (row) => row.market],
      [say('priority'), (row) => `${row.before.priorityUnits} → ${row.after.priorityUnits}`, 'n'],
      [say('standard'), (row) => `${row.before.standardUnits} → ${row.after.standardUnits}`, 'n'],
      [say('waiting'), (row) => `${row.before.waitingUnits} → ${row.after.waitingUnits}`, 'n'],
      [say('protectedTeu'), (row) => `${row.before.protectedTeu} → ${row.after.protectedTeu}`, 'n'],
      [say('changed'), (row) => row.requestsChanged, 'n'],
    ]} />`
  }<//>`;
}
