import { Bar, Card, day, html, Indicative, number, Table, Trouble, useData } from '/console/parts.js';
import { say } from '/console/words.js';

/** The market that the programme is about. */
const MARKET = 'CHINA';

/** Green capacity by lane and week, so that production can be planned on it. */
export function PlanView({ api, tick }) {
  const { value: rows = [], error } = useData(() => api.list(`/v1/outlook?market=${MARKET}`, 4), [tick]);
  return html`<${Trouble} error=${error} /><${Indicative} /><${Card} title=${say('outlook')}><${Table} caption=${say('outlook')} rows=${rows} keyOf=${(row) => `${row.loadPort} ${row.dischargePort} ${row.week}`} columns=${[
    [say('lane'), (row) => `${row.loadPort} → ${row.dischargePort}`],
    [say('week'), (row) => `${row.week} (${day(row.weekStart)})`],
    [say('sailings'), (row) => `${row.lowEmissionSailings} / ${row.sailings}`, 'n'],
    [
      say('freeTeu'),
      (row) =>
        html`<${Bar} percent=${row.publishedTeu === 0 ? 0 : (100 * row.freeTeu) / row.publishedTeu} text=${`${number(row.freeTeu)} / ${number(row.publishedTeu)}`} />`,
    ],
    [say('greenFree'), (row) => number(row.lowEmissionFreeTeu), 'n'],
    [say('keptForPriority'), (row) => number(row.keptForPriorityTeu), 'n'],
    ['kg CO2e / TEU', (row) => number(Number(row.lowestKgCo2ePerTeu)), 'n'],
    [say('window'), (row) => day(row.firstGateCutOff)],
  ]} /><//>`;
}
