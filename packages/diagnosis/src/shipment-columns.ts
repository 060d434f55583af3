/** What a column of a shipping list can say. The names are also accepted as they are, as headers or JSON members. */
export const SHIPMENT_FIELDS = {
  shipmentReference: [
    'shipment',
    'shipmentno',
    'shipmentid',
    'reference',
    'refno',
    'billoflading',
    'blno',
    'bl',
    'bookingno',
    'booking',
    'orderno',
    'invoiceno',
    '提单号',
    '提单',
    '运单号',
    '订单号',
    '订舱号',
    '发票号',
    '批次',
    '货运编号',
    '编号',
    '合同号',
    '参考号',
    'sendung',
    'sendungsnummer',
  ],
  carrier: ['shippingline', 'line', 'oceancarrier', 'carriername', '船公司', '承运人', '承运商', '船东', 'reederei'],
  vesselIMONumber: ['imo', 'imono', 'imonumber', 'vesselimo', 'shipimo', 'imo号', 'imo编号', '船舶imo', '船舶imo号'],
  vesselName: [
    'vessel',
    'ship',
    'shipname',
    'vesselvoyage',
    'vesselandvoyage',
    'mothervessel',
    '船名',
    '船名航次',
    '船舶',
    '船舶名称',
    '大船船名',
    'schiff',
    'schiffsname',
  ],
  vesselType: ['shiptype', 'typeofvessel', '船型', '船舶类型'],
  loadPort: [
    'pol',
    'portofloading',
    'loadingport',
    'origin',
    'originport',
    'from',
    'fromport',
    'departureport',
    '起运港',
    '装货港',
    '装运港',
    '始发港',
    '出发港',
    '起运地',
    'ladehafen',
    'abgangshafen',
  ],
  dischargePort: [
    'pod',
    'portofdischarge',
    'destination',
    'destinationport',
    'to',
    'toport',
    'arrivalport',
    'unloadingport',
    '目的港',
    '卸货港',
    '到达港',
    '抵运港',
    '卸港',
    'löschhafen',
    'zielhafen',
    'bestimmungshafen',
  ],
  departureDate: [
    'etd',
    'atd',
    'departure',
    'dateofdeparture',
    'sailingdate',
    'shipdate',
    'shippingdate',
    'onboarddate',
    'date',
    '开船日期',
    '开航日期',
    '离港日期',
    '起运日期',
    '装船日期',
    '出运日期',
    '发货日期',
    '船期',
    '日期',
    'abfahrt',
    'abfahrtsdatum',
    'datum',
  ],
  arrivalDate: ['eta', 'ata', 'arrival', 'dateofarrival', '到港日期', '抵港日期', '到达日期', 'ankunft'],
  route: ['via', 'routing', '航线', '经由', '航路'],
  transportMode: [
    'mode',
    'modeoftransport',
    'transport',
    'mainmode',
    '运输方式',
    '运输模式',
    '主运输方式',
    'verkehrsträger',
  ],
  distance: [
    'seadistance',
    'distancesea',
    'voyagedistance',
    'totaldistance',
    '海运距离',
    '航程',
    '里程',
    '距离',
    '运输距离',
    'entfernung',
    'distanz',
  ],
  ISOEquipmentCode: [
    'equipment',
    'containertype',
    'containersize',
    'container',
    'sizetype',
    'boxtype',
    'isocode',
    '箱型',
    '柜型',
    '集装箱类型',
    '箱型箱量',
    '柜型柜量',
    '尺寸',
    'containertyp',
  ],
  equipmentReferences: [
    'containerno',
    'containernos',
    'containernumber',
    'containernumbers',
    'cntrno',
    'boxno',
    '箱号',
    '柜号',
    '集装箱号',
    '集装箱编号',
    'containernummer',
  ],
  units: [
    'containers',
    'numberofcontainers',
    'containercount',
    'containerqty',
    'noofcontainers',
    'nocontainers',
    'boxes',
    'qty',
    'quantity',
    '箱量',
    '箱数',
    '柜量',
    '柜数',
    '集装箱数量',
    '集装箱数',
    '数量',
    'anzahl',
    'anzahlcontainer',
  ],
  teu: ['teus', 'totalteu', 'teu数', '标箱', '标准箱', '标箱数'],
  cargoWeightPerContainer: [
    'weightpercontainer',
    'grossweightpercontainer',
    'cargoweightpercontainer',
    'cargogrossweight',
    '单箱重量',
    '单箱毛重',
    '每箱重量',
    '单柜重量',
    '箱均重量',
  ],
  cargoWeightTotal: [
    'totalweight',
    'totalgrossweight',
    'totalcargoweight',
    'shipmentweight',
    '总重量',
    '总毛重',
    '总重',
    '合计重量',
    'gesamtgewicht',
  ],
  cargoWeight: [
    'grossweight',
    'gw',
    'weight',
    'cargogross',
    'grossmass',
    '毛重',
    '重量',
    '货重',
    '货物重量',
    'bruttogewicht',
    'gewicht',
  ],
  netWeight: ['nw', 'netmass', '净重', 'nettogewicht'],
  verifiedGrossMass: ['vgm', 'verifiedgross', '箱货总重', '经核实总重', '核实的总重'],
  chargeableWeight: ['chargeable', 'chargedweight', 'volumetricweight', '计费重量', '计费重', '体积重'],
  preCarriageMode: [
    'precarriage',
    'inlandmode',
    'inlandtransport',
    'haulagemode',
    'pickupmode',
    '前程运输',
    '前程运输方式',
    '内陆运输方式',
    '集港方式',
    '陆运方式',
    'vorlauf',
  ],
  preCarriageDistance: [
    'precarriagekm',
    'inlanddistance',
    'haulagedistance',
    'truckdistance',
    'roaddistance',
    '前程距离',
    '前程运输距离',
    '内陆距离',
    '陆运距离',
    '集港距离',
    '拖车距离',
    '公路距离',
    'vorlaufdistanz',
  ],
  fuelType: ['fuel', 'fuelused', 'bunker', 'bunkertype', '燃料', '燃料类型', '燃油类型', '燃油种类', 'kraftstoff'],
  fuelTonnes: [
    'fuelconsumption',
    'fuelconsumed',
    'fuelestimate',
    'bunkerconsumption',
    'fuelquantity',
    'fuelmt',
    '燃料消耗',
    '燃油消耗',
    '燃油消耗量',
    '燃料消耗量',
    '油耗',
    '估算油耗',
    'kraftstoffverbrauch',
  ],
  vesselCapacityTeu: [
    'vesselcapacity',
    'shipcapacity',
    'nominalcapacity',
    'capacity',
    'capacityteu',
    '船舶运力',
    '箱位',
    '额定箱位',
    '载箱量',
    'kapazität',
  ],
  loadFactorPercent: [
    'loadfactor',
    'utilisation',
    'utilization',
    'vesselutilisation',
    '装载率',
    '满载率',
    '利用率',
    '舱位利用率',
    'auslastung',
  ],
  gCO2PerTonneNauticalMile: ['eumrv', 'mrv', 'mrvintensity', 'co2pertnm', 'gco2tnm', 'mrv强度', '欧盟mrv'],
  mrvReportingYear: ['mrvyear', 'reportingyear', 'mrv年份', '报告年度'],
  evidenceReference: [
    'evidence',
    'proof',
    'document',
    'bdn',
    'bunkerdeliverynote',
    '证据',
    '凭证',
    '证明文件',
    '燃油交付单',
    '加油单号',
  ],
  evidenceSha256: ['sha256', 'evidencehash', 'documenthash', '文件哈希', '哈希', '证据哈希'],
  incoterm: [
    'incoterms',
    'tradeterms',
    'terms',
    'deliveryterms',
    '贸易术语',
    '贸易条款',
    '成交方式',
    '交货条款',
    'lieferbedingung',
  ],
  extendedHSCode: [
    'hs',
    'hscode',
    'commoditycode',
    'tariffcode',
    'hs编码',
    '商品编码',
    '海关编码',
    '税号',
    'zolltarifnummer',
  ],
  commodityType: [
    'goods',
    'cargo',
    'commodity',
    'product',
    'description',
    'goodsdescription',
    '品名',
    '货物',
    '货物名称',
    '货名',
    '产品',
    '商品名称',
    'ware',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ShipmentField = keyof typeof SHIPMENT_FIELDS;
export const SHIPMENT_FIELD_NAMES = Object.keys(SHIPMENT_FIELDS) as ShipmentField[];

export type ColumnUnit = 'kg' | 't' | 'km' | 'nm' | '%' | 'TEU';

/** How units are written in headers and cells; 吨 and MT are metric tonnes, 海里 nautical miles. */
const UNIT_SPELLINGS: readonly (readonly [ColumnUnit, RegExp])[] = [
  ['kg', /^(kgs?|kilograms?|kilo|公斤|千克)$/i],
  ['t', /^(t|to|mt|mts|tons?|tonnes?|metric ?tons?|吨|公吨)$/i],
  ['km', /^(kms?|kilomet(er|re)s?|公里|千米)$/i],
  ['nm', /^(n ?mi?les?|nmi?|nautical ?miles?|sm|seemeilen|海里|浬)$/i],
  ['%', /^(%|percent|pct|百分比)$/i],
  ['TEU', /^(teus?|标箱)$/i],
];

export function unitOf(text: string): ColumnUnit | undefined {
  const plain = text.normalize('NFKC').trim();
  return UNIT_SPELLINGS.find(([, spelling]) => spelling.test(plain))?.[0];
}

export type MatchedColumn = {
  readonly header: string;
  readonly field: ShipmentField;
  readonly index: number;
  readonly unit?: ColumnUnit;
};

export type ColumnMatch = {
  readonly matched: readonly MatchedColumn[];
  /** Columns that say nothing a footprint needs, or that a better column already says. */
  readonly ignored: readonly string[];
};

const keyOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]/gu, '');

