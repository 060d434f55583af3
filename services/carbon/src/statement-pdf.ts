import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gramsToKilogramText } from '@greenlane/kernel/quantities';
import type { Shipment, SignedStatement } from '@greenlane/statement/statement';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { WORDS, type Word } from './domain/statement-words.ts';
import { woffToSfnt } from './woff.ts';

/**
 * ZCOOL XiaoWei (SIL Open Font Licence), simplified Chinese: the one font that covers both languages of the page. Unpacked once: read
 * as WOFF, the font library inflates a whole table for every glyph, and a page took 20 seconds instead of a fraction of one.
 */
const CHINESE_FONT = woffToSfnt(
  readFileSync(
    createRequire(import.meta.url).resolve(
      '@fontsource/zcool-xiaowei/files/zcool-xiaowei-chinese-simplified-400-normal.woff',
    ),
  ),
);
const GREEN = '#0b6b4b';
const GREY = '#4a5d55';
const LEFT = 40;
const RIGHT = 555;

type Doc = PDFKit.PDFDocument;

/** Latin in Helvetica, Chinese in its own font, on one line; answers where it ends. */
function bilingual(
  doc: Doc,
  word: Word,
  place: { readonly x: number; readonly y: number; readonly size: number; readonly color?: string },
): number {
  const [english, chinese] = WORDS[word];
  doc
    .fillColor(place.color ?? GREY)
    .font('Helvetica')
    .fontSize(place.size)
    .text(english, place.x, place.y, { lineBreak: false });
  const width = doc.widthOfString(english);
  doc
    .font('chinese')
    .fontSize(place.size)
    .text(chinese, place.x + width + 4, place.y - place.size * 0.04, { lineBreak: false });
  return place.x + width + 4 + doc.widthOfString(chinese);
}

function field(doc: Doc, word: Word, value: string, y: number): number {
  const valueX = Math.max(205, bilingual(doc, word, { x: LEFT, y, size: 8.5 }) + 8);
  const hasChinese = /[\u3000-\u9fff\uff00-\uffef]/.test(value);
  doc
    .font(hasChinese ? 'chinese' : 'Helvetica')
    .fontSize(9)
    .fillColor('#14231d')
    .text(value, valueX, y - 0.5, { width: RIGHT - valueX });
  return Math.max(y + 14, doc.y + 3);
}

const COLUMNS = [
  { word: 'element', x: LEFT, width: 92 },
  { word: 'activity', x: 135, width: 90 },
  { word: 'factor', x: 228, width: 128 },
  { word: 'quality', x: 358, width: 50 },
  { word: 'wellToTank', x: 408, width: 48 },
  { word: 'tankToWake', x: 457, width: 48 },
  { word: 'wellToWake', x: 506, width: 49 },
] as const satisfies readonly { readonly word: Word; readonly x: number; readonly width: number }[];

