import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseLine } from '../src/ndjson.ts';

const Body = z.strictObject({ units: z.int(), place: z.strictObject({ port: z.string() }).optional() });

test('a line that names a property twice is refused by its name, at any depth', () => {
  expect(parseLine(Body, '{"units":1,"units":2}')).toEqual({
    ok: false,
    refusal: [{ code: 'REPEATED_PROPERTY', property: 'units', message: 'is named twice in one object' }],
  });
  expect(parseLine(Body, '{"units":1,"place":{"port":"CNSGH","port":"CNNBO"}}')).toEqual({
    ok: false,
    refusal: [{ code: 'REPEATED_PROPERTY', property: 'port', message: 'is named twice in one object' }],
  });
  expect(parseLine(Body, '{"units":1,"place":{"port":"units"}}')).toEqual({
    ok: true,
    value: { units: 1, place: { port: 'units' } },
  });
});
