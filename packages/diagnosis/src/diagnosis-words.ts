import type { ShipmentField } from './shipment-fields.ts';
import type { Ask } from './supplied-evidence.ts';

/** Labels of the diagnosis page and of the evidence form, English and Chinese side by side. */
export const WORDS = {
  title: ['Logistics data diagnosis', '物流数据诊断'],
  asOf: ['Judged on', '评估日期'],
  file: ['File', '文件'],
  rows: ['Rows read', '读取行数'],
  computed: ['Footprint computed', '已计算碳足迹'],
  containers: ['Containers', '集装箱'],
  now: ['Footprint now', '当前碳足迹'],
  better: ['With better evidence', '证据改进后'],
  betterNote: [
    'Better evidence makes the figure true, not smaller: it can rise. Rows without a figure yet keep today’s.',
    '更好的证据使数字更真实，而不一定更小：数字可能上升。尚无数字的行沿用当前值。',
  ],
  primaryShare: ['Primary data share', '一手数据占比'],
  grades: ['Evidence grades', '证据等级'],
  PRIMARY: ['PRIMARY: fuel of the voyage, documented', '一手：有文件佐证的航次燃料'],
  MODELLED: ['MODELLED: the ship’s EU-MRV figure', '模型：该船 EU-MRV 数值'],
  DEFAULT: ['DEFAULT: trade-lane average', '默认：航线平均值'],
  NONE: ['Not computed', '未计算'],
  fix: ['What to fix in the file', '文件中需要修正的内容'],
  questions: ['What an auditor will ask', '审核员会问什么'],
  readiness: ['Readiness for the policy in force', '现行政策就绪程度'],
  READY: ['Ready', '已就绪'],
  PARTLY_READY: ['Partly ready', '部分就绪'],
  NOT_READY: ['Not ready', '未就绪'],
  NO_POLICY: ['No policy given', '未提供政策'],
  readyRows: ['rows ready', '行已就绪'],
  policy: ['Policy', '政策版本'],
  indicative: [
    'Indicative: the policy rests on assumed rules, not published ones.',
    '指示性：政策规则为假设，尚未公布。',
  ],
  notDesignated: [
    'This exporter is not in a designated cluster: the priority guarantee does not apply to it.',
    '该出口商不在指定集群内：不适用优先保障。',
  ],
  eachRow: ['Row by row', '逐行结果'],
  row: ['Row', '行'],
  shipment: ['Shipment', '货运批次'],
  route: ['Route', '航线'],
  ship: ['Ship', '船舶'],
  grade: ['Grade', '等级'],
  column: ['Column', '列'],
  problem: ['Problem', '问题'],
  accepted: ['Accepted', '可接受'],
  affected: ['Rows', '涉及行'],
  question: ['Question', '问题'],
  columnsRead: ['How your columns were read', '各列的识别结果'],
  ignored: ['Not used', '未使用'],
  MISSING: ['missing', '缺失'],
  UNREADABLE: ['not understood', '无法识别'],
  IMPLAUSIBLE: ['implausible', '不合理'],
  EVIDENCE: ['evidence', '证据'],
  ASSUMED: ['assumed', '假设'],
  notes: ['Notes', '备注'],
  allFine: ['nothing to fix', '无需修正'],
  rowsBeforePolicy: ['rows left before the policy took effect', '行在政策生效前已出运'],
  evidenceOf: ['Evidence supplied by', '证据提供方'],
} as const satisfies Readonly<Record<string, readonly [en: string, zh: string]>>;
export type Word = keyof typeof WORDS;

