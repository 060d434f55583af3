import { LANGUAGES, type Language } from '@greenlane/contracts/values';

const isKnown = (tag: string): tag is Language => (LANGUAGES as readonly string[]).includes(tag);

/**
 * The language of an answer by its Accept-Language (RFC 9110, section 12.5.4): the most wanted one that there is, by its
 * primary subtag, so that zh-CN and zh-Hant are zh; else the first of ours.
 */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find((text) => text !== undefined);
      return { tag: range.trim().split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    // The sort is stable: of equally wanted ones the first named.
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    if (isKnown(tag)) return tag;
    if (tag === '*') break;
  }
  return LANGUAGES[0];
}
