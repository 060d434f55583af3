import type { PolicyRules } from '@greenlane/contracts/policy';
import type { Role } from '@greenlane/contracts/roles';
import { seededRandom } from '../random.ts';
import { DAY_MILLISECONDS, HOUR_MILLISECONDS } from './local-time.ts';
import { RULES } from './rules.ts';
import { type DemoOffer, type DemoProof, proofsOf, sailing } from './sailings.ts';
import { LINER_SERVICES } from './services.ts';
import { type DemoRequest, requestAt } from './shippers.ts';

/** The demo is a replay: it begins this many days before the present and runs up to it. */
export const REPLAY_DAYS = 21;
const WEEKS = 12;
const REQUESTS = 420;

export type DemoOrganisation = {
  readonly organisationId: string;
  readonly name: string;
  readonly role: Role;
  readonly clusterCode?: string;
  readonly province?: string;
  readonly ports?: readonly string[];
  readonly actsFor?: readonly string[];
};

export type Scenario = {
  readonly start: Date;
  readonly end: Date;
  readonly organisations: readonly DemoOrganisation[];
  readonly designations: readonly {
    readonly organisationId: string;
    readonly clusterCode: string;
    readonly hsPrefixes: readonly string[];
    readonly reference: string;
  }[];
  readonly policy: {
    readonly policyId: string;
    readonly version: string;
    readonly basis: 'ASSUMED';
    readonly effectiveFrom: string;
    readonly evidence: readonly never[];
    readonly rules: PolicyRules;
  };
  readonly offers: readonly DemoOffer[];
  readonly proofs: readonly DemoProof[];
  readonly requests: readonly DemoRequest[];
};

const ORGANISATIONS: readonly DemoOrganisation[] = [
  { organisationId: 'authority', name: 'Programme Authority', role: 'authority' },
  { organisationId: 'verifier', name: 'Independent Carbon Verifier', role: 'verifier' },
  { organisationId: 'oceanbridge', name: 'Ocean Bridge Line', role: 'carrier' },
  { organisationId: 'silkway', name: 'Silkway Container Line', role: 'carrier' },
  { organisationId: 'pacificarrow', name: 'Pacific Arrow', role: 'carrier' },
  { organisationId: 'harbourlink', name: 'Harbour Link', role: 'carrier' },
  {
    organisationId: 'yancheng-solar',
    name: 'Yancheng Solar Modules',
    role: 'exporter',
    clusterCode: 'YANCHENG',
    province: 'Jiangsu',
  },
  {
    organisationId: 'jiaxing-storage',
    name: 'Jiaxing Energy Storage',
    role: 'exporter',
    clusterCode: 'JIAXING',
    province: 'Zhejiang',
  },
  {
    organisationId: 'huizhou-battery',
    name: 'Huizhou Battery Systems',
    role: 'exporter',
    clusterCode: 'HUIZHOU',
    province: 'Guangdong',
  },
  { organisationId: 'suzhou-inverter', name: 'Suzhou Inverters', role: 'exporter', province: 'Jiangsu' },
  { organisationId: 'shenzhen-trading', name: 'Shenzhen General Trading', role: 'exporter', province: 'Guangdong' },
  { organisationId: 'qingdao-machinery', name: 'Qingdao Machinery', role: 'exporter', province: 'Shandong' },
  {
    organisationId: 'delta-logistics',
    name: 'Delta Multimodal',
    role: 'logistics-provider',
    actsFor: ['yancheng-solar', 'jiaxing-storage'],
  },
  { organisationId: 'yangtze-ports', name: 'Yangtze Delta Ports', role: 'port-operator', ports: ['CNSGH', 'CNNBO'] },
  {
    organisationId: 'pearl-ports',
    name: 'Pearl River Ports',
    role: 'port-operator',
    ports: ['CNYTN', 'CNSHK', 'CNNSA'],
  },
  { organisationId: 'bohai-ports', name: 'Yellow Sea Ports', role: 'port-operator', ports: ['CNQIN'] },
];

/**
 * The whole demo as a function of seed and present: organisations, an ASSUMED policy, weekly sailings of real ships on seven trades, and
 * requests spread over the replayed days.
 */
export function demoScenario(options: { readonly seed: number; readonly now: Date }): Scenario {
  const random = seededRandom(options.seed);
  const end = new Date(Math.floor(options.now.getTime() / HOUR_MILLISECONDS) * HOUR_MILLISECONDS);
  const start = new Date(end.getTime() - REPLAY_DAYS * DAY_MILLISECONDS);
  // The first sailings begin a few days into the replay, so that cargo can still reach their gates.
  const firstMonday = new Date(Math.floor(start.getTime() / DAY_MILLISECONDS) * DAY_MILLISECONDS);
  firstMonday.setUTCDate(firstMonday.getUTCDate() + ((8 - firstMonday.getUTCDay()) % 7));
  const offers = Array.from({ length: WEEKS }, (_unused, week) =>
    LINER_SERVICES.map((service) => sailing(service, week, firstMonday)),
  ).flat();
  const requests = Array.from({ length: REQUESTS }, (_unused, index) => {
    const submittedAt = new Date(
      start.getTime() + ((index + random.next()) / REQUESTS) * (end.getTime() - start.getTime() - HOUR_MILLISECONDS),
    );
    return requestAt(random, index + 1, submittedAt);
  });
  return {
    start,
    end,
    organisations: ORGANISATIONS,
    designations: [
      {
        organisationId: 'yancheng-solar',
        clusterCode: 'YANCHENG',
        hsPrefixes: ['8541', '8504'],
        reference: 'demo designation, Yancheng',
      },
      {
        organisationId: 'jiaxing-storage',
        clusterCode: 'JIAXING',
        hsPrefixes: ['8541', '8504', '8507'],
        reference: 'demo designation, Jiaxing',
      },
      {
        organisationId: 'huizhou-battery',
        clusterCode: 'HUIZHOU',
        hsPrefixes: ['8507', '8504'],
        reference: 'demo designation, Huizhou',
      },
    ],
    policy: {
      policyId: 'CN-PRIORITY-GUARANTEE',
      version: '2026-demo-1',
      basis: 'ASSUMED',
      effectiveFrom: new Date(start.getTime() - DAY_MILLISECONDS).toISOString(),
      evidence: [],
      rules: RULES,
    },
    offers,
    proofs: proofsOf(offers),
    requests,
  };
}
