import htm from 'htm';
import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { currentLanguage, say } from '/console/words.js';

const html = htm.bind(h);
const LIVE = ['held', 'confirmed', 'loaded', 'completed'];

const day = (text) =>
  new Intl.DateTimeFormat(currentLanguage(), { month: 'short', day: 'numeric' }).format(new Date(text));
const clock = (text) =>
  new Intl.DateTimeFormat(currentLanguage(), {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(text));
const number = (value, digits = 0) =>
  new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(
    value,
  );

/** Reads again when something happened; keeps what is shown until the new answer is there. */
function useData(read, dependencies) {
  const [state, setState] = useState({});
  useEffect(() => {
    let isCurrent = true;
    read().then(
      (value) => isCurrent && setState({ value }),
      (error) => isCurrent && setState((known) => ({ ...known, error: error.message })),
    );
    return () => {
      isCurrent = false;
    };
  }, dependencies);
  return state;
}

const Card = ({ title, children }) => html`<section class="card"><h2>${title}</h2>${children}</section>`;
const Figures = ({ items }) =>
  html`<section class="card"><div class="figures">${items.map(([value, name]) => html`<div key=${name}><b>${value}</b><span>${name}</span></div>`)}</div></section>`;
const Nothing = () => html`<p class="soft">${say('nothing')}</p>`;
const Trouble = ({ error }) => (error ? html`<p class="error" role="alert">${error}</p>` : null);

/** A chart of uPlot that follows the width of its place. */
function Chart({ options, data, label }) {
  const place = useRef(null);
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const soft = style.getPropertyValue('--soft');
    const line = style.getPropertyValue('--line');
    const axes = options.axes.map((axis) => ({
      stroke: soft,
      grid: { stroke: line, width: 1 },
      ticks: { stroke: line },
      ...axis,
    }));
    const chart = new uPlot({ ...options, axes, width: place.current.clientWidth, height: 260 }, data, place.current);
    const watcher = new ResizeObserver(() => chart.setSize({ width: place.current.clientWidth, height: 260 }));
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      chart.destroy();
    };
  }, [JSON.stringify(data)]);
  return html`<div class="plot" ref=${place} role="img" aria-label=${label}></div>`;
}

const MAP = { width: 720, height: 330, west: -130, east: 190, north: 62, south: -42 };
const project = (latitude, longitude) => {
  // The Pacific lies in the middle of this platform's trades: America is drawn east of Asia, the map cut in the Atlantic.
  const shifted = longitude < -30 ? longitude + 360 : longitude;
  return [((shifted + 30) / 360) * MAP.width, ((MAP.north - latitude) / (MAP.north - MAP.south)) * MAP.height];
};

function LaneMap({ allocations, ports }) {
  const lanes = new Map();
  for (const { loadPort, dischargePort, space } of allocations) {
    const name = `${loadPort} ${dischargePort}`;
    lanes.set(name, (lanes.get(name) ?? 0) + space.quarterTeu / 4);
  }
  const called = new Set([...lanes.keys()].flatMap((name) => name.split(' ')));
  const most = Math.max(1, ...lanes.values());
  return html`<svg class="map" viewBox="0 0 ${MAP.width} ${MAP.height}" role="img" aria-label="${say('lane')}: ${lanes.size}">
    ${[...lanes].map(([name, teu]) => {
      const [from, to] = name.split(' ').map((code) => ports[code]);
      if (!from || !to) return null;
      const [x1, y1] = project(from[1], from[2]);
      const [x2, y2] = project(to[1], to[2]);
      return html`<path key=${name} class="lane" stroke-width=${1 + (teu / most) * 5} d="M${x1} ${y1} Q${(x1 + x2) / 2} ${Math.max(y1, y2) + Math.abs(x2 - x1) * 0.12} ${x2} ${y2}"><title>${name}: ${number(teu)} TEU</title></path>`;
    })}
    ${[...called].map((code) => {
      const port = ports[code];
      if (!port) return null;
      const [x, y] = project(port[1], port[2]);
      return html`<g key=${code}><circle cx=${x} cy=${y} r="3" /><text x=${x + 5} y=${y - 4}>${port[0]}</text></g>`;
    })}</svg>`;
}

