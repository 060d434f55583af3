import { generateKeyPairSync, sign as nodeSign } from 'node:crypto';
import { computeDoorToPort } from '@greenlane/emissions/door-to-port';
import { assert } from '@greenlane/kernel/assert';
import { canonicalHash, canonicalJson } from '@greenlane/kernel/canonical-json';
import { completeDocument, completeShipment } from '@greenlane/statement/recompute';
import type { ShipmentFacts } from '@greenlane/statement/statement';
import { type Bench, cpuMilliseconds, inTurn, sumOf } from '@greenlane/testing/bench/bench';
import { CompactSign, exportJWK, generateKeyPair, importJWK } from 'jose';
import { CHAIN, type Chain } from '../test/chains.ts';

/** Stretches of each side in a run. */
const ROUNDS = 10;
const CHAINS = 300;
/** A footprint in floats takes so little that a stretch of the rival has many of each. */
const FLOATS = 1_000;

/** Different chains, so that nothing can be remembered. */
function chainOf(index: number): Chain {
  return {
    ...CHAIN,
    cargoMassKg: String(20_000 + (index % 9_000)),
    sea: { ...CHAIN.sea, distanceKm: String(12_000 + (index % 7_000)) },
  };
}

/** The same five figures in plain floating point, rounded to grams at the end: what most calculators do. */
function floatFootprint(chain: Chain): number {
  const mass = Number(chain.cargoMassKg) / 1_000;
  const land = chain.preCarriage.reduce((grams, leg) => grams + mass * Number(leg.distanceKm) * 116, 0);
  const { profile } = chain.sea;
  const perTonne = profile.dataQuality === 'MODELLED' ? Number(profile.gCO2PerTonneNauticalMile) : 0;
  const sea = 2 * Number(chain.sea.distanceKm) * ((((perTonne * 10) / 1.852) * 1.15 * 3.84) / 3.114);
  return Math.round(land + sea + 22_800);
}

function rateOf(count: number, milliseconds: number): number {
  return Math.round((count * 1_000) / milliseconds);
}

const footprint: Bench = {
  name: 'carbon.footprint',
  what: 'footprints a second of CPU: one chain computed exactly, with every element, factor, source and note that a statement needs',
  rival: 'the same grams by a plain floating-point formula, without elements, sources or notes',
  better: 'higher',
  floor: 0.0005,
  judged: 'best',
  prepare: async () => {
    const chains = Array.from({ length: CHAINS }, (_unused, index) => chainOf(index));
    for (const chain of chains) {
      const computed = computeDoorToPort(chain);
      assert(
        computed.ok && Math.abs(computed.value.wellToWakeGrams - floatFootprint(chain)) <= 4,
        'both give the same grams',
      );
    }
    const ours = async () => {
      const start = cpuMilliseconds();
      for (const chain of chains) computeDoorToPort(chain);
      return cpuMilliseconds() - start;
    };
    let sink = 0;
    const theirs = async () => {
      const start = cpuMilliseconds();
      for (let round = 0; round < FLOATS; round += 1) for (const chain of chains) sink += floatFootprint(chain);
      return (cpuMilliseconds() - start) / FLOATS;
    };
    await inTurn(2, { ours, theirs });
    return {
      measure: async () => {
        const { ours: mine, theirs: rivals } = await inTurn(ROUNDS, { ours, theirs });
        const [own, rival] = [rateOf(ROUNDS * CHAINS, sumOf(mine)), rateOf(ROUNDS * CHAINS, sumOf(rivals))];
        assert(sink > 0, 'the sums were made');
        return { ratio: own / rival, figures: { 'footprints a second': own, 'floats a second': rival } };
      },
    };
  },
};

const STATEMENTS = 100;

function factsOf(index: number): ShipmentFacts {
  return {
    allocationId: `allocation-${index}`,
    footprintId: `footprint-${index}`,
    footprintKind: 'ACTUAL',
    requestReference: `R-${index}`,
    carrier: 'Ocean Bridge Line',
    vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
    carrierServiceCode: 'NE1',
    carrierExportVoyageNumber: '054W',
    loadPort: 'CNSGH',
    dischargePort: 'NLRTM',
    departureDateTime: '2026-12-04T14:00:00+08:00',
    arrivalDateTime: '2027-01-05T04:00:00+01:00',
    extendedHSCode: '854143',
    commodityType: 'PV modules',
    incoterm: 'CIF',
    ISOEquipmentCode: '45G1',
    units: 4,
    equipmentReferences: [],
    chain: chainOf(index),
  };
}

const statement: Bench = {
  name: 'carbon.statement',
  what: 'statements a second of CPU: one shipment recomputed from its inputs, put into canonical form, hashed and signed (Ed25519, JWS)',
  rival:
    'the finished document through JSON.stringify and node:crypto alone: what signing costs without recomputing or canonical form',
  better: 'higher',
  floor: 0.05,
  judged: 'best',
  prepare: async () => {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const key = await importJWK(await exportJWK(pair.privateKey), 'EdDSA');
    const nodeKey = generateKeyPairSync('ed25519').privateKey;
    const documentOf = (index: number) => {
      const complete = completeShipment(factsOf(index));
      assert(complete.ok, 'the sample chain can be computed');
      return completeDocument(
        {
          statementId: `statement-${index}`,
          issuedAt: '2026-12-04T06:00:00.000Z',
          reporter: { organisationId: 'solar', name: 'Yancheng Solar' },
          indicative: true,
          supersedes: null,
          previousSha256: null,
          engine: 'greenlane bench',
        },
        [complete.value],
      );
    };
    const finished = Array.from({ length: STATEMENTS }, (_unused, index) => documentOf(index));
    assert(canonicalHash(documentOf(3)) === canonicalHash(finished[3]), 'the same facts give the same document');
    const ours = async () => {
      const start = cpuMilliseconds();
      for (let index = 0; index < STATEMENTS; index += 1) {
        const canonical = canonicalJson(documentOf(index));
        await new CompactSign(Buffer.from(canonical)).setProtectedHeader({ alg: 'EdDSA' }).sign(key);
      }
      return cpuMilliseconds() - start;
    };
    const theirs = async () => {
      const start = cpuMilliseconds();
      for (const document of finished) nodeSign(null, Buffer.from(JSON.stringify(document)), nodeKey);
      return cpuMilliseconds() - start;
    };
    await inTurn(2, { ours, theirs });
    return {
      measure: async () => {
        const { ours: mine, theirs: rivals } = await inTurn(ROUNDS, { ours, theirs });
        const [own, rival] = [rateOf(ROUNDS * STATEMENTS, sumOf(mine)), rateOf(ROUNDS * STATEMENTS, sumOf(rivals))];
        return { ratio: own / rival, figures: { 'statements a second': own, 'signatures a second': rival } };
      },
    };
  },
};

export const benches: readonly Bench[] = [footprint, statement];
