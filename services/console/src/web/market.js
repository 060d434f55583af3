import { useState } from 'preact/hooks';
import {
  Bar,
  Card,
  day,
  Figures,
  html,
  Indicative,
  LIVE,
  Live,
  number,
  Shown,
  Table,
  Trouble,
  useData,
} from '/console/parts.js';
import { say } from '/console/words.js';

const MAP = { width: 760, height: 330, north: 66, south: -45 };
/** The Pacific lies in the middle of these trades: America is drawn east of Asia, the map is cut in the Atlantic. */
const place = (latitude, longitude) => [
  (((longitude < -30 ? longitude + 360 : longitude) + 30) / 360) * MAP.width,
  ((MAP.north - latitude) / (MAP.north - MAP.south)) * MAP.height,
];

/** About what a letter of a label takes of the map. */
const LETTER = { width: 5, height: 9 };

/** Where names of ports stand, the busiest first: beside their port wherever no other name is, else nowhere. */
function labelsOf(named, ports) {
  const taken = [];
  const labels = new Map();
  for (const { code, name } of named) {
    const [x, y] = place(ports[code][1], ports[code][2]);
    const width = name.length * LETTER.width;
    for (const [side, below] of [
      ['start', -4],
      ['end', -4],
      ['start', 10],
      ['end', 10],
    ]) {
      const left = side === 'start' ? x + 4 : x - 4 - width;
      const box = { left, right: left + width, top: y + below - LETTER.height, bottom: y + below };
      const isFree = taken.every(
        (other) =>
          other.right <= box.left || other.left >= box.right || other.bottom <= box.top || other.top >= box.bottom,
      );
      if (!isFree || box.left < 0 || box.right > MAP.width) continue;
      taken.push(box);
      labels.set(code, { x: side === 'start' ? x + 4 : x - 4, y: y + below, 'text-anchor': side });
      break;
    }
  }
  return labels;
}

function LaneMap({ allocations, ports, coast }) {
  const lanes = new Map();
  for (const { loadPort, dischargePort, space, priority } of allocations) {
    const name = `${loadPort} ${dischargePort}`;
    const lane = lanes.get(name) ?? { teu: 0, priority: 0 };
    lane.teu += space.quarterTeu / 4;
    if (priority) lane.priority += space.quarterTeu / 4;
    lanes.set(name, lane);
  }
  const load = new Map();
  for (const [name, { teu }] of lanes) for (const code of name.split(' ')) load.set(code, (load.get(code) ?? 0) + teu);
  const most = Math.max(1, ...[...lanes.values()].map(({ teu }) => teu));
  const busiest = [...load.keys()].filter((code) => ports[code]).toSorted((a, b) => load.get(b) - load.get(a));
  const labels = labelsOf(
    busiest.slice(0, 12).map((code) => ({ code, name: ports[code][0] })),
    ports,
  );
  const dots = [];
  for (let at = 0; at < coast.length; at += 2) {
    const [x, y] = place(coast[at], coast[at + 1]);
    dots.push(`M${x.toFixed(1)} ${y.toFixed(1)}h.1`);
  }
  return html`<svg class="map" viewBox="0 0 ${MAP.width} ${MAP.height}" role="img" aria-label=${`${say('lanes')}: ${lanes.size}`}>
    <path class="coast" d=${dots.join('')} />
    ${[...lanes].map(([name, { teu, priority }]) => {
      const [from, to] = name.split(' ').map((code) => ports[code]);
      if (!from || !to) return null;
      const [x1, y1] = place(from[1], from[2]);
      const [x2, y2] = place(to[1], to[2]);
      return html`<path key=${name} class="lane ${priority > 0 ? 'on' : ''}" stroke-width=${0.8 + (teu / most) * 4.5} d="M${x1} ${y1} Q${(x1 + x2) / 2} ${Math.max(y1, y2) + Math.abs(x2 - x1) * 0.14} ${x2} ${y2}"><title>${name.replace(' ', ' → ')}: ${number(teu)} TEU, ${say('priority')} ${number(priority)}</title></path>`;
    })}
    ${[...load.keys()].map((code) => {
      const port = ports[code];
      if (!port) return null;
      const [x, y] = place(port[1], port[2]);
      return html`<g key=${code}><circle cx=${x} cy=${y} r="2.6"><title>${port[0]} ${number(load.get(code))} TEU</title></circle>${labels.has(code) ? html`<text ...${labels.get(code)}>${port[0]}</text>` : ''}</g>`;
    })}</svg>
    <p class="soft">${say('mapHint')}</p>`;
}

const DIMENSIONS = [
  ['teu', 'teuUnit'],
  ['weightTonnes', 'tonneUnit'],
  ['dangerousGoodsTeu', 'dangerousTeu'],
  ['reeferPlugs', 'plugs'],
];

/** Each leg of a sailing as a bar a dimension: what is taken of what was published. */
function Legs({ offer }) {
  return html`<div class="legs">${offer.pools.map(
    (leg) =>
      html`<div key=${leg.fromUNLocationCode + leg.toUNLocationCode}><b>${leg.fromUNLocationCode} → ${leg.toUNLocationCode}</b>${DIMENSIONS.filter(
        ([name]) => Number(leg.offered[name]) > 0,
      ).map(([name, unit]) => {
        const [offered, left] = [Number(leg.offered[name]), Number(leg.remaining[name])];
        return html`<${Bar} key=${name} percent=${(100 * (offered - left)) / offered} text=${`${number(offered - left)} / ${number(offered)} ${say(unit)}`} />`;
      })}</div>`,
  )}</div>`;
}

