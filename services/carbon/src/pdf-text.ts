import { CHINESE } from './chinese-font.ts';

export type Doc = PDFKit.PDFDocument;
type Font = 'Helvetica' | 'Helvetica-Bold';
export type Style = {
  readonly size: number;
  readonly color?: string;
  readonly font?: Font;
  readonly align?: 'right';
};
export type Box = { readonly x: number; readonly y: number; readonly width: number };

/** Where text is drawn. Without ink the same code only measures, so that a page knows its height before it is drawn. */
export type Paper = {
  readonly doc: Doc;
  readonly ink: boolean;
  readonly widthOf: (text: string, font: Font | 'chinese') => number;
};

export const INK = '#14231d';
const LINE_HEIGHT = 1.24;

/** Measuring is most of the work of a page and words repeat: widths are kept, at size 1. */
export function paperOf(doc: Doc): Paper {
  const known = new Map<string, number>();
  return {
    doc,
    ink: true,
    widthOf: (text, font) => {
      const key = `${font} ${text}`;
      const width = known.get(key) ?? doc.font(font).fontSize(1_000).widthOfString(text) / 1_000;
      known.set(key, width);
      return width;
    },
  };
}

type Piece = { readonly text: string; readonly isChinese: boolean };

/** Words of a text in the script each is written in; Chinese breaks after every character. */
function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let run = '';
  const close = () => {
    if (run !== '') pieces.push({ text: run, isChinese: false });
    run = '';
  };
  // Helvetica's own encoding knows neither the arrow nor the ellipsis.
  for (const character of text.replaceAll('→', '>').replaceAll('…', '...')) {
    if (CHINESE.test(character)) {
      close();
      pieces.push({ text: character, isChinese: true });
      continue;
    }
    run += character;
    if (character === ' ' || character === ',' || character === '-') close();
  }
  close();
  return pieces;
}

/** Sets a text line by line; a word longer than a line (a hash, a key) is broken where the line ends. */
function setText(paper: Paper, text: string, width: number, style: Style): readonly (readonly Piece[])[] {
  const widthOf = (piece: Piece) =>
    paper.widthOf(piece.text, piece.isChinese ? 'chinese' : (style.font ?? 'Helvetica')) * style.size;
  const lines: Piece[][] = [[]];
  let used = 0;
  const place = (piece: Piece): void => {
    const needed = widthOf({ ...piece, text: piece.text.trimEnd() });
    if (used > 0 && used + needed > width) {
      lines.push([]);
      used = 0;
    }
    if (needed <= width || piece.text.length < 2) {
      lines.at(-1)?.push(piece);
      used += widthOf(piece);
      return;
    }
    let fits = piece.text.length - 1;
    while (fits > 1 && widthOf({ ...piece, text: piece.text.slice(0, fits) }) > width) fits -= 1;
    lines.at(-1)?.push({ ...piece, text: piece.text.slice(0, fits) });
    used = width;
    place({ ...piece, text: piece.text.slice(fits) });
  };
  for (const piece of piecesOf(text)) place(piece);
  return lines;
}

/** Draws a text in its box; answers where it ends. */
export function draw(paper: Paper, text: string, box: Box, style: Style): number {
  const lines = setText(paper, text, box.width, style);
  if (!paper.ink) return box.y + lines.length * style.size * LINE_HEIGHT;
  let y = box.y;
  for (const line of lines) {
    const fonts = line.map((piece) => (piece.isChinese ? 'chinese' : (style.font ?? 'Helvetica')));
    const widths = line.map((piece, index) => paper.widthOf(piece.text, fonts[index] ?? 'Helvetica') * style.size);
    const total = widths.reduce((sum, width) => sum + width, 0);
    let x = style.align === 'right' ? box.x + box.width - total : box.x;
    line.forEach((piece, index) => {
      paper.doc
        .font(fonts[index] ?? 'Helvetica')
        .fontSize(style.size)
        .fillColor(style.color ?? INK)
        .text(piece.text, x, piece.isChinese ? y - style.size * 0.06 : y, { lineBreak: false });
      x += widths[index] ?? 0;
    });
    y += style.size * LINE_HEIGHT;
  }
  return y;
}
