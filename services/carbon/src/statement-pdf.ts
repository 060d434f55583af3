import type { SignedStatement } from '@greenlane/statement/statement';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { CHINESE_FONT } from './chinese-font.ts';
import { WORDS, type Word } from './domain/statement-words.ts';
import { type Box, draw, type Paper, paperOf, type Style } from './pdf-text.ts';
import { type SheetField, type SheetText, type StatementSheet, statementSheets } from './statement-sheet.ts';

const GREEN = '#0b6b4b';
const GREY = '#4a5d55';
const RULE = '#cfdad5';
const PAGE_WIDTH = 595.28;
const TOP = 33;
const LEFT = 37;
const RIGHT = 558;
const BOTTOM = 814;
const GUTTER = 16;
const QR_SIZE = 70;
const LABEL_WIDTH = 108;

/** Both languages; once where they are the same. */
const both = (word: Word): string =>
  WORDS[word][0] === WORDS[word][1] ? WORDS[word][0] : `${WORDS[word][0]} ${WORDS[word][1]}`;
const sentence = ({ text, chinese }: Pick<SheetText, 'text' | 'chinese'>): string =>
  chinese === undefined ? text : `${text} ${chinese}`;

function rule(paper: Paper, y: number, line: { readonly width: number; readonly color: string }): void {
  if (paper.ink) paper.doc.moveTo(LEFT, y).lineTo(RIGHT, y).lineWidth(line.width).strokeColor(line.color).stroke();
}

function fill(paper: Paper, box: Box & { readonly height: number }, color: string): void {
  if (paper.ink) paper.doc.rect(box.x, box.y, box.width, box.height).fill(color);
}

function drawField(paper: Paper, field: SheetField, box: Box): number {
  const label = draw(paper, both(field.word), { ...box, width: LABEL_WIDTH }, { size: 7.2, color: GREY });
  const x = box.x + LABEL_WIDTH + 4;
  const value = sentence({ ...field, text: field.value });
  return Math.max(label, draw(paper, value, { x, y: box.y, width: box.x + box.width - x }, { size: 7.6 })) + 1.6;
}

function drawHead(paper: Paper, sheet: StatementSheet, qr: Buffer): number {
  const width = RIGHT - LEFT - QR_SIZE - GUTTER;
  if (paper.ink) paper.doc.image(qr, RIGHT - QR_SIZE, TOP, { width: QR_SIZE });
  draw(
    paper,
    both('scan'),
    { x: RIGHT - QR_SIZE, y: TOP + QR_SIZE + 2, width: QR_SIZE },
    { size: 6, color: GREY, align: 'right' },
  );
  let y = draw(paper, WORDS.title[0], { x: LEFT, y: TOP, width }, { size: 15, font: 'Helvetica-Bold' });
  y = draw(paper, WORDS.title[1], { x: LEFT, y: y + 1, width }, { size: 12 }) + 4;
  for (const field of sheet.head) y = drawField(paper, field, { x: LEFT, y, width });
  y = Math.max(y, TOP + QR_SIZE + 12) + 2;
  rule(paper, y, { width: 1.6, color: GREEN });
  return y + 6;
}

/** Two columns of fields; long ones take the whole width. */
function drawFields(paper: Paper, fields: readonly SheetField[], top: number): number {
  const half = (RIGHT - LEFT - GUTTER) / 2;
  let y = top;
  let row = top;
  let isLeft = true;
  for (const field of fields) {
    if (field.word === 'containers' || field.word === 'consignee') {
      y = drawField(paper, field, { x: LEFT, y, width: RIGHT - LEFT });
      isLeft = true;
    } else if (isLeft) {
      row = y;
      y = drawField(paper, field, { x: LEFT, y: row, width: half });
      isLeft = false;
    } else {
      y = Math.max(y, drawField(paper, field, { x: LEFT + half + GUTTER, y: row, width: half }));
      isLeft = true;
    }
  }
  return y + 4;
}