function useAllocations(api, tick) {
  return useData(async () => (await api.list('/v1/allocations')).filter(({ status }) => LIVE.includes(status)), [tick]);
}

const MOST_SAILINGS = 10;
const MOST_ALLOCATIONS = 80;
const sails = ({ portCalls: [first] }) => Date.parse(first.departureDateTime ?? first.arrivalDateTime);
export function MarketView({ api, me, tick, events }) {
  const { value: allocations = [], error } = useAllocations(api, tick);
  const { value: ports = {} } = useData(() => api.get('/console/ports.json'), []);
  const { value: coast = { points: [] } } = useData(() => api.get('/console/coast.json'), []);
  const { value: sailings = { offers: [], of: 0 } } = useData(async () => {
    if (me.role !== 'carrier' && me.role !== 'authority') return { offers: [], of: 0 };
    const open = (await api.list('/v1/vessel-offers'))
      .filter(({ status }) => status === 'OPEN')
      .toSorted((a, b) => sails(a) - sails(b));
    // Those still to sail are what can be filled; each is read for its legs, so not all of a large fleet.
    const ahead = open.filter((offer) => sails(offer) > Date.now());
    const next = (ahead.length > 0 ? ahead : open).slice(0, MOST_SAILINGS);
    const offers = await Promise.all(next.map(({ offerId }) => api.get(`/v1/vessel-offers/${offerId}`)));
    return { offers, of: open.length };
  }, [tick]);
  const { offers } = sailings;
  const [chosen, setChosen] = useState(null);
  const { value: use } = useData(
    () => (chosen === null ? Promise.resolve(undefined) : api.get(`/v1/rankings/offers/${chosen}`)),
    [chosen, tick],
  );
  const teuOf = (rows) => rows.reduce((total, { space }) => total + space.quarterTeu / 4, 0);
  const sum = (field) => allocations.reduce((total, { units, perContainer }) => total + units * perContainer[field], 0);
  const [grams, laneDefault] = [sum('wellToWakeGrams'), sum('laneDefaultWellToWakeGrams')];
  const figures = [
    [number(teuOf(allocations)), say('teuPlaced')],
    [number(teuOf(allocations.filter(({ priority }) => priority))), say('ofItPriority'), 'on'],
    [number(grams / 1e6), say('co2e')],
    [
      laneDefault === 0 ? '–' : `${number((100 * (grams - laneDefault)) / laneDefault, 1).replace('-', '−')} %`,
      say('below'),
    ],
  ];
  return html`<${Trouble} error=${error} /><${Indicative} /><${Figures} items=${figures} />
    <div class="two"><${Card} title=${say('lanes')}><${LaneMap} allocations=${allocations} ports=${ports} coast=${coast.points} /><//><${Live} events=${events} /></div>
    ${
      offers.length > 0 &&
      html`<${Card} title=${say('fill')} aside=${html`<${Shown} shown=${offers.length} of=${sailings.of} />`}><${Table} caption=${say('fill')} rows=${offers} keyOf=${({ offerId }) => offerId} chosen=${chosen} onChoose=${({ offerId }) => setChosen(offerId)} columns=${[
        [
          say('sailing'),
          (offer) =>
            html`<b>${offer.vessel.name}</b><br /><span class="soft">${offer.carrierServiceCode} ${offer.carrierExportVoyageNumber}</span>`,
        ],
        [say('departure'), (offer) => day(offer.portCalls[0].departureDateTime)],
        [say('fillOfLegs'), (offer) => html`<${Legs} offer=${offer} />`],
      ]} />
      ${use ? html`<div aria-live="polite"><p><b>${use.message}</b></p><ul class="why">${use.sentences.map((sentence) => html`<li key=${sentence}>${sentence}</li>`)}</ul></div>` : html`<p class="soft">${say('whyUsed')}</p>`}<//>`
    }
    <${Card} title=${say('allocations')} aside=${html`<${Shown} shown=${Math.min(MOST_ALLOCATIONS, allocations.length)} of=${allocations.length} />`}><${AllocationTable} allocations=${allocations.slice(-MOST_ALLOCATIONS).reverse()} /><//>`;
}

export const AllocationTable = ({ allocations }) =>
  html`<${Table} caption=${say('allocations')} rows=${allocations} keyOf=${({ allocationId }) => allocationId} columns=${[
    [say('reference'), (row) => row.requestReference],
    [say('lane'), (row) => `${row.loadPort} → ${row.dischargePort}`],
    [say('sailing'), (row) => row.vessel.name],
    [say('departure'), (row) => day(row.departureDateTime)],
    [say('units'), (row) => row.units, 'n'],
    ['kg CO2e', (row) => number((row.units * row.perContainer.wellToWakeGrams) / 1000), 'n'],
    [
      say('status'),
      (row) =>
        html`<span class="tag ${row.priority ? 'on' : ''}">${say(row.status)}${row.priority ? ` · ${say('priority')}` : ''}</span>`,
    ],
  ]} />`;
