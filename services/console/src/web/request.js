import { useState } from 'preact/hooks';
import {
  Card,
  Chart,
  clock,
  colour,
  day,
  html,
  Indicative,
  LIVE,
  number,
  Table,
  Trouble,
  useData,
} from '/console/parts.js';
import { currentLanguage, say } from '/console/words.js';

export function RequestView({ api, tick, path, go }) {
  const { value: requests = [], error } = useData(async () => (await api.list('/v1/cargo-requests')).reverse(), [tick]);
  const requestId = path ?? requests[0]?.requestId;
  const request = requests.find((row) => row.requestId === requestId);
  return html`<${Trouble} error=${error} /><div class="two">
    <${Card} title=${say('requests')}><${Table} caption=${say('requests')} rows=${requests} keyOf=${(row) => row.requestId} chosen=${requestId} onChoose=${(row) => go(row.requestId)} columns=${[
      [say('reference'), (row) => row.requestReference],
      [say('cargo'), (row) => row.cargo.commodityType],
      [say('to'), (row) => row.destination.dischargePorts.join(', ')],
      [say('units'), (row) => row.equipment.units, 'n'],
      [say('status'), (row) => html`<span class="tag">${say(row.status)}</span>`],
    ]} /><//>
    ${request ? html`<${Progress} api=${api} request=${request} tick=${tick} />` : html`<${Card} title=${say('progress')} />`}</div>
    ${request && request.status !== 'RECEIVED' && html`<${RankingOf} key=${requestId} api=${api} requestId=${requestId} tick=${tick} />`}`;
}

function RankingOf({ api, requestId, tick }) {
  const { value: ranking, error } = useData(() => api.get(`/v1/rankings/${requestId}`), [requestId, tick]);
  return html`<${Trouble} error=${error} />${ranking && html`<${Ranking} ranking=${ranking} />`}`;
}

/** From submission to statement: what has happened to one request, step by step. */
function Progress({ api, request, tick }) {
  const { value: allocations = [] } = useData(
    () => api.list(`/v1/allocations?requestId=${request.requestId}`),
    [request.requestId, tick],
  );
  const live = allocations.filter(({ status }) => LIVE.includes(status));
  const { value: footprints = [] } = useData(
    () =>
      Promise.all(
        live.slice(0, 6).map(({ allocationId }) => api.get(`/v1/carbon/footprints/${allocationId}`).catch(() => null)),
      ),
    [live.map(({ allocationId, version }) => `${allocationId}/${version}`).join(' ')],
  );
  const { value: statements = [] } = useData(() => api.list('/v1/carbon/statements', 3), [tick]);
  const own = statements.filter(({ allocationIds = [] }) =>
    live.some(({ allocationId }) => allocationIds.includes(allocationId)),
  );
  const units = (statuses) =>
    live.filter(({ status }) => statuses.includes(status)).reduce((sum, row) => sum + row.units, 0);
  const steps = [
    [say('RECEIVED'), true, clock(request.submittedAt)],
    [say('placed'), units(LIVE) > 0, `${units(LIVE)} / ${request.equipment.units}`],
    [
      say('confirmed'),
      units(['confirmed', 'loaded', 'completed']) > 0,
      `${units(['confirmed', 'loaded', 'completed'])} / ${request.equipment.units}`,
    ],
    [
      say('loaded'),
      units(['loaded', 'completed']) > 0,
      `${units(['loaded', 'completed'])} / ${request.equipment.units}`,
    ],
    [say('statement'), own.length > 0, own[0]?.statementId ?? say('none')],
  ];
  return html`<${Card} title=${`${request.requestReference}: ${say('progress')}`}>
    <ol class="steps">${steps.map(([name, isDone, detail]) => html`<li key=${name} class=${isDone ? 'done' : ''}><b>${name}</b><span>${detail}</span></li>`)}</ol>
    ${request.feedbacks.map((feedback) => html`<p key=${feedback.code} class=${feedback.severity === 'INFO' ? 'soft' : 'note'}>${feedback.translations?.[currentLanguage()] ?? feedback.message}</p>`)}
    ${live.map((row, index) => {
      const footprint = footprints[index];
      return html`<article key=${row.allocationId} class="placed"><b>${row.units} × ${row.ISOEquipmentCode}</b> ${row.loadPort} → ${row.dischargePort}, ${row.vessel.name}, ${day(row.departureDateTime)} – ${day(row.arrivalDateTime)} <span class="tag ${row.priority ? 'on' : ''}">${say(row.status)}</span>
        ${row.holdExpiresAt ? html`<br /><span class="soft">${say('holdUntil')} ${clock(row.holdExpiresAt)}</span>` : ''}
        <br /><span class="soft">${number((row.units * (footprint ?? row).perContainer.wellToWakeGrams) / 1000)} kg CO2e${footprint ? `, ${say('footprint')}: ${say(footprint.kind)}` : ''}</span>
        <${Decision} api=${api} allocationId=${row.allocationId} /></article>`;
    })}<//>`;
}