const COLUMNS = [
  { word: 'element', x: LEFT, width: 90 },
  { word: 'activity', x: 129, width: 76 },
  { word: 'intensity', x: 207, width: 66 },
  { word: 'factor', x: 275, width: 124 },
  { word: 'quality', x: 401, width: 32 },
  { word: 'wellToTank', x: 431, width: 38 },
  { word: 'tankToWake', x: 470, width: 43 },
  { word: 'wellToWake', x: 514, width: 44 },
] as const satisfies readonly { readonly word: Word; readonly x: number; readonly width: number }[];
const FIRST_NUMBER = 5;

type Cell = readonly { readonly text: string; readonly style: Style }[];

const strong = (text: string) => ({ text, style: { size: 6.9, font: 'Helvetica-Bold' as const } });
const plain = (text: string) => ({ text, style: { size: 6.9 } });
const small = (text: string) => ({ text, style: { size: 6, color: GREY } });
const firstPlain = (texts: readonly string[]): Cell =>
  texts.map((text, index) => (index === 0 ? plain(text) : small(text)));

function drawCells(paper: Paper, cells: readonly Cell[], y: number): number {
  const ends = cells.map((cell, index) => {
    const column = COLUMNS[index];
    if (!column) return y;
    return cell.reduce(
      (at, { text, style }) =>
        draw(
          paper,
          text,
          { x: column.x, y: at, width: column.width },
          index < FIRST_NUMBER ? style : { ...style, align: 'right' },
        ),
      y,
    );
  });
  return Math.max(...ends) + 2;
}

function drawTotals(paper: Paper, sheet: StatementSheet, top: number): number {
  let y = top;
  sheet.totals.forEach((total, index) => {
    const isLast = index === sheet.totals.length - 1;
    if (isLast) fill(paper, { x: LEFT - 3, y: y + 0.5, width: RIGHT - LEFT + 6, height: 13 }, '#e3f3ea');
    const style: Style = { size: 7.2, font: 'Helvetica-Bold' };
    draw(paper, `${both(total.word)}${total.suffix}`, { x: LEFT, y: y + 3, width: 300 }, style);
    [total.wellToTank, total.tankToWake, total.wellToWake].forEach((text, at) => {
      const column = COLUMNS[FIRST_NUMBER + at];
      if (column)
        draw(
          paper,
          text,
          { x: column.x - 2, y: y + 3.2, width: column.width + 2 },
          { ...style, size: 6.8, align: 'right' },
        );
    });
    y += isLast ? 15 : 12.5;
  });
  return y + 5;
}

function drawTable(paper: Paper, sheet: StatementSheet, top: number): number {
  const heading = COLUMNS.map(
    ({ word }): Cell => [
      { text: WORDS[word][0], style: { size: 6.9, font: 'Helvetica-Bold', color: GREEN } },
      { text: WORDS[word][1], style: { size: 6.4, color: GREY } },
    ],
  );
  let y = drawCells(paper, heading, top);
  for (const row of sheet.rows) {
    rule(paper, y, { width: 0.4, color: RULE });
    y = drawCells(
      paper,
      [
        [strong(both(row.word)), ...row.detail.map(small)],
        firstPlain(row.activity),
        firstPlain(row.intensity),
        firstPlain(row.factor),
        firstPlain(WORDS[row.quality]),
        [plain(row.wellToTank)],
        [plain(row.tankToWake)],
        [plain(row.wellToWake)],
      ],
      y + 2.5,
    );
  }
  rule(paper, y, { width: 0.9, color: GREEN });
  return drawTotals(paper, sheet, y);
}

function drawFigures(paper: Paper, figures: readonly SheetField[], top: number): number {
  const gap = 6;
  const width = (RIGHT - LEFT - gap * (figures.length - 1)) / figures.length;
  figures.forEach((figure, index) => {
    const x = LEFT + index * (width + gap);
    if (paper.ink) paper.doc.roundedRect(x, top, width, 33, 3).lineWidth(0.6).strokeColor(RULE).stroke();
    draw(paper, both(figure.word), { x: x + 5, y: top + 4, width: width - 8 }, { size: 6, color: GREY });
    draw(paper, figure.value, { x: x + 5, y: top + 21, width: width - 8 }, { size: 8, font: 'Helvetica-Bold' });
  });
  return top + 39;
}

