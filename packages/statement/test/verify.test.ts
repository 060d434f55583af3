import { isDeepStrictEqual } from 'node:util';
import { CURRENT_FACTOR_SET_VERSION } from '@greenlane/emissions/factors';
import { canonicalHash, canonicalJson } from '@greenlane/kernel/canonical-json';
import fc from 'fast-check';
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { completeDocument, completeShipment } from '../src/recompute.ts';
import type { ShipmentFacts, SignedStatement } from '../src/statement.ts';
import { verifyStatement } from '../src/verify.ts';

const FACTS: ShipmentFacts = {
  allocationId: 'a-1',
  footprintId: 'f-1',
  footprintKind: 'ACTUAL',
  requestReference: 'YC-PV-2026-118',
  carrier: 'Ocean Bridge Line',
  vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
  carrierServiceCode: 'NE1',
  carrierExportVoyageNumber: '054W',
  origin: 'YANCHENG',
  loadPort: 'CNSGH',
  dischargePort: 'NLRTM',
  departureDateTime: '2026-12-04T14:00:00+08:00',
  arrivalDateTime: '2027-01-05T04:00:00+01:00',
  extendedHSCode: '854143',
  commodityType: 'PV modules 光伏组件',
  incoterm: 'CIF',
  ISOEquipmentCode: '45G1',
  units: 4,
  equipmentReferences: ['MSKU1234565'],
  policyVersion: '1',
  chain: {
    factorSetVersion: CURRENT_FACTOR_SET_VERSION,
    ISOEquipmentCode: '45G1',
    cargoMassKg: '24500',
    preCarriage: [
      { mode: 'ROAD', distanceKm: '42.5' },
      { mode: 'RAIL', distanceKm: '812' },
    ],
    sea: {
      loadPort: 'CNSGH',
      dischargePort: 'NLRTM',
      route: 'SUEZ',
      distanceKm: '19668.24',
      distanceSource: 'marnet (Eurostat), SUEZ',
      tradeLane: 'ASIA_NEUR',
      profile: {
        dataQuality: 'PRIMARY',
        fuels: [
          { fuel: 'HFO', tonnes: '1500' },
          { fuel: 'FAME', tonnes: '600', certifiedGramsPerMJ: '14.9' },
        ],
        referencePeriod: { start: '2026-07-01', end: '2026-09-30' },
        transportWorkTeuKm: '331200000',
        evidence: [{ type: 'PROOF_OF_SUSTAINABILITY', reference: 'ISCC-PoS-77', sha256: 'b'.repeat(64) }],
      },
      profileJudgedOn: '2026-11-24',
    },
  },
  fuelEvidence: [
    {
      type: 'PROOF_OF_SUSTAINABILITY',
      reference: 'ISCC-PoS-77',
      sha256: 'b'.repeat(64),
      fuel: 'FAME',
      ledger: 'ALLOCATED',
      energyMJ: '12128.748',
      publishedMJ: '20000',
      remainingMJ: '7871.252',
    },
  ],
};

let signed: SignedStatement;
let text: string;

async function issue(facts: ShipmentFacts, previousSha256: string | null = null): Promise<SignedStatement> {
  const complete = completeShipment(facts);
  if (!complete.ok) throw new Error(JSON.stringify(complete.refusal));
  const statement = completeDocument(
    {
      statementId: '019a7b1e-4c1d-7a10-9f00-5b2d3c4e5f60',
      issuedAt: '2027-01-06T08:30:00.000Z',
      reporter: { organisationId: 'solar', name: 'Yancheng Solar' },
      indicative: true,
      supersedes: null,
      previousSha256,
      engine: 'greenlane test',
    },
    [complete.value],
  );
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x = '' } = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
  const jws = await new CompactSign(Buffer.from(canonicalJson(statement)))
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .sign(privateKey);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' } as const;
  return { statement, sha256: canonicalHash(statement), jws, jwk };
}

beforeAll(async () => {
  signed = await issue(FACTS);
  text = JSON.stringify(signed);
});

const failedOf = async (value: unknown, lineage = {}) =>
  (await verifyStatement(value, {}, lineage)).checks.filter((check) => !check.ok);