const KIND = (type) => type.replace(/^org\.greenlane\./, '').replace(/\.v\d+$/, '');
function describe({ type, data }) {
  if (type.includes('.allocation.'))
    return `${data.requestReference}: ${data.units} × ${data.ISOEquipmentCode} ${data.loadPort} → ${data.dischargePort}, ${data.vessel.name}`;
  if (type.includes('.pass.'))
    return `${data.status} ${data.equipmentReference ?? ''} ${data.UNLocationCode} ${data.vesselName}`;
  if (type.includes('equipment-event'))
    return `${data.equipmentEventTypeCode} ${data.equipmentReference} ${data.UNLocationCode}`;
  if (type.includes('.dwell.'))
    return `${data.equipmentReference} ${data.lane} ${data.dwellMinutes === undefined ? data.state : `${number(data.dwellMinutes / 60, 1)} h`}`;
  return data.message ?? data.requestReference ?? data.carrierOfferReference ?? data.name ?? data.status ?? '';
}
const Live = ({ events }) =>
  html`<${Card} title=${say('live')}>${events.length === 0 ? html`<${Nothing} />` : html`<ol class="live" aria-live="polite" tabindex="0">${events.map((event) => html`<li key=${event.id}><time>${clock(event.time)}</time><span><b>${KIND(event.type)}</b> ${describe(event)}</span></li>`)}</ol>`}<//>`;

function useAllocations(api, tick) {
  return useData(async () => (await api.list('/v1/allocations')).filter(({ status }) => LIVE.includes(status)), [tick]);
}

export function MarketView({ api, me, tick, events }) {
  const { value: allocations = [], error } = useAllocations(api, tick);
  const { value: ports = {} } = useData(() => api.get('/console/ports.json'), []);
  const { value: offers = [] } = useData(async () => {
    if (me.role !== 'carrier') return [];
    const open = (await api.list('/v1/vessel-offers'))
      .filter(({ status }) => status !== 'ENDED' && status !== 'WITHDRAWN')
      .slice(0, 12);
    return Promise.all(open.map(({ offerId }) => api.get(`/v1/vessel-offers/${offerId}`)));
  }, [tick]);
  const teu = allocations.reduce((total, { space }) => total + space.quarterTeu / 4, 0);
  const priorityTeu = allocations
    .filter(({ priority }) => priority)
    .reduce((total, { space }) => total + space.quarterTeu / 4, 0);
  const sum = (field) => allocations.reduce((total, { units, perContainer }) => total + units * perContainer[field], 0);
  const [grams, laneDefault] = [sum('wellToWakeGrams'), sum('laneDefaultWellToWakeGrams')];
  return html`<${Trouble} error=${error} /><p class="note">${say('indicative')}</p>
    <${Figures} items=${[[number(teu), say('teuPlaced')], [number(priorityTeu), say('priority')], [number(grams / 1e6), say('co2e')], [laneDefault === 0 ? '–' : `${number((100 * (grams - laneDefault)) / laneDefault, 1)} %`, say('below')]]} />
    <div class="two"><${Card} title=${say('market')}><${LaneMap} allocations=${allocations} ports=${ports} /><//><${Live} events=${events} /></div>
    ${
      offers.length > 0 &&
      html`<${Card} title=${say('fill')}><div class="scroll" tabindex="0"><table><thead><tr><th>${say('sailing')}</th><th>${say('lane')}</th><th>${say('departure')}</th><th>${say('fill')}</th></tr></thead><tbody>
      ${offers.map(
        (
          offer,
        ) => html`<tr key=${offer.offerId}><td>${offer.vessel.name} ${offer.carrierExportVoyageNumber}</td><td>${offer.portCalls.map(({ UNLocationCode }) => UNLocationCode).join(' → ')}</td><td>${day(offer.portCalls[0].departureDateTime)}</td>
        <td><span class="bars">${offer.pools.map((leg) => {
          const used = leg.offered.teu === 0 ? 100 : Math.round(100 * (1 - leg.remaining.teu / leg.offered.teu));
          return html`<i style="--fill:${used}%" title="${leg.fromUNLocationCode} → ${leg.toUNLocationCode}: ${used} %"></i>`;
        })}</span></td></tr>`,
      )}</tbody></table></div><//>`
    }
    <${Card} title=${say('sailing')}><${AllocationTable} allocations=${allocations.slice(-60).reverse()} /><//>`;
}

