import { gramsToKilogramText } from '@greenlane/kernel/quantities';
import type { Shipment, SignedStatement } from '@greenlane/statement/statement';
import QRCode from 'qrcode';
import { WORDS, type Word } from './domain/statement-words.ts';

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const label = (word: Word): string => `${WORDS[word][0]}<span lang="zh"> ${WORDS[word][1]}</span>`;
const kilograms = (grams: number): string => escapeHtml(gramsToKilogramText(grams));

const STYLE = `
  @page { size: A4; margin: 14mm }
  :root { color-scheme: light; font-family: system-ui, "Noto Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif }
  body { margin: 0 auto; max-width: 190mm; padding: 6mm; color: #14231d; font-size: 10.5pt; line-height: 1.4 }
  header { display: flex; gap: 8mm; align-items: flex-start; border-bottom: 2px solid #0b6b4b; padding-bottom: 4mm }
  header div { flex: 1 } h1 { font-size: 16pt; margin: 0 0 1mm } h1 span { display: block; font-size: 13pt; font-weight: 500 }
  h2 { font-size: 12pt; margin: 6mm 0 2mm; color: #0b6b4b } section { break-inside: avoid } section + section { break-before: page }
  dl { display: grid; grid-template-columns: 48mm 1fr; gap: 1mm 4mm; margin: 3mm 0 } dt { color: #4a5d55 } dd { margin: 0; overflow-wrap: anywhere }
  .scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: 9pt; font-variant-numeric: tabular-nums }
  th, td { text-align: left; padding: 1.2mm 1.5mm; border-bottom: 1px solid #cfdad5; vertical-align: top } th span { display: block; font-weight: 400; color: #4a5d55 }
  td.n, th.n { text-align: right; white-space: nowrap } tfoot td { font-weight: 600; border-bottom: 0 } .note { color: #4a5d55; font-size: 9pt }
  .indicative { background: #fff4d6; border-left: 3px solid #b07d00; padding: 2mm 3mm } .qr { width: 30mm; flex: none } .qr svg { width: 30mm; height: 30mm }
  [lang=zh] { font-size: .94em } code { font-size: 8pt; overflow-wrap: anywhere }
  @media (max-width: 600px) { dl { grid-template-columns: 1fr } dd { margin-bottom: 1.5mm } header { flex-wrap: wrap } }`;