/** How one allocation came about, replayed from the journal when it is asked for. */
function Decision({ api, allocationId }) {
  const [isOpen, setOpen] = useState(false);
  const { value: decision, error } = useData(
    async () => (isOpen ? api.get(`/v1/allocations/${allocationId}/decision`) : undefined),
    [allocationId, isOpen],
  );
  return html`<details onToggle=${(event) => setOpen(event.currentTarget.open)}><summary>${say('whyThis')}</summary><${Trouble} error=${error} />
    ${decision && html`<p>${decision.message}</p><p class="soft">${say('decidedAt')} ${clock(decision.ranking.decidedAt)}, ${decision.market} ${decision.journalSequence}</p>`}</details>`;
}

/** Grams against arrival, the Pareto front as a line, and beside it why each stands where it does. */
function Ranking({ ranking }) {
  const [chosen, setChosen] = useState(null);
  const rows = [...ranking.candidates].toSorted(
    (first, second) => Date.parse(first.arrivalDateTime) - Date.parse(second.arrivalDateTime),
  );
  const points = (wanted) => rows.map((row) => (row.paretoOptimal === wanted ? Number(row.co2e.perTeuKg) : null));
  const green = colour('--green');
  const dots = (fill, line) => ({
    stroke: green,
    width: 1,
    dash: [4, 4],
    spanGaps: line,
    ...(line ? {} : { paths: () => null }),
    points: { show: true, size: 10, fill: fill ? green : 'transparent', stroke: green, width: 2 },
  });
  const candidate = ranking.candidates.find(({ offerId }) => offerId === chosen) ?? ranking.candidates[0];
  return html`${ranking.indicative && html`<${Indicative} />`}<div class="two">
    <${Card} title=${say('ranking')} aside=${html`<span class="soft">${ranking.isPriorityUnit ? say('asPriority') : say('asStandard')}, ${ranking.policyVersion}</span>`}>
      ${
        rows.length > 0 &&
        html`<p class="soft">${say('plot')}</p><${Chart} label=${say('plot')} data=${[rows.map((row) => Date.parse(row.arrivalDateTime) / 1000), points(true), points(false)]} options=${{ legend: { show: false }, scales: { x: { time: true } }, axes: [{ values: (_chart, times) => times.map((time) => day(time * 1000)) }, { size: 62, label: 'kg CO2e / TEU', labelSize: 18 }], series: [{}, dots(true, true), dots(false, false)] }} />`
      }
      <${Table} caption=${say('ranking')} rows=${ranking.candidates} keyOf=${(row) => row.offerId} chosen=${candidate?.offerId} onChoose=${(row) => setChosen(row.offerId)} columns=${[
        ['#', (row) => row.rank, 'n'],
        [
          say('sailing'),
          (row) =>
            html`${row.vessel.name} ${row.paretoOptimal ? html`<span class="tag on">${say('pareto')}</span>` : ''}<br /><span class="soft">${row.carrierOfferReference}</span>`,
        ],
        [say('lane'), (row) => `${row.loadPort} → ${row.dischargePort}`],
        [say('arrival'), (row) => day(row.arrivalDateTime)],
        [say('perTeu'), (row) => number(Number(row.co2e.perTeuKg)), 'n'],
        [say('rate'), (row) => (row.rate ? `${number(Number(row.rate.amount))} ${row.rate.currencyCode}` : '–'), 'n'],
        [say('units'), (row) => row.units, 'n'],
      ]} />
      ${(ranking.counterfactuals ?? []).map((advice) => html`<p key=${advice.message} class="advice">${advice.message}</p>`)}
      ${ranking.relaxation && html`<p class="advice">${ranking.relaxation.message}</p>`}
      ${ranking.candidates.length === 0 && !ranking.relaxation && html`<p class="advice">${say('noSingleChange')}</p>`}
      ${ranking.protection && html`<p class="soft">${ranking.protection.message}</p>`}<//>
    <div class="stack">${candidate && html`<${Candidate} row=${candidate} />`}
      <${Card} title=${`${say('whyNot')}: ${ranking.counts.refused}`}>
        <p class="soft">${Object.entries(ranking.counts.byReason)
          .map(([code, count]) => `${say(code)} ${count}`)
          .join(' · ')}</p>
        <ul class="why" tabindex="0">${alike(ranking.refused).map(([message, names]) => html`<li key=${message}><strong>${names}</strong> ${message}</li>`)}</ul><//></div></div>`;
}