/** Small print: the label in ink before its sentence. */
function drawTexts(paper: Paper, texts: readonly SheetText[], top: number): number {
  const size = 6.3;
  return texts.reduce((y, text) => {
    const x = LEFT + (text.word === undefined ? 0 : LABEL_WIDTH + 4);
    const label =
      text.word === undefined
        ? y
        : draw(paper, both(text.word), { x: LEFT, y, width: LABEL_WIDTH }, { size, font: 'Helvetica-Bold' });
    return Math.max(label, draw(paper, sentence(text), { x, y, width: RIGHT - x }, { size, color: GREY })) + 1.3;
  }, top);
}

/** Draws a sheet; answers where it ends when its signature follows at once. The signature itself stands at `bottom`. */
function drawSheet(
  paper: Paper,
  sheet: StatementSheet,
  place: { readonly qr: Buffer; readonly bottom: number },
): number {
  let y = drawHead(paper, sheet, place.qr);
  if (sheet.indicative) {
    fill(paper, { x: LEFT, y: y - 1, width: RIGHT - LEFT, height: 14 }, '#fff4d6');
    fill(paper, { x: LEFT, y: y - 1, width: 2.5, height: 14 }, '#b07d00');
    y = draw(paper, both('indicative'), { x: LEFT + 8, y: y + 2, width: RIGHT - LEFT - 12 }, { size: 7.6 }) + 6;
  }
  y = drawFields(paper, sheet.fields, y);
  y = drawTable(paper, sheet, y);
  y = drawFigures(paper, sheet.figures, y);
  y = drawTexts(paper, [...sheet.evidence, ...sheet.notes, ...sheet.method], y);
  const signatureHeight = drawTexts({ ...paper, ink: false }, sheet.signature, 0);
  const signatureTop = place.bottom - signatureHeight;
  rule(paper, signatureTop - 4, { width: 0.4, color: RULE });
  drawTexts(paper, sheet.signature, signatureTop);
  draw(
    paper,
    sheet.pageNumber,
    { x: RIGHT - 60, y: place.bottom - 8, width: 60 },
    { size: 6.3, color: GREY, align: 'right' },
  );
  return y + signatureHeight + 8;
}

/** One sheet, one page: a long list of containers or legs is set smaller, as a whole, until it fits. */
function drawPage(paper: Paper, sheet: StatementSheet, qr: Buffer): void {
  const needed = drawSheet({ ...paper, ink: false }, sheet, { qr, bottom: BOTTOM });
  const scale = Math.min(1, BOTTOM / needed);
  paper.doc.addPage();
  paper.doc.save();
  paper.doc.translate((PAGE_WIDTH * (1 - scale)) / 2, 0).scale(scale);
  drawSheet(paper, sheet, { qr, bottom: BOTTOM / scale });
  paper.doc.restore();
}

/** The statement as a PDF, one A4 page per shipment, with the same content as the page and the JSON. */
export async function statementPdf(signed: SignedStatement, verifyUrl: string): Promise<Buffer> {
  const qr = await QRCode.toBuffer(verifyUrl, { margin: 0, width: 320 });
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    info: {
      Title: WORDS.title[0],
      Subject: signed.statement.statementId,
      Author: signed.statement.reporter.name,
      CreationDate: new Date(signed.statement.issuedAt),
    },
  });
  doc.registerFont('chinese', CHINESE_FONT);
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => {
    doc.on('end', resolve);
  });
  const paper = paperOf(doc);
  for (const sheet of statementSheets(signed)) drawPage(paper, sheet, qr);
  doc.end();
  await ended;
  return Buffer.concat(parts);
}
