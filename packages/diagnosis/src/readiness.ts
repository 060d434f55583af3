import type { PolicyRules } from '@greenlane/contracts/policy';
import { marketOf } from '@greenlane/geography/regions';
import type { RowDiagnosis } from './row-diagnosis.ts';

/** What of a policy decides whether footprints of past shipments could be claimed under it. */
export type ReadinessPolicy = {
  readonly version: string;
  readonly basis: 'PUBLISHED' | 'ASSUMED';
  /** RFC 3339. */
  readonly effectiveFrom: string;
  readonly eligibility: PolicyRules['eligibility'];
  readonly subsidyBasis: PolicyRules['subsidy']['rate']['basis'];
};

/** Why a row is not ready; a row without any is. */
export const READINESS_BLOCKERS = {
  NOT_COMPUTED: ['no footprint can be computed', '无法计算碳足迹'],
  CHAIN_INCOMPLETE: ['the way from the door to the load port is missing', '缺少工厂到起运港的前程运输'],
  GOODS_UNKNOWN: ['no HS code', '缺少 HS 编码'],
  GOODS_NOT_COVERED: ['the policy does not cover these goods', '货物不在政策范围内'],
  MARKET_NOT_COVERED: ['the policy does not cover this load market', '起运市场不在政策范围内'],
  MASS_NOT_EVIDENCED: ['the cargo weight is assumed, and the policy pays by the tonne', '货重为假设值，而政策按吨补贴'],
  CONTAINERS_NOT_STATED: [
    'the number of containers is assumed, and the policy pays by the container',
    '箱量为假设值，而政策按箱补贴',
  ],
  INVOICE_NEEDED: [
    'the policy pays a share of cost: each shipment needs its invoice',
    '政策按费用比例补贴：每批货物须附发票',
  ],
  DUPLICATE: ['the same row stands in the file more than once', '同一行在文件中重复出现'],
} as const satisfies Readonly<Record<string, readonly [en: string, zh: string]>>;
export type ReadinessBlocker = keyof typeof READINESS_BLOCKERS;

export type Readiness = {
  /** NO_POLICY: there is none to be ready for. */
  readonly outcome: 'READY' | 'PARTLY_READY' | 'NOT_READY' | 'NO_POLICY';
  readonly policyVersion: string | null;
  /** True under a policy whose basis is ASSUMED. */
  readonly indicative: boolean;
  /** Null when it is not known who the exporter is. */
  readonly isPriorityUnit: boolean | null;
  readonly readyRows: number;
  /** Rows that left before the policy took effect: practice, not claimable. */
  readonly rowsBeforePolicy: number;
  readonly blockers: readonly {
    readonly code: ReadinessBlocker;
    readonly message: string;
    readonly messageZh: string;
    readonly rowNumbers: readonly number[];
  }[];
  readonly notice: string;
  readonly noticeZh: string;
};

const NOTICE = [
  'Readiness of the data only: nothing here promises a subsidy.',
  '仅指数据就绪程度：不代表承诺补贴。',
] as const;

export function blockersOf(row: RowDiagnosis, policy: ReadinessPolicy): readonly ReadinessBlocker[] {
  if (row.now === null) return ['NOT_COMPUTED'];
  const has = (code: string) => row.findings.some((finding) => finding.code === code);
  const market = row.loadPort === undefined ? undefined : marketOf(row.loadPort);
  const { hsPrefixes, markets } = policy.eligibility;
  const blockers: readonly (readonly [ReadinessBlocker, boolean])[] = [
    ['CHAIN_INCOMPLETE', row.chain?.preCarriage.length === 0],
    ['GOODS_UNKNOWN', row.extendedHSCode === undefined],
    [
      'GOODS_NOT_COVERED',
      row.extendedHSCode !== undefined && !hsPrefixes.some((prefix) => row.extendedHSCode?.startsWith(prefix)),
    ],
    ['MARKET_NOT_COVERED', market === undefined || !markets.includes(market)],
    ['MASS_NOT_EVIDENCED', policy.subsidyBasis === 'TONNE' && row.isMassAssumed],
    [
      'CONTAINERS_NOT_STATED',
      policy.subsidyBasis === 'CONTAINER' && (has('UNITS_MISSING') || has('UNITS_IMPLAUSIBLE')),
    ],
    ['INVOICE_NEEDED', policy.subsidyBasis === 'SHARE_OF_COST'],
    ['DUPLICATE', has('DUPLICATE_ROW')],
  ];
  return blockers.filter(([, holds]) => holds).map(([code]) => code);
}

export function readinessOf(
  rows: readonly RowDiagnosis[],
  context: { readonly policy: ReadinessPolicy | undefined; readonly isPriorityUnit: boolean | undefined },
): Readiness {
  const { policy } = context;
  const shared = { isPriorityUnit: context.isPriorityUnit ?? null, notice: NOTICE[0], noticeZh: NOTICE[1] };
  if (policy === undefined) {
    return {
      outcome: 'NO_POLICY',
      policyVersion: null,
      indicative: true,
      readyRows: 0,
      rowsBeforePolicy: 0,
      blockers: [],
      ...shared,
    };
  }
  const shipments = rows.filter(({ findings }) => findings.every(({ code }) => code !== 'TOTAL_LINE'));
  const judged = shipments.map((row) => ({ row, blockers: blockersOf(row, policy) }));
  const readyRows = judged.filter(({ blockers }) => blockers.length === 0).length;
  const from = policy.effectiveFrom.slice(0, 10);
  return {
    outcome: readyRows === 0 ? 'NOT_READY' : readyRows === shipments.length ? 'READY' : 'PARTLY_READY',
    policyVersion: policy.version,
    indicative: policy.basis === 'ASSUMED',
    readyRows,
    rowsBeforePolicy: rows.filter(({ departureDate }) => departureDate !== undefined && departureDate < from).length,
    blockers: (Object.keys(READINESS_BLOCKERS) as ReadinessBlocker[]).flatMap((code) => {
      const rowNumbers = judged.filter(({ blockers }) => blockers.includes(code)).map(({ row }) => row.rowNumber);
      const [message, messageZh] = READINESS_BLOCKERS[code];
      return rowNumbers.length === 0 ? [] : [{ code, message, messageZh, rowNumbers }];
    }),
    ...shared,
  };
}
