import htm from 'htm';
import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { currentLanguage, say } from '/console/words.js';

export const html = htm.bind(h);
export const LIVE = ['held', 'confirmed', 'loaded', 'completed'];

const formatter = (options) => (text) => new Intl.DateTimeFormat(currentLanguage(), options).format(new Date(text));
export const day = formatter({ month: 'short', day: 'numeric' });
export const clock = formatter({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
export const number = (value, digits = 0) =>
  new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(
    value,
  );
/** Whole hours and minutes of a stretch of time. */
export const span = (minutes) =>
  `${number(Math.floor(minutes / 60))} ${say('h')} ${String(Math.floor(minutes % 60)).padStart(2, '0')} ${say('min')}`;

/**
 * Reads again when something happened, or the language turned (answers hold sentences); keeps what is shown until the new
 * answer is there.
 */
export function useData(read, dependencies) {
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
  }, [...dependencies, currentLanguage()]);
  return state;
}

/** Hands a file to the person. */
export function save(blob, fileName) {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: fileName }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export const Card = ({ title, aside, children }) =>
  html`<section class="card"><div class="head"><h2>${title}</h2>${aside}</div>${children}</section>`;
export const Figures = ({ items }) =>
  html`<section class="card figures" aria-label=${say('figures')}>${items.map(([value, name, tone]) => html`<div key=${name} class=${tone ?? ''}><b>${value}</b><span>${name}</span></div>`)}</section>`;
/** How many of how many a table shows, where it does not show all. */
export const Shown = ({ shown, of }) =>
  shown < of ? html`<span class="soft">${number(shown)} / ${number(of)}</span>` : null;
export const Nothing = () => html`<p class="soft">${say('nothing')}</p>`;
export const Trouble = ({ error }) => (error ? html`<p class="error" role="alert">${error}</p>` : null);
export const Indicative = () => html`<p class="note">${say('indicative')}</p>`;

/** Units begin small, also at the head of a column. */
const headClass = (name, kind = '') => (/^(kg|t|g) /.test(name) ? `${kind} unit` : kind);

/**
 * A table whose columns are `[heading, cell of a row, class]`. With `onChoose`, rows are chosen by click, Enter or Space;
 * the chosen one is marked.
 */
export function Table({ columns, rows, keyOf, onChoose, chosen, caption }) {
  if (rows.length === 0) return html`<${Nothing} />`;
  const choose = (row) => ({
    tabindex: 0,
    'aria-selected': keyOf(row) === chosen,
    onClick: () => onChoose(row),
    onKeyDown: (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      onChoose(row);
    },
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}><table><caption class="hidden">${caption}</caption>
    <thead><tr>${columns.map(([name, , kind]) => html`<th key=${name} scope="col" class=${headClass(name, kind)}>${name}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr key=${keyOf(row)} ...${onChoose ? choose(row) : {}}>${columns.map(([name, cell, kind]) => html`<td key=${name} class=${kind}>${cell(row)}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** A chart of uPlot that follows the width of its place; `label` says in words what it shows. */
export function Chart({ options, data, label, height = 250 }) {
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
    const size = () => ({ width: place.current.clientWidth, height });
    const chart = new uPlot(
      { cursor: { show: false }, legend: { live: false }, ...options, axes, ...size() },
      data,
      place.current,
    );
    const watcher = new ResizeObserver(() => chart.setSize(size()));
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      chart.destroy();
    };
  }, [JSON.stringify(data), currentLanguage()]);
  return html`<div class="plot" ref=${place} role="img" aria-label=${label}></div>`;
}

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A share as a bar; its text says the same. */
export const Bar = ({ percent, text }) =>
  html`<span class="bar"><i style=${`--fill:${Math.max(0, Math.min(100, percent))}%`}></i><span>${text}</span></span>`;

const KINDS = {
  'allocation.held': 'held',
  'allocation.confirmed': 'confirmed',
  'allocation.rolled': 'rolled',
  'allocation.loaded': 'loaded',
};
const kindOf = (type) => type.replace(/^org\.greenlane\./, '').replace(/\.v\d+$/, '');

/** An alert in the reader's language; one from before it had two is in English. */
export const aboutAlert = ({ message, translations }) => translations?.[currentLanguage()] ?? message;

function describe({ type, data }) {
  if (type.includes('.allocation.'))
    return `${data.requestReference}: ${data.units} × ${data.ISOEquipmentCode} ${data.loadPort} → ${data.dischargePort}, ${data.vessel.name}`;
  if (type.includes('.pass.'))
    return `${say(data.status)} ${data.equipmentReference ?? ''} ${data.UNLocationCode} ${data.vesselName}`;
  if (type.includes('equipment-event'))
    return `${data.equipmentEventTypeCode} ${data.equipmentReference} ${data.UNLocationCode}`;
  if (type.includes('port-alert')) return `${say(`alert.${data.kind}`)} ${aboutAlert(data)}`;
  if (type.includes('.footprint.'))
    return `${say(data.kind)}, ${data.units} × ${number(data.wellToWakeGramsPerContainer / 1000)} kg CO2e, ${say(data.dataQuality)}`;
  if (type.includes('.claim.'))
    return `${say(data.status)}, ${number(Number(data.amount.amount), 2)} ${data.amount.currencyCode}`;
  if (type.includes('.policy.')) return (data.policy ?? data).version;
  if (type.includes('.statement.')) return `…${data.statementId.slice(-12)}`;
  if (type.includes('.dwell.'))
    return `${data.equipmentReference} ${say(data.lane)} ${data.dwellMinutes === undefined ? say(data.state) : `${number(data.dwellMinutes / 60, 1)} ${say('h')}`}`;
  return data.message ?? data.requestReference ?? data.carrierOfferReference ?? data.name ?? data.status ?? '';
}

/** What happened, newest first; read aloud politely as it comes. */
export const Live = ({ events }) =>
  html`<${Card} title=${say('live')}>${events.length === 0 ? html`<${Nothing} />` : html`<ol class="live" aria-live="polite" tabindex="0">${events.map((event) => html`<li key=${event.id}><time>${clock(event.time)}</time><span><b class=${KINDS[kindOf(event.type)] ?? ''}>${say(kindOf(event.type))}</b> ${describe(event)}</span></li>`)}</ol>`}<//>`;