/** What a column would be called that the file does not have. */
export const FIELD_WORDS: Readonly<Record<ShipmentField, readonly [en: string, zh: string]>> = {
  shipmentReference: ['shipment number', '提单号'],
  carrier: ['carrier', '船公司'],
  vesselIMONumber: ['IMO number', 'IMO 编号'],
  vesselName: ['ship', '船名'],
  vesselType: ['ship type', '船型'],
  loadPort: ['load port', '起运港'],
  dischargePort: ['discharge port', '目的港'],
  departureDate: ['departure date', '开船日期'],
  arrivalDate: ['arrival date', '到港日期'],
  route: ['route (Suez, Cape)', '航路（苏伊士、好望角）'],
  transportMode: ['transport mode', '运输方式'],
  distance: ['sea distance', '海运距离'],
  ISOEquipmentCode: ['container type', '箱型'],
  equipmentReferences: ['container numbers', '箱号'],
  units: ['number of containers', '箱量'],
  teu: ['TEU', '标箱数'],
  cargoWeightPerContainer: ['weight per container', '单箱重量'],
  cargoWeightTotal: ['total gross weight', '总毛重'],
  cargoWeight: ['gross weight', '毛重'],
  netWeight: ['net weight', '净重'],
  verifiedGrossMass: ['verified gross mass (VGM)', 'VGM'],
  chargeableWeight: ['chargeable weight', '计费重量'],
  preCarriageMode: ['pre-carriage mode', '前程运输方式'],
  preCarriageDistance: ['pre-carriage distance', '前程距离'],
  fuelType: ['fuel', '燃料种类'],
  fuelTonnes: ['fuel consumed', '燃料消耗量'],
  vesselCapacityTeu: ['ship capacity (TEU)', '船舶箱位'],
  loadFactorPercent: ['load factor', '装载率'],
  gCO2PerTonneNauticalMile: ['EU-MRV figure', 'EU-MRV 数值'],
  mrvReportingYear: ['EU-MRV year', 'EU-MRV 年度'],
  evidenceReference: ['evidence document', '证据文件'],
  evidenceSha256: ['SHA-256 of the document', '文件 SHA-256'],
  incoterm: ['Incoterm', '贸易术语'],
  extendedHSCode: ['HS code', 'HS 编码'],
  commodityType: ['goods', '品名'],
};

/** What a supplier or carrier can be asked for. */
export const ASK_WORDS: Readonly<Record<Ask, readonly [en: string, zh: string]>> = {
  VOYAGE_FUEL: ['Fuel and transport work of the voyage', '航次燃料与运输量'],
  VESSEL: ['The ship', '船舶'],
  EU_MRV: ['Annual EU-MRV figure of the ship', '该船年度 EU-MRV 数值'],
  CARGO_WEIGHT: ['Cargo weight', '货物重量'],
  PRE_CARRIAGE: ['Way from the door to the load port', '工厂到起运港的前程运输'],
};

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Both languages, each marked, so that the page can show one or both. */
export const both = (en: string, zh: string): string =>
  en === zh ? escapeHtml(en) : `<span lang="en">${escapeHtml(en)}</span><span lang="zh">${escapeHtml(zh)}</span>`;
export const label = (word: Word): string => both(WORDS[word][0], WORDS[word][1]);