const AllocationTable = ({ allocations }) =>
  allocations.length === 0
    ? html`<${Nothing} />`
    : html`<div class="scroll" tabindex="0"><table><thead><tr><th>${say('reference')}</th><th>${say('lane')}</th><th>${say('sailing')}</th><th>${say('departure')}</th><th class="n">${say('units')}</th><th class="n">kg CO2e</th><th>${say('status')}</th></tr></thead><tbody>
  ${allocations.map((row) => html`<tr key=${row.allocationId}><td>${row.requestReference}</td><td>${row.loadPort} → ${row.dischargePort}</td><td>${row.vessel.name}</td><td>${day(row.departureDateTime)}</td><td class="n">${row.units}</td><td class="n">${number((row.units * row.perContainer.wellToWakeGrams) / 1000)}</td><td><span class="tag ${row.priority ? 'on' : ''}">${row.status}</span></td></tr>`)}</tbody></table></div>`;

export function RequestView({ api, tick }) {
  const { value: requests = [], error } = useData(async () => (await api.list('/v1/cargo-requests')).reverse(), [tick]);
  const [chosen, setChosen] = useState(null);
  const requestId = chosen ?? requests[0]?.requestId;
  const { value: ranking } = useData(
    () => (requestId ? api.get(`/v1/rankings/${requestId}`) : Promise.resolve(undefined)),
    [requestId, tick],
  );
  return html`<${Trouble} error=${error} /><div class="two"><${Card} title=${say('requests')}><div class="scroll" tabindex="0"><table><thead><tr><th>${say('reference')}</th><th>${say('cargo')}</th><th>${say('to')}</th><th class="n">${say('units')}</th><th>${say('status')}</th></tr></thead><tbody>
      ${requests.map((row) => html`<tr key=${row.requestId} tabindex="0" aria-selected=${row.requestId === requestId} onClick=${() => setChosen(row.requestId)} onKeyDown=${(event) => event.key === 'Enter' && setChosen(row.requestId)}><td>${row.requestReference}</td><td>${row.cargo.commodityType}</td><td>${row.destination.dischargePorts.join(', ')}</td><td class="n">${row.equipment.units}</td><td><span class="tag">${row.status}</span></td></tr>`)}</tbody></table></div><//>
    <${Card} title=${say('ranking')}>${ranking ? html`<${Ranking} ranking=${ranking} />` : html`<${Nothing} />`}<//></div>`;
}

