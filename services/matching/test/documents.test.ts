import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedDocuments } from '../src/domain/documents.ts';

const document = fc.dictionary(fc.string(), fc.jsonValue());

describe('packed documents', () => {
  it('give back every document as JSON would, in its own field order', () => {
    fc.assert(
      fc.property(fc.array(document, { minLength: 1, maxLength: 20 }), (documents) => {
        const packed = packedDocuments('document');
        for (const [at, each] of documents.entries()) packed.set(`${at}`, each);
        expect(packed.size).toBe(documents.length);
        for (const [at, each] of documents.entries()) {
          expect(JSON.stringify(packed.get(`${at}`))).toBe(JSON.stringify(JSON.parse(JSON.stringify(each))));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('hold a copy that goes its own way', () => {
    const packed = packedDocuments('document');
    packed.set('a', { teu: 1 });
    const copy = packed.copy();
    copy.set('a', { teu: 2 });
    copy.set('b', { name: 'other' });
    expect([packed.get('a'), [...packed.keys()]]).toEqual([{ teu: 1 }, ['a']]);
    expect([copy.get('a'), copy.get('b')]).toEqual([{ teu: 2 }, { name: 'other' }]);
  });
});
