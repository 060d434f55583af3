import { useEffect, useState } from 'preact/hooks';
import { Card, clock, html, save, Table, Trouble, useData } from '/console/parts.js';
import { currentLanguage, say } from '/console/words.js';

export function StatementView({ api, tick, path, go }) {
  const { value: statements = [], error } = useData(() => api.list('/v1/carbon/statements'), [tick]);
  const chosen = path ?? statements[0]?.statementId;
  const download = async (statementId, format) =>
    save(await api.blob(`/v1/carbon/statements/${statementId}?format=${format}`), `${statementId}.${format}`);
  return html`<${Trouble} error=${error} /><div class="two wide-right"><${Card} title=${say('statements')}><${Table} caption=${say('statements')} rows=${statements} keyOf=${(row) => row.statementId} chosen=${chosen} onChoose=${(row) => go(row.statementId)} columns=${[
    [
      say('reference'),
      (row) =>
        html`<b>…${row.statementId.slice(-12)}</b><br /><span class="soft">SHA-256 ${row.sha256.slice(0, 12)}…</span>`,
    ],
    [say('issued'), (row) => clock(row.issuedAt)],
    [
      say('save'),
      (row) =>
        ['pdf', 'json'].map(
          (format) =>
            html`<button key=${format} onClick=${(event) => {
              event.stopPropagation();
              void download(row.statementId, format);
            }} aria-label="${format} ${row.statementId}">${format.toUpperCase()}</button> `,
        ),
    ],
  ]} /><//>
  ${chosen && html`<${Page} api=${api} statementId=${chosen} />`}</div>`;
}

/** The statement as it prints, in a frame that may run nothing. */
function Page({ api, statementId }) {
  const [page, setPage] = useState('');
  const [error, setError] = useState('');
  useEffect(() => {
    let isCurrent = true;
    setPage('');
    api.text(`/v1/carbon/statements/${statementId}?format=html`).then(
      (text) => isCurrent && setPage(text),
      (problem) => isCurrent && setError(problem.message),
    );
    return () => {
      isCurrent = false;
    };
  }, [statementId, currentLanguage()]);
  return html`<${Card} title=${say('statement')}><${Trouble} error=${error} />${page && html`<iframe class="paper" sandbox="" srcdoc=${page} title=${`${say('statement')} ${statementId}`}></iframe>`}<//>`;
}
