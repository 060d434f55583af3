import type { Verification } from '@greenlane/statement/verify';
import { WORDS, type Word } from './domain/statement-words.ts';
import { escapeHtml, htmlPage, label } from './page.ts';

export type VerificationView = {
  readonly statementId: string;
  readonly sha256: string;
  readonly kid: string;
  readonly issuedAt: string;
  readonly ok: boolean;
  readonly checks: Verification['checks'];
  readonly supersededBy?: string;
  readonly attestation?: { readonly outcome: 'ATTESTED' | 'REFUSED'; readonly at: string };
};

const STYLE = `
  body { margin: 0 auto; max-width: 42rem; padding: 1.25rem; color: #14231d; line-height: 1.5; overflow-wrap: anywhere }
  h1 { font-size: 1.35rem; margin: 0 0 .75rem } h1 span { display: block; font-size: 1.1rem; font-weight: 400 }
  .verdict { border-left: 5px solid; padding: .75rem 1rem; border-radius: 4px; font-weight: 600; margin: 0 0 1rem }
  .verdict span { display: block; font-weight: 400 }
  .holds { background: #e3f3ea; border-color: #0b6b4b } .fails { background: #fbe5e1; border-color: #b3261e } .old { background: #fff4d6; border-color: #b07d00 }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; margin: 0 0 1rem } dt { color: #4a5d55 } dd { margin: 0 }
  ol { list-style: none; padding: 0; margin: 0 } li { border-top: 1px solid #cfdad5; padding: .5rem 0; display: grid; grid-template-columns: 1.6rem 9rem 1fr; gap: .25rem }
  li b { color: #0b6b4b } li.no b { color: #b3261e } .note { color: #4a5d55; font-size: .9rem }
  @media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: .5rem } li { grid-template-columns: 1.6rem 1fr } li p { grid-column: 2 } }
  li p { margin: 0 }`;

const verdict = (kind: 'holds' | 'fails' | 'old', word: Word, detail = '') =>
  `<p class="verdict ${kind}">${WORDS[word][0]}${detail}<span lang="zh">${WORDS[word][1]}${detail}</span></p>`;

/** What the QR code leads to: whether the statement stands, and every check with its result. Shows no figures and no names. */
export async function verificationPage(view: VerificationView): Promise<string> {
  const checks = view.checks
    .map(
      ({ check, ok, message }) =>
        `<li${ok ? '' : ' class="no"'}><b aria-label="${ok ? 'holds' : 'does not hold'}">${ok ? '✓' : '✗'}</b><span>${label(`CHECK_${check}`)}</span><p>${escapeHtml(message)}</p></li>`,
    )
    .join('');
  const field = (word: Word, value: string) => `<dt>${label(word)}</dt><dd>${value}</dd>`;
  const body = `<main>
    <h1>${WORDS.verification[0]}<span lang="zh">${WORDS.verification[1]}</span></h1>
    ${view.ok ? verdict('holds', 'holds') : verdict('fails', 'fails')}
    ${view.supersededBy === undefined ? '' : verdict('old', 'supersededBy', ` ${escapeHtml(view.supersededBy)}`)}
    <dl>${field('statement', escapeHtml(view.statementId))}${field('issued', escapeHtml(view.issuedAt))}
    ${field('verified', view.attestation === undefined ? `${WORDS.notVerified[0]} <span lang="zh">${WORDS.notVerified[1]}</span>` : `${view.attestation.outcome} ${escapeHtml(view.attestation.at)}`)}
    ${field('hash', `<code>${view.sha256}</code>`)}${field('key', `<code>${escapeHtml(view.kid)}</code>`)}</dl>
    <ol>${checks}</ol>
    <p class="note">${WORDS.verifyOffline[0]}<br><span lang="zh">${WORDS.verifyOffline[1]}</span></p>
  </main>`;
  return htmlPage({ title: `${WORDS.verification[0]} ${view.statementId}`, style: STYLE, body });
}
