import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packJson, unpackJson } from '../src/packed-json.ts';

const dictionary = Buffer.from('{"UNLocationCode":"NLRTM","arrivalDateTime":"2027-01-05T00:00:00.000Z"}', 'utf8');

test('any document comes back as it was packed, and plain JSON is read as it is', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      const document: unknown = JSON.parse(text);
      expect(unpackJson(packJson(document, dictionary), dictionary)).toEqual(document);
      expect(unpackJson(Buffer.from(text, 'utf8'), dictionary)).toEqual(document);
    }),
  );
});

test('a document that resembles the dictionary takes a fraction of its JSON', () => {
  const document = { UNLocationCode: 'DEHAM', arrivalDateTime: '2027-02-09T00:00:00.000Z' };
  expect(packJson(document, dictionary).length).toBeLessThan(JSON.stringify(document).length / 2);
});
