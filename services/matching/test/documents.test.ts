import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AS_TEXT, asWords, type DocumentForm, type PackedDocuments, packedDocuments } from '../src/domain/documents.ts';
import { sampleOffer } from './samples.ts';

const document = fc.dictionary(fc.string(), fc.jsonValue());

/** So many others that whatever came before them is packed. */
const OTHERS = 256;

function pushOut(documents: PackedDocuments): void {
  for (let other = 0; other < OTHERS; other += 1) documents.set(`other ${other}`, other);
}

const asJson = (value: unknown) => JSON.stringify(JSON.parse(JSON.stringify(value)));

const FORMS: readonly (readonly [string, () => DocumentForm])[] = [
  ['as words', asWords],
  ['as text', () => AS_TEXT],
];

describe.each(FORMS)('documents packed %s', (_name, form) => {
  it('give back every document as JSON would, in its own field order', () => {
    fc.assert(
      fc.property(fc.array(document, { minLength: 1, maxLength: 20 }), (documents) => {
        const packed = packedDocuments('document', form());
        // What comes a second time consists of words, as far as words go.
        const given = [...documents, ...documents].map((each, at) => [`${at}`, each] as const);
        for (const [key, each] of given) packed.set(key, each);
        pushOut(packed);
        expect(packed.size).toBe(given.length + OTHERS);
        const listed = new Map(packed.entries());
        for (const [key, each] of given) {
          expect(JSON.stringify(listed.get(key))).toBe(asJson(each));
          expect(JSON.stringify(packed.get(key))).toBe(asJson(each));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('give back an offer and what it lacks, its days and its own key, packed or not', () => {
    const offer = {
      ...sampleOffer(),
      route: undefined,
      arrivals: ['2026-11-26T08:00:00+08:00', '2026-11-26T', '2026-1126T', undefined, null],
      ['__proto__']: 'a field',
      long: '运'.repeat(20_000),
    };
    const packed = packedDocuments('document', form());
    for (const key of [offer.offerId, 'again', 'once more']) packed.set(key, offer);
    packed.set('gone', offer);
    packed.delete('gone');
    expect(asJson(packed.get('again'))).toBe(asJson(offer));
    pushOut(packed);
    for (const key of [offer.offerId, 'again', 'once more']) expect(asJson(packed.get(key))).toBe(asJson(offer));
    expect(packed.has('gone')).toBe(false);
  });

  it('hold what was set last, and of that only the last', () => {
    const packed = packedDocuments<number>('document', form());
    packed.set(1, { status: 'held' });
    packed.set(1, { status: 'confirmed' });
    for (let other = 2; other < 2 + OTHERS; other += 1) packed.set(other, { status: 'held' });
    expect(packed.get(1)).toEqual({ status: 'confirmed' });
    expect([...packed.entries()][0]).toEqual([1, { status: 'confirmed' }]);
    packed.set(1, { status: 'loaded' });
    expect(packed.get(1)).toEqual({ status: 'loaded' });
    expect(packed.size).toBe(1 + OTHERS);
  });

  it('hold what was given with its JSON, and give that', () => {
    const packed = packedDocuments('document', form());
    const given = { status: 'held', since: '2026-11-26T08:00:00+08:00' };
    packed.set('a', given, JSON.stringify(given));
    packed.set('b', given);
    for (const key of ['a', 'b']) expect([packed.get(key), packed.text(key)]).toEqual([given, JSON.stringify(given)]);
    pushOut(packed);
    for (const key of ['a', 'b']) expect([packed.text(key), packed.get(key)]).toEqual([JSON.stringify(given), given]);
  });

  it('hold a copy that goes its own way', () => {
    const packed = packedDocuments('document', form());
    packed.set('a', { teu: 1 });
    const copy = packed.copy();
    copy.set('a', { teu: 2 });
    copy.set('b', { name: 'other' });
    for (const documents of [packed, copy]) pushOut(documents);
    expect([packed.get('a'), packed.has('b')]).toEqual([{ teu: 1 }, false]);
    expect([copy.get('a'), copy.get('b')]).toEqual([{ teu: 2 }, { name: 'other' }]);
  });
});