function Ranking({ ranking }) {
  const rows = [...ranking.candidates].toSorted(
    (first, second) => Date.parse(first.arrivalDateTime) - Date.parse(second.arrivalDateTime),
  );
  const points = (wanted) => rows.map((row) => (row.paretoOptimal === wanted ? Number(row.co2e.perTeuKg) : null));
  const green = getComputedStyle(document.documentElement).getPropertyValue('--green');
  const dots = (fill) => ({
    paths: () => null,
    stroke: green,
    points: { show: true, size: 9, fill: fill ? green : 'transparent', stroke: green, width: 2 },
  });
  return html`${rows.length > 0 && html`<p class="soft">${say('plot')}</p><${Chart} label=${say('plot')} data=${[rows.map((row) => Date.parse(row.arrivalDateTime) / 1000), points(true), points(false)]} options=${{ legend: { show: false }, cursor: { show: false }, scales: { x: { time: true } }, axes: [{}, { size: 62 }], series: [{}, dots(true), dots(false)] }} />`}
    <div class="scroll" tabindex="0"><table><thead><tr><th class="n">#</th><th>${say('sailing')}</th><th>${say('lane')}</th><th>${say('arrival')}</th><th class="n">${say('perTeu')}</th><th>${say('rate')}</th><th>${say('data')}</th></tr></thead><tbody>
    ${ranking.candidates.map((row) => html`<tr key=${row.offerId}><td class="n">${row.rank}</td><td>${row.vessel?.name ?? row.offerId} ${row.paretoOptimal ? html`<span class="tag on">Pareto</span>` : ''}</td><td>${row.loadPort} → ${row.dischargePort}</td><td>${day(row.arrivalDateTime)}</td><td class="n">${number(Number(row.co2e.perTeuKg))}</td><td>${row.rate ? `${number(Number(row.rate.amount))} ${row.rate.currencyCode}` : '–'}</td><td>${row.co2e.byElement.find(({ kind }) => kind === 'SEA')?.dataQuality}</td></tr>`)}</tbody></table></div>
    <h2>${say('whyNot')}: ${ranking.counts.refused}</h2><div class="scroll" tabindex="0"><table><tbody>${ranking.refused.map((row) => html`<tr key=${row.offerId}><td class="wrap">${row.reasons.map(({ message }) => message).join(' ')}</td></tr>`)}</tbody></table></div>`;
}

export function PortView({ api, tick, events }) {
  const { value: passes = [], error } = useData(
    async () =>
      (await api.list('/v1/port-channel/passes?status=issued')).toSorted(
        (first, second) => Date.parse(first.window.closes) - Date.parse(second.window.closes),
      ),
    [tick],
  );
  const { value: dwell } = useData(() => api.get('/v1/port-channel/dwell'), [tick]);
  const { value: alerts = [] } = useData(() => api.get('/v1/port-channel/alerts'), [tick]);
  const lanes = dwell?.lanes;
  const hours = lanes
    ? Array.from(
        {
          length:
            1 +
            Math.max(
              0,
              ...['GREEN', 'ORDINARY'].flatMap((lane) => lanes[lane].hours.map(({ hour }) => Math.floor(hour / 6))),
            ),
        },
        (_, index) => index * 6,
      )
    : [];
  const bars = (lane) =>
    hours.map((start) =>
      lanes[lane].hours
        .filter(({ hour }) => hour >= start && hour < start + 6)
        .reduce((total, { count }) => total + count, 0),
    );
  const style = getComputedStyle(document.documentElement);
  const line = (name, colour) => ({
    label: name,
    stroke: style.getPropertyValue(colour),
    width: 2,
    fill: `${style.getPropertyValue(colour).trim()}33`,
    paths: uPlot.paths.stepped({ align: 1 }),
    points: { show: false },
  });
  return html`<${Trouble} error=${error} />${
    lanes &&
    html`<${Figures} items=${[[`${lanes.GREEN.meanHours ?? '–'} h`, `${say('green')}, ${say('mean')} (${lanes.GREEN.count})`], [`${lanes.ORDINARY.meanHours ?? '–'} h`, `${say('ordinary')}, ${say('mean')} (${lanes.ORDINARY.count})`], [`${lanes.GREEN.openBoxes} / ${lanes.ORDINARY.openBoxes}`, say('open')], [passes.length, say('passes')]]} />
    <div class="two"><${Card} title=${say('dwell')}>${hours.length > 1 ? html`<${Chart} label=${say('dwell')} data=${[hours, bars('GREEN'), bars('ORDINARY')]} options=${{ cursor: { show: false }, scales: { x: { time: false } }, axes: [{}, {}], series: [{ label: 'h' }, line(say('green'), '--green'), line(say('ordinary'), '--grey')] }} />` : html`<${Nothing} />`}<p class="soft">${dwell.comparison.message}</p><//><${Live} events=${events} /></div>`
  }
    <div class="two"><${Card} title=${say('passes')}>${
      passes.length === 0
        ? html`<${Nothing} />`
        : html`<div class="scroll" tabindex="0"><table><thead><tr><th>${say('window')}</th><th>${say('sailing')}</th><th>${say('port')}</th><th>${say('container')}</th><th>UN</th></tr></thead><tbody>
      ${passes.slice(0, 200).map((pass) => html`<tr key=${pass.passId}><td>${clock(pass.window.closes)}</td><td>${pass.vessel.name} ${pass.carrierExportVoyageNumber}</td><td>${pass.UNLocationCode}</td><td>${pass.equipmentReference ?? '–'}</td><td>${pass.dangerousGoods.map(({ UNNumber }) => UNNumber).join(', ') || '–'}</td></tr>`)}</tbody></table></div>`
    }<//>
    <${Card} title=${say('alerts')}>${alerts.length === 0 ? html`<${Nothing} />` : html`<ol class="live" tabindex="0">${alerts.slice(0, 40).map((alert) => html`<li key=${alert.alertId}><time>${clock(alert.raisedAt)}</time><span>${alert.message}</span></li>`)}</ol>`}<//></div>`;
}