function shipmentSection(shipment: Shipment): string {
  const rows = shipment.perContainer.elements
    .map(
      (
        element,
      ) => `<tr><td>${label(element.kind)}</td><td>${escapeHtml(element.activity)} ${escapeHtml(element.activityUnit)}</td>
        <td>${escapeHtml(element.factorId)}<br><span class="note">${escapeHtml(element.factorSetVersion)}, trust ${escapeHtml(element.trust)}</span></td><td>${escapeHtml(element.dataQuality)}</td>
        <td class="n">${kilograms(element.wellToTankGrams)}</td><td class="n">${kilograms(element.tankToWakeGrams)}</td><td class="n">${kilograms(element.wellToTankGrams + element.tankToWakeGrams)}</td></tr>`,
    )
    .join('');
  const { perContainer, totals } = shipment;
  const notes = perContainer.notes.map((note) => `<li>${escapeHtml(note.message)}</li>`).join('');
  return `<section><h2>${label('shipment')} ${escapeHtml(shipment.requestReference)}</h2>
    <dl>
      <dt>${label('cargo')}</dt><dd>${escapeHtml(shipment.commodityType)}, HS ${escapeHtml(shipment.extendedHSCode)}; ${escapeHtml(shipment.chain.cargoMassKg)} kg ${WORDS.perContainer[0]} <span lang="zh">${WORDS.perContainer[1]}</span></dd>
      <dt>${label('containers')}</dt><dd>${shipment.units} × ${escapeHtml(shipment.ISOEquipmentCode)}${shipment.equipmentReferences.length > 0 ? `: ${escapeHtml(shipment.equipmentReferences.join(', '))}` : ''}</dd>
      <dt>${label('vessel')}</dt><dd>${escapeHtml(shipment.vessel.name)} (IMO ${escapeHtml(shipment.vessel.vesselIMONumber)}), ${escapeHtml(shipment.carrier)}, ${escapeHtml(shipment.carrierServiceCode)} ${escapeHtml(shipment.carrierExportVoyageNumber)}</dd>
      <dt>${label('route')}</dt><dd>${escapeHtml(shipment.loadPort)} → ${escapeHtml(shipment.dischargePort)}, ${escapeHtml(shipment.chain.sea.route)}, ${escapeHtml(shipment.chain.sea.distanceKm)} km SFD</dd>
      <dt>${label('departure')}</dt><dd>${escapeHtml(shipment.departureDateTime)}</dd>
      <dt>${label('arrival')}</dt><dd>${escapeHtml(shipment.arrivalDateTime)}</dd>
      <dt>${label('category')}</dt><dd>${shipment.scope3Category === null ? '–' : `category ${shipment.scope3Category}`} (${escapeHtml(shipment.incoterm ?? 'no Incoterm stated')}); footprint ${shipment.footprintKind}</dd>
    </dl>
    <div class="scroll"><table><thead><tr><th>${label('element')}</th><th>${label('activity')}</th><th>${label('factor')}</th><th>${label('quality')}</th><th class="n">${label('wellToTank')}</th><th class="n">${label('tankToWake')}</th><th class="n">${label('wellToWake')}</th></tr></thead>
      <tbody>${rows}</tbody>
      <tfoot><tr><td colspan="4">${label('perContainer')}</td><td class="n">${kilograms(perContainer.wellToTankGrams)}</td><td class="n">${kilograms(perContainer.tankToWakeGrams)}</td><td class="n">${kilograms(perContainer.wellToWakeGrams)}</td></tr>
      <tr><td colspan="4">${label('total')}</td><td class="n">${kilograms(totals.wellToTankGrams)}</td><td class="n">${kilograms(totals.tankToWakeGrams)}</td><td class="n">${kilograms(totals.wellToWakeGrams)}</td></tr></tfoot></table></div>
    <dl><dt>${label('primaryShare')}</dt><dd>${escapeHtml(perContainer.primaryDataSharePercent)} %</dd><dt>${label('comparison')}</dt><dd>${kilograms(totals.laneDefaultWellToWakeGrams)} kg</dd></dl>
    ${notes === '' ? '' : `<ul class="note">${notes}</ul>`}</section>`;
}

/** The statement as one self-contained page: the same content as the JSON, printing on one A4 page per shipment. */
export async function statementHtml(signed: SignedStatement, verifyUrl: string): Promise<string> {
  const { statement } = signed;
  const qr = await QRCode.toString(verifyUrl, { type: 'svg', margin: 0 });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${WORDS.title[0]} ${escapeHtml(statement.statementId)}</title><style>${STYLE}</style></head><body>
    <header><div><h1>${WORDS.title[0]}<span lang="zh">${WORDS.title[1]}</span></h1>
      <dl><dt>${label('statement')}</dt><dd>${escapeHtml(statement.statementId)}</dd><dt>${label('issued')}</dt><dd>${escapeHtml(statement.issuedAt)}</dd><dt>${label('reporter')}</dt><dd>${escapeHtml(statement.reporter.name)}</dd></dl></div>
      <a class="qr" href="${escapeHtml(verifyUrl)}" aria-label="${WORDS.verify[0]}">${qr}</a></header>
    ${statement.indicative ? `<p class="indicative">${WORDS.indicative[0]}<br><span lang="zh">${WORDS.indicative[1]}</span></p>` : ''}
    ${statement.shipments.map(shipmentSection).join('')}
    <section style="break-before:auto"><h2>${label('method')}</h2><p class="note">${escapeHtml(statement.method.standard)}; ${escapeHtml(statement.method.framework)}; ${escapeHtml(statement.method.boundary)}. ${escapeHtml(statement.method.notice)}</p>
      <p class="note">${label('exclusions')}: ${escapeHtml(statement.method.exclusions.join('; '))}. Factor set ${escapeHtml(statement.factorSetVersion)}; rounding ${escapeHtml(statement.method.rounding)}; engine ${escapeHtml(statement.engine)}.</p>
      <p class="note">SHA-256 <code>${escapeHtml(signed.sha256)}</code><br>Key <code>${escapeHtml(signed.jwk.kid)}</code></p></section>
  </body></html>`;
}