const FIELD_BY_KEY: ReadonlyMap<string, ShipmentField> = new Map(
  SHIPMENT_FIELD_NAMES.flatMap((field) =>
    [field, ...SHIPMENT_FIELDS[field]].map((name): [string, ShipmentField] => [keyOf(name), field]),
  ),
);
/** Longest first: 前程运输距离 must not be taken for 距离. Short Latin words are matched only as a whole. */
const CONTAINED_KEYS = [...FIELD_BY_KEY.keys()]
  .filter((key) => (/^[\x20-\x7e]+$/.test(key) ? key.length >= 5 : key.length >= 2))
  .sort((a, b) => b.length - a.length);

/** "毛重(KG)" → 毛重 and kg; "Distance_nm" → distance and nm; "Load factor %" → load factor and %. */
function splitUnit(header: string): { readonly name: string; readonly unit?: ColumnUnit } {
  const plain = header.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
  const bracketed = /^(.*?)[([{【]\s*([^)\]}】]*?)\s*[)\]}】]\s*(.*)$/.exec(plain);
  if (bracketed) {
    const unit = unitOf(bracketed[2] ?? '');
    if (unit !== undefined) return { name: `${bracketed[1]} ${bracketed[3]}`, unit };
  }
  const trailing = /^(.*?)[\s_/,:-]+([^\s_/,:-]+)$/.exec(plain);
  const unit = trailing && unitOf(trailing[2] ?? '');
  if (trailing && unit) return { name: trailing[1] ?? '', unit };
  const glued = /^(.*?)(千克|公斤|公吨|吨|公里|千米|海里|%|Kg|Km|Nm)$/.exec(plain);
  const gluedUnit = glued && glued[1] !== '' ? unitOf(glued[2] ?? '') : undefined;
  return glued && gluedUnit ? { name: glued[1] ?? '', unit: gluedUnit } : { name: plain };
}

