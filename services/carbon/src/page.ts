import { chineseFontFace } from './chinese-font.ts';
import { WORDS, type Word } from './domain/statement-words.ts';

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Both languages; once where they are the same. */
export function label(word: Word): string {
  const [english, chinese] = WORDS[word];
  return english === chinese ? english : `${english} <span lang="zh">${chinese}</span>`;
}

const FONT_STYLE =
  ':root { color-scheme: light; font-family: "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "Statement Chinese", sans-serif }';

/** A self-contained page: no script, no outside file, its own subset of a Chinese font. */
export async function htmlPage(part: {
  readonly title: string;
  readonly style: string;
  readonly body: string;
}): Promise<string> {
  const face = await chineseFontFace(`${part.title}${part.body}`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>${escapeHtml(part.title)}</title><style>${face}${FONT_STYLE}${part.style}</style></head><body>${part.body}</body></html>`;
}
