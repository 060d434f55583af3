import { useEffect, useState } from 'preact/hooks';
import uPlot from 'uplot';
import {
  aboutAlert,
  Card,
  Chart,
  clock,
  colour,
  Figures,
  html,
  Indicative,
  Live,
  Shown,
  span,
  Table,
  Trouble,
  useData,
} from '/console/parts.js';
import { say } from '/console/words.js';

const LANES = ['GREEN', 'ORDINARY'];
const BUCKET_HOURS = 6;
const MOST_ALERTS = 40;
const MOST_VESSELS = 12;

export function PortView({ api, me, tick, events }) {
  const { value: passes = [], error } = useData(async () => {
    // By status: those that are over are most of all passes, and would push the others off the last page that is read.
    const lists = await Promise.all(
      ['issued', 'acknowledged', 'used'].map((status) => api.list(`/v1/port-channel/passes?status=${status}`)),
    );
    return lists.flat().toSorted((a, b) => Date.parse(a.window.closes) - Date.parse(b.window.closes));
  }, [tick]);
  const { value: dwell } = useData(() => api.get('/v1/port-channel/dwell'), [tick]);
  const { value: alerts = [] } = useData(() => api.list('/v1/port-channel/alerts'), [tick]);
  const open = passes.filter(({ status }) => status === 'issued' || status === 'acknowledged');
  const lanes = dwell?.lanes;
  const figures = lanes && [
    [`${lanes.GREEN.meanHours ?? '–'} ${say('h')}`, `${say('GREEN')}, ${say('mean')} (${lanes.GREEN.count})`, 'on'],
    [`${lanes.ORDINARY.meanHours ?? '–'} ${say('h')}`, `${say('ORDINARY')}, ${say('mean')} (${lanes.ORDINARY.count})`],
    [`${lanes.GREEN.openBoxes} / ${lanes.ORDINARY.openBoxes}`, say('openBoxes')],
    [open.length, say('openPasses')],
    [alerts.length, say('alerts'), alerts.length > 0 ? 'warn' : ''],
  ];
  return html`<${Trouble} error=${error} /><${Indicative} />${
    lanes &&
    html`<${Figures} items=${figures} />
    <div class="two"><${Card} title=${say('dwell')}><${Distribution} lanes=${lanes} /><p class="soft">${compared(dwell.comparison)}</p><//><${Live} events=${events} /></div>`
  }
    <div class="two"><${Passes} api=${api} me=${me} passes=${open} />
      <div class="stack"><${Clocks} api=${api} passes=${passes.filter(({ status }) => status === 'used')} targets=${lanes} tick=${tick} />
      <${Card} title=${say('alerts')} aside=${html`<${Shown} shown=${Math.min(MOST_ALERTS, alerts.length)} of=${alerts.length} />`}>${alerts.length === 0 ? html`<p class="soft">${say('nothing')}</p>` : html`<ol class="live" tabindex="0">${alerts.slice(0, MOST_ALERTS).map((alert) => html`<li key=${alert.alertId}><time>${clock(alert.raisedAt)}</time><span><b class="rolled">${say(`alert.${alert.kind}`)}</b> ${aboutAlert(alert)}</span></li>`)}</ol>`}<//></div></div>`;
}

/** What the comparison of the lanes concludes, or why it does not. */
function compared({
  conclusion,
  differenceHours,
  confidenceInterval95Hours,
  greenCount,
  ordinaryCount,
  minimumSample,
}) {
  const [low, high] = (confidenceInterval95Hours ?? []).map(Number);
  const isLonger = conclusion === 'GREEN_LONGER';
  return say(`compared.${conclusion}`, {
    hours: Math.abs(Number(differenceHours)),
    low: isLonger ? -high : low,
    high: isLonger ? -low : high,
    green: greenCount,
    ordinary: ordinaryCount,
    least: minimumSample,
  });
}

/** How long boxes stayed, lane beside lane, as shares of each lane's own boxes: the lanes differ in number. */
function Distribution({ lanes }) {
  const last = Math.max(0, ...LANES.flatMap((lane) => lanes[lane].hours.map(({ hour }) => hour)));
  const starts = Array.from({ length: Math.floor(last / BUCKET_HOURS) + 2 }, (_, index) => index * BUCKET_HOURS);
  const shares = (lane) => {
    const all = lanes[lane].hours.reduce((sum, { count }) => sum + count, 0) || 1;
    return starts.map(
      (start) =>
        (100 *
          lanes[lane].hours
            .filter(({ hour }) => hour >= start && hour < start + BUCKET_HOURS)
            .reduce((sum, { count }) => sum + count, 0)) /
        all,
    );
  };
  if (last === 0) return html`<p class="soft">${say('nothing')}</p>`;
  const series = (lane, name) => ({
    label: say(lane),
    stroke: colour(name),
    width: 2,
    fill: `${colour(name)}33`,
    paths: uPlot.paths.stepped({ align: 1 }),
    points: { show: false },
  });
  return html`<${Chart} label=${`${say('dwell')}: ${LANES.map((lane) => `${say(lane)} ${say('median')} ${lanes[lane].medianHours ?? '–'} ${say('h')}`).join(', ')}`} data=${[starts, ...LANES.map(shares)]} options=${{
    scales: { x: { time: false } },
    axes: [
      { label: say('h'), labelSize: 16 },
      { size: 54, values: (_chart, ticks) => ticks.map((tick) => `${tick} %`) },
    ],
    series: [{ label: say('h') }, series('GREEN', '--green'), series('ORDINARY', '--grey')],
  }} />`;
}

