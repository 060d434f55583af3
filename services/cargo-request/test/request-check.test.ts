import { CargoRequestBody } from '@greenlane/contracts/cargo-request';
import { describe, expect, it } from 'vitest';
import { checkRequest } from '../src/domain/request-check.ts';

/** What is said of a request from some load ports to some discharge ports. */
function said(loadPorts: readonly string[], dischargePorts: readonly string[]) {
  const checked = checkRequest({
    body: CargoRequestBody.parse({
      requestReference: 'YC-1',
      cargo: { extendedHSCode: '854143', commodityType: 'PV modules' },
      equipment: { ISOEquipmentCode: '45G1', units: 2, cargoGrossWeightKg: '21500' },
      origin: { loadPorts, preCarriage: [] },
      destination: { dischargePorts },
      cargoReadyDateTime: '2026-11-28T08:00:00+08:00',
      latestArrivalDateTime: '2027-01-20T00:00:00+01:00',
    }),
    now: new Date('2026-11-26T08:00:00Z'),
    rules: { dangerousGoods: [], portRestrictions: [], acceptedUNNumbers: new Map() },
  });
  return checked.ok
    ? checked.value.feedbacks.map(({ severity, code, message }) => `${severity} ${code}: ${message}`)
    : checked.refusal.map(({ code }) => code);
}

describe('a request between ports without a sourced distance', () => {
  it('is told at once that no sailing can be matched', () => {
    expect(said(['CNXMN'], ['NLRTM'])).toEqual([
      'WARN NO_SEA_DISTANCE: no sourced sea distance is known for CNXAM → NLRTM: no sailing can be matched; name other ports',
    ]);
  });

  it('is told which of its ports cannot be used', () => {
    expect(said(['CNSGH', 'CNXAM'], ['NLRTM'])).toEqual([
      'WARN NO_SEA_DISTANCE: no sourced sea distance is known for CNXAM → NLRTM: sailings are matched between the other ports alone',
    ]);
  });

  it('hears nothing where every way is known', () => {
    expect(said(['CNSGH', 'CNNBO'], ['NLRTM', 'DEHAM'])).toEqual([]);
  });
});