export function ProgrammeView({ api, tick }) {
  const { value: outcomes, error } = useData(() => api.get('/v1/programme/outcomes'), [tick]);
  if (!outcomes) return html`<${Trouble} error=${error} />`;
  const { total } = outcomes;
  return html`<p class="note">${say('indicative')}</p><${Figures} items=${[[`${total.requests.priority.fillRatePercent ?? '–'} %`, `${say('priority')}: ${say('fillRate')}`], [`${total.requests.standard.fillRatePercent ?? '–'} %`, `${say('fillRate')}`], [total.carbon.teuOnLowEmissionSpace, say('lowEmission')], [total.dwell.hoursSavedPerBox === null ? '–' : `${total.dwell.hoursSavedPerBox} h`, `${say('green')} / ${say('ordinary')}`]]} />
    <${Card} title=${say('cluster')}><div class="scroll" tabindex="0"><table><thead><tr><th>${say('cluster')}</th><th class="n">${say('asked')}</th><th class="n">${say('placed')}</th><th class="n">${say('fillRate')}</th><th class="n">${say('hours')}</th><th class="n">${say('lowEmission')}</th><th class="n">${say('co2e')}</th></tr></thead><tbody>
      ${outcomes.clusters.map((row) => html`<tr key=${row.clusterCode}><td>${row.clusterCode}, ${row.province}</td><td class="n">${row.requests.priority.unitsRequested}</td><td class="n">${row.requests.priority.unitsPlaced}</td><td class="n">${row.requests.priority.fillRatePercent ?? '–'} %</td><td class="n">${row.requests.priority.hoursToAllocation ?? '–'}</td><td class="n">${row.carbon.teuOnLowEmissionSpace}</td><td class="n">${number(Number(row.carbon.co2eKg) / 1000)}</td></tr>`)}</tbody></table></div>
      ${Object.entries(outcomes.methods).map(([name, method]) => html`<p class="soft" key=${name}><b>${name}</b>: ${method}</p>`)}<//>`;
}

export function StatementView({ api, tick }) {
  const { value: statements = [], error } = useData(() => api.list('/v1/carbon/statements'), [tick]);
  const show = async (statementId, format) =>
    window.open(URL.createObjectURL(await api.blob(`/v1/carbon/statements/${statementId}?format=${format}`)), '_blank');
  return html`<${Trouble} error=${error} /><${Card} title=${say('statements')}>${
    statements.length === 0
      ? html`<${Nothing} />`
      : html`<div class="scroll" tabindex="0"><table><thead><tr><th>${say('reference')}</th><th>${say('issued')}</th><th>SHA-256</th><th>${say('show')}</th></tr></thead><tbody>
    ${statements.map((row) => html`<tr key=${row.statementId}><td>${row.statementId}</td><td>${clock(row.issuedAt)}</td><td>${row.sha256.slice(0, 16)}…</td><td>${['html', 'pdf', 'json'].map((format) => html`<button key=${format} onClick=${() => show(row.statementId, format)} aria-label="${format} ${row.statementId}">${format.toUpperCase()}</button> `)}</td></tr>`)}</tbody></table></div>`
  }<//>`;
}