type Candidate = MatchedColumn & { readonly isExact: boolean };

function candidateOf(header: string, index: number, named: ShipmentField | undefined): Candidate | undefined {
  const { name, unit } = splitUnit(header);
  const withUnit = unit === undefined ? {} : { unit };
  if (named !== undefined) return { header, index, field: named, isExact: true, ...withUnit };
  const whole = FIELD_BY_KEY.get(keyOf(header));
  const exact = whole ?? FIELD_BY_KEY.get(keyOf(name)) ?? FIELD_BY_KEY.get(keyOf(name.replaceAll(/[([{【].*/g, '')));
  if (exact !== undefined) return { header, index, field: exact, isExact: true, ...withUnit };
  // A header in two languages, "起运港 POL", names one field twice.
  const parts = name.split(/[\s/|()[\]·-]+/).flatMap((part) => FIELD_BY_KEY.get(keyOf(part)) ?? []);
  const key = keyOf(name);
  const contained = CONTAINED_KEYS.find((candidate) => key.includes(candidate));
  const field = parts[0] ?? (contained === undefined ? undefined : FIELD_BY_KEY.get(contained));
  return field === undefined ? undefined : { header, index, field, isExact: false, ...withUnit };
}

/** A longer cell is text, not a header; the patterns above are not made for it. */
const MAXIMUM_HEADER_LENGTH = 120;

/**
 * Which column says what, by its header in English, Chinese or German, with units in it; `named` overrides by header. A
 * field is read from one column: the one that names it exactly, else the first.
 */
export function matchColumns(
  headers: readonly string[],
  named: Readonly<Record<string, ShipmentField>> = {},
): ColumnMatch {
  const candidates = headers.flatMap((header, index) => {
    const isHeader = header.trim() !== '' && header.length <= MAXIMUM_HEADER_LENGTH;
    const own = Object.hasOwn(named, header) ? named[header] : undefined;
    const candidate = isHeader ? candidateOf(header, index, own) : undefined;
    return candidate === undefined ? [] : [candidate];
  });
  const best = new Map<ShipmentField, Candidate>();
  for (const candidate of candidates) {
    const earlier = best.get(candidate.field);
    if (earlier === undefined || (candidate.isExact && !earlier.isExact)) best.set(candidate.field, candidate);
  }
  const matched = [...best.values()]
    .sort((a, b) => a.index - b.index)
    .map(({ isExact: _isExact, ...column }): MatchedColumn => column);
  const used = new Set(matched.map(({ index }) => index));
  return { matched, ignored: headers.filter((header, index) => header.trim() !== '' && !used.has(index)) };
}