describe('a statement, from the file alone,', () => {
  test('verifies with every check, and says that its signer is not established', async () => {
    const verification = await verifyStatement(JSON.parse(text));
    expect(verification.checks.map(({ check, ok }) => `${check} ${ok}`)).toEqual([
      'FORM true',
      'VERSIONS true',
      'FIGURES true',
      'HASH true',
      'CHAIN true',
      'SIGNATURE true',
      'SIGNER true',
    ]);
    expect([verification.ok, verification.signer]).toEqual([true, 'not established']);
    expect(verification.checks.at(-1)?.message).toContain('signer not established');
  });

  test('does not survive any single changed character that is still JSON', async () => {
    const characters = '0123456789abcXYZ.-+ "光';
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.nat(characters.length - 1), async (at, which) => {
        const changed = `${text.slice(0, at)}${characters[which]}${text.slice(at + 1)}`;
        let value: unknown;
        try {
          value = JSON.parse(changed);
        } catch {
          return;
        }
        // White space and the spelling of a number are not content: RFC 8785 writes both in one way.
        fc.pre(canonicalJson(value) !== canonicalJson(signed));
        expect((await verifyStatement(value)).ok).toBe(false);
      }),
      { numRuns: 600 },
    );
  }, 60_000);

  test('gets a judgement and never an exception, whatever stands in place of a part of it', async () => {
    const parts: (readonly (string | number)[])[] = [];
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      parts.push(path);
      if (Array.isArray(value)) for (const [at, item] of value.entries()) walk(item, [...path, at]);
      else if (typeof value === 'object' && value !== null)
        for (const [name, item] of Object.entries(value)) walk(item, [...path, name]);
    };
    walk(signed, []);
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '1e400', '光', '__proto__', '-0'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...parts), fc.oneof(texts, fc.jsonValue(), fc.double()), async (path, other) => {
        const altered = JSON.parse(`{"root":${text}}`) as Record<string, never>;
        const place = path.reduce<{ in: Record<string, never>; at: string | number }>(
          ({ in: holder, at }, name) => ({ in: holder[at]!, at: name }),
          { in: altered, at: 'root' },
        );
        place.in[place.at] = other as never;
        const { root } = JSON.parse(JSON.stringify(altered)) as { root: unknown };
        fc.pre(!isDeepStrictEqual(root, JSON.parse(text)));
        expect((await verifyStatement(root)).ok).toBe(false);
        expect((await verifyStatement(JSON.parse(text), {}, { previous: root })).ok).toBe(false);
      }),
      { numRuns: 600 },
    );
  }, 60_000);

  test('names the file when it is another thing altogether', async () => {
    const [form] = (await verifyStatement([])).checks;
    expect([form?.check, form?.message]).toEqual(['FORM', 'the file: must be an object, not a list']);
  });

  test('is judged beside a key set that holds keys of other kinds', async () => {
    const jwks = { keys: [{ kty: 'oct', k: 'c2VjcmV0' }, { kty: 'OKP', crv: '光', x: 'no' }, signed.jwk] };
    expect((await verifyStatement(JSON.parse(text), { jwks })).signer).toBe('established');
    expect((await verifyStatement(JSON.parse(text), { jwks: { keys: jwks.keys.slice(0, 2) } })).signer).toBe('wrong');
  });

  test('does not survive any flipped digit', async () => {
    const digits = [...text.matchAll(/\d/g)].map((match) => match.index);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...digits), fc.integer({ min: 1, max: 9 }), async (at, by) => {
        const changed = `${text.slice(0, at)}${(Number(text[at]) + by) % 10}${text.slice(at + 1)}`;
        let value: unknown;
        try {
          value = JSON.parse(changed);
        } catch {
          return;
        }
        expect((await verifyStatement(value)).ok).toBe(false);
      }),
      { numRuns: 800 },
    );
  }, 60_000);
});

