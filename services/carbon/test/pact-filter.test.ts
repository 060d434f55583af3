import { describe, expect, test } from 'vitest';
import { readPactFilter } from '../src/domain/pact-filter.ts';

const compare = (property: string, operator: string, value: string) => ({ kind: 'COMPARE', property, operator, value });

describe('a PACT filter', () => {
  test.each([
    ["productCategoryCpc eq '3342'", compare('productCategoryCpc', 'eq', '3342')],
    ["pcf/geographyCountry eq 'DE'", compare('pcf/geographyCountry', 'eq', 'DE')],
    [
      "(pcf/referencePeriodStart ge '2023-01-01T00:00:00.000Z') and (pcf/referencePeriodEnd lt '2024-01-01T00:00:00.000Z') ",
      {
        kind: 'AND',
        parts: [
          compare('pcf/referencePeriodStart', 'ge', '2023-01-01T00:00:00.000Z'),
          compare('pcf/referencePeriodEnd', 'lt', '2024-01-01T00:00:00.000Z'),
        ],
      },
    ],
    [
      "productIds/any(productId:(productId eq 'urn:a:o''b'))",
      { kind: 'ANY_EQUALS', collection: 'productIds', value: "urn:a:o'b" },
    ],
    // As OData itself writes date-times and lambdas.
    [
      "created gt 2026-11-24T08:00:00+08:00 and companyIds/any(c: c eq 'urn:c') and updated le 2026-11-25",
      {
        kind: 'AND',
        parts: [
          compare('created', 'gt', '2026-11-24T08:00:00+08:00'),
          { kind: 'ANY_EQUALS', collection: 'companyIds', value: 'urn:c' },
          compare('updated', 'le', '2026-11-25'),
        ],
      },
    ],
  ])('%s is read', (text, filter) => {
    expect(readPactFilter(text)).toEqual({ ok: true, value: filter });
  });

  test.each([
    ["created ne '2026-11-24'", 'NotImplemented', 'operators are eq, lt, le, gt, ge, not ne'],
    ["created gt '2026-11-24' or created lt '2026-11-23'", 'NotImplemented', 'no "or"'],
    ["companyName eq 'Solar'", 'NotImplemented', 'not on companyName'],
    ["extensions/any(e:(e eq 'x'))", 'NotImplemented', 'not on extensions'],
    ["productIds/any(p:(p gt 'x'))", 'NotImplemented', '"eq" alone'],
    [`${'('.repeat(12)}created gt '2026-11-24'${')'.repeat(12)}`, 'NotImplemented', 'deeper'],
    [Array(21).fill("created gt '2026-11-24'").join(' and '), 'NotImplemented', 'more than 20'],
    ["created gt 'soon'", 'BadRequest', 'a date-time, not with soon'],
    ["productIds/any(p:(q eq 'x'))", 'BadRequest', 'wants p, not q'],
    ["(created gt '2026-11-24'", 'BadRequest', 'wants ), not its end'],
    ["created gt '2026-11-24' created", 'BadRequest', 'wants its end, not created'],
    ['created gt', 'BadRequest', 'a value, not its end'],
    ["created; drop table 'x'", 'BadRequest', 'cannot be read from ";'],
    ['', 'BadRequest', 'a property, not its end'],
    [`productCategoryCpc eq '${'1'.repeat(2_000)}'`, 'BadRequest', 'longer than 2000'],
  ])('%s is refused with %s %s', (text, code, message) => {
    const read = readPactFilter(text);
    expect(read).toMatchObject({ ok: false, refusal: { code, message: expect.stringContaining(message) } });
  });
});
