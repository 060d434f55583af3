import { useState } from 'preact/hooks';
import { Bar, Card, day, html, Indicative, number, Table, Trouble, useData } from '/console/parts.js';
import { say } from '/console/words.js';

/** The market that the programme is about. */
const MARKET = 'CHINA';

/** Green capacity by lane and week, so that production can be planned on it. */
export function PlanView({ api, me, tick }) {
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
  ]} /><//>${me.role === 'authority' && html`<${PlanOfMarket} api=${api} />`}`;
}

/** A plan of everything at once, as the authority may try it: its sentences, and who would stay without space. */
function PlanOfMarket({ api }) {
  const [planId, setPlanId] = useState();
  const [trouble, setTrouble] = useState('');
  const ask = async () => {
    setTrouble('');
    try {
      setPlanId((await api.post('/v1/plans', { market: MARKET })).planId);
    } catch (problem) {
      setTrouble(problem.message);
    }
  };
  // Read apart from the answer, which may come before the plan does, and in the language of its moment.
  const { value: plan, error } = useData(
    async () => (planId === undefined ? undefined : planned(api, planId)),
    [planId],
  );
  return html`<${Card} title=${say('planMarket')} aside=${html`<button onClick=${ask}>${say('planDryRun')}</button>`}>
    <${Trouble} error=${error ?? (trouble || undefined)} /><p class="soft">${say('planHint')}</p>
    ${plan?.failure && html`<p class="note">${plan.failure}</p>`}${plan?.sentences.map((sentence) => html`<p key=${sentence}>${sentence}</p>`)}
    ${
      plan?.unserved?.length > 0 &&
      html`<${Table} caption=${say('noSpace')} rows=${plan.unserved} keyOf=${({ requestId }) => requestId} columns=${[
        [say('reference'), ({ requestId }) => named.get(requestId) ?? `…${requestId.slice(-12)}`],
        [say('units'), (row) => row.units, 'n'],
        [say('reason'), (row) => row.message],
      ]} />`
    }<//>`;
}

async function planned(api, planId) {
  for (;;) {
    const plan = await api.get(`/v1/plans/${planId}`);
    if (plan.status !== 'RUNNING') return plan;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