export const PAGE_STYLE = `
  @page { size: A4 landscape; margin: 10mm }
  :root { color-scheme: light; font-family: system-ui, "Noto Sans", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif }
  body { margin: 0 auto; max-width: 1180px; padding: 20px; color: #14231d; font-size: 15px; line-height: 1.45; background: #fff }
  header { border-bottom: 3px solid #0b6b4b; padding-bottom: 10px; display: flex; flex-wrap: wrap; gap: 6px 24px; align-items: end }
  h1 { font-size: 25px; margin: 0; flex: 1 1 320px } h2 { font-size: 18px; margin: 28px 0 8px; color: #0b6b4b }
  [lang=zh] { font-size: .94em } span[lang=en] + span[lang=zh] { margin-left: .45em; color: #3c5148 }
  .language { font-size: 13px } .language label { margin-left: 10px; cursor: pointer }
  body:has(#only-en:checked) [lang=zh], body:has(#only-zh:checked) [lang=en] { display: none }
  body:has(#only-zh:checked) span[lang=zh] { margin-left: 0 !important; color: inherit !important; font-size: 1em }
  .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 10px; margin: 16px 0 }
  .card { border: 1px solid #cfdad5; border-radius: 8px; padding: 10px 12px } .card b { display: block; font-size: 21px; line-height: 1.25; font-variant-numeric: tabular-nums }
  .card .of { font-size: 14px; font-weight: 400; color: #4a5d55 } .card span[lang] { font-size: 13px; color: #3c5148 }
  .bar { display: flex; height: 16px; border-radius: 8px; overflow: hidden; background: #e7ecea } .bar i { display: block }
  .legend { display: flex; flex-wrap: wrap; gap: 4px 22px; margin: 6px 0 0; padding: 0; list-style: none; font-size: 14px }
  .dot { display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 6px }
  .PRIMARY { background: #0b6b4b } .MODELLED { background: #5aa9d6 } .DEFAULT { background: #e0b13c } .NONE { background: #b9433a }
  .scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: 14px } th, td { text-align: left; padding: 7px 9px; border-bottom: 1px solid #dbe4e0; vertical-align: top }
  th { color: #3c5148; font-weight: 600; background: #f3f7f5 } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
  td.mid { white-space: nowrap } td code { font-size: 13px; background: #eef3f0; padding: 1px 5px; border-radius: 4px; overflow-wrap: anywhere }
  td span[lang=en] + span[lang=zh], li span[lang=en] + span[lang=zh] { display: block; margin-left: 0 } body:has(#only-en:checked) td span[lang=zh], body:has(#only-zh:checked) td span[lang=en] { display: none }
  summary span[lang=en] + span[lang=zh], .fine + span + span[lang=zh] { display: inline !important; margin-left: .4em !important } body:has(#only-en:checked) summary span[lang=zh], body:has(#only-zh:checked) summary span[lang=en] { display: none !important }
  td.route, td.route .muted { white-space: nowrap } .absent { font-style: italic; color: #3c5148 }
  .tag { display: inline-block; border-radius: 4px; padding: 0 7px; font-size: 13px; font-weight: 600; white-space: nowrap } .tag span[lang=en] + span[lang=zh] { display: inline !important; margin-left: .4em !important; color: inherit }
  body:has(#only-en:checked) .tag span[lang=zh], body:has(#only-zh:checked) .tag span[lang=en] { display: none !important }
  .tag.MISSING, .tag.UNREADABLE { background: #fbe3e0; color: #8d2219 } .tag.IMPLAUSIBLE { background: #fdeccd; color: #7a4b00 } .tag.EVIDENCE { background: #e1eef8; color: #1c4f77 } .tag.ASSUMED { background: #ececec; color: #444 }
  .tag.grade { color: #fff } .tag.grade.DEFAULT { color: #3b2c00 } .tag.NONE { color: #fff }
  th.n { white-space: normal } th.problem { width: 38% } th.better { width: 20% } .fine { color: #0b6b4b; font-weight: 700 }
  ul.findings { margin: 0; padding: 0; list-style: none } ul.findings li { margin: 0 0 5px } .muted { color: #4a5d55; font-size: 13.5px } .notice { background: #fff4d6; border-left: 4px solid #b07d00; padding: 8px 12px; margin: 14px 0 }
  .outcome { font-size: 19px; font-weight: 700 } .READYtext { color: #0b6b4b } .PARTLY_READYtext { color: #8a6100 } .NOT_READYtext { color: #8d2219 } tr { break-inside: avoid } details summary { cursor: pointer; color: #0b6b4b; font-weight: 600 }
  @media (max-width: 640px) { body { padding: 12px; font-size: 15px } table.stack thead { display: none } table.stack tr { display: block; border: 1px solid #cfdad5; border-radius: 8px; margin: 0 0 10px; padding: 6px 0 } table.stack td { display: block; border: 0; padding: 3px 10px; text-align: left } table.stack td[data-label]::before { content: attr(data-label) ": "; color: #4a5d55; font-size: 13px } }
  @media print { .language { display: none } details > * { display: block } body { font-size: 11px } table { font-size: 10px } }`;