/** Refusals in the same words, said once with the sailings that they are about. */
const alike = (refused) =>
  [...Map.groupBy(refused, (row) => row.reasons.map(({ message }) => message).join(' '))].map(([message, rows]) => [
    message,
    rows.map(({ vessel, carrierOfferReference }) => `${vessel.name} (${carrierOfferReference})`).join(', '),
  ]);

/** One sailing in full: its chain element by element, its cost, and why it stands where it does. */
function Candidate({ row }) {
  const total = row.co2e.byElement.reduce((sum, { kg }) => sum + Number(kg), 0);
  return html`<${Card} title=${`${row.rank}. ${row.vessel.name}`} aside=${html`<span class="soft">${row.carrierName}</span>`}>
    ${row.message && html`<p>${row.message}</p>`}
    <div class="chain" role="img" aria-label=${row.co2e.byElement.map(({ kind, kg }) => `${say(kind)} ${number(Number(kg))} kg`).join(', ')}>${row.co2e.byElement.map(({ kind, kg }) => html`<i key=${kind + kg} class=${kind} style=${`flex:${Math.max(0.5, (100 * Number(kg)) / total)}`}></i>`)}</div>
    <dl>${row.co2e.byElement.map((element) => html`<div key=${element.kind + element.distanceKm}><dt>${say(element.kind)} ${element.kind === 'PRE_CARRIAGE' ? `· ${say(element.mode)}` : ''}</dt><dd>${number(Number(element.kg))} kg <span class="soft">${say(element.dataQuality)}</span></dd></div>`)}
      <div><dt>WTW = WTT + TTW</dt><dd>${number(Number(row.co2e.wellToTankKg) + Number(row.co2e.tankToWakeKg))} = ${number(Number(row.co2e.wellToTankKg))} + ${number(Number(row.co2e.tankToWakeKg))} kg</dd></div>
      <div><dt>${say('laneDefault')}</dt><dd>${number(Number(row.co2e.laneDefaultKg))} kg</dd></div>
      <div><dt>${say('primaryShare')}</dt><dd>${row.co2e.primaryDataSharePercent} %</dd></div></dl>
    ${row.cost && html`<p class="soft">${row.cost.message}</p>`}<//>`;
}
