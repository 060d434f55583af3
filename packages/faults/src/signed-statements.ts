import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { DoorToPortInput } from '@greenlane/contracts/allocation';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
import { completeDocument, completeShipment } from '@greenlane/statement/recompute';
import type { SignedStatement, StatementDocument } from '@greenlane/statement/statement';

const key = generateKeyPairSync('ed25519');
const { x = '' } = key.publicKey.export({ format: 'jwk' });
/** RFC 7638: the required members, in order. */
const kid = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
const HEADER = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid })).toString('base64url');

/** Signed as a platform signs, by a key of our own: whatever the document says. */
export function signStatement(statement: StatementDocument): SignedStatement {
  const text = canonicalJson(statement);
  const signed = `${HEADER}.${Buffer.from(text).toString('base64url')}`;
  return {
    statement,
    sha256: createHash('sha256').update(text).digest('hex'),
    jws: `${signed}.${sign(null, Buffer.from(signed), key.privateKey).toString('base64url')}`,
    jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' },
  };
}

/** The statement of one shipment whose chain is given; undefined when no figures can be made of it. */
export function statementOf(chain: DoorToPortInput, units: number): StatementDocument | undefined {
  const shipment = completeShipment({
    allocationId: 'allocation',
    footprintId: 'footprint',
    footprintKind: 'PLANNED',
    requestReference: 'F17',
    carrier: 'Ocean Bridge Line',
    vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
    carrierServiceCode: 'NE1',
    carrierExportVoyageNumber: '054W',
    loadPort: chain.sea.loadPort,
    dischargePort: chain.sea.dischargePort,
    departureDateTime: '2026-12-04T14:00:00+08:00',
    arrivalDateTime: '2027-01-05T04:00:00+01:00',
    extendedHSCode: '854143',
    commodityType: 'PV modules',
    ISOEquipmentCode: chain.ISOEquipmentCode,
    units,
    equipmentReferences: [],
    chain,
  });
  if (!shipment.ok) return undefined;
  const head = {
    statementId: 'F17',
    issuedAt: '2027-01-06T08:30:00.000Z',
    reporter: { organisationId: 'solar', name: 'Yancheng Solar' },
    indicative: true,
    supersedes: null,
    previousSha256: null,
    engine: 'faults',
  };
  return completeDocument(head, [shipment.value]);
}