function tableRow(doc: Doc, cells: readonly string[], y: number, bold = false): number {
  let bottom = y;
  cells.forEach((cell, index) => {
    const column = COLUMNS[index];
    if (!column) return;
    doc
      .font(bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(7.6)
      .fillColor('#14231d')
      .text(cell, column.x, y, { width: column.width, align: index > 3 ? 'right' : 'left' });
    bottom = Math.max(bottom, doc.y);
  });
  doc
    .moveTo(LEFT, bottom + 2)
    .lineTo(RIGHT, bottom + 2)
    .lineWidth(0.4)
    .strokeColor('#cfdad5')
    .stroke();
  return bottom + 6;
}

function shipmentTable(doc: Doc, shipment: Shipment, top: number): number {
  let y = top;
  for (const { word, x, width } of COLUMNS) {
    const isNumber = x >= 408;
    doc
      .font('Helvetica-Bold')
      .fontSize(7.6)
      .fillColor(GREEN)
      .text(WORDS[word][0], x, y, { width, align: isNumber ? 'right' : 'left' });
    doc
      .font('chinese')
      .fontSize(7.6)
      .fillColor(GREY)
      .text(WORDS[word][1], x, y + 9.5, { width, align: isNumber ? 'right' : 'left' });
  }
  y += 23;
  const kilograms = gramsToKilogramText;
  for (const element of shipment.perContainer.elements) {
    y = tableRow(
      doc,
      [
        WORDS[element.kind][0],
        `${element.activity} ${element.activityUnit}`,
        `${element.factorId}, trust ${element.trust}`,
        element.dataQuality,
        kilograms(element.wellToTankGrams),
        kilograms(element.tankToWakeGrams),
        kilograms(element.wellToTankGrams + element.tankToWakeGrams),
      ],
      y,
    );
  }
  const { perContainer, totals } = shipment;
  y = tableRow(
    doc,
    [
      WORDS.perContainer[0],
      '',
      '',
      '',
      kilograms(perContainer.wellToTankGrams),
      kilograms(perContainer.tankToWakeGrams),
      kilograms(perContainer.wellToWakeGrams),
    ],
    y,
    true,
  );
  return tableRow(
    doc,
    [
      `${WORDS.total[0]} (${shipment.units})`,
      '',
      '',
      '',
      kilograms(totals.wellToTankGrams),
      kilograms(totals.tankToWakeGrams),
      kilograms(totals.wellToWakeGrams),
    ],
    y,
    true,
  );
}

function shipmentPage(doc: Doc, signed: SignedStatement, shipment: Shipment, qr: Buffer): void {
  const { statement } = signed;
  doc.image(qr, RIGHT - 82, 34, { width: 82 });
  doc.font('Helvetica-Bold').fontSize(15).fillColor('#14231d').text(WORDS.title[0], LEFT, 40, { lineBreak: false });
  doc.font('chinese').fontSize(13).text(WORDS.title[1], LEFT, 60, { lineBreak: false });
  let y = field(doc, 'statement', statement.statementId, 84);
  y = field(doc, 'issued', statement.issuedAt, y);
  y = field(doc, 'reporter', statement.reporter.name, y);
  y = Math.max(y, 130);
  doc.moveTo(LEFT, y).lineTo(RIGHT, y).lineWidth(1.5).strokeColor(GREEN).stroke();
  y += 8;
  if (statement.indicative) {
    doc.rect(LEFT, y, RIGHT - LEFT, 28).fill('#fff4d6');
    doc
      .font('Helvetica')
      .fontSize(8)
      .fillColor('#14231d')
      .text(WORDS.indicative[0], LEFT + 6, y + 4);
    doc
      .font('chinese')
      .fontSize(8)
      .text(WORDS.indicative[1], LEFT + 6, y + 15);
    y += 36;
  }
  y = field(doc, 'shipment', shipment.requestReference, y);
  y = field(
    doc,
    'cargo',
    `${shipment.commodityType}, HS ${shipment.extendedHSCode}; ${shipment.chain.cargoMassKg} kg ${WORDS.perContainer[0]}`,
    y,
  );
  const numbers = shipment.equipmentReferences.length > 0 ? `: ${shipment.equipmentReferences.join(', ')}` : '';
  y = field(doc, 'containers', `${shipment.units} × ${shipment.ISOEquipmentCode}${numbers}`.slice(0, 420), y);
  y = field(
    doc,
    'vessel',
    `${shipment.vessel.name} (IMO ${shipment.vessel.vesselIMONumber}), ${shipment.carrier}, ${shipment.carrierServiceCode} ${shipment.carrierExportVoyageNumber}`,
    y,
  );
  y = field(
    doc,
    'route',
    `${shipment.loadPort} to ${shipment.dischargePort}, ${shipment.chain.sea.route}, ${shipment.chain.sea.distanceKm} km (shortest feasible distance)`,
    y,
  );
  y = field(doc, 'departure', shipment.departureDateTime, y);
  y = field(doc, 'arrival', shipment.arrivalDateTime, y);
  y = field(
    doc,
    'category',
    `${shipment.scope3Category === null ? 'not determined' : `category ${shipment.scope3Category}`} (${shipment.incoterm ?? 'no Incoterm stated'}); footprint ${shipment.footprintKind}`,
    y,
  );
  y = shipmentTable(doc, shipment, y + 8) + 4;
  y = field(doc, 'primaryShare', `${shipment.perContainer.primaryDataSharePercent} %`, y);
  y = field(doc, 'comparison', `${gramsToKilogramText(shipment.totals.laneDefaultWellToWakeGrams)} kg`, y);
  const small = (text: string) => {
    doc
      .font('Helvetica')
      .fontSize(7.4)
      .fillColor(GREY)
      .text(text, LEFT, y, { width: RIGHT - LEFT });
    y = doc.y + 3;
  };
  for (const note of shipment.perContainer.notes) small(`– ${note.message}`);
  small(
    `${statement.method.standard}; ${statement.method.framework}; ${statement.method.boundary}. ${statement.method.notice}`,
  );
  small(
    `Not included: ${statement.method.exclusions.join('; ')}. Factor set ${statement.factorSetVersion}; rounding ${statement.method.rounding}; engine ${statement.engine}.`,
  );
  small(
    `SHA-256 ${signed.sha256}; key ${signed.jwk.kid} (EdDSA). The signed JSON is the statement; this page shows the same content.`,
  );
}

/** The statement as a PDF, one A4 page per shipment, with the same content as the JSON. */
export async function statementPdf(signed: SignedStatement, verifyUrl: string): Promise<Buffer> {
  const qr = await QRCode.toBuffer(verifyUrl, { margin: 0, width: 320 });
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    info: {
      Title: WORDS.title[0],
      Subject: signed.statement.statementId,
      CreationDate: new Date(signed.statement.issuedAt),
    },
  });
  doc.registerFont('chinese', CHINESE_FONT);
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => {
    doc.on('end', resolve);
  });
  for (const shipment of signed.statement.shipments) {
    doc.addPage();
    shipmentPage(doc, signed, shipment, qr);
  }
  doc.end();
  await ended;
  return Buffer.concat(parts);
}
