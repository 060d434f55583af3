/** A dwell that somebody else has published, and what it measured: to see whether ours is of this world, not to compare by. */
export type PublishedDwell = {
  readonly place: string;
  readonly period: string;
  readonly hours: string;
  readonly measured: string;
  readonly source: string;
};

type Fact = PublishedDwell & {
  /** Ports it speaks of; of a country: its first two letters. */
  readonly codes: readonly string[];
};

/** Export dwell as published; facts, quoted with their source, none of them measured by the programme's own definition. */
const FACTS: readonly Fact[] = [
  {
    codes: ['CN'],
    place: 'China, all tracked ports',
    period: '2023-03 to 2023-04',
    hours: '115.2',
    measured: 'gate to vessel departure (FourKites, 4.8 days)',
    source: 'https://www.seatrade-maritime.com/containers/container-export-dwell-time-chinese-ports-falls-62',
  },
  {
    codes: ['CNSGH'],
    place: 'Shanghai',
    period: '2022-06',
    hours: '180.0',
    measured: '14-day average export dwell (FourKites, 7.5 days)',
    source: 'https://transportjournal.com/de/home/news/artikeldetail/china-already-recovering.html',
  },
  {
    codes: ['CNYTN'],
    place: 'Yantian, congested',
    period: '2021-06',
    hours: '648.0',
    measured: 'dwell for loading at its peak (27 days; 8 days the week after)',
    source: 'https://alfa-logistics-family.com/are-we-nearing-the-end-of-the-yiantian-congestion/',
  },
  {
    codes: ['INNSA'],
    place: 'JNPA (Nhava Sheva)',
    period: '2022/23',
    hours: '74.5',
    measured: 'NLDS export dwell (74 to 75 hours)',
    source:
      'https://indiashippingnews.com/jawaharlal-nehru-port-is-indias-top-port-in-export-import-dwell-time-chairman/',
  },
  {
    codes: ['USLAX'],
    place: 'Los Angeles',
    period: '2023-03',
    hours: '153.6',
    measured: 'project44 export dwell (6.4 days)',
    source: 'https://supplychaininsights.project44.com/april-state-of-transportation-ocean/',
  },
  {
    codes: ['DE'],
    place: 'a German terminal operator',
    period: '2021',
    hours: '156.0',
    measured: 'truck to deep-sea vessel, operator interview (6.5 days)',
    source: 'https://github.com/1kastner/conflowgen',
  },
];

/** What has been published of a port, or else of its country; without a port, of China, where the programme's ports lie. */
export function publishedDwell(port: string | undefined): readonly PublishedDwell[] {
  const code = port ?? 'CN';
  const told = (facts: readonly Fact[]) => facts.map(({ codes: _, ...fact }) => fact);
  const own = FACTS.filter(({ codes }) => codes.includes(code));
  return told([...own, ...FACTS.filter(({ codes }) => codes.includes(code.slice(0, 2)) && !codes.includes(code))]);
}
