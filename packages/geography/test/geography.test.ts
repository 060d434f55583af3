import { describe, expect, test } from 'vitest';
import { greatCircleNauticalMiles } from '../src/great-circle.ts';
import { allPorts, canonicalLocationCode, findPort } from '../src/ports.ts';
import { marketOf } from '../src/regions.ts';
import { defaultRoute, hasSeaDistance, knownRoutes, seaDistance } from '../src/sea-distances.ts';
import { tradeLaneOf } from '../src/trade-lanes.ts';

describe('ports', () => {
  test('retired codes lead to the port of today', () => {
    expect(['CNSHA', 'CNNGB', 'CNTAO', 'CNXMN', 'CNSGH'].map(canonicalLocationCode)).toEqual([
      'CNSGH',
      'CNNBO',
      'CNQIN',
      'CNXAM',
      'CNSGH',
    ]);
    expect(findPort('CNSHA')).toEqual({
      UNLocationCode: 'CNSGH',
      name: 'Shanghai',
      countryCode: 'CN',
      latitude: 31.22,
      longitude: 121.5,
      timeZone: 'Asia/Shanghai',
      region: 'CHINA',
    });
  });

  test('Yantian is the one beside Hong Kong, not its namesake 399 nm away', () => {
    const yantian = findPort('CNYTN');
    const hongKong = findPort('HKHKG');
    expect(yantian && hongKong && greatCircleNauticalMiles(yantian, hongKong)).toBeLessThan(30);
  });

  test('every port has a position, a time zone that exists, and a code of its own', () => {
    const ports = allPorts();
    expect(ports.length).toBeGreaterThan(120);
    expect(new Set(ports.map((port) => port.UNLocationCode)).size).toBe(ports.length);
    for (const port of ports) {
      expect(Math.abs(port.latitude)).toBeLessThan(75);
      expect(() => new Intl.DateTimeFormat('en', { timeZone: port.timeZone })).not.toThrow();
      expect(canonicalLocationCode(port.UNLocationCode)).toBe(port.UNLocationCode);
    }
  });

  test('the market of a load port is its region', () => {
    expect(['CNSGH', 'CNHUI', 'KRPUS', 'SGSIN', 'XXXXX'].map(marketOf)).toEqual([
      'CHINA',
      'CHINA',
      'NORTH_EAST_ASIA',
      'SOUTH_EAST_ASIA',
      undefined,
    ]);
  });
});

describe('sea distances', () => {
  // LINER-LIB and published tables; ±7 % is what a routing network can be held to.
  test.each([
    ['CNSGH', 'USLAX', 'DIRECT', 5720],
    ['CNSGH', 'NLRTM', 'SUEZ', 10620],
    ['CNSGH', 'NLRTM', 'CAPE', 13919],
    ['CNYTN', 'NLRTM', 'SUEZ', 9850],
    ['CNYTN', 'NLRTM', 'CAPE', 13077],
    ['CNYTN', 'SGSIN', 'DIRECT', 1452],
    ['CNYTN', 'GRPIR', 'SUEZ', 7143],
    ['CNSGH', 'USNYC', 'PANAMA', 10812],
  ] as const)('%s to %s by %s is about %d nm', (from, to, route, known) => {
    const found = seaDistance({ from, to, route });
    expect(Number(found?.distanceNm) / known).toBeGreaterThan(0.93);
    expect(Number(found?.distanceNm) / known).toBeLessThan(1.07);
  });

  test('kilometres are exactly 1.852 times the nautical miles, and the source is named', () => {
    expect(seaDistance({ from: 'CNSHA', to: 'NLRTM', route: 'SUEZ' })).toEqual({
      distanceNm: '10620',
      distanceKm: '19668.24',
      source: 'marnet (Eurostat), SUEZ',
    });
  });

  test('none is shorter than the great circle, and each is the same both ways', () => {
    let checked = 0;
    const ports = allPorts();
    for (const from of ports) {
      for (const to of ports) {
        const routes = knownRoutes(from.UNLocationCode, to.UNLocationCode);
        expect(hasSeaDistance(from.UNLocationCode, to.UNLocationCode)).toBe(routes.length > 0);
        for (const route of routes) {
          const there = seaDistance({ from: from.UNLocationCode, to: to.UNLocationCode, route });
          // The network's ports lie up to 0.3 % of a short hop from the index's.
          expect(Number(there?.distanceNm)).toBeGreaterThanOrEqual(greatCircleNauticalMiles(from, to) * 0.997);
          expect(seaDistance({ from: to.UNLocationCode, to: from.UNLocationCode, route })?.distanceNm).toBe(
            there?.distanceNm,
          );
          checked += 1;
        }
      }
    }
    expect(checked).toBeGreaterThan(3_000);
  });

  test('a route that does not exist between two ports has no distance', () => {
    expect(seaDistance({ from: 'CNSGH', to: 'USLAX', route: 'SUEZ' })).toBeUndefined();
    expect(seaDistance({ from: 'CNSGH', to: 'NLRTM', route: 'DIRECT' })).toBeUndefined();
    expect(seaDistance({ from: 'CNSGH', to: 'CNSHA', route: 'DIRECT' })).toBeUndefined();
    expect(seaDistance({ from: 'CNSGH', to: 'XXXXX', route: 'DIRECT' })).toBeUndefined();
  });

  test('the default route follows the policy only where Suez and the Cape are the choice', () => {
    const of = (from: string, to: string) =>
      (['SUEZ', 'CAPE'] as const).map((eastWestDefault) => defaultRoute({ from, to, eastWestDefault }));
    expect(of('CNSGH', 'NLRTM')).toEqual(['SUEZ', 'CAPE']);
    expect(of('CNSGH', 'USLAX')).toEqual(['DIRECT', 'DIRECT']);
    expect(of('CNSGH', 'USNYC')).toEqual(['PANAMA', 'PANAMA']);
  });
});

test('trade lanes are those of the GLEC default table', () => {
  const lane = (loadPort: string, dischargePort: string) => tradeLaneOf({ loadPort, dischargePort });
  expect([
    lane('CNSGH', 'NLRTM'),
    lane('CNSGH', 'GRPIR'),
    lane('CNSGH', 'USLAX'),
    lane('CNSGH', 'USNYC'),
    lane('CNSGH', 'BRSSZ'),
    lane('CNSGH', 'AEJEA'),
    lane('CNSGH', 'SGSIN'),
    lane('SGSIN', 'THLCH'),
    lane('AEJEA', 'INNSA'),
    lane('NLRTM', 'AEJEA'),
    lane('CNSGH', 'KRPUS'),
    lane('SGSIN', 'AUSYD'),
    lane('CNSGH', 'ZADUR'),
  ]).toEqual([
    'ASIA_NEUR',
    'ASIA_MED',
    'ASIA_NAWC',
    'ASIA_NAEC',
    'ASIA_SAM',
    'ASIA_MEI',
    'SEA_NEA',
    'INTRA_SEA',
    'INTRA_MEI',
    'EUR_MEI',
    'INDUSTRY_AVG',
    'ASIA_OCE',
    'ASIA_AFR',
  ]);
});