describe('what a forger signs anew', () => {
  /** Hash and signature are right again: only recomputing finds it. */
  const resigned = async (alter: (statement: Record<string, never>) => void) => {
    const copy = JSON.parse(text);
    alter(copy.statement);
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const { x = '' } = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
    const jws = await new CompactSign(Buffer.from(canonicalJson(copy.statement)))
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .sign(privateKey);
    return { ...copy, jws, sha256: canonicalHash(copy.statement), jwk: { ...signed.jwk, x, kid } };
  };

  // biome-ignore lint/suspicious/noExplicitAny: each case reaches into a document of its own choice
  const cases: readonly (readonly [string, (statement: any) => void, string])[] = [
    [
      'fewer grams',
      (s) => {
        s.shipments[0].perContainer.elements[3].wellToTankGrams -= 1;
      },
      'perContainer.elements[3].wellToTankGrams',
    ],
    [
      'a smaller total',
      (s) => {
        s.totals.wellToWakeGrams -= 1;
      },
      'statement.totals.wellToWakeGrams',
    ],
    [
      'fewer containers',
      (s) => {
        s.shipments[0].units = 3;
      },
      'totals.wellToWakeGrams',
    ],
    [
      'a better intensity',
      (s) => {
        s.shipments[0].quantities.wellToWakeGramsPerTkm = '1';
      },
      'quantities.wellToWakeGramsPerTkm',
    ],
    [
      'another port in the chain',
      (s) => {
        s.shipments[0].chain.sea.dischargePort = 'DEHAM';
      },
      'chain.sea.dischargePort',
    ],
    [
      'the other Scope 3 category',
      (s) => {
        s.shipments[0].scope3Category = 9;
      },
      'scope3Category',
    ],
    [
      'less energy spent',
      (s) => {
        s.shipments[0].fuelEvidence[0].energyMJ = '1';
      },
      'fuelEvidence',
    ],
    [
      'more energy left than published',
      (s) => {
        s.shipments[0].fuelEvidence[0].remainingMJ = '7871.253';
      },
      'fuelEvidence[0].publishedMJ',
    ],
    [
      'no exclusions',
      (s) => {
        s.method.exclusions = [];
      },
      'statement.method.exclusions',
    ],
    [
      'another time of departure of the leg',
      (s) => {
        s.shipments[0].legs[3].departureDateTime = '2026-12-05T14:00:00+08:00';
      },
      'legs[3].departureDateTime',
    ],
    [
      'a fuel share',
      (s) => {
        s.shipments[0].legs[3].energyCarriers[0].share = '0.5';
      },
      'legs[3].energyCarriers[0].share',
    ],
    [
      'another set of warming potentials',
      (s) => {
        s.shipments[0].perContainer.elements[3].gwpSet = 'AR6';
      },
      'perContainer.elements[3].gwpSet',
    ],
    [
      'the first edition of factors over figures of the second',
      (s) => {
        s.factorSetVersion = 'greenlane-factors-2026.1';
        s.shipments[0].chain.factorSetVersion = 'greenlane-factors-2026.1';
        s.shipments[0].perContainer.factorSetVersion = 'greenlane-factors-2026.1';
      },
      'perContainer.elements[3].gwpSet',
    ],
  ];
  test.each(cases)('%s is found by recomputing, and the first difference named', async (_, alter, path) => {
    const failed = await failedOf(await resigned(alter));
    expect(failed.map(({ check }) => check)).toEqual(['FIGURES']);
    expect(failed[0]?.message).toContain(path);
  });

  test('an unknown edition of factors or rules is said to be unknown', async () => {
    const failed = await failedOf(
      await resigned((statement) => Object.assign(statement, { ruleSetVersion: 'rules-1999' })),
    );
    expect(failed.map(({ check }) => check)).toEqual(['VERSIONS', 'FIGURES']);
  });
});

describe('a statement of the first edition of factors', () => {
  test('verifies as it was issued, when each sea leg was called AR6', async () => {
    const first = await issue({ ...FACTS, chain: { ...FACTS.chain, factorSetVersion: 'greenlane-factors-2026.1' } });
    const gwpSets = ({ statement }: SignedStatement) =>
      statement.shipments[0]?.perContainer.elements.map(({ kind, gwpSet }) => [kind, gwpSet]);
    expect(gwpSets(first)?.[3]).toEqual(['SEA', 'AR6']);
    expect(gwpSets(signed)?.[3]).toEqual(['SEA', 'AR4_AND_AR6']);
    expect(await failedOf(JSON.parse(JSON.stringify(first)))).toEqual([]);
    expect(first.statement.totals).toEqual(signed.statement.totals);
  });
});

describe('the hash chain', () => {
  test('is checked with the statement before', async () => {
    const next = await issue(FACTS, signed.sha256);
    expect(await failedOf(next, { previous: JSON.parse(text) })).toEqual([]);
    const other = await issue({
      ...FACTS,
      units: 5,
      fuelEvidence: [{ ...FACTS.fuelEvidence![0]!, energyMJ: '15160.935', remainingMJ: '4839.065' }],
    });
    expect((await failedOf(next, { previous: other })).map(({ check }) => check)).toEqual(['CHAIN']);
    expect((await failedOf(next, { previous: { no: 'statement' } })).map(({ check }) => check)).toEqual(['CHAIN']);
  });
});
