import { useEffect, useState } from 'preact/hooks';
import { Card, clock, html, save, Table, Trouble, useData } from '/console/parts.js';
import { currentLanguage, say } from '/console/words.js';

/** Roles that read the statements of several exporters. */
const OF_SEVERAL = ['authority', 'verifier', 'logistics-provider'];

/** Newest first: what is superseded stands below what took its place. */
export function StatementView({ api, me, tick, path, go }) {
  const { value: statements = [], error } = useData(
    async () => (await api.list('/v1/carbon/statements')).reverse(),
    [tick],
  );
  const superseded = new Set(statements.map(({ supersedes }) => supersedes));
  const chosen = path ?? statements[0]?.statementId;
  const download = async (statementId, format) =>
    save(await api.blob(`/v1/carbon/statements/${statementId}?format=${format}`), `${statementId}.${format}`);
  return html`<${Trouble} error=${error} /><div class="two wide-right"><${Card} title=${say('statements')}><${Table} caption=${say('statements')} rows=${statements} keyOf=${(row) => row.statementId} chosen=${chosen} onChoose=${(row) => go(row.statementId)} columns=${[
    [
      say('reference'),
      (row) =>
        html`<b>…${row.statementId.slice(-12)}</b><br /><span class="soft">SHA-256 ${row.sha256.slice(0, 12)}…</span>${superseded.has(row.statementId) ? html`<br /><span class="tag">${say('superseded')}</span>` : ''}${row.attestation ? html`<br /><span class="tag ${row.attestation.outcome === 'ATTESTED' ? 'on' : ''}">${say(`attestation.${row.attestation.outcome}`)}</span>` : ''}`,
    ],
    ...(OF_SEVERAL.includes(me.role) ? [[say('exporter'), (row) => row.exporterId]] : []),
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