/** Passes by vessel, the gate that closes first on top; the operator acknowledges them here. */
function Passes({ api, me, passes }) {
  const [done, setDone] = useState({});
  const [trouble, setTrouble] = useState('');
  const all = [
    ...Map.groupBy(passes, (pass) => `${pass.vessel.name} ${pass.carrierExportVoyageNumber} · ${pass.UNLocationCode}`),
  ];
  const groups = all.slice(0, MOST_VESSELS);
  const acknowledge = async (pass) => {
    try {
      await api.post(`/v1/port-channel/passes/${pass.passId}/acknowledgement`);
      setDone((known) => ({ ...known, [pass.passId]: true }));
    } catch (problem) {
      setTrouble(problem.message);
    }
  };
  const mayAcknowledge = me.role === 'port-operator';
  return html`<${Card} title=${say('passes')} aside=${html`<${Shown} shown=${groups.length} of=${all.length} />`}><${Trouble} error=${trouble} />
    ${groups.length === 0 ? html`<p class="soft">${say('nothing')}</p>` : ''}
    ${groups.map(
      ([
        name,
        own,
      ]) => html`<details key=${name} open=${name === groups[0][0]}><summary><b>${name}</b> <span class="soft">${say('window')} ${clock(own[0].window.closes)} · ${own.length}</span></summary>
      <${Table} caption=${name} rows=${own} keyOf=${(pass) => pass.passId} columns=${[
        [say('container'), (pass) => pass.equipmentReference ?? say('notAssigned')],
        [
          say('gate'),
          (pass) => html`${pass.window.opens ? `${clock(pass.window.opens)} – ` : ''}${clock(pass.window.closes)}`,
        ],
        ['UN', (pass) => pass.dangerousGoods.map(({ UNNumber }) => UNNumber).join(', ') || '–'],
        [
          say('status'),
          (pass) =>
            html`<span class="tag ${pass.status === 'acknowledged' || done[pass.passId] ? 'on' : ''}">${say(done[pass.passId] ? 'acknowledged' : pass.status)}</span>`,
        ],
        ...(mayAcknowledge
          ? [
              [
                say('act'),
                (pass) =>
                  pass.status === 'issued' && !done[pass.passId]
                    ? html`<button onClick=${() => acknowledge(pass)} aria-label=${`${say('acknowledge')} ${pass.equipmentReference ?? pass.passId}`}>${say('acknowledge')}</button>`
                    : '',
              ],
            ]
          : []),
      ]} /></details>`,
    )}<//>`;
}

const CLOCKS = 10;
/** How many boxes are asked about: those whose gate closes last, for the others have most likely sailed. */
const WATCHED = 30;

/** Minutes that an open clock has stood still until now; where pauses overlap it stands once. */
function pausedUntil(now, { gateInDateTime, runningPauses = [] }) {
  let paused = 0;
  let reached = Date.parse(gateInDateTime);
  for (const { from, to } of runningPauses.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))) {
    const end = Math.min(now, to === undefined ? now : Date.parse(to));
    paused += Math.max(0, end - Math.max(Date.parse(from), reached));
    reached = Math.max(reached, end);
  }
  return paused / 60_000;
}

/** Clocks of boxes that are in the port now, running, the longest first; red past the lane's target. */
function Clocks({ api, passes, targets, tick }) {
  const named = passes.filter(({ equipmentReference }) => equipmentReference).slice(-WATCHED);
  const { value: visits = [] } = useData(
    async () =>
      (
        await Promise.all(
          named.map(({ equipmentReference }) =>
            api.get(`/v1/port-channel/containers/${equipmentReference}`).catch(() => ({ visits: [] })),
          ),
        )
      )
        .flatMap(({ equipmentReference, visits: own }) => own.map((visit) => ({ ...visit, equipmentReference })))
        .filter(({ state }) => state === 'open'),
    [named.map(({ passId }) => passId).join(' '), tick],
  );
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  const clocks = visits
    .map((visit) => {
      const paused = pausedUntil(now, visit);
      return { ...visit, paused, minutes: (now - Date.parse(visit.gateInDateTime)) / 60_000 - paused };
    })
    .toSorted((a, b) => b.minutes - a.minutes);
  const inPort = LANES.reduce((sum, lane) => sum + (targets?.[lane]?.openBoxes ?? 0), 0);
  return html`<${Card} title=${say('clocks')} aside=${html`<${Shown} shown=${Math.min(CLOCKS, clocks.length)} of=${inPort} />`}>${
    clocks.length === 0
      ? html`<p class="soft">${say('nothing')}</p>`
      : html`<ul class="clocks">${clocks.slice(0, CLOCKS).map(({ visitId, minutes, paused, lane, ...visit }) => {
          const target = (targets?.[lane]?.targetHours ?? 0) * 60;
          return html`<li key=${visitId} class=${target > 0 && minutes > target ? 'late' : ''}><b>${span(Math.max(0, minutes))}</b><span>${visit.equipmentReference} · ${visit.UNLocationCode} · ${say(lane)}${paused > 0 ? ` · ${say('paused')} ${span(paused)}` : ''}</span></li>`;
        })}</ul>`
  }<//>`;
}
